"""Switched on, switched off, left alone: the computer, the phone and the vault."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from panoh import platform
from tests.web.phone import PIN, Phone, at, offer, open_port, switch_on, vault
from tests.web.running import Client, gone, words
from tests.web.shells import PHRASE

CANARY = "turquoise-canary-4711"
ELSEWHERE = next(iter(platform.own_addresses()), "")


# ── off until it is switched on ─────────────────────────────────────────────────────────────


def test_what_it_opens_is_said_first_and_nothing_goes_on_unread(home: Path) -> None:
    owner = vault(home)
    running = owner.running
    try:
        said = words(owner.get("/phone"))
        assert "What this opens, before you switch it on" in said
        assert "stays open here too" in said
        back = owner.follow(owner.post("/phone", {"address": "127.0.0.1"}))
        assert "Say first that you know what it means" in words(back)
        assert "https://" not in back.text
        assert "switch it on first" in words(owner.follow(owner.post("/phone/pair")))
        assert "not an address of this computer" in words(
            owner.follow(owner.post("/phone", {"sure": "yes", "address": "192.0.2.7"}))
        )
        address = switch_on(owner)
        assert open_port(*at(address))
        owner.get("/phone")
        assert "Switched off" in words(owner.follow(owner.post("/phone/off")))
        assert not open_port(*at(address))
        made = switch_on(owner)
        assert made == address  # the shortcut on the phone still fits
        keys = running.child
        owner.post("/lock")
        assert gone(keys)
        assert not open_port(*at(address))
        assert "Unlock" in words(owner.follow(owner.get("/")))
        assert not open_port(*at(address))  # nobody switches it on by unlocking
        owner.unlock(PHRASE)
        assert not open_port(*at(address))
        if ELSEWHERE:
            _on_the_network(owner)
    finally:
        running.stop()


def _on_the_network(owner: Client) -> None:
    """The same by an address of this machine that others can reach."""
    address = switch_on(owner, ELSEWHERE)
    assert at(address)[0] == ELSEWHERE
    assert not open_port("127.0.0.1", at(address)[1])  # that address and no other
    phone = Phone(address, offer(owner).fingerprint)
    assert "Sample" in words(phone.follow(phone.pair(offer(owner))))
    keys = owner.running.child
    phone.get("/sample")
    phone.post("/lock")  # a phone can lock
    assert gone(keys)
    assert not open_port(*at(address))


# ── left alone ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Phone, Phone]]:
    """Idle after two seconds, codes over after one."""
    home = tmp_path_factory.mktemp("hasty") / "home"
    home.mkdir()
    owner = vault(home, "tests.web.shells:hasty")
    owner.get("/sample")
    owner.post("/sample", {"code": CANARY})
    address = switch_on(owner)
    used, left = Phone(address), Phone(address)
    for each in (used, left):
        each.pair(offer(owner))
    yield owner, used, left
    owner.running.stop()


def test_left_alone_each_side_closes_by_itself_and_then_the_vault(
    hasty: tuple[Client, Phone, Phone],
) -> None:
    owner, used, left = hasty
    late = offer(owner)
    for _step in range(6):  # one phone is used; the other and the computer lie still
        time.sleep(0.4)
        assert used.get("/sample/seen").status == 200
    assert left.get("/sample/seen").header("location") == "/in"
    stranger = Phone(used.address)
    assert stranger.get(urlsplit(late.place).path).status == 403  # the code's time is over
    assert stranger.pair(late).status == 403
    for got in (owner.get("/sample/seen"), owner.get("/phone"), owner.post("/phone/off")):
        assert got.header("location") == "/back"
    shown = owner.get("/back")
    assert CANARY not in shown.text
    assert "data-idle" not in shown.text
    wrong = owner.follow(owner.post("/back", {"phrase": "something else"}))
    assert "does not open this vault" in words(wrong)
    assert owner.get("/sample/seen").header("location") == "/back"
    owner.get("/back")
    assert owner.follow(owner.post("/back", {"phrase": PHRASE})).status == 200
    assert CANARY in owner.get("/sample/seen").text
    left.get("/in")
    assert left.follow(left.post("/in", {"pin": PIN})).status == 200
    keys = owner.running.child
    time.sleep(1.5)
    owner.get("/sample/seen")
    time.sleep(0.7)  # now the phone has to say its PIN, and the vault is still open
    until = time.monotonic() + 6
    while not gone(keys, 0.3) and time.monotonic() < until:
        with suppress(OSError):  # it ended in the middle of an answer
            left.post("/in", {"pin": "000000"})  # knocking keeps no vault open
    assert not open_port(*at(used.address))
