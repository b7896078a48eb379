from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.log import rules
from panoh.core.log.model import Header, Vector
from panoh.errors import Equivocation, Refused

VECTORS = st.dictionaries(st.integers(1, 5), st.integers(1, 9), max_size=5)


@given(st.integers(1, 10**7))
def test_padding_adds_at_most_an_eighth(length: int) -> None:
    padded = rules.padme(length)
    assert padded >= length
    assert rules.padme(padded) == padded
    if length > rules.LEAST:
        assert padded <= length * (1 + 1 / (2 * math.floor(math.log2(length))) * 2)


def test_padded_lengths_up_to_a_mebibyte_are_few() -> None:
    assert len({rules.padme(n) for n in range(1, 2**20, 37)}) < 260


@given(st.binary(max_size=3000), st.integers(0, 500))
def test_padding_comes_off_again(plain: bytes, around: int) -> None:
    padded = rules.pad(plain, around)
    assert rules.unpad(padded) == plain
    assert rules.padme(len(padded) + around) == len(padded) + around


@pytest.mark.parametrize("padded", [b"", b"\x00\x00", b"abc", b"abc\x81\x00"])
def test_malformed_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(Refused):
        rules.unpad(padded)


@given(VECTORS, VECTORS, VECTORS)
def test_joining_is_alike_in_every_order(a: Vector, b: Vector, c: Vector) -> None:
    assert rules.join(a, b) == rules.join(b, a)
    assert rules.join(rules.join(a, b), c) == rules.join(a, rules.join(b, c))
    assert rules.join(a, a) == a


def _header(sequence: int, previous: bytes | None) -> Header:
    return Header(2, bytes(16), sequence, previous, (), 1, bytes(32))


def test_chain_goes_on_only_from_its_head() -> None:
    head = (4, b"d" * 32)
    assert rules.check_next(_header(5, b"d" * 32), head, b"e" * 32)
    assert not rules.check_next(_header(4, b"c" * 32), head, b"d" * 32)
    with pytest.raises(Refused, match="missing"):
        rules.check_next(_header(6, b"e" * 32), head, b"f" * 32)
    for header in (_header(4, b"c" * 32), _header(5, b"x" * 32), _header(2, b"a" * 32)):
        with pytest.raises(Equivocation):
            rules.check_next(header, head, b"z" * 32)
