"""The assignments tier: merged live values of records, in the vault.

The same code fills the real tables and, for `vault check --rebuild`, a second set in a temporary
schema in memory; `schema` says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from panoh.core import canonical
from panoh.core.identity import store as identity_store
from panoh.core.log.model import EntryKind, Kept, Opened
from panoh.core.log.rules import has_seen
from panoh.core.records import codec
from panoh.core.records.merge import Dot, Statement, Value, merge
from panoh.errors import Refused
from panoh.storage.sqlite import Database


@dataclass(slots=True)
class Touched:
    """What applying an entry changed: records to project anew, bodies to drop."""

    records: dict[bytes, str] = field(default_factory=dict)
    gone: dict[bytes, str] = field(default_factory=dict)
    left: list[tuple[bytes, str]] = field(default_factory=list)
    """Records that two types claim, and the table whose row is no longer theirs."""
    late: list[int] = field(default_factory=list)
    """Positions of entries whose bodies must go."""


class RecordStore:
    def __init__(self, database: Database, schema: str = "main") -> None:
        self._database = database
        self._assignment = f"{schema}.assignment"
        self._mention = f"{schema}.mention"
        self._tombstone = f"{schema}.tombstone"

    def apply(self, kept: Kept, opened: Opened) -> Touched:
        """Merge one entry. Its causal past must have been applied before."""
        touched = Touched()
        if opened.body is None:
            return touched
        if kept.kind == EntryKind.ERASE:
            codec.dropped(opened.body)
            self._erase(kept, codec.erased(opened.body), touched)
        elif kept.kind in (EntryKind.ASSIGN, EntryKind.SNAPSHOT):
            self._assign(kept, opened.body, touched)
        return touched

    def _assign(self, kept: Kept, body: Any, touched: Touched) -> None:
        snapshot = kept.kind == EntryKind.SNAPSHOT
        dot = (kept.device, kept.sequence)
        rows: list[tuple[Any, ...]] = []
        mixed: dict[bytes, set[str]] = {}
        for kind, record, values in codec.assigned(body):
            spaces, types = self._claims(record)
            if spaces - {kept.space}:
                continue  # it lives elsewhere: whoever may write here has no say there
            if self._is_erased_for(kept, record):
                touched.late.append(kept.position)
                continue
            self._database.execute(
                f"INSERT OR IGNORE INTO {self._mention} (record, entry) VALUES (?, ?)",
                (record, kept.position),
            )
            touched.records[record] = kind
            if types - {kind}:
                mixed[record] = types | {kind}
            held = self._held(record)
            for name, value in values.items():
                if snapshot:
                    statement = self._restated(kept, value)
                else:
                    own = Value(dot, value, kept.time, kept.vector, kept.position)
                    statement = Statement((own,), kept.vector, dot)
                before = held.get(name, ())
                after = merge(before, statement)
                rows.extend(self._replace(kept.space, kind, record, name, before, after))
        self._database.many(
            f"INSERT INTO {self._assignment} (record, field, device, sequence, type, space, time,"
            " stated, vector, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        for record, types in mixed.items():
            # Somebody used an id again. On every device the same type has it: the first by name.
            touched.records[record] = min(self._claims(record)[1])
            left = types - {touched.records[record]}
            touched.left.extend((record, table) for table in sorted(left))

    def _claims(self, record: bytes) -> tuple[set[int], set[str]]:
        """Spaces and types under which a record is held; of an erased one the space stays."""
        found = self._database.execute(
            f"SELECT space, type FROM {self._assignment} WHERE record = ?"
            " UNION SELECT space, NULL FROM main.tombstone WHERE record = ?",
            (record, record),
        )
        return {space for space, _ in found}, {kind for _, kind in found if kind is not None}

    def _is_erased_for(self, kept: Kept, record: bytes) -> bool:
        """Whether a record is gone; raises Refused when the author knew and wrote all the same."""
        erasure = self._database.execute(
            "SELECT e.device, e.sequence FROM"
            f" {self._tombstone} t JOIN main.entry e ON e.position = t.entry WHERE t.record = ?",
            (record,),
        )
        if erasure and has_seen(kept.vector, *erasure[0]):
            raise Refused(finding="an entry about a record that its author knew to be erased")
        return bool(erasure)

    def _restated(self, kept: Kept, stated: Any) -> Statement:
        values = []
        for device, sequence, time, value in codec.origins(stated):
            number = identity_store.number_of(self._database, device)
            if number is None:
                raise Refused(finding="a snapshot that names a device nobody knows")
            values.append(Value((number, sequence), value, time, kept.vector, kept.position))
        return Statement(tuple(values), kept.vector, (kept.device, kept.sequence))

    def _replace(
        self,
        space: int,
        kind: str,
        record: bytes,
        name: str,
        before: Iterable[Value],
        after: Iterable[Value],
    ) -> list[tuple[Any, ...]]:
        kept = {value.dot: value for value in after}
        old = {value.dot: value for value in before}
        for dot, value in old.items():
            if kept.get(dot) != value:
                self._database.execute(
                    f"DELETE FROM {self._assignment}"
                    " WHERE record = ? AND field = ? AND device = ? AND sequence = ?",
                    (record, name, *dot),
                )
        return [
            (
                record, name, *dot, kind, space, value.time, value.stated,
                canonical.encode(dict(value.vector)), canonical.encode(value.value),
            )
            for dot, value in kept.items()
            if old.get(dot) != value
        ]  # fmt: skip

    def _erase(self, kept: Kept, records: Iterable[tuple[str, bytes]], touched: Touched) -> None:
        for kind, record in records:
            spaces, types = self._claims(record)
            if spaces - {kept.space}:
                continue
            self._database.execute(
                f"INSERT OR IGNORE INTO {self._tombstone} (record, type, space, entry)"
                " VALUES (?, ?, ?, ?)",
                (record, kind, kept.space, kept.position),
            )
            touched.late.extend(self.mentions(record))
            self._database.execute(f"DELETE FROM {self._assignment} WHERE record = ?", (record,))
            self._database.execute(f"DELETE FROM {self._mention} WHERE record = ?", (record,))
            touched.gone[record] = min(types, default=kind)

    def is_erased(self, record: bytes) -> bool:
        return bool(
            self._database.execute(f"SELECT 1 FROM {self._tombstone} WHERE record = ?", (record,))
        )

    def space_of(self, record: bytes) -> int:
        """Local number of the space a record lives in; 0 when it holds no value."""
        rows = self._database.execute(
            f"SELECT space FROM {self._assignment} WHERE record = ? LIMIT 1", (record,)
        )
        return int(rows[0][0]) if rows else 0

    def mentions(self, record: bytes) -> list[int]:
        """Positions of entries whose bodies speak of a record."""
        return [
            int(each[0])
            for each in self._database.execute(
                f"SELECT entry FROM {self._mention} WHERE record = ? ORDER BY entry", (record,)
            )
        ]

    def forget_entries(self, positions: Iterable[int]) -> None:
        """Entries without a body speak of nothing any more."""
        self._database.many(
            f"DELETE FROM {self._mention} WHERE entry = ?", [(each,) for each in positions]
        )

    def others_in(self, positions: Iterable[int], but: Iterable[bytes]) -> list[bytes]:
        """Records that the same entries speak of besides `but`: to be restated before erasing."""
        left_out = set(but)
        found: set[bytes] = set()
        for position in positions:
            for (record,) in self._database.execute(
                f"SELECT record FROM {self._mention} WHERE entry = ?", (position,)
            ):
                if record not in left_out:
                    found.add(bytes(record))
        return sorted(found)

    def values(self, record: bytes) -> Mapping[str, tuple[Value, ...]]:
        """All live values of a record by field."""
        return self._held(record)

    def restate(self, record: bytes) -> tuple[str, bytes, dict[str, Any]] | None:
        """A record's live values as a SNAPSHOT row with their origins."""
        values = self._held(record)
        rows = self._database.execute(
            f"SELECT type FROM {self._assignment} WHERE record = ? LIMIT 1", (record,)
        )
        if not rows:
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
        return rows[0][0], record, fields

    def _held(self, record: bytes) -> dict[str, tuple[Value, ...]]:
        found: dict[str, list[Value]] = defaultdict(list)
        for name, device, sequence, time, stated, vector, value in self._database.execute(
            "SELECT field, device, sequence, time, stated, vector, value"
            f" FROM {self._assignment} WHERE record = ?",
            (record,),
        ):
            dot: Dot = (device, sequence)
            found[name].append(
                Value(dot, canonical.decode(value), time, canonical.decode(vector), stated)
            )
        return {name: tuple(each) for name, each in found.items()}
