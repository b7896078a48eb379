"""Entries in the vault: append one's own, take in others', open, erase bodies, journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, DeviceId, Person
from panoh.core.log import admit, codec, rules
from panoh.core.log.model import EntryId, EntryKind, Header, Kept, Opened, Sealed, Vector
from panoh.core.log.reading import LogReader
from panoh.core.space import codec as space_codec
from panoh.core.space.model import SignedFact, SpaceState
from panoh.core.space.picking import pick_channel
from panoh.core.space.rules import (
    EPOCH_DAYS,
    channel_is_told,
    channel_is_worn,
    keeps_its_key,
    may_write,
)
from panoh.core.space.store import SpaceRow, SpaceStore
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import Forbidden, NotFound, Refused, TooEarly
from panoh.storage.sqlite import Database
from panoh.words import N_

NOT_HERE_YET = N_("This has been opened to you and has not come yet. Sync once more, then write.")
NOT_BACK = N_("What you wrote here before the journey has not all come back yet. Only read it now.")
_EPOCH_MS = EPOCH_DAYS * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry that now stands in the log, opened."""

    kept: Kept
    opened: Opened


class LogStore(LogReader):
    """All SQL about entries. Every append runs inside a write of the database."""

    def __init__(self, database: Database, spaces: SpaceStore, person: Person) -> None:
        super().__init__(database, spaces)
        self._person = person
        self._pending: list[EntryId] = []

    def goes_on_as(self, person: Person) -> None:
        self._person = person

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def found_space(self, row: SpaceRow, facts: Sequence[Any], *, now: int) -> SpaceRow:
        """Write the founding entry of a space just made by the space store."""
        return self.state_facts(row, facts, now=now)

    def append(self, row: SpaceRow, kind: EntryKind, body: Any, *, now: int) -> Appended:
        """One's own next entry in a space; joins this device and renews an old key first."""
        return self._append(self.ready(row, now=now), kind, body, now)

    def ready(self, row: SpaceRow, *, now: int) -> SpaceRow:
        """The space, joined by this device and under a key that exactly those hold who are in it.
        Raises Forbidden when one may not write there."""
        row = self._joined(row, now)
        state = self._spaces.state(row)
        if not may_write(state, self._person.device):
            raise Forbidden(why="You may read this, but not write in it.")
        if self._is_worn(row, state, now):
            row = self._renew(row, now)
        if channel_is_worn(state):
            row = self.choose_channel(row, now=now)
        elif not channel_is_told(state):
            row = self.choose_channel(row, state.channel, now=now)
        return row

    def declare(
        self, row: SpaceRow, facts: Sequence[Any], *, now: int, channel: bytes | None = None
    ) -> SpaceRow:
        """State facts about who is in a space, then renew its key for exactly those who are, and
        carry it by a channel (this one, if given) that only they know."""
        row = self.state_facts(self._joined(row, now), facts, now=now)
        state = self._spaces.state(row)
        if not may_write(state, self._person.device):
            return row  # who leaves does not choose the key of those who stay
        row = self._renew(row, now)
        return self.choose_channel(row, channel, now=now)

    def choose_channel(self, row: SpaceRow, channel: bytes | None = None, *, now: int) -> SpaceRow:
        """Say under which key the space is carried from now on, if that is another."""
        state = self._spaces.state(row)
        key = channel or pick_channel(self._spaces, state, self._person.id)
        same = key == self._spaces.channel_key(row.channel)
        if same and channel_is_told(state) and not channel_is_worn(state):
            return row
        return self.state_facts(row, [space_codec.channel(key, state.devices)], now=now)

    def _joined(self, row: SpaceRow, now: int) -> SpaceRow:
        if self._awaits_facts(row):
            # Whoever let this device in told facts whose entries are still on their way. An entry
            # written now could not name them as seen, and others would refuse it.
            raise Forbidden(why=NOT_HERE_YET)
        if self._person.device not in self._spaces.state(row).devices:
            return self._join(row, now)
        return row

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
        if sequence < self._left_at(row):
            raise Forbidden(why=NOT_BACK)  # a number used twice would look like two histories
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
        made = self._database.execute(
            "INSERT INTO entry (id, space, epoch, device, sequence, kind, time, vector, journal,"
            " header, body, missing)"
            " VALUES (?, ?, (SELECT no FROM epoch WHERE space = ? AND id = ?),"
            " ?, ?, ?, ?, ?, (SELECT coalesce(max(no), 0) + 1 FROM journal), ?, ?, ?)"
            " RETURNING position",
            (
                identity, row.no, row.no, sealed.epoch, device, header.sequence, header.kind,
                header.time, canonical.encode(vector), sealed.header_slot, sealed.body_slot,
                sealed.body_slot is None,
            ),
        )  # fmt: skip
        self._database.execute(
            "INSERT OR REPLACE INTO head (space, device, sequence, entry) VALUES (?, ?, ?, ?)",
            (row.no, device, header.sequence, identity),
        )
        self._pending.append(identity)
        if self._recent is not None:
            self._heads(row.no)[device] = (header.sequence, identity)
            self._recent.vectors[identity] = vector
        return Kept(
            int(made[0][0]), identity, row.no, device, header.sequence, header.kind, header.time,
            vector, sealed,
        )  # fmt: skip

    def receive(self, entry: Sealed) -> Appended | int:
        """Take in an entry written elsewhere; its position when it is already here.

        Of a time of which only headers can be read, the header is verified and kept. Raises
        TooEarly (something it builds on is not here yet), Refused (bad seal, signature, no right
        to write) or Equivocation, and then keeps nothing but the proof.
        """
        row, opens, closed = self._row_for(entry)
        if closed:
            entry = replace(entry, body_slot=None)
        opened = codec.open_header_with(entry, opens)
        header, identity, signed, signature = opened
        held = self._held(identity)
        if held is not None and (not held[1] or entry.body_slot is None):
            return held[0]
        body = None
        if not closed:
            body = codec.open_body(entry, self._spaces.key(row, entry.epoch), header)
            admit.check_body(header.kind, body)
        if held is not None:
            return self._complete(held[0], entry, body)
        seen = self._told_seen(row, header) if closed else body
        past = self._past(row, entry.epoch, header, seen)
        if not closed:
            self._refuse_untold(row, past)
        known = self._spaces.known_to(row, past)
        state = self._spaces.state_of(row, known)
        certificate = self._author(state, header, body, closed)
        codec.check_signature(entry, signed, signature, certificate.sign_public)
        device = identity_store.meet(self._database, certificate)
        self._refuse_frozen(row, device)
        rules.check_next(header, self._heads(row.no).get(device), identity)
        vector = rules.join(past, {device: header.sequence})
        kept = self._insert(row, entry, identity, device, header, vector)
        if closed:
            pass  # it says nothing here; of its facts whoever let us in tells, or another
        elif header.kind == EntryKind.FACT:
            added = _signed(header.device, kept, admit.stated(body))
            admit.check_facts(row.id, known, added)
            self._spaces.note_facts(row, added, now=header.time)
        else:
            admit.check_right(state, header)
        return Appended(kept, Opened(identity, entry.space, entry.epoch, header, body))

    def _row_for(self, entry: Sealed) -> tuple[SpaceRow, bytes, bool]:
        """The space of an entry, what opens its header, and whether only that can be opened."""
        try:
            row = self._spaces.row(entry.space)
            opens = self._spaces.header_key(row, entry.epoch)
        except NotFound as error:
            raise TooEarly(finding="an entry of a space or key that is not held here") from error
        return row, opens, not self._spaces.has_key(row, entry.epoch)

    def _author(
        self, state: SpaceState | None, header: Header, body: Any, closed: bool
    ) -> Certificate:
        if not closed:
            return admit.author(state, header, body)
        number = identity_store.number_of(self._database, header.device)
        if number is None:
            raise TooEarly(finding="an entry by a device that is not known here")
        return identity_store.device(self._database, number)

    def _told_seen(self, row: SpaceRow, header: Header) -> Any:
        rows = self._database.execute(
            "SELECT seen FROM told_seen WHERE space = ? AND device = ? AND sequence = ?",
            (row.no, header.device, header.sequence),
        )
        return {"seen": canonical.decode(rows[0][0])} if rows else None

    def _refuse_untold(self, row: SpaceRow, past: Vector) -> None:
        """Who may do what cannot be judged before the facts that an author had seen are known."""
        if not self._spaces.closed_epochs(row):
            return
        untold = self._database.execute(
            "SELECT e.device, e.sequence FROM entry e JOIN epoch p ON p.no = e.epoch"
            " WHERE e.space = ? AND e.kind = ? AND NOT p.whole AND NOT EXISTS (SELECT 1 FROM fact f"
            " WHERE f.space = e.space AND f.device = e.device AND f.sequence = e.sequence)",
            (row.no, int(EntryKind.FACT)),
        )
        if any(rules.has_seen(past, *each) for each in untold):
            raise TooEarly(finding="an entry that builds on facts nobody has told here yet")

    def _complete(self, position: int, entry: Sealed, body: Any) -> Appended:
        """The body of an entry that somebody handed on without it, though nobody erased it."""
        self._database.execute(
            "UPDATE entry SET body = ?, missing = 0 WHERE position = ?",
            (entry.body_slot, position),
        )
        kept = self.at(position)
        return Appended(kept, replace(self.open(kept), body=body))

    def _refuse_frozen(self, row: SpaceRow, device: int) -> None:
        if device in self._frozen(row.no):
            raise Refused(finding="an entry by a device that wrote two histories")

    def freeze(self, entry: Sealed) -> None:
        """Keep a second entry under a used number as proof; its author writes here no more."""
        row = self._spaces.row(entry.space)
        header = codec.open_header_with(entry, self._spaces.header_key(row, entry.epoch))[0]
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
                raise TooEarly(finding="an entry that comes before what it builds on")
            vector = rules.join(vector, canonical.decode(found[0][0]))
        return vector

    def _readers(self, row: SpaceRow, epoch: bytes) -> tuple[DeviceId, ...]:
        if not self._spaces.is_founded(row):
            return ()
        found = self._spaces.state(row).epochs.get(epoch)
        if found is None:
            raise TooEarly(finding="an entry under a key that no fact states")
        return found.readers

    # ── erasing, journal ────────────────────────────────────────────────────────────────────

    def drop_bodies(self, positions: Iterable[int]) -> None:
        """Erase body slots; headers stay, so the chains still verify."""
        gone = [(each,) for each in positions]
        self._database.many("UPDATE entry SET body = NULL, missing = 0 WHERE position = ?", gone)
        self._database.many("INSERT OR IGNORE INTO dropped (position) VALUES (?)", gone)

    def blank_proofs(self, row: SpaceRow) -> None:
        """Take the bodies out of what is kept as proof of two histories; the signed headers, which
        are the proof, stay."""
        held = self._database.execute(
            "SELECT device, entry FROM equivocation WHERE space = ?", (row.no,)
        )
        for device, entry in held:
            blank = replace(codec.decode(bytes(entry)), body_slot=None)
            self._database.execute(
                "UPDATE equivocation SET entry = ? WHERE space = ? AND device = ?",
                (codec.encode(blank), row.no, device),
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
        self._arrived.clear()
        self._spaces.forget_keys()


def _signed(author: DeviceId, kept: Kept, facts: Sequence[Any]) -> list[SignedFact]:
    return [SignedFact(author, each, kept.device, kept.sequence, kept.vector) for each in facts]
