"""Languages have codes, own names and labels, each once."""

from __future__ import annotations

import re

import pytest

from panoh.errors import NotFound
from panoh.lexicon import languages
from panoh.words import LANGUAGES


def test_codes_names_and_labels_stand_once() -> None:
    for part in ("code", "own", "label"):
        values = [getattr(each, part) for each in languages.LANGUAGES]
        assert len(set(values)) == len(values)
        assert all(values)
    assert all(re.fullmatch("[a-z]{3}", each.code) for each in languages.LANGUAGES)


def test_languages_of_the_interface_come_first() -> None:
    first = {each.code for each in languages.LANGUAGES[:11]}
    assert {languages.known(code) for code in LANGUAGES} <= first


@pytest.mark.parametrize(
    ("code", "listed"), [("tg", "tgk"), ("uzn", "uzb"), ("fas", "pes"), (" tgk ", "tgk")]
)
def test_other_codes_lead_to_the_listed_one(code: str, listed: str) -> None:
    assert languages.known(code) == listed
    assert languages.language(code).code == listed


@pytest.mark.parametrize("code", ["", "xxx", "TGK", "tajik"])
def test_an_unlisted_code_is_not_found_and_stands_for_itself(code: str) -> None:
    assert languages.known(code) is None
    assert languages.label(code) == code
    with pytest.raises(NotFound):
        languages.language(code)


def test_sign_languages_are_offered() -> None:
    assert [each.code for each in languages.LANGUAGES if each.sign] == ["rsl", "tsm"]


def test_the_english_order_holds_after_the_commonest() -> None:
    rest = [each.label for each in languages.LANGUAGES[11:]]
    assert rest == sorted(rest)


def test_choices_are_code_and_label() -> None:
    assert languages.CHOICES[0] == ("tgk", "Tajik")
    assert len(languages.CHOICES) == len(languages.LANGUAGES)
