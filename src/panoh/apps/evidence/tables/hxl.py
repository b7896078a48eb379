"""HXL: free headers, then a row of tags such as #adm1 or #affected+f, not always on line two."""

from __future__ import annotations

import re

from panoh.apps.evidence.rules.months import dates
from panoh.apps.evidence.tables.common import NoTable, Table, amount, rows_of
from panoh.words import N_

_TAG = re.compile(r"#([a-z][a-z0-9_]*)((?:\s*\+[a-z][a-z0-9_]*)*)", re.IGNORECASE)
COUNTS = frozenset(
    [
        "affected",
        "inneed",
        "targeted",
        "reached",
        "population",
        "value",
        "capacity",
        "beneficiary",
        "indicator",
    ]
)
WHERE = ("adm5", "adm4", "adm3", "adm2", "adm1", "loc", "region", "country")
WHO = ("sector", "subsector", "org", "group", "cause", "event", "crisis")
WITHIN = 25
NOT_IT = N_("it has no row of HXL tags")
Tags = list[tuple[str, tuple[str, ...]]]


def tags_of(row: list[str]) -> Tags | None:
    """The tags of a row of tags; None when it is another row."""
    found: Tags = []
    tagged = 0
    for cell in row:
        match = _TAG.fullmatch(cell.strip())
        if not match and cell.strip():
            return None
        name = match.group(1).lower() if match else ""
        attributes = (
            tuple(sorted(re.findall(r"[a-z][a-z0-9_]*", (match.group(2) or "").lower())))
            if match
            else ()
        )
        tagged += bool(name)
        found.append((name, attributes))
    return found if tagged else None


def read(data: bytes) -> Table:
    above: list[list[str]] = []
    tags: Tags | None = None
    table = Table("HXL", "")
    for number, row in enumerate(rows_of(data)):
        if tags is None:
            tags = tags_of(row)
            if tags is None:
                above.append(row)
                if number >= WITHIN:
                    raise NoTable(NOT_IT)
            continue
        _row(table, row, tags, _headers(above))
    if tags is None:
        raise NoTable(NOT_IT)
    return table


def _headers(above: list[list[str]]) -> list[str]:
    """The words over each column: of the last row of headers, else of the one above it."""
    if not above:
        return []
    last = above[-1]
    before = above[-2] if len(above) > 1 else []
    return [cell or (before[at] if at < len(before) else "") for at, cell in enumerate(last)]


def _row(table: Table, row: list[str], tags: Tags, headers: list[str]) -> None:
    said = {name: cell for (name, _more), cell in zip(tags, row, strict=False) if name and cell}
    place = "; ".join(said[name] for name in WHERE if name in said)
    who = ", ".join(said[name] for name in WHO if name in said)
    when = next((each.iso for each in dates(said.get("date", "")) if each.iso), "")
    for at, (name, attributes) in enumerate(tags):
        value = amount(row[at]) if at < len(row) and name in COUNTS else ""
        if not value:
            table.skipped += name in COUNTS
            continue
        heading = headers[at] if at < len(headers) else ""
        table.add(
            measure=" ".join([name, *attributes]),
            population=", ".join(filter(None, (who, heading))),
            place=place, value=value, period_start=when, nature="stock", qualifier="exact",
            definition="#" + "+".join((name, *attributes)), locator=f"#{name}",
        )  # fmt: skip


__all__ = ["NOT_IT", "read", "tags_of"]
