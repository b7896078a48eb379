"""Sentences of English, Russian, Tajik, Uzbek (both scripts), Kazakh and Kyrgyz.

Our own: the libraries that were tried lack Tajik, Uzbek and Kyrgyz, and cut Kazakh after «г.». A
full stop ends a sentence unless a known abbreviation, an initial or a number stands before it, or
what follows begins small. Texts of the region mix languages, so one list serves all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORT = (
    # English
    "mr mrs ms dr prof st no vs etc e.g i.e u.s u.k u.n p pp fig vol ed eds approx inc jan feb mar"
    " apr jun jul aug sep sept oct nov dec gen col lt sen rep gov"
    # Russian, met in every language of the region
    " г гг в вв т.е т.д т.п т.к т.ч т др пр руб коп тыс млн млрд трлн ул д кв стр с см им проф акад"
    " доц рис табл напр чел мин сек кг км м га обл респ ст п пп ч гл ред изд н.э"
    # Tajik
    " ҷ саҳ ва ғ ҳ мил ниг ноҳ вил ш қ соат"
    # Uzbek, Latin and Cyrillic
    " y b v.h.k h.k sh t m mln mlrd ming a.k й ҳ.к в.ҳ.к ҳ м.ав"
    # Kazakh, Kyrgyz
    " ж жж т.б т.с.с б.з.д ғғ мын ж.б к кк т.а б.з.ч аш"
)
ABBREVIATIONS = frozenset(_SHORT.split())
_STOP = re.compile(r"[.!?…]+[\"'»”’)\]]*")
_NEXT = re.compile(r"\s+[\"'«“„(\[—–-]*\s*(.)")
_WORD_BEFORE = re.compile(r"([\w’‘'ʻ.]+)$")
_BLANK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•#>|]|\d{1,3}[.)]\s))")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text: `text[start:end]` without blanks around it."""

    start: int
    end: int


LONGEST, WORD = 1000, 60
"""Letters of a sentence and of a word; bounds, so that no text costs more than its length."""
_SPACES = re.compile(r"\s*$")


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, in order; they share no letter and leave out blanks only."""
    found: list[Sentence] = []
    at = 0
    for blank in _BLANK.finditer(text):
        found += _of_paragraph(text, at, blank.start())
        at = blank.end()
    return found + _of_paragraph(text, at, len(text))


def _of_paragraph(text: str, start: int, end: int) -> list[Sentence]:
    found, begin = [], start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, begin, stop, end):
            found.append((begin, stop.end()))
            begin = stop.end()
    found.append((begin, end))
    short = [part for piece in found for part in _cut(text, *piece)]
    return [made for piece in short if (made := _trimmed(text, *piece))]


def _cut(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """What is far too long for a sentence, such as a table in one line, in pieces at blanks."""
    parts = []
    while end - begin > LONGEST:
        blank = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        stop = blank if blank > begin else begin + LONGEST
        parts.append((begin, stop))
        begin = stop
    return [*parts, (begin, end)]


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    inside = text[start:end]
    left = len(inside) - len(inside.lstrip())
    stripped = inside.strip()
    return Sentence(start + left, start + left + len(stripped)) if stripped else None


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Whether a sentence ends at this mark."""
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return _SPACES.match(text, stop.end(), end) is not None
    if following.group(1).islower():
        return False
    if not stop.group().startswith("."):
        return True
    before = _WORD_BEFORE.search(text, max(begin, stop.start() - WORD), stop.start())
    if before is None:
        return True
    word = before.group(1).lower()
    if word in ABBREVIATIONS:
        return False
    initial = len(word) == 1 and word.isalpha() and before.group(1).isupper()
    number_of_list = word.isdigit() and len(word) <= 3 and before.start() <= _first(text, begin)
    return not (initial or number_of_list)


def _first(text: str, begin: int) -> int:
    """Where the first letter of a stretch stands."""
    found = re.compile(r"\S").search(text, begin)
    return found.start() if found else begin
