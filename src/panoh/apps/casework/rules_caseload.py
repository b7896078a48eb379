"""Pure decisions about the practice: figures of a line, and the hours in which none are shown."""

from __future__ import annotations

import re
from datetime import date, datetime, time

USUAL_QUIET = "20:00-07:00"
NEVER_QUIET = "off"
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")


def read_hours(text: str) -> tuple[time, time] | None:
    """From when to when no counts are shown; None when they always are. ValueError for other
    words. A span may go over midnight."""
    if text == NEVER_QUIET:
        return None
    found = _HOURS.fullmatch(text)
    if found is None or found.group(1, 2) == found.group(3, 4):
        raise ValueError(text)
    first, second, third, fourth = map(int, found.groups())
    return time(first, second), time(third, fourth)


def quiet_until(hours: str, now: datetime) -> time | None:
    """When the counts come back; None when they may be shown now. What cannot be read as hours is
    taken as the usual ones."""
    try:
        span = read_hours(hours)
    except ValueError:
        span = read_hours(USUAL_QUIET)
    if span is None:
        return None
    begin, end = span
    at = now.time().replace(second=0, microsecond=0)
    inside = begin <= at < end if begin < end else at >= begin or at < end
    return end if inside else None


def overdue_now(overdue: int | None, next_due: str | None, today: date) -> int:
    """How much is overdue at least: a line tells how it was when its keeper last saved, and that
    may be weeks ago."""
    late = bool(next_due) and str(next_due) < today.isoformat()
    return max(int(overdue or 0), 1 if late else 0)
