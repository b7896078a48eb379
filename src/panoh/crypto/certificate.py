"""A certificate for TLS that vouches for nothing but its key: two people compare its fingerprint.

X.509 with Ed25519 (RFC 8410), made here because nothing else that Panoh ships can.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from os import urandom

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

_ED25519 = bytes.fromhex("300506032b6570")
_NAME = bytes.fromhex("310e300c06035504030c0570616e6f68")  # CN=panoh
_KEY = bytes.fromhex("302e020100300506032b657004220420")
_DAYS = 2
FINGERPRINT = 15
"""Bytes of SHA-256: 120 bits, 24 signs to compare."""


def make(now: datetime) -> tuple[bytes, str]:
    """A fresh key with its certificate, both in PEM, and the fingerprint to compare."""
    seed = urandom(32)
    public, secret = crypto_sign_seed_keypair(seed)
    name = _der(0x30, _NAME)
    day = timedelta(days=_DAYS)
    body = _der(
        0x30,
        _der(0xA0, b"\x02\x01\x02"),  # version 3
        _der(0x02, b"\x01" + urandom(15)),
        _ED25519,
        name,
        _der(0x30, _time(now - day), _time(now + day)),
        name,
        _der(0x30, _ED25519, _der(0x03, b"\x00" + public)),
    )
    signature = crypto_sign(body, secret)[:64]
    whole = _der(0x30, body, _ED25519, _der(0x03, b"\x00" + signature))
    return _pem("PRIVATE KEY", _KEY + seed) + _pem("CERTIFICATE", whole), fingerprint(whole)


def fingerprint(certificate: bytes) -> str:
    """What two people compare, from the certificate as it came (DER)."""
    signs = base64.b32encode(sha256(certificate).digest()[:FINGERPRINT]).decode("ascii")
    return "-".join(signs[at : at + 6] for at in range(0, len(signs), 6))


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _time(when: datetime) -> bytes:
    return _der(0x18, when.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode("ascii"))


def _pem(what: str, der: bytes) -> bytes:
    text = base64.encodebytes(der).decode("ascii").replace("\n", "")
    lines = "\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {what}-----\n{lines}\n-----END {what}-----\n".encode("ascii")
