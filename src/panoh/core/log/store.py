"""Entries in the vault: append one's own, take in others', open, erase bodies, journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.core import canonical
from panoh.core.identity import codec as identity_codec
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, Person
from panoh.core.log import codec, rules
from panoh.core.log.model import EntryId, EntryKind, Header, Kept, Opened, Sealed, Vector
from panoh.core.space import codec as space_codec
from panoh.core.space.model import Fact, SignedFact
from panoh.core.space.rules import EPOCH_DAYS, fold, may_write
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
        kept = self._append(row, EntryKind.FACT, {"facts": [dict(each) for each in facts]}, now)
        self._spaces.note_facts(row, self._person.device, kept.kept.id, facts, now=now)
        return self._spaces.row(row.id)

    def append(self, row: SpaceRow, kind: EntryKind, body: Any, *, now: int) -> Appended:
        """One's own next entry in a space; joins this device and renews an old key first."""
        state = self._spaces.state(row)
        if self._person.device not in state.devices:
            row = self._state_fact(row, space_codec.device(self._person.certificate), now)
            state = self._spaces.state(row)
        if not may_write(state, self._person.device):
            raise Forbidden(why="You may read this, but not write in it.")
        if now - row.began > _EPOCH_MS or self._person.device not in (
            state.epochs[state.current].readers
        ):
            row = self._renew(row, now)
        return self._append(row, kind, body, now)

    def _state_fact(self, row: SpaceRow, fact: Any, now: int) -> SpaceRow:
        kept = self._append(row, EntryKind.FACT, {"facts": [fact]}, now)
        self._spaces.note_facts(row, self._person.device, kept.kept.id, [fact], now=now)
        return self._spaces.row(row.id)

    def _renew(self, row: SpaceRow, now: int) -> SpaceRow:
        old = row
        fact = self._spaces.renew_key(row, now=now)
        # The fact itself is written under the old key, which every reader still holds.
        kept = self._append(old, EntryKind.FACT, {"facts": [fact]}, now)
        self._spaces.note_facts(row, self._person.device, kept.kept.id, [fact], now=now)
        return self._spaces.row(row.id)

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
            time=max(now, latest + 1),
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
            " header, body) VALUES (?, ?, (SELECT no FROM epoch WHERE space = ? AND id = ?),"
            " ?, ?, ?, ?, ?, (SELECT coalesce(max(no), 0) + 1 FROM journal), ?, ?)",
            (
                identity, row.no, row.no, sealed.epoch, device, header.sequence, header.kind,
                header.time, canonical.encode(vector), sealed.header_slot, sealed.body_slot,
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
        if self._known(identity):
            return None
        body = codec.open_body(entry, key, header)
        certificate = self._author(row, header, body)
        codec.check_signature(entry, signed, signature, certificate.sign_public)
        device = identity_store.meet(self._database, certificate)
        self._refuse_frozen(row, device)
        heads = self._heads(row.no)
        rules.check_next(header, heads.get(device), identity)
        vector = self._vector_from(row, entry.epoch, device, header, body)
        self._refuse_unauthorised(row, header, body)
        kept = self._insert(row, entry, identity, device, header, vector)
        facts = _facts(header, body)
        if facts:
            self._spaces.note_facts(row, header.device, identity, facts, now=header.time)
        return Appended(kept, Opened(identity, entry.space, entry.epoch, header, body))

    def _author(self, row: SpaceRow, header: Header, body: Any) -> Certificate:
        if self._spaces.is_founded(row):
            certificate = self._spaces.certificate(row, header.device)
            if certificate is not None:
                return certificate
        # A device may introduce itself by its root's certificate, as its first act in the space.
        for fact in _facts(header, body):
            if fact["k"] in ("device", "genesis"):
                offered = identity_codec.decode(fact.get("cert"))
                if offered.device == header.device:
                    return offered
        raise Refused(finding="an entry by a device that is not in the space")

    def _refuse_unauthorised(self, row: SpaceRow, header: Header, body: Any) -> None:
        if header.kind != EntryKind.FACT:
            if not may_write(self._spaces.state(row), header.device):
                raise Refused(finding="an entry by somebody who may not write here")
            return
        held = self._spaces.facts(row)
        added = [SignedFact(header.device, each) for each in _facts(header, body)]
        before = len(fold(held).refused) if held else 0
        after = fold([*held, *added])
        if after.id != row.id:
            raise Refused(finding="a founding that does not give the space's id")
        if len(after.refused) > before:
            raise Refused(finding=f"a fact that does not hold: {after.refused[-1][1]}")

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

    def _vector_from(
        self, row: SpaceRow, epoch: bytes, device: int, header: Header, body: Any
    ) -> Vector:
        """What an entry had seen; raises Refused when some of that is not here yet."""
        vector = self._vector_of(header.previous) if header.previous else {}
        readers = self._spaces.state(row).epochs[epoch].readers if header.seen else ()
        named: list[tuple[bytes, int]] = []
        for place, last in header.seen:
            if place >= len(readers):
                raise Refused(finding="an entry that names a device nobody knows")
            named.append((readers[place], last))
        named.extend(codec.seen_in_body(body))
        for identity, last in named:
            number = identity_store.number_of(self._database, identity)
            found = number is not None and self._database.execute(
                "SELECT vector FROM entry WHERE space = ? AND device = ? AND sequence = ?",
                (row.no, number, last),
            )
            if not found:
                raise Refused(finding="an entry that comes before what it builds on")
            vector = rules.join(vector, canonical.decode(found[0][0]))
        return rules.join(vector, {device: header.sequence})

    # ── erasing, journal ────────────────────────────────────────────────────────────────────

    def drop_bodies(self, positions: Iterable[int]) -> None:
        """Erase body slots; headers stay, so the chains still verify."""
        self._database.many(
            "UPDATE entry SET body = NULL WHERE position = ?", [(each,) for each in positions]
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

    def open(self, kept: Kept) -> Opened:
        """Open an entry of one's own vault: it was verified when it came in."""
        row = self._spaces.row_of(kept.space)
        key = self._spaces.key(row, kept.sealed.epoch)
        header, identity, _, _ = codec.open_header(kept.sealed, key)
        body = codec.open_body(kept.sealed, key, header)
        return Opened(identity, kept.sealed.space, kept.sealed.epoch, header, body)

    def _known(self, identity: EntryId) -> bool:
        return bool(self._database.execute("SELECT 1 FROM entry WHERE id = ?", (identity,)))

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
            raise Refused(finding="an entry whose predecessor is not here")
        vector: Vector = canonical.decode(rows[0][0])
        return vector

    def _latest(self, space: int) -> int:
        rows = self._database.execute(
            "SELECT e.time FROM head h JOIN entry e ON e.id = h.entry WHERE h.space = ?", (space,)
        )
        return max((int(each[0]) for each in rows), default=0)


def _facts(header: Header, body: Any) -> list[Fact]:
    """What a fact entry carries; nothing for other kinds and for one whose body is gone."""
    if header.kind != EntryKind.FACT or body is None:
        return []
    return space_codec.facts_of(body)


def _kept(row: Sequence[Any]) -> Kept:
    position, identity, space, device, sequence, kind, time, vector = row[:8]
    space_id, epoch, header, body = row[8:]
    body_slot = bytes(body) if body is not None else None
    sealed = Sealed(codec.SUITE, bytes(space_id), bytes(epoch), bytes(header), body_slot)
    seen: Vector = canonical.decode(vector)
    return Kept(position, bytes(identity), space, device, sequence, kind, time, seen, sealed)
