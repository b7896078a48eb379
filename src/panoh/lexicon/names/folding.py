"""From a name as it is written to words of sounds.

A word of Persian script begins with `BARE`: its short vowels are not written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from panoh.lexicon.names import cyrillic, latin, persian, words

BARE = "~"
APOSTROPHES = "'`´ʹʻʼʽʾʿˈ‘’‚‛′\"ʺ"
_APOSTROPHES = re.compile(f"[{re.escape(APOSTROPHES)}]")
_UNSEEN = re.compile("[\u200b-\u200f\u00ad\u0640\u064b-\u065f\u0670\ufeff]")
_CAMEL = re.compile(r"(?<=[a-zа-яёғӣқӯҳҷʻ])(?=[A-ZА-ЯЁҒӢҚӮҲҶ])")
_BETWEEN = re.compile(r"[^\wʻ\u0300-\u036f]+|_+|\d+")
_LIKE_CYRILLIC = str.maketrans("aceopxykmthbiñ", "асеорхукмтнвіҥ")
_LIKE_LATIN = str.maketrans("асеорхукмтнвіһј", "aceopxykmthbihj")
_FLAT = str.maketrans("қғңҳұүөәһіҡҝӄґѕєў", "кгнхууоахикккгсеу")
"""Letters that a keyboard may lack, and what is typed for them."""
_LOOKED_AT = re.compile(r"\(\?[^)]*\)")
_SIGN = re.compile("[^\u0300-\u036f][\u0300-\u036f]*")
_MARKS = re.compile("[\u0300-\u036f]")
_OTHER_LETTERS = re.compile("([\u0400-\u052f]+)")
_DOUBLED = re.compile(r"([^~])\1+")
_SERVANT = frozenset(words.SERVANT.split())
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Word:
    """`plain` is the spelling without marks, `sound` the folded one, `weight` what it counts."""

    plain: str
    sound: str
    script: str
    weight: float

    def __hash__(self) -> int:
        return hash(self.plain)  # asked for very often, and a text remembers its own


class _Reader:
    """A table of letters, read longest first."""

    def __init__(self, *tables: str) -> None:
        self.sounds: dict[str, str] = {}
        for table in tables:
            parts = table.split()
            for letters, sound in zip(parts[::2], parts[1::2], strict=True):
                self.sounds.setdefault(letters, "" if sound == "-" else sound)
        # What stands in (?…) is only looked at, and does not make the letters longer.
        ordered = sorted(self.sounds, key=lambda each: -len(_LOOKED_AT.sub("", each)))
        self._named = {f"r{i}": self.sounds[each] for i, each in enumerate(ordered)}
        self._pattern = re.compile("|".join(f"(?P<r{i}>{each})" for i, each in enumerate(ordered)))

    def read(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._named[str(found.lastgroup)], text)


def _around(table: dict[str, tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), put) for pattern, put in table.values()]


_CYRILLIC = _Reader(cyrillic.SHARED, *cyrillic.BY_LANGUAGE.values(), cyrillic.TOGETHER)
_LATIN = _Reader(latin.SHARED, *latin.BY_LANGUAGE.values())
_PERSIAN = _Reader(persian.SHARED, *persian.BY_LANGUAGE.values())
_AROUND_LATIN = _around(latin.AROUND)
_AROUND_PERSIAN = _around(persian.AROUND)
_AROUND_CYRILLIC = _around(cyrillic.AROUND)


def script_of(word: str) -> str:
    """The script most letters belong to: Cyrl, Latn, Arab, or empty."""
    counts = {"Cyrl": 0, "Latn": 0, "Arab": 0}
    for letter in word:
        number = ord(letter)
        if 0x400 <= number < 0x530:
            counts["Cyrl"] += 1
        elif 0x600 <= number < 0x780 or 0xFB50 <= number < 0xFF00:
            counts["Arab"] += 1
        elif letter.isalpha():
            counts["Latn"] += 1
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] else ""


def split(text: str) -> list[str]:
    """The words of a name, in lower case."""
    text = unicodedata.normalize("NFKC", _APOSTROPHES.sub("ʻ", text[:LONGEST]))
    text = text.replace("ه\u200c", "ۀ")
    text = _UNSEEN.sub("", text)
    text = _CAMEL.sub(" ", text).replace("İ", "i").lower()
    parts = [part for each in _BETWEEN.split(text) if (part := each.strip("ʻ"))]
    return _with_servant(parts)


def _with_servant(parts: list[str]) -> list[str]:
    """Abdul Qadir is one name, as Abduqodir."""
    found: list[str] = []
    for each in parts:
        if found and found[-1] in _SERVANT:
            found[-1] += each
        else:
            found.append(each)
    return found


def _one_script(word: str) -> str:
    """Letters of another script that only look right are put into the script of the word."""
    script = script_of(word)
    if script == "Cyrl" and not word.isascii():
        return word.translate(_LIKE_CYRILLIC)
    if script == "Latn" and any(0x400 <= ord(each) < 0x530 for each in word):
        return word.translate(_LIKE_LATIN)
    return word


def _unmarked(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


@lru_cache(maxsize=1 << 13)
def sound(word: str) -> str:
    """The folded form of one lower-case word."""
    script = script_of(word)
    if script == "Cyrl":
        word = _MARKS.sub("", word.replace("ʻ", ""))
        for pattern, put in _AROUND_CYRILLIC:
            word = pattern.sub(put, word)
        made = _CYRILLIC.read(word)
    elif script == "Arab":
        word = word.replace("ʻ", "")
        for pattern, put in _AROUND_PERSIAN:
            word = pattern.sub(put, word)
        return BARE + _PERSIAN.read(word)
    else:
        made = _latin(word)
    return _DOUBLED.sub(r"\1", made)


def _latin(word: str) -> str:
    word = unicodedata.normalize("NFC", word)
    if len(parts := _OTHER_LETTERS.split(word)) > 1:  # a letter of another script among them
        return "".join(sound(each) for each in parts)
    signs = _SIGN.findall(word)
    kept = "".join(each if each in _LATIN.sounds else _unmarked(each) for each in signs)
    for pattern, put in _AROUND_LATIN:
        kept = pattern.sub(put, kept)
    return _LATIN.read(kept).replace("ʻ", "")


_KINDS = frozenset(
    each for line in words.KINDS.values() for part in line.split()
    for each in (part.replace("ʻ", ""), sound(part)) if len(each) > 3 or each == part
)  # fmt: skip
_PARTICLES = frozenset(words.PARTICLES.split())


@lru_cache(maxsize=1 << 15)
def word(text: str) -> Word:
    """A word with everything that comparing it needs."""
    text = _one_script(text)
    script = script_of(text)
    plain = _unmarked(text.replace("ʻ", "")).translate(_FLAT)
    made = sound(text)
    bare = text.replace("ʻ", "")
    weight = 0.15 if bare in _KINDS or made in _KINDS else 0.1 if bare in _PARTICLES else 1.0
    return Word(plain, made, script, weight)


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> tuple[Word, ...]:
    """The words of a name; joining words of one letter stay, for they cost little."""
    return tuple(made for each in split(text) if (made := word(each)).sound.strip(BARE))
