"""Places by any of their names, old ones too, through the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass

from panoh.lexicon import gazetteer
from panoh.lexicon.names.folding import fold
from panoh.lexicon.names.ranking import compare
from panoh.words import N_

RENAMED = N_("another or an old name of {name}")
SPELLED = N_("the same place, {name}")
_ANOTHER = 0.72
"""Spellings less alike than this are another name, not another spelling."""
_WHOLE = 0.93


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A candidate; `reason` is a message key with a {name}, `found_by` the spelling that fits."""

    place: gazetteer.Place
    found_by: str
    reason: str


def find(text: str, limit: int = 5) -> list[PlaceFound]:
    """Places of which `text` is a name, whole or beginning."""
    return [_found(each, text) for each in gazetteer.find_place(text, limit)]


def _found(place: gazetteer.Place, text: str) -> PlaceFound:
    known = [each for each in (place.name, place.russian, place.own) if each]
    like = max(compare(place.found_by or text, each) for each in known)
    return PlaceFound(place, place.found_by, RENAMED if like < _ANOTHER else SPELLED)


def other_names(text: str, limit: int = 3) -> dict[str, list[str]]:
    """For every place of which `text` is the whole name: its name, and how it is called otherwise.

    Only names that do not sound like `text`: those that do are found without a gazetteer.
    """
    if not fold(text):
        return {}
    found: dict[str, list[str]] = {}
    for place in gazetteer.find_place(text, limit):
        if compare(text, place.found_by) < _WHOLE:
            continue
        for name in dict.fromkeys((place.own, place.russian, place.name, *place.spellings)):
            if name and compare(text, name) < _ANOTHER:
                found.setdefault(place.name, []).append(name)
    return found
