"""Bytes to text: which encoding, and which language it seems to be."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from panoh.apps.evidence.reading.model import LIMITS, Document, Unreadable
from panoh.words import N_

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON = "оеаинтсрвл"
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The text of bytes: by its mark, else UTF-8, else what gives the most usual letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(N_("its letters cannot be read in any encoding")) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # an older encoding, or no text at all
    if b"\x00" in data:
        raise Unreadable(N_("its letters cannot be read in any encoding"))
    read = {name: data.decode(name, "replace") for name in ("cp1251", "koi8-r", "cp1252")}
    return max(read.values(), key=_usual)


def _usual(text: str) -> float:
    """How much of a text is letters as people use them: small ones, in words of one script."""
    held = Counter(text[:20000])
    letters = sum(n for each, n in held.items() if each.isalpha())
    if not letters:
        return 0.0
    cyrillic = sum(n for each, n in held.items() if "а" <= each.lower() <= "я")
    common = sum(held[each] for each in _COMMON)
    strange = sum(n for each, n in held.items() if each in "\ufffd" or "\x80" <= each <= "\x9f")
    mixed = len(re.findall(r"[a-z][à-ÿа-я]|[à-ÿа-я][A-Z]|[а-я][А-Я]", text[:20000]))
    latin_marks = sum(n for each, n in held.items() if "À" <= each <= "ÿ")
    if cyrillic:
        return common / letters - (strange + mixed) / letters
    return 0.6 - latin_marks / letters - strange / letters


_WORDS = {
    "en": "the of and to in that for with is was",
    "ru": "и в не на что с по как это для",
    "tg": "ва дар аз ки ба ин бо барои ҳар",
    "uz": "va bilan uchun bu har ega ham yoki",
    "uz_Cyrl": "ва билан учун бу ҳар эга ҳам ёки",
    "kk": "және мен үшін бір бұл әр адам құқығы немесе",
    "ky": "жана менен үчүн бир бул ар адам укугу же",
}
_LETTERS = {
    "tg": "ҷӣӯ",
    "uz_Cyrl": "ўҳ",
    "kk": "әұіһ",
    "ky": "ңөү",
    "ru": "ыэщ",
}


def language_of(text: str) -> str:
    """The language a text seems to be in; empty when it is too short or none of ours."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:40000].lower()))
    total = sum(words.values())
    if total < 4:
        return ""
    rated = {
        name: sum(words[each] for each in usual.split()) / total for name, usual in _WORDS.items()
    }
    letters = Counter(text[:40000].lower())
    for name, marks in _LETTERS.items():
        rated[name] += 4 * sum(letters[each] for each in marks) / total / 10
    if letters["қ"] + letters["ғ"] == 0:
        rated["uz_Cyrl"] *= 0.5
        rated["kk"] *= 0.5
    elif letters["ў"] == 0:
        rated["ky"] *= 0.3
        rated["uz_Cyrl"] *= 0.5
    best = max(rated, key=lambda name: rated[name])
    return best if rated[best] > 0.02 else ""


def tidy(text: str) -> str:
    """Without signs that are no letters, with one kind of line end, within the limit."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n"))
    text = text.replace("\x0b", "\n").strip()
    if not text:
        raise Unreadable(N_("there is no text in it"))
    if len(text) > LIMITS.letters:
        raise Unreadable(N_("it is too long"))
    return text


def read(data: bytes) -> Document:
    text = tidy(decode(data))
    first = next((line.strip(" #*") for line in text.split("\n") if line.strip(" #*-")), "")
    return Document(text, title=first[:200], language=language_of(text))
