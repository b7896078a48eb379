"""How alike two words are, from 0 to 1: by sound with prices, and as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from panoh.lexicon.names.folding import BARE
from panoh.lexicon.names.sounds import LOST, LOST_OTHER, PRICES, SOUND_WEIGHT, UNWRITTEN

_SHORT_VOWELS = frozenset("aoueiIyAOEQU")
NEARLY = 0.36
"""Sounds that cost less than this count as one in the quick estimate."""
HOPELESS = 0.45
"""Words whose quick estimate is less are not compared further."""
SLIP = 0.8
"""What one wrong letter counts for, in letters."""
UNSURE = 0.3
"""How much of the vowels one side does not write is left out of the length compared."""
LAST_WRITTEN = 0.35
"""A last vowel is written in Persian script too: at least this share of its price is asked."""
SWAPPED = 0.5
"""What two sounds in exchanged places cost."""
LONGER = 0.5
"""What each sound beyond twice the other word adds to the length, where short vowels are left out:
else whatever holds the few signs of a bare word somewhere would look the same."""
ARTICLE, LEAST_AFTER, NO_ARTICLE = "El", 3, 0.97
"""Arabic al- before a name (العراق, Ирак), which other languages leave out; and what it leaves."""
_NONE: dict[str, float] = {}
WRITTEN = 0.35
"""What a lost y costs there: Persian script writes it, other than the vowels."""
_LOST_BARE = {**LOST, **dict.fromkeys(_SHORT_VOWELS, UNWRITTEN), "y": WRITTEN}


def _lost(other_is_bare: bool) -> dict[str, float]:
    """Prices of sounds that one word lacks."""
    return _LOST_BARE if other_is_bare else LOST


@lru_cache(maxsize=1 << 15)
def weighed(sounds: str) -> float:
    return sum(SOUND_WEIGHT.get(each, 1.0) for each in sounds) or 1.0


@lru_cache(maxsize=1 << 15)
def by_sound(first: str, second: str) -> float:
    """Likeness of two folded words."""
    if first == second:
        return 1.0
    bare_first, bare_second = first[:1] == BARE, second[:1] == BARE
    a, b = first.lstrip(BARE), second.lstrip(BARE)
    if a == b:
        return 0.995
    if ("K" in a) != ("K" in b) and "X" not in a + b:
        a, b = a.replace("K", "ks"), b.replace("K", "ks")
    if a.startswith(ARTICLE) != b.startswith(ARTICLE) and bare_first != bare_second:
        short = (_without(a, bare_first), _without(b, bare_second))
        return max(_likeness(a, b, bare_first, bare_second),
                   NO_ARTICLE * _likeness(*short, bare_first, bare_second))  # fmt: skip
    return _likeness(a, b, bare_first, bare_second)


def _without(sounds: str, bare: bool) -> str:
    long = bare and len(sounds) >= len(ARTICLE) + LEAST_AFTER
    return sounds[len(ARTICLE) :] if long and sounds.startswith(ARTICLE) else sounds


def _likeness(a: str, b: str, bare_first: bool, bare_second: bool) -> float:
    length = (weighed(a) + weighed(b)) / 2
    if bare_first != bare_second:
        length -= UNSURE * abs(weighed(a) - weighed(b))
    return max(0.0, 1.0 - _price(a, b, _lost(bare_second), _lost(bare_first)) / length)


def _price(a: str, b: str, lost_a: dict[str, float], lost_b: dict[str, float]) -> float:
    """The least that turns one word into the other; what both begin and end with costs nothing."""
    start, end_a, end_b = _differing(a, b)
    drops = [lost_b.get(each, LOST_OTHER) for each in b[start:end_b]]
    if lost_b is _LOST_BARE and b and end_b == len(b) > start:
        drops[-1] = max(drops[-1], LAST_WRITTEN * LOST.get(b[-1], 1.0))
    row = [0.0]
    for price in drops:
        row.append(row[-1] + price)
    before = row
    other, passed = b[start:end_b], ""
    for i in range(start, end_a):
        x = a[i]
        near = PRICES.get(x, _NONE)
        drop = lost_a.get(x, LOST_OTHER)
        if i == len(a) - 1 and lost_a is _LOST_BARE:
            drop = max(drop, LAST_WRITTEN * LOST.get(x, 1.0))
        last, before = before, row
        beside = before[0]
        left = beside + drop
        row = [left]
        for k, y in enumerate(other):
            best = beside if x == y else beside + near.get(y, 1.0)
            beside = before[k + 1]
            if beside + drop < best:
                best = beside + drop
            left += drops[k]
            if left < best:
                best = left
            if y == passed and k and x == other[k - 1] and x != y:
                best = min(best, last[k - 1] + SWAPPED)
            row.append(best)
            left = best
        passed = x
    return row[-1]


@lru_cache(maxsize=1 << 12)
def _near_places(sounds: str) -> tuple[dict[str, int], int]:
    """For each sign the places of a word where it, or a sound near it, stands."""
    places: dict[str, int] = {}
    for place, each in enumerate(sounds):
        bit = 1 << place
        places[each] = places.get(each, 0) | bit
        for other, price in PRICES.get(each, _NONE).items():
            if price <= NEARLY:
                places[other] = places.get(other, 0) | bit
    return places, (1 << len(sounds)) - 1


def near_enough(first: str, second: str) -> bool:
    """Whether two words can be alike at all: asked before the dear comparison."""
    return nearly(first, (second,))[0] >= HOPELESS


def nearly(first: str, others: Iterable[str]) -> list[float]:
    """A quick overestimate of likeness: how many near sounds two words share in one order."""
    bare = first[:1] == BARE
    sounds = first.lstrip(BARE)
    places, full = _near_places(sounds)
    consonants = sum(each not in _SHORT_VOWELS for each in sounds)
    found = []
    for other in others:
        left = full
        for each in other:
            hit = places.get(each)
            if hit:
                hit &= left
                left = (left + hit) | (left - hit)
        common = (~left & full).bit_count()
        if bare or other[:1] == BARE:
            total = 0.0 + min(len(sounds), len(other)) + max(common, consonants)
            total += LONGER * max(0, len(other) - 2 * len(sounds), len(sounds) - 2 * len(other))
        else:
            total = len(sounds) + len(other)
        found.append(2.0 * common / total)
    return found


@lru_cache(maxsize=1 << 15)
def as_written(first: str, second: str) -> float:
    """Likeness of two spellings in one script: letters wrong, missing, added or swapped."""
    if first == second:
        return 1.0
    start, end, other_end = _differing(first, second)
    one, other = first[start:end], second[start:other_end]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, x in enumerate(one, 1):
        last, before, row = before, row, [i]
        left = i
        for j, y in enumerate(other, 1):
            best = before[j - 1] + (x != y)
            if before[j] < best:
                best = before[j] + 1
            if left < best:
                best = left + 1
            if i > 1 and j > 1 and x != y and x == other[j - 2] and y == one[i - 2]:
                best = min(best, last[j - 2] + 1)
            row.append(best)
            left = best
    return max(0.0, 1.0 - SLIP * row[-1] / max(len(first), len(second)))


def _differing(a: str, b: str) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where each of them ends to."""
    start, end_a, end_b = 0, len(a), len(b)
    least = min(end_a, end_b)
    while start < least and a[start] == b[start]:
        start += 1
    while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
        end_a -= 1
        end_b -= 1
    return start, end_a, end_b
