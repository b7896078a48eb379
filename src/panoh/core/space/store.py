"""Spaces, epoch keys, channels and facts in the vault."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from panoh.core import canonical
from panoh.core.identity.model import Certificate, DeviceId, Person
from panoh.core.space import codec, rules
from panoh.core.space.channels import Channels
from panoh.core.space.model import EpochId, Fact, Role, SignedFact, SpaceId, SpaceState
from panoh.core.space.rows import SpaceRow
from panoh.crypto.derive import derive
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, open_sealed, seal
from panoh.errors import NotFound, NotOpened, Refused
from panoh.storage.sqlite import Database

_HEADER = b"header"
_KEPT_KEYS = 64
"""Epoch keys held open at a time; the others stay wrapped in the vault."""


class SpaceStore(Channels):
    """All SQL about spaces. `wrap_key` is the vault subkey that wraps epoch keys."""

    def __init__(self, database: Database, wrap_key: bytes, person: Person) -> None:
        super().__init__(database, wrap_key)
        self._person = person
        self._keys: OrderedDict[tuple[int, EpochId], bytes] = OrderedDict()
        self._facts: OrderedDict[int, tuple[int | None, list[SignedFact]]] = OrderedDict()
        self._states: dict[int, SpaceState] = {}
        self._on_paper: tuple[DeviceId, bytes] | None = None

    def opens_too(self, device: DeviceId, box_secret: bytes) -> None:
        """As long as it is open: keys that are sealed to a device of the same person on paper."""
        self._on_paper = (device, box_secret)

    def goes_on_as(self, person: Person) -> None:
        self._person = person
        self.forget_keys()

    def copies_key(self) -> bytes:
        """The key under which pieces of growing copies are sealed."""
        return derive(Label.BACKUP_PIECE, self._wrap_key)

    def retire_all(self) -> None:
        """The spaces of a vault that joins another one of the same person: kept, and not shown as
        one's own any more."""
        self._database.execute("UPDATE space SET retired = 1")

    def found(
        self, home: str, *, parent: SpaceId | None, restricted: str | None, now: int
    ) -> tuple[SpaceRow, list[Fact]]:
        """Make a space of one person; the caller writes the returned facts as its first entry.

        The person's other devices are let in at once; their keys wait to be handed over.
        """
        creator = self._person.certificate
        others = self._own_others()
        founding = codec.genesis(creator, home, parent=parent, restricted=restricted)
        space = codec.space_id(founding)
        key = new_key()
        readers = {each.device: each for each in (creator, *others)}
        first = codec.epoch(space, 1, key, readers)
        parent_no = self.row(parent).no if parent else None
        channel = self.own_channel()
        self._database.execute(
            "INSERT INTO space (id, home, parent, restricted, channel, epoch, began)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (space, home, parent_no, restricted, channel, now),
        )
        number = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._keep_key(number, space, first["id"], 1, key)
        self._point(number, first["id"], now)
        self.owe_keys(number, (each.device for each in others), None, now=now)
        return self.row(space), [founding, *(codec.device(each) for each in others), first]

    def _own_others(self) -> list[Certificate]:
        """The other devices of this person, as the personal space knows them."""
        personal = self.of_home(rules.PERSONAL)
        if not personal:
            return []
        devices = self.state(personal[0]).devices
        return [each for key, each in sorted(devices.items()) if key != self._person.device]

    def adopt(
        self,
        founding: Fact,
        epoch: EpochId,
        number: int,
        key: bytes,
        *,
        now: int,
        channel: bytes | None = None,
    ) -> SpaceRow:
        """Keep a space founded elsewhere, with one epoch key that somebody granted.

        `channel` is the key under which its entries are carried. Its facts arrive with its
        entries, or are told by whoever lets this device in. Raises Refused when the founding is
        malformed, the space
        is here already or belongs to one other person alone, its founder does not manage the space
        it is to be a compartment of, or the key is not of that epoch.
        """
        creator = rules.founder(founding)
        if founding["home"] == rules.PERSONAL and creator.person != self._person.id:
            raise Refused(finding="a personal space of somebody else")
        space = codec.space_id(founding)
        if self._database.execute("SELECT 1 FROM space WHERE id = ?", (space,)):
            raise Refused(finding="a space that is here already")
        if codec.epoch_id(space, codec.commitment(key)) != epoch:
            raise Refused(finding="a key that does not belong to the space's epoch")
        parent = self._parent_of(founding, creator)
        carried = self.channel_of(channel) if channel else self.own_channel()
        self._database.execute(
            "INSERT INTO space (id, home, parent, restricted, channel, epoch, began)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (space, founding["home"], parent, founding["restricted"], carried, now),
        )
        row = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._keep_key(row, space, epoch, number, key)
        self._point(row, epoch, now)
        return self.row(space)

    def _parent_of(self, founding: Fact, creator: Certificate) -> int | None:
        """Restricted words go into the compartment of their case: nobody may slip one in."""
        if founding["parent"] is None:
            return None
        try:
            parent = self.row(founding["parent"])
            state = self.state(parent)
        except (NotFound, Refused) as error:
            raise Refused(finding="a compartment of a space that is not held here") from error
        manages = state.members.get(creator.person) is Role.MANAGER
        if not manages or parent.home != founding["home"] or parent.parent is not None:
            raise Refused(finding="a compartment by somebody who does not manage the space")
        return parent.no

    def grant_key(
        self, row: SpaceRow, epoch: EpochId, number: int, key: bytes, *, now: int
    ) -> bool:
        """Keep the key of one more epoch that somebody granted; Refused when it is another's.
        Whether it opens what was here already and could not be read."""
        if codec.epoch_id(row.id, codec.commitment(key)) != epoch:
            raise Refused(finding="a key that does not belong to the space's epoch")
        if self.has_key(row, epoch):
            return False
        closed = self.closed_epochs(row)
        self._keep_key(row.no, row.id, epoch, number, key)
        if self.is_founded(row):
            self._follow(row, now)
        return self.closed_epochs(row) < closed

    def grant_header_key(self, row: SpaceRow, epoch: EpochId, number: int, key: bytes) -> None:
        """Keep what opens the headers of an epoch from before one joined, and no body."""
        held = self._database.execute(
            "SELECT 1 FROM epoch WHERE space = ? AND id = ?", (row.no, epoch)
        )
        if not held:
            wrapped = seal(Label.EPOCH_WRAP, self._wrap_key, key, row.id, epoch, _HEADER)
            self._database.execute(
                "INSERT INTO epoch (space, id, number, wrapped, whole) VALUES (?, ?, ?, ?, 0)",
                (row.no, epoch, number, wrapped),
            )
            self._changed()

    def is_founded(self, row: SpaceRow) -> bool:
        """Whether the founding fact of an adopted space has arrived."""
        return self._last_fact(row) is not None

    def renew_key(self, row: SpaceRow) -> Fact:
        """A fresh epoch for the active devices; the caller writes the fact under the old key."""
        state = self.state(row)
        key = new_key()
        number = state.epochs[state.current].number + 1
        fact = codec.epoch(row.id, number, key, state.devices)
        self._keep_key(row.no, row.id, fact["id"], number, key)
        return fact

    def note_facts(self, row: SpaceRow, facts: Sequence[SignedFact], *, now: int) -> None:
        """Keep facts that an entry carried, and open the keys they seal to this device."""
        told = {
            place for place in ((e.device, e.sequence) for e in facts) if self._told(row, *place)
        }
        for each in facts:
            if (each.device, each.sequence) in told:
                self._take_key(row, each.fact)
                continue
            self._database.execute(
                "INSERT INTO fact (space, author, device, sequence, seen, body)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    row.no, each.author, each.device, each.sequence,
                    canonical.encode(dict(each.seen or {})), canonical.encode(dict(each.fact)),
                ),
            )  # fmt: skip
            self._take_key(row, each.fact)
        self._changed()
        self._follow(row, now)
        if any(each.fact.get("k") == "channel" for each in facts):
            self._tell_in_past_channels(row)

    def _told(self, row: SpaceRow, device: int, sequence: int) -> bool:
        sql = "SELECT 1 FROM fact WHERE space = ? AND device = ? AND sequence = ? LIMIT 1"
        return bool(self._database.execute(sql, (row.no, device, sequence)))

    def facts_at(self, row: SpaceRow, device: int, sequence: int) -> list[Fact]:
        """The facts that one entry stated; none where it cannot be opened and nobody told."""
        return [
            canonical.decode(each[0])
            for each in self._database.execute(
                "SELECT body FROM fact WHERE space = ? AND device = ? AND sequence = ? ORDER BY no",
                (row.no, device, sequence),
            )
        ]

    def _take_key(self, row: SpaceRow, fact: Fact) -> None:
        if fact.get("k") != "epoch" or self.has_key(row, fact["id"]):
            return
        device, secret = self._person.device, self._person.box_secret
        if self._on_paper and device not in fact["for"]:
            device, secret = self._on_paper
        if device not in fact["for"]:
            return
        try:
            key = codec.unseal_epoch(fact, row.id, device, secret)
        except (NotOpened, Refused):
            return  # its author cheated this device of the key: the fact stands, others read on
        self._keep_key(row.no, row.id, fact["id"], fact["number"], key)

    def _follow(self, row: SpaceRow, now: int) -> None:
        """Point the space at the epoch that the facts make current; if its key is not held, at
        the newest one that is, under which a renewal can be written."""
        state = self.state(row)
        if state.channel is not None:
            self._carry_by(row, self.channel_of(state.channel))
        lacking = bool(rules.closed_to(state) or rules.late_to(state))
        self._database.execute("UPDATE space SET lacking = ? WHERE no = ?", (lacking, row.no))
        order = sorted(state.epochs.values(), key=lambda each: (each.number, each.id))
        for each in (state.epochs[state.current], *reversed(order)):
            if self.has_key(row, each.id):
                self._point(row.no, each.id, now)
                return

    def _tell_in_past_channels(self, row: SpaceRow) -> None:
        """Whoever looks only where the space was carried before must find where it goes now."""
        self._database.execute(
            "UPDATE channel_past SET until = (SELECT coalesce(max(position), 0) FROM entry"
            " WHERE space = ?) WHERE space = ?",
            (row.no, row.no),
        )

    def _carry_by(self, row: SpaceRow, channel: int) -> None:
        """From now on the space's entries go by this channel. What tells so still goes by the one
        before, for those who only look there."""
        before = self._database.execute("SELECT channel FROM space WHERE no = ?", (row.no,))[0][0]
        if before == channel:
            return
        self._database.execute(
            "INSERT OR REPLACE INTO channel_past (space, channel, until, turn)"
            " SELECT ?, ?, coalesce(max(position), 0),"
            " (SELECT count(*) + 1 FROM channel_past WHERE space = ?) FROM entry WHERE space = ?",
            (row.no, before, row.no, row.no),
        )
        self._database.execute(
            "DELETE FROM channel_past WHERE space = ? AND channel = ?", (row.no, channel)
        )
        self._database.execute("UPDATE space SET channel = ? WHERE no = ?", (channel, row.no))
        self._changed()
        self._database.execute(
            "INSERT OR REPLACE INTO channel_from (space, since)"
            " SELECT ?, coalesce(max(position), 0) FROM entry WHERE space = ?",
            (row.no, row.no),
        )

    def _point(self, number: int, epoch: EpochId, now: int) -> None:
        """Write under this epoch from now on; its term begins when it was not that one before."""
        self._database.execute(
            "UPDATE space SET epoch = e.no, began = iif(space.epoch IS e.no, began, ?)"
            " FROM epoch e WHERE space.no = ? AND e.space = space.no AND e.id = ?",
            (now, number, epoch),
        )
        self._changed()

    def has_key(self, row: SpaceRow, epoch: EpochId) -> bool:
        """Whether the whole key of an epoch is held."""
        sql = "SELECT 1 FROM epoch WHERE space = ? AND id = ? AND whole"
        place = (row.no, epoch)
        return self._once(("whole", *place), lambda: bool(self._database.execute(sql, place)))

    def _keep_key(self, number: int, space: SpaceId, epoch: EpochId, term: int, key: bytes) -> None:
        wrapped = seal(Label.EPOCH_WRAP, self._wrap_key, key, space, epoch)
        self._database.execute(
            "INSERT INTO epoch (space, id, number, wrapped) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (space, id) DO UPDATE SET wrapped = excluded.wrapped, whole = 1",
            (number, epoch, term, wrapped),
        )
        self._changed()

    def key(self, row: SpaceRow, epoch: EpochId) -> bytes:
        """The key of one epoch; raises NotFound when this vault was never given it."""
        place = (row.no, epoch)
        held = self._keys.get(place)
        if held is not None:
            self._keys.move_to_end(place)
            return held
        sql = "SELECT wrapped FROM epoch WHERE space = ? AND id = ? AND whole"
        rows = self._database.execute(sql, (row.no, epoch))
        if not rows:
            raise NotFound(what=epoch.hex())
        key = open_sealed(Label.EPOCH_WRAP, self._wrap_key, rows[0][0], row.id, epoch)
        self._keys[place] = key
        if len(self._keys) > _KEPT_KEYS:
            self._keys.popitem(last=False)
        return key

    def header_key(self, row: SpaceRow, epoch: EpochId) -> bytes:
        """What opens the headers of one epoch; raises NotFound when not even that is held."""
        return self._once(("header", row.no, epoch), lambda: self._header_key(row, epoch))

    def _header_key(self, row: SpaceRow, epoch: EpochId) -> bytes:
        sql = "SELECT wrapped, whole FROM epoch WHERE space = ? AND id = ?"
        rows = self._database.execute(sql, (row.no, epoch))
        if not rows:
            raise NotFound(what=epoch.hex())
        if rows[0][1]:
            return derive(Label.HEADER_KEY, self.key(row, epoch))
        return open_sealed(Label.EPOCH_WRAP, self._wrap_key, rows[0][0], row.id, epoch, _HEADER)

    def closed_epochs(self, row: SpaceRow) -> int:
        """Of how many terms only headers can be read here."""
        sql = "SELECT count(*) FROM epoch WHERE space = ? AND NOT whole"
        return int(self._first(sql, row.no))

    def forget_keys(self) -> None:
        """Drop what a rolled-back write may have left in memory."""
        self._changed()
        self._keys.clear()
        self._facts.clear()
        self._states.clear()

    def epoch_id(self, row: SpaceRow) -> EpochId:
        sql = "SELECT id FROM epoch WHERE no = ?"
        return bytes(self._database.execute(sql, (row.epoch,))[0][0])

    def _last_fact(self, row: SpaceRow) -> int | None:
        last: int | None = self._first("SELECT max(no) FROM fact WHERE space = ?", row.no)
        return last

    def facts(self, row: SpaceRow) -> list[SignedFact]:
        """In the order in which they count (rules.in_order)."""
        # Another process may have written facts meanwhile: the last one's number tells.
        last = self._last_fact(row)
        held = self._facts.get(row.no)
        if held is not None and held[0] == last:
            return held[1]
        facts = rules.in_order(
            SignedFact(author, canonical.decode(body), device, sequence, canonical.decode(seen))
            for author, device, sequence, seen, body in self._database.execute(
                "SELECT author, device, sequence, seen, body FROM fact WHERE space = ? ORDER BY no",
                (row.no,),
            )
        )
        self._facts[row.no] = (last, facts)
        self._states.pop(row.no, None)
        if len(self._facts) > _KEPT_KEYS:
            self._states.pop(self._facts.popitem(last=False)[0], None)
        return facts

    def state(self, row: SpaceRow) -> SpaceState:
        facts = self.facts(row)
        if row.no not in self._states:
            self._states[row.no] = rules.fold(facts)
        return self._states[row.no]

    def known_to(self, row: SpaceRow, seen: Mapping[int, int]) -> list[SignedFact]:
        """The facts that somebody who had seen this much knew, in the order they count."""
        return [each for each in self.facts(row) if seen.get(each.device, 0) >= each.sequence]

    def state_of(self, row: SpaceRow, known: Sequence[SignedFact]) -> SpaceState | None:
        """The space as somebody saw it who knew these of its facts; None without any."""
        if len(known) == len(self.facts(row)):
            return self.state(row) if known else None
        return rules.fold(known) if known else None

    def note_seen(self, row: SpaceRow, told: Iterable[tuple[DeviceId, int, list[Any]]]) -> None:
        """Keep what stands in bodies that cannot be opened here: heads their authors had seen."""
        sql = "INSERT OR IGNORE INTO told_seen (space, device, sequence, seen) VALUES (?, ?, ?, ?)"
        values = [(row.no, device, number, canonical.encode(seen)) for device, number, seen in told]
        self._database.many(sql, values)


__all__ = ["SpaceRow", "SpaceStore"]
