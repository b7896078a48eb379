"""One encoding for one value: canonical CBOR, and a decoder that refuses what it would not encode.

Allowed: integers of 64 bits, bytes, text, booleans, None, lists and maps of these. Floats, tags,
indefinite lengths, duplicate keys, deep nesting and unsorted maps are refused, so that nobody can
make a second byte string that reads like the first (RFC 8949 §4.2.3, length-first key order).
"""

from __future__ import annotations

from typing import Any

import cbor2

from panoh.errors import Refused

MAX_DEPTH = 16
MAX_BYTES = 16 * 1024 * 1024
_LOW, _HIGH = -(2**63), 2**64


def encode(value: Any) -> bytes:
    """`value` as canonical bytes; raises Refused on a type or number outside the allowed set."""
    if type(value) is str:
        return cbor2.dumps(value)
    _check(value, 0)
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes, limit: int = MAX_BYTES) -> Any:
    """The value of `data`; raises Refused when too long, malformed or not canonical."""
    if len(data) > limit:
        raise Refused(finding=f"{len(data)} bytes where at most {limit} are allowed")
    try:
        value = cbor2.loads(
            data, max_depth=MAX_DEPTH + 1, allow_indefinite=False, allow_duplicate_keys=False
        )
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Refused(finding="bytes that are not canonical CBOR") from error
    if encode(value) != data:
        raise Refused(finding="a second encoding of a value")
    return value


def read_back(data: bytes) -> Any:
    """The value of what this vault encoded itself: its form was seen to when it was written, and
    its pages are sealed. Never for what came from elsewhere."""
    return cbor2.loads(data)


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Refused(finding="a value nested too deeply")
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():
            if type(key) is not str and type(key) is not int and type(key) is not bytes:
                raise Refused(finding="a map key of a type that is not allowed")
            _check(inner, depth + 1)
    elif kind is list or kind is tuple:
        for inner in value:
            _check(inner, depth + 1)
    elif kind is int:
        if not _LOW <= value < _HIGH:
            raise Refused(finding="a number beyond 64 bits")
    elif kind is not bytes and kind is not str and kind is not bool and value is not None:
        raise Refused(finding="a value of a type that is not allowed")
