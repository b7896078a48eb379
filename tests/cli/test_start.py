"""`panoh start` and `panoh demo` begin, print one line, and leave nothing behind."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Browser, Running, Terminal, children, until


def alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_start_prints_one_line_and_stops_cleanly(running: Running, number: signal.Signals) -> None:
    assert re.fullmatch(r"http://[0-9a-f]+\.localhost:\d+/open/\S+", running.address)
    running.unlock()
    path = running.socket()
    below = children(running.process.pid)
    assert below
    assert running.stop(number) == 0
    until(lambda: not any(alive(each) for each in below))
    until(lambda: not path.exists())
    assert running.process.stdout is not None
    assert running.process.stdout.read() == b""
    assert running.errors.read_bytes() == b""


def test_port_is_used_or_refused(terminal: Terminal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = terminal.run("start", "--no-browser", "--port", port)
        assert ran.status == 2
        assert "port" in ran.err
        assert terminal.run("start", "--no-browser", "--port", "0").status == 2


@pytest.fixture
def demo(empty: Terminal) -> Iterator[Running]:
    started = Running(empty, "demo")
    yield started
    started.end()


def test_demo_is_removed_however_impatient_one_is(demo: Running) -> None:
    (scratch,) = demo.terminal.folder.glob("panoh-demo-*")
    for _time in range(8):
        demo.process.send_signal(signal.SIGINT)
        time.sleep(0.03)
    demo.process.send_signal(signal.SIGHUP)
    assert demo.process.wait(20) == 0
    assert not scratch.exists()


def test_demo_shows_invented_people_and_removes_itself(demo: Running) -> None:
    (scratch,) = demo.terminal.folder.glob("panoh-demo-*")
    assert scratch.stat().st_mode & 0o777 == 0o700
    told = demo.errors.read_text()
    found = re.search(r"opens it: (.+)", told)
    assert found, told
    browser = Browser(demo.address)
    page = browser.ask(browser.first)
    assert "invented" in page
    assert "/unlock/" not in page
    demo.terminal.settings.update(
        PANOH_HOME=str(scratch / "home"), PANOH_STATE=str(scratch / "state")
    )
    demo.terminal.ok("client", "list", "--json", phrase=False)
    assert demo.stop() == 0
    assert not scratch.exists()
    assert not demo.terminal.home.exists()
    assert not demo.terminal.state.exists()
