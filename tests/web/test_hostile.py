"""No request but our own page's changes or shows anything (security.md C 20)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable

import pytest

from panoh.web.answer import SECURITY_HEADERS
from tests.web import hostile
from tests.web.conftest import CANARY
from tests.web.running import Client, Got, read, talk

# What these may be answered with; 0 is a connection closed without a word.
REFUSED = {0, 303, 400, 403, 404, 405, 421, 431, 505}


def has_all_headers(got: Got) -> None:
    for name, value in SECURITY_HEADERS:
        assert got.all(name) == [value], name
    assert not got.header("server")


def nothing_happens(owner: Client, requests: Iterable[tuple[str, bytes]]) -> None:
    count = 0
    for name, raw in requests:
        count += 1
        answered = talk(owner.running.port, raw, seconds=3, end=True)
        got = read(answered)
        assert got.status in REFUSED, name
        assert CANARY.encode() not in answered, name
        assert b"set-cookie" not in answered.lower(), name
        assert answered.count(b"HTTP/1.1") <= 1, name
        assert "stolen" not in owner.get("/sample/seen").text, name
        if got.status:
            has_all_headers(got)
        if got.status == 303:
            assert got.header("location") == "/" or got.header("location").startswith("/told/"), (
                name
            )
            assert got.body == b"", name
    assert count
    assert f"Code: {CANARY}" in owner.get("/sample/seen").text


def test_other_names_of_this_computer(owner: Client) -> None:
    nothing_happens(owner, hostile.names(owner))


def test_targets_and_methods(owner: Client) -> None:
    nothing_happens(owner, hostile.targets(owner))


def test_forms_from_elsewhere(owner: Client) -> None:
    nothing_happens(owner, hostile.origins(owner))


def test_missing_planted_and_old_cookies(owner: Client) -> None:
    old = next(got for got in owner.seen if got.header("set-cookie")).header("set-cookie")
    nothing_happens(owner, hostile.sessions(owner, old.split("=")[1].split(";")[0]))


def test_form_tokens_and_bodies(owner: Client) -> None:
    stale = next(token for token in _tokens(owner) if token != owner.form_token)
    nothing_happens(owner, hostile.tokens(owner, stale))


def test_smuggled_requests(owner: Client) -> None:
    nothing_happens(owner, hostile.smuggling(owner))


def _tokens(owner: Client) -> list[str]:
    return [
        got.text.split('name="csrf" value="')[1][:64]
        for got in owner.seen
        if 'name="csrf" value="' in got.text
    ]


def test_the_same_requests_pass_when_they_are_ours(owner: Client) -> None:
    """Or the refusals above could be for the wrong reason."""
    assert owner.get("/sample/seen").status == 200
    assert owner.get("/sample/seen", sec_fetch_site="none").status == 200
    old_browser = {"sec_fetch_site": None, "sec_fetch_mode": None, "sec_fetch_dest": None}
    assert owner.get("/sample/seen", **old_browser).status == 200
    got = owner.post("/sample", {"code": CANARY}, **old_browser)
    assert got.header("location").startswith("/sample/seen")
    got = owner.post("/sample", {"code": CANARY}, cookie=f"x=1; __Host-panoh={owner.cookie}; y=2")
    assert got.header("location").startswith("/sample/seen")


def test_chunks_without_end_and_slow_clients_keep_nobody_out(owner: Client) -> None:
    site, port = owner.running.site, owner.running.port
    links = []
    try:
        for number in range(250):
            link = socket.create_connection(("127.0.0.1", port), timeout=5)
            links.append(link)
            if number % 2:
                link.sendall(f"GET /sample HTTP/1.1\r\nHost: {site}\r\nX-{number}".encode())
            elif number % 10 == 0:
                link.sendall(
                    f"POST /sample HTTP/1.1\r\nHost: {site}\r\nOrigin: http://{site}\r\n"
                    f"Cookie: __Host-panoh={owner.cookie}\r\nTransfer-Encoding: chunked\r\n"
                    "Content-Type: application/x-www-form-urlencoded\r\n\r\n5\r\ncode=".encode()
                )
        began = time.monotonic()
        assert owner.get("/sample/seen").status == 200
        assert time.monotonic() - began < 1
    finally:
        for link in links:
            link.close()
    assert f"Code: {CANARY}" in owner.get("/sample/seen").text


def test_a_refused_form_with_a_session_is_led_to_words(owner: Client) -> None:
    got = owner.post("/sample", {"code": "stolen", "csrf": "0" * 64})
    assert got.status == 303
    place = got.header("location")
    assert place.startswith("/told/")
    shown = owner.get(place)
    assert shown.status == 403
    assert "too old" in shown.text
    assert owner.get(place).status == 404  # looked at once


@pytest.mark.parametrize("path", ["/sample/breaks", "/nope"])
def test_faults_show_no_words_of_the_program(owner: Client, path: str) -> None:
    got = owner.get(path)
    assert got.status in {404, 500}
    assert "secret-in-the-message" not in got.text
    assert "Traceback" not in got.text
    led = owner.follow(owner.post(path, {"code": "c"}))
    assert led.status in {404, 500}
    assert "secret-in-the-message" not in led.text
