"""Lines that somebody leaves out of a sheet before it is printed.

A line is named by a digest of its words in the sheet's first language, so that a case that changes
between looking and printing never moves the tick to another line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from panoh.paper.model import Blank, Line, Pair, Picture, Section, Sheet


@dataclass(frozen=True, slots=True)
class Offer:
    """A line, or the heading of a part, which goes with all that stands under it."""

    key: str
    text: str
    heading: bool = False


def offers(sheet: Sheet) -> list[Offer]:
    found = []
    for section in sheet.sections:
        if section.title:
            found.append(Offer(_key(section.title), section.title, heading=True))
        found += [Offer(_key(text), text) for line in section.lines if (text := _text(line))]
    return list({each.key: each for each in found}.values())


def without(sheets: Sequence[Sheet], leave: Collection[str]) -> list[Sheet]:
    """The same sheets without these lines, in every language; the first one says which they are."""
    if not leave or not sheets:
        return list(sheets)
    stay = [_stay(each, leave) for each in sheets[0].sections]
    return [
        replace(sheet, sections=tuple(
            replace(section, lines=tuple(section.lines[each] for each in kept))
            for section, kept in zip(sheet.sections, stay, strict=True)
            if kept is not None
        ))
        for sheet in sheets
    ]  # fmt: skip


def _stay(section: Section, leave: Collection[str]) -> list[int] | None:
    """Which lines of a part stay; None when nothing of it does."""
    if section.title and _key(section.title) in leave:
        return None
    kept = [n for n, line in enumerate(section.lines) if _key(_text(line)) not in leave]
    return kept or None


def _text(line: Line) -> str:
    if isinstance(line, Pair):
        return f"{line.label}: {line.value}"
    if isinstance(line, Blank):
        return line.label
    return "" if isinstance(line, Picture) else line.text


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
