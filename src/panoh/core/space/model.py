"""Frozen types of spaces."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from panoh.core.identity.model import Certificate, DeviceId, PersonId

SpaceId = bytes
"""16 bytes: digest of the founding fact, so that a space cannot be re-founded under its id."""
EpochId = bytes
"""16 bytes: digest of the space and of a commitment to the epoch's key."""
Fact = Mapping[str, Any]
"""A statement on membership or keys as it stands in an entry's body; see rules.py for its forms."""


class Role(enum.StrEnum):
    READER = "reader"
    WRITER = "writer"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class SignedFact:
    """A fact and the device whose signed entry carried it.

    `device` (its local number) and `sequence` say which entry that was, `seen` what its author
    had seen by then; None stands for everything before it in the list.
    """

    author: DeviceId
    fact: Fact
    device: int = 0
    sequence: int = 0
    seen: Mapping[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """A key's term. `readers` is sorted; an entry names another device by its place in it."""

    id: EpochId
    number: int
    commitment: bytes
    readers: tuple[DeviceId, ...]


class History(enum.StrEnum):
    """What of the past somebody who joins can read."""

    ALL = "all"
    CURRENT = "current"  # the values that stand, stated again under a key of theirs
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Joined:
    """How a device came in: by which entry, and which earlier keys were handed to it whole.

    `notes`: with the history CURRENT, whether what is written once was stated again too. `known`
    are the keys that whoever let it in knew of.
    """

    entry: tuple[DeviceId, int]
    history: History
    notes: bool
    given: frozenset[EpochId]
    known: frozenset[EpochId]


@dataclass(frozen=True, slots=True)
class SpaceState:
    """What the facts add up to. `refused` holds facts without authority and why; `overtaken`
    those that were sound when written and lost to one that was made apart from them."""

    id: SpaceId
    home: str
    parent: SpaceId | None
    restricted: str | None
    members: Mapping[PersonId, Role]
    devices: Mapping[DeviceId, Certificate]
    epochs: Mapping[EpochId, Epoch]
    current: EpochId
    refused: tuple[tuple[Fact, str], ...]
    overtaken: tuple[tuple[Fact, str], ...] = ()
    revoked: frozenset[DeviceId] = frozenset()
    joined: Mapping[DeviceId, Joined] = field(default_factory=dict)
    stated: Mapping[EpochId, tuple[DeviceId, int]] = field(default_factory=dict)
    """Which entry made each key: its author and number."""
    channel: bytes | None = None
    """The key under which the space's entries are carried; None as long as it was never moved."""
    channel_for: tuple[DeviceId, ...] = ()
    """Who could read that key when it was stated."""

    def role_of(self, device: DeviceId) -> Role | None:
        """The role of an active device's person, None for everybody else."""
        certificate = self.devices.get(device)
        return self.members.get(certificate.person) if certificate else None
