"""The root: options, exit statuses, words, streams."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import click
import pytest

from panoh import __version__, bootstrap, errors
from panoh.cli import root
from panoh.cli.context import Asked, OnlyApps
from panoh.cli.output import words_of
from panoh.words import use_language
from tests.cli.conftest import COMMAND, Terminal
from tests.cli.test_phrase import Doors, leaves

CLASSES = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, errors.PanohError)
]


def made(kind: type[errors.PanohError]) -> errors.PanohError:
    return errors.Invalid({"text": "Too long."}) if kind is errors.Invalid else kind(what="x")


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes `panoh fails` end with an error."""

    def prepare(error: BaseException) -> Asked:
        @click.command()
        def fails() -> None:
            raise error

        module = type("Module", (), {"fails": fails})
        monkeypatch.setitem(root.OWN, "fails", "module:fails")
        monkeypatch.setattr(root, "import_module", lambda _name: module)
        return Asked(OnlyApps(bootstrap.apps), ("fails",))

    return prepare


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_its_status_and_its_words(
    kind: type[errors.PanohError], raising: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    error = made(kind)
    assert root.perform(raising(error)) == kind.exit_status
    told = capsys.readouterr()
    assert told.out == ""
    assert words_of(error) in told.err
    assert kind.exit_status != 0


def test_fault_is_told_without_what_was_in_it(
    raising: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = raising(KeyError("a client's name"))
    assert root.perform(asked) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "KeyError" in told.err
    assert "client's name" not in told.err
    monkeypatch.setenv("PANOH_TRACE", "1")
    assert root.perform(asked) == 1
    assert "Traceback" in capsys.readouterr().err


def test_interruption_ends_with_130(raising: Any) -> None:
    assert root.perform(raising(KeyboardInterrupt())) == 130
    assert root.perform(raising(click.Abort())) == 130


def test_words_of_an_error_are_translated_before_they_are_filled() -> None:
    with use_language("ru"):
        assert "{" not in words_of(errors.TooManyTries(seconds=4))
        assert "4" in words_of(errors.TooManyTries(seconds=4))


def test_every_command_says_what_it_does() -> None:
    commands = leaves(root.Root(Doors()))  # type: ignore[arg-type]  # only apps are asked
    assert len(commands) > 20
    for name, command in commands:
        assert command.help, name
        for each in command.params:
            if isinstance(each, click.Option) and not each.hidden:
                assert each.help or name.split()[0] not in root.OWN, (name, each)


def test_help_is_printed_for_the_root_and_below(empty: Terminal) -> None:
    assert empty.ok("--version").strip() == f"panoh {__version__}"
    text = empty.fresh("--help").out
    for name in ("vault", "backup", "start", "demo", "settings", "client"):
        assert re.search(rf"(?m)^  {name} ", text)
    assert "--rebuild" in empty.ok("vault", "check", "--help")
    assert empty.run("vault", "nothing").status == 2
    assert empty.run().status == 2


def test_help_speaks_the_language_that_is_asked_for(empty: Terminal) -> None:
    empty.settings["LC_ALL"] = "ru_RU.UTF-8"
    by_locale = empty.ok("vault", "--help")
    empty.settings["LC_ALL"] = "C"
    assert empty.ok("--language", "ru", "vault", "--help") == by_locale
    assert empty.run("--language", "xx", "vault", "list").status == 2


def test_output_is_utf_8_whatever_the_terminal_says(terminal: Terminal) -> None:
    terminal.settings.update(LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    code = terminal.fresh("client", "add", "--name", "Ғайрат").out.strip()
    assert "Ғайрат" in terminal.fresh("client", "show", code).out
    assert "Ғайрат" in terminal.fresh("client", "show", code, "--json").out


def test_nothing_is_coloured_in_a_pipe(terminal: Terminal) -> None:
    for words in (["--help"], ["vault", "check"], ["nothing"]):
        ran = terminal.run(*words)
        assert "\x1b" not in ran.out + ran.err


def test_reader_that_leaves_early_hears_no_complaint(terminal: Terminal) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=terminal.environment(),
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    _out, err = process.communicate(timeout=30)
    assert b"Traceback" not in err
    assert b"Exception" not in err
    assert process.returncode in {0, root.READER_GONE}


def test_json_has_sorted_keys_and_plain_letters(terminal: Terminal) -> None:
    text = terminal.ok("settings", "--json")
    data = json.loads(text)
    assert set(data) == {"country", "idle_minutes", "language", "local_commands"}
    assert text == json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def test_settings_are_changed_one_by_one(terminal: Terminal) -> None:
    changed = json.loads(
        terminal.ok("settings", "--idle-minutes", "2", "--language", "tg", "--json")
    )
    assert changed == {
        "country": None, "idle_minutes": 2, "language": "tg", "local_commands": True,
    }  # fmt: skip
    terminal.ok("settings", "--no-local-commands")
    assert json.loads(terminal.ok("settings", "--json"))["local_commands"] is False
    assert terminal.run("settings", "--idle-minutes", "60").status == 2
    terminal.ok("vault", "check", "--rebuild")
