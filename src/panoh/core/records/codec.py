"""Bodies of entries that speak of records.

ASSIGN    {"r": [[type, record, {field: value}], …]}
SNAPSHOT  {"r": [[type, record, {field: [[device id, number, time, value], …]}], …]}
ERASE     {"e": [[type, record], …], "x": [id of an entry whose body goes, …]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from panoh.errors import Refused

RECORD_BYTES = 16
_MAX_NAME = 64
_MOST, _LAST_TIME = 2**62, 253_402_300_799_999  # as in the header of an entry

Assigned = tuple[str, bytes, Mapping[str, Any]]
"""Type's table name, record id, values by field."""


def assign(changes: Sequence[Assigned]) -> dict[str, Any]:
    return {"r": [[kind, record, dict(values)] for kind, record, values in changes]}


def erase(records: Sequence[tuple[str, bytes]], entries: Sequence[bytes]) -> dict[str, Any]:
    return {"e": [list(each) for each in records], "x": list(entries)}


def assigned(body: Any) -> Iterator[Assigned]:
    """The changes of an ASSIGN or SNAPSHOT body; raises Refused when malformed."""
    rows = body.get("r") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        raise Refused(finding="an entry about records that is malformed")
    named: set[bytes] = set()
    for row in rows:
        if not (isinstance(row, list) and len(row) == 3):
            raise Refused(finding="an entry about records that is malformed")
        kind, record, values = row
        sound = (
            _is_name(kind)
            and isinstance(record, bytes)
            and len(record) == RECORD_BYTES
            and isinstance(values, dict)
            and all(_is_name(name) for name in values)
        )
        if not sound:
            raise Refused(finding="an entry about records that is malformed")
        if record in named:
            raise Refused(finding="an entry that names a record twice")
        named.add(record)
        yield kind, record, values


def origins(stated: Any) -> list[tuple[bytes, int, int, Any]]:
    """Device id, number, time and value of each value a SNAPSHOT restates for one field."""
    if not isinstance(stated, list):
        raise Refused(finding="a snapshot that is malformed")
    found: list[tuple[bytes, int, int, Any]] = []
    for each in stated:
        if not (isinstance(each, list) and len(each) == 4):
            raise Refused(finding="a snapshot that is malformed")
        device, number, time, value = each
        numbers = type(number) is int and type(time) is int
        if not (numbers and isinstance(device, bytes) and len(device) == RECORD_BYTES):
            raise Refused(finding="a snapshot that is malformed")
        if not (1 <= number <= _MOST and 0 <= time <= _LAST_TIME):
            raise Refused(finding="a snapshot with a number out of bounds")
        found.append((device, number, time, value))
    if len({each[:2] for each in found}) != len(found):
        raise Refused(finding="a snapshot that states one value twice")
    return found


def erased(body: Any) -> list[tuple[str, bytes]]:
    """The records an ERASE body names; raises Refused when malformed."""
    rows = body.get("e") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        raise Refused(finding="an erasure that is malformed")
    for row in rows:
        sound = (
            isinstance(row, list)
            and len(row) == 2
            and _is_name(row[0])
            and isinstance(row[1], bytes)
            and len(row[1]) == RECORD_BYTES
        )
        if not sound:
            raise Refused(finding="an erasure that is malformed")
    return [(row[0], row[1]) for row in rows]


def dropped(body: Any) -> set[bytes]:
    """Ids of the entries whose bodies an ERASE body takes; raises Refused when malformed."""
    ids = body.get("x", []) if isinstance(body, dict) else None
    if not isinstance(ids, list) or not all(isinstance(each, bytes) for each in ids):
        raise Refused(finding="an erasure that is malformed")
    return set(ids)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME
