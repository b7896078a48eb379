"""The list of cases: by code, what hurts first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.core.app import Row
from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of cases."""

    id: str
    code: str
    status: str
    danger: bool
    next_due: str | None
    overdue: int
    needs: int  # present or easing
    strengths: int
    changed_at: str


def cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[CaseLine]:
    """`status`: open, closed or all. Danger first, then by the next due date, so that what is
    overdue comes before the rest, then what changed last."""
    wanted = _Wanted(node, status, overdue, level, factor)
    ids = wanted.ids(limit + offset)[offset:]
    found = node.rows(
        """
        SELECT c.id, c.code, c.status, c.changed_at,
               c.status = 'open' AND c.danger_tonight IS 'yes' AS danger,
               (SELECT count(*) FROM casework_need n
                 WHERE n.client = c.id AND n.space = c.space AND n.kind = 'need'
                   AND n.state IS NOT 'over') AS needs,
               (SELECT count(*) FROM casework_need n
                 WHERE n.client = c.id AND n.space = c.space AND n.kind = 'strength'
                   AND n.state IS NOT 'over') AS strengths
          FROM json_each(?) page CROSS JOIN casework_client c ON c.id = page.value""",
        (json.dumps(ids),),
    )
    dues = _dues(node, ids)
    lines = {each["id"]: _line(each, dues.get(each["id"], []), node.today()) for each in found}
    return [lines[each] for each in ids]


def _dues(node: Node, ids: Sequence[str]) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for each in node.rows(
        "SELECT d.client, d.due FROM json_each(?) page"
        " CROSS JOIN casework_due d ON d.client = page.value"
        " CROSS JOIN casework_client c ON c.id = d.client AND c.space = d.space",
        (json.dumps(ids),),
    ):
        held.setdefault(each["client"], []).append(each["due"])
    return held


def _line(row: Row, dues: Sequence[str], today: date) -> CaseLine:
    next_due, overdue = rules.caseload_figures(dues if row["status"] == "open" else (), today)
    return CaseLine(
        id=row["id"],
        code=row["code"],
        status=row["status"],
        danger=bool(row["danger"]),
        next_due=next_due,
        overdue=overdue,
        needs=row["needs"],
        strengths=row["strengths"],
        changed_at=row["changed_at"],
    )


def count_cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
) -> int:
    """How many cases `cases` would list without a limit."""
    return _Wanted(node, status, overdue, level, factor).count()


class _Wanted:
    """The cases a list asks for, found in the order in which they are shown."""

    def __init__(
        self, node: Node, status: str, overdue: bool, level: str | None, factor: str | None
    ) -> None:
        self._node = node
        self._overdue = overdue
        self._params: dict[str, Any] = {"today": node.today().isoformat(), **listed(node)}
        parts = [LISTED]
        if status != "all":
            parts.append("c.status = :status")
            self._params["status"] = status
        if level:
            parts.append(
                "EXISTS (SELECT 1 FROM casework_need n"
                " WHERE n.client = c.id AND n.level = :level AND n.space = c.space"
                + _NOT_OVER
                + ")"
            )
            self._params["level"] = level
        if factor:
            parts.append(
                "(c.id, c.space) IN (SELECT n.client, n.space FROM casework_need n"
                " WHERE n.factor = :factor" + _NOT_OVER + ")"
            )
            self._params["factor"] = rules.searchable(factor)
        self._where = " AND ".join(parts)

    def ids(self, most: int) -> list[str]:
        """Up to `most` ids: in danger, then with something due, then by last change."""
        found: dict[str, None] = {}
        late = f" AND EXISTS ({_DUE} AND d.due < :today)"
        danger = "+c.status = 'open' AND c.danger_tonight = 'yes'"
        found.update(self._some(danger + (late if self._overdue else ""), "c.changed_at", most))
        self._add_due(found, most)
        if not self._overdue and len(found) < most:
            none_due = f"(c.status <> 'open' OR NOT EXISTS ({_DUE}))"
            found.update(self._some(none_due, "c.changed_at DESC", most))
        return list(found)[:most]

    def _some(self, part: str, order: str, most: int) -> dict[str, None]:
        return dict.fromkeys(
            each["id"]
            for each in self._rows(
                f"SELECT c.id FROM casework_client c WHERE {self._where} AND {part}"
                f" ORDER BY {order} LIMIT {most:d}"
            )
        )

    def _add_due(self, found: dict[str, None], most: int) -> None:
        """Clients by their first due date: read along the dates until enough are there."""
        late = " AND d.due < :today" if self._overdue else ""
        ask, read = 4 * most, -1
        while len(found) < most and read != 0:
            rows = self._rows(
                "SELECT d.client, d.due FROM casework_due d CROSS JOIN casework_client c"
                " ON c.id = d.client AND c.space = d.space"
                f" WHERE c.status = 'open' AND {self._where}{late}"
                f" ORDER BY d.due LIMIT {ask:d}"
            )
            found.update(dict.fromkeys(each["client"] for each in rows))
            read = 0 if len(rows) < ask else len(rows)
            ask *= 4

    def count(self) -> int:
        late = ""
        if self._overdue:
            late = (
                " AND c.status = 'open'"
                " AND c.id IN (SELECT client FROM casework_due WHERE due < :today)"
                f" AND EXISTS ({_DUE} AND d.due < :today)"
            )
        sql = f"SELECT count(*) AS n FROM casework_client c WHERE {self._where}{late}"
        return int(self._rows(sql)[0]["n"])

    def _rows(self, sql: str) -> list[Row]:
        held = {name: value for name, value in self._params.items() if f":{name}" in sql}
        return self._node.rows(sql, held)


_NOT_OVER = " AND n.state IS NOT 'over'"
"""With the condition that it lies in the main space: what is restricted stands in no list, so
nobody is found by it either; and what somebody wrote in another case is not of this one."""
_DUE = "SELECT 1 FROM casework_due d WHERE d.client = c.id AND d.space = c.space"
