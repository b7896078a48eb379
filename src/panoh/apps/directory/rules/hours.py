"""Opening times: read from lines such as `1-5 09:00-17:00` (1 is Monday), which every language
writes alike, or `mo-fr 09:00-17:00`; kept as schedules of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LINE = re.compile(
    r"((?:(?:[a-z]{2}|[1-7])(?:-(?:[a-z]{2}|[1-7]))?,?\s*)+)\s+(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """Weekdays (0 is Monday) and minutes from midnight; `closes` may lie after midnight."""

    days: frozenset[int]
    opens: int
    closes: int

    def spans(self) -> list[tuple[int, int]]:
        """First and last day of each unbroken row of days."""
        found: list[tuple[int, int]] = []
        for day in sorted(self.days):
            if found and found[-1][1] == day - 1:
                found[-1] = (found[-1][0], day)
            else:
                found.append((day, day))
        return found

    def times(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes % _WHOLE_DAY)}"

    def line(self) -> str:
        """As a person types it, in any language."""
        named = ",".join(
            f"{first + 1}" if first == last else f"{first + 1}-{last + 1}"
            for first, last in self.spans()
        )
        return f"{named} {self.times()}"

    def schedule(self) -> dict[str, Any]:
        """As a row of the standard, without its id."""
        return {
            "freq": "WEEKLY",
            "byday": ",".join(DAYS[each] for each in sorted(self.days)),
            "opens_at": _clock(self.opens),
            "closes_at": _clock(self.closes % _WHOLE_DAY),
        }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_line(text: str) -> Slot | None:
    """A line as somebody typed it; None when it says no days and hours."""
    found = _LINE.fullmatch(" ".join(text.lower().split()))
    if found is None:
        return None
    days = _days(found[1])
    opens, closes = (int(found[n]) * 60 + int(found[n + 1]) for n in (2, 4))
    return _slot(days, opens, closes)


def _days(text: str) -> frozenset[int]:
    days: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip(" ,")):
        first, _, last = part.upper().partition("-")
        begin, end = _day(first), _day(last or first)
        if begin is None or end is None:
            return frozenset()
        days |= {each % 7 for each in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(days)


def _day(text: str) -> int | None:
    if text in DAYS:
        return DAYS.index(text)
    return int(text) - 1 if text in "1234567" and text else None


def _slot(days: frozenset[int], opens: int, closes: int) -> Slot | None:
    if not days or opens >= _WHOLE_DAY or closes > _WHOLE_DAY:
        return None
    return Slot(days, opens, closes if closes > opens else closes + _WHOLE_DAY)


def slot_of(row: Mapping[str, Any], today: date) -> Slot | None:
    """A weekly schedule of the standard that holds today; None for what is not understood."""
    if row.get("freq") not in (None, "WEEKLY") or not isinstance(row.get("byday"), str):
        return None
    if str(row.get("valid_to") or "9999") < today.isoformat():
        return None
    if str(row.get("valid_from") or "") > today.isoformat():
        return None
    opens, closes = _minutes(row.get("opens_at")), _minutes(row.get("closes_at"))
    named = [each.strip().upper() for each in row["byday"].split(",")]
    days = frozenset(DAYS.index(each) for each in named if each in DAYS)
    return None if opens is None or closes is None else _slot(days, opens, closes)


def _minutes(value: Any) -> int | None:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


def is_open(slots: Iterable[Slot], when: datetime) -> bool:
    minute, day = when.hour * 60 + when.minute, when.weekday()
    return any(
        (day in each.days and each.opens <= minute < each.closes)
        or ((day - 1) % 7 in each.days and minute + _WHOLE_DAY < each.closes)
        for each in slots
    )
