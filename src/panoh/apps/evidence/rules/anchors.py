"""Finding a marked passage again, in the same text or in one that was read out anew.

Words and place are kept together (W3C quote and position selectors). Looked for: the words at their
place; the words anywhere, chosen by what stands around them; the same without regard to quotes,
dashes, blanks, links and notes; and last by what most of its words point to. What is not clear is
said to be lost: a wrong place would be worse.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

AROUND = 40
"""Letters kept before and after a passage."""
ENOUGH = 0.72
"""Least likeness of a passage that was changed; 1 is the same."""
CLEAR = 0.06
"""By how much the best place must be more like it than any other, unless its surroundings tell."""
CANDIDATES = 6
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'",
     "–": "-", "—": "-", "‑": "-", "−": "-", "…": "."}
)  # fmt: skip
_DROPPED = re.compile(
    r"\]\([^()\s]*\)|<sup>[^<]{0,20}</sup>|</?[a-z][^<>]{0,80}>|[\[\]*_#\u00ad\u200b-\u200f]"
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchor:
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """`state` is exact, near or lost; a lost passage has no place."""

    state: str
    start: int = 0
    end: int = 0
    likeness: float = 0.0


LOST = Place("lost")


def mark(text: str, start: int, end: int) -> Anchor:
    return Anchor(
        text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND], start, end
    )


def find(anchor: Anchor, text: str) -> Place:
    """Where the passage stands in `text`."""
    if not anchor.exact.strip():
        return LOST
    if text[anchor.start : anchor.end] == anchor.exact:
        return Place("exact", anchor.start, anchor.end, 1.0)
    same = [each.start() for each in re.finditer(re.escape(anchor.exact), text)]
    if same:
        start = _best_by_context(anchor, text, same, len(anchor.exact))
        return LOST if start is None else Place("exact", start, start + len(anchor.exact), 1.0)
    plain = _plain(text)
    wanted = _Plain(anchor.exact).text.strip()
    if not wanted:
        return LOST
    found = [each.start() for each in re.finditer(re.escape(wanted), plain.text)]
    if found:
        places = [plain.back(each, each + len(wanted)) for each in found]
        start = _best_by_context(anchor, text, [each[0] for each in places], len(anchor.exact))
        if start is None:
            return LOST
        return Place("near", *next(each for each in places if each[0] == start), 1.0)
    return _likely(anchor, wanted, plain, text)


class _Plain:
    """A text without what extraction changes, and the way back to its places."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        places: list[int] = []
        skip_to = 0
        dropped = {each.start(): each.end() for each in _DROPPED.finditer(text)}
        for at, letter in enumerate(text):
            if at < skip_to:
                continue
            if at in dropped:
                skip_to = dropped[at]
                continue
            for each in unicodedata.normalize("NFKC", letter).translate(_QUOTES).lower():
                if each.isspace():
                    if letters and letters[-1] != " ":
                        letters.append(" ")
                        places.append(at)
                else:
                    letters.append(each)
                    places.append(at)
        self.text = "".join(letters)
        self._places = places
        self._end = len(text)

    def back(self, start: int, end: int) -> tuple[int, int]:
        first = self._places[start] if start < len(self._places) else self._end
        last = self._places[end - 1] + 1 if end else first
        return first, last


@lru_cache(maxsize=4)
def _plain(text: str) -> _Plain:
    """One text is asked for many passages."""
    return _Plain(text)


def _best_by_context(anchor: Anchor, text: str, starts: list[int], length: int) -> int | None:
    """The start whose surroundings are most like those that were kept; the nearest of equals."""
    if len(starts) == 1:
        return starts[0]

    def around(start: int) -> float:
        before = text[max(0, start - AROUND) : start]
        after = text[start + length : start + length + AROUND]
        return _alike(anchor.prefix, before) + _alike(anchor.suffix, after)

    rated = sorted(
        ((around(each), -abs(each - anchor.start), each) for each in starts), reverse=True
    )
    return rated[0][2]


def _alike(one: str, other: str) -> float:
    if not one and not other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _likely(anchor: Anchor, wanted: str, plain: _Plain, text: str) -> Place:
    """Where most words of the passage stand in their order, some of them damaged or missing."""
    words = [each.group() for each in _WORD.finditer(wanted)]
    spots = list(_WORD.finditer(plain.text))
    if len(words) < 3 or not spots:
        return LOST
    index: dict[str, list[int]] = {}
    for number, each in enumerate(spots):
        index.setdefault(each.group(), []).append(number)
    votes: Counter[int] = Counter()
    for place, word in enumerate(words):
        held = index.get(word, ())
        if len(held) <= 200:
            for number in held:
                votes[number - place] += 1000 // (1 + len(held))
    tried: dict[int, Place] = {}
    for shift, _count in votes.most_common(CANDIDATES * 3):
        if any(abs(shift - each) <= 2 for each in tried):
            continue
        tried[shift] = _measured(wanted, len(words), max(0, shift), plain, spots)
        if len(tried) >= CANDIDATES:
            break
    rated = sorted(tried.values(), key=lambda each: -each.likeness)
    if not rated or rated[0].likeness < ENOUGH:
        return LOST
    if len(rated) > 1 and rated[0].likeness - rated[1].likeness < CLEAR:
        close = [each for each in rated if rated[0].likeness - each.likeness < CLEAR]
        start = _best_by_context(anchor, text, [each.start for each in close], len(anchor.exact))
        return next(each for each in close if each.start == start)
    return rated[0]


def _measured(
    wanted: str, count: int, first: int, plain: _Plain, spots: list[re.Match[str]]
) -> Place:
    """The stretch around a shift whose ends fit best, and how like it is."""
    best = LOST
    for begin in range(max(0, first - 2), min(len(spots), first + 3)):
        last = min(len(spots) - 1, begin + count - 1)
        stretch = plain.text[spots[begin].start() : spots[last].end()]
        likeness = _alike(wanted, stretch)
        if likeness > best.likeness:
            start, end = plain.back(spots[begin].start(), spots[last].end())
            best = Place("near", start, end, likeness)
    return best


def page_of(pages: list[int], at: int) -> int | None:
    """Which page, from 1, holds a place; `pages` are the places where pages begin."""
    return bisect_left(pages, at + 1) or None if pages else None
