"""Ed25519 signatures over a label and length-prefixed parts."""

from __future__ import annotations

from os import urandom

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from panoh.crypto.labels import Label, frame
from panoh.errors import Refused

SEED_SIZE = 32
VERIFY_KEY_SIZE = 32
SIGNATURE_SIZE = 64


def new_signing_key() -> bytes:
    return urandom(SEED_SIZE)


def verify_key(seed: bytes) -> bytes:
    return _pair(seed)[0]


def sign(label: Label, seed: bytes, *parts: bytes) -> bytes:
    return crypto_sign(label.framed + frame(*parts), _pair(seed)[1])[:SIGNATURE_SIZE]


def verify(label: Label, verify_key: bytes, signature: bytes, *parts: bytes) -> None:
    """Returns only when the signature holds. Keys and signatures here come from strangers."""
    # The binding passes the key on without looking at its length: a short one would read past it.
    if len(verify_key) != VERIFY_KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        raise Refused(finding="a signature or its key has the wrong size")
    try:
        crypto_sign_open(signature + label.framed + frame(*parts), verify_key)
    except BadSignatureError:
        raise Refused(finding="a signature does not hold") from None


def _pair(seed: bytes) -> tuple[bytes, bytes]:
    if len(seed) != SEED_SIZE:
        raise ValueError("a signing key is 32 bytes")
    return crypto_sign_seed_keypair(seed)
