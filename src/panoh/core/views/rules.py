"""Pure decisions of views: the table of a record type, and the row of a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from panoh.core import canonical
from panoh.core.records.merge import Value, shown
from panoh.core.records.model import Answer, Field, Kind, RecordType, Sensitivity
from panoh.core.records.rules import restored
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label

_COLUMN_TYPE = {Kind.YES: "INTEGER", Kind.NUMBER: "INTEGER"}
_LINK = re.compile(r"[0-9a-f]{32}")
_LISTS = (Kind.CHOICES, Kind.LANGUAGES, Kind.NAMES)
FIXED = (
    "id", "space", "created_at", "created_by", "changed_at", "changed_by", "conflicts", "answers",
    "newer",
)  # fmt: skip
JSON_COLUMNS = ("conflicts", "answers", "newer")


def table_sql(rtype: RecordType, schema: str = "main") -> list[str]:
    """Statements that make a type's table and its indexes."""
    columns = [
        "id TEXT PRIMARY KEY",
        "space INTEGER NOT NULL",
        "created_at TEXT NOT NULL",
        "created_by INTEGER NOT NULL",
        "changed_at TEXT NOT NULL",
        "changed_by INTEGER NOT NULL",
        "conflicts TEXT NOT NULL",
        "answers TEXT NOT NULL",
        "newer TEXT NOT NULL",
    ]
    columns += [f'"{field.name}" {_COLUMN_TYPE.get(field.kind, "TEXT")}' for field in rtype.fields]
    made = [f"CREATE TABLE {schema}.{rtype.table} ({', '.join(columns)}) STRICT, WITHOUT ROWID"]
    if schema == "main":
        made.append(f"CREATE INDEX {rtype.table}_space ON {rtype.table} (space)")
        # Few records have two values, and Today asks for them each time.
        made.append(
            f"CREATE INDEX {rtype.table}_two ON {rtype.table} (changed_at) WHERE conflicts <> '[]'"
        )
        made += [
            f'CREATE INDEX {rtype.table}_{field.name} ON {rtype.table} ("{field.name}")'
            for field in rtype.fields
            if field.index
        ]
    return made


VERSION = 2
"""Of the decisions in this file: another number makes every vault fill its tables anew."""


def fingerprint(rtype: RecordType) -> bytes:
    """Changes whenever the table or the search text of a type would."""
    searched = [field.name for field in rtype.fields if field.search]
    parts = [VERSION, table_sql(rtype), searched, rtype.home]
    return digest(Label.JOURNAL, canonical.encode(parts))


def row(
    rtype: RecordType,
    record: bytes,
    space: int,
    values: Mapping[str, tuple[Value, ...]],
    device_ids: Mapping[int, bytes],
) -> dict[str, Any]:
    """The row of a record as its table keeps it.

    A value that its field cannot hold, whoever wrote it, is named in `newer` and not shown.
    """
    chosen: dict[str, Value] = {}
    unread = {name for name in values if rtype.field(name) is None}
    for field in rtype.fields:
        each = values.get(field.name)
        if each is None:
            continue
        readable = [value for value in each if fits(field, value.value)]
        if readable:
            several = len(readable) > 1
            chosen[field.name] = shown(readable, device_ids) if several else readable[0]
        if len(readable) < len(each):
            unread.add(field.name)
    first = last = next(iter(values.values()))[0]
    earliest = latest = (first.time, first.dot)
    for each in values.values():
        for value in each:
            when = (value.time, value.dot)
            if when < earliest:
                first, earliest = value, when
            elif when > latest:
                last, latest = value, when
    made: dict[str, Any] = {
        "id": record.hex(),
        "space": space,
        "created_at": moment(first.time),
        "created_by": first.dot[0],
        "changed_at": moment(last.time),
        "changed_by": last.dot[0],
    }
    answers: dict[str, str] = {}
    for field in rtype.fields:
        if field.name not in chosen:
            made[field.name] = None
            continue
        value = restored(chosen[field.name].value)
        if isinstance(value, Answer):
            answers[field.name] = value.value
        made[field.name] = None if isinstance(value, Answer) else _column(field.kind, value)
    made["conflicts"] = _json(sorted(n for n, each in values.items() if differ(each)))
    made["answers"] = _json(answers)
    made["newer"] = _json(sorted(unread))
    return made


