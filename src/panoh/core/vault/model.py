"""Frozen types of the vault."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from panoh.crypto.derive import StretchCost
from panoh.words import _

FORMAT = 1
SUITE = 1
"""Argon2id, keyed BLAKE2b, XChaCha20-Poly1305. One allowed set; nothing is negotiated."""

ID_SIZE = 4


class SlotKind(enum.StrEnum):
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, not a secret
    PAPER = "paper"
    TRUSTEES = "trustees"


@dataclass(frozen=True, slots=True)
class Header:
    """What may be known of a vault before it is open: nothing about its person."""

    id: bytes
    language: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault key under one secret. `vault` commits to the key, `commitment` to the secret."""

    kind: SlotKind
    cost: StretchCost
    salt: bytes
    vault: bytes
    sealed: bytes
    commitment: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A neutral sign by which people on one laptop tell their vaults apart. Message keys."""

    shape: str
    colour: str

    def __str__(self) -> str:
        return _("{colour} {shape}").format(colour=_(self.colour), shape=_(self.shape))


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """Where a vault is; that it is whole is only known when it is unlocked."""

    home: Path
    id: str

    @property
    def folder(self) -> Path:
        return self.home / self.id

    @property
    def database(self) -> Path:
        return self.folder / "vault.db"

    @property
    def header(self) -> Path:
        return self.folder / "header"

    @property
    def upgrade_copy(self) -> Path:
        """The database as it was before a newer program changed its form, until the next time it
        is opened or something is erased."""
        return self.folder / "before-upgrade.db"

    @property
    def put_back(self) -> Path:
        """Stands there from a restore until the vault was opened as a new device."""
        return self.folder / "restored"

    @property
    def slots(self) -> Path:
        return self.folder / "slots"

    def slot(self, kind: SlotKind) -> Path:
        return self.slots / f"{kind.value}.slot"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Subkeys of the vault key, each for one purpose."""

    database: bytes
    identity: bytes
    epochs: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the vault had come: number of entries, and a digest over them."""

    count: int
    digest: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a phrase is to guess. `words` is a message key that says what would help."""

    bits: float
    enough: bool
    words: str
