"""Days as sources give them."""

from __future__ import annotations

from datetime import date

import pytest

from panoh.apps.evidence.rules.periods import (
    first_day,
    gap_days,
    last_day,
    overlap,
    span,
    why_no_day,
)


def test_a_year_and_a_month_are_stretches() -> None:
    assert (first_day("2024"), last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("2024-03-22", None) == (date(2024, 3, 22), date(2024, 3, 22))
    assert span(None, None) is None


@pytest.mark.parametrize("said", ["24", "2024-13", "2024-02-30", "March", "2024-3", ""])
def test_what_is_no_day_is_refused(said: str) -> None:
    assert why_no_day(said)


def test_stretches_overlap_when_they_share_a_day() -> None:
    assert overlap(span("2024", None), span("2024-12-31", "2025"))
    assert not overlap(span("2023", None), span("2024", None))
    assert overlap(None, span("2024", None))


def test_gap_counts_the_days_between() -> None:
    assert gap_days(span("2024-01-01", None), span("2024-01-11", None)) == 10
    assert gap_days(span("2024", None), span("2024-05", None)) == 0
