"""Flags made from declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from panoh.cli.options import LONGEST_FILE, given, options_for
from panoh.core.records.model import Choice, Field, Kind, RecordType
from panoh.core.records.rules import clean_all
from panoh.errors import WrongUsage
from panoh.words import use_language

CHOICES = (Choice("soft_boiled", "Soft"), Choice("hard", "Hard"))
EGG = RecordType(
    app="tests",
    name="egg",
    label="Egg",
    home="desk",
    readers="you alone",
    fields=(
        Field("cooked_how", Kind.CHOICE, "How cooked", "As you like.", CHOICES, open_ended=True),
        Field("sides", Kind.CHOICES, "Sides", choices=CHOICES),
        Field("names", Kind.NAMES, "Names"),
        Field("fresh", Kind.YES, "Is it fresh?"),
        Field("minutes", Kind.NUMBER, "Minutes"),
        Field("story", Kind.LONG, "Story"),
    ),
)  # fmt: skip


def said(*words: str, stdin: str = "") -> dict[str, Any]:
    kept: dict[str, Any] = {}

    @click.command()
    @options_for(EGG, names={"names": "--name"})
    def lay(**options: Any) -> None:
        kept.update(given(options))

    result = CliRunner().invoke(lay, list(words), input=stdin)
    if isinstance(result.exception, WrongUsage):
        raise result.exception
    assert result.exit_code == 0, result.output
    return kept


def test_only_what_was_said_is_given() -> None:
    assert said() == {}
    values = said(
        "--cooked-how", "soft-boiled", "--sides", "hard", "--sides", "soft_boiled",
        "--name", "Яйцо", "--name", "Egg", "--no-fresh", "--minutes", "4", "--story", "short",
    )  # fmt: skip
    assert values == {
        "cooked_how": "soft_boiled",
        "sides": ["hard", "soft_boiled"],
        "names": ["Яйцо", "Egg"],
        "fresh": False,
        "minutes": 4,
        "story": "short",
    }
    assert clean_all(EGG, values, whole=True)["minutes"] == 4


def test_ways_of_not_answering_are_offered_where_they_are_answers() -> None:
    assert said("--cooked-how", "declined") == {"cooked_how": "?declined"}
    assert said("--cooked-how", "?not_safe") == {"cooked_how": "?not_safe"}
    with pytest.raises(AssertionError):
        said("--sides", "declined")


def test_long_texts_come_from_files_and_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text("Было яйцо.", encoding="utf-8")
    assert said("--story-file", str(file)) == {"story": "Было яйцо."}
    assert said("--story", "-", stdin="piped") == {"story": "piped"}
    assert said("--story-file", "-", stdin="piped") == {"story": "piped"}
    file.write_bytes(b"\xff\xfe")
    for path in (file, tmp_path / "absent"):
        with pytest.raises(WrongUsage):
            said("--story-file", str(path))
    file.write_bytes(b"x" * (LONGEST_FILE + 1))
    with pytest.raises(WrongUsage):
        said("--story-file", str(file))


def test_help_names_label_and_help_in_sentences() -> None:
    @click.command()
    @options_for(EGG)
    def lay(**_options: Any) -> None: ...

    with use_language("ru"):
        shown = " ".join(CliRunner().invoke(lay, ["--help"]).output.split())
    assert "How cooked. As you like." in shown
    assert "--fresh / --no-fresh Is it fresh?" in shown
    assert "\0" not in shown
