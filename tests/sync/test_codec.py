"""Blobs, letters, answers and codes: what another wrote opens, anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.identity.codec import certify
from panoh.core.identity.model import Person
from panoh.core.log.model import Sealed
from panoh.crypto.seal import box_public, new_box_key, new_key
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import PanohError, Refused, WrongUsage
from panoh.sync import codec, invitations
from panoh.sync.model import View, What
from panoh.wire.model import Blob

BOX = codec.box_of(1, bytes(range(32)))
ENTRY = Sealed(1, bytes(16), bytes(16), bytes(280), bytes(700))


def somebody() -> Person:
    root, seed, box = new_signing_key(), new_signing_key(), new_box_key()
    certificate = certify(root, verify_key(seed), box_public(box), issued=1)
    return Person(certificate.person, certificate.device, 1, certificate, root, seed, box)


def test_everybody_makes_the_same_blob_of_one_entry() -> None:
    assert codec.wrap_entry(BOX, ENTRY) == codec.wrap_entry(BOX, ENTRY)
    assert codec.name_of(BOX, ENTRY) == codec.wrap_entry(BOX, ENTRY).name


def test_same_entry_looks_different_in_every_box_and_place() -> None:
    key = new_key()
    boxes = [codec.box_of(1, key), codec.box_of(1, key, b"file"), codec.box_of(1, new_key())]
    blobs = [codec.wrap_entry(each, ENTRY) for each in boxes]
    assert len({each.mailbox for each in boxes}) == 3
    assert len({each.head for each in blobs}) == len({each.body for each in blobs}) == 3


def test_blob_of_another_box_is_refused() -> None:
    blob = codec.wrap_entry(codec.box_of(1, new_key()), ENTRY)
    with pytest.raises(Refused):
        codec.unwrap(BOX, blob)


def test_every_flipped_byte_is_refused() -> None:
    blob = codec.wrap_entry(BOX, ENTRY)
    for at in range(len(blob.head)):
        head = blob.head[:at] + bytes([blob.head[at] ^ 1]) + blob.head[at + 1 :]
        with pytest.raises(Refused):
            codec.unwrap(BOX, Blob(head, blob.body))
    body = blob.body or b""
    for at in range(0, len(body), 7):
        flipped = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        with pytest.raises(Refused):
            codec.unwrap(BOX, Blob(blob.head, flipped))


@given(st.binary(min_size=0, max_size=600), st.binary(min_size=0, max_size=900))
def test_noise_is_refused(head: bytes, body: bytes) -> None:
    with pytest.raises(Refused):
        codec.unwrap(BOX, Blob(head, body))


def test_view_comes_back() -> None:
    view = View(bytes(16), bytes([1]) * 16, 7, bytes([2]) * 16)
    what, head, body = codec.unwrap(BOX, codec.wrap_view(BOX, view))
    assert (what, codec.read_view(head), body) == (What.VIEW, view, None)


@given(st.binary(max_size=120))
def test_other_views_are_refused(head: bytes) -> None:
    if len(head) != 57:
        with pytest.raises(Refused):
            codec.read_view(head)


def test_letter_is_read_by_whom_it_is_for_and_nobody_else() -> None:
    sender, reader, other = somebody(), somebody(), somebody()
    blob = codec.write_letter(BOX, sender, reader.certificate, {"v": 1, "x": [1, 2]})
    what, head, body = codec.unwrap(BOX, blob)
    assert what is What.LETTER
    assert codec.is_for(head, reader.certificate.box_public)
    assert not codec.is_for(head, other.certificate.box_public)
    certificate, content = codec.read_letter(BOX, reader, body)
    assert (certificate.device, content["x"]) == (sender.device, [1, 2])
    with pytest.raises(Refused):
        codec.read_letter(BOX, other, body)


def test_letter_carried_into_another_box_is_refused() -> None:
    sender, reader = somebody(), somebody()
    blob = codec.write_letter(BOX, sender, reader.certificate, {"v": 1})
    body = codec.unwrap(BOX, blob)[2]
    with pytest.raises(Refused):
        codec.read_letter(codec.box_of(2, new_key()), reader, body)


def test_same_letter_has_the_same_name() -> None:
    sender, reader = somebody(), somebody()
    names = {codec.write_letter(BOX, sender, reader.certificate, {"v": 1}).name for _ in range(3)}
    assert len(names) == 1


@given(st.binary(max_size=400))
def test_noise_is_no_answer_and_no_letter(body: bytes) -> None:
    with pytest.raises(PanohError):
        codec.read_answer(BOX, body, lambda content: bytes(content["sign"]))
    with pytest.raises(Refused):
        codec.read_letter(BOX, READER, body)


READER = somebody()


def test_answer_is_checked_with_the_key_that_it_names() -> None:
    seed = new_signing_key()
    content = {"kind": "device", "sign": verify_key(seed)}
    body = codec.unwrap(BOX, codec.write_answer(BOX, seed, content))[2]
    assert codec.read_answer(BOX, body, lambda given: given["sign"]) == content
    other = codec.unwrap(BOX, codec.write_answer(BOX, new_signing_key(), content))[2]
    with pytest.raises(Refused):
        codec.read_answer(BOX, other, lambda given: given["sign"])


# ── codes ───────────────────────────────────────────────────────────────────────────────────


@given(st.binary(min_size=16, max_size=16))
def test_code_comes_back_however_it_is_typed(secret: bytes) -> None:
    code = invitations.write_code(secret)
    assert invitations.read_code(code) == secret
    assert invitations.read_code(code.lower().replace("-", " ")) == secret
    assert invitations.read_code(code.replace("0", "o").replace("1", "l")) == secret


@given(st.binary(min_size=16, max_size=16), st.integers(0, 28), st.integers(1, 31))
def test_one_wrong_sign_is_told(secret: bytes, at: int, by: int) -> None:
    alphabet = invitations._ALPHABET
    signs = list(invitations.write_code(secret).replace("-", ""))
    signs[at] = alphabet[(alphabet.index(signs[at]) + by) % 32]
    with pytest.raises(WrongUsage):
        invitations.read_code("".join(signs))


@pytest.mark.parametrize("code", ["", "ABC", "U" * 29, "0" * 29, "я" * 29, "-" * 29, "0" * 30])
def test_what_is_no_code_is_told(code: str) -> None:
    with pytest.raises(WrongUsage):
        invitations.read_code(code)


def test_twelve_words_are_the_same_on_both_sides_and_no_others() -> None:
    first, second, third = bytes(16), bytes([1]) * 16, bytes([2]) * 16
    words = invitations.twelve_words(first, second)
    assert len(words) == 12
    assert words == invitations.twelve_words(second, first)
    assert words != invitations.twelve_words(first, third)
