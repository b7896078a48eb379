"""The signs that sounds are written with, and how far apart two sounds are.

Every script is folded into these signs (`cyrillic`, `latin`, `persian`). They keep differences that
people write now and drop then (ғ beside г, ҳ beside х), each at a small price, so that of two
candidates the closer spelling comes first. Prices run from 0 (the same) to 1 (another sound).

A line may be corrected by anybody who speaks the language: `panoh names evaluate` shows what the
change does to the whole.
"""

from __future__ import annotations

VOWELS = "aoueiAwYIEO"
"""A, w and Y are ا, و and ی of Persian script, which stand for several vowels; E is a first ا,
which carries any; I is ы, O is ё after a consonant, often written е."""

CLASSES = {
    "h": "xhX",
    "k": "kqgGcK",
    "s": "szT",
    "j": "jZCSJ",
    "p": "bp",
    "v": "vfw",
    "t": "dt",
    "l": "l",
    "r": "r",
    "n": "mnN",
}
"""Sounds that a coarse key takes for one; vowels and y are left out of it."""

TWO_WAYS = {"c": ("k", "s", "j"), "X": ("h", "ks"), "J": ("j", ""), "w": ("", "v"), "H": ("", "h")}
"""Letters that may be read as different sounds: Latin c, x and j, Persian و and last ه."""

NEAR = """
k q .04   g G .08   x h .05   x H .08  h H .04   k g .45   q G .3    k G .5    q g .35
x k .4    x G .35   x q .35   h k .6   h g .4    h G .45   x g .5
X x .01   X h .06   X K .05   X k .3   X G .4    x K .5    k K .5    s K .5
j Z .08   j C .35   C S .3    Z S .45  Z z .35   j z .4    j S .45   S s .35   C s .5   Z s .5
J j .02   J Z .06   J y .12   J i .2   J Y .12   J C .35   J z .4    J S .45   C x .35  C h .4
s z .25   T s .15   T C .3    T k .5   T z .4    T t .6    C k .5    C t .6
c k .1    c s .15   c C .12   c j .12  c T .1    c q .1    c S .3    c h .4    c x .4   c Z .3
j y .3    Z y .35   j g .4    j d .4   S x .6
b p .35   b v .4    v f .2    p f .35  d t .3    d z .5    t s .6
m n .35   N n .12   N g .5    N m .4   l r .7    n l .8
v w .06   v u .25   v o .3    f u .35   f w .3   y i .12   y Y .03   y I .15   y e .35
a A .02   o A .03   e A .2    i A .25  u A .2    I A .25   w A .35   Y A .3
u w .03   o w .03   a w .3    e w .25  i w .3    I w .3    Y w .4
i Y .03   e Y .1    a Y .25   I Y .06  o Y .35   u Y .3
a o .13   a e .2    e i .15   u o .14  i I .05   e I .17   u i .25   u I .22   a i .32  a I .25
a u .35   o e .25   o i .35   o I .3   e u .32
E a .02  E o .04   E e .05   E i .06  E u .06   E A .04  E I .08  E w .15  E Y .15 E y .4
O o .04  O e .04   O i .2    O a .2   O u .2    O w .08  O Y .2
H a .12   H e .12   H A .15   H i .4   H o .3    h a .6    H Y .3    H h .04
"""
"""Price of one sound in the place of another; pairs that are not named cost 1."""

LOST = {
    **dict.fromkeys("aouei", 0.4),
    "A": 0.4,
    "w": 0.4,
    "Y": 0.3,
    "I": 0.35,
    "E": 0.4,
    "O": 0.4,
    "y": 0.18,
    "J": 0.25,
    "H": 0.15,
    "h": 0.4,
    "x": 0.7,
    "v": 0.75,
    "g": 0.8,
}
"""Price of a sound that one side lacks; those not named cost `LOST_OTHER`."""
LOST_OTHER = 0.9
UNWRITTEN = 0.05
"""Price of a vowel that one side lacks when that side is in Persian script, which leaves it out."""
SOUND_WEIGHT = {**dict.fromkeys(VOWELS, 0.6), "y": 0.4, "H": 0.3}
"""What a sound counts for in the length of a word: 1 unless named here."""


def _near() -> dict[str, dict[str, float]]:
    parts = NEAR.split()
    prices: dict[str, dict[str, float]] = {}
    for first, second, price in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        prices.setdefault(first, {})[second] = float(price)
        prices.setdefault(second, {})[first] = float(price)
    return prices


PRICES = _near()
CLASS_OF = {sound: name for name, sounds in CLASSES.items() for sound in sounds}
