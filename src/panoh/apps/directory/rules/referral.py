"""The life of a referral: what may follow what, and when somebody is reminded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panoh.words import N_

SENT, ACCEPTED, DECLINED, DONE, REVOKED = "sent", "accepted", "declined", "done", "revoked"
OVER = frozenset({DECLINED, DONE, REVOKED})
DUE_DAYS = {"emergency": 1, "urgent": 3, "normal": 14}
DONE_DAYS = 30
"""After so many days an accepted referral is asked about."""
NEXT = {
    SENT: frozenset({ACCEPTED, DECLINED, DONE, REVOKED}),
    ACCEPTED: frozenset({DECLINED, DONE, REVOKED}),
    DECLINED: frozenset({REVOKED}),
    DONE: frozenset({REVOKED}),
    REVOKED: frozenset[str](),
}
RANK = (SENT, ACCEPTED, DECLINED, DONE, REVOKED)
"""Of two things written apart on one day the later in this row counts: taking back wins."""
FORBIDDEN_STATES = frozenset({"withdrawn", "lapsed"})

RISK_WORDS = {
    "state_run": N_(
        "This service is run by a state. Whoever goes there may be known to that state afterwards."
    ),
    "foreign_agent": N_(
        "This service is on a list of foreign agents. Contact may be watched, and may be held"
        " against a client by an employer or an office."
    ),
    "undesirable": N_(
        "This service was declared undesirable. In some countries taking part in its work is"
        " punished, for clients too."
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` is the day of the last step."""

    state: str
    since: str
    steps: tuple[dict[str, Any], ...]

    @property
    def over(self) -> bool:
        return self.state in OVER


def standing(steps: Iterable[dict[str, Any]]) -> Standing:
    """Folded in the one order that both sides find alike; a step that may not follow is shown
    and changes nothing."""
    ordered = sorted(
        steps,
        key=lambda each: (each["on"], RANK.index(each["what"]) if each["what"] in RANK else 0),
    )
    state, since = SENT, ordered[0]["on"] if ordered else ""
    for each in ordered:
        if each["what"] in NEXT[state]:
            state, since = each["what"], each["on"]
    if state == REVOKED:  # what somebody noted apart from the taking back tells of the client too
        ordered = [e if e["what"] == REVOKED else {**e, "note": None} for e in ordered]
    return Standing(state, since, tuple(ordered))


def due_on(sent_on: date, priority: str) -> date:
    return sent_on + timedelta(days=DUE_DAYS.get(priority, DUE_DAYS["normal"]))


def reminder(row: dict[str, Any], now: Standing) -> date | None:
    """When somebody should look at it next; None when it is over."""
    if now.state == SENT:
        return date.fromisoformat(row["due"]) if row.get("due") else None
    if now.state == ACCEPTED:
        return date.fromisoformat(now.since) + timedelta(days=DONE_DAYS)
    return None


def must_be_taken_back(states: Sequence[str], now: Standing) -> bool:
    """Whether a referral that was not taken back rests on an agreement that holds no more. What is
    over is called back by a withdrawal alone: an end that was agreed to needs no answer."""
    ended = FORBIDDEN_STATES - {"lapsed"} if now.over else FORBIDDEN_STATES
    return now.state != REVOKED and any(each in ended for each in states)
