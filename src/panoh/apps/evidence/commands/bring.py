"""Claims back out of a CSV file, as `taking_out.as_csv` wrote it: all of them, or none."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import (
    FACTOR_FIELDS,
    LINKS,
    LISTED,
    known_factor,
    put,
    read_values,
)
from panoh.apps.evidence.tables.common import NoTable, header, text_of
from panoh.apps.evidence.taking_out import unmarked
from panoh.core.node import Node
from panoh.core.records.model import Kind
from panoh.errors import DocumentRefused, Invalid, NotFound
from panoh.words import N_

MOST = 20_000
NOT_IT = N_("its first row must name its columns, text and kind among them")


@dataclass(frozen=True, slots=True)
class Brought:
    """`loose`: links to what is not here (a source, a claim, a factor of a pack), left out."""

    claims: int
    loose: int


def import_claims(node: Node, data: bytes) -> Brought:
    """File the claims of a CSV. Those that say the same of the same source are passed over."""
    access.mount(node)
    try:
        rows = _rows(text_of(data))
    except (NoTable, csv.Error) as refused:
        why = refused.why if isinstance(refused, NoTable) else NOT_IT
        raise DocumentRefused(why=why) from None
    ready, loose = [], 0
    for row in rows:
        values, lost = _linked(node, row)
        loose += lost
        ready.append(read_values(node, records.CLAIM, values))
    made = 0
    with node.writing() as work:
        for each in ready:
            where, params = "text = ? AND source IS ?", (each["text"], each.get("source"))
            if not access.select(node, records.CLAIM, where, params, "LIMIT 1"):
                put(node, work, records.CLAIM, each)
                made += 1
    return Brought(made, loose)


def _rows(text: str) -> list[dict[str, Any]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    places = header(next(reader, []), ("text", "kind"), NOT_IT)
    fields = {each.name: each for each in records.CLAIM.fields if each.name in places}
    found: list[dict[str, Any]] = []
    for cells in reader:
        if not any(cells):
            continue
        if len(found) >= MOST:
            raise NoTable(N_("it has too many rows"))
        row: dict[str, Any] = {}
        for name, field in fields.items():
            cell = unmarked(cells[places[name]]) if places[name] < len(cells) else ""
            if cell:
                row[name] = cell.split("\n") if field.kind is Kind.NAMES else cell
        found.append(row)
    if not found:
        raise NoTable(NOT_IT)
    return found


def _linked(node: Node, row: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The row with the links that lead to something here, and how many do not."""
    kept: dict[str, Any] = {}
    lost = 0
    for name, value in row.items():
        if name in LINKS:
            if _there(node, name, value):
                kept[name] = value
            else:
                lost += 1
        elif name in LISTED or name == "factors":
            kept[name] = [each for each in value if _there(node, name, each)]
            lost += len(value) - len(kept[name])
        elif name in FACTOR_FIELDS and not _there(node, name, value):
            lost += 1
        else:
            kept[name] = value
    return kept, lost


def _there(node: Node, name: str, ref: str) -> bool:
    try:
        if name == "factors" or name in FACTOR_FIELDS:
            known_factor(node, ref, name)
        else:
            access.find(node, {**LINKS, **LISTED}[name], ref)
    except (NotFound, Invalid):
        return False
    return True
