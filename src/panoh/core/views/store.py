"""Row tables and the search index, projected from assignments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.core.records.model import RecordType
from panoh.core.records.store import Live, Place, RecordStore
from panoh.core.views import names, rules
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.storage.sqlite import Database

_AT_ONCE = 500
"""Records written together."""
_WORD = re.compile(r"\w+", re.UNICODE)
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that holds the words looked for. `type` is its table, `record` 32 hex digits."""

    type: str
    record: str


class ViewStore:
    def __init__(
        self,
        database: Database,
        records: RecordStore,
        types: Iterable[RecordType],
        schema: str = "main",
    ) -> None:
        self._database = database
        self._records = records
        self._types = {rtype.table: rtype for rtype in types}
        self._schema = schema
        self.names = names.NameIndex(database, schema)
        self._devices: dict[int, bytes] = {}
        self._homes: dict[int, str] = {}
        self._inserts = {name: self._insert_sql(rtype) for name, rtype in self._types.items()}
        self._named = {name: names.named(rtype) for name, rtype in self._types.items()}
        self._searched = {name: rules.searched(rtype) for name, rtype in self._types.items()}

    def _insert_sql(self, rtype: RecordType) -> str:
        names = [*rules.FIXED, *(field.name for field in rtype.fields)]
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join(f":{name}" for name in names)
        # Changed, not replaced: the index of spaces then stays as it is.
        changing = (name for name in names if name not in ("id", "space"))
        fresh = ", ".join(f'"{name}" = excluded."{name}"' for name in changing)
        return (
            f"INSERT INTO {self._schema}.{rtype.table} ({columns}) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET {fresh}"
        )

    def project(
        self, records: Mapping[Place, Live] | Iterable[Place], gone: Iterable[Place] = ()
    ) -> None:
        """Write anew the rows of changed records and take away those of erased ones.

        Where the caller knows a record's values and what changed in them, they are not read again,
        and an index that holds none of the changed fields is left as it is.
        """
        for place in gone:
            if self.shown_in(place.type, place.record) == place.space:
                self._remove(place)
        known: Mapping[Place, Live] = records if isinstance(records, Mapping) else {}
        devices = self._device_ids()
        places = [place for place in records if place.type in self._types]
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            made: dict[str, list[dict[str, Any]]] = {}
            for place in self._living_here(some):
                row = self._project(self._types[place.type], place, known.get(place), devices)
                if row is not None:
                    made.setdefault(place.type, []).append(row)
            for table, rows in made.items():
                self._database.many(self._inserts[table], rows)

    def _project(
        self, rtype: RecordType, place: Place, live: Live | None, devices: Mapping[int, bytes]
    ) -> dict[str, Any] | None:
        """The row of a record, entered in the indexes; None when nothing is left of it."""
        values = self._records.values(place) if live is None else live.values
        if not values:
            self._remove(place)
            return None
        made = rules.row(rtype, place.record, place.space, values, devices)
        table = rtype.table
        if live is None or not live.changed.isdisjoint(self._named[table]):
            self.names.put(rtype, place.record.hex(), made)
        searched = live is None or not live.changed.isdisjoint(self._searched[table])
        if searched and self._schema == "main":
            self._index(rtype, place.record, made)
        return made

    def _living_here(self, places: Sequence[Place]) -> list[Place]:
        """Those of these records that are shown from their space: their type lives in such spaces,
        and no other space said their id before. What a member writes elsewhere stays kept and
        unseen."""
        shown = self._all_shown(places)
        fresh: list[tuple[bytes, str, int]] = []
        found = []
        for place in places:
            held = shown.get((place.record, place.type))
            rtype = self._types[place.type]
            if held is None and self._schema == "main":
                if self._home(place.space) not in rtype.home.split():
                    continue
                held = shown[place.record, place.type] = place.space
                fresh.append((place.record, place.type, place.space))
            if held == place.space:
                found.append(place)
        self._database.many("INSERT INTO shown (record, type, space) VALUES (?, ?, ?)", fresh)
        return found

    def _all_shown(self, places: Sequence[Place]) -> dict[tuple[bytes, str], int]:
        """From which spaces these records are shown, of those that were shown already."""
        named = json.dumps([place.record.hex() for place in places])
        return {
            (bytes(record), table): int(space)
            for record, table, space in self._database.execute(
                "SELECT s.record, s.type, s.space FROM json_each(?) j"
                " CROSS JOIN main.shown s WHERE s.record = unhex(j.value)",
                (named,),
            )
        }

    def _home(self, space: int) -> str:
        if space not in self._homes:
            found = self._database.execute("SELECT home FROM space WHERE no = ?", (space,))
            self._homes[space] = str(found[0][0])
        return self._homes[space]

    def shown_in(self, table: str, record: bytes) -> int | None:
        """Local number of the space from which a record of this type is shown, once it was."""
        rows = self._database.execute(
            "SELECT space FROM main.shown WHERE record = ? AND type = ?", (record, table)
        )
        return int(rows[0][0]) if rows else None

    def places(self, record: bytes) -> list[Place]:
        """The records shown under an id; seldom more than one type's."""
        return [
            Place(space, table, record)
            for table, space in self._database.execute(
                "SELECT type, space FROM main.shown WHERE record = ? ORDER BY type", (record,)
            )
        ]

    def forget(self) -> None:
        """Drop what a rolled-back write may have left in memory."""
        self._devices = {}
        self._homes = {}

    def _device_ids(self) -> Mapping[int, bytes]:
        count = self._database.execute("SELECT count(*) FROM device")[0][0]
        if count != len(self._devices):
            self._devices = dict(self._database.execute("SELECT no, id FROM device"))
        return self._devices

    def _remove(self, place: Place) -> None:
        if place.type in self._types:
            self._database.execute(
                f"DELETE FROM {self._schema}.{place.type} WHERE id = ?", (place.record.hex(),)
            )
            self.names.remove(place.type, place.record.hex())
        if self._schema == "main":
            self._unindex(place.type, place.record)

    # ── search ──────────────────────────────────────────────────────────────────────────────

    def _index(self, rtype: RecordType, record: bytes, made: Mapping[str, Any]) -> None:
        words = rules.search_text(rtype, made)
        held = self._database.execute(
            "SELECT s.rowid, s.words FROM search_row r JOIN search s ON s.rowid = r.row"
            " WHERE r.record = ? AND r.type = ?",
            (record, rtype.table),
        )
        if (held[0][1] if held else "") == words:
            return
        self._unindex(rtype.table, record)
        if words:
            self._database.execute(
                "INSERT INTO search (type, record, words) VALUES (?, ?, ?)",
                (rtype.table, record.hex(), words),
            )
            self._database.execute(
                "INSERT INTO search_row (record, type, row) VALUES (?, ?, last_insert_rowid())",
                (record, rtype.table),
            )

    def _unindex(self, table: str, record: bytes) -> None:
        key = (record, table)
        held = self._database.execute(
            "SELECT row FROM search_row WHERE record = ? AND type = ?", key
        )
        if held:
            self._database.execute("DELETE FROM search WHERE rowid = ?", (held[0][0],))
            self._database.execute("DELETE FROM search_row WHERE record = ? AND type = ?", key)

    def find(self, query: str, types: Sequence[str], limit: int) -> list[Hit]:
        """Records holding every word of `query`, each as a beginning; newest first."""
        words = _WORD.findall(query)[:_MOST_WORDS]
        if not words:
            return []
        match = " AND ".join(f'"{word}"*' for word in words)
        sql = "SELECT type, record FROM search WHERE search MATCH ?"
        values: list[Any] = [f"words : ({match})"]
        if types:
            sql += f" AND type IN ({', '.join('?' * len(types))})"
            values.extend(types)
        # Newest first: ranking by weight would have to score every match before the first is shown.
        found = self._database.execute(sql + " ORDER BY rowid DESC LIMIT ?", [*values, limit])
        return [Hit(each[0], each[1]) for each in found]

    # ── making and making again ─────────────────────────────────────────────────────────────

    def make(self, sql_of_apps: Mapping[str, str]) -> list[str]:
        """Make or remake what the declarations ask for; names of what was rebuilt."""
        rebuilt = []
        changed_tables = [
            rtype
            for rtype in self._types.values()
            if self._changed("table " + rtype.table, rules.fingerprint(rtype))
        ]
        changed_views = {
            name: sql
            for name, sql in sql_of_apps.items()
            if changed_tables or self._changed("views " + name, _of(sql))
        }
        for name in changed_views:
            self._drop_views(name)
        marked = names.fingerprint(self._types.values())
        renamed = self._changed("names", marked)
        if renamed:
            self.names.make()
        for rtype in changed_tables:
            self._remake(rtype)
            rebuilt.append(rtype.table)
        if renamed:
            self._name_again(changed_tables)
            self._note("names", marked)
            rebuilt.append("names")
        for name, sql in changed_views.items():
            self._database.script(sql)
            self._note("views " + name, _of(sql))
            rebuilt.append(name)
        return rebuilt

    def _drop_views(self, app: str) -> None:
        for kind, name in self._database.execute(
            "SELECT type, name FROM sqlite_master WHERE (type = 'view' AND name LIKE ? || '\\_%'"
            " ESCAPE '\\') OR (type = 'index' AND name LIKE ? || '\\_by\\_%' ESCAPE '\\')",
            (app, app),
        ):
            self._database.execute(f"DROP {kind} {name}")

    def _remake(self, rtype: RecordType) -> None:
        self._database.execute(f"DROP TABLE IF EXISTS {rtype.table}")
        for statement in rules.table_sql(rtype):
            self._database.execute(statement)
        self.project(self._records.known(rtype.table))
        self._note("table " + rtype.table, rules.fingerprint(rtype))

    def _name_again(self, done: Sequence[RecordType]) -> None:
        """Enter every name anew from the row tables that were not just remade."""
        for rtype in self._types.values():
            if rtype in done or not any(names.is_name(field) for field in rtype.fields):
                continue
            for made in self._database.columns(f"SELECT * FROM {rtype.table}"):
                self.names.put(rtype, made["id"], made)

    def _changed(self, name: str, fingerprint: bytes) -> bool:
        held = self._database.execute("SELECT fingerprint FROM view_made WHERE name = ?", (name,))
        return not held or bytes(held[0][0]) != fingerprint

    def _note(self, name: str, fingerprint: bytes) -> None:
        self._database.execute(
            "INSERT OR REPLACE INTO view_made (name, fingerprint) VALUES (?, ?)",
            (name, fingerprint),
        )


def _of(sql: str) -> bytes:
    return digest(Label.JOURNAL, sql.encode())
