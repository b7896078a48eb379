"""When a card holds, and what counts as a deadline's last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from panoh.apps.casework import rules_card, rules_term
from panoh.errors import Invalid

TODAY = date(2026, 11, 20)
HELD: dict[str, Any] = {"review_due": "2027-01-01", "conflicts": [], "newer": []}


@pytest.mark.parametrize(
    ("more", "replaced", "standing"),
    [
        ({}, False, "current"),
        ({"review_due": "2026-11-20"}, False, "current"),
        ({"review_due": "2026-11-19"}, False, "due"),
        ({"review_due": None}, False, "due"),
        ({"review_due": "someday"}, False, "due"),
        ({"conflicts": ["review_due"]}, False, "due"),
        ({"newer": ["valid_until"]}, False, "due"),
        ({"valid_until": "2026-11-19"}, False, "over"),
        ({"valid_until": "2026-11-20"}, False, "current"),
        ({"valid_from": "2026-11-21"}, False, "not_yet"),
        ({}, True, "replaced"),
    ],
)
def test_a_card_holds_only_where_nothing_is_doubtful(
    more: dict[str, Any], replaced: bool, standing: str
) -> None:
    assert rules_card.standing({**HELD, **more}, replaced, TODAY) == standing


def test_a_text_is_checked_for_one_version_only() -> None:
    card = {"version": 2, "conflicts": []}
    assert rules_card.is_checked(card, {"of_version": 2, "conflicts": []})
    doubtful = {"of_version": 2, "conflicts": ["of_version"]}
    for text in ({"of_version": 1}, {"of_version": None}, doubtful):
        assert not rules_card.is_checked(card, {"conflicts": [], **text})
    assert not rules_card.is_checked({**card, "conflicts": ["version"]}, {"of_version": 2})


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"reviewed_on": "2026-11-21"}, {"reviewed_on"}),
        ({"source_on": "2027-01-01"}, {"source_on"}),
        ({"review_due": "2028-01-01"}, {"review_due"}),
        ({"valid_from": "2026-05-01", "valid_until": "2026-04-01"}, {"valid_until"}),
    ],
)
def test_dates_that_cannot_be_right_are_refused(values: dict[str, str], named: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules_card.check_dates(values, TODAY)
    assert set(refused.value.problems) == named


def test_a_deadline_counts_days_after_the_event() -> None:
    assert rules_card.last_day(15, "2026-11-20") == "2026-12-05"
    assert rules_card.last_day(0, "2026-11-20") == "2026-11-20"
    assert rules_card.last_day(None, "2026-11-20") is None
    assert rules_card.last_day(15, None) is None
    assert rules_card.last_day(999_999_999, "2026-11-20") is None


# ── how long ────────────────────────────────────────────────────────────────────────────────


def test_months_end_on_a_day_that_is_there() -> None:
    assert rules_term.after_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert rules_term.after_months(date(2026, 11, 20), 12) == date(2027, 11, 20)
    assert rules_term.after_months(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert rules_term.after_months(date(9999, 12, 31), 12) == date.max


@pytest.mark.parametrize(
    ("notices", "today", "act"),
    [
        ([], "2026-10-31", "wait"),
        ([], "2026-11-01", "notice"),
        (["2026-11-01"], "2026-11-01", "wait"),
        (["2026-11-01"], "2026-11-02", "notice"),
        (["2026-11-01", "2026-11-02"], "2026-11-30", "wait"),
        (["2026-11-01", "2026-11-02"], "2026-12-01", "erase"),
        # Nobody had opened it: the notice comes late, and 30 days are given all the same.
        ([], "2027-03-01", "notice"),
        (["2027-03-01"], "2027-06-01", "notice"),
        (["2027-03-01", "2027-06-01"], "2027-06-01", "wait"),
        (["2027-03-01", "2027-06-01"], "2027-06-02", "erase"),
        (["2027-03-01", "2027-03-02"], "2027-03-30", "wait"),
        (["2027-03-01", "2027-03-02"], "2027-03-31", "erase"),
    ],
)
def test_nothing_goes_before_thirty_days_of_notice(
    notices: list[str], today: str, act: str
) -> None:
    assert rules_term.next_act(date(2026, 12, 1), notices, date.fromisoformat(today)) == act


def test_a_clock_that_is_wrong_for_a_day_erases_nothing() -> None:
    wrong = date(2035, 1, 1)
    noticed: list[str] = []
    for _unlock in range(5):
        act = rules_term.next_act(date(2026, 12, 1), noticed, wrong)
        assert act != rules_term.ERASE
        if act == rules_term.NOTICE:
            noticed.append(wrong.isoformat())
