"""An invented card for tests: no law of any country."""

from __future__ import annotations

from typing import Any

STEP = "Write down every day that was worked."
NOT_SIGN = "An empty sheet, whatever is promised."
STAKE = "The wages of three months."
DEADLINE = "Counted from the last day of work."
EVIDENCE = "Messages, photos, names of witnesses."
HELPER = "Example union, +999 00 100"
DANGER = "The foreman is told of each visit."
WITHHELD = (STEP, NOT_SIGN, STAKE, DEADLINE, EVIDENCE)


def a_card(**more: Any) -> dict[str, Any]:
    return {
        "topic": "wages", "country": "Exampleland", "region": "North", "audience": "everybody",
        "language": "eng", "title": "Wages that were not paid", "at_stake": STAKE, "steps": STEP,
        "not_sign": NOT_SIGN, "deadline": DEADLINE, "deadline_days": 90, "evidence": EVIDENCE,
        "helpers": HELPER, "contact_danger": DANGER, "source": "Example act, article 1",
        "source_address": "example.invalid/act", "source_on": "2026-11-01", "confidence": "sure",
        "reviewed_on": "2026-11-02", "reviewed_by": "Bo", "review_due": "2027-05-02", **more,
    }  # fmt: skip
