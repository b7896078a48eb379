"""Whether two names may be one person's: stricter than that they are alike.

A common surname alone makes two names alike, and so does a father's name in the place of his son's.
Asked before somebody is told that a person may be known already; never a verdict.
"""

from __future__ import annotations

from panoh.lexicon.names.families import stem
from panoh.lexicon.names.folding import Word, fold
from panoh.lexicon.names.ranking import matched

EACH = 0.72
"""A word that has its place in both names must be at least so like the one it stands for."""


def may_be_one(first: str, second: str) -> bool:
    """Every word that both names have is alike by itself, and none is a surname in one and a given
    name in the other while another is the reverse: Ҳасанов Ашур is not Ашуров Ҳасан."""
    a, b = ([each for each in fold(text) if each.weight == 1.0] for text in (first, second))
    pairs = [(a[i], b[j], like) for i, j, like in matched(a, b)]
    if len(a) != len(b) and len(pairs) < min(len(a), len(b)):
        return True  # written together or apart: the words say nothing one by one
    if len(pairs) < min(len(a), len(b)) or any(like < EACH for _, _, like in pairs):
        return False
    turned = {(_is_surname(x), _is_surname(y)) for x, y, _ in pairs}
    return not {(True, False), (False, True)} <= turned


def _is_surname(word: Word) -> bool:
    return bool(stem(word.sound)[1])
