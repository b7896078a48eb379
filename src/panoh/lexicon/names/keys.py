"""Coarse keys: what two spellings of one name very probably share. They select, never decide.

The key of a word is its consonants by class; a word is also entered under each key that lacks one
of them, so that one consonant may be wrong, missing, added or swapped. Short words are entered by
their vowels too. A surname is entered under its stem (`-`). `signature` is a bit pattern that
tells at almost no cost which of many words under one key are the most alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from panoh.lexicon.names.families import base, stem
from panoh.lexicon.names.folding import BARE
from panoh.lexicon.names.sounds import CLASS_OF, TWO_WAYS, VOWELS

_COMPOSED = re.compile(r"[cdkgpstz]h|[hs]c|[hsz]j|tz|hz|hs|hd|hk|ss|cz|sz|ng|ks")
_LETTER = {
    "b": "p",
    "p": "p",
    "c": "c",
    "d": "t",
    "t": "t",
    "f": "v",
    "v": "v",
    "w": "v",
    "g": "g",
    "h": "h",
    "j": "j",
    "k": "k",
    "q": "k",
    "l": "l",
    "m": "n",
    "n": "n",
    "r": "r",
    "s": "s",
    "x": "x",
    "z": "z",
}
LONG, HALF = 6, 4
"""A long skeleton is also entered by its first and its last signs."""
SHORT = 3
"""A skeleton of fewer signs is too common to be a key with one of them left out."""
FIRST = "a"
WHOLE_NAME = "*"
ARTICLE = BARE + "El"
"""Arabic al-: a word is also found without it."""
LONG_ARTICLE = 8
"""In other scripts only where the word is this long: Aljazair, but not Almaty."""
_WAYS = 8
_BONES, _EACH = 30, 16
_LOW = (1 << _BONES) - 1
_GROUP = {
    **dict.fromkeys("aAeHEQ", "A"), **dict.fromkeys("ouwOU", "U"), **dict.fromkeys("iIYyJ", "I")
}  # fmt: skip
_GROUP_OTHER = {
    **dict.fromkeys("aAoHEQOw", "A"), **dict.fromkeys("uU", "U"), **dict.fromkeys("eiIYyJ", "I")
}  # fmt: skip
"""A is written beside O as often as beside E, and E beside I; so a signature knows both."""


@lru_cache(maxsize=1 << 13)
def skeletons(sound: str) -> tuple[str, ...]:
    """The consonants of a folded word by class; several where a letter can be read two ways."""
    bare = sound.startswith(BARE)
    sound = sound.lstrip(BARE)
    parts: list[tuple[str, ...]] = []
    if sound[:1] and sound[0] in VOWELS + "y":
        parts.append((FIRST, "v") if sound[0] == "w" else (FIRST,))
        sound = sound[1:] if sound[0] in "wYy" else sound
    last = ""
    if sound[:1] == "J":  # Yaslyk and Jashlyk
        parts.append(("j", FIRST))
        sound = sound[1:]
    for each in sound:
        ways = TWO_WAYS.get(each) or ((CLASS_OF[each],) if each in CLASS_OF else None)
        if ways and (ways[0] != last or bare):
            parts.append(ways)
        last = ways[0] if ways else ""
    found: dict[str, None] = {}
    for number, made in enumerate(product(*parts)):
        if number >= _WAYS:
            break
        found["".join(made)] = None
    return tuple(found)


def _without_one(text: str) -> list[str]:
    return [text[:i] + text[i + 1 :] for i in range(len(text))]


def vowelled(sound: str, other: bool = False) -> str:
    """For short words: classes of consonants with groups of vowels between them."""
    made = ""
    groups = _GROUP_OTHER if other else _GROUP
    for each in sound.lstrip(BARE):
        sign = CLASS_OF.get(each) or groups.get(each, "")
        if not made.endswith(sign):
            made += sign
    return made


@lru_cache(maxsize=1 << 13)
def keys(sound: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The whole keys of a folded word, and those with a sign left out."""
    whole: dict[str, None] = {}
    lacking: dict[str, None] = {}
    bones = skeletons(sound)
    if sound.startswith(ARTICLE) and len(sound) > 2 * len(ARTICLE):
        bones += skeletons(BARE + sound[len(ARTICLE) :])
    elif len(sound) >= LONG_ARTICLE and sound[:2] == "al" and sound[2] in CLASS_OF:
        bones += skeletons(sound[2:])
    for bone in bones:
        whole[bone] = None
        if len(bone) >= SHORT:
            lacking.update(dict.fromkeys(_without_one(bone)))
    if any(len(each) <= SHORT for each in bones):
        full = vowelled(sound)
        lacking.update(("=" + each, None) for each in (full, *_without_one(full)))
    longest = max(bones, key=len, default="")
    if len(longest) >= LONG:
        lacking["<" + longest[:HALF]] = None
        lacking[">" + longest[-HALF:]] = None
    return tuple(whole), tuple(each for each in lacking if each not in whole)