def fits(field: Field, stated: Any) -> bool:
    """Whether a value has a form that its field's column, and whoever reads it, can hold.

    Choices and factors that are not known here do: they are shown as they are.
    """
    if type(stated) is str and field.kind in _TEXTS:
        return _is_text(stated)
    value = restored(stated)
    return value is None or isinstance(value, Answer) or _FITS[field.kind](value)


_TEXTS = (Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.PHONE, Kind.FACTOR)
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of a pair, which are no text by themselves."""


def _is_text(value: Any) -> bool:
    return type(value) is str and (value.isascii() or _HALF.search(value) is None)


def _is_texts(value: Any) -> bool:
    return type(value) is list and all(_is_text(each) for each in value)


def _is_date(value: Any) -> bool:
    return _reads_back(value, date.fromisoformat, lambda read: read.isoformat())


def _is_minute(value: Any) -> bool:
    return _reads_back(
        value,
        datetime.fromisoformat,
        lambda read: read.replace(tzinfo=None).isoformat(timespec="minutes"),
    )


def _reads_back(value: Any, read: Callable[[str], Any], write: Callable[[Any], str]) -> bool:
    try:
        return type(value) is str and write(read(value)) == value
    except ValueError:
        return False


_FITS: dict[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.LONG: _is_text,
    Kind.CHOICE: _is_text,
    Kind.CHOICES: _is_texts,
    Kind.DATE: _is_date,
    Kind.TIME: _is_minute,
    Kind.YES: lambda value: type(value) is bool,
    Kind.NUMBER: lambda value: type(value) is int and 0 <= value < 2**53,
    Kind.PHONE: _is_text,
    Kind.FACTOR: _is_text,
    Kind.LANGUAGES: _is_texts,
    Kind.NAMES: _is_texts,
    Kind.LINK: lambda value: type(value) is str and bool(_LINK.fullmatch(value)),
}


def differ(values: tuple[Value, ...]) -> bool:
    """Whether several live values really say different things."""
    return len(values) > 1 and len({canonical.encode(each.value) for each in values}) > 1


def searched(rtype: RecordType) -> frozenset[str]:
    """The fields whose words the search index holds."""
    return frozenset(
        each.name
        for each in rtype.fields
        if each.search and each.sensitivity is not Sensitivity.QUIET
    )


def search_text(rtype: RecordType, made: Mapping[str, Any]) -> str:
    """What the search index holds of a row: fields declared for it, phones as bare digits too."""
    parts: list[str] = []
    for field in rtype.fields:
        value = made.get(field.name)
        if not field.search or field.sensitivity is Sensitivity.QUIET or value is None:
            continue
        text = " ".join(json.loads(value)) if field.kind in _LISTS else str(value)
        parts.append(text)
        if field.kind is Kind.PHONE:
            parts.append("".join(each for each in text if each.isdigit()))
    return "\n".join(parts)


def moment(milliseconds: int) -> str:
    """ISO 8601 in UTC, as row tables keep times: so fine that records saved together keep order."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def decoded(rtype: RecordType, found: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its lists, answers and yes/no read back into Python."""
    read = dict(found)
    for name in JSON_COLUMNS:
        read[name] = json.loads(read[name])
    for field in rtype.fields:
        value = read[field.name]
        if value is not None and field.kind in _LISTS:
            read[field.name] = json.loads(value)
        elif value is not None and field.kind is Kind.YES:
            read[field.name] = bool(value)
    return read


_NOTHING: dict[type, str] = {list: "[]", dict: "{}"}
"""As JSON; most rows have two of the one and one of the other."""


def _column(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind in _LISTS:
        return _json(value)
    return int(value) if kind is Kind.YES else value


def _json(value: Any) -> str:
    if not value:
        return _NOTHING[type(value)]
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
