"""Contacts on the desk, and the month's own tally."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.one import select
from panoh.apps.casework.records import CONTACT
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import _


@dataclass(frozen=True, slots=True)
class Tally:
    """A month's own count, not for passing on: cells are small and nothing is suppressed."""

    month: str
    contacts: int
    people: int  # a group session counts its heads
    by: Mapping[str, Mapping[str, int]]  # channel, topic, district, sex, age_band → key → count


def contacts(
    node: Node,
    *,
    state: str = "open",
    month: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Row]:
    """Contacts on the desk; `state`: open, done or all. Danger first, then look-again date."""
    parts, params = ["1"], list[Any]()
    if state != "all":
        parts.append("state = ?")
        params.append(state)
    if month:
        parts.append("held_at >= ? AND held_at < ?")
        params.extend(_month(month))
    order = (
        "ORDER BY state IS 'open' AND danger_tonight IS 'yes' DESC,"
        " state IS 'done', look_again_on IS NULL, look_again_on, held_at DESC, id LIMIT ? OFFSET ?"
    )
    return select(node, CONTACT, " AND ".join(parts), [*params, limit, offset], order)


def count_contacts(node: Node, *, state: str = "open") -> int:
    where, params = ("1", ()) if state == "all" else ("state = ?", (state,))
    sql = f"SELECT count(*) AS n FROM casework_contact WHERE {where}"
    return int(node.rows(sql, params)[0]["n"])


TALLIED = ("channel", "topic", "district", "sex", "age_band")


def month_tally(node: Node, month: str) -> Tally:
    """`month` as YYYY-MM; contacts on the desk and those attached to clients."""
    first, after = _month(month)
    span = "FROM casework_conversation WHERE held_at >= ? AND held_at < ?"
    total = node.rows(
        f"SELECT count(*) AS contacts, sum(COALESCE(head_count, 1)) AS people {span}",
        (first, after),
    )[0]
    by: dict[str, dict[str, int]] = {}
    for name in TALLIED:
        rows = node.rows(
            f"SELECT {name} AS key, count(*) AS n {span} GROUP BY 1 ORDER BY n DESC, 1",
            (first, after),
        )
        by[name] = {each["key"] or "": int(each["n"]) for each in rows}
    return Tally(month, int(total["contacts"]), int(total["people"] or 0), by)


def _month(month: str) -> tuple[str, str]:
    if not rules.is_month(month):
        raise WrongUsage(what=_("Write the month as year-month, such as 2026-11."))
    first = date.fromisoformat(month + "-01")
    return first.isoformat(), (first + timedelta(days=32)).replace(day=1).isoformat()
