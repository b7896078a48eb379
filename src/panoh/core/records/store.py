"""The assignments tier: merged live values of records, in the vault.

The same code fills the real tables and, for `vault check --rebuild`, a second set in a temporary
schema in memory; `schema` says which.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.log.model import EntryKind, Kept, Opened
from panoh.core.log.rules import has_seen
from panoh.core.records import codec
from panoh.core.records.merge import Value, apart, merge
from panoh.errors import Refused
from panoh.storage.sqlite import Database


class Place(NamedTuple):
    """A record as it is known in one space: local number of the space, type's table, id."""

    space: int
    type: str
    record: bytes


@dataclass(slots=True)
class Live:
    """All live values of a record by field, and in which fields something changed."""

    values: Mapping[str, tuple[Value, ...]]
    changed: set[str]


@dataclass(slots=True)
class Touched:
    """What applying an entry changed: records to project anew, records gone, bodies to drop."""

    records: dict[Place, Live] = field(default_factory=dict)
    gone: set[Place] = field(default_factory=set)
    late: list[int] = field(default_factory=list)
    """Positions of entries whose bodies must go."""

    def add(self, later: Touched) -> None:
        """What a later entry of the same write changed too."""
        for place, live in later.records.items():
            before = self.records.get(place)
            if before is not None:
                live.changed |= before.changed
            self.records[place] = live
        for place in later.gone & self.records.keys():
            self.records[place] = Live({}, set())  # where it was heard of first still counts
        self.gone |= later.gone


_AT_ONCE = 500
"""Records looked up and kept together."""
_OF = " WHERE record = ? AND type = ? AND space = ?"


def _is_known(held: Mapping[str, tuple[Value, ...]], seen: Mapping[int, int]) -> bool:
    return any(has_seen(seen, *value.dot) for each in held.values() for value in each)


def _unchanging(said: Iterable[Value], held: Iterable[Value]) -> tuple[Value, ...]:
    """What is left of an entry that may neither add a value nor take one away."""
    there = {value.dot for value in held}
    return tuple(value for value in said if value.dot in there)


def _of(place: Place) -> tuple[bytes, str, int]:
    return place.record, place.type, place.space


_Vectors = dict[int, tuple[Mapping[int, int], bytes]]
"""Mappings by their identity, each kept alive beside its bytes, or another could take its place."""


