"""The signs that sounds are written with, and how far apart two sounds are.

Every script is folded into these signs (`cyrillic`, `latin`, `persian`). They keep differences that
people write now and drop then (ғ beside г, ҳ beside х), each at a small price, so that of two
candidates the closer spelling comes first. Prices run from 0 (the same) to 1 (another sound).

A line may be corrected by anybody who speaks the language: `panoh names evaluate` shows what the
change does to the whole.
"""

from __future__ import annotations

VOWELS = "aoueiAwYIEOQU"
"""A, w and Y are ا, و and ی of Persian script, which stand for several vowels; E is a first ا,
which carries any; I is ы, O is ё after a consonant, often written е; Q is ә, between a and e; U is
ө, ў, oʻ and ӯ, between o and u. B, a consonant, is һ: h, in Bashkir often с in Russian. D is Latin
ch: ч, in German х, in French ш."""

CLASSES = {
    "h": "xhXB",
    "k": "kqgGcK",
    "s": "szT",
    "j": "jZCSJD",
    "p": "bp",
    "v": "vfw",
    "t": "dt",
    "l": "l",
    "r": "r",
    "n": "mnN",
}
"""Sounds that a coarse key takes for one; vowels and y are left out of it."""

TWO_WAYS = {
    "c": ("k", "s", "j"),
    "B": ("h", "s"),
    "K": ("ks",),
    "X": ("h", "ks"),
    "J": ("j", ""),
    "D": ("j", "h"),
    "w": ("", "v"),
    "H": ("", "h"),
}
"""Letters that may be read as different sounds: Latin c, x and j, Persian و and last ه."""

NEAR = """
B h .01  B x .08  B s .15  B H .1  B X .1
D C .01  D x .15  D h .3   D S .25  D k .35  D c .09  D j .4   D T .25  D Z .45  D K .5   D X .2
Q a .03  Q e .06  Q A .04  Q o .2   Q i .2   Q Y .2   Q E .05
U o .05  U u .05  U w .06  U e .2   U O .1   U I .25  U a .25  U Q .3   U i .3
k q .02  k g .44  k G .75  k x .5  k h .67  k X .47  k K .58  k c .09  k C .7  k T .64
q g .47  q G .52  q x .62  q c .26
g G .05  g x .63  g h .48  g j .45  g N .65
G x .69  G h .63  G X .61
x h .07  x H .16  x X .01  x K .58  x c .4  x C .41  x S .84
h H .09  h X .25  h c .5  h C .76  h s .81  h a .84
H i .64  H Y .6  H e .25  H a .06  H A .33  H o .6
X K .22
K s .25
c C .1  c j .2  c Z .38  c S .34  c s .35  c T .23
C j .49  C J .5  C S .29  C s .62  C T .19  C t .66
j J .07  j Z .09  j S .73  j z .45  j d .54  j y .5
J Z .13  J S .72  J z .7  J y .09  J i .62  J Y .26
Z S .5  Z s .77  Z z .43  Z y .48
S s .32
s z .41  s T .14  s t .83
z T .45  z d .65
T t .5
t d .45
d r .86
b p .34  b v .57
p f .4
v f .23  v w .13  v o .57  v u .43
f w .52  f u .58
w i .64  w I .59  w Y .68  w e .7  w E .52  w a .4  w A .61  w o .03  w O .35  w u .08
m n .52  m N .56
n N .2  n l .88
l r .88
y i .25  y I .32  y Y .08  y e .71  y E .42
i I .1  i Y .04  i e .31  i E .07  i a .49  i A .58  i o .63  i O .4  i u .51
I Y .25  I e .42  I E .5  I a .37  I A .63  I o .53  I u .4
Y e .16  Y E .42  Y a .49  Y A .61  Y o .58  Y O .22  Y u .66
e E .17  e a .3  e A .43  e o .49  e O .02  e u .52
E a .02  E A .33  E o .33  E u .39
a A .01  a o .19  a O .15  a u .49
A o .14  A u .5
o O .12  o u .23
O u .4
"""
"""Price of one sound in the place of another; pairs that are not named cost 1."""

LOST = {
    "k": 0.73, "q": 0.77, "g": 0.65, "G": 0.72, "x": 0.62, "h": 0.32, "H": 0.21, "X": 0.85,
    "K": 0.7, "c": 0.78, "C": 0.82, "j": 0.8, "J": 0.23, "Z": 0.79, "S": 0.83, "s": 0.71,
    "z": 0.83, "T": 0.63, "t": 0.8, "d": 0.79, "b": 0.85, "p": 0.81, "v": 0.76, "f": 0.91,
    "w": 0.46, "m": 0.9, "n": 0.82, "N": 0.82, "l": 0.81, "r": 0.85, "y": 0.19, "i": 0.42,
    "I": 0.39, "Y": 0.35, "e": 0.43, "E": 0.39, "a": 0.48, "A": 0.45, "o": 0.46, "O": 0.4,
    "u": 0.43, "U": 0.43, "Q": 0.45, "D": 0.8,
}  # fmt: skip
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
