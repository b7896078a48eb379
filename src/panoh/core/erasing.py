"""Erasing a whole space: which texts were in it, what points at it, and what is left afterwards.

The act itself is `Work.erase_space`; here is what is said before it and proved after it. What
cannot be known from inside a vault (copies, paper, other people's memory) is for the caller to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core.log.model import EntryKind, Kept
from panoh.core.records import codec
from panoh.core.records.model import Kind
from panoh.core.space.store import SpaceRow

if TYPE_CHECKING:
    from panoh.core.node import Node

_TOLD = (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.NAMES)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for after an erasure, and what was found. All counts."""

    bodies: int  # entries of the space that still have a body
    values: int
    rows: int
    indexed: int
    texts: int  # different texts that were looked for in every page
    short: int  # texts too short to be looked for
    found: int  # texts that stand somewhere though no record says them
    elsewhere: int  # texts that other records say too

    @property
    def holds(self) -> bool:
        return not (self.bodies or self.values or self.rows or self.indexed or self.found)


def texts_of(node: Node, body: Any) -> Iterator[str]:
    """Every text that an entry's body says; choices, dates and links prove nothing."""
    rows = body.get("r") if isinstance(body, dict) else None
    for row in rows if isinstance(rows, list) else ():
        rtype = node.types.get(row[0])
        for name, value in row[2].items():
            field = rtype.field(name) if rtype else None
            if field is None or field.kind in _TOLD:
                yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    """Lines count by themselves: a text is often found again in part only."""
    if isinstance(value, str):
        yield from (line for each in value.split("\n") if (line := each.strip()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def pointing_at(node: Node, record: str, spaces: Sequence[int]) -> Counter[str]:
    """How many records of other spaces point at this one, by the label of their type."""
    found: Counter[str] = Counter()
    marks = ", ".join("?" * len(spaces))
    for rtype in node.types.values():
        links = [each.name for each in rtype.fields if each.kind is Kind.LINK]
        if links:
            where = " OR ".join(f'"{name}" = ?' for name in links)
            rows = node.rows(
                f"SELECT count(*) AS n FROM {rtype.table}"
                f" WHERE ({where}) AND space NOT IN ({marks})",
                [*(record for _ in links), *spaces],
            )
            if rows[0]["n"]:
                found[rtype.label] += int(rows[0]["n"])
    return found


def counted(node: Node, space: int) -> Counter[str]:
    """How many records a space shows, by the label of their type."""
    found: Counter[str] = Counter()
    for rtype in node.types.values():
        rows = node.rows(f"SELECT count(*) AS n FROM {rtype.table} WHERE space = ?", (space,))
        if rows[0]["n"]:
            found[rtype.label] += int(rows[0]["n"])
    return found


def erasures(node: Node, row: SpaceRow, record: bytes | None = None) -> list[Kept]:
    """The erasures of a space that can be read here; with `record` those that name it."""
    found = []
    for each in node.log.entries(row):
        if each.kind == EntryKind.ERASE and each.sealed.body_slot is not None:
            body = node.log.open(each).body
            if record is None or record in {rid for _kind, rid in codec.erased(body)}:
                found.append(each)
    return found


def named_by(node: Node, row: SpaceRow, erased: Iterable[Kept]) -> list[Kept]:
    """The entries whose bodies these erasures take away, as far as they are here."""
    found: dict[int, Kept] = {}
    for each in erased:
        for identity in codec.entries_of(node.log.open(each).body):
            kept = node.log.identified(row.no, identity)
            if kept is not None:
                found[kept.position] = kept
    return [found[each] for each in sorted(found)]


def prove(
    node: Node,
    spaces: Sequence[int],
    texts: Sequence[str],
    least: int,
    progress: Callable[[int, int], None] | None = None,
) -> Proof:
    """Look through every tier and every page of the opened vault; free space is rebuilt if that
    helps. `least` is the number of bytes below which a text stands elsewhere by chance."""
    looked = [each for each in dict.fromkeys(texts) if len(each.encode()) >= least]
    left = node.texts_left(looked, progress)
    return Proof(
        bodies=_count(node, "SELECT count(*) FROM entry WHERE kind NOT IN (1, 4)"
                            " AND body IS NOT NULL AND space IN ({})", spaces),
        values=_count(node, "SELECT count(*) FROM assignment WHERE space IN ({})", spaces),
        rows=sum(sum(counted(node, each).values()) for each in spaces),
        indexed=_count(node, "SELECT count(*) FROM search_row r JOIN shown s"
                             " ON s.record = r.record AND s.type = r.type"
                             " WHERE s.space IN ({})", spaces),
        texts=len(looked),
        short=len(set(texts)) - len(looked),
        found=len(left),
        elsewhere=sum(node.records.holds_bytes(each.encode()) for each in looked),
    )  # fmt: skip


def _count(node: Node, sql: str, spaces: Sequence[int]) -> int:
    marks = ", ".join("?" * len(spaces))
    return int(node.database.execute(sql.format(marks), tuple(spaces))[0][0])
