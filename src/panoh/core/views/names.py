"""The index of names: words of names as sounds, under coarse keys, in the encrypted vault.

It is one of the views: it follows from assignments, is made again when a rule of folding or a
declaration changes, and forgets what is erased with the record. It holds every form a name is
written in apart and never joins two records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.core import canonical
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.lexicon.names import entries, ranking, rules_text
from panoh.lexicon.names.folding import fold
from panoh.storage.sqlite import Database

MOST_HELD = 2_500
"""Rows read for one word of what is looked for; the most alike come first."""

TABLES = {
    "name_word": (
        "no INTEGER PRIMARY KEY, sound TEXT NOT NULL, bone TEXT NOT NULL, start TEXT NOT NULL,"
        " mark INTEGER NOT NULL,"
        " UNIQUE (sound, bone)"
    ),
    "name_key": "key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)",
    "name_form": (
        "no INTEGER PRIMARY KEY, record BLOB NOT NULL, type TEXT NOT NULL,"
        " field TEXT NOT NULL, form TEXT NOT NULL"
    ),
    "name_held": (
        "word INTEGER NOT NULL, name INTEGER NOT NULL, length REAL NOT NULL,"
        " PRIMARY KEY (word, name)"
    ),
}
_ROWID = ("name_word", "name_form")

COMPARED = {
    "name_form": "SELECT record, type, field, form FROM {0}.name_form",
    "name_held": (
        "SELECT w.sound, w.bone, w.mark, f.record, f.type, f.field, f.form, h.length"
        " FROM {0}.name_held h"
        " JOIN {0}.name_word w ON w.no = h.word JOIN {0}.name_form f ON f.no = h.name"
    ),
    "name_key": (
        "SELECT k.key, w.sound, w.bone FROM {0}.name_key k JOIN {0}.name_word w ON w.no = k.word"
    ),
    "name_word": "SELECT sound, bone, start, mark FROM {0}.name_word",
}
"""What must be the same when the index is derived again; numbers are not."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """A record whose name is like what was looked for. A candidate: nothing is decided by it."""

    type: str
    record: str
    field: str
    form: str
    likeness: float


def is_name(field: Field) -> bool:
    """Whether a field is indexed by sound."""
    named = field.kind is Kind.NAMES or field.named
    return named and field.sensitivity is not Sensitivity.QUIET


def named(rtype: RecordType) -> frozenset[str]:
    """The fields of a type that are indexed by sound."""
    return frozenset(field.name for field in rtype.fields if is_name(field))


def forms(rtype: RecordType, made: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, form) of every name in a row as its table keeps it."""
    found: list[tuple[str, str]] = []
    for field in rtype.fields:
        value = made.get(field.name)
        if value is None or not is_name(field):
            continue
        several = json.loads(value) if field.kind is Kind.NAMES else [str(value)]
        found += [(field.name, each) for each in several]
    return list(dict.fromkeys(found))


def fingerprint(types: Iterable[RecordType]) -> bytes:
    """Changes whenever the index would: with a rule of folding, or with what counts as a name."""
    declared = [
        [rtype.table, [field.name for field in rtype.fields if is_name(field)]] for rtype in types
    ]
    return digest(Label.JOURNAL, canonical.encode([TABLES, sorted(declared), rules_text()]))


