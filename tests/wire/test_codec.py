"""Requests, pages and refusals of the hub: one encoding each, and nothing else is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.errors import Refused
from panoh.wire import codec, limits
from panoh.wire.model import Blob, Create, Fetch, Hello, Page, Request, mailbox_id
from panoh.wire.problems import Problem, decode_problem, encode_problem

HEADS = st.binary(min_size=limits.LEAST_HEAD, max_size=limits.MOST_HEAD)
BODIES = st.none() | st.binary(min_size=1, max_size=2000)
BLOBS = st.lists(st.builds(Blob, HEADS, BODIES), min_size=1, max_size=5, unique_by=lambda b: b.head)
IDS = st.binary(min_size=32, max_size=32)
LINES = st.binary(min_size=16, max_size=16)
STAMPS = st.integers(0, 2**64 - 1)

REQUESTS = st.builds(
    Request, IDS, STAMPS, st.binary(min_size=64, max_size=64), st.binary(max_size=500)
)
CREATES = st.builds(Create, IDS, st.binary(max_size=limits.MOST_TOKEN))
FETCHES = st.builds(
    Fetch,
    st.integers(0, limits.MOST_NUMBER),
    st.integers(0, limits.PAGE),
    st.integers(0, limits.MOST_WAIT),
)
DROPS = st.lists(IDS, min_size=1, max_size=5, unique=True).map(sorted)
PAGES = st.builds(Page, LINES, st.integers(5, limits.MOST_NUMBER), st.booleans(), BLOBS.map(tuple))
HELLOS = st.builds(Hello, LINES, LINES, STAMPS)

FORMS: dict[str, tuple[Any, Any, Any]] = {
    "request": (REQUESTS, codec.encode_request, codec.decode_request),
    "create": (CREATES, codec.encode_create, codec.decode_create),
    "append": (BLOBS, codec.encode_append, codec.decode_append),
    "fetch": (FETCHES, codec.encode_fetch, codec.decode_fetch),
    "drop": (DROPS, codec.encode_drop, codec.decode_drop),
    "page": (PAGES, codec.encode_page, codec.decode_page),
    "hello": (HELLOS, codec.encode_hello, codec.decode_hello),
}


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_is_encoded_reads_back(form: str, data: st.DataObject) -> None:
    values, encode, decode = FORMS[form]
    value = data.draw(values)
    assert decode(encode(value)) == value


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_what_reads_has_one_encoding(form: str, data: st.DataObject) -> None:
    """Any bytes, and sound ones with a few exchanged: refused, or the only way to say it."""
    values, encode, decode = FORMS[form]
    sound = encode(data.draw(values))
    at = data.draw(st.integers(0, len(sound)))
    cut = data.draw(st.integers(0, 8))
    changed = sound[:at] + data.draw(st.binary(max_size=8)) + sound[at + cut :]
    for given_bytes in (changed, data.draw(st.binary(max_size=300))):
        try:
            value = decode(given_bytes)
        except Refused:
            continue
        assert encode(value) == given_bytes


@given(LINES, st.sampled_from(Problem), st.binary(max_size=limits.MOST_DETAIL))
def test_refusal_reads_back_and_a_proxys_page_does_not(
    line: bytes, problem: Problem, detail: bytes
) -> None:
    assert decode_problem(encode_problem(problem, detail)) == (problem, detail)
    for other in (b"", b"<html>502 Bad Gateway</html>", b"full", b"full\x00" + bytes(200), line):
        with pytest.raises(Refused):
            decode_problem(other)


def test_lengths_beyond_their_bounds_are_refused() -> None:
    head = bytes(limits.LEAST_HEAD)
    for blob in (Blob(head[1:], None), Blob(bytes(limits.MOST_HEAD + 1), None)):
        with pytest.raises(Refused):
            codec.decode_append(codec.encode_append([blob]))
    longest = Blob(head, bytes(limits.MOST_BODY))
    assert codec.decode_append(codec.encode_append([longest])) == [longest]
    with pytest.raises(Refused):
        codec.decode_append(codec.encode_append([Blob(head, bytes(limits.MOST_BODY + 1))]))
    claims = len(head).to_bytes(4, "big") + head + (2**32 - 1).to_bytes(4, "big")
    with pytest.raises(Refused):
        codec.decode_append(claims)


def test_one_head_twice_is_refused() -> None:
    head = bytes(limits.LEAST_HEAD)
    with pytest.raises(Refused):
        codec.decode_append(codec.encode_append([Blob(head, b"one"), Blob(head, b"two")]))


def test_too_many_at_once_are_refused() -> None:
    blobs = [Blob(n.to_bytes(limits.LEAST_HEAD, "big"), None) for n in range(limits.MOST_BLOBS + 1)]
    assert len(codec.decode_append(codec.encode_append(blobs[1:]))) == limits.MOST_BLOBS
    with pytest.raises(Refused):
        codec.decode_append(codec.encode_append(blobs))
    names = [blob.name for blob in blobs]
    assert len(codec.decode_drop(codec.encode_drop(names[1:]))) == limits.MOST_NAMES
    with pytest.raises(Refused):
        codec.decode_drop(codec.encode_drop(names))


def test_numbers_answer_each_blob() -> None:
    assert codec.decode_numbers(codec.encode_numbers([7, 8]), 2) == [7, 8]
    for wrong in (codec.encode_numbers([7]), codec.encode_numbers([0, 1]), b"\xff" * 16):
        with pytest.raises(Refused):
            codec.decode_numbers(wrong, 2)


def test_name_is_of_the_head_alone() -> None:
    head = bytes(limits.LEAST_HEAD)
    assert Blob(head, b"one").name == Blob(head, None).name
    assert mailbox_id(bytes(32)) != Blob(bytes(32), None).name
