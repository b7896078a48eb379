"""Days as people and spreadsheets write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from panoh.sheets.model import Cell
from panoh.sheets.values import moment


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell("2026-11-20"), datetime(2026, 11, 20)),
        (Cell("20.11.2026"), datetime(2026, 11, 20)),
        (Cell("1/2/2026"), datetime(2026, 2, 1)),
        (Cell("20.11.2026 9:05"), datetime(2026, 11, 20, 9, 5)),
        (Cell("2026-11-20T21:30"), datetime(2026, 11, 20, 21, 30)),
        (Cell("2026-11-20 21:30:15"), datetime(2026, 11, 20, 21, 30)),
        (Cell("46346", number=True), datetime(2026, 11, 20)),
        (Cell("46346.5", number=True), datetime(2026, 11, 20, 12)),
        (Cell("59", number=True), datetime(1900, 2, 28)),
        (Cell("61", number=True), datetime(1900, 3, 1)),
    ],
)
def test_days_are_understood(cell: Cell, expected: datetime) -> None:
    assert moment(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        Cell("31.02.2026"),
        Cell("2026-13-01"),
        Cell("11-20-2026"),
        Cell("yesterday"),
        Cell("46346"),
        Cell("60", number=True),
        Cell("0", number=True),
        Cell("1e300", number=True),
        Cell("nan", number=True),
        Cell("20.11.26"),
        Cell("20.11.2026 25:00"),
    ],
)
def test_what_is_no_day_is_not_guessed(cell: Cell) -> None:
    assert moment(cell) is None


def test_workbooks_that_count_from_1904() -> None:
    assert moment(Cell("44884", number=True), epoch_1904=True) == datetime(2026, 11, 20)
