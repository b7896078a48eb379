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
            and isinstance(record, bytes)
            and len(record) == RECORD_BYTES
            and isinstance(values, dict)
            and all(_is_name(name) for name in values)
        )
        if not sound:
            raise Refused(finding="an entry about records that is malformed")
        yield kind, record, values


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


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MAX_NAME
