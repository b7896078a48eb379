"""The stem of a surname, and which family of endings it carries."""

from __future__ import annotations

import re
from functools import lru_cache

from panoh.lexicon.names import surnames
from panoh.lexicon.names.folding import BARE, sound
from panoh.lexicon.names.sounds import VOWELS

LEAST = 3
"""Fewer signs are no stem."""
_LOOSE = {
    **dict.fromkeys("aoA", "[aoAHQU]"), "H": "[aoeAH]?", "e": "[aeoYiQ]", "i": "[iIYyJ]+",
    "I": "[iIYyJ]+", "Y": "[YiyIJ]+", "u": "[uowU]+", "w": "[uowU]+",
    "U": "[uowU]+", "C": "[CD]", "Q": "[aeAHQ]", "q": "[qk]", "k": "[qk]",
    "G": "[Gg]", "g": "[Gg]", "v": "[vwf]", "f": "[vwf]",
}  # fmt: skip


def _pattern(spelled: str) -> str:
    found = {
        "".join(_LOOSE.get(each, each) for each in sound(ending).lstrip(BARE))
        for ending in spelled.split()
    }
    return "|".join(sorted(found, key=len, reverse=True))


_FAMILIES = [
    (name, re.compile(f"^(.{{{LEAST - 1},}}?[^~])(?:{_pattern(spelled)})$"))
    for name, spelled in surnames.ENDINGS.items()
]
_PLACE = re.compile(f"^(.{{{LEAST},}}?[^~])(?:{_pattern(surnames.PLACES)})$")
_HALF = re.compile(f"[{VOWELS}yJ]+$")


@lru_cache(maxsize=1 << 13)
def stem(folded: str) -> tuple[str, str]:
    """The stem without its ending and the name of the family; two empty texts when there is none.

    A last vowel of the stem is left out too: Мирзоев and Мирзозода, Саидов and Сайидзода.
    """
    folded = folded.replace("K", "ks")
    for name, pattern in _FAMILIES:
        found = pattern.match(folded)
        if found:
            base = _HALF.sub("", found[1])
            if len(base.lstrip(BARE)) >= LEAST - 1:
                return base, name
    return "", ""


@lru_cache(maxsize=1 << 13)
def base(folded: str) -> str:
    """A Russian place name without its grammatical ending; the word itself when it has none."""
    found = _PLACE.match(folded.replace("K", "ks"))
    return found[1] if found and len(found[1].lstrip(BARE)) > LEAST else folded
