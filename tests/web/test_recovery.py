"""Trustees in the browser's words: give out, drill, lock, wait, come back in with a new phrase."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from panoh.core.vault import store, trustees
from tests.web import running
from tests.web.running import Client, words
from tests.web.shells import PHRASE

NEW = "copper meadow ticket harbour nineteen orchard"


@pytest.fixture
def program(home: Path) -> Iterator[running.Running]:
    found = running.start(home)
    yield found
    found.stop()


def _lists(page: str, title: str) -> list[str]:
    found = re.findall(rf"{title}</h3>\s*<ol[^>]*>(.*?)</ol>", page, re.DOTALL)
    return [" ".join(re.findall(r"<li>(\w+)</li>", each)) for each in found]


def test_from_giving_out_to_a_new_phrase(
    program: running.Running, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Client(program)
    owner.open()
    owner.make_vault(PHRASE)
    asked = {"papers": "3", "need": "2", "hours": "1", "phrase": "wrong " + PHRASE}
    owner.get("/recovery")
    refused = owner.follow(owner.post("/recovery/setup", asked))
    assert "does not open this vault" in words(refused)
    got = owner.post("/recovery/setup", {**asked, "phrase": PHRASE})
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", got.header("location"))
    page = owner.follow(got)
    first, second = _lists(page.text, "First list"), _lists(page.text, "Second list")
    assert [len(each.split()) for each in (*first, *second)] == [20] * 6
    (address,) = set(re.findall(r"/recovery/words/1\?s=[0-9a-f]+", page.text))
    assert owner.get(address).body.startswith(b"%PDF")
    owner.get("/recovery")
    wrong = owner.follow(owner.post("/recovery/drill", {"shares": "\n".join(first[:2])}))
    assert "The drill has words of its own" in words(wrong)
    drilled = owner.follow(owner.post("/recovery/drill", {"shares": "\n".join(second[1:])}))
    assert "It works with 2 shares" in words(drilled)
    owner.post("/lock", {})
    time.sleep(0.2)
    place = store.pick(home)
    locked = f"/unlock/{place.id}/trustees"
    unlock = owner.follow(owner.get("/"))
    assert locked in unlock.text
    owner.get(locked)
    waits = owner.follow(owner.post(locked + "/ask", {}))
    assert "It waits until" in words(waits)
    typed = {"shares": "\n".join(first[:2]), "phrase": NEW, "again": NEW}
    refused = owner.follow(owner.post(locked, typed))
    assert "waits until" in words(refused)
    # The hour is over: what stands in the state folder says when it began.
    monkeypatch.setenv("PANOH_STATE", str(home.parent / (home.name + "-state")))
    trustees.stop(place)
    trustees.ask(place, 1000)
    owner.get(locked)
    stale = {**typed, "shares": first[0] + "\n" + second[1]}
    assert "It opens nothing" in words(owner.follow(owner.post(locked, stale)))
    owner.get(locked)
    back = owner.follow(owner.post(locked, typed))
    assert "The old shares open nothing" in words(back)
    renewed = _lists(back.text, "First list")
    assert len(renewed) == 3
    assert not set(renewed) & set(first)
    assert store.unlock(place, NEW)
    assert urlsplit(got.header("location")).path == "/recovery/words"
