"""Words that are read out to a client are never shown as a machine drafted them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import panoh.words as words
from panoh.apps.casework.rules import told
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.words import LANGUAGES, Reviewed, reviewed, use_language
from tools import words as tool

ALOUD = (*told.BEFORE_KEEPING, told.PASSING_ON_UNKNOWN, told.MAY_NOT_BE_FREE)


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A list of one's own beside the real catalogues."""
    (tmp_path / "list").mkdir()
    for path in words.CATALOGUE.glob("*.mo"):
        (tmp_path / "list" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(words, "CATALOGUE", tmp_path / "list")
    words._reviewed.cache_clear()
    yield tmp_path / "list" / words.REVIEWED
    words._reviewed.cache_clear()


def _say(listed: Path, **by_language: tuple[str, ...]) -> None:
    listed.write_text(json.dumps({code: list(each) for code, each in by_language.items()}), "utf-8")
    words._reviewed.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_machine_draft_is_never_read_out(language: str) -> None:
    drafts = {
        str(message.id): str(message.string)
        for message in tool.read(language)
        if message.id in ALOUD and tool.DRAFT in message.user_comments
    }
    with use_language(language):
        shown = reviewed(*ALOUD)
    assert not {drafts[each] for each in ALOUD if each in drafts} & set(shown.texts)
    if drafts:
        assert shown.language != language


def test_every_sentence_that_is_read_out_is_marked_and_listed() -> None:
    assert set(ALOUD) <= set(tool.read_out())
    assert tool.reviewed_bytes() == (words.CATALOGUE / words.REVIEWED).read_bytes()
    assert set(ALOUD) <= set(tool.extract())  # translators see them all the same


def test_english_is_the_source_and_counts_as_reviewed(listed: Path) -> None:
    _say(listed)
    for language in LANGUAGES:
        with use_language(language):
            assert reviewed(*ALOUD) == Reviewed("en", ALOUD)


def test_nearest_reviewed_language_is_taken_whole(listed: Path) -> None:
    _say(listed, ru=ALOUD, uz_Cyrl=ALOUD[:1])
    for language, nearest in {"tg": "ru", "uz": "ru", "kk": "ru", "ru": "ru", "en": "en"}.items():
        with use_language(language):
            assert reviewed(*ALOUD).language == nearest
    with use_language("uz"):  # one sentence alone is there in the other script
        assert reviewed(ALOUD[0]).language == "uz_Cyrl"
    _say(listed, tg=ALOUD, ru=ALOUD)
    with use_language("tg"):
        assert reviewed(*ALOUD).language == "tg"


def test_one_sentence_not_reviewed_takes_the_whole_text_elsewhere(listed: Path) -> None:
    _say(listed, ru=ALOUD[1:])
    with use_language("ru"):
        assert reviewed(*ALOUD).language == "en"
        assert reviewed(*ALOUD[1:]).language == "ru"


def test_other_words_get_another_number() -> None:
    """What a consent names as heard must stay what was heard."""
    mark = digest(Label.JOURNAL, "\n".join(told.BEFORE_KEEPING).encode()).hex()[:16]
    assert {told.VERSION: mark} == {"1": "90b5c2301f3fab30"}, "give the changed words a new VERSION"
