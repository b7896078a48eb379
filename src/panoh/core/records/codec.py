"""Bodies of entries that speak of records.

ASSIGN    {"r": [[type, record, {field: value}], …]}
SNAPSHOT  {"r": [[type, record, {field: [[device id, number, time, value], …]}], …]}
ERASE     {"e": [[type, record], …], "x": [id of an entry whose body goes, …]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from panoh.core.log.rules import is_count, is_time
from panoh.errors import Refused

RECORD_BYTES = 16
MAX_VALUE = 256 * 1024
MAX_DEPTH = 8
"""Of one value, encoded: each must find room in a snapshot, beside others set apart from it."""
ENTRY_BYTES = 32
_MAX_NAME = 64

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
    for row in rows:
        if not (isinstance(row, list) and len(row) == 3):
            raise Refused(finding="an entry about records that is malformed")
        kind, record, values = row
        sound = (
            _is_name(kind)
            and _is_id(record)
            and isinstance(values, dict)
            and all(_is_name(name) for name in values)
        )
        if not sound:
            raise Refused(finding="an entry about records that is malformed")
        yield kind, record, values


def check_value(value: Any, encoded: bytes) -> None:
    """Raises Refused on a value that could not be stated again in a snapshot."""
    if len(encoded) > MAX_VALUE or not _is_flat(value, MAX_DEPTH):
        raise Refused(finding="a value too large to be carried on")


def _is_flat(value: Any, depth: int) -> bool:
    if type(value) is str:
        return True
    if isinstance(value, dict):
        return depth > 0 and all(_is_flat(each, depth - 1) for each in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_is_flat(each, depth - 1) for each in value)
    return True


def restated(values: Any) -> Iterator[tuple[bytes, int, int, Any]]:
    """A field's values in a SNAPSHOT: device id, number, time and value of each, one at least."""
    if not isinstance(values, list) or not values:
        raise Refused(finding="a snapshot that is malformed")
    for each in values:
        if not (isinstance(each, list) and len(each) == 4):
            raise Refused(finding="a snapshot that is malformed")
        device, sequence, time, value = each
        if not (_is_id(device) and is_count(sequence) and is_time(time)):
            raise Refused(finding="a snapshot that is malformed")
        yield device, sequence, time, value


def erased(body: Any) -> list[tuple[str, bytes]]:
    """The records an ERASE body names; raises Refused when malformed."""
    rows = body.get("e") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        raise Refused(finding="an erasure that is malformed")
    for row in rows:
        if not (isinstance(row, list) and len(row) == 2 and _is_name(row[0]) and _is_id(row[1])):
            raise Refused(finding="an erasure that is malformed")
    entries_of(body)
    return [(row[0], row[1]) for row in rows]


def entries_of(body: Any) -> list[bytes]:
    """Ids of the entries whose bodies an ERASE takes away; raises Refused when malformed."""
    named = body.get("x", []) if isinstance(body, dict) else None
    if not isinstance(named, list) or not all(
        isinstance(each, bytes) and len(each) == ENTRY_BYTES for each in named
    ):
        raise Refused(finding="an erasure that is malformed")
    return named


def _is_id(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == RECORD_BYTES


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME
