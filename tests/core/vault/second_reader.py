"""Reads a vault's small files by docs/concepts/vault.md alone, with none of our code."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from typing import Any

import cbor2
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
    crypto_sign_open,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def framed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def hashed(purpose: str, *parts: bytes, key: bytes = b"", size: int = 32) -> bytes:
    data = framed(b"panoh/v1/" + purpose.encode(), *parts)
    return blake2b(data, key=key, digest_size=size).digest()


def fields(data: bytes, purpose: str) -> dict[str, Any]:
    content: dict[str, Any] = cbor2.loads(data)
    check = content.pop("check")
    assert check == hashed(purpose, cbor2.dumps(content, canonical=True), size=16)
    return content


def vault_key(data: bytes, vault_id: bytes, secret: str) -> bytes:
    """The key in a slot file."""
    slot = fields(data, "slot-check")
    assert (slot["v"], slot["suite"]) == (1, 1)
    purpose = {"passphrase": "slot", "paper": "paper"}[slot["kind"]]
    if slot["kind"] == "paper":
        typed = paper_bytes(secret)
    else:
        typed = unicodedata.normalize("NFC", secret).encode()
    raw = crypto_pwhash_alg(
        32, typed, slot["salt"], slot["time"], slot["memory"], crypto_pwhash_ALG_ARGON2ID13
    )
    stretched = hashed(purpose, key=raw)
    names = ("kind", "time", "memory", "salt", "vault")
    bound = cbor2.dumps([1, 1, vault_id, *(slot[name] for name in names)], canonical=True)
    assert slot["commitment"] == hashed("slot-commit", bound, key=stretched)
    beside = framed(b"panoh/v1/" + purpose.encode(), bound)
    wrap = hashed(purpose, bound, key=stretched)
    sealed = slot["sealed"]
    key = crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], beside, sealed[:24], wrap)
    assert slot["vault"] == hashed("vault-check", vault_id, key=key, size=16)
    return key


def paper_bytes(text: str) -> bytes:
    groups = text.split("-")
    number = 0
    for group in groups:
        for letter in group[:4]:
            number = number * 32 + ALPHABET.index(letter)
    return number.to_bytes(20, "big")


def anchor(data: bytes, vault_id: bytes, verify_key: bytes) -> tuple[int, bytes]:
    content = cbor2.loads(data)
    parts = (vault_id, content["count"].to_bytes(8, "big"), content["digest"])
    crypto_sign_open(content["sig"] + framed(b"panoh/v1/anchor", *parts), verify_key)
    return content["count"], content["digest"]
