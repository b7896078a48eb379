"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from panoh.words import LANGUAGES, use_language
from panoh.words.dates import (
    month_name,
    month_title,
    show_clock,
    show_date,
    show_time,
    weekday_name,
)

DAY = date(2026, 11, 20)  # a Friday


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", "20 November 2026"),
        ("ru", "20 ноября 2026 г."),
        ("tg", "20 ноябр 2026"),
        ("uz", "20-noyabr, 2026"),
        ("uz_Cyrl", "20 ноябр, 2026"),
        ("kk", "2026 ж. 20 қараша"),
        ("ky", "2026-ж., 20-ноябрь"),
        ("fa_AF", "20 نومبر 2026"),
    ],
)
def test_long_date_in_each_language(code: str, shown: str) -> None:
    with use_language(code):
        assert show_date(DAY).replace("\u202f", " ").replace("\xa0", " ") == shown


def test_tajik_days_have_no_leading_zero() -> None:
    with use_language("tg"):
        assert show_date(date(2026, 8, 3)) == "3 август 2026"
        assert show_date(date(2026, 8, 3), "full") == "душанбе, 3 август 2026"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_letter_of_the_pattern_is_left(code: str) -> None:
    with use_language(code):
        assert show_date(DAY, "short").replace("/", ".").replace(".", "").isdigit()
        assert weekday_name(4) in show_date(DAY, "full")
        assert str(DAY.year) in show_date(DAY, "medium")


def test_month_alone_differs_from_month_inside_a_date() -> None:
    with use_language("ru"):
        assert (month_name(11), month_name(11, alone=True)) == ("ноября", "ноябрь")
        assert month_title(2026, 11) == "ноябрь 2026"


def test_week_begins_on_monday() -> None:
    assert [weekday_name(n, alone=True) for n in (0, 6)] == ["Monday", "Sunday"]


def test_clock_has_twenty_four_hours() -> None:
    assert show_clock(time(21, 5)) == "21:05"
    assert show_time(datetime(2026, 11, 20, 0, 5)) == "20 November 2026, 00:05"


def test_aware_time_is_shown_in_local_zone() -> None:
    moment = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert show_time(moment).endswith(show_clock(moment.astimezone()))
