"""Purposes: each its own, none changed, inputs kept apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.crypto.derive import derive, digest
from panoh.crypto.labels import Label, frame
from panoh.crypto.seal import seal
from panoh.crypto.sign import sign

PARTS = st.lists(st.binary(max_size=6), max_size=4)


def test_every_label_is_unique() -> None:
    members = Label.__members__  # aliases too
    assert len({label.value for label in members.values()}) == len(members)
    assert all(label.value.startswith("panoh/v1/") for label in Label)


def test_no_framed_label_begins_another() -> None:
    for one, other in itertools.permutations(Label, 2):
        assert not other.framed.startswith(one.framed)


@given(PARTS, PARTS)
def test_two_lists_never_give_the_same_bytes(one: list[bytes], other: list[bytes]) -> None:
    assert (frame(*one) == frame(*other)) == (one == other)


@pytest.mark.parametrize("not_a_label", ["panoh/v1/entry", b"panoh/v1/entry", None])
def test_a_bare_string_is_no_label(not_a_label: object) -> None:
    key = bytes(range(32))
    for call in (
        lambda: derive(not_a_label, key),  # type: ignore[arg-type]
        lambda: digest(not_a_label),  # type: ignore[arg-type]
        lambda: seal(not_a_label, key, b""),  # type: ignore[arg-type]
        lambda: sign(not_a_label, key),  # type: ignore[arg-type]
    ):
        with pytest.raises(AttributeError):
            call()
