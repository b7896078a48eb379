"""Entries in the vault, read: in order, by place, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from panoh.core import canonical
from panoh.core.log import codec
from panoh.core.log.model import EntryId, Kept, Opened, Sealed, Vector
from panoh.core.space.model import SignedFact
from panoh.core.space.store import SpaceRow, SpaceStore
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NotFound, TooEarly
from panoh.storage.sqlite import Database


@dataclass(slots=True)
class Recent:
    """Of a write that takes in many entries: heads by space, what the authors of these entries had
    seen, and which devices are frozen in a space."""

    heads: dict[int, dict[int, tuple[int, EntryId]]] = field(default_factory=dict)
    vectors: dict[EntryId, Vector] = field(default_factory=dict)
    frozen: dict[int, frozenset[int]] = field(default_factory=dict)


_COLUMNS = (
    "e.position, e.id, e.space, e.device, e.sequence, e.kind, e.time, e.vector,"
    " s.id, p.id, e.header, e.body"
)
_FROM = " FROM entry e JOIN space s ON s.no = e.space JOIN epoch p ON p.no = e.epoch "


class LogReader:
    """The part of the log store that changes nothing."""

    def __init__(self, database: Database, spaces: SpaceStore) -> None:
        self._database = database
        self._spaces = spaces
        self._arrived: dict[int, list[SignedFact]] = {}
        """Facts by space, as they were when all their entries stood here."""
        self._recent: Recent | None = None

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside one write, where nobody else can change anything: what many entries of a chain
        ask for again and again is looked up once."""
        self._recent = Recent()
        try:
            with self._spaces.remembering():
                yield
        finally:
            self._recent = None

    def entries(self, row: SpaceRow | None = None, *, after: int = 0) -> Iterator[Kept]:
        """Entries in order of arrival, of one space or of all."""
        where = "WHERE e.position > ?" + (" AND e.space = ?" if row else "")
        values = (after, row.no) if row else (after,)
        sql = "SELECT " + _COLUMNS + _FROM + where + " ORDER BY e.position"
        for each in self._database.rows(sql, values):
            yield _kept(each)

    def at(self, position: int) -> Kept:
        rows = self._database.execute(
            "SELECT " + _COLUMNS + _FROM + "WHERE e.position = ?", (position,)
        )
        if not rows:
            raise NotFound(what=str(position))
        return _kept(rows[0])

    def identified(self, space: int, identity: EntryId) -> Kept | None:
        """The entry of a space by its id; None when it is not here."""
        rows = self._database.execute(
            "SELECT " + _COLUMNS + _FROM + "WHERE e.space = ? AND e.id = ?", (space, identity)
        )
        return _kept(rows[0]) if rows else None

    def numbered(self, space: int, device: int, sequence: int) -> Kept | None:
        """The entry of a chain by its number."""
        rows = self._database.execute(
            "SELECT " + _COLUMNS + _FROM + "WHERE e.space = ? AND e.device = ? AND e.sequence = ?",
            (space, device, sequence),
        )
        return _kept(rows[0]) if rows else None

    def open(self, kept: Kept) -> Opened:
        """Open an entry of one's own vault: it was verified when it came in."""
        row = self._spaces.row_of(kept.space)
        opens = self._spaces.header_key(row, kept.sealed.epoch)
        header, identity, _, _ = codec.open_header_with(kept.sealed, opens)
        body = None
        if kept.sealed.body_slot is not None:
            body = codec.open_body(kept.sealed, self._spaces.key(row, kept.sealed.epoch), header)
        return Opened(identity, kept.sealed.space, kept.sealed.epoch, header, body)

    def _held(self, identity: EntryId) -> tuple[int, bool] | None:
        """Where an entry stands, and whether its body never came."""
        rows = self._database.execute(
            "SELECT position, missing FROM entry WHERE id = ?", (identity,)
        )
        return (int(rows[0][0]), bool(rows[0][1])) if rows else None

    def journal(self) -> tuple[int, bytes]:
        rows = self._database.execute("SELECT no, digest FROM journal ORDER BY no DESC LIMIT 1")
        return (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, b"")

    def journal_at(self, number: int) -> bytes | None:
        rows = self._database.execute("SELECT digest FROM journal WHERE no = ?", (number,))
        return bytes(rows[0][0]) if rows else None

    def _left_at(self, row: SpaceRow) -> int:
        """The number of this device's last entry there when the space was left at home."""
        rows = self._database.execute(
            "SELECT sequence FROM left_home WHERE space = ?",
            (digest(Label.SPACE, row.id, size=16),),
        )
        return int(rows[0][0]) if rows else 0

    def written_by(self, space: int, device: int) -> int:
        """The number of a device's last entry in a space; 0 when there is none."""
        rows = self._database.execute(
            "SELECT sequence FROM head WHERE space = ? AND device = ?", (space, device)
        )
        return int(rows[0][0]) if rows else 0

    def _heads(self, space: int) -> dict[int, tuple[int, EntryId]]:
        recent = self._recent
        if recent is not None and space in recent.heads:
            return recent.heads[space]
        heads = {
            device: (sequence, bytes(entry))
            for device, sequence, entry in self._database.execute(
                "SELECT device, sequence, entry FROM head WHERE space = ?", (space,)
            )
        }
        if recent is not None:
            recent.heads[space] = heads
        return heads

    def _frozen(self, space: int) -> frozenset[int]:
        """Devices that wrote two histories there."""
        recent = self._recent
        if recent is not None and space in recent.frozen:
            return recent.frozen[space]
        sql = "SELECT device FROM equivocation WHERE space = ?"
        frozen = frozenset(int(each[0]) for each in self._database.execute(sql, (space,)))
        if recent is not None:
            recent.frozen[space] = frozen
        return frozen

    def _awaits_facts(self, row: SpaceRow) -> bool:
        """Whether somebody told a fact whose entry has not come."""
        facts = self._spaces.facts(row)
        if self._arrived.get(row.no) is not facts:
            heads = self._heads(row.no)
            if any(heads.get(each.device, (0,))[0] < each.sequence for each in facts):
                return True
            self._arrived[row.no] = facts
        return False

    def _vector_of(self, identity: EntryId) -> Vector:
        if self._recent is not None and identity in self._recent.vectors:
            return self._recent.vectors[identity]
        rows = self._database.execute("SELECT vector FROM entry WHERE id = ?", (identity,))
        if not rows:
            raise TooEarly(finding="an entry whose predecessor is missing")
        vector: Vector = canonical.decode(rows[0][0])
        return vector

    def _latest(self, space: int) -> int:
        rows = self._database.execute(
            "SELECT e.time FROM head h JOIN entry e ON e.id = h.entry WHERE h.space = ?", (space,)
        )
        return max((int(each[0]) for each in rows), default=0)

    def without_bodies(self) -> list[int]:
        """Positions of entries that came without a body, though their key is held whole."""
        rows = self._database.execute(
            "SELECT e.position FROM entry e JOIN epoch p ON p.no = e.epoch"
            " WHERE e.missing AND p.whole ORDER BY e.position"
        )
        return [int(each[0]) for each in rows]

    def of_kind(self, space: int, kind: int) -> list[int]:
        """Positions of a space's entries of one kind."""
        rows = self._database.execute(
            "SELECT position FROM entry WHERE space = ? AND kind = ? ORDER BY position",
            (space, int(kind)),
        )
        return [int(each[0]) for each in rows]


def _kept(row: Sequence[Any]) -> Kept:
    position, identity, space, device, sequence, kind, time, vector = row[:8]
    space_id, epoch, header, body = row[8:]
    body_slot = bytes(body) if body is not None else None
    sealed = Sealed(codec.SUITE, bytes(space_id), bytes(epoch), bytes(header), body_slot)
    seen: Vector = canonical.decode(vector)
    return Kept(position, bytes(identity), space, device, sequence, kind, time, seen, sealed)
