"""Signatures and sealed boxes that cost nothing, for many seeds; a few seeds use the real ones.

They keep the lengths and the meaning: what was not signed by a key does not verify under it, and
a box opens with its own secret only. Nobody in these worlds looks into the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from unittest.mock import patch

from nacl.exceptions import BadSignatureError, CryptoError

from panoh.core.identity import codec as identity_codec


def _of(*parts: bytes, size: int = 32) -> bytes:
    return blake2b(b"".join(parts), digest_size=size).digest()


def keypair(seed: bytes) -> tuple[bytes, bytes]:
    public = _of(b"public", seed)
    return public, seed + public


def signed(message: bytes, secret: bytes) -> bytes:
    return _of(secret[32:], message, size=64) + message


def opened(message: bytes, public: bytes) -> bytes:
    if _of(public, message[64:], size=64) != message[:64]:
        raise BadSignatureError
    return message[64:]


def box_public(secret: bytes) -> bytes:
    return _of(b"box", secret)


def box_seal(plain: bytes, public: bytes) -> bytes:
    return public + _of(public, plain, size=16) + plain


def box_open(sealed: bytes, public: bytes, _secret: bytes) -> bytes:
    if sealed[:32] != public or _of(public, sealed[48:], size=16) != sealed[32:48]:
        raise CryptoError
    return sealed[48:]


@contextmanager
def stubbed() -> Iterator[None]:
    """Inside, signing and sealing to somebody are played."""
    identity_codec._decoded.cache_clear()
    with (
        patch("panoh.crypto.sign.crypto_sign_seed_keypair", keypair),
        patch("panoh.crypto.sign.crypto_sign", signed),
        patch("panoh.crypto.sign.crypto_sign_open", opened),
        patch("panoh.crypto.seal.crypto_scalarmult_base", box_public),
        patch("panoh.crypto.seal.crypto_box_seal", box_seal),
        patch("panoh.crypto.seal.crypto_box_seal_open", box_open),
    ):
        yield
    identity_codec._decoded.cache_clear()
