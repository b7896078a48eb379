"""How hard an own phrase is to guess: the cheapest way to put it together from known pieces.

A piece is a listed word, a common password, a keyboard run, a repeat, a date, or single characters;
pronounceable letters count less than random ones. An estimate, kept on the careful side: nobody can
compute how likely a phrase is to its guesser, only how it could have been put together.
"""

from __future__ import annotations

import math
import re
from functools import cache

from panoh.lexicon import phrases

_LONGEST = 128
_PIECE = 40
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїәөұүўӣӯ")
_ROWS = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz",
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "1qaz2wsx3edc4rfv", "qazwsxedcrfv",
)  # fmt: skip
_COMMON = frozenset(
    # One string of words is the form in which this list can be read.
    """password passwd passw0rd qwerty qwertyuiop admin welcome letmein iloveyou monkey dragon
    sunshine princess football master login secret default guest root test user changeme
    superman batman pokemon starwars computer internet google samsung iphone android
    parol пароль привет солнышко любовь зайка котенок наташа марина андрей сергей
    salom salam рахмат rahmat assalom тоҷикистон tojikiston tajikistan таджикистан
    uzbekistan ozbekiston узбекистан ўзбекистон kazakhstan қазақстан казахстан qazaqstan
    kyrgyzstan кыргызстан киргизия dushanbe душанбе tashkent toshkent ташкент bishkek бишкек
    almaty алматы astana астана samarkand samarqand самарканд khujand хуҷанд худжанд osh moscow
    moskva москва panoh""".split()  # noqa: SIM905
)
_PLAIN = str.maketrans("@013457$!", "aoieastsi")
_YEAR = re.compile(r"(19|20)\d\d")
_DATE = re.compile(r"([0-3]?\d)[.\-/ ]?([01]?\d)[.\-/ ]?((19|20)?\d\d)")


def estimate(phrase: str) -> float:
    """Bits; never less than for the same phrase cut short."""
    text = phrase[:_LONGEST]
    best = [0.0] + [math.inf] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _PIECE), end):
            best[end] = min(best[end], best[start] + _piece(text, start, end))
    return best[-1]


def _piece(text: str, start: int, end: int) -> float:
    piece = text[start:end]
    if len(piece) == 1:
        return _character(piece)
    cheapest = math.inf
    if len(piece) >= 3:
        cheapest = min(_repeated(text, start, piece), _run(piece), _dated(piece))
    listed = _listed(piece)
    if piece.isalpha() and listed == math.inf:
        cheapest = min(cheapest, _letters(piece))
    return min(cheapest, listed)


def _character(letter: str) -> float:
    if letter == " ":
        return 0.0  # between words it is expected
    if letter.isdigit():
        return math.log2(10)
    if letter.isalpha():
        return _per_letter(letter) + (letter != letter.lower())
    return math.log2(33)


def _per_letter(letter: str) -> float:
    return math.log2(26) if letter.isascii() else math.log2(33)


def _letters(piece: str) -> float:
    """Letters that are no listed word: a word of some language, if they can be spoken."""
    low = piece.lower()
    if len(low) < 4 or _capitals(piece) > 1 or not _speakable(low):
        return math.inf  # letter by letter
    spelled = 2 * _per_letter(low[0]) + 2.2 * (len(low) - 2)
    # Somewhere there is a dictionary of 32,000 words with this one in it; endings are extra.
    return min(spelled, 15.0 + max(0, len(low) - 10)) + _capitals(piece)


def _speakable(low: str) -> bool:
    vowels = sum(letter in _VOWELS for letter in low)
    silent = max(len(run) for run in re.split(f"[{''.join(sorted(_VOWELS))}]", low))
    return 0.2 <= vowels / len(low) <= 0.7 and silent <= 3


def _capitals(piece: str) -> float:
    if piece == piece.lower():
        return 0.0
    if piece == piece.upper() or piece[1:] == piece[1:].lower():
        return 1.0
    return float(len(piece))


def _listed(piece: str) -> float:
    low = piece.lower()
    cost = math.inf
    for spelling, extra in ((low, 0.0), (low.translate(_PLAIN), 2.0)):
        if spelling in _COMMON:
            cost = min(cost, 7.0 + extra)
        elif spelling in _words():
            cost = min(cost, math.log2(len(_words())) + extra)
    return cost + _capitals(piece)


def _repeated(text: str, start: int, piece: str) -> float:
    """One character again and again, or something that stood before."""
    if len(set(piece)) == 1:
        return _character(piece[0]) + math.log2(len(piece))
    if piece in text[: start + len(piece) - 1]:
        return 2 + math.log2(len(piece))
    return math.inf


def _run(piece: str) -> float:
    low = piece.lower()
    for row in _ROWS:
        if low in row or low[::-1] in row:
            return 7 + math.log2(len(piece))
    return math.inf


def _dated(piece: str) -> float:
    if _YEAR.fullmatch(piece):
        return math.log2(150)
    if len(piece) >= 5 and _DATE.fullmatch(piece):
        return math.log2(366 * 150)
    return math.inf


@cache
def _words() -> frozenset[str]:
    return frozenset(
        word for language in phrases.languages_with_lists() for word in phrases.word_list(language)
    )
