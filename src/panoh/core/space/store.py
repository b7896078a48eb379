"""Spaces, epoch keys, channels and facts in the vault."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from panoh.core import canonical
from panoh.core.identity.model import Certificate, DeviceId, Person
from panoh.core.space import codec, rules
from panoh.core.space.model import EpochId, Fact, Role, SignedFact, SpaceId, SpaceState
from panoh.crypto.derive import digest, random
from panoh.crypto.labels import Label
from panoh.crypto.seal import new_key, open_sealed, seal
from panoh.errors import NotFound, NotOpened, Refused
from panoh.storage.sqlite import Database

_KEPT_KEYS = 64
"""Epoch keys held open at a time; the others stay wrapped in the vault."""


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space as the vault keeps it. `began` is in milliseconds."""

    no: int
    id: SpaceId
    home: str
    parent: int | None
    restricted: str | None
    channel: int
    epoch: int
    began: int


class SpaceStore:
    """All SQL about spaces. `wrap_key` is the vault subkey that wraps epoch keys."""

    def __init__(self, database: Database, wrap_key: bytes, person: Person) -> None:
        self._database = database
        self._wrap_key = wrap_key
        self._person = person
        self._keys: OrderedDict[tuple[int, EpochId], bytes] = OrderedDict()
        self._facts: OrderedDict[int, tuple[int, list[SignedFact]]] = OrderedDict()
        self._states: dict[int, SpaceState] = {}

    def found(
        self, home: str, *, parent: SpaceId | None, restricted: str | None, now: int
    ) -> tuple[SpaceRow, list[Fact]]:
        """Make a space of one; the caller writes the returned facts as its first entry."""
        creator = self._person.certificate
        founding = codec.genesis(creator, home, parent=parent, restricted=restricted)
        space = codec.space_id(founding)
        key = new_key()
        first = codec.epoch(space, 1, key, {creator.device: creator})
        parent_no = self.row(parent).no if parent else None
        channel = self._channel([creator.device])
        self._database.execute(
            "INSERT INTO space (id, home, parent, restricted, channel, epoch, began)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (space, home, parent_no, restricted, channel, now),
        )
        number = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._keep_key(number, space, first["id"], 1, key)
        self._point(number, first["id"], now)
        return self.row(space), [founding, first]

    def adopt(
        self, founding: Fact, epoch: EpochId, number: int, key: bytes, *, now: int
    ) -> SpaceRow:
        """Keep a space founded elsewhere, with one epoch key that somebody granted.

        Its facts arrive with its entries. Raises Refused when the founding is malformed, the space
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
        channel = self._channel([self._person.device])
        self._database.execute(
            "INSERT INTO space (id, home, parent, restricted, channel, epoch, began)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (space, founding["home"], parent, founding["restricted"], channel, now),
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
    ) -> None:
        """Keep the key of one more epoch that somebody granted; Refused when it is another's."""
        if codec.epoch_id(row.id, codec.commitment(key)) != epoch:
            raise Refused(finding="a key that does not belong to the space's epoch")
        if not self._has_key(row.no, epoch):
            self._keep_key(row.no, row.id, epoch, number, key)
            if self.is_founded(row):
                self._follow(row, now)

    def is_founded(self, row: SpaceRow) -> bool:
        """Whether the founding fact of an adopted space has arrived."""
        return bool(self._database.execute("SELECT 1 FROM fact WHERE space = ? LIMIT 1", (row.no,)))

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
        for each in facts:
            self._database.execute(
                "INSERT INTO fact (space, author, device, sequence, seen, body)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    row.no, each.author, each.device, each.sequence,
                    canonical.encode(dict(each.seen or {})), canonical.encode(dict(each.fact)),
                ),
            )  # fmt: skip
            self._take_key(row, each.fact)
        self._follow(row, now)

    def _take_key(self, row: SpaceRow, fact: Fact) -> None:
        ours = fact.get("k") == "epoch" and self._person.device in fact["for"]
        if not ours or self._has_key(row.no, fact["id"]):
            return
        try:
            key = codec.unseal_epoch(fact, row.id, self._person.device, self._person.box_secret)
        except (NotOpened, Refused):
            return  # its author cheated this device of the key: the fact stands, others read on
        self._keep_key(row.no, row.id, fact["id"], fact["number"], key)

    def _follow(self, row: SpaceRow, now: int) -> None:
        """Point the space at the epoch that the facts make current; if its key is not held, at
        the newest one that is, under which a renewal can be written."""
        state = self.state(row)
        order = sorted(state.epochs.values(), key=lambda each: (each.number, each.id))
        for each in (state.epochs[state.current], *reversed(order)):
            if self._has_key(row.no, each.id):
                self._point(row.no, each.id, now)
                return

    def _point(self, number: int, epoch: EpochId, now: int) -> None:
        """Write under this epoch from now on; its term begins when it was not that one before."""
        self._database.execute(
            "UPDATE space SET epoch = e.no, began = iif(space.epoch IS e.no, began, ?)"
            " FROM epoch e WHERE space.no = ? AND e.space = space.no AND e.id = ?",
            (now, number, epoch),
        )

    def _has_key(self, number: int, epoch: EpochId) -> bool:
        return bool(
            self._database.execute(
                "SELECT 1 FROM epoch WHERE space = ? AND id = ?", (number, epoch)
            )
        )

    def _keep_key(self, number: int, space: SpaceId, epoch: EpochId, term: int, key: bytes) -> None:
        wrapped = seal(Label.EPOCH_WRAP, self._wrap_key, key, space, epoch)
        self._database.execute(
            "INSERT INTO epoch (space, id, number, wrapped) VALUES (?, ?, ?, ?)",
            (number, epoch, term, wrapped),
        )

    def key(self, row: SpaceRow, epoch: EpochId) -> bytes:
        """The key of one epoch; raises NotFound when this vault was never given it."""
        place = (row.no, epoch)
        held = self._keys.get(place)
        if held is not None:
            self._keys.move_to_end(place)
            return held
        rows = self._database.execute(
            "SELECT wrapped FROM epoch WHERE space = ? AND id = ?", (row.no, epoch)
        )
        if not rows:
            raise NotFound(what=epoch.hex())
        key = open_sealed(Label.EPOCH_WRAP, self._wrap_key, rows[0][0], row.id, epoch)
        self._keys[place] = key
        if len(self._keys) > _KEPT_KEYS:
            self._keys.popitem(last=False)
        return key

    def forget_keys(self) -> None:
        """Drop what a rolled-back write may have left in memory."""
        self._keys.clear()
        self._facts.clear()
        self._states.clear()

    def row(self, space: SpaceId) -> SpaceRow:
        return self._row("id = ?", space)

    def row_of(self, number: int) -> SpaceRow:
        return self._row("no = ?", number)

    def _row(self, where: str, value: bytes | int) -> SpaceRow:
        found = self._database.execute(
            "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space WHERE "
            + where,
            (value,),
        )
        if not found:
            raise NotFound(what=value.hex() if isinstance(value, bytes) else str(value))
        return SpaceRow(*found[0])

    def of_home(self, home: str) -> list[SpaceRow]:
        """Main spaces of one class, oldest first."""
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " WHERE home = ? AND parent IS NULL ORDER BY no",
                (home,),
            )
        ]

    def compartments(self, row: SpaceRow) -> list[SpaceRow]:
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " WHERE parent = ? ORDER BY no",
                (row.no,),
            )
        ]

    def all(self) -> list[SpaceRow]:
        return [
            SpaceRow(*each)
            for each in self._database.execute(
                "SELECT no, id, home, parent, restricted, channel, epoch, began FROM space"
                " ORDER BY no"
            )
        ]

    def epoch_id(self, row: SpaceRow) -> EpochId:
        rows = self._database.execute("SELECT id FROM epoch WHERE no = ?", (row.epoch,))
        return bytes(rows[0][0])

    def facts(self, row: SpaceRow) -> list[SignedFact]:
        """In the order in which they count (rules.in_order)."""
        # Another process may have written facts meanwhile: the last one's number tells.
        last = self._database.execute("SELECT max(no) FROM fact WHERE space = ?", (row.no,))[0][0]
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

    def _channel(self, readers: Sequence[DeviceId]) -> int:
        """The channel of exactly these devices, made at first need."""
        who = digest(Label.CHANNEL, *sorted(readers))
        found = self._database.execute("SELECT no FROM channel WHERE readers = ?", (who,))
        if found:
            return int(found[0][0])
        identity, key = random(codec.ID_BYTES), new_key()
        sealed = seal(Label.CHANNEL, self._wrap_key, key, identity)
        self._database.execute(
            "INSERT INTO channel (id, readers, sealed) VALUES (?, ?, ?)", (identity, who, sealed)
        )
        return int(self._database.execute("SELECT last_insert_rowid()")[0][0])
