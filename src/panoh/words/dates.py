"""Dates and times as people write them in the eight languages.

The names and patterns are in `cldr.json`, taken from the Unicode CLDR by tools/extract_cldr.py:
about 12 KB instead of a library of 30 MB. Weeks begin on Monday, clocks have 24 hours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

from panoh.words import current_language

Style = Literal["full", "long", "medium", "short"]
Width = Literal["wide", "abbreviated"]
FIRST_WEEKDAY = 0
"""Monday, as `date.weekday()` counts; the same in all eight languages."""

_TOKENS = re.compile(r"'((?:[^']|'')*)'|([dMLyE])\2*")


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (Path(__file__).parent / "cldr.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)["languages"]
    return loaded


def month_name(month: int, *, width: Width = "wide", alone: bool = False) -> str:
    """The month's name: inside a date (`ноября`), or `alone` (`ноябрь`)."""
    names: list[str] = _table()[current_language()]["months"]["alone" if alone else "inside"][width]
    return names[month - 1]


def weekday_name(weekday: int, *, width: Width = "wide", alone: bool = False) -> str:
    """The weekday's name; Monday is 0."""
    names: list[str] = _table()[current_language()]["days"]["alone" if alone else "inside"][width]
    return names[weekday]


def month_title(year: int, month: int) -> str:
    """A heading over one month: `November 2026`, `ноябрь 2026`."""
    return f"{month_name(month, alone=True)} {year}"


_SHOWN: dict[str, Callable[[date, int], str]] = {
    "d": lambda day, n: f"{day.day:0{n}d}",
    "y": lambda day, n: f"{day.year % 100:02d}" if n == 2 else str(day.year),
    "E": lambda day, n: weekday_name(day.weekday(), width="wide" if n >= 4 else "abbreviated"),
}


def _month(day: date, letter: str, count: int) -> str:
    if count <= 2:
        return f"{day.month:0{count}d}"
    width: Width = "wide" if count >= 4 else "abbreviated"
    return month_name(day.month, width=width, alone=letter == "L")


def show_date(day: date, style: Style = "long") -> str:
    """`20 November 2026`; `short` has digits only, `full` the weekday too."""

    def fill(match: re.Match[str]) -> str:
        if match.group(1) is not None:
            return match.group(1).replace("''", "'")
        letter, count = match.group(2), len(match.group(0))
        if letter in "ML":
            return _month(day, letter, count)
        return _SHOWN[letter](day, count)

    return _TOKENS.sub(fill, _table()[current_language()]["dates"][style])


def show_clock(moment: datetime | time) -> str:
    """`21:30`."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def show_time(moment: datetime, style: Style = "long") -> str:
    """Date and clock; an aware time is shown in this computer's zone."""
    local = moment.astimezone() if moment.tzinfo is not None else moment
    return f"{show_date(local.date(), style)}, {show_clock(local)}"
