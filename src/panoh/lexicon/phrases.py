"""Word lists that phrases are drawn from.

English has a list (see docs/decisions/0017). No list of 7,300 or more common words with a
licence we may ship and a native reader's review exists yet for the other languages, so they fall
back to English, or to groups of four digits, which any keyboard has and any voice can read out.
Strength is computed from the list in use, never quoted.
"""

from __future__ import annotations

import math
from functools import cache
from importlib import resources

DIGITS = "digits"
"""Asks `word_list` for the 10,000 groups of four digits instead of words."""

_FILES = {"en": "words_en.txt"}
_FALLBACK = "en"


def languages_with_lists() -> tuple[str, ...]:
    """Interface languages that have words of their own; the others get English."""
    return tuple(_FILES)


def list_language(language: str) -> str:
    """The language the words for `language` really are in."""
    return language if language in _FILES or language == DIGITS else _FALLBACK


def word_list(language: str) -> tuple[str, ...]:
    """Every word of the list for `language`, each once, in a fixed order."""
    return _load(list_language(language))


def bits(words: int, language: str) -> float:
    """Strength of `words` words drawn evenly from the list, each draw on its own."""
    return words * math.log2(len(word_list(language)))


@cache
def _load(name: str) -> tuple[str, ...]:
    if name == DIGITS:
        return tuple(f"{number:04d}" for number in range(10_000))
    text = resources.files("panoh.lexicon").joinpath(_FILES[name]).read_text(encoding="utf-8")
    return tuple(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )
