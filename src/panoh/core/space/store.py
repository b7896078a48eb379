"""Spaces, epoch keys, channels and facts in the vault."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from panoh.core import canonical
from panoh.core.identity.model import Certificate, DeviceId, Person
from panoh.core.space import codec, rules
from panoh.core.space.model import EpochId, Fact, SignedFact, SpaceId, SpaceState
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
        self._states: OrderedDict[int, SpaceState] = OrderedDict()

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
        self._keep_key(number, space, first["id"], 1, key, now)
        return self.row(space), [founding, first]

    def adopt(
        self, founding: Fact, epoch: EpochId, number: int, key: bytes, *, now: int
    ) -> SpaceRow:
        """Keep a space founded elsewhere, with one epoch key that somebody granted.

        Its facts arrive with its entries. Raises Refused when the key is not of that epoch.
        """
        space = codec.space_id(founding)
        if codec.epoch_id(space, codec.commitment(key)) != epoch:
            raise Refused(finding="a key that does not belong to the space's epoch")
        parent = self.row(founding["parent"]).no if founding["parent"] else None
        channel = self._channel([self._person.device])
        self._database.execute(
            "INSERT INTO space (id, home, parent, restricted, channel, epoch, began)"
            " VALUES (?, ?, ?, ?, ?, NULL, ?)",
            (space, founding["home"], parent, founding["restricted"], channel, now),
        )
        row = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._keep_key(row, space, epoch, number, key, now)
        return self.row(space)

    def grant_key(
        self, row: SpaceRow, epoch: EpochId, number: int, key: bytes, *, now: int
    ) -> None:
        """Keep the key of one more epoch that somebody granted; Refused when it is another's."""
        if codec.epoch_id(row.id, codec.commitment(key)) != epoch:
            raise Refused(finding="a key that does not belong to the space's epoch")
        if not self._has_key(row.no, epoch):
            self._keep_key(row.no, row.id, epoch, number, key, now)

    def is_founded(self, row: SpaceRow) -> bool:
        """Whether the founding fact of an adopted space has arrived."""
        return bool(self._database.execute("SELECT 1 FROM fact WHERE space = ? LIMIT 1", (row.no,)))

    def renew_key(self, row: SpaceRow, *, now: int) -> Fact:
        """A fresh epoch for the active devices; the caller writes the fact under the old key."""
        state = self.state(row)
        key = new_key()
        number = state.epochs[state.current].number + 1
        fact = codec.epoch(row.id, number, key, state.devices)
        self._keep_key(row.no, row.id, fact["id"], number, key, now)
        return fact

    def note_facts(
        self, row: SpaceRow, author: DeviceId, entry: bytes, facts: Sequence[Fact], *, now: int
    ) -> None:
        """Keep facts that an entry carried, and open the keys they seal to this device."""
        for fact in facts:
            self._database.execute(
                "INSERT INTO fact (space, author, entry, body) VALUES (?, ?, ?, ?)",
                (row.no, author, entry, canonical.encode(dict(fact))),
            )
            ours = fact.get("k") == "epoch" and self._person.device in fact["for"]
            if ours and not self._has_key(row.no, fact["id"]):
                key = self._unsealed(row, fact)
                self._keep_key(row.no, row.id, fact["id"], fact["number"], key, now)
        self._states.pop(row.no, None)
        self._follow(row)

    def _unsealed(self, row: SpaceRow, fact: Fact) -> bytes:
        try:
            return codec.unseal_epoch(fact, row.id, self._person.device, self._person.box_secret)
        except NotOpened as error:
            raise Refused(finding="a key that its reader cannot open") from error

    def _follow(self, row: SpaceRow) -> None:
        """Point the space at the epoch that the facts make current, if its key is held."""
        current = self.state(row).current
        self._database.execute(
            "UPDATE space SET epoch = (SELECT no FROM epoch WHERE space = ? AND id = ?)"
            " WHERE no = ?",
            (row.no, current, row.no),
        )

    def _has_key(self, number: int, epoch: EpochId) -> bool:
        return bool(
            self._database.execute(
                "SELECT 1 FROM epoch WHERE space = ? AND id = ?", (number, epoch)
            )
        )

    def _keep_key(
        self, number: int, space: SpaceId, epoch: EpochId, term: int, key: bytes, now: int
    ) -> None:
        wrapped = seal(Label.EPOCH_WRAP, self._wrap_key, key, space, epoch)
        self._database.execute(
            "INSERT INTO epoch (space, id, number, wrapped) VALUES (?, ?, ?, ?)",
            (number, epoch, term, wrapped),
        )
        self._database.execute(
            "UPDATE space SET epoch = last_insert_rowid(), began = ? WHERE no = ?", (now, number)
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
        return [
            SignedFact(author, canonical.decode(body))
            for author, body in self._database.execute(
                "SELECT author, body FROM fact WHERE space = ? ORDER BY no", (row.no,)
            )
        ]

    def state(self, row: SpaceRow) -> SpaceState:
        held = self._states.get(row.no)
        if held is None:
            held = rules.fold(self.facts(row))
            self._states[row.no] = held
            if len(self._states) > _KEPT_KEYS:
                self._states.popitem(last=False)
        return held

    def certificate(self, row: SpaceRow, device: DeviceId) -> Certificate | None:
        return self.state(row).devices.get(device)

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
