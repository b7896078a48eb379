"""One record at a time: by its id, an unmistakable beginning of it, or its row id in a pack."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from panoh.apps.evidence import records
from panoh.apps.evidence.access.mounting import mount, node_label
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Kind, RecordType
from panoh.errors import NotFound
from panoh.lexicon import factors
from panoh.words import current_language

_WHOLE = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{6,31}")
_REF = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def shape(rtype: RecordType, raw: Row) -> Row:
    """A row with its lists as lists; `ref` is what a person calls it, `pack` is empty for own."""
    row: Row = {**raw, "type": rtype.name}
    for field in rtype.fields:
        if field.kind is Kind.NAMES and field.name in row:
            row[field.name] = json.loads(row[field.name]) if row[field.name] else []
    return row


def table_of(rtype: RecordType) -> str:
    """Where rows of a type are read: beside those of packs, if packs can hold the type."""
    if rtype in records.IN_PACKS:
        return f"temp.evidence_all_{rtype.name}"
    return f"main.{rtype.table}"


def select(
    node: Node, rtype: RecordType, where: str = "1", params: Sequence[Any] = (), rest: str = ""
) -> list[Row]:
    """Rows of one of our types, own ones and those of packs; `where` and `rest` are our words."""
    mount(node)
    names = ", ".join(f'"{each.name}"' for each in rtype.fields)
    if rtype in records.IN_PACKS:
        # The condition stands in both arms: through the view SQLite would read every row first.
        own = f"SELECT id, id AS ref, '' AS pack, {names} FROM main.{rtype.table} WHERE {where}"
        held = f"SELECT id, ref, pack, {names} FROM temp.evidence_in_{rtype.name} WHERE {where}"
        marks = where.count("?")
        bound = [*params[:marks], *params[:marks], *params[marks:]]
        found = node.rows(f"SELECT * FROM ({own} UNION ALL {held}) {rest}", bound)
        return [shape(rtype, row) for row in found]
    meta = "id, id AS ref, '' AS pack, created_at"
    sql = f"SELECT {meta}, {names} FROM main.{rtype.table} WHERE {where} {rest}"
    return [shape(rtype, row) for row in node.rows(sql, params)]


def find(node: Node, rtype: RecordType, ref: str) -> Row:
    """The record of this type; NotFound alike for what is absent and what is not clear."""
    wanted = ref.strip()
    low = wanted.lower()
    found: list[Row] = []
    if _WHOLE.fullmatch(low):
        found = select(node, rtype, "id = ?", (low,))
    if not found and _REF.fullmatch(wanted):
        if rtype in records.IN_PACKS:
            found = select(node, rtype, "pack <> '' AND ref = ?", (wanted,), "LIMIT 2")
        if not found and _BEGINNING.fullmatch(low):
            found = select(node, rtype, "id >= ? AND id < ?", (low, low + "g"), "LIMIT 2")
    if len(found) != 1:
        raise NotFound(what=ref)
    return found[0]


def finder(rtype: RecordType) -> Callable[[Node, str], Row]:
    """The access function of a type."""

    def of(node: Node, ref: str) -> Row:
        return find(node, rtype, ref)

    return of


def own(node: Node, rtype: RecordType, ref: str) -> Row:
    """A record of this person's own, which can be changed; a pack's row cannot."""
    row = find(node, rtype, ref)
    if row["pack"]:
        raise NotFound(what=ref)
    return row


def factor_label(node: Node, factor: str) -> str:
    """What a factor, place or population is called; its id when nothing here knows it.

    Ids that never describe a person are asked of held packs only, so the shared vocabulary is
    never searched for them.
    """
    known = node_label(node, factor)
    if known is not None:
        return known
    if factors.FORBIDDEN.fullmatch(factor):
        return factor
    try:
        return factors.label(factor, current_language())
    except NotFound:
        return factor
