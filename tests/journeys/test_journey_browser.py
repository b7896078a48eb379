"""One client from the first contact to closing and back, in a real browser, by real processes."""

from __future__ import annotations

from tests.journeys.conftest import PHONE_SIZE, Tell, Told
from tests.journeys.hands import Keys


def test_with_scripts_by_pointing(english: Told) -> None:
    assert english.hands.watch.looked > 50


def test_without_scripts(tell: Tell) -> None:
    tell("en", scripts=False)


def test_by_keyboard_alone(tell: Tell) -> None:
    told = tell("en", Keys)
    assert isinstance(told.hands, Keys)
    assert told.hands.stops > 300


def test_in_russian_without_an_english_word(tell: Tell) -> None:
    tell("ru", viewport=PHONE_SIZE)


def test_in_russian_by_keyboard_without_scripts(tell: Tell) -> None:
    tell("ru", Keys, scripts=False)
