"""Frozen types of spaces."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
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

    def role_of(self, device: DeviceId) -> Role | None:
        """The role of an active device's person, None for everybody else."""
        certificate = self.devices.get(device)
        return self.members.get(certificate.person) if certificate else None
