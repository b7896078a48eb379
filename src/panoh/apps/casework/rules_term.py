"""Pure decisions of how long a closed case is kept, and when it may go by itself.

Nothing here reads a vault or a clock; the day is always given.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from panoh.apps.casework.rules import day_of
from panoh.words import N_

USUAL_MONTHS = 12
MOST_MONTHS = 120
NOTICE_DAYS = 30
NOTICED_ON_DAYS = 2
"""On so many days Today must have said it: a clock that was wrong for a day erases nothing."""

STAYS = N_(
    "What stays: the code and the day, so that the code is not given again; that there was a "
    "case, when something was written in it, how often, and which kinds of restricted parts it had."
)
OFFLINE = N_("A device that never exchanges again keeps what it has.")
CANNOT_KNOW = (
    N_("What cannot be known from here: copies of the vault that Panoh did not make."),
    N_("What was printed, sent, photographed or written down elsewhere."),
    N_("Old sealed blocks that the disk keeps for itself: they open only with your phrase."),
)

WAIT, NOTICE, ERASE = "wait", "notice", "erase"


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where there is none."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def erased_on(keep_until: date, notices: Sequence[str], today: date) -> date:
    """The first day on which the case may go: its term is over and 30 days were given."""
    first = min((day for each in notices if (day := day_of(each))), default=today)
    return max(keep_until, first + timedelta(days=NOTICE_DAYS))


def next_act(keep_until: date, notices: Sequence[str], today: date) -> str:
    """What an unlock does with a closed case: nothing, say it on Today, or erase it.

    `notices` are the days since the term was set on which Today said it.
    """
    if today < keep_until - timedelta(days=NOTICE_DAYS):
        return WAIT
    days = {day for each in notices if (day := day_of(each)) and day < today}
    if len(days) >= NOTICED_ON_DAYS and today >= erased_on(keep_until, notices, today):
        return ERASE
    told = {day_of(each) for each in notices}
    return NOTICE if len(told) < NOTICED_ON_DAYS and today not in told else WAIT
