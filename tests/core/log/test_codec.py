from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.log import codec, rules
from panoh.core.log.model import EntryKind, Header, Sealed
from panoh.crypto.derive import random
from panoh.crypto.seal import new_key
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import Refused

SPACE, EPOCH, KEY, SEED = random(16), random(16), new_key(), new_signing_key()
PUBLIC = verify_key(SEED)


def _header(sequence: int = 1, seen: tuple[tuple[int, int], ...] = ()) -> Header:
    previous = None if sequence == 1 else bytes(32)
    return Header(
        int(EntryKind.ASSIGN), random(16), sequence, previous, seen, 1_763_632_800_000, b""
    )


def _entry(body: Any, **header: Any) -> Sealed:
    return codec.make(SPACE, EPOCH, KEY, _header(**header), body, SEED)[0]


def _bodies(count: int) -> Iterator[Any]:
    for number in range(count):
        yield {"r": [["toy_thing", random(16), {"text": "слово " * (number % 40)}]]}


def test_entry_opens_as_it_was_sealed() -> None:
    body = {"r": [["toy_thing", bytes(16), {"title": "Раҳмонов"}]]}
    entry, identity = codec.make(SPACE, EPOCH, KEY, _header(3, ((0, 7),)), body, SEED)
    opened = codec.open_entry(codec.decode(codec.encode(entry)), KEY, PUBLIC)
    assert (opened.id, opened.body, opened.header.seen) == (identity, body, ((0, 7),))


@pytest.mark.long
def test_every_byte_of_200_entries_matters() -> None:
    """Each byte of each entry flipped by itself. A byte of the body leaves header and signature as
    they are: there only what follows them is done again."""
    tried = 0
    for number, body in enumerate(_bodies(200), 1):
        entry = _entry(body, sequence=number)
        data = codec.encode(entry)
        header = codec.open_entry(entry, KEY, PUBLIC).header
        before_body = codec.PREFIX + len(entry.header_slot)
        for place in range(len(data)):
            altered = bytearray(data)
            altered[place] ^= 1 << (place % 8)
            try:
                sealed = codec.decode(bytes(altered))
                if place < before_body:
                    codec.open_entry(sealed, KEY, PUBLIC)
                else:
                    assert sealed.header_slot == entry.header_slot
                    codec.open_body(sealed, KEY, header)
            except Refused:
                tried += 1
            else:
                pytest.fail(f"byte {place} of entry {number} does not matter")
    assert tried >= 200 * rules.LEAST


@pytest.mark.parametrize("cut", [0, 1, 34, 35, 300, 1023])
def test_truncated_entry_is_refused(cut: int) -> None:
    data = codec.encode(_entry({"r": []}))
    with pytest.raises(Refused):
        codec.open_entry(codec.decode(data[:cut]), KEY, PUBLIC)


def test_extended_entry_is_refused() -> None:
    data = codec.encode(_entry({"r": []}))
    for more in (b"\x00", bytes(64)):
        with pytest.raises(Refused):
            codec.open_entry(codec.decode(data + more), KEY, PUBLIC)


def test_slots_of_two_entries_do_not_mix() -> None:
    first, second = _entry({"r": []}), _entry({"r": []})
    mixed = Sealed(first.suite, first.space, first.epoch, first.header_slot, second.body_slot)
    with pytest.raises(Refused, match="not the one its author signed"):
        codec.open_entry(mixed, KEY, PUBLIC)


def test_entry_under_another_space_epoch_or_key_is_refused() -> None:
    entry = _entry({"r": []})
    for altered in (
        Sealed(entry.suite, random(16), entry.epoch, entry.header_slot, entry.body_slot),
        Sealed(entry.suite, entry.space, random(16), entry.header_slot, entry.body_slot),
    ):
        with pytest.raises(Refused):
            codec.open_entry(altered, KEY, PUBLIC)
    with pytest.raises(Refused):
        codec.open_entry(entry, new_key(), PUBLIC)


def test_entry_signed_by_another_device_is_refused() -> None:
    with pytest.raises(Refused):
        codec.open_entry(_entry({"r": []}), KEY, verify_key(new_signing_key()))


def test_erased_body_leaves_a_header_that_verifies() -> None:
    entry = _entry({"r": [["toy_thing", bytes(16), {"text": "gone"}]]})
    bare = Sealed(entry.suite, entry.space, entry.epoch, entry.header_slot, None)
    opened = codec.open_entry(codec.decode(codec.encode(bare)), KEY, PUBLIC)
    assert opened.body is None
    assert len(codec.encode(bare)) < 400


def test_header_does_not_commit_to_the_plain_body() -> None:
    """The same words sealed twice leave different hashes: a guess cannot be confirmed."""
    body = {"r": [["toy_thing", bytes(16), {"text": "the same words"}]]}
    header = _header()
    hashes = {
        codec.open_header(codec.make(SPACE, EPOCH, KEY, header, body, SEED)[0], KEY)[0].body_hash
        for _ in range(8)
    }
    assert len(hashes) == 8


@given(st.integers(0, 6000))
def test_lengths_on_the_wire_are_padded_lengths(size: int) -> None:
    length = len(codec.encode(_entry({"t": "x" * size})))
    assert length == rules.padme(length)
    assert length >= rules.LEAST


def test_lone_entry_of_a_small_change_is_1024_bytes() -> None:
    body = {"r": [["toy_thing", bytes(16), {"text": "x" * 180}]]}
    assert len(codec.encode(_entry(body, sequence=9, seen=((0, 3), (1, 44))))) == 1024


def test_more_heads_than_a_header_carries_are_refused() -> None:
    with pytest.raises(Refused, match="more heads"):
        _entry({"r": []}, sequence=2, seen=tuple((n, 2**40) for n in range(40)))


@given(st.binary(max_size=1100))
def test_any_bytes_are_an_entry_or_refused(data: bytes) -> None:
    try:
        codec.open_entry(codec.decode(data), KEY, PUBLIC)
    except Refused:
        return
    pytest.fail("bytes out of nowhere opened")
