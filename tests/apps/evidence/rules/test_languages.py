"""Sentences, dates and number words of the region's languages."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from panoh.apps.evidence.rules.months import dates
from panoh.apps.evidence.rules.numerals import LANGUAGES, numbers
from panoh.apps.evidence.rules.sentences import sentences


def split(text: str) -> list[str]:
    return [text[each.start : each.end] for each in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["He came in Mar. 2024.", "Dr. Karim saw him.", "All went well!"],
        ["В 2024 г. приехали 5 тыс. человек.", "Из них, т.е. из всех, 40% — женщины."],
        ["Дар соли 2024 онҳо омаданд.", "Дар ш. Душанбе 5 нафар монданд."],
        ["2024-yilda ular keldi.", "Toshkent sh. markazida 5 ming kishi bor."],
        ["2024 йилда улар келди.", "Бу ерда 5 минг киши бор."],
        ["2024 ж. олар келді.", "Алматыда 5 мың адам т.б. бар."],
        ["2024-ж. алар келди.", "Бишкекте 5 миң адам ж.б. бар."],
        ["“Come.”", "He said no."],
        ["First line", "1. A point of a list", "2. Another"],
    ],
)
def test_sentences_are_split_where_people_end_them(parts: list[str]) -> None:
    glue = "\n" if parts[0] == "First line" else " "
    assert split(glue.join(parts)) == parts


def test_sentences_cover_all_but_blanks() -> None:
    text = "  One.  Two?\n\nThree… four. A. B. Karim went.\n"
    found = sentences(text)
    left = text
    for each in reversed(found):
        left = left[: each.start] + left[each.end :]
    assert not left.strip()
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("22 March 2024", "2024-03-22"),
        ("March 22, 2024", "2024-03-22"),
        ("в марте 2024 года", "2024-03"),
        ("22 марта 2024 г.", "2024-03-22"),
        ("22 марти соли 2024", "2024-03-22"),
        ("22-юми марти соли 2024", "2024-03-22"),
        ("моҳи марти соли 2024", "2024-03"),
        ("соли 2024", "2024"),
        ("2024-yil 22-mart", "2024-03-22"),
        ("22 mart 2024", "2024-03-22"),
        ("2024-yilning mart oyida", "2024-03"),
        ("2024 йил 22 март", "2024-03-22"),
        ("2024 жылғы 22 наурыз", "2024-03-22"),
        ("2024 жылдың 22 наурызында", "2024-03-22"),
        ("2024 жылдың наурызында", "2024-03"),
        ("2024-жылдын 22-мартында", "2024-03-22"),
        ("2024-жылдын март айында", "2024-03"),
        ("2024-03-22", "2024-03-22"),
        ("22.03.2024", "2024-03-22"),
        ("in 2021-22", "2021"),
        ("5 қараша 2023", "2023-11-05"),
        ("12 желтоқсан 2023 ж.", "2023-12-12"),
        ("1 сентябри соли 2023", "2023-09-01"),
    ],
)
def test_dates_of_every_language_are_read(text: str, iso: str) -> None:
    assert [each.iso for each in dates(f"… {text} …")] == [iso]


def test_a_day_after_a_number_in_steps_stays_a_day() -> None:
    found = numbers("более 300 тысяч 15 марта 2024 года", "ru")
    assert found[0].value == 300_000


@pytest.mark.parametrize("text", ["2,024 people", "$2024", "No. 909", "24-70-10", "20245"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "one hundred and five people", 105),
        ("en", "twenty-four men", 24),
        ("en", "3.5 million people", 3_500_000),
        ("en", "12,345 people", 12_345),
        ("ru", "двадцать пять тысяч человек", 25_000),
        ("ru", "11 тысяч 471 человек", 11_471),
        ("tg", "3 миллиону 54 ҳазору 180 нафар", 3_054_180),
        ("kk", "12 млн 208 мың 200 адам", 12_208_200),
        ("kk", "оның 125 мыңы", 125_000),
        ("ky", "124 миңди түзгөн", 124_000),
        ("ru", "более 9,5 млн человек", 9_500_000),
        ("ru", "17 134 человека", 17_134),
        ("tg", "бисту панҷ нафар", 25),
        ("tg", "сесаду чилу ду ҳазор нафар", 342_000),
        ("uz", "yigirma besh ming kishi", 25_000),
        ("uz", "o‘n ikki nafar", 12),
        ("uz", "300 mingdan ortiq", 300_000),
        ("uz_Cyrl", "ўттиз икки киши", 32),
        ("kk", "үш жүз отыз адам", 330),
        ("kk", "жиырма бес мың адам", 25_000),
        ("ky", "үч жүз отуз эки адам", 332),
        ("ky", "элүү миң киши", 50_000),
    ],
)
def test_numbers_in_words_and_digits(language: str, text: str, value: int) -> None:
    (found,) = numbers(text, language)
    assert found.value == Decimal(value)


def test_every_language_knows_its_numbers_to_ten_and_a_thousand() -> None:
    from panoh.apps.evidence.rules.numerals import _TABLES

    assert set(LANGUAGES) == {"en", "ru", "tg", "uz", "uz_Cyrl", "kk", "ky"}
    for language in LANGUAGES:
        assert set(range(1, 11)) <= set(_TABLES[language].values()), language


def test_one_alone_is_faint_and_a_bare_thousand_is_no_number() -> None:
    (one,) = numbers("one day", "en")
    assert one.faint
    assert numbers("thousands of people", "en") == []
    assert numbers("a million reasons", "en") == []