class RecordStore:
    """`written_once` names the types of which only the first statement of a record counts."""

    def __init__(
        self, database: Database, schema: str = "main", written_once: Collection[str] = ()
    ) -> None:
        self._database = database
        self._written_once = written_once
        self._assignment = f"{schema}.assignment"
        self._mention = f"{schema}.mention"
        self._tombstone = f"{schema}.tombstone"

    def apply(self, kept: Kept, opened: Opened) -> Touched:
        """Merge one entry. Its causal past must have been applied before."""
        touched = Touched()
        if opened.body is None:
            return touched
        if kept.kind == EntryKind.ERASE:
            self._erase(kept, codec.erased(opened.body), touched)
        elif kept.kind in (EntryKind.ASSIGN, EntryKind.SNAPSHOT):
            self._assign(kept, opened.body, touched)
        return touched

    def _assign(self, kept: Kept, body: Any, touched: Touched) -> None:
        vectors: _Vectors = {}  # most values of an entry have seen the same
        # In the order of the tables' keys: thousands of records then touch each page once.
        said = sorted(codec.assigned(body), key=lambda each: each[1])
        erased_some = len(said) == 1 or self._has_erased()
        for start in range(0, len(said), _AT_ONCE):
            some = {
                Place(kept.space, kind, record): values
                for kind, record, values in said[start : start + _AT_ONCE]
            }
            if len(some) < len(said[start : start + _AT_ONCE]) or some.keys() & touched.records:
                raise Refused(finding="an entry that speaks twice of one record")
            rows: list[tuple[Any, ...]] = []
            mentioned: list[tuple[Any, ...]] = []
            all_held = self._held_of(some)
            for place, values in some.items():
                if erased_some and self._is_erased_for(kept, place):
                    if kept.position not in touched.late:
                        touched.late.append(kept.position)
                    continue
                mentioned.append((*_of(place), kept.position))
                held = all_held.get(place, {})
                rows += self._say(kept, place, values, held, vectors)
                live = {name: each for name, each in held.items() if each}
                touched.records[place] = Live(live, set(values))
            self._database.many(
                f"INSERT OR IGNORE INTO {self._mention} (record, type, space, entry)"
                " VALUES (?, ?, ?, ?)",
                mentioned,
            )
            self._insert(rows)

    def _say(
        self,
        kept: Kept,
        place: Place,
        values: Mapping[str, Any],
        held: dict[str, tuple[Value, ...]],
        vectors: _Vectors,
    ) -> list[tuple[Any, ...]]:
        """What an entry says of one record goes into `held`, its live values; the rows to add."""
        dot = (kept.device, kept.sequence)
        # Its author knew it and may not change it; what the entry says stays in the log.
        fixed = place.type in self._written_once and _is_known(held, kept.vector)
        rows: list[tuple[Any, ...]] = []
        for name, value in values.items():
            if kept.kind == EntryKind.SNAPSHOT:
                said = self._restated(kept, value)
            else:
                said = (Value(dot, value, kept.time, kept.vector, kept.position),)
            before = held.get(name, ())
            after = merge(before, _unchanging(said, before) if fixed else said)
            rows += self._replace(place, name, before, after, vectors)
            held[name] = after
        return rows

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        self._database.many(
            f"INSERT INTO {self._assignment} (record, type, space, field, device, sequence, time,"
            " stated, vector, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _restated(self, kept: Kept, stated: Any) -> tuple[Value, ...]:
        """What a snapshot says is live. What a value's author had seen stands in its own entry; a
        reader who came later has only the snapshot's word for it."""
        values, whole = [], True
        for device, sequence, time, value in codec.restated(stated):
            number = identity_store.number_of(self._database, device)
            # A value from beyond what its author had seen could never be superseded by anybody.
            if number is None or not has_seen(kept.vector, number, sequence):
                raise Refused(finding="a snapshot of what its author cannot have seen")
            vector = self._seen_at(kept.space, number, sequence)
            whole = whole and vector is not None
            values.append(
                Value((number, sequence), value, time, vector or kept.vector, kept.position)
            )
        if len({value.dot for value in values}) != len(values):
            raise Refused(finding="a snapshot that is malformed")
        return tuple(values) if whole else apart(values)

    def _seen_at(self, space: int, device: int, sequence: int) -> dict[int, int] | None:
        rows = self._database.execute(
            "SELECT vector FROM main.entry WHERE space = ? AND device = ? AND sequence = ?",
            (space, device, sequence),
        )
        return dict(canonical.decode(rows[0][0])) if rows else None

    def _replace(
        self,
        place: Place,
        name: str,
        before: Sequence[Value],
        after: Sequence[Value],
        vectors: _Vectors,
    ) -> list[tuple[Any, ...]]:
        if not before:
            return [self._row(place, name, value, vectors) for value in after]
        kept = {value.dot: value for value in after}
        old = {value.dot: value for value in before}
        for dot, value in old.items():
            if kept.get(dot) != value:
                self._database.execute(
                    f"DELETE FROM {self._assignment}{_OF}"
                    " AND field = ? AND device = ? AND sequence = ?",
                    (*_of(place), name, *dot),
                )
        return [
            self._row(place, name, value, vectors)
            for dot, value in kept.items()
            if old.get(dot) != value
        ]

    def _row(self, place: Place, name: str, value: Value, vectors: _Vectors) -> tuple[Any, ...]:
        encoded = canonical.encode(value.value)
        codec.check_value(value.value, encoded)
        vector = self._encoded(value, vectors)
        return (*_of(place), name, *value.dot, value.time, value.stated, vector, encoded)

    @staticmethod
    def _encoded(value: Value, vectors: _Vectors) -> bytes:
        """What a value's author had seen, as bytes."""
        found = vectors.get(id(value.vector))
        if found is None:
            found = (value.vector, canonical.encode(dict(value.vector)))
            vectors[id(value.vector)] = found
        return found[1]

    def _erase(self, kept: Kept, records: Iterable[tuple[str, bytes]], touched: Touched) -> None:
        for kind, record in records:
            place = Place(kept.space, kind, record)
            self._database.execute(
                f"INSERT OR IGNORE INTO {self._tombstone} (record, type, space, entry)"
                " VALUES (?, ?, ?, ?)",
                (*_of(place), kept.position),
            )
            touched.late.extend(self.mentions(place))
            self._database.execute(f"DELETE FROM {self._assignment}{_OF}", _of(place))
            self._database.execute(f"DELETE FROM {self._mention}{_OF}", _of(place))
            touched.gone.add(place)

    def _has_erased(self) -> bool:
        return bool(self._database.execute(f"SELECT 1 FROM {self._tombstone} LIMIT 1"))

    def is_erased(self, place: Place) -> bool:
        return bool(self._database.execute(f"SELECT 1 FROM {self._tombstone}{_OF}", _of(place)))

    def _is_erased_for(self, kept: Kept, place: Place) -> bool:
        """Whether a record is gone; raises Refused when its author knew and wrote all the same."""
        erasures = self._database.execute(
            "SELECT e.device, e.sequence"
            f" FROM {self._tombstone} t JOIN main.entry e ON e.position = t.entry"
            " WHERE t.record = ? AND t.type = ? AND t.space = ?",
            _of(place),
        )
        if any(has_seen(kept.vector, *each) for each in erasures):
            raise Refused(finding="an entry about a record that its author knew to be erased")
        return bool(erasures)

    def mentions(self, place: Place) -> list[int]:
        """Positions of entries whose bodies speak of a record."""
        return [
            int(each[0])
            for each in self._database.execute(
                f"SELECT entry FROM {self._mention}{_OF} ORDER BY entry", _of(place)
            )
        ]

    def forget_entries(self, positions: Iterable[int]) -> None:
        """Entries without a body speak of nothing any more."""
        rows = [(each,) for each in positions]
        self._database.many(f"DELETE FROM {self._mention} WHERE entry = ?", rows)
        self._database.many("DELETE FROM owed WHERE entry = ?", rows)

    def resting_on(self, positions: Iterable[int]) -> list[Place]:
        """Records of which a live value is stated by one of these entries: to be restated before
        their bodies go. What their author restated already no longer rests on them."""
        found: set[Place] = set()
        for position in positions:
            for record, kind, space in self._database.execute(
                f"SELECT record, type, space FROM {self._mention} m WHERE entry = ? AND EXISTS ("
                f"SELECT 1 FROM {self._assignment} a WHERE a.record = m.record"
                " AND a.type = m.type AND a.space = m.space AND a.stated = m.entry)",
                (position,),
            ):
                found.add(Place(space, kind, bytes(record)))
        return sorted(found)

    def owe(self, positions: Iterable[int], *, named: bool) -> None:
        """These entries lose their bodies once they are named and nothing rests on them."""
        self._database.many(
            "INSERT INTO owed (entry, named) VALUES (?, ?)"
            " ON CONFLICT (entry) DO UPDATE SET named = max(named, excluded.named)",
            [(each, named) for each in positions],
        )

    def owed(self, *, named: bool) -> list[int]:
        rows = self._database.execute("SELECT entry FROM owed WHERE named = ?", (named,))
        return [int(each[0]) for each in rows]

    def known(self, kind: str) -> list[Place]:
        """All records of a type that hold a value, in the order in which they were first heard."""
        return [
            Place(space, kind, bytes(record))
            for record, space in self._database.execute(
                f"SELECT record, space FROM {self._assignment} WHERE type = ?"
                " GROUP BY record, space ORDER BY min(stated)",
                (kind,),
            )
        ]

    def in_space(self, space: int) -> list[Place]:
        """Every record of a space that holds a value or of which an entry still speaks."""
        return [
            Place(space, kind, bytes(record))
            for kind, record in self._database.execute(
                f"SELECT type, record FROM {self._mention} WHERE space = ? UNION"
                f" SELECT type, record FROM {self._assignment} WHERE space = ? ORDER BY 1, 2",
                (space, space),
            )
        ]

    def holds_bytes(self, part: bytes) -> bool:
        """Whether any live value of any record holds these bytes."""
        sql = f"SELECT 1 FROM {self._assignment} WHERE instr(value, ?) LIMIT 1"
        return bool(self._database.execute(sql, (part,)))

    def values(self, place: Place) -> Mapping[str, tuple[Value, ...]]:
        """All live values of a record by field."""
        return self._held(place)

    def restate(self, place: Place) -> tuple[str, bytes, dict[str, Any]] | None:
        """A record's live values as a SNAPSHOT row with their origins."""
        values = self._held(place)
        if not values:
            return None
        fields = {
            name: [
                [
                    identity_store.device(self._database, value.dot[0]).device,
                    value.dot[1], value.time, value.value,
                ]
                for value in each
            ]
            for name, each in values.items()
        }  # fmt: skip
        return place.type, place.record, fields

    def _held(self, place: Place) -> dict[str, tuple[Value, ...]]:
        rows = self._database.execute(
            "SELECT field, device, sequence, time, stated, vector, value"
            f" FROM {self._assignment}{_OF}",
            _of(place),
        )
        return _read(rows, {})

    def _held_of(self, places: Collection[Place]) -> dict[Place, dict[str, tuple[Value, ...]]]:
        """The live values of several records of one space, by record."""
        if len(places) == 1:
            return {place: self._held(place) for place in places}
        found: dict[Place, list[tuple[Any, ...]]] = defaultdict(list)
        space = next(iter(places)).space
        for record, kind, *row in self._database.execute(
            "SELECT a.record, a.type, a.field, a.device, a.sequence, a.time, a.stated, a.vector,"
            " a.value"
            f" FROM json_each(?) j CROSS JOIN {self._assignment} a"
            " WHERE a.record = unhex(j.value) AND a.space = ?",
            (json.dumps([place.record.hex() for place in places]), space),
        ):
            found[Place(space, kind, bytes(record))].append(tuple(row))
        vectors: dict[bytes, dict[int, int]] = {}
        return {place: _read(rows, vectors) for place, rows in found.items()}


def _read(
    rows: Iterable[tuple[Any, ...]], vectors: dict[bytes, dict[int, int]]
) -> dict[str, tuple[Value, ...]]:
    """Values by field; `vectors` holds those read already, for most are the same."""
    found: dict[str, list[Value]] = defaultdict(list)
    for name, device, sequence, time, stated, vector, value in rows:
        if (seen := vectors.get(vector)) is None:
            seen = vectors[vector] = canonical.read_back(vector)
        found[name].append(
            Value((device, sequence), canonical.read_back(value), time, seen, stated)
        )
    return {name: tuple(each) for name, each in found.items()}
