"""Entries in the vault: append one's own, take in others', open, erase bodies, journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import DeviceId, Person
from panoh.core.log import admit, codec, rules
from panoh.core.log.model import EntryId, EntryKind, Header, Kept, Opened, Sealed, Vector
from panoh.core.space import codec as space_codec
from panoh.core.space.model import SignedFact, SpaceState
from panoh.core.space.rules import EPOCH_DAYS, keeps_its_key, may_write
from panoh.core.space.store import SpaceRow, SpaceStore
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import Forbidden, NotFound, Refused
from panoh.storage.sqlite import Database

_EPOCH_MS = EPOCH_DAYS * 24 * 3600 * 1000
_COLUMNS = (
    "e.position, e.id, e.space, e.device, e.sequence, e.kind, e.time, e.vector,"
    " s.id, p.id, e.header, e.body"
)
_FROM = " FROM entry e JOIN space s ON s.no = e.space JOIN epoch p ON p.no = e.epoch "


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry that now stands in the log, opened."""

    kept: Kept
    opened: Opened


class LogStore:
    """All SQL about entries. Every append runs inside a write of the database."""

    def __init__(self, database: Database, spaces: SpaceStore, person: Person) -> None:
        self._database = database
        self._spaces = spaces
        self._person = person
        self._pending: list[EntryId] = []

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def found_space(self, row: SpaceRow, facts: Sequence[Any], *, now: int) -> SpaceRow:
        """Write the founding entry of a space just made by the space store."""
        return self.state_facts(row, facts, now=now)

    def append(self, row: SpaceRow, kind: EntryKind, body: Any, *, now: int) -> Appended:
        """One's own next entry in a space; joins this device and renews an old key first."""
        state = self._spaces.state(row)
        if self._person.device not in state.devices:
            row = self._join(row, now)
            state = self._spaces.state(row)
        if not may_write(state, self._person.device):
            raise Forbidden(why="You may read this, but not write in it.")
        if self._is_worn(row, state, now):
            row = self._renew(row, now)
        return self._append(row, kind, body, now)

    def _join(self, row: SpaceRow, now: int) -> SpaceRow:
        """This device introduces itself, if its person is in the space and it was not shut out."""
        try:
            return self.state_facts(row, [space_codec.device(self._person.certificate)], now=now)
        except Refused as error:
            raise Forbidden(why="You may read this, but not write in it.") from error

    def _is_worn(self, row: SpaceRow, state: SpaceState, now: int) -> bool:
        """Whether the key is due: too old (or from a clock far ahead), not the current one, or
        sealed to others than those who may read now."""
        return (
            abs(now - row.began) > _EPOCH_MS
            or self._spaces.epoch_id(row) != state.current
            or not keeps_its_key(state)
        )

    def state_facts(self, row: SpaceRow, facts: Sequence[Any], *, now: int) -> SpaceRow:
        """Write facts as one entry and let them take effect; Refused when they do not hold."""
        kept = self._append(row, EntryKind.FACT, {"facts": [dict(each) for each in facts]}, now)
        added = _signed(self._person.device, kept.kept, facts)
        before = self._spaces.facts(row)
        admit.check_facts(row.id, before, added)
        self._spaces.note_facts(row, added, now=now)
        return self._spaces.row(row.id)

    def _renew(self, row: SpaceRow, now: int) -> SpaceRow:
        # The fact itself is written under the old key, which every reader still holds.
        return self.state_facts(row, [self._spaces.renew_key(row)], now=now)

    def _append(self, row: SpaceRow, kind: EntryKind, body: Any, now: int) -> Appended:
        heads = self._heads(row.no)
        own = self._person.device_no
        sequence, previous = heads.get(own, (0, None))
        before = self._vector_of(previous) if previous else {}
        vector = dict(before)
        unseen: list[tuple[int, int]] = []
        for device, (last, _) in heads.items():
            if device != own and not rules.has_seen(before, device, last):
                unseen.append((device, last))
                vector[device] = last
        vector[own] = sequence + 1
        epoch = self._spaces.epoch_id(row)
        seen, overflow = self._name_heads(row, epoch, unseen)
        if overflow:
            body = {**body, "seen": overflow}
        latest = self._latest(row.no)
        header = Header(
            kind=int(kind),
            device=self._person.device,
            sequence=sequence + 1,
            previous=previous,
            seen=seen,
            time=rules.next_time(now, latest),
            body_hash=bytes(32),
        )
        key = self._spaces.key(row, epoch)
        sealed, identity = codec.make(row.id, epoch, key, header, body, self._person.sign_seed)
        kept = self._insert(row, sealed, identity, own, header, vector)
        return Appended(kept, Opened(identity, row.id, epoch, header, body))

    def _name_heads(
        self, row: SpaceRow, epoch: bytes, unseen: list[tuple[int, int]]
    ) -> tuple[tuple[tuple[int, int], ...], list[list[Any]]]:
        """Heads by place in the epoch's readers; those beyond go into the body by full id."""
        if not unseen:
            return (), []
        readers = self._spaces.state(row).epochs[epoch].readers
        seen: list[tuple[int, int]] = []
        overflow: list[list[Any]] = []
        for number, last in sorted(unseen):
            device = identity_store.device(self._database, number).device
            if device in readers and len(seen) < rules.SEEN_IN_HEADER:
                seen.append((readers.index(device), last))
            else:
                overflow.append([device, last])
        return tuple(seen), overflow

    def _insert(
        self,
        row: SpaceRow,
        sealed: Sealed,
        identity: EntryId,
        device: int,
        header: Header,
        vector: Vector,
    ) -> Kept:
        self._database.execute(
            "INSERT INTO entry (id, space, epoch, device, sequence, kind, time, vector, journal,"
            " header, body, missing)"
            " VALUES (?, ?, (SELECT no FROM epoch WHERE space = ? AND id = ?),"
            " ?, ?, ?, ?, ?, (SELECT coalesce(max(no), 0) + 1 FROM journal), ?, ?, ?)",
            (
                identity, row.no, row.no, sealed.epoch, device, header.sequence, header.kind,
                header.time, canonical.encode(vector), sealed.header_slot, sealed.body_slot,
                sealed.body_slot is None,
            ),
        )  # fmt: skip
        position = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._database.execute(
            "INSERT OR REPLACE INTO head (space, device, sequence, entry) VALUES (?, ?, ?, ?)",
            (row.no, device, header.sequence, identity),
        )
        self._pending.append(identity)
        return Kept(
            position, identity, row.no, device, header.sequence, header.kind, header.time, vector,
            sealed,
        )  # fmt: skip

    def receive(self, entry: Sealed) -> Appended | None:
        """Take in an entry written elsewhere; None when it is already here.

        Raises Refused (bad seal, signature, gap, unknown predecessor, no right to write) or
        Equivocation, and then keeps nothing but the proof.
        """
        try:
            row = self._spaces.row(entry.space)
            key = self._spaces.key(row, entry.epoch)
        except NotFound as error:
            raise Refused(finding="an entry of a space or key that is not held here") from error
        header, identity, signed, signature = codec.open_header(entry, key)
        held = self._held(identity)
        if held is not None and (not held[1] or entry.body_slot is None):
            return None
        body = codec.open_body(entry, key, header)
        admit.check_body(header.kind, body)
        if held is not None:
            return self._complete(held[0], entry, body)
        past = self._past(row, entry.epoch, header, body)
        known = self._spaces.known_to(row, past)
        state = self._spaces.state_of(row, known)
        certificate = admit.author(state, header, body)
        codec.check_signature(entry, signed, signature, certificate.sign_public)
        device = identity_store.meet(self._database, certificate)
        self._refuse_frozen(row, device)
        rules.check_next(header, self._heads(row.no).get(device), identity)
        vector = rules.join(past, {device: header.sequence})
        kept = self._insert(row, entry, identity, device, header, vector)
        if header.kind == EntryKind.FACT:
            added = _signed(header.device, kept, admit.stated(body))
            admit.check_facts(row.id, known, added)
            self._spaces.note_facts(row, added, now=header.time)
        else:
            admit.check_right(state, header)
        return Appended(kept, Opened(identity, entry.space, entry.epoch, header, body))

    def _complete(self, position: int, entry: Sealed, body: Any) -> Appended:
        """The body of an entry that somebody handed on without it, though nobody erased it."""
        self._database.execute(
            "UPDATE entry SET body = ?, missing = 0 WHERE position = ?",
            (entry.body_slot, position),
        )
        kept = self.at(position)
        return Appended(kept, replace(self.open(kept), body=body))

    def _refuse_frozen(self, row: SpaceRow, device: int) -> None:
        frozen = self._database.execute(
            "SELECT 1 FROM equivocation WHERE space = ? AND device = ?", (row.no, device)
        )
        if frozen:
            raise Refused(finding="an entry by a device that wrote two histories")

    def freeze(self, entry: Sealed) -> None:
        """Keep a second entry under a used number as proof; its author writes here no more."""
        row = self._spaces.row(entry.space)
        header, _, _, _ = codec.open_header(entry, self._spaces.key(row, entry.epoch))
        device = identity_store.number_of(self._database, header.device)
        self._database.execute(
            "INSERT OR IGNORE INTO equivocation (space, device, entry) VALUES (?, ?, ?)",
            (row.no, device, codec.encode(entry)),
        )

    def _past(self, row: SpaceRow, epoch: bytes, header: Header, body: Any) -> Vector:
        """What an entry's author had seen; raises Refused when some of that is not here yet."""
        vector = self._vector_of(header.previous) if header.previous else {}
        for identity, last in admit.heads(header, body, self._readers(row, epoch)):
            number = identity_store.number_of(self._database, identity)
            found = number is not None and self._database.execute(
                "SELECT vector FROM entry WHERE space = ? AND device = ? AND sequence = ?",
                (row.no, number, last),
            )
            if not found:
                raise Refused(finding="an entry that comes before what it builds on")
            vector = rules.join(vector, canonical.decode(found[0][0]))
        return vector

    def _readers(self, row: SpaceRow, epoch: bytes) -> tuple[DeviceId, ...]:
        if not self._spaces.is_founded(row):
            return ()
        found = self._spaces.state(row).epochs.get(epoch)
        if found is None:
            raise Refused(finding="an entry under a key that no fact states")
        return found.readers

    # ── erasing, journal ────────────────────────────────────────────────────────────────────

    def drop_bodies(self, positions: Iterable[int]) -> None:
        """Erase body slots; headers stay, so the chains still verify."""
        self._database.many(
            "UPDATE entry SET body = NULL, missing = 0 WHERE position = ?",
            [(each,) for each in positions],
        )

    def close_commit(self) -> tuple[int, bytes] | None:
        """Journal what this write appended: its number and running digest, None when nothing."""
        if not self._pending:
            return None
        number, before = self.journal()
        after = digest(Label.JOURNAL, before, *self._pending)
        self._database.execute(
            "INSERT INTO journal (no, digest) VALUES (?, ?)", (number + 1, after)
        )
        self._pending.clear()
        return number + 1, after

    def abandon(self) -> None:
        """Forget what a rolled-back write had appended."""
        self._pending.clear()
        self._spaces.forget_keys()

    def journal(self) -> tuple[int, bytes]:
        rows = self._database.execute("SELECT no, digest FROM journal ORDER BY no DESC LIMIT 1")
        return (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, b"")

    def journal_at(self, number: int) -> bytes | None:
        rows = self._database.execute("SELECT digest FROM journal WHERE no = ?", (number,))
        return bytes(rows[0][0]) if rows else None

    # ── reading ─────────────────────────────────────────────────────────────────────────────

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
        key = self._spaces.key(row, kept.sealed.epoch)
        header, identity, _, _ = codec.open_header(kept.sealed, key)
        body = codec.open_body(kept.sealed, key, header)
        return Opened(identity, kept.sealed.space, kept.sealed.epoch, header, body)

    def _held(self, identity: EntryId) -> tuple[int, bool] | None:
        """Where an entry stands, and whether its body never came."""
        rows = self._database.execute(
            "SELECT position, missing FROM entry WHERE id = ?", (identity,)
        )
        return (int(rows[0][0]), bool(rows[0][1])) if rows else None

    def _heads(self, space: int) -> dict[int, tuple[int, EntryId]]:
        return {
            device: (sequence, bytes(entry))
            for device, sequence, entry in self._database.execute(
                "SELECT device, sequence, entry FROM head WHERE space = ?", (space,)
            )
        }

    def _vector_of(self, identity: EntryId) -> Vector:
        rows = self._database.execute("SELECT vector FROM entry WHERE id = ?", (identity,))
        if not rows:
            raise Refused(finding="an entry whose predecessor is missing")
        vector: Vector = canonical.decode(rows[0][0])
        return vector

    def _latest(self, space: int) -> int:
        rows = self._database.execute(
            "SELECT e.time FROM head h JOIN entry e ON e.id = h.entry WHERE h.space = ?", (space,)
        )
        return max((int(each[0]) for each in rows), default=0)


def _signed(author: DeviceId, kept: Kept, facts: Sequence[Any]) -> list[SignedFact]:
    return [SignedFact(author, each, kept.device, kept.sequence, kept.vector) for each in facts]


def _kept(row: Sequence[Any]) -> Kept:
    position, identity, space, device, sequence, kind, time, vector = row[:8]
    space_id, epoch, header, body = row[8:]
    body_slot = bytes(body) if body is not None else None
    sealed = Sealed(codec.SUITE, bytes(space_id), bytes(epoch), bytes(header), body_slot)
    seen: Vector = canonical.decode(vector)
    return Kept(position, bytes(identity), space, device, sequence, kind, time, seen, sealed)
