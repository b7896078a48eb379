"""Why two names are taken for one another, in words of the interface."""

from __future__ import annotations

from dataclasses import dataclass

from panoh.lexicon.names.families import stem
from panoh.lexicon.names.folding import Word, fold
from panoh.lexicon.names.likeness import as_written, by_sound
from panoh.lexicon.names.ranking import compare, contained, matched, pair
from panoh.words import N_

SAME = N_("same spelling")
SPELLING = N_("same name, other spelling")
SCRIPT = N_("same name, other script")
FAMILY = N_("same surname, other ending")
SLIP = N_("a letter or two differ")
NEAR = N_("a name that sounds alike")
ORDER = N_("words in another order")
PART = N_("part of the name")
TOGETHER = N_("written together or apart")
BEGINS = N_("a name that begins so")
OTHER = N_("another name")
_SOUNDS_SAME = 0.92
_SLIP = 0.84
_LIKE = 0.7
_CONTAINED = 0.8


@dataclass(frozen=True, slots=True)
class Explained:
    """`likeness` from 0 to 1; `reasons` and the reason of each pair of words are message keys.

    Never a verdict: two people may share a name to the letter.
    """

    likeness: float
    reasons: tuple[str, ...]
    pairs: tuple[tuple[Word, Word, str], ...]


def explain(first: str, second: str, *, begun: bool = False) -> Explained:
    """What two names share, the weightiest reason first. `begun`: the last word may go on."""
    a, b = fold(first), fold(second)
    like = compare(first, second)
    found = [(a[i], b[j], _reason(a[i], b[j])) for i, j in matched(a, b)]
    pairs = tuple(found)
    if like < _LIKE and max(contained(first, second), contained(second, first)) < _CONTAINED:
        begins = begun and contained(first, second, begun=True) >= _CONTAINED
        return Explained(like, (BEGINS if begins else OTHER,), pairs)
    if not found or (len(a) != len(b) and _side_by_side(a, b)):
        return Explained(like, (TOGETHER,), pairs)
    order = (FAMILY, SLIP, NEAR, SCRIPT, SPELLING)
    said = [each for each in order if any(each == reason for _, _, reason in found)][:2]
    reasons = said or [SAME]
    places = matched(a, b)
    if [j for _, j in sorted(places)] != sorted(j for _, j in places):
        reasons = [ORDER] if reasons == [SAME] else [*reasons, ORDER]
    if len(places) < max(_heavy(a), _heavy(b)):
        reasons = [*reasons, PART] if reasons != [SAME] else [PART]
    return Explained(like, tuple(reasons), pairs)


def _heavy(words: tuple[Word, ...]) -> int:
    return sum(each.weight == 1.0 for each in words)


def _side_by_side(a: tuple[Word, ...], b: tuple[Word, ...]) -> bool:
    one, other = ("".join(each.sound for each in words) for words in (a, b))
    return by_sound(one, other) >= _SOUNDS_SAME


def _reason(first: Word, second: Word) -> str:
    if first.plain == second.plain:
        return SAME if first.sound == second.sound else SPELLING
    sounded = by_sound(first.sound, second.sound)
    (_, one), (_, other) = stem(first.sound), stem(second.sound)
    if one != other and sounded < 1 and pair(first, second) > sounded:
        return FAMILY
    if one != other and {one, other} == {"ov", "ova"}:
        return FAMILY
    if sounded >= _SOUNDS_SAME:
        return SPELLING if first.script == second.script else SCRIPT
    written = as_written(first.plain, second.plain)
    if first.script == second.script and written >= min(sounded, _SLIP):
        return SLIP
    return NEAR
