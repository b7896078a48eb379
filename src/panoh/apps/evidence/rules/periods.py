"""Days as sources give them: a year, a month or a day; and stretches between two of them."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Any

from panoh.core.records.model import Words
from panoh.words import N_

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
Span = tuple[date, date]


def first_day(said: str) -> date:
    """The first day of what was said; ValueError when it is no day, month or year."""
    found = _DAY.fullmatch(said)
    if not found:
        raise ValueError(said)
    year, month, day = (int(each) if each else 1 for each in found.groups())
    return date(year, month, day)


def last_day(said: str) -> date:
    first = first_day(said)
    if len(said) == 4:
        return date(first.year, 12, 31)
    if len(said) == 7:
        return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first


@lru_cache(maxsize=8192)
def span(start: str | None, end: str | None) -> Span | None:
    """From the first to the last day; an open end is taken as the other one. None: not said."""
    if not start and not end:
        return None
    return first_day(start or end or ""), last_day(end or start or "")


def overlap(one: Span | None, other: Span | None) -> bool:
    """Whether two stretches share a day. What is not said may be any time."""
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def gap_days(one: Span | None, other: Span | None) -> int:
    """Days between two stretches; 0 when they touch or one is not said."""
    if one is None or other is None or overlap(one, other):
        return 0
    return max((other[0] - one[1]).days, (one[0] - other[1]).days)


def why_no_day(said: Any) -> Words | None:
    try:
        first_day(str(said))
    except ValueError:
        return N_("Write a year, a month or a day: 2024, 2024-03 or 2024-03-22.")
    return None
