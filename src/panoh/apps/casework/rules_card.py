"""Pure decisions of guidance cards: whether one still holds, and what it withholds when not.

Nothing here reads a vault or a clock; the day is always given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from panoh.apps.casework.records.card import CONTACTS, STEPS
from panoh.apps.casework.rules import day_of
from panoh.errors import Invalid
from panoh.words import N_

CURRENT, DUE, OVER, NOT_YET, REPLACED = "current", "due", "over", "not_yet", "replaced"

STANDING_WORDS = {
    CURRENT: N_("Holds"),
    DUE: N_("Past its review"),
    OVER: N_("No longer holds"),
    NOT_YET: N_("Does not hold yet"),
    REPLACED: N_("Replaced by another card"),
}

WITHHELD = tuple(each.name for each in STEPS)
CONTENT = (*WITHHELD, *(each.name for each in CONTACTS), "deadline_days", "audience")
"""What makes another version when a review changes it."""
MOST_REVIEW_DAYS = 366
WARN_DAYS = 30
_DATES = ("review_due", "valid_from", "valid_until")


def standing(card: Mapping[str, Any], replaced: bool, today: date) -> str:
    """Whether a card holds today. What cannot be read, or stands there twice, does not hold."""
    if replaced:
        return REPLACED
    unsure = {*card.get("conflicts", ()), *card.get("newer", ())}
    due, until = day_of(card.get("review_due")), day_of(card.get("valid_until"))
    begins = day_of(card.get("valid_from"))
    if due is None or due < today or unsure.intersection(_DATES):
        return DUE
    if until is not None and until < today:
        return OVER
    if begins is not None and begins > today:
        return NOT_YET
    return CURRENT


def is_checked(card: Mapping[str, Any], text: Mapping[str, Any]) -> bool:
    """Whether a text was reviewed for the card as it now is."""
    unsure = "of_version" in text.get("conflicts", ())
    known = text.get("of_version") is not None and text["of_version"] == card.get("version")
    return known and "version" not in card.get("conflicts", ()) and not unsure


def check_dates(values: Mapping[str, Any], today: date) -> None:
    """A review lies behind, the next one at most a year ahead, and a source was read by then."""
    problems: dict[str, str] = {}
    for name in ("reviewed_on", "source_on"):
        day = day_of(values.get(name))
        if day and day > today:
            problems[name] = N_("This day is still ahead.")
    due = day_of(values.get("review_due"))
    if due and due > today + timedelta(days=MOST_REVIEW_DAYS):
        problems["review_due"] = N_("At most a year ahead.")
    begins, until = day_of(values.get("valid_from")), day_of(values.get("valid_until"))
    if begins and until and until < begins:
        problems["valid_until"] = N_("This day is before the first one.")
    if problems:
        raise Invalid(problems)


def last_day(days: int | None, counted_from: str | None) -> str | None:
    """The last day of a deadline: so many days after the event, the event's own day not counted."""
    began = day_of(counted_from)
    if days is None or began is None:
        return None
    try:
        return (began + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def sort_key(row: Mapping[str, Any]) -> tuple[bool, str, str]:
    """Lists show first what holds, then by topic."""
    return row["standing"] != CURRENT, str(row["topic"]), str(row["country"])
