"""Keys from keys (BLAKE2b), hashes, random bytes, and keys from phrases (Argon2id).

BLAKE2b is Python's own: four times cheaper per call than through the library's binding, and the
tests hold the two against each other.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import blake2b
from os import urandom

from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13
from nacl.exceptions import CryptoError

from panoh.crypto.labels import Label, frame
from panoh.errors import NotEnoughMemory, VaultDamaged

KEY_SIZE = 32
SALT_SIZE = 16
KIB = 1024
MIB = 1024 * KIB


def derive(label: Label, key: bytes, *parts: bytes, size: int = 32) -> bytes:
    """A key (or a tag) from a key; a key of another length, above all an empty one, is refused."""
    if len(key) != KEY_SIZE:
        raise ValueError("a key is 32 bytes")
    return blake2b(label.framed + frame(*parts), digest_size=_sized(size), key=key).digest()


def digest(label: Label, *parts: bytes, size: int = 32) -> bytes:
    return blake2b(label.framed + frame(*parts), digest_size=_sized(size)).digest()


def random(n: int) -> bytes:
    return urandom(n)


def same(a: bytes, b: bytes) -> bool:
    """Compares in constant time; the one function here that answers instead of raising."""
    return hmac.compare_digest(a, b)


@dataclass(frozen=True, slots=True)
class StretchCost:
    """What one guess of a phrase costs: passes, and bytes of memory."""

    time: int = 3
    memory: int = 256 * MIB

    def check(self) -> None:
        """Refuses a cost outside the bounds. A slot is read before anything in it is proved."""
        for value, low, high in (
            (self.time, FLOOR.time, CEILING.time),
            (self.memory, FLOOR.memory, CEILING.memory),
        ):
            if type(value) is not int or not low <= value <= high:
                raise VaultDamaged(finding="a slot asks for an impossible cost")
        if self.memory % KIB:
            raise VaultDamaged(finding="a slot asks for an impossible cost")


FLOOR = StretchCost(time=3, memory=64 * MIB)
CEILING = StretchCost(time=10, memory=1024 * MIB)


def stretch(label: Label, secret: bytes, salt: bytes, cost: StretchCost) -> bytes:
    """A key from a phrase. The bounds are checked before a byte of memory is asked for."""
    cost.check()
    if not secret or len(salt) != SALT_SIZE:
        raise ValueError("a phrase is not empty and a salt is 16 bytes")
    try:
        stretched = crypto_pwhash_alg(
            KEY_SIZE, secret, salt, cost.time, cost.memory, crypto_pwhash_ALG_ARGON2ID13
        )
    except (CryptoError, MemoryError):
        raise NotEnoughMemory(mebibytes=cost.memory // MIB) from None
    return derive(label, stretched)


def _sized(size: int) -> int:
    if not 16 <= size <= 64:
        raise ValueError("a digest is 16 to 64 bytes")
    return size
