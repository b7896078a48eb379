"""From a text to ranked candidates, over any store of folded words.

Three steps, each over fewer rows than the one before: words that share a key with a word of the
text, ordered by a bit pattern and then by sound; names that hold such words; and of those the best
few compared whole, word against word in any order.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from operator import itemgetter
from typing import Protocol

from panoh.lexicon.names.families import base, stem
from panoh.lexicon.names.folding import Word, fold, word
from panoh.lexicon.names.keys import (
    WHOLE_NAME,
    keys,
    related,
    shared,
    signature,
    skeletons,
    slipped,
    vowelled,
)
from panoh.lexicon.names.likeness import (
    HOPELESS,
    as_written,
    by_sound,
    near_enough,
    nearly,
    weighed,
)

QUICK = 350
"""Words looked at for a text of one word; each of several has fewer, for they help one another."""
COMPARED = 50
"""Words compared by sound."""
FOLLOWED = 50
"""Words whose names are fetched."""
ASIDE = 0.4
"""The words of a text written together are one more word to look for, with so much less effort."""
WHOLE, WHOLE_OF_SEVERAL = 100, 45
"""Spellings compared whole; several words tell more before that is needed."""
ALIKE = 3
"""So many times more names are fetched: many bear one spelling, which is compared once."""
FAMILY = 0.87
"""What another ending of the same surname leaves of its likeness."""
LEAST_LIKE = 0.45
BEHIND = 0.26
"""A word whose quick estimate is so far behind the best is not compared."""
LEAST_PAIR = 0.3
MOVED = 0.005
UNMARKED = 0.995
"""Spellings that differ by marks a keyboard may lack, қ and к."""
UNMATCHED = 0.7
SAME_KEY = 0.15
"""A word under a whole key comes before others that share as much of its signature."""
SHOWN, MARGIN = 10, 0.3
"""Names estimated so far below the tenth best are not compared whole."""
JOINED = 0.95
LONGEST_TOGETHER = 14
"""More than this was never written as one word."""
BEGUN = 0.9
LEAST_BEGUN = 3
"""A word that may go on is looked for from its third letter."""
ACROSS = 0.992
BARE_ACROSS, BARE_SHORT = 0.985, 0.22
"""Without its short vowels a word fits many others, a short word most of all."""
BLEND = 0.9
PLACE = 0.88
"""What another grammatical ending of a place leaves."""


class Source(Protocol):
    """Where candidate rows come from: memory, or the tables of a vault."""

    def words(self, keys: Sequence[str]) -> Iterable[tuple[int, str, int]]:
        """(number, folded word, signature) of every word under any of the keys; may repeat."""

    def beginning(self, start: str, most: int) -> Iterable[tuple[int, str, int]]:
        """The same for words whose `keys.vowelled` begins so."""

    def holding(self, words: Sequence[int]) -> Iterable[tuple[int, int, float]]:
        """(word, name, length of the name) for every name that holds one of the words."""

    def forms(self, names: Sequence[int]) -> Iterable[tuple[int, str]]:
        """(name, spelling)."""


@dataclass(frozen=True, slots=True)
class Scored:
    name: int
    form: str
    likeness: float


def joined(words: Sequence[Word]) -> Word | None:
    """The words of a name written together, where there are several."""
    kept = [each for each in words if each.weight == 1.0]
    if len(kept) < 2:
        return None
    return word("".join(each.plain for each in kept))


def run_together(words: Sequence[Word]) -> Word | None:
    """The same with the words that weigh little, where only one weighs: Qala-i-Khum, Qalaikhum."""
    if len(words) < 2 or joined(words):
        return None
    return word("".join(each.plain for each in words))


def search(source: Source, text: str, limit: int = 50, *, begun: bool = False) -> list[Scored]:
    """Candidates, best first. An empty text has none. `begun`: the last word may go on."""
    words = fold(text)
    if not words:
        return []
    heavy = [each for each in words if each.weight == 1.0] or list(words)
    together = joined(words) or run_together(words)
    if together and weighed(together.sound) > LONGEST_TOGETHER:
        together = None
    parts = [*heavy, together] if together else heavy
    gathered, lengths = _gathered(source, parts, together, words[-1] if begun else None)
    size = sum(weighed(each.sound) for each in heavy)

    estimated = [
        (got / (size + UNMATCHED * max(0.0, lengths[name] - got)), name)
        for name, got in gathered.items()
    ]
    most = WHOLE if len(heavy) == 1 else WHOLE_OF_SEVERAL
    ranked = nlargest(ALIKE * most, estimated)
    found: dict[int, Scored] = {}
    alike: dict[str, float] = {}
    best: list[float] = []
    spelled = dict(source.forms([name for _, name in ranked]))
    for estimate, name in ranked:
        if len(best) >= SHOWN and estimate < best[-SHOWN] - MARGIN:
            break
        if len(alike) >= most:
            break
        form = spelled[name]
        like = alike.get(form, -1.0)
        if like < 0:
            like = alike[form] = compare(text, form, begun=begun)
        insort(best, like)
        found[name] = Scored(name, form, like)
    return _in_turn(found.values())[:limit]


def _in_turn(found: Iterable[Scored]) -> list[Scored]:
    """Best first; of those that are equally like, one of each name before the second of any."""
    ordered = sorted(found, key=lambda each: (-each.likeness, each.name))
    turns: dict[tuple[object, ...], int] = {}
    keyed = []
    for each in ordered:
        level = -round(each.likeness, 3)
        name = (level, *(part.sound for part in fold(each.form)))
        turns[name] = turns.get(name, 0) + 1
        keyed.append((level, turns[name], -each.likeness, each.name, each))
    return [each[-1] for each in sorted(keyed, key=itemgetter(0, 1, 2, 3))]


def _gathered(
    source: Source, parts: Sequence[Word], together: Word | None, begun: Word | None
) -> tuple[dict[int, float], dict[int, float]]:
    """For every name that holds a word like one of the parts: how much, and its length."""
    gathered: dict[int, float] = {}
    lengths: dict[int, float] = {}
    served: dict[int, tuple[float, int]] = {}
    share = 3 / (len(parts) - (together is not None) + 2)
    for part in parts:
        aside = part is together
        near = _near(source, part, share * ASIDE if aside else share, aside or len(parts) == 1)
        if part is begun and len(part.plain) >= LEAST_BEGUN:
            for number, _, _ in source.beginning(vowelled(part.sound), FOLLOWED):
                near.setdefault(number, BEGUN)
        best: dict[int, int] = {}
        for number, name, length in source.holding(sorted(near, key=near.__getitem__)[::-1]):
            if name not in best:  # the words come in order, the most alike first
                best[name] = number
                lengths[name] = length
        size = weighed(part.sound)
        for name, number in best.items():
            got, before = near[number] * size, gathered.get(name, 0.0)
            if aside:
                gathered[name] = max(before, got)
                continue
            if before:
                counted, word = served[name]
                if word == number:  # a word of a name serves one part only
                    gathered[name] = before + max(0.0, got - counted)
                    continue
            gathered[name] = before + got
            served[name] = (got, number)
    return gathered, lengths


def _near(source: Source, sought_word: Word, share: float, together: bool) -> dict[int, float]:
    """Words of the store that sound like a word, and how much; the most alike first. `together`:
    it may be a whole name of several words, written as one."""
    whole, lacking = keys(sought_word.sound)
    spelled = slipped(sought_word.plain)
    if together:
        spelled += tuple(WHOLE_NAME + each for each in (*whole, *lacking))
    mark = signature(sought_word.sound)
    rough = {
        number: (folded, bits)
        for number, folded, bits in source.words((*whole, *lacking, *spelled))
    }
    if len(rough) > QUICK * share:
        common = shared(mark, (bits for _, bits in rough.values()))
        same = {number for number, _, _ in source.words(whole)}
        pairs = zip(common, rough, strict=True)
        order = sorted(((each + SAME_KEY * (no in same), no) for each, no in pairs), reverse=True)
        rough = {number: rough[number] for _, number in order[: int(QUICK * share)]}
    quick = nearly(sought_word.sound, (folded for folded, _ in rough.values()))
    hopeful = (each for each in zip(quick, rough, strict=True) if each[0] >= HOPELESS)
    first = sorted(hopeful, reverse=True)[: int(COMPARED * share)]
    scored = []
    most = 0.0
    for estimate, number in first:
        if estimate < most - BEHIND:
            break
        like = by_sound(sought_word.sound, rough[number][0])
        most = max(most, like)
        if like >= LEAST_LIKE:
            scored.append((like, number))
    kin = source.words(related(sought_word.sound))
    known = {number: like for like, number in scored}
    for number, folded, _ in kin:
        known[number] = max(known.get(number, 0.0), _related(sought_word.sound, folded))
    scored = [(like, number) for number, like in known.items()]
    scored.sort(reverse=True)
    return {number: like for like, number in scored[:FOLLOWED] if like}


@lru_cache(maxsize=1 << 14)
def _beginnings(sound: str) -> frozenset[str]:
    return frozenset(each[:2] for each in skeletons(sound))


@lru_cache(maxsize=1 << 14)
def _forms(sound: str) -> tuple[str, str, str]:
    """A word without the ending of a place, its stem as a surname and the family of that."""
    return (base(sound), *stem(sound))


@lru_cache(maxsize=1 << 15)
def _related(first: str, second: str) -> float:
    """Likeness of two forms of one surname or place, 0 when they are none."""
    like = 0.0
    one, a, family_a = _forms(first)
    other, b, family_b = _forms(second)
    as_places = one != first or other != second
    if not as_places and family_a == family_b:
        return like
    if _beginnings(first).isdisjoint(_beginnings(second)):
        return like  # two forms of one surname or place begin with sounds of one class
    if as_places:
        like = PLACE * max(by_sound(one, other), by_sound(first, other), by_sound(one, second))
    if family_a != family_b:
        sure = max(
            by_sound(a, b) if a and b else 0.0,
            by_sound(a, second) if a else 0.0,
            by_sound(first, b) if b else 0.0,
        )
        if sure > 0.8:
            like = max(like, FAMILY * sure)
    return like


@lru_cache(maxsize=1 << 15)
def pair(first: Word, second: Word) -> float:
    """Likeness of two words by sound, by spelling and by family."""
    if first.plain == second.plain:
        return 1.0 if first.sound == second.sound else UNMARKED
    if not near_enough(first.sound, second.sound):
        return _related(first.sound, second.sound)
    sounded = by_sound(first.sound, second.sound)
    if "Arab" in (first.script, second.script) and first.script != second.script:
        bare = first.sound if first.script == "Arab" else second.sound
        like = (BARE_ACROSS - BARE_SHORT / len(bare)) * sounded
    else:
        same = first.script == second.script
        one, other = (first.plain, second.plain) if same else (first.sound, second.sound)
        written = as_written(one, other)
        high, low = (sounded, written) if sounded > written else (written, sounded)
        like = (BLEND * high + (1 - BLEND) * low) * (1.0 if same else ACROSS)
    return max(like, _related(first.sound, second.sound)) if like < PLACE else like


def compare(first: str, second: str, *, begun: bool = False) -> float:
    """Likeness of two whole names, words in any order."""
    a, b = fold(first), fold(second)
    if len(a) == 1 == len(b) and not begun:
        like = pair(a[0], b[0])
        return like if like >= LEAST_PAIR else 0.0
    like = _aligned(a, b)
    if begun and a and len(a[-1].plain) >= LEAST_BEGUN:
        start = vowelled(a[-1].sound)
        goes_on = [each for each in b if vowelled(each.sound).startswith(start)]
        if goes_on:
            like = max(like, _aligned((*a[:-1], goes_on[0]), b) * BEGUN)
    if len(a) != len(b) or len(a) > 1:
        one, other = joined(a) or _only(a), joined(b) or _only(b)
        if one and other and (len(a) != len(b) or like < JOINED):
            like = max(like, JOINED * pair(one, other))
    for several, single in ((a, b), (b, a)):
        if len(single) == 1 and (run := run_together(several)):
            like = max(like, JOINED * pair(run, single[0]))
    return like


def _only(words: Sequence[Word]) -> Word | None:
    heavy = [each for each in words if each.weight == 1.0]
    return heavy[0] if heavy else (words[0] if words else None)


def contained(first: str, second: str, *, begun: bool = False) -> float:
    """How surely every word of one name stands in another, whatever else stands there."""
    a, b = fold(first), fold(second)
    total = got = 0.0
    for each in a:
        size = weighed(each.sound) * each.weight
        like = max((pair(each, other) for other in b), default=0.0)
        if begun and each is a[-1] and len(each.plain) >= LEAST_BEGUN:
            start = vowelled(each.sound)
            if any(vowelled(other.sound).startswith(start) for other in b):
                like = max(like, BEGUN)
        total += size
        got += size * like
    return got / total if total else 0.0


def matched(a: Sequence[Word], b: Sequence[Word]) -> list[tuple[int, int, float]]:
    """Which word of one name stands for which of the other, and how like: the best pairs first."""
    pairs = []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            like = pair(x, y)
            if like >= LEAST_PAIR:
                pairs.append((like * min(x.weight, y.weight), -abs(i - j), i, j, like))
    pairs.sort(reverse=True)
    left, right = set(range(len(a))), set(range(len(b)))
    found = []
    for _, _, i, j, like in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            found.append((i, j, like))
    return found


def _aligned(a: Sequence[Word], b: Sequence[Word]) -> float:
    sizes_a = [weighed(each.sound) * each.weight for each in a]
    sizes_b = [weighed(each.sound) * each.weight for each in b]
    pairs = matched(a, b)
    got = sum((sizes_a[i] + sizes_b[j]) * like for i, j, like in pairs)
    total = sum(sizes_a) + sum(sizes_b)
    unmatched = sum(sizes_b) - sum(sizes_b[j] for _, j, _ in pairs)
    total -= unmatched * (1 - UNMATCHED)
    moved = any(i != j for i, j, _ in pairs)
    return (got / total if total else 0.0) - MOVED * moved


def length_of(words: Sequence[Word]) -> float:
    """What the names of `Source.holding` count for."""
    return sum(weighed(each.sound) * each.weight for each in words) or 1.0


__all__ = ["Scored", "Source", "compare", "length_of", "search"]
