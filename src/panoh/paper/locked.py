"""The password of a PDF: AES-256 as ISO 32000-2 lays down (revision 6).

Whoever has the file can guess as often as they like, and each guess is cheap: the strength is the
password's alone. Nothing here is of our own making; other programs must be able to open the file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from secrets import token_bytes

from Cryptodome.Cipher import AES

LONGEST = 127
"""Bytes of a password that the format looks at."""
_BLOCK = 16
_ALL_ALLOWED = -4
_HASHES = (hashlib.sha256, hashlib.sha384, hashlib.sha512)


def password_bytes(password: str) -> bytes:
    """As every reader will make them of what is typed; raises ValueError when that is too long."""
    made = unicodedata.normalize("NFKC", password).encode("utf-8")
    if not made or len(made) > LONGEST:
        raise ValueError("a password of 1 to 127 bytes")
    return made


@dataclass(frozen=True, slots=True)
class Lock:
    """The key of one file, and the dictionary from which the password gets it."""

    key: bytes
    entries: dict[str, bytes]  # U, UE, O, OE, Perms
    permissions: int = _ALL_ALLOWED

    def seal(self, data: bytes) -> bytes:
        """One string or stream."""
        start = token_bytes(_BLOCK)
        left = _BLOCK - len(data) % _BLOCK
        return start + _cbc(self.key, start, data + bytes([left]) * left)


def lock(password: str) -> Lock:
    """A fresh key, behind the password; the owner's password is random and known to nobody."""
    typed, key = password_bytes(password), token_bytes(32)
    check, salt = token_bytes(8), token_bytes(8)
    user = _hash(typed, check, b"") + check + salt
    owner, check, owner_salt = token_bytes(32), token_bytes(8), token_bytes(8)
    others = _hash(owner, check, user) + check + owner_salt
    nothing = bytes(_BLOCK)
    rights = (_ALL_ALLOWED & 0xFFFFFFFF).to_bytes(4, "little") + b"\xff" * 4 + b"Tadb"
    return Lock(
        key,
        {
            "U": user,
            "UE": _cbc(_hash(typed, salt, b""), nothing, key),
            "O": others,
            "OE": _cbc(_hash(owner, owner_salt, user), nothing, key),
            "Perms": AES.new(key, AES.MODE_ECB).encrypt(rights + token_bytes(4)),
        },
    )


def _cbc(key: bytes, start: bytes, data: bytes) -> bytes:
    made: bytes = AES.new(key, AES.MODE_CBC, iv=start).encrypt(data)
    return made


def _hash(password: bytes, salt: bytes, user: bytes) -> bytes:
    """Algorithm 2.B."""
    key = hashlib.sha256(password + salt + user).digest()
    rounds = 0
    while True:
        mixed = _cbc(key[:16], key[16:32], (password + key + user) * 64)
        key = _HASHES[sum(mixed[:16]) % 3](mixed).digest()
        rounds += 1
        if rounds >= 64 and mixed[-1] <= rounds - 32:
            return key[:32]
