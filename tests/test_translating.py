"""docs/translating.md: what it says to type does what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from panoh import words as shown
from tools import words

PAGE = Path(__file__).parents[1] / "docs" / "translating.md"
COMMANDS = [shlex.split(each) for each in re.findall(r"^\$ (.+)$", PAGE.read_text("utf-8"), re.M)]
TOOL = [each[2:] for each in COMMANDS if each[1:2] == ["tools/words.py"]]


SOME = ("Follow-up", "Case {code}")
READ_OUT = "Nowhere: no copy"
WANTED = (*SOME, READ_OUT)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few sentences of each catalogue, to correct."""
    copy = tmp_path / "catalogue"
    copy.mkdir()
    for path in words.CATALOGUE.glob("*.po"):
        head, *sentences = path.read_text("utf-8").split("\n\n")
        kept = [each for each in sentences if any(f'msgid "{s}"' in each for s in WANTED)]
        (copy / path.name).write_text("\n\n".join([head, *kept]) + "\n", "utf-8")
    monkeypatch.setattr(words, "extract", lambda: {each: ["a.py"] for each in WANTED})
    monkeypatch.setattr(words, "read_out", lambda: [READ_OUT])
    monkeypatch.setattr(words, "CATALOGUE", copy)
    monkeypatch.setattr(shown, "CATALOGUE", copy)
    return copy


def typed(monkeypatch: pytest.MonkeyPatch, command: list[str]) -> int:
    monkeypatch.setattr("sys.argv", ["words.py", *command])
    return words.main()


def test_the_first_thing_to_type_finds_the_sentence() -> None:
    _grep, _n, _b2, sought, name = COMMANDS[0]
    assert f'msgid "Follow-up"\nmsgstr "{sought}"' in (PAGE.parents[1] / name).read_text("utf-8")


def test_one_sentence_is_corrected_and_seen(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right, broken, missing, _check = TOOL
    before = (catalogue / "tg.po").read_text("utf-8")
    assert typed(monkeypatch, right) == 0
    after = (catalogue / "tg.po").read_text("utf-8")
    assert after.count(words.DRAFT) == before.count(words.DRAFT) - 1
    shown._catalogue.cache_clear()
    with shown.use_language("tg"):
        assert shown._("Follow-up") == right[-1]
    shown._catalogue.cache_clear()
    capsys.readouterr()
    assert typed(monkeypatch, broken) == 1
    assert capsys.readouterr().err.strip() in PAGE.read_text("utf-8")
    assert (catalogue / "tg.po").read_text("utf-8") == after
    assert typed(monkeypatch, missing) == 0
    assert capsys.readouterr().out.strip() == "{}"


def test_a_sentence_that_is_read_out_counts_once_it_is_corrected(
    catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert READ_OUT not in words.reviewed_bytes().decode()
    assert typed(monkeypatch, ["--correct", "ru", READ_OUT, "Переведено человеком."]) == 0
    assert READ_OUT in (catalogue / shown.REVIEWED).read_text("utf-8")
    assert typed(monkeypatch, ["--correct", "ru", "no such sentence", "x"]) == 1
