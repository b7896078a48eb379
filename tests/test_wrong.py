"""docs/when-things-go-wrong.md: every command, in the order of the page, by real processes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core.vault import store, trustees
from panoh.crypto.derive import FLOOR
from tests.cli.conftest import PHRASE, Ran, Terminal

PAGE = Path(__file__).parents[1] / "docs" / "when-things-go-wrong.md"
NEW = "copper meadow ticket harbour nineteen orchard"


class Reader:
    """Somebody who types what the page says, under the headings it stands under."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        parts = re.split(r"^## (.+)$", PAGE.read_text("utf-8"), flags=re.M)
        self.sections = {
            title: re.findall(r"^\$ panoh (.+)$", text, re.M)
            for title, text in zip(parts[1::2], parts[2::2], strict=True)
        }
        self.ran: list[str] = []
        self.code = ""
        self.hub = ""

    def types(self, title: str, number: int, *, status: int = 0) -> Ran:
        line = self.sections[title][number]
        self.ran.append(line)
        said = [
            {"CODE": self.code, "https://hub.example.org": self.hub}.get(
                word, word.replace("/media/stick", str(self.terminal.folder / "stick"))
            )
            for word in shlex.split(line)
        ]
        ran = self.terminal.run(*said)
        assert ran.status == status, (line, ran)
        return ran


def _words(terminal: Terminal, name: str, words: str) -> None:
    (terminal.folder / name).write_text(words + "\n", "utf-8")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "panoh", "hub", "serve", "--port", "0", "--database"]
    process = subprocess.Popen(
        [*command, f"sqlite:///{tmp_path / 'hub.db'}"], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(20)
    process.stdout.close()


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path, hub: str) -> None:
    terminal = Terminal(tmp_path)
    bootstrap.create_vault(terminal.home, PHRASE, "Amina", cost=FLOOR)
    for name in ("stick", "sheets", "new-sheets"):
        (tmp_path / name).mkdir()
    page = Reader(terminal)
    page.hub = hub
    page.code = terminal.ok("client", "add").strip()
    other = terminal.ok("client", "add").strip()

    how = "How does it stand?"
    assert "!!" in page.types(how, 0, status=10).out
    page.types(how, 1)
    assert "No trustees" in page.types(how, 2).out

    before = "Before anything happens"
    page.types(before, 0)
    page.types(before, 1)
    page.types(before, 2)
    page.types(before, 3)
    assert len(list((tmp_path / "sheets").glob("*.pdf"))) == 3
    assert b"panoh" not in (tmp_path / "sheets" / "1.pdf").read_bytes().lower()
    # The words themselves are on the sheets; the same set as text, to type them from.
    given = json.loads(
        terminal.ok("recovery", "setup", "--need", "2", "--papers", "3", "--wait", "1", "--json")
    )["papers"]
    for number, each in enumerate(given, 1):
        _words(terminal, f"share-{number}.txt", each["words"])
        _words(terminal, f"drill-{number}.txt", each["drill"])
    assert "It works with 2 shares." in page.types(before, 4).out
    assert terminal.run("doctor").status == 0
    _words(terminal, "code.txt", page.types(before, 5).out.splitlines()[0])
    page.types(before, 6)

    _comes_back_with_trustees(page, other)
    _survives_the_rest(page, other)
    assert set(page.ran) == {line for each in page.sections.values() for line in each}


def _comes_back_with_trustees(page: Reader, other: str) -> None:
    terminal, tmp_path = page.terminal, page.terminal.folder
    lost = "The phrase is forgotten"
    page.types(lost, 0)
    _words(terminal, "new-phrase.txt", NEW)
    assert "waits until" in page.types(lost, 1, status=8).err
    _let_it_be_over(terminal)
    page.types(lost, 1)
    assert terminal.run("client", "list").status == 3
    terminal.phrase = NEW
    assert other in terminal.ok("client", "list")
    page.types(lost, 2)
    assert len(list((tmp_path / "new-sheets").glob("*.pdf"))) == 3


def _survives_the_rest(page: Reader, other: str) -> None:
    terminal, tmp_path = page.terminal, page.terminal.folder
    off = "The vault does not open, or something is off"
    assert "Nothing is off." in page.types(off, 0).out
    terminal.ok("backup", "create", "stick")
    page.types(off, 1)

    gone = "The computer is lost, broken or seized"
    shutil.move(terminal.home, tmp_path / "seized")
    shutil.rmtree(terminal.state)
    page.types(gone, 0)
    assert len(page.types(gone, 1).out.splitlines()) == 3  # lost, on paper, new
    assert other in terminal.ok("client", "list")

    away = "Before a journey"
    page.types(away, 0)
    assert other not in terminal.ok("client", "list")
    assert page.code in page.types(away, 1).out
    page.types(away, 2)
    assert other in terminal.ok("client", "list")

    door = "Somebody is at the door"
    page.types(door, 0)
    page.types(door, 1)
    assert terminal.run("client", "list").status == 4

    page.types("Every computer is gone, and there is no copy", 0)
    assert other in terminal.ok("client", "list")


def _let_it_be_over(terminal: Terminal) -> None:
    """As if the hour had passed: the request was made at the beginning of time."""
    import os

    before = os.environ.get("PANOH_STATE")
    os.environ["PANOH_STATE"] = str(terminal.state)
    try:
        place = store.pick(terminal.home)
        trustees.stop(place)
        trustees.ask(place, 1000)
    finally:
        if before is None:
            del os.environ["PANOH_STATE"]
        else:
            os.environ["PANOH_STATE"] = before
