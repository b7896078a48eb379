"""`panoh lock` and `panoh wipe`, beside a running Panoh and alone."""

from __future__ import annotations

import json
import time

from tests.cli.conftest import Running, Terminal, children, until


def test_lock_ends_what_is_open_within_a_second(running: Running) -> None:
    running.unlock()
    (keys,) = children(running.process.pid)
    began = time.monotonic()
    ran = running.terminal.ok("lock", "--json", phrase=False)
    assert time.monotonic() - began < 3  # the command's own start included
    assert len(json.loads(ran)["locked"]) == 1
    until(lambda: children(running.process.pid) not in ([keys], []))
    assert list((running.terminal.state / "run").glob("*.sock")) == []
    assert json.loads(running.terminal.ok("lock", "--json", phrase=False))["locked"] == []


def test_wipe_asks_for_the_mark_and_says_what_it_cannot_do(terminal: Terminal) -> None:
    ran = terminal.run("wipe", stdin=b"something else\n", phrase=False)
    assert ran.status == 2
    assert "may be a crime" in ran.out + ran.err
    assert "Nothing was wiped" in ran.err
    terminal.ok("vault", "check")


def test_wipe_destroys_the_vault_under_a_running_panoh(running: Running) -> None:
    running.unlock()
    (keys,) = children(running.process.pid)
    data = json.loads(running.terminal.ok("wipe", "--yes", "--json", phrase=False))
    assert data["slots"] == 1
    assert data["left"] == []
    until(lambda: children(running.process.pid) not in ([keys], []))
    assert list(running.terminal.home.iterdir()) == []
    assert running.terminal.run("vault", "check").status == 4
