"""Signatures: only the same label, key and parts are accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from panoh.crypto.labels import Label
from panoh.crypto.sign import new_signing_key, sign, verify, verify_key
from panoh.errors import Refused

SEED = bytes(range(32))
KEY = verify_key(SEED)
ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "ed25519.json").read_text(encoding="utf-8")
)["vectors"]


def test_what_was_signed_verifies() -> None:
    signature = sign(Label.ENTRY, SEED, b"space", b"header")
    verify(Label.ENTRY, KEY, signature, b"space", b"header")
    assert len(signature) == 64


def test_signed_bytes_are_label_and_parts_with_their_lengths() -> None:
    plain = b"\x00\x00\x00\x0epanoh/v1/entry\x00\x00\x00\x02ab\x00\x00\x00\x00"
    _, secret = crypto_sign_seed_keypair(SEED)
    assert sign(Label.ENTRY, SEED, b"ab", b"") == crypto_sign(plain, secret)[:64]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        (Label.FACT, (b"space", b"header")),
        (Label.ENTRY, (b"spac", b"eheader")),
        (Label.ENTRY, (b"spaceheader",)),
        (Label.ENTRY, (b"space", b"header", b"")),
        (Label.ENTRY, (b"header", b"space")),
        (Label.ENTRY, ()),
    ],
)
def test_another_label_or_cut_is_refused(label: Label, parts: tuple[bytes, ...]) -> None:
    signature = sign(Label.ENTRY, SEED, b"space", b"header")
    with pytest.raises(Refused):
        verify(label, KEY, signature, *parts)


def test_every_flipped_bit_is_refused() -> None:
    signature = sign(Label.ENTRY, SEED, b"header")
    for position in range(8 * 64):
        changed = _flipped(signature, position)
        with pytest.raises(Refused):
            verify(Label.ENTRY, KEY, changed, b"header")
    for position in range(8 * 32):
        with pytest.raises(Refused):
            verify(Label.ENTRY, _flipped(KEY, position), signature, b"header")


@pytest.mark.parametrize("times", range(1, 16))
def test_a_second_form_of_a_signature_is_refused(times: int) -> None:
    """S + n·L satisfies the equation; only a check of its range refuses it (RFC 8032 §5.1.7)."""
    signature = sign(Label.ENTRY, SEED, b"header")
    s = int.from_bytes(signature[32:], "little") + times * ORDER
    if s >= 2**256:
        pytest.skip("does not fit")
    with pytest.raises(Refused):
        verify(Label.ENTRY, KEY, signature[:32] + s.to_bytes(32, "little"), b"header")


SMALL_ORDER = [
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 31 + "80",
    "01" + "00" * 30 + "80",
    "ed" + "ff" * 30 + "7f",
    "ee" + "ff" * 30 + "7f",
]


@pytest.mark.parametrize("key", SMALL_ORDER)
@pytest.mark.parametrize("r", SMALL_ORDER)
def test_a_key_that_signs_everything_is_refused(key: str, r: str) -> None:
    """With a key of small order, R of small order and S = 0 hold for a part of all messages."""
    signature = bytes.fromhex(r) + bytes(32)
    for number in range(16):
        with pytest.raises(Refused):
            verify(Label.ENTRY, bytes.fromhex(key), signature, bytes([number]))


@pytest.mark.parametrize(
    "vector", [each for each in VECTORS if not each["valid"]], ids=lambda each: str(each["name"])
)
def test_published_forgeries_are_refused(vector: dict[str, str]) -> None:
    key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["signature"])
    with pytest.raises(Refused):
        verify(Label.ENTRY, key, signature, bytes.fromhex(vector["message"]))


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64])
def test_a_key_of_another_size_is_refused_before_the_library_reads_it(size: int) -> None:
    signature = sign(Label.ENTRY, SEED, b"header")
    with pytest.raises(Refused):
        verify(Label.ENTRY, (KEY * 2)[:size], signature, b"header")


@pytest.mark.parametrize("size", [0, 1, 63, 65, 96])
def test_a_signature_of_another_size_is_refused(size: int) -> None:
    """One byte moved from the message to the signature must not verify."""
    framed = b"\x00\x00\x00\x0epanoh/v1/entry"
    signature = (sign(Label.ENTRY, SEED) + framed)[:size]
    with pytest.raises(Refused):
        verify(Label.ENTRY, KEY, signature)


def test_a_seed_of_another_size_is_a_mistake() -> None:
    for seed in (b"", SEED[:31], SEED + b"\x00"):
        with pytest.raises(ValueError):
            sign(Label.ENTRY, seed, b"header")


def test_new_keys_differ() -> None:
    assert len({new_signing_key() for _ in range(1000)}) == 1000


def test_the_library_itself_would_take_the_valid_one() -> None:
    """So that the refusals above are not refusals of everything."""
    message = Label.ENTRY.framed + b"\x00\x00\x00\x06header"
    assert crypto_sign_open(sign(Label.ENTRY, SEED, b"header") + message, KEY) == message


def _flipped(data: bytes, position: int) -> bytes:
    changed = bytearray(data)
    changed[position // 8] ^= 1 << position % 8
    return bytes(changed)
