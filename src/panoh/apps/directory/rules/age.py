"""How far an entry can still be trusted: helpers move, are barred, stop answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from panoh.words import N_

FRESH_DAYS, STALE_DAYS, RETRY_DAYS = 90, 180, 14
FAILING = 2
"""Failures in a row from which an entry sinks below every other."""

FRESH, DUE, STALE, NEVER, UNANSWERED, GONE = (
    "fresh", "due", "stale", "never", "unanswered", "gone",
)  # fmt: skip
ORDER = (FRESH, DUE, STALE, NEVER, UNANSWERED, GONE)
WORDS = {
    FRESH: N_("Verified lately"),
    DUE: N_("Last verified more than three months ago"),
    STALE: N_("Last verified more than half a year ago"),
    NEVER: N_("Never verified"),
    UNANSWERED: N_("Nobody answered the last times"),
    GONE: N_("Closed for good"),
}
_FAILED = frozenset({"no_answer", "closed"})


@dataclass(frozen=True, slots=True)
class Age:
    """`last` is when somebody last found it right; `failures` how often in a row not since."""

    state: str
    last: date | None
    failures: int
    due: bool

    @property
    def sinks(self) -> int:
        return ORDER.index(self.state)


def age_of(checks: Sequence[dict[str, Any]], today: date) -> Age:
    """`checks` have `on` and `result`, oldest first."""
    last: date | None = None
    failures, tried = 0, None
    for each in checks:
        tried = date.fromisoformat(each["on"])
        if each["result"] in _FAILED:
            failures += 1
        else:
            last, failures = tried, 0
    if checks and checks[-1]["result"] == "closed":
        return Age(GONE, last, failures, False)
    waited = (today - tried).days if tried else None
    if failures >= FAILING:
        return Age(UNANSWERED, last, failures, waited is None or waited >= RETRY_DAYS)
    if last is None:
        return Age(NEVER, None, failures, waited is None or waited >= RETRY_DAYS)
    days = (today - last).days
    state = FRESH if days <= FRESH_DAYS else DUE if days <= STALE_DAYS else STALE
    due = days > FRESH_DAYS and (not failures or waited is None or waited >= RETRY_DAYS)
    return Age(state, last, failures, due or (failures > 0 and (waited or 0) >= RETRY_DAYS))
