"""Inputs for the decoders: altered bytes, altered values, and the same value encoded otherwise."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random
from typing import Any

_INTERESTING = (0, 1, 0x17, 0x18, 0x1F, 0x40, 0x7F, 0x80, 0x9F, 0xBF, 0xC0, 0xF5, 0xF6, 0xFB, 0xFF)
_NUMBERS = (
    0,
    1,
    -1,
    2,
    23,
    24,
    255,
    256,
    65536,
    2**31,
    2**32,
    2**53,
    2**63 - 1,
    2**64 - 1,
    -(2**63),
)
_TEXTS = (
    "",
    "a",
    "k",
    "\x00",
    "ӣ",
    "é",
    "\u202e",
    "𝕏" * 3,
    "genesis",
    "member",
    "../x",
    "'; --",
    "9" * 40,
)
MOST = 1 << 16
"""No altered input grows above this many bytes."""


def altered(data: bytes, other: bytes, random: Random) -> bytes:
    """`data` with one to four small accidents."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        _ALTER[random.randrange(len(_ALTER))](changed, other, random)
    return bytes(changed[:MOST])


def _at(changed: bytearray, random: Random) -> int:
    return random.randrange(len(changed) + 1)


def _flip(changed: bytearray, other: bytes, random: Random) -> None:
    if changed:
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)


def _set(changed: bytearray, other: bytes, random: Random) -> None:
    if changed:
        changed[random.randrange(len(changed))] = random.choice(_INTERESTING)


def _cut(changed: bytearray, other: bytes, random: Random) -> None:
    place = _at(changed, random)
    del changed[place : place + random.choice((1, 1, 2, 8, 1 << 20))]


def _insert(changed: bytearray, other: bytes, random: Random) -> None:
    place = _at(changed, random)
    changed[place:place] = random.randbytes(random.choice((1, 1, 2, 4, 9, 64)))


def _double(changed: bytearray, other: bytes, random: Random) -> None:
    first, last = sorted((_at(changed, random), _at(changed, random)))
    changed[last:last] = changed[first:last] * random.choice((1, 1, 1, 20))
    del changed[MOST:]


def _splice(changed: bytearray, other: bytes, random: Random) -> None:
    first, last = sorted((random.randrange(len(other) + 1), random.randrange(len(other) + 1)))
    place = _at(changed, random)
    changed[place : place + random.choice((0, last - first))] = other[first:last]


def _number(changed: bytearray, other: bytes, random: Random) -> None:
    size = random.choice((1, 2, 4, 8))
    number = random.choice(_NUMBERS) % (1 << 8 * size)
    place = _at(changed, random)
    changed[place : place + size] = number.to_bytes(size, "big")


_ALTER = (_flip, _flip, _set, _cut, _insert, _double, _splice, _number)


# ── values ──────────────────────────────────────────────────────────────────────────────────


def some_value(random: Random, depth: int = 0) -> Any:
    """A value of the kinds that canonical CBOR allows."""
    kind = random.randrange(7 if depth < 4 else 5)
    if kind == 0:
        return random.choice(_NUMBERS)
    if kind == 1:
        return random.choice(_TEXTS)
    if kind == 2:
        return random.randbytes(random.choice((0, 1, 16, 16, 32, 64)))
    if kind == 3:
        return random.choice((True, False, None))
    if kind == 4:
        return random.getrandbits(random.choice((3, 8, 20, 63)))
    if kind == 5:
        return [some_value(random, depth + 1) for _ in range(random.randrange(5))]
    return {some_key(random): some_value(random, depth + 1) for _ in range(random.randrange(5))}


def some_key(random: Random) -> Any:
    return random.choice((random.choice(_TEXTS), random.choice(_NUMBERS), random.randbytes(4)))


def altered_value(value: Any, random: Random) -> Any:
    """The value with one or two of its places made into something else."""
    for _ in range(random.choice((1, 1, 2))):
        value = _somewhere(value, random)
    return value


def _somewhere(value: Any, random: Random) -> Any:
    inner = _inner(value, random)
    if inner is not None and random.random() < 0.8:
        key, change = inner
        copy = dict(value) if isinstance(value, dict) else list(value)
        return change(copy, key)
    return _other(value, random)


