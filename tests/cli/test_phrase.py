"""Where the phrase comes from, and where it must never be."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from panoh import bootstrap
from panoh.cli.phrase import from_file
from panoh.cli.root import Root
from panoh.errors import WrongUsage
from tests.cli.conftest import PHRASE, Terminal, children


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, click.Command]]:
    """Every command below, by its words."""
    if not isinstance(command, click.Group):
        return [(" ".join(path), command)]
    context = click.Context(command)
    found = []
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        found += leaves(inner, (*path, name))
    return found


class Doors:
    apps = staticmethod(bootstrap.apps)


def test_no_command_takes_a_phrase_as_an_argument() -> None:
    for name, command in leaves(Root(Doors())):  # type: ignore[arg-type]  # only apps are asked
        for each in command.params:
            flags = " ".join((*each.opts, each.name or ""))
            if re.search("phrase|password|secret|paper(?!s)", flags) and not getattr(
                each, "is_flag", False
            ):
                assert flags.endswith("file") or "--paper-key" in flags, (name, flags)


def test_phrase_in_the_wrong_place_is_refused(terminal: Terminal) -> None:
    for words in (
        ["settings", "--passphrase", PHRASE],
        ["settings", "--phrase", PHRASE],
        ["vault", "create", PHRASE],
        ["vault", "check", PHRASE],
    ):
        assert terminal.run(*words, phrase=False).status == 2


def test_phrase_stands_in_no_list_of_processes(terminal: Terminal) -> None:
    """Asked while the command waits, with the phrase typed already: for the new one."""
    seen: list[bytes] = []

    def look(_shown: str) -> str:
        import os

        for process in children(os.getpid()):
            for name in ("cmdline", "environ"):
                try:
                    seen.append(Path(f"/proc/{process}/{name}").read_bytes())
                except OSError:
                    continue  # its memory is closed to others: better still
        return "short"

    terminal.typed(
        "vault",
        "change-passphrase",
        answers=[("paper key: ", PHRASE), ("of your own: ", look), ("of your own: ", "\x03")],
    )
    assert any(b"panoh" in each for each in seen)
    assert not any(PHRASE.encode() in each for each in seen)


@pytest.mark.parametrize(
    ("data", "phrase"),
    [
        (b"one two\n", "one two"),
        (b"one two\r\n", "one two"),
        (b" one two \n\n", " one two \n"),
        ("три слова".encode(), "три слова"),
    ],
)
def test_only_the_newline_at_the_end_is_taken_away(
    tmp_path: Path, data: bytes, phrase: str
) -> None:
    file = tmp_path / "phrase"
    file.write_bytes(data)
    file.chmod(0o600)
    assert from_file(file) == phrase


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * 10_000])
def test_file_that_is_no_phrase_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "phrase"
    file.write_bytes(data)
    with pytest.raises(WrongUsage):
        from_file(file)


def test_file_that_others_can_read_is_told(terminal: Terminal) -> None:
    file = terminal.folder / "open"
    file.write_text(PHRASE)
    file.chmod(0o644)
    ran = terminal.run("settings", "--json", "--passphrase-file", "open", phrase=False)
    assert ran.status == 0
    assert "can read" in ran.err
    missing = terminal.run("settings", "--passphrase-file", "nothing", phrase=False)
    assert missing.status == 2


def test_without_terminal_and_file_nothing_hangs(terminal: Terminal) -> None:
    ran = terminal.run("settings", phrase=False)
    assert ran.status == 2
    assert "--passphrase-file" in ran.err


def test_phrase_is_asked_hidden(terminal: Terminal) -> None:
    ran = terminal.typed("settings", answers=[("paper key: ", PHRASE)])
    assert ran.status == 0
    assert PHRASE not in ran.out
    assert "Lock after minutes" in ran.out


def test_prompt_can_be_left_with_ctrl_c(terminal: Terminal) -> None:
    ran = terminal.typed("settings", answers=[("paper key: ", "\x03")])
    assert ran.status == 130
    assert "Traceback" not in ran.out


def test_offered_phrase_is_typed_back(empty: Terminal) -> None:
    def offered(shown: str) -> str:
        found = re.search(r"\n {4}(\S.*\S)\r", shown)
        assert found
        empty.phrase = found[1].strip()
        return empty.phrase

    def with_a_slip(shown: str) -> str:
        return offered(shown)[:-1]

    ran = empty.typed(
        "vault",
        "create",
        answers=[("of your own: ", with_a_slip), ("not quite", None), ("own: ", offered)],
    )
    assert ran.status == 0
    assert empty.phrase is not None
    assert ran.out.count(empty.phrase) == 1
    empty.ok("settings")


def test_own_phrase_is_measured_and_typed_twice(terminal: Terminal) -> None:
    own = "seven lighthouses counted by a marble heron"
    ran = terminal.typed(
        "vault",
        "change-passphrase",
        answers=[
            ("paper key: ", PHRASE),
            ("of your own: ", "password1"),
            ("too easy", None),
            ("of your own: ", own),
            ("again: ", own + "s"),
            ("differ", None),
            ("of your own: ", own),
            ("again: ", own),
        ],
    )
    assert ran.status == 0
    assert own not in ran.out
    terminal.phrase = own
    terminal.ok("settings")
