"""What is suggested, what is not, and how good that is on texts read by a person."""

from __future__ import annotations

import json
import time

import pytest

from benchmarks.evidence import HELD_OUT, LABELS, measured
from panoh.apps.evidence.rules import suggest
from panoh.apps.evidence.rules.suggest import suggestions
from tests.apps.evidence.conftest import shared


def test_range_ends_make_one_figure() -> None:
    (found,) = suggestions("There are from 2.7 million to 4.2 million people.", "en")
    assert (found.value, found.low, found.high) == ("", "2700000", "4200000")


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("ky", "700-800 миң адам катталган", "700000", "800000"),
        ("en", "from 200 to 5,000 people", "200", "5000"),
        ("ru", "от 5 до 6 тысяч человек", "5000", "6000"),
    ],
)
def test_ranges_with_and_without_a_great_word(
    language: str, text: str, low: str, high: str
) -> None:
    (found,) = suggestions(text, language)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("text", ["call 24-70-10 now", "сағат 8.10-да", "20 миллионыншы тұрғын"])
def test_telephones_times_and_ordinals_are_no_figures(text: str) -> None:
    assert suggestions(text, "kk" if text > "z" else "en") == []


@pytest.mark.parametrize(
    "piece", ["1 ", "1-", "(1) ", "5 thousand ", "2024 ", ". ) ", "A. ", "May "]
)
def test_a_table_in_one_line_costs_no_more_than_its_length(piece: str) -> None:
    def seconds(letters: int) -> float:
        began = time.process_time()
        suggestions(piece * (letters // len(piece)), "en")
        return time.process_time() - began

    assert seconds(16_000) < 12 * max(0.02, seconds(4_000))


def test_a_very_long_text_is_looked_through_at_its_beginning_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "In all 300 came. " * 20
    monkeypatch.setattr(suggest, "MOST", 5)
    assert len(suggestions(text, "en")) == 5
    monkeypatch.setattr(suggest, "LOOKED", 40)
    assert len(suggestions(text, "en")) == 2


def test_the_great_word_of_a_range_is_said_once() -> None:
    (found,) = suggestions("Там от 700 до 1,5 миллиона человек.", "ru")
    assert (found.low, found.high) == ("700000", "1500000")


@pytest.mark.parametrize(
    ("language", "text", "qualifier", "unit", "period"),
    [
        ("en", "More than 400 people came in June 2024.", "over", "", "2024-06"),
        ("en", "Almost 40% left.", "almost", "%", ""),
        ("ru", "В 2023 году выехало около 17 тысяч человек.", "about", "", "2023"),
        ("uz", "2024-yilda 300 mingdan ortiq kishi keldi.", "over", "", "2024"),
        ("kk", "2024 жылы 300 мыңнан астам адам келді.", "over", "", "2024"),
        ("tg", "Соли 2024 беш аз 300 ҳазор нафар омад.", "over", "", "2024"),
    ],
)
def test_what_stands_beside_a_number_is_read(
    language: str, text: str, qualifier: str, unit: str, period: str
) -> None:
    (found,) = suggestions(text, language)
    assert (found.qualifier, found.unit, found.period) == (qualifier, unit, period)


@pytest.mark.parametrize(
    "text",
    [
        "In 2017 they left.",
        "Memo No. 909 says so.",
        "A 22-year-old student was held.",
        "It began at 06:25 PM.",
        "1. The first point",
        "They were caught in three conflicts: (1) here and (2) there.",
        "This was the 2nd time.",
        "COVID-19 spread.",
        "For the last three years nothing changed.",
        "As noted[12], it was so.",
        "Children under the age of 12 came.",
    ],
)
def test_what_is_no_figure_is_not_suggested(text: str) -> None:
    assert suggestions(text, "en") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("uz", "1‐modda"), ("uz_Cyrl", "12‐модда"), ("kk", "3 бап"), ("ky", "4‐статья"),
     ("ru", "Они вправе основать семью."), ("tg", "Моддаи 5")],
)  # fmt: skip
def test_numbers_of_articles_are_no_figures(language: str, text: str) -> None:
    assert suggestions(text, language) == []


NAMES = sorted(json.loads(LABELS.read_text())["labels"])


@pytest.mark.parametrize("name", [each for each in NAMES if not each.startswith(HELD_OUT)])
def test_suggestions_reach_their_goal_on_texts_read_by_a_person(name: str) -> None:
    shared(name)
    precision, recall, _n = measured(name)
    assert precision >= 0.80
    assert recall >= 0.95
