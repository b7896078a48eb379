"""What on a sheet would betray somebody: a recorded name or number inside its free text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from panoh.core.app import Row
from panoh.paper.model import Sheet

_SHORTEST = 3
_FEWEST_DIGITS = 6


def betraying(sheets: Sequence[Sheet], client: Row) -> list[str]:
    """The texts of the sheets in which a name or a phone of the client stands, each once.

    Names are compared as whole words, whatever the case; a name in another script, or that of a
    relative, is not known and not found: the paper must be read before it is handed over.
    """
    names = {word.casefold() for word in _names(client)}
    numbers = {digits for name in ("phone", "phone_other") if (digits := _digits(client.get(name)))}
    return [
        text
        for text in dict.fromkeys(text for sheet in sheets for text in sheet.texts())
        if names.intersection(map(str.casefold, _words([text])))
        or any(number in _digits(text) for number in numbers)
    ]


def _names(client: Row) -> Iterator[str]:
    texts = [*(client.get("names") or []), client.get("goes_by") or ""]
    return (word for word in _words(texts) if len(word) >= _SHORTEST)


def _words(texts: Iterable[str]) -> Iterator[str]:
    for each in texts:
        yield from re.findall(r"[^\W\d_]+(?:[ʻʼ’'][^\W\d_]+)*", each)


def _digits(value: object) -> str:
    digits = "".join(re.findall(r"\d", str(value or "")))
    return digits if len(digits) >= _FEWEST_DIGITS else ""