def _inner(value: Any, random: Random) -> tuple[Any, Callable[[Any, Any], Any]] | None:
    """A place inside, and what is to happen there."""
    if not isinstance(value, (dict, list)) or not value:
        return None
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = random.choice(keys)
    act = random.random()
    if act < 0.12:
        return key, _without
    if act < 0.2:
        return key, lambda copy, at: _twice(copy, at, random)
    return key, lambda copy, at: _changed(copy, at, random)


def _without(copy: Any, key: Any) -> Any:
    del copy[key]
    return copy


def _twice(copy: Any, key: Any, random: Random) -> Any:
    if isinstance(copy, list):
        copy.insert(random.randrange(len(copy) + 1), copy[key])
    else:
        copy[some_key(random)] = copy[key]
    return copy


def _changed(copy: Any, key: Any, random: Random) -> Any:
    copy[key] = _somewhere(copy[key], random)
    return copy


def _other(value: Any, random: Random) -> Any:
    """Another value: often of the same type, as that comes further."""
    if random.random() < 0.4:
        return some_value(random, 3)
    if isinstance(value, bytes):
        return altered(value, random.randbytes(8), random)
    if isinstance(value, str):
        place = random.randrange(len(value) + 1)
        return value[:place] + random.choice(_TEXTS) + value[place + random.randrange(2) :]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        number = random.choice((value + 1, value - 1, -value, *_NUMBERS))
        return max(-(2**63), min(2**64 - 1, number))
    return some_value(random, 2)


# ── encodings, written without the library that is under test ───────────────────────────────


def encoded(value: Any) -> bytes:
    """Canonical CBOR, made independently."""
    return _encoded(value, None)


def encoded_otherwise(value: Any, random: Random) -> bytes:
    """The value in some other, allowed or forbidden, form of CBOR; seldom the canonical one."""
    return _encoded(value, random)


def _encoded(value: Any, random: Random | None) -> bytes:
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _head(0, value, random) if value >= 0 else _head(1, -1 - value, random)
    if isinstance(value, (bytes, str)):
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        major = 3 if isinstance(value, str) else 2
        if random is not None and random.random() < 0.05:
            return bytes([major << 5 | 31]) + _head(major, len(data), None) + data + b"\xff"
        return _head(major, len(data), random) + data
    if isinstance(value, (list, tuple)):
        return _together(4, [_encoded(each, random) for each in value], len(value), random)
    pairs = [(_encoded(key, random), _encoded(inner, random)) for key, inner in value.items()]
    pairs.sort(key=lambda pair: (len(pair[0]), pair[0]))
    if random is not None and random.random() < 0.1:
        random.shuffle(pairs)
    if random is not None and pairs and random.random() < 0.05:
        pairs.append(random.choice(pairs))
    return _together(5, [key + inner for key, inner in pairs], len(pairs), random)


def _together(major: int, parts: list[bytes], count: int, random: Random | None) -> bytes:
    if random is not None and random.random() < 0.05:
        return bytes([major << 5 | 31]) + b"".join(parts) + b"\xff"
    return _head(major, count, random) + b"".join(parts)


def _head(major: int, number: int, random: Random | None) -> bytes:
    """The shortest head, or by chance a longer one, a float or a tag before it."""
    sizes = [(24, 1, ">B"), (25, 2, ">H"), (26, 4, ">I"), (27, 8, ">Q")]
    if random is not None and random.random() < 0.04:
        if major == 0 and random.random() < 0.3:
            return b"\xfb" + struct.pack(">d", float(number))
        if random.random() < 0.2:
            return b"\xc2" + _head(major, number, None)
        fitting = [each for each in sizes if number < 1 << 8 * each[1]]
        more, _size, form = random.choice(fitting)
        return bytes([major << 5 | more]) + struct.pack(form, number)
    if number < 24:
        return bytes([major << 5 | number])
    more, _size, form = next(each for each in sizes if number < 1 << 8 * each[1])
    return bytes([major << 5 | more]) + struct.pack(form, number)
