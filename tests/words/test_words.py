"""Sentences in eight languages."""

from __future__ import annotations

import gettext
import threading

import pytest

import panoh.words as words
from panoh.words import LANGUAGES, N_, _, choose_language, current_language, ngettext_, use_language


def test_eight_languages_are_offered_by_their_own_names() -> None:
    assert list(LANGUAGES) == ["en", "ru", "tg", "uz", "uz_Cyrl", "kk", "ky", "fa_AF"]
    assert len(set(LANGUAGES.values())) == 8


def test_unknown_sentence_is_shown_in_english() -> None:
    with use_language("ky"):
        assert _("No catalogue has this sentence.") == "No catalogue has this sentence."


def test_empty_sentence_stays_empty() -> None:
    for code in LANGUAGES:
        with use_language(code):
            assert _("") == ""


def test_language_comes_back_after_with() -> None:
    use_language("ru")
    with use_language("tg") as code:
        assert code == current_language() == "tg"
    assert current_language() == "ru"
    use_language("en")


def test_language_belongs_to_the_context_not_the_process() -> None:
    seen: list[str] = []
    with use_language("ru"):
        thread = threading.Thread(target=lambda: seen.append(current_language()))
        thread.start()
        thread.join()
    assert seen == ["en"]


def test_unknown_language_means_english() -> None:
    with use_language("xx"):
        assert current_language() == "en"


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("ru-RU", "ru"),
        ("tg_TJ.UTF-8", "tg"),
        ("uz_UZ@cyrillic", "uz_Cyrl"),
        ("uz-Cyrl-UZ", "uz_Cyrl"),
        ("uz-Latn", "uz"),
        ("fa_AF.UTF-8", "fa_AF"),
        ("fa-IR", "fa_AF"),
        ("prs", "fa_AF"),
        ("fr-FR, kk;q=0.8, en;q=0.5", "kk"),
        ("", "en"),
    ],
)
def test_wish_finds_the_language(wish: str, code: str) -> None:
    assert choose_language(None, wish) == code


def test_counted_noun_takes_the_form_of_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    one = ngettext_("{n} day", "{n} days", 1).format(n=1)
    assert [one, ngettext_("{n} day", "{n} days", 2).format(n=2)] == ["1 day", "2 days"]


def test_marked_sentence_is_itself() -> None:
    with use_language("ru"):
        assert N_("Yes") == "Yes"


def test_every_language_has_a_compiled_catalogue() -> None:
    for code in LANGUAGES:
        assert isinstance(words._catalogue(code), gettext.GNUTranslations), code
