"""Every sentence is in every catalogue, with its placeholders."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from panoh.words import LANGUAGES
from tools import word_checks, words


def test_catalogues_are_those_of_the_offered_languages() -> None:
    found = {path.stem for path in words.CATALOGUE.glob("*.po")}
    assert found == set(LANGUAGES) == set(words.PLURALS)
    assert {path.stem for path in words.CATALOGUE.glob("*.mo")} == found


def messages(code: str) -> Iterator[Message]:
    """The sentences of a catalogue."""
    return (message for message in words.read(code) if message.id)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_is_in_the_catalogue(code: str) -> None:
    present = {word_checks.forms(message.id)[0] for message in messages(code)}
    wanted = {key if isinstance(key, str) else key[0] for key in words.extract()}
    assert present == wanted


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_translation_is_broken_english_or_too_long(code: str) -> None:
    found = [each for message in messages(code) for each in word_checks.wrong(code, message)]
    assert found == []


@pytest.mark.parametrize("code", words.COMPLETE)
def test_no_sentence_lacks_its_translation(code: str) -> None:
    lacking = [message.id for message in messages(code) if not word_checks.filled(message.string)]
    assert lacking == []


def test_broken_placeholder_is_found() -> None:
    message = Message("{n} open of {total}", "{n} открыто из {all}")
    assert list(word_checks.broken(message))
    assert not list(word_checks.broken(Message("{n} open", "открыто {n}")))


def test_a_sentence_still_in_english_is_found() -> None:
    assert list(word_checks.wrong("ky", Message("Follow-up", "Follow-up")))
    assert not list(word_checks.wrong("ky", Message("PDF", "PDF")))
    assert not list(word_checks.wrong("en", Message("Follow-up", "")))


def test_a_translation_that_does_not_fit_is_found() -> None:
    long = Message("Save", "Нажмите здесь, чтобы сохранить всё, что написано")
    assert list(word_checks.wrong("ru", long)) == ["48 letters for 'Save': at most 24"]
    assert not list(word_checks.wrong("ru", Message("Save", "Сохранить запись")))


def test_same_words_give_the_same_bytes() -> None:
    found = {"Yes": ["a.py"], ("{n} day", "{n} days"): ["a.py"]}
    po = words.po_bytes("ru", words.fresh("ru", found))
    assert po == words.po_bytes("ru", words.fresh("ru", found))
    assert words.mo_bytes("ru", po) == words.mo_bytes("ru", po)
    assert {
        len(word_checks.forms(m.string)) for m in read_po(io.BytesIO(po), locale="ru") if m.id
    } == {
        1,
        3,
    }


def test_compiled_plural_chooses_its_form() -> None:
    import gettext

    po = words.po_bytes("ru", words.fresh("ru", {("{n} day", "{n} days"): ["a.py"]}))
    text = po.decode()
    for at, form in enumerate(("{n} день", "{n} дня", "{n} дней")):
        text = text.replace(f'msgstr[{at}] ""', f'msgstr[{at}] "{form}"')
    loaded = gettext.GNUTranslations(io.BytesIO(words.mo_bytes("ru", text.encode())))
    shown = [loaded.ngettext("{n} day", "{n} days", n).format(n=n) for n in (1, 3, 11, 21)]
    assert shown == ["1 день", "3 дня", "11 дней", "21 день"]
