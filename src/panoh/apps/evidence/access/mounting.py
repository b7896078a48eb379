"""Packs beside the own records: read-only rows, in memory, for as long as the vault is open.

A pack lies sealed and whole in the vault. At the first look its rows are spread into temporary
tables (which live in memory only: storage sets `temp_store`), and a temporary view for each type
puts them beside the person's own rows. So nothing of a pack is on the disk a second time, removing
it is removing one file, and two vaults that hold the same pack read the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from panoh.apps.evidence import records
from panoh.apps.evidence.rules.figures import key
from panoh.core.node import Node
from panoh.core.packs import record_id, store
from panoh.core.packs.model import Cell, Pack
from panoh.core.records.model import Kind, RecordType
from panoh.errors import NotFound
from panoh.lexicon import factors
from panoh.lexicon.letters import fold

NODE_FIELDS = ("label", "use_limit")
"""Places and populations: what a causal claim is about when it is about no need or strength."""
LINKED_LISTS = frozenset({"against", "claims"})
"""Lists of row ids."""
_MOUNTED = "evidence.mounted"
Held = tuple[tuple[str, str], ...]


COLUMNS = ("id", "type", "fields")
"""Of an evidence pack: `fields` is a list of "name=value", a list's name once for each value."""


def said_by(row: Mapping[str, Cell]) -> dict[str, list[str]]:
    """The fields of a pack row: name → its values in order."""
    found: dict[str, list[str]] = {}
    listed = row.get("fields")
    for each in listed if isinstance(listed, list) else []:
        name, _equals, value = each.partition("=")
        found.setdefault(name, []).append(value)
    return found


def adopted(node: Node) -> list[dict[str, Any]]:
    """The packs this person took in: pack, name, version, signer, id, and whether it is here."""
    held = {each.id.hex() for each in store.kept(node.database)}
    rows = node.all(records.ADOPTION, "1 ORDER BY name, id")
    return [{**row, "here": row["pack"] in held} for row in rows]


def mount(node: Node) -> None:
    """Make the tables and views unless they show what is held at this moment."""
    wanted: Held = tuple((each["name"], each["pack"]) for each in adopted(node) if each["here"])
    if node.session.get(_MOUNTED) == wanted:
        return
    database = node.database
    packs = [(name, store.open_kept(database, bytes.fromhex(pack))) for name, pack in wanted]
    script = "".join(_tables(rtype) for rtype in records.IN_PACKS)
    database.script(script + _NODES + _WORDS)
    for name, pack in packs:
        _spread(node, name, pack)
    if not database.in_write:  # a write that is undone takes these tables with it
        node.session[_MOUNTED] = wanted


def _columns(rtype: RecordType) -> list[str]:
    return [each.name for each in rtype.fields]


def _tables(rtype: RecordType) -> str:
    own, inside = rtype.table, f"evidence_in_{rtype.name}"
    names = ", ".join(f'"{each}"' for each in _columns(rtype))
    indexed = "".join(
        f'CREATE INDEX temp.{inside}_{each.name} ON {inside} ("{each.name}");'
        for each in rtype.fields
        if each.index
    )
    return (
        f"DROP VIEW IF EXISTS temp.evidence_all_{rtype.name};"
        f"DROP TABLE IF EXISTS temp.{inside};"
        f"CREATE TEMP TABLE {inside} (id TEXT PRIMARY KEY, ref TEXT, pack TEXT, {names});"
        f"{indexed}"
        f"CREATE TEMP VIEW evidence_all_{rtype.name} AS"
        f" SELECT id, id AS ref, '' AS pack, {names} FROM main.{own}"
        f" UNION ALL SELECT id, ref, pack, {names} FROM temp.{inside};"
    )


_NODES = (
    "DROP TABLE IF EXISTS temp.evidence_node;"
    "CREATE TEMP TABLE evidence_node (id TEXT PRIMARY KEY, pack TEXT, label TEXT, use_limit TEXT);"
)
_WORDS = (
    "DROP TABLE IF EXISTS temp.evidence_words;"
    "CREATE VIRTUAL TABLE temp.evidence_words USING fts5(type UNINDEXED, record UNINDEXED, words);"
)


def _spread(node: Node, name: str, pack: Pack) -> None:
    by_type: dict[str, list[tuple[str, dict[str, list[str]]]]] = {}
    if pack.columns != COLUMNS:
        return
    for row in pack.rows:
        each = dict(zip(pack.columns, row, strict=True))
        by_type.setdefault(str(each["type"]), []).append((str(each["id"]), said_by(each)))
    known = {str(row[0]) for row in pack.rows}
    for rtype in records.IN_PACKS:
        held = by_type.get(rtype.name, [])
        marks = ", ".join("?" * (3 + len(rtype.fields)))
        rows = (_row(rtype, name, pack, ref, said, known) for ref, said in held)
        node.database.many(f"INSERT INTO temp.evidence_in_{rtype.name} VALUES ({marks})", rows)
        node.database.many(
            "INSERT INTO temp.evidence_words (type, record, words) VALUES (?, ?, ?)",
            _searched(rtype, pack, held),
        )
    nodes = [
        (ref, name, *(said.get(field, [""])[0] for field in NODE_FIELDS))
        for ref, said in by_type.get("node", [])
        if ref not in factors.factors()  # a pack renames nothing of the shared vocabulary
    ]
    node.database.many("INSERT OR IGNORE INTO temp.evidence_node VALUES (?, ?, ?, ?)", nodes)


def _row(
    rtype: RecordType,
    name: str,
    pack: Pack,
    ref: str,
    said: Mapping[str, list[str]],
    known: set[str],
) -> tuple[Any, ...]:
    """One row as our tables hold it: links as record ids, lists as JSON."""
    values: list[Any] = []
    for field in rtype.fields:
        given = said.get(field.name, [])
        if field.kind is Kind.LINK or field.name in LINKED_LISTS:
            given = [record_id(pack.id, each) for each in given if each in known]
        if field.kind is Kind.NAMES:
            values.append(json.dumps(given, ensure_ascii=False) if given else None)
        else:
            values.append(given[0] if given else None)
    if rtype is records.FIGURE:
        measured = {each.name: value for each, value in zip(rtype.fields, values, strict=True)}
        at = [each.name for each in rtype.fields].index("key")
        values[at] = key(measured["measure"], measured["population"], measured["place"])
    return (record_id(pack.id, ref), ref, name, *values)


def _searched(
    rtype: RecordType, pack: Pack, rows: list[tuple[str, dict[str, list[str]]]]
) -> Iterator[tuple[str, str, str]]:
    names = [each.name for each in rtype.fields if each.search]
    for ref, said in rows:
        words = " ".join(value for each in names for value in said.get(each, []))
        if words:
            yield rtype.table, record_id(pack.id, ref), f"{words} {fold(words)}"


def node_label(node: Node, factor: str) -> str | None:
    """What a place or population is called, if a held pack says so."""
    mount(node)
    rows = node.rows("SELECT label FROM temp.evidence_node WHERE id = ?", (factor,))
    return str(rows[0]["label"]) if rows else None


def pack_of(node: Node, name: str) -> dict[str, Any]:
    """The adoption of a pack by its name or the beginning of its id."""
    for each in adopted(node):
        if each["name"] == name or (len(name) >= 6 and each["pack"].startswith(name)):
            return each
    raise NotFound(what=name)
