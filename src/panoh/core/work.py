"""One act of writing: collects what an app puts and turns it into entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from panoh.core import erasing
from panoh.core.log.model import EntryKind
from panoh.core.log.store import Appended
from panoh.core.records import codec, own
from panoh.core.records.model import Answer, Field, Kind, RecordType
from panoh.core.records.rules import clean_all, stored
from panoh.core.records.store import Place, Touched
from panoh.core.space.model import SpaceId
from panoh.crypto.derive import random
from panoh.errors import Forbidden, Invalid, NotFound, PanohError
from panoh.storage import files
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node


_PIECE = 4 * 1024 * 1024
"""Bytes of records that go into one entry; an entry carries twice as much at most."""
_ROW = 100
"""About what a type and a record id take."""
_NAMED = 20_000
"""Records, and entries, that one erasure names."""
_STAYS = (EntryKind.FACT, EntryKind.ERASE)
"""Kinds of entries that say nothing of a record but its id."""


@dataclass(slots=True)
class Erased:
    """What an erasure did. `backups` are copies made before it that still hold the record.

    `proved` is set when the write is over: nothing of it was found in any page of the vault.
    """

    entries: int
    backups: tuple[str, ...]
    proved: bool = False


class Work:
    """Handed out by `Node.writing`. Reads inside the block see what was flushed only."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._pending: dict[SpaceId, dict[tuple[str, bytes], dict[str, Any]]] = {}
        self._needles: list[str] = []
        self._erased: list[Erased] = []
        self._gathered: Touched | None = None

    def new_space(
        self, home: str, *, parent: SpaceId | None = None, restricted: str | None = None
    ) -> SpaceId:
        """Found a space of one: a case, or with `parent` and `restricted` a compartment of it."""
        now = self._node.milliseconds()
        row, facts = self._node.spaces.found(home, parent=parent, restricted=restricted, now=now)
        return self._node.log.found_space(row, facts, now=now).id

    def compartment(self, main: SpaceId, restricted: str) -> SpaceId:
        """The compartment of a main space for a restricted class, founded at first need."""
        row = self._node.spaces.row(main)
        for each in self._node.spaces.compartments(row):
            if each.restricted == restricted:
                return each.id
        return self.new_space(row.home, parent=main, restricted=restricted)

    def put(
        self, rtype: RecordType, space: SpaceId, record: str | None, values: Mapping[str, Any]
    ) -> str:
        """Set fields of a record (a new one when `record` is None); its id, 32 hex digits.

        Raises Invalid naming each refused field, Forbidden on changing an append-only record.
        """
        self._check_home(rtype, space)
        cleaned = clean_all(rtype, values, whole=record is None)
        if record is None:
            identity = random(codec.RECORD_BYTES)
            cleaned = {name: value for name, value in cleaned.items() if value is not None}
        else:
            identity = _identity(record)
            if rtype.append_only:
                raise Forbidden(why=N_("What was written stays as it was; add a new one to it."))
            self._check_place(rtype, space, identity)
        if not cleaned and record is None:
            raise Invalid({rtype.name: N_("There is nothing to save.")})
        changes = {name: stored(value) for name, value in cleaned.items()}
        self._pending.setdefault(space, {}).setdefault((rtype.table, identity), {}).update(changes)
        return identity.hex()

    def _check_home(self, rtype: RecordType, space: SpaceId) -> None:
        home = self._node.spaces.row(space).home
        if home not in rtype.home.split():
            raise Forbidden(why=f"A {rtype.name} does not live in a {home} space.")

    def _check_place(self, rtype: RecordType, space: SpaceId, identity: bytes) -> None:
        """A record stays in the space it was made in, and does not come back once erased."""
        number = self._node.spaces.row(space).no
        shown = self._node.views.shown_in(rtype.table, identity)
        if shown not in (None, number):
            raise Forbidden(why=f"This {rtype.name} lives in another space.")
        if self._node.records.is_erased(Place(number, rtype.table, identity)):
            raise NotFound(what=identity.hex())

    def flush(self) -> None:
        """Write what was put so far, one entry a space (more when it is very long), so that reads
        see it."""
        for space, records in self._pending.items():
            rows = [[table, rid, values] for (table, rid), values in records.items()]
            for piece in _pieces(rows):
                self._append(space, EntryKind.ASSIGN, {"r": piece})
        self._pending.clear()

    def _append(self, space: SpaceId, kind: EntryKind, body: Any) -> Appended:
        row = self._node.spaces.row(space)
        appended = self._node.log.append(row, kind, body, now=self._node.milliseconds())
        self.applied(self._node.records.apply(appended.kept, appended.opened))
        return appended

    def append_piece(self, space: SpaceId, body: Any) -> bytes:
        """One piece of an attachment; the id of its entry."""
        self.flush()
        return self._append(space, EntryKind.BLOB, body).kept.id

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """What is applied in this block is projected at its end, each record once."""
        gathered = self._gathered = Touched()
        try:
            yield
            self._node.views.project(gathered.records, gathered.gone)
        finally:
            self._gathered = None

    def applied(self, touched: Touched) -> None:
        """Project what an entry changed and drop the bodies it makes obsolete."""
        if self._gathered is None:
            self._node.views.project(touched.records, touched.gone)
        else:
            self._gathered.add(touched)
        if touched.late:
            self._node.log.drop_bodies(touched.late)
            self._node.records.forget_entries(touched.late)

    def set(self, name: str, value: str | None) -> None:
        """A setting in the personal space."""
        held = self._node.database.execute("SELECT id FROM core_setting WHERE name = ?", (name,))
        record = held[0][0] if held else None
        self.put(own.SETTING, self._node.space("personal"), record, {"name": name, "value": value})

    def erase(self, rtype: RecordType, record: str, *, moved: bool = False) -> Erased:
        """Unsay a record: bodies out of the log, values, rows and search index.

        Other records that shared an entry with it are restated first with their origins.
        `moved`: the same words live on in another record of this very write, so their absence
        is not to be proved.
        """
        self.flush()
        files.remove(self._node.place.upgrade_copy)  # it still holds what is to be erased
        node, identity = self._node, _identity(record)
        number = node.views.shown_in(rtype.table, identity)
        place = Place(number or 0, rtype.table, identity)
        if not node.records.values(place):
            raise NotFound(what=record)
        positions = node.records.mentions(place)
        space = node.spaces.row_of(place.space).id
        if not moved:
            self._collect(rtype, identity, positions)
        self.restate(space, [each for each in node.records.resting_on(positions) if each != place])
        dropped = [node.log.at(position).id for position in positions]
        self._append(space, EntryKind.ERASE, codec.erase([(rtype.table, identity)], dropped))
        done = Erased(len(positions), backups_of(node))
        if not moved:
            self._erased.append(done)
        return done

    def erase_space(self, space: SpaceId, told: list[str] | None = None) -> tuple[int, int]:
        """Unsay all that a space holds: how many records and entries. Its founding, its members
        and its keys stay, or its chains could not be verified any more.

        `told` gets every text somebody typed there, for a proof afterwards.
        """
        self.flush()
        files.remove(self._node.place.upgrade_copy)
        node, row = self._node, self._node.spaces.row(space)
        entries = [
            each
            for each in node.log.entries(row)
            if each.sealed.body_slot is not None and each.kind not in _STAYS
        ]
        if told is not None:
            for each in entries:
                told.extend(erasing.texts_of(node, node.log.open(each).body))
        named = [(place.type, place.record) for place in node.records.in_space(row.no)]
        for start in range(0, max(len(named), len(entries)), _NAMED):
            end = start + _NAMED
            body = codec.erase(named[start:end], [each.id for each in entries[start:end]])
            self._append(space, EntryKind.ERASE, body)
        # An entry that speaks of no record, such as a piece of a picture, is named all the same.
        positions = [each.position for each in entries]
        node.log.drop_bodies(positions)
        node.records.forget_entries(positions)
        node.log.blank_proofs(row)
        return len(named), len(entries)

    def erase_fields(self, rtype: RecordType, record: str, names: Iterable[str]) -> Erased:
        """Unsay some fields of a record that stays: every entry that ever said one of them loses
        its body. What else these entries said and is still so is restated first."""
        self.flush()
        files.remove(self._node.place.upgrade_copy)
        node, identity, wanted = self._node, _identity(record), frozenset(names)
        place = Place(node.views.shown_in(rtype.table, identity) or 0, rtype.table, identity)
        if not node.records.values(place):
            raise NotFound(what=record)
        speaking = node.records.mentions(place)
        positions = [each for each in speaking if self._says(each, place, wanted)]
        if not positions:
            return Erased(0, ())
        space = node.spaces.row_of(place.space).id
        self._collect(rtype, identity, positions, wanted)
        self.put(rtype, space, record, dict.fromkeys(wanted))
        self.flush()
        self.restate(space, node.records.resting_on(positions))
        ids = [node.log.at(position).id for position in positions]
        self._append(space, EntryKind.ERASE, codec.erase([], ids))
        self.applied(Touched(late=positions))
        done = Erased(len(positions), backups_of(node))
        self._erased.append(done)
        return done

    def _says(self, position: int, place: Place, names: frozenset[str]) -> bool:
        """Whether an entry gives one of these fields of the record a value."""
        kept = self._node.log.at(position)
        body = self._node.log.open(kept).body or {}
        for table, identity, values in body.get("r", ()):
            if (table, identity) != (place.type, place.record):
                continue
            for name in names & values.keys():
                stated = values[name]
                said = [each[3] for each in stated] if kept.kind == EntryKind.SNAPSHOT else [stated]
                if any(each is not None for each in said):
                    return True
        return False

    def restate(self, space: SpaceId, records: Sequence[Place]) -> None:
        """State again the live values of records whose entries are about to lose their bodies."""
        rows = [list(each) for other in records if (each := self._node.records.restate(other))]
        for piece in _pieces(rows):
            self._append(space, EntryKind.SNAPSHOT, {"r": piece})

    def name_erased(
        self, space: SpaceId, records: Iterable[Place], entries: Sequence[bytes]
    ) -> None:
        """Add to an erasure the entries that it should have named."""
        named = [(place.type, place.record) for place in sorted(records)]
        self._append(space, EntryKind.ERASE, codec.erase(named, entries))

    def _collect(
        self,
        rtype: RecordType,
        identity: bytes,
        positions: list[int],
        names: frozenset[str] | None = None,
    ) -> None:
        """Every text somebody typed into the record, or into some of its fields, to prove
        afterwards that none is left.

        Choices, dates and links stand in other records too and prove nothing.
        """
        from panoh.core.node import text_of

        for position in positions:
            opened = self._node.log.open(self._node.log.at(position))
            if opened.body is None or "r" not in opened.body:
                continue
            for table, rid, values in opened.body["r"]:
                if (table, rid) == (rtype.table, identity):
                    told = (
                        value
                        for name, value in values.items()
                        if _is_told(rtype.field(name)) and (names is None or name in names)
                    )
                    self._needles.extend(text for value in told for text in text_of(value))

    def settle(self) -> None:
        """After the commit: prove that what was erased is gone from every page.

        The erasure stands by now: a disk too full to look, or somebody else who reads at this
        moment, leaves it unproved and does not undo it.
        """
        if self._erased:
            try:
                proved = self._node.prove_absent(self._needles)
            except PanohError:
                proved = False
            for each in self._erased:
                each.proved = proved
            self._needles.clear()


