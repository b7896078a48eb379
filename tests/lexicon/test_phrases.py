"""Word lists: strength computed from the list, words that can be read aloud and typed."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from panoh.lexicon import phrases
from tools.build_phrases import LEFT_OUT, build

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["en", "ru", "tg", "uz", "uz_Cyrl", "kk", "ky", "digits"])
def test_six_words_are_at_least_77_bits(language: str) -> None:
    words = phrases.word_list(language)
    assert len(words) ** 6 >= 2**77
    assert phrases.bits(6, language) >= 77


def test_each_word_stands_once_and_is_plain() -> None:
    words = phrases.word_list("en")
    assert len(set(words)) == len(words)
    assert all(re.fullmatch(r"[a-z]{3,9}", word) for word in words)


def test_no_word_begins_another() -> None:
    """So that words run together still read one way only, and typing may complete them early."""
    words = sorted(phrases.word_list("en"))
    assert not [a for a, b in itertools.pairwise(words) if b.startswith(a)]


def test_other_languages_fall_back_to_english() -> None:
    assert phrases.languages_with_lists() == ("en",)
    assert phrases.list_language("tg") == "en"
    assert phrases.word_list("tg") is phrases.word_list("en")


def test_unwanted_words_are_left_out() -> None:
    unwanted = {
        word
        for line in LEFT_OUT.read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    assert len(unwanted) > 300
    assert not unwanted & set(phrases.word_list("en"))


def test_the_list_rebuilds_byte_equal() -> None:
    kept = (ROOT / "src/panoh/lexicon/words_en.txt").read_text("utf-8")
    left_out = LEFT_OUT.read_text("utf-8")
    source = "\n".join(
        f"11111\t{word}"
        for text in (kept, left_out)
        for line in text.splitlines()
        if not line.startswith("#")
        for word in line.split()
    )
    assert build(source, left_out) == kept
