"""Sealing under a shared key (XChaCha20-Poly1305) and to a public key (X25519 sealed box).

A sealed item is nonce (24 bytes) ‖ ciphertext ‖ tag (16 bytes); the label and the caller's parts
are bound to it as associated data. XChaCha20-Poly1305 does not commit to its key: where a key could
be chosen by somebody else, keep a commitment beside it, as slots and epochs do.
"""

from __future__ import annotations

from os import urandom

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as _decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as _encrypt,
)
from nacl.bindings import (
    crypto_box_seal,
    crypto_box_seal_open,
    crypto_scalarmult_base,
)
from nacl.exceptions import CryptoError

from panoh.crypto.derive import derive
from panoh.crypto.labels import Label, frame
from panoh.errors import NotOpened, Refused

KEY_SIZE = 32
NONCE_SIZE = 24
TAG_SIZE = 16
OVERHEAD = NONCE_SIZE + TAG_SIZE
BOX_OVERHEAD = 48
"""What a sealed box adds to label and plaintext: its own public key and the tag."""


def new_key() -> bytes:
    return urandom(KEY_SIZE)


def seal(label: Label, key: bytes, plaintext: bytes, *aad: bytes) -> bytes:
    if len(key) != KEY_SIZE:
        raise ValueError("a sealing key is 32 bytes")
    nonce = urandom(NONCE_SIZE)
    return nonce + _encrypt(plaintext, label.framed + frame(*aad), nonce, key)


class Alike:
    """Equal input gives equal output, so that two members wrap one entry into one blob.

    The nonce is a keyed hash of everything that goes in: it repeats only together with all of it.
    Whoever sees two outputs learns whether they are equal, and nothing else. Worth keeping where
    much is sealed under one key: its subkeys are made once.
    """

    __slots__ = ("_label", "_nonce_key", "_sealing_key")

    def __init__(self, label: Label, key: bytes) -> None:
        self._label = label
        self._nonce_key = derive(label, key, b"nonce")
        self._sealing_key = derive(label, key, b"seal")

    def seal(self, plaintext: bytes, *aad: bytes) -> bytes:
        bound = frame(*aad)
        nonce = derive(self._label, self._nonce_key, bound, plaintext, size=NONCE_SIZE)
        return nonce + _encrypt(plaintext, self._label.framed + bound, nonce, self._sealing_key)

    def open(self, sealed: bytes, *aad: bytes) -> bytes:
        return open_sealed(self._label, self._sealing_key, sealed, *aad)


def seal_alike(label: Label, key: bytes, plaintext: bytes, *aad: bytes) -> bytes:
    """One item, as `Alike` seals it."""
    return Alike(label, key).seal(plaintext, *aad)


def open_alike(label: Label, key: bytes, sealed: bytes, *aad: bytes) -> bytes:
    """What `seal_alike` closed."""
    return Alike(label, key).open(sealed, *aad)


def open_sealed(label: Label, key: bytes, sealed: bytes, *aad: bytes) -> bytes:
    if len(sealed) < OVERHEAD or len(key) != KEY_SIZE:
        raise NotOpened
    try:
        return _decrypt(sealed[NONCE_SIZE:], label.framed + frame(*aad), sealed[:NONCE_SIZE], key)
    except CryptoError:
        raise NotOpened from None


def new_box_key() -> bytes:
    return urandom(KEY_SIZE)


def box_public(secret: bytes) -> bytes:
    if len(secret) != KEY_SIZE:
        raise ValueError("a box key is 32 bytes")
    return crypto_scalarmult_base(secret)


def seal_to(label: Label, public: bytes, plaintext: bytes) -> bytes:
    """Anybody can seal to a public key: who sent it must be proved by a signature around it."""
    if len(public) != KEY_SIZE:
        raise Refused(finding="a public key has the wrong size")
    try:
        return crypto_box_seal(label.framed + plaintext, public)
    except CryptoError:
        # A point of small order: whatever is sealed to it, everybody can open.
        raise Refused(finding="a public key is not usable") from None


def open_box(label: Label, secret: bytes, sealed: bytes) -> bytes:
    if len(sealed) < BOX_OVERHEAD or len(secret) != KEY_SIZE:
        raise NotOpened
    try:
        opened = crypto_box_seal_open(sealed, crypto_scalarmult_base(secret), secret)
    except CryptoError:
        raise NotOpened from None
    if not opened.startswith(label.framed):
        raise NotOpened
    return opened[len(label.framed) :]
