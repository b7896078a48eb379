"""What a name is entered under, in memory and in a vault alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from panoh.lexicon.names.folding import fold
from panoh.lexicon.names.keys import (
    as_lettered,
    as_whole,
    keys,
    lettered,
    related,
    signature,
    vowelled,
)
from panoh.lexicon.names.likeness import weighed
from panoh.lexicon.names.ranking import joined, length_of, run_together

WHOLE = "*"
TOGETHER = 12
"""Names of several words up to this many sounds are also entered as one word, under its whole keys
only: a word marked `WHOLE`."""

__all__ = ["Entered", "of", "signature", "vowelled"]


Entry = tuple[str, str]
"""A folded word, and its skeleton by letters where it has one."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Words with their keys, and what the name counts for."""

    keys: dict[Entry, tuple[str, ...]]
    length: float


@lru_cache(maxsize=1 << 13)
def _keys(sound: str, bone: str) -> tuple[str, ...]:
    if bone == WHOLE:
        return as_whole(sound)
    whole, lacking = keys(sound)
    return tuple(dict.fromkeys((*whole, *lacking, *related(sound), *as_lettered(bone))))


@lru_cache(maxsize=1 << 10)
def of(form: str) -> Entered:
    words = fold(form)
    entered = {(each.sound, lettered(each.plain)): () for each in words}
    together = joined(words) or run_together(words)
    if together and weighed(together.sound) <= TOGETHER:
        entered[together.sound, WHOLE] = ()
    return Entered({each: _keys(*each) for each in entered}, length_of(words))