def backups_of(node: Node) -> tuple[str, ...]:
    """Copies of the vault made so far: when and where."""
    rows = node.database.execute("SELECT made || ' ' || place FROM core_backup ORDER BY made")
    return tuple(str(each[0]) for each in rows)


def _identity(record: str) -> bytes:
    """The id behind 32 hex digits; whatever else comes in from an address names nothing."""
    try:
        identity = bytes.fromhex(record)
    except ValueError:
        identity = b""
    if len(identity) != codec.RECORD_BYTES:
        raise NotFound(what=record)
    return identity


def _pieces(rows: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """The rows of one entry after the other, none longer than an entry can be. Each row holds a
    type, a record id and what is said of its fields; of a very long one the fields are parted."""
    piece: list[list[Any]] = []
    size = 0
    for kind, record, fields in rows:
        said: dict[str, Any] = {}
        for name, value in fields.items():
            length = _length(value) + len(name)
            if size + length > _PIECE and (piece or said):
                yield [*piece, [kind, record, said]] if said else piece
                piece, size, said = [], 0, {}
            said[name] = value
            size += length
        piece.append([kind, record, said])
        size += _ROW
    if piece:
        yield piece


def _length(value: Any) -> int:
    """About the bytes that a value takes in an entry, and not less than half of them."""
    if isinstance(value, str):
        return len(value.encode()) + 9
    if isinstance(value, bytes):
        return len(value) + 9
    if isinstance(value, Mapping):
        return 9 + sum(_length(key) + _length(each) for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return 9 + sum(map(_length, value))
    return 9


def _is_told(field: Field | None) -> bool:
    return field is None or field.kind in (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.NAMES)


__all__ = ["Answer", "Erased", "Work"]
