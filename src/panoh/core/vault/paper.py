"""The paper key as text: 160 random bits in eight groups of five, made to be copied by hand.

Crockford's alphabet (no I, L, O, U). The last character of each group checks the four before it and
the group's place, so that a slip is named by its group: any one wrong character, any two exchanged
neighbours within a group and any two exchanged groups are found for certain.
"""

from __future__ import annotations

import unicodedata

from panoh.crypto.derive import random
from panoh.errors import MistypedPaperKey

SIZE = 20
GROUPS = 8
GROUP = 5
LENGTH = GROUPS * GROUP
BITS = 8 * SIZE

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
# What a hand or a Cyrillic keyboard makes of them.
_FORGIVEN = str.maketrans("OILUАВЕЗКМНОРСТХ", "011VABE3KMH0PCTX")
_MIN_LETTERS, _MIN_DIGITS = 8, 4
"""What a paper key has and a phrase of words, or of digits, has not."""
_SLACK = 4
"""How many characters too few or too many still look like a paper key with slips."""


def new() -> str:
    """A fresh key; drawn again when it has so few digits that it, or a part of it, could pass for
    words. That costs a third of one bit."""
    while True:
        text = encode(random(SIZE))
        if _shape(text, extra=_SLACK):
            return text


def encode(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    values = [number >> shift & 31 for shift in range(8 * SIZE - 5, -1, -5)]
    groups = []
    for place in range(GROUPS):
        four = values[place * 4 : place * 4 + 4]
        groups.append("".join(_ALPHABET[value] for value in [*four, _check(place, four)]))
    return "-".join(groups)


def decode(text: str) -> bytes:
    """The 20 bytes; raises MistypedPaperKey naming the first group that is not as printed."""
    clean = _clean(text)
    number = 0
    for place in range(GROUPS):
        group = clean[place * GROUP : (place + 1) * GROUP]
        values = [_VALUE.get(letter, -1) for letter in group]
        if len(values) < GROUP or -1 in values or _check(place, values[:4]) != values[4]:
            raise MistypedPaperKey(group=place + 1)
        for value in values[:4]:
            number = number << 5 | value
    if len(clean) > LENGTH:
        raise MistypedPaperKey(group=GROUPS + 1)
    return number.to_bytes(SIZE, "big")


def looks_like(text: str) -> bool:
    """Whether this was meant as a paper key, with or without slips."""
    return _shape(text, extra=0)


def _shape(text: str, extra: int) -> bool:
    clean = _clean(text)
    # As typed, and without 0 and 1: words have enough of O, I and L to look full of those.
    digits = sum(letter in "23456789" for letter in text)
    unknown = sum(letter not in _VALUE for letter in clean)
    return (
        abs(len(clean) - LENGTH) <= _SLACK
        and unknown <= _SLACK
        and digits >= _MIN_DIGITS + extra
        and sum(letter.isalpha() for letter in clean) >= _MIN_LETTERS + extra
    )


def _clean(text: str) -> str:
    upper = unicodedata.normalize("NFKC", text).upper().translate(_FORGIVEN)
    return "".join(letter for letter in upper if letter.isalnum())


def _check(place: int, four: list[int]) -> int:
    """A weighted sum over the field of 32 elements; all weights differ, so exchanges show."""
    total = _times(place, 6)
    for power, value in enumerate(four, start=1):
        total ^= _times(value, power)
    return total


def _times(value: int, power: int) -> int:
    """`value` times x to the `power`, modulo x^5 + x^2 + 1."""
    for _ in range(power):
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return value
