"""One token, one cookie, one child that holds the keys and ends on lock."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from panoh.web.launch import listen
from tests.web.conftest import CANARY
from tests.web.running import ROOT, Client, gone, start, words
from tests.web.shells import PHRASE


def test_the_token_opens_once(owner: Client) -> None:
    stranger = Client(owner.running)
    path = urlsplit(owner.running.address).path
    got = stranger.get(path, sec_fetch_site="none")
    assert got.status == 403
    assert not stranger.cookie
    assert "start Panoh again" in words(got)
    assert got.text.count("<input") == 0
    wrong = path[:-4] + "AAAA"
    assert stranger.get(wrong, sec_fetch_site="none").status == 403
    assert owner.get("/sample/seen").status == 200  # and disturbs nobody


def test_the_cookie_is_bound_to_this_site(owner: Client) -> None:
    given = [header for got in owner.seen for header in got.all("set-cookie")]
    assert len(given) == 2  # at the door, and a fresh one after unlock
    assert len({header.split(";")[0] for header in given}) == 2
    for header in given:
        value, *attributes = header.split("; ")
        assert value.startswith("__Host-panoh=")
        assert set(attributes) == {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}


def test_without_a_cookie_there_is_only_a_way_to_start_again(owner: Client) -> None:
    for path in ("/", "/sample/seen", "/safety", "/static/panoh.css", "/unlock/00000000"):
        got = Client(owner.running).get(path)
        assert got.status == 403
        assert "start Panoh again" in words(got)
        assert CANARY not in got.text


def _lock_by_button(client: Client) -> None:
    got = client.post("/lock")
    assert (got.status, got.header("location")) == (303, "/")


def _lock_by_signal_to_child(client: Client) -> None:
    os.kill(client.running.child, signal.SIGUSR1)


def _lock_by_signal_to_parent(client: Client) -> None:
    client.running.process.send_signal(signal.SIGUSR1)


@pytest.mark.parametrize(
    "lock", [_lock_by_button, _lock_by_signal_to_child, _lock_by_signal_to_parent]
)
def test_lock_ends_the_key_process_within_a_second(
    owner: Client, lock: Callable[[Client], None]
) -> None:
    owner.get("/sample/seen")
    keys = owner.running.child
    cookie = owner.cookie
    lock(owner)
    assert gone(keys, 1.0)
    unlock = owner.follow(owner.get("/"))
    assert unlock.status == 200
    assert "Unlock" in words(unlock)
    assert CANARY not in unlock.text
    assert owner.running.child != keys
    assert owner.get("/sample/seen").header("location") == "/"
    lost = owner.post("/sample", {"code": "late"})
    assert "this was not saved" in words(owner.follow(lost))
    assert "Unlock" in words(owner.unlock("wrong phrase"))
    owner.unlock(PHRASE)
    assert owner.cookie != cookie
    assert f"Code: {CANARY}" in owner.get("/sample/seen").text


def test_lock_does_not_wait_for_a_long_page(owner: Client) -> None:
    owner.get("/sample/seen")
    keys = owner.running.child
    waiting = threading.Thread(
        target=lambda: Client(owner.running, owner.cookie).get("/sample/slow")
    )
    waiting.start()
    time.sleep(0.2)
    began = time.monotonic()
    owner.post("/lock")
    assert gone(keys, 1.0)
    assert time.monotonic() - began < 1
    waiting.join()
    owner.unlock(PHRASE)
    assert f"Code: {CANARY}" in owner.get("/sample/seen").text


def test_the_used_token_stays_used_after_lock(owner: Client) -> None:
    path = urlsplit(owner.running.address).path
    owner.post("/lock")
    stranger = Client(owner.running)
    assert stranger.get(path, sec_fetch_site="none").status == 403
    owner.unlock(PHRASE)


def test_what_waited_in_memory_is_gone_after_lock(owner: Client) -> None:
    owner.get("/sample")
    again = owner.post("/sample", {"story": "a story in memory"}).header("location")
    kept = owner.post("/sample/search", {"asked": "a question in memory"}).header("location")
    assert "a question in memory" in owner.get(kept).text
    owner.post("/lock")
    owner.unlock(PHRASE)
    assert "a story in memory" not in owner.get(again).text
    assert "a question in memory" not in owner.get(kept).text


def test_the_child_ends_with_its_parent(home: Path) -> None:
    running = start(home)
    child = running.child
    running.process.kill()
    running.process.wait()
    assert gone(child, 2.0)


def test_interrupt_stops_everything_cleanly(home: Path) -> None:
    running = start(home)
    Client(running).open()
    child = running.child
    assert running.stop() == 0
    assert gone(child, 1.0)
    assert running.process.stdout is not None
    assert running.process.stdout.read() == ""  # one line, the address, and no other
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", running.port), timeout=1)


def test_a_child_that_cannot_start_is_given_up(home: Path) -> None:
    began = time.monotonic()
    with pytest.raises(RuntimeError):
        start(home, shell="tests.web.shells:no_such")
    assert time.monotonic() - began < 20


def test_a_taken_port_is_an_error() -> None:
    first = listen(0)
    try:
        with pytest.raises(OSError):
            listen(first[0].getsockname()[1])
    finally:
        for each in first:
            each.close()


def test_only_loopback_is_listened_on() -> None:
    sockets = listen(0)
    try:
        assert {each.getsockname()[0] for each in sockets} <= {"127.0.0.1", "::1"}
        assert len({each.getsockname()[1] for each in sockets}) == 1
    finally:
        for each in sockets:
            each.close()


def test_the_parent_loads_nothing_that_could_hold_a_key() -> None:
    code = (
        "import sys, panoh.web.launch\n"
        "print([n for n in sys.modules if n.split('.')[0] in"
        " {'starlette','uvicorn','jinja2','nacl','apsw','cbor2','click'}"
        " or n.startswith(('panoh.core','panoh.crypto','panoh.storage','panoh.apps'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert said.stdout.strip() == "[]"
