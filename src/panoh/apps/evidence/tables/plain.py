"""Plain CSV with the names of a figure's fields as its header: measure and value at least."""

from __future__ import annotations

from panoh.apps.evidence.records import FIGURE
from panoh.apps.evidence.tables.common import NoTable, Table, amount, header, rows_of
from panoh.apps.evidence.taking_out import unmarked
from panoh.core.records.model import Kind
from panoh.words import N_

NOT_IT = N_("its first row must name its columns, measure and value among them")
TAKEN = tuple(
    each.name for each in FIGURE.fields if each.kind is not Kind.LINK and each.name != "key"
)
NUMBERS = ("value", "low", "high")


def read(data: bytes) -> Table:
    rows = rows_of(data)
    places = header(next(rows, []), ("measure", "value"), NOT_IT)
    table = Table("CSV", "")
    for row in rows:
        said = {
            name: unmarked(row[at])
            for name, at in places.items()
            if name in TAKEN and at < len(row)
        }
        if not any(said.values()):
            continue
        for name in NUMBERS:
            if said.get(name):
                said[name] = amount(said[name])
        if not said.get("measure") or not any(said.get(name) for name in (*NUMBERS, "words")):
            table.skipped += 1
            continue
        table.add(**said)
    if not table.figures:
        raise NoTable(NOT_IT)
    return table
