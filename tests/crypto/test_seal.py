"""Sealing: opens only under the same key, label and data beside it; never twice the same nonce."""

from __future__ import annotations

import pytest

from panoh.crypto.derive import random
from panoh.crypto.labels import Label
from panoh.crypto.seal import (
    BOX_OVERHEAD,
    NONCE_SIZE,
    OVERHEAD,
    box_public,
    new_box_key,
    new_key,
    open_alike,
    open_box,
    open_sealed,
    seal,
    seal_alike,
    seal_to,
)
from panoh.errors import NotOpened, Refused

KEY = bytes(range(32))
SECRET = bytes(range(32, 64))
PLAIN = b"what a client said"


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 63, 64, 65, 1024, 65_536])
def test_what_was_sealed_opens(size: int) -> None:
    plain = random(size)
    sealed = seal(Label.BODY, KEY, plain, b"space", b"epoch")
    assert len(sealed) == size + OVERHEAD
    assert open_sealed(Label.BODY, KEY, sealed, b"space", b"epoch") == plain


def test_every_flipped_bit_is_refused() -> None:
    sealed = seal(Label.BODY, KEY, PLAIN)
    for position in range(8 * len(sealed)):
        with pytest.raises(NotOpened):
            open_sealed(Label.BODY, KEY, _flipped(sealed, position))


def test_every_flipped_bit_of_the_key_is_refused() -> None:
    sealed = seal(Label.BODY, KEY, PLAIN)
    for position in range(8 * 32):
        with pytest.raises(NotOpened):
            open_sealed(Label.BODY, _flipped(KEY, position), sealed)


def test_every_cut_and_every_addition_is_refused() -> None:
    sealed = seal(Label.BODY, KEY, PLAIN)
    for size in range(len(sealed)):
        with pytest.raises(NotOpened):
            open_sealed(Label.BODY, KEY, sealed[:size])
        with pytest.raises(NotOpened):
            open_sealed(Label.BODY, KEY, sealed[size + 1 :])
    with pytest.raises(NotOpened):
        open_sealed(Label.BODY, KEY, sealed + b"\x00")


@pytest.mark.parametrize(
    ("label", "beside"),
    [
        (Label.HEADER, (b"space", b"epoch")),
        (Label.BODY, (b"spac", b"eepoch")),
        (Label.BODY, (b"spaceepoch",)),
        (Label.BODY, (b"space", b"epoch", b"")),
        (Label.BODY, ()),
    ],
)
def test_another_label_or_place_is_refused(label: Label, beside: tuple[bytes, ...]) -> None:
    sealed = seal(Label.BODY, KEY, PLAIN, b"space", b"epoch")
    with pytest.raises(NotOpened):
        open_sealed(label, KEY, sealed, *beside)


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"\x00"])
def test_a_key_of_another_size_neither_seals_nor_opens(key: bytes) -> None:
    with pytest.raises(ValueError):
        seal(Label.BODY, key, PLAIN)
    with pytest.raises(NotOpened):
        open_sealed(Label.BODY, key, seal(Label.BODY, KEY, PLAIN))


def test_nonces_never_repeat() -> None:
    """The full figure, ten million, runs in the soak."""
    made = {seal(Label.BODY, KEY, b"")[:NONCE_SIZE] for _ in range(100_000)}
    assert len(made) == 100_000


def test_the_same_plaintext_looks_different_each_time() -> None:
    assert seal(Label.BODY, KEY, PLAIN) != seal(Label.BODY, KEY, PLAIN)
    public = box_public(SECRET)
    assert seal_to(Label.EPOCH_SEAL, public, KEY) != seal_to(Label.EPOCH_SEAL, public, KEY)


def test_a_box_opens_for_its_owner_only() -> None:
    box = seal_to(Label.EPOCH_SEAL, box_public(SECRET), PLAIN)
    assert len(box) == len(PLAIN) + len(Label.EPOCH_SEAL.framed) + BOX_OVERHEAD
    assert open_box(Label.EPOCH_SEAL, SECRET, box) == PLAIN
    with pytest.raises(NotOpened):
        open_box(Label.EPOCH_SEAL, new_box_key(), box)


def test_a_box_of_another_purpose_is_refused() -> None:
    box = seal_to(Label.EPOCH_SEAL, box_public(SECRET), PLAIN)
    for label in set(Label) - {Label.EPOCH_SEAL}:
        with pytest.raises(NotOpened):
            open_box(label, SECRET, box)


def test_every_flipped_bit_of_a_box_is_refused() -> None:
    """X25519 alone ignores the top bit of the sender's key; the nonce, made from it, does not."""
    box = seal_to(Label.EPOCH_SEAL, box_public(SECRET), PLAIN)
    for position in range(8 * len(box)):
        with pytest.raises(NotOpened):
            open_box(Label.EPOCH_SEAL, SECRET, _flipped(box, position))


def test_every_cut_of_a_box_is_refused() -> None:
    box = seal_to(Label.EPOCH_SEAL, box_public(SECRET), PLAIN)
    for size in range(len(box)):
        with pytest.raises(NotOpened):
            open_box(Label.EPOCH_SEAL, SECRET, box[:size])


@pytest.mark.parametrize(
    "public",
    [
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        b"\xec" + b"\xff" * 30 + b"\x7f",
        b"\xed" + b"\xff" * 30 + b"\x7f",
        b"\xee" + b"\xff" * 30 + b"\x7f",
        b"",
        bytes(31),
        bytes(33),
    ],
)
def test_a_public_key_that_hides_nothing_is_refused(public: bytes) -> None:
    """Points of small order: whatever is sealed to them, everybody can open."""
    with pytest.raises(Refused):
        seal_to(Label.EPOCH_SEAL, public, KEY)


def test_new_keys_differ() -> None:
    assert len({new_key() for _ in range(1000)} | {new_box_key() for _ in range(1000)}) == 2000


def _flipped(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position // 8] ^= 1 << position % 8
    return bytes(changed)


def test_alike_gives_two_members_the_same_bytes() -> None:
    key = new_key()
    once = seal_alike(Label.MAILBOX_HEAD, key, b"plain", b"mailbox")
    assert once == seal_alike(Label.MAILBOX_HEAD, key, b"plain", b"mailbox")
    assert open_alike(Label.MAILBOX_HEAD, key, once, b"mailbox") == b"plain"


def test_alike_never_repeats_a_nonce_for_something_else() -> None:
    key = new_key()
    made = [
        seal_alike(Label.MAILBOX_HEAD, key, b"plain", b"mailbox"),
        seal_alike(Label.MAILBOX_BODY, key, b"plain", b"mailbox"),
        seal_alike(Label.MAILBOX_HEAD, key, b"other", b"mailbox"),
        seal_alike(Label.MAILBOX_HEAD, key, b"plain", b"another"),
        seal_alike(Label.MAILBOX_HEAD, key, b"plain", b"mail", b"box"),
        seal_alike(Label.MAILBOX_HEAD, new_key(), b"plain", b"mailbox"),
    ]
    assert len({each[:NONCE_SIZE] for each in made}) == len(made)
    for other in made[1:]:
        with pytest.raises(NotOpened):
            open_alike(Label.MAILBOX_HEAD, key, other[:-1], b"mailbox")
