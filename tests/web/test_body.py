"""Bodies are read in memory, within limits, and never by a parser that spools."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.web import body
from panoh.web.body import BadBody, parse

FORM = "application/x-www-form-urlencoded"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60)
NAME = st.text("abcdefghijklmnop_.-", min_size=1, max_size=20)


def read(messages: list[dict[str, Any]], declared: int | None = None, limit: int = 100) -> bytes:
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(waiting, {"type": "http.disconnect"})

    return asyncio.run(body.read(receive, declared, limit))


def part(data: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": more}


def status(messages: list[dict[str, Any]], declared: int | None = None) -> int:
    with pytest.raises(BadBody) as refused:
        read(messages, declared)
    return refused.value.status


def test_pieces_are_joined() -> None:
    assert read([part(b"a", True), part(b"b")]) == b"ab"


def test_too_large_is_refused_by_its_promise_and_by_its_size() -> None:
    assert status([part(b"")], declared=101) == 413
    assert status([part(b"a" * 60, True), part(b"a" * 60)]) == 413
    assert status([part(b"a" * 60, True)] * 1_000) == 413


def test_cut_off_is_refused() -> None:
    assert status([part(b"a", True)]) == 400


def test_slow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "BODY_SECONDS", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(1)
        return part(b"")

    with pytest.raises(BadBody) as refused:
        asyncio.run(body.read(receive, None))
    assert refused.value.status == 408


@given(st.lists(st.tuples(NAME, TEXT), max_size=20))
def test_what_a_browser_encodes_comes_back(pairs: list[tuple[str, str]]) -> None:
    wanted: dict[str, list[str]] = {}
    for name, value in pairs:
        wanted.setdefault(name, []).append(value)
    assert parse(FORM, urlencode(pairs).encode()) == wanted


@given(st.lists(st.tuples(NAME, TEXT), max_size=20))
def test_multipart_comes_back(pairs: list[tuple[str, str]]) -> None:
    edge = "xX--unlikely--Xx"
    parts = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in pairs
        if f"--{edge}" not in value
    )
    wanted: dict[str, list[str]] = {}
    for name, value in pairs:
        wanted.setdefault(name, []).append(value)
    sent = f"{parts}--{edge}--\r\n".encode()
    assert parse(f"multipart/form-data; boundary={edge}", sent) == wanted


@given(st.binary(max_size=300), st.sampled_from([FORM, "multipart/form-data; boundary=b"]))
def test_any_bytes_are_a_form_or_refused(data: bytes, kind: str) -> None:
    status = 200
    found: body.Values = {}
    try:
        found = parse(kind, data)
    except BadBody as refused:
        status = refused.status
    assert status in {200, 400}
    assert all(isinstance(name, str) for name in found)


def test_other_kinds_are_refused() -> None:
    for kind in ("application/json", "text/plain", "", FORM + "; charset=utf-16"):
        with pytest.raises(BadBody):
            parse(kind, b"a=b")
