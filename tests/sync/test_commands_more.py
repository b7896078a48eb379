"""A second device and a neighbour, by real processes."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import COMMAND
from tests.sync.test_commands import Colleague, notes, rounds


@contextmanager
def serving(person: Colleague) -> Iterator[str]:
    """`panoh sync --serve`; the address that the neighbour types."""
    process = subprocess.Popen(
        [*COMMAND, "sync", "--serve"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=person.terminal.environment(),
        cwd=person.terminal.folder,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode in (0, 130), err


def test_neighbours_share_a_case(tmp_path: Path) -> None:
    amina, bo = (Colleague(tmp_path / name, name.title(), []) for name in ("amina", "bo"))
    code = amina.ok("client", "add", "--goes-by", "Zuhra")
    invitation = amina.data("space", "invite", code)["code"]
    bo.ok("space", "join", invitation)
    with serving(amina) as address:
        opened: list[str] = []
        until = time.monotonic() + 60
        while not opened and time.monotonic() < until:
            opened = bo.data("sync", "--peer", address)["opened"]
            time.sleep(0.3)  # the one who serves looks once a second
    assert opened == [code]
    assert bo.data("case", "show", code)["goes_by"] == "Zuhra"
    wrong = address[:-4] + ("AAAA" if not address.endswith("AAAA") else "BBBB")
    assert bo.terminal.run("sync", "--peer", wrong).status == 9
    amina_and_bo_go_on(amina, bo, code)


def amina_and_bo_go_on(amina: Colleague, bo: Colleague, code: str) -> None:
    """Two values, a choice, erasing, handing over and taking out, over the network alone."""
    note = amina.ok("note", "add", code, "--text", "a word that must go again")
    amina.ok("client", "edit", code, "--set", "phone=+992 90 000 00 02")
    bo.ok("client", "edit", code, "--set", "phone=+992 90 000 00 03")
    with serving(amina) as address:
        bo.ok("sync", "--peer", address)
        until_there(lambda: len(amina.data("conflicts", "list")) == 1)
    for each in (amina, bo):
        (found,) = each.data("conflicts", "list")
        assert {v["author"] for v in found["values"]} == {"Amina", "Bo"}
    assert "a word that must go again" in notes(bo, code)
    wanted = next(v["number"] for v in found["values"] if v["author"] == "Bo")
    bo.ok("conflicts", "resolve", code, "phone", str(wanted))
    amina.ok("note", "erase", note, "--yes")
    amina.ok("space", "hand-over", code, "Bo")
    with serving(amina) as address:
        bo.ok("sync", "--peer", address)
        until_there(lambda: amina.data("conflicts", "list") == [])
    assert amina.data("case", "show", code)["phone"] == "+992 90 000 00 03"
    assert notes(bo, code) == []
    bo.ok("space", "revoke", code, "Amina", "--yes")
    bo.ok("client", "edit", code, "--set", "goes_by=after she left")
    with serving(bo) as address:
        amina.ok("sync", "--peer", address)
    members = amina.data("space", "show", code)["parts"][0]["members"]
    assert [each["name"] for each in members] == ["Bo"]
    assert amina.data("case", "show", code)["goes_by"] == "Zuhra"
    for each in (amina, bo):
        assert each.data("vault", "check", "--rebuild")["findings"] == []


def until_there(done: Callable[[], bool]) -> None:
    """Who serves takes in what came when the neighbour is silent for a moment."""
    until = time.monotonic() + 60
    while not done():
        assert time.monotonic() < until
        time.sleep(0.3)


def test_second_computer_and_its_loss(tmp_path: Path, hub_url: str) -> None:
    way = ["--hub", hub_url]
    first, second = (Colleague(tmp_path / name, "Amina", way) for name in ("home", "office"))
    code = first.ok("client", "add", "--goes-by", "Zuhra")
    invitation = first.data("device", "invite")["code"]
    second.ok("device", "join", invitation)
    rounds(second, first, second, times=1)
    assert second.data("case", "show", code)["goes_by"] == "Zuhra"
    devices = second.data("device", "list")
    assert [each["this"] for each in devices] == [False, True]
    second.ok("client", "edit", code, "--set", "goes_by=Z.")
    new = second.ok("client", "add", "--goes-by", "begun on the second")
    rounds(second, first, times=1)
    assert first.data("case", "show", code)["goes_by"] == "Z."
    assert first.data("case", "show", new)["goes_by"] == "begun on the second"
    assert second.terminal.run("device", "invite").status == 8
    first.ok("device", "revoke", devices[1]["id"], "--yes")
    first.ok("client", "edit", code, "--set", "goes_by=after the loss")
    rounds(first, second, times=2)
    assert second.data("case", "show", code)["goes_by"] == "Z."
    for each in (first, second):
        assert each.data("vault", "check")["findings"] == []


def test_wrong_codes_and_addresses_are_told(tmp_path: Path) -> None:
    amina = Colleague(tmp_path / "amina", "Amina", [])
    for words, status in (
        (["space", "join", "ABCDE"], 2),
        (["device", "join", "ABCDE"], 2),
        (["sync"], 2),
        (["sync", "--hub", "http://hub.example.org"], 2),
        (["sync", "--hub", "nonsense"], 2),
        (["sync", "--hub", "http://127.0.0.1:9"], 9),
        (["sync", "--peer", "https://127.0.0.1:9/"], 2),
        (["space", "invite", "NOSUCH"], 7),
        (["space", "words", "nobody"], 7),
        (["conflicts", "resolve", "x", "phone", "1"], 7),
    ):
        ran = amina.terminal.run(*words)
        assert ran.status == status, (words, ran)
        assert "Traceback" not in ran.err
