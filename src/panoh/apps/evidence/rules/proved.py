"""Which numbers of a brief have to be proved: stricter than what is worth suggesting.

A suggestion may pass over an age or a duration; a brief may not. What stays free are years and
days, the numbers of a list, names that hold a digit (COVID-19), and small counts in words of what
nobody would look up ("three years", "two sides").
"""

from __future__ import annotations

import re
from decimal import Decimal

from panoh.apps.evidence.rules.months import Said, dates
from panoh.apps.evidence.rules.numerals import Number, numbers
from panoh.apps.evidence.rules.suggest import figure_numbers

UNREADABLE = Decimal(-1)
"""The value of digits that no rule reads, such as 1.200.000 or ½: no claim gives it."""
LARGE = 20
"""A number in words above this is no way of speaking, even in a heading."""
_DIGITS = re.compile(r"[\d\u00bc-\u00be\u2150-\u215f\u00b2\u00b3\u2070-\u2089]+")
_NAME = re.compile(r"[^\W\d_]-?$")
_LISTED = re.compile(r"\s*\(?\d{1,2}[.)]\s")


def to_prove(text: str, language: str) -> list[Number]:
    """The numbers of a sentence that need a claim beside them, from left to right."""
    said = dates(text)
    plain = {(each.start, each.end) for each in figure_numbers(text, language)}
    found = [
        each
        for each in numbers(text, language)
        if (each.start, each.end) in plain or (not each.worded and _stands(text, each.start, said))
    ]
    for match in _DIGITS.finditer(text):
        covered = any(each.start <= match.start() < each.end for each in found)
        if not covered and _stands(text, match.start(), said):
            found.append(Number(match.start(), match.end(), UNREADABLE))
    return sorted(found, key=lambda each: each.start)


def in_heading(text: str, language: str) -> list[str]:
    """The numbers of a title or a heading, which has no place for a citation."""
    return [
        text[each.start : each.end]
        for each in to_prove(text, language)
        if not each.worded or each.value > LARGE
    ]


def _stands(text: str, start: int, said: list[Said]) -> bool:
    """Whether digits at this place are a number, and no day, list mark or part of a name."""
    if any(each.start <= start < each.end for each in said):
        return False
    listed = _LISTED.match(text)
    return not (listed and start < listed.end()) and not _NAME.search(text[:start])
