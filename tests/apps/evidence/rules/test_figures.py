"""Numbers, the range their words allow, and under what they are compared."""

from __future__ import annotations

from decimal import Decimal

import pytest

from panoh.apps.evidence.rules.figures import (
    allowed,
    differences,
    key,
    number,
    plain,
    why_no_number,
)

D = Decimal


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("", D(100), D(100)),
        ("about", D(90), D(110)),
        ("almost", D(90), D(100)),
        ("over", D(100), None),
        ("at_least", D(100), None),
        ("up_to", None, D(100)),
        ("under", None, D(100)),
    ],
)
def test_words_allow_a_range(qualifier: str, low: D | None, high: D | None) -> None:
    assert allowed(D(100), None, None, qualifier) == (low, high)


def test_a_range_that_was_said_is_kept() -> None:
    assert allowed(D(100), D(1), D(2), "about") == (D(1), D(2))


def test_the_same_place_under_two_names_is_one() -> None:
    assert key("Deaths", "x", "Russian Federation") == key("killed", "X", "Russia")
    assert key("population", "", "B; A") == key("Population, total", "", "A;B")


def test_another_measure_is_another_key() -> None:
    assert key("persons returned", "", "") != key("fighters", "", "")


@pytest.mark.parametrize("said", ["1,000", "1 000", "1e9", "a", "--1", "NaN", "1" * 30])
def test_what_is_no_number_is_refused(said: str) -> None:
    assert why_no_number(said)
    assert number(said) is None


def test_numbers_are_written_without_exponent() -> None:
    assert plain(D("10000000")) == "10000000"
    assert plain(D("50.90")) == "50.9"
    assert plain(D("0.0")) == "0"


def test_differences_are_named() -> None:
    row = dict.fromkeys(("measure", "population", "place", "definition", "unit", "as_of"), "x")
    one = {**row, "period_start": "2024", "period_end": None}
    other = {**one, "definition": "y", "period_start": "2023"}
    assert [name for name, _words in differences(one, other)] == ["definition", "period"]
