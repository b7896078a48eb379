"""Whether a record is risky for a brief's reader, or where the brief will be read.

A place is read in any of our languages and scripts, a town as the country it lies in: who writes
"Душанбе" must not be handed what is marked as risky in "Tajikistan".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from panoh.lexicon import gazetteer
from panoh.lexicon.letters import fold
from panoh.words import LANGUAGES

OPEN_READERS = frozenset({"ministry", "public"})
"""Readers to whom what is dangerous to hold is not handed."""
_PARTS = re.compile(r"[,;/()]|\s[-–—]\s")


def is_risky(risk: str | None, where: Iterable[str], reader: str, place: str) -> bool:
    """`risk`: none, some, high. Without a named place a risk is one for every open reader."""
    if risk not in ("some", "high"):
        return False
    listed = [each for each in where if each.strip()]
    if reader in OPEN_READERS and (risk == "high" or not listed):
        return True
    if risk == "high" and not listed:
        return True
    return any(meets(each, place) for each in listed)


def meets(risky: str, place: str) -> bool:
    """Whether a place lies in one that is risky, or is the same."""
    if not place.strip():
        return False
    wanted, said = fold(risky), fold(place)
    if wanted and f" {wanted} " in f" {said} ":
        return True
    return bool(_codes(risky) & _codes(place))


@cache
def _names() -> dict[str, str]:
    """Folded name of a country in any language, or its code → its code."""
    found = {code.lower(): code for code in gazetteer.COUNTRIES}
    for language in LANGUAGES:
        found |= {fold(name): code for code, name in gazetteer.countries(language).items()}
    return found


@cache
def _codes(text: str) -> frozenset[str]:
    """The countries that a text names, by themselves or by a town in them."""
    found = set()
    for part in (text, *_PARTS.split(text)):
        key = fold(part)
        words = key.split()
        # A name of a country may carry an ending: "Russian", «Таджикистана».
        found |= {
            code
            for name, code in _names().items()
            if name == key or name in words or (len(name) > 4 and f" {name}" in f" {key}")
        }
        for each in gazetteer.find_place(part.strip(), limit=20):
            names = (each.name, each.russian, each.own, *each.spellings)
            if key and key in {fold(name) for name in names if name}:
                found.add(each.country)
    return frozenset(found)