class NameIndex:
    """The tables of one schema, and a `ranking.Source` over them."""

    def __init__(self, database: Database, schema: str = "main") -> None:
        self._database = database
        self._schema = schema
        self._t = {name: f"{schema}.{name}" for name in TABLES}

    # ── making ──────────────────────────────────────────────────────────────────────────────

    def make(self) -> None:
        """Empty tables, whatever stood there before."""
        self.drop()
        for name, columns in TABLES.items():
            options = "STRICT" if name in _ROWID else "STRICT, WITHOUT ROWID"
            self._database.execute(f"CREATE TABLE {self._t[name]} ({columns}) {options}")
        for index, on in (
            ("name_form_record", "name_form (record)"),
            ("name_word_start", "name_word (start)"),
        ):
            self._database.execute(f"CREATE INDEX {self._schema}.{index} ON {on}")

    def drop(self) -> None:
        for name in TABLES:
            self._database.execute(f"DROP TABLE IF EXISTS {self._t[name]}")

    def put(self, rtype: RecordType, record: str, made: Mapping[str, Any]) -> None:
        """Enter the names of a row in place of those entered before."""
        wanted = forms(rtype, made)
        held = self._database.execute(
            f"SELECT field, form FROM {self._t['name_form']} WHERE record = ? AND type = ?"
            " ORDER BY no",
            (bytes.fromhex(record), rtype.table),
        )
        if [tuple(each) for each in held] == wanted:
            return
        self.remove(rtype.table, record)
        for field, form in wanted:
            self.enter(rtype.table, record, field, form)

    def enter(self, table: str, record: str, field: str, form: str) -> None:
        """Enter one form of a name; `put` keeps a whole row."""
        execute = self._database.execute
        execute(
            f"INSERT INTO {self._t['name_form']} (record, type, field, form) VALUES (?, ?, ?, ?)",
            (bytes.fromhex(record), table, field, form),
        )
        name = execute("SELECT last_insert_rowid()")[0][0]
        entered = entries.of(form)
        for entry, keys in entered.keys.items():
            word = self._number(entry)
            if word is None:
                word = self._new_word(entry, keys)
            execute(
                f"INSERT OR IGNORE INTO {self._t['name_held']} (word, name, length)"
                " VALUES (?, ?, ?)",
                (word, name, entered.length),
            )

    def _new_word(self, entry: entries.Entry, keys: Iterable[str]) -> int:
        self._database.execute(
            f"INSERT INTO {self._t['name_word']} (sound, bone, start, mark) VALUES (?, ?, ?, ?)",
            (*entry, entries.vowelled(entry[0]), entries.signature(entry[0])),
        )
        word = int(self._database.execute("SELECT last_insert_rowid()")[0][0])
        self._database.many(
            f"INSERT INTO {self._t['name_key']} (key, word) VALUES (?, ?)",
            [(key, word) for key in keys],
        )
        return word

    def _number(self, entry: entries.Entry) -> int | None:
        found = self._database.execute(
            f"SELECT no FROM {self._t['name_word']} WHERE sound = ? AND bone = ?", entry
        )
        return int(found[0][0]) if found else None

    def remove(self, table: str, record: str) -> None:
        """Forget the names of a record, and every word and key that nobody else's name holds."""
        execute = self._database.execute
        held = execute(
            f"SELECT no, form FROM {self._t['name_form']} WHERE record = ? AND type = ?",
            (bytes.fromhex(record), table),
        )
        for name, form in held:
            for entry, keys in entries.of(form).keys.items():
                word = self._number(entry)
                if word is not None:
                    self._let_go(word, int(name), keys)
            execute(f"DELETE FROM {self._t['name_form']} WHERE no = ?", (name,))

    def _let_go(self, word: int, name: int, keys: Iterable[str]) -> None:
        execute = self._database.execute
        execute(f"DELETE FROM {self._t['name_held']} WHERE word = ? AND name = ?", (word, name))
        if not execute(f"SELECT 1 FROM {self._t['name_held']} WHERE word = ? LIMIT 1", (word,)):
            self._database.many(
                f"DELETE FROM {self._t['name_key']} WHERE key = ? AND word = ?",
                [(key, word) for key in keys],
            )
            execute(f"DELETE FROM {self._t['name_word']} WHERE no = ?", (word,))

    # ── looking: ranking.Source ─────────────────────────────────────────────────────────────

    def words(self, keys: Sequence[str]) -> Iterable[tuple[int, str, int]]:
        return self._database.execute(
            f"SELECT no, sound, mark FROM {self._t['name_word']} WHERE no IN (SELECT word FROM"
            f" {self._t['name_key']} WHERE key IN (SELECT value FROM json_each(?)))",
            (json.dumps(keys),),
        )

    def beginning(self, start: str, most: int) -> Iterable[tuple[int, str, int]]:
        return self._database.execute(
            f"SELECT no, sound, mark FROM {self._t['name_word']}"
            " WHERE start >= ? AND start < ? LIMIT ?",
            (start, start + "\U0010ffff", most),
        )

    def holding(self, words: Sequence[int]) -> Iterable[tuple[int, int, float]]:
        return self._database.execute(
            "SELECT h.word, h.name, h.length FROM json_each(?) w"
            f" CROSS JOIN {self._t['name_held']} h ON h.word = w.value LIMIT ?",
            (json.dumps(words), MOST_HELD),
        )

    def forms(self, names: Sequence[int]) -> Iterable[tuple[int, str]]:
        return self._database.execute(
            f"SELECT no, form FROM {self._t['name_form']}"
            " WHERE no IN (SELECT value FROM json_each(?))",
            (json.dumps(names),),
        )

    def sounding(
        self, texts: Sequence[str], fields: Sequence[tuple[str, str]]
    ) -> list[NameHit]:  # fmt: skip
        """Records in `fields` with a name that sounds exactly as one of `texts`: no slips."""
        sounds = {
            tuple(sorted(word.sound for word in fold(text) if word.weight == 1.0)): text
            for text in texts
        }
        rows = self._database.execute(
            "SELECT DISTINCT f.record, f.type, f.field, f.form"
            f" FROM {self._t['name_word']} w JOIN {self._t['name_held']} h ON h.word = w.no"
            f" JOIN {self._t['name_form']} f ON f.no = h.name"
            " WHERE w.sound IN (SELECT value FROM json_each(?)) LIMIT ?",
            (json.dumps([each for words in sounds for each in words]), MOST_HELD),
        )
        found = []
        for record, table, field, form in rows:
            words = tuple(sorted(word.sound for word in fold(form) if word.weight == 1.0))
            if words in sounds and (table, field) in fields:
                found.append(NameHit(table, bytes(record).hex(), field, form, 1.0))
        return found

    def find(
        self,
        text: str,
        fields: Sequence[tuple[str, str]] = (),
        limit: int = 50,
        *,
        begun: bool = False,
    ) -> list[NameHit]:
        """Records with a name like `text`, best first; `fields` narrows to (type, field) pairs."""
        found = ranking.search(self, text, limit, begun=begun)
        if not found:
            return []
        rows = self._database.execute(
            f"SELECT no, record, type, field FROM {self._t['name_form']}"
            " WHERE no IN (SELECT value FROM json_each(?))",
            (json.dumps([each.name for each in found]),),
        )
        whose = {no: (bytes(record).hex(), table, field) for no, record, table, field in rows}
        hits: dict[tuple[str, str, str], NameHit] = {}
        for each in found:
            record, table, field = whose[each.name]
            if fields and (table, field) not in fields:
                continue
            hit = NameHit(table, record, field, each.form, each.likeness)
            hits.setdefault((record, table, field), hit)
        return list(hits.values())
