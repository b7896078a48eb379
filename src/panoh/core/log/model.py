"""Frozen types of the log."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from panoh.core.identity.model import DeviceId
from panoh.core.space.model import EpochId, SpaceId

EntryId = bytes
"""32 bytes: digest of what the author signed."""
Vector = dict[int, int]
"""Device number (local) → greatest sequence number known, itself and all before it."""


class EntryKind(enum.IntEnum):
    FACT = 1  # membership and keys
    ASSIGN = 2  # values of records
    SNAPSHOT = 3  # present values restated with their origin
    ERASE = 4  # names records whose bodies go
    BLOB = 5  # 64 KiB of an attachment


@dataclass(frozen=True, slots=True)
class Header:
    """What the author signed. `seen` names other devices by their place in the epoch's readers.

    `time` is milliseconds since 1970, shown and never trusted for order.
    """

    kind: int
    device: DeviceId
    sequence: int
    previous: EntryId | None
    seen: tuple[tuple[int, int], ...]
    time: int
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry as it travels; `body_slot` is None once erased."""

    suite: int
    space: SpaceId
    epoch: EpochId
    header_slot: bytes
    body_slot: bytes | None


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry whose signature and seals held; `body` is None once erased."""

    id: EntryId
    space: SpaceId
    epoch: EpochId
    header: Header
    body: Any


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as the vault keeps it: its place, its author's local number and what it had seen."""

    position: int
    id: EntryId
    space: int
    device: int
    sequence: int
    kind: int
    time: int
    vector: Vector
    sealed: Sealed
