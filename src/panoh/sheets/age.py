"""An age file for a phrase (age-encryption.org/v1), made in memory.

Written here because the packaged writers choose the cost of a guess by timing this computer, and
then ask for up to 1 GiB of memory, here and wherever the file is opened. Here it is always 256 MiB.
Nothing is of our own making: the tests open these files with another program's reader.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from secrets import token_bytes

from Cryptodome.Cipher import ChaCha20_Poly1305

from panoh.errors import NotEnoughMemory

INTRO = b"age-encryption.org/v1"
COST = 18
"""Two to this power is scrypt's N: 256 MiB, about a second."""
CHUNK = 64 * 1024
_MEBIBYTES = 1 << (COST - 10)


def seal(data: bytes, phrase: str) -> bytes:
    """Raises NotEnoughMemory where 256 MiB are not free."""
    key, salt, nonce = token_bytes(16), token_bytes(16), token_bytes(16)
    wrapped = _box(_stretch(phrase, INTRO + b"/scrypt" + salt), bytes(12), key)
    head = b"%s\n-> scrypt %s %d\n%s\n---" % (INTRO, _text(salt), COST, _text(wrapped))
    mark = hmac.new(_derive(key, b"", b"header"), head, hashlib.sha256).digest()
    made = bytearray(head + b" " + _text(mark) + b"\n" + nonce)
    body = _derive(key, nonce, b"payload")
    last = max(0, (len(data) - 1) // CHUNK)
    for number in range(last + 1):
        count = number.to_bytes(11, "big") + bytes([number == last])
        made += _box(body, count, data[number * CHUNK : (number + 1) * CHUNK])
    return bytes(made)


def _stretch(phrase: str, salt: bytes) -> bytes:
    room = 2 * 1024 * 1024 * _MEBIBYTES
    try:
        return hashlib.scrypt(
            phrase.encode("utf-8"), salt=salt, n=1 << COST, r=8, p=1, dklen=32, maxmem=room
        )
    except (MemoryError, ValueError, OSError):
        raise NotEnoughMemory(mebibytes=_MEBIBYTES) from None


def _derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA-256, one block."""
    drawn = hmac.new(salt or bytes(32), key, hashlib.sha256).digest()
    return hmac.new(drawn, purpose + b"\x01", hashlib.sha256).digest()


def _box(key: bytes, nonce: bytes, data: bytes) -> bytes:
    sealed, tag = ChaCha20_Poly1305.new(key=key, nonce=nonce).encrypt_and_digest(data)
    return bytes(sealed + tag)


def _text(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")
