"""Frozen types of identity."""

from __future__ import annotations

from dataclasses import dataclass

PersonId = bytes
"""16 bytes: digest of the root's public key."""
DeviceId = bytes
"""16 bytes: digest of the device's two public keys."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A device, as its person's root vouches for it. `encoded` is what was signed and sent."""

    person: PersonId
    root_public: bytes
    device: DeviceId
    sign_public: bytes
    box_public: bytes
    number: int
    previous: bytes
    issued: int
    encoded: bytes


@dataclass(frozen=True, slots=True)
class Person:
    """The owner of an unlocked vault, with this device's secret keys (32 bytes each).

    `root_seed` is None on a device that another one let in: only the first can certify more.
    """

    id: PersonId
    device: DeviceId
    device_no: int
    certificate: Certificate
    root_seed: bytes | None
    sign_seed: bytes
    box_secret: bytes