@lru_cache(maxsize=1 << 13)
def as_whole(sound: str) -> tuple[str, ...]:
    """Keys of a name of several words written as one: only a text of one word looks for them."""
    whole, lacking = keys(sound)
    return tuple(
        WHOLE_NAME + each for each in (*whole, *(each for each in lacking if each[0] in "<>"))
    )


@lru_cache(maxsize=1 << 13)
def lettered(plain: str) -> str:
    """The skeleton of a Latin word read letter by letter, for a slip within sch or dzh breaks it
    as a sound; empty where nothing is gained by it."""
    if not plain.isascii() or not _COMPOSED.search(plain):
        return ""
    bone = "".join(_LETTER.get(each, "") for each in plain)
    return bone if len(bone) > SHORT else ""


def as_lettered(bone: str) -> tuple[str, ...]:
    """Keys of what `lettered` gave."""
    if not bone:
        return ()
    return tuple(dict.fromkeys("+" + each for each in (bone, *_without_one(bone))))


@lru_cache(maxsize=1 << 13)
def slipped(plain: str) -> tuple[str, ...]:
    """Keys of a Latin word that is looked for, should a letter of sch or dzh be wrong in it, or in
    the one that is held."""
    if not plain.isascii():
        return ()
    bone = "".join(_LETTER.get(each, "") for each in plain)
    found = as_lettered(bone) if len(bone) > SHORT else ()
    if lettered(plain):
        by_letter = "".join(CLASS_OF.get(each, "") for each in plain[1:])
        found += (_once(skeletons(plain[0])[0] + by_letter),)
    return found


def _once(text: str) -> str:
    return "".join(each for i, each in enumerate(text) if not i or text[i - 1] != each)


@lru_cache(maxsize=1 << 13)
def related(sound: str) -> tuple[str, ...]:
    """Keys of the families of a surname: of its stem, and as the stem of others."""
    found, _ = stem(sound)
    bones = skeletons(sound) + (skeletons(found) if found else ()) + skeletons(base(sound))
    return tuple(dict.fromkeys("-" + each for each in bones))


@lru_cache(maxsize=1 << 13)
def signature(sound: str) -> int:
    """A pattern of bits; words that are alike share most of them. The upper ones know vowels."""
    bits = 0
    bones = skeletons(sound)
    bone = "<" + (bones[0] if bones else "") + ">"
    for i in range(len(bone) - 1):
        bits |= 1 << (ord(bone[i]) * 31 + ord(bone[i + 1]) * 7) % _BONES
        if i + 2 < len(bone):
            bits |= 1 << (ord(bone[i]) * 17 + ord(bone[i + 2]) * 13 + 5) % _BONES
    if not sound.startswith(BARE):
        for number, groups in enumerate((_GROUP, _GROUP_OTHER)):
            full = "<" + vowelled(sound, groups is _GROUP_OTHER) + ">"
            start = _BONES + number * _EACH
            for i in range(len(full) - 1):
                bits |= 1 << start + (ord(full[i]) * 31 + ord(full[i + 1]) * 7) % _EACH
    return bits


def shared(first: int, others: Iterable[int]) -> list[float]:
    """How much of its signature a word shares with each of the others."""
    found = []
    size, low = first.bit_count(), first & _LOW
    low_size = low.bit_count()
    for other in others:
        common = first & other
        if low == first or other <= _LOW:  # one of them is without its vowels
            found.append((common & _LOW).bit_count() / (low_size + (other & _LOW).bit_count()))
        else:
            found.append(common.bit_count() / (size + other.bit_count()))
    return found
