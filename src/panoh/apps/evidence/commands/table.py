"""Figures out of tables exactly as they are downloaded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import put, read_values
from panoh.apps.evidence.rules.figures import key
from panoh.apps.evidence.tables import READERS, NoTable
from panoh.core.node import Node
from panoh.core.records.rules import clean_all
from panoh.errors import DocumentRefused, WrongUsage
from panoh.lexicon.letters import fold
from panoh.words import _


@dataclass(frozen=True, slots=True)
class Imported:
    source: str
    figures: int
    skipped: int  # cells or rows without a number
    same: bool = False


def import_table(
    node: Node, data: bytes, kind: str, *, places: tuple[str, ...] = (), title: str = ""
) -> Imported:
    """A table as one source with its figures: all of them, or none. `places` keeps only those."""
    if kind not in READERS:
        raise WrongUsage(what=_("This kind of table is not known."))
    mark = hashlib.sha256(data + "|".join(places).encode()).hexdigest()
    held = access.select(node, records.SOURCE, "sha256 = ?", (mark,), "LIMIT 1")
    if held:
        return Imported(held[0]["id"], 0, 0, same=True)
    try:
        table = READERS[kind](data)
    except NoTable as refused:
        raise DocumentRefused(why=refused.why) from None
    wanted = {fold(each) for each in places}
    kept = [
        each
        for each in table.figures
        if not wanted or wanted & {fold(part) for part in _named(each)}
    ]
    source = read_values(
        node,
        records.SOURCE,
        {
            "title": title or table.title,
            "publisher": table.publisher,
            "issued": table.issued,
            "kind": "dataset",
            "sha256": mark,
        },
    )
    rows = [clean_all(records.FIGURE, each, whole=True) for each in kept]
    with node.writing() as work:
        made = put(node, work, records.SOURCE, source)
        for each in rows:
            each["source"] = made
            each["key"] = key(each["measure"], each.get("population"), each.get("place"))
            put(node, work, records.FIGURE, each)
    return Imported(made, len(rows), table.skipped)


def _named(values: dict[str, str]) -> list[str]:
    """The places and peoples that a figure names."""
    said = [values.get("place", ""), values.get("population", "")]
    said.append(values.get("population", "").removeprefix("people from "))
    return [each for each in said if each]
