"""The wipe page, in a Panoh of its own."""

from __future__ import annotations

import time
from pathlib import Path

from tests.web import running
from tests.web.running import Client, gone, words
from tests.web.shells import PHRASE


def test_wipe_takes_the_slots_and_the_key_process(home: Path) -> None:
    program = running.start(home)
    try:
        owner = Client(program)
        owner.open()
        owner.make_vault(PHRASE)
        (vault,) = [each for each in home.iterdir() if each.is_dir()]
        asked = owner.get("/safety/wipe")
        assert "may be a crime" in words(asked)
        left = owner.follow(owner.post("/safety/wipe", {}))
        assert "Nothing was wiped" in words(left)
        assert any((vault / "slots").iterdir())
        keys = program.child
        got = owner.post("/safety/wipe", {"sure": "yes"})
        assert (got.status, got.header("location")) == (303, "/")
        assert not (vault / "slots").exists()
        assert gone(keys, 1.0)
        assert "Choose your language" in words(owner.follow(owner.get("/")))
        until = time.monotonic() + 5
        while any(home.iterdir()) and time.monotonic() < until:
            time.sleep(0.02)
        assert list(home.iterdir()) == []
    finally:
        program.stop()
