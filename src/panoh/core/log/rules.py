"""Pure decisions of the log: padding, causality and the soundness of a chain."""

from __future__ import annotations

from collections.abc import Mapping

from panoh.core.log.model import EntryId, Header, Vector
from panoh.errors import Equivocation, Refused

LEAST = 1024
"""No entry is shorter than this, in bytes."""
SEEN_IN_HEADER = 12
"""Heads that fit a header; further ones go into the body under "seen"."""
LATEST = 253_370_764_800_000
"""The year 9999 in milliseconds: no clock says more, and what shows a time can show this one."""
MOST = 2**63 - 1
"""The greatest number that the vault's database can keep."""


def is_count(value: object, least: int = 1, most: int = MOST) -> bool:
    """A plain whole number within bounds; true and false are none."""
    return type(value) is int and least <= value <= most


def is_time(value: object) -> bool:
    return is_count(value, 0, LATEST)


def next_time(now: int, latest: int) -> int:
    """The time an entry states: never before what stands in the space, never out of bounds."""
    return min(max(now, latest + 1), LATEST)


def padme(length: int) -> int:
    """The Padmé length at or above `length` (PURBs, PETS 2019), never below LEAST."""
    if length <= LEAST:
        return LEAST
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def pad(plain: bytes, around: int) -> bytes:
    """`plain`, 0x80 and zeros, so that with `around` more bytes the whole is a Padmé length."""
    whole = padme(len(plain) + 1 + around)
    return plain + b"\x80" + bytes(whole - around - len(plain) - 1)


def unpad(padded: bytes) -> bytes:
    stripped = padded.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise Refused(finding="an entry whose padding is malformed")
    return stripped[:-1]


def join(first: Mapping[int, int], second: Mapping[int, int]) -> Vector:
    """The least vector that has seen what both have."""
    joined = dict(first)
    for device, sequence in second.items():
        if sequence > joined.get(device, 0):
            joined[device] = sequence
    return joined


def has_seen(vector: Mapping[int, int], device: int, sequence: int) -> bool:
    return vector.get(device, 0) >= sequence


def check_next(header: Header, head: tuple[int, EntryId] | None, identity: EntryId) -> bool:
    """Whether this entry continues its author's chain; False when it is already the head.

    Raises Refused for a gap or a foreign predecessor, Equivocation for a second entry under a
    number already used by the head.
    """
    last, last_id = head if head else (0, None)
    if header.sequence == last and identity == last_id:
        return False
    if header.sequence <= last:
        raise Equivocation(finding=f"number {header.sequence}")
    if header.sequence != last + 1:
        raise Refused(
            finding=f"entry {header.sequence} of a chain that stands at {last}: something between"
            " is missing or was put elsewhere"
        )
    if header.previous != last_id:
        raise Equivocation(finding=f"what comes before number {header.sequence} differs")
    return True
