"""Finding names in memory: the pairs that no peer finds, and those that must stay apart."""

from __future__ import annotations

import pytest

from panoh.lexicon.names import explain, search
from panoh.lexicon.names.explain import (
    BEGINS,
    FAMILY,
    ORDER,
    OTHER,
    SAME,
    SCRIPT,
    SLIP,
    SPELLING,
    TOGETHER,
)  # fmt: skip
from panoh.lexicon.names.keys import keys, signature, vowelled
from panoh.lexicon.names.likeness import as_written, nearly
from panoh.lexicon.names.memory import Memory
from panoh.lexicon.names.ranking import compare, contained
from panoh.lexicon.names.ranking import search as ranked

HELD = (
    "Раҳмонов", "Юсупова Гулнора", "Хуҷанд", "Qo‘qon", "Жалал-Абад", "Токтогулов Бакыт", "Кобилов",
    "Саидов Фаррух", "رجب یونسوف", "Истаравшан", "Ура-Тюбе", "Шариф Ашуров", "Каримзода Мадина",
    "Нұрлан Сейітов", "Türkmenbaşy", "Бобоева Тўхтахон",
)  # fmt: skip
ROWS = [(str(number), form, "und", "") for number, form in enumerate(HELD)]

FOUND = (
    ("Rakhmonov", "Раҳмонов"), ("Rahmonov", "Раҳмонов"), ("Рахмонов", "Раҳмонов"),
    ("Raxmonov", "Раҳмонов"), ("رحمانوف", "Раҳмонов"), ("Gulnora Yusupova", "Юсупова Гулнора"),
    ("Khudzhand", "Хуҷанд"), ("خجند", "Хуҷанд"), ("Xo'jand", "Хуҷанд"), ("Коканд", "Qo‘qon"),
    ("Қўқон", "Qo‘qon"), ("Dzhalal-Abad", "Жалал-Абад"), ("Jalalabat", "Жалал-Абад"),
    ("Bakyt Toktogulov", "Токтогулов Бакыт"), ("Фарух Саидов", "Саидов Фаррух"),
    ("Ражаб Юнусов", "رجب یونسوف"), ("Uratyube", "Ура-Тюбе"),
    ("Каримова Мадина", "Каримзода Мадина"),
    ("Нурлан Сеитов", "Нұрлан Сейітов"), ("Туркменбаши", "Türkmenbaşy"), ("Кoбилов", "Кобилов"),
    ("Toxtaxon Boboyeva", "Бобоева Тўхтахон"),
)  # fmt: skip


@pytest.mark.parametrize(("typed", "held"), FOUND)
def test_found_first(typed: str, held: str) -> None:
    assert HELD[int(search(ROWS)(typed)[0])] == held


def test_nothing_typed_finds_nothing() -> None:
    find = search(ROWS)
    assert find("") == find("  - ") == []
    assert search([])("Rahmonov") == []


def test_found_from_the_third_letter() -> None:
    held = Memory(HELD)
    forms = [each.form for each in ranked(held, "Rah", begun=True)]
    assert forms[0] == "Раҳмонов"
    assert "Токтогулов Бакыт" in [each.form for each in ranked(held, "Bakyt Tok", begun=True)]


@pytest.mark.parametrize(
    ("closer", "further", "typed"),
    [
        ("Саидов Камол", "Саидзода Камол", "Saidov Kamol"),
        ("Камол Саидов", "Комил Саидов", "Kamol Saidov"),
        ("Акрам Саидов", "Икром Саидов", "Akram Saidov"),
        ("Саидов", "Саидова", "Saidov"),
    ],
)
def test_the_closer_spelling_comes_first(closer: str, further: str, typed: str) -> None:
    assert compare(typed, closer) > compare(typed, further)


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Раҳмонов", "Раҳмонов", SAME),
        ("Рахмонов", "Раҳмонов", SPELLING),
        ("Rakhmonov", "Раҳмонов", SCRIPT),
        ("Rahmonzoda", "Раҳмонов", FAMILY),
        ("Ура-Тюбе", "Uratyube", TOGETHER),
        ("Али Саидов", "Саидов Али", ORDER),
        ("Dilafruz Ashruova", "Dilafruz Ashurova", SLIP),
        ("Гулнора", "Фирдавс", OTHER),
    ],
)
def test_reasons(first: str, second: str, reason: str) -> None:
    assert reason in explain(first, second).reasons


def test_a_beginning_is_said_to_be_one() -> None:
    assert explain("rakhm", "Раҳмонов", begun=True).reasons == (BEGINS,)


def test_part_of_a_name_is_contained_in_it() -> None:
    assert contained("Karimova", "Каримзода Мадина") > 0.8
    assert contained("Karimova", "Саидов Фаррух") < 0.6


def test_a_slip_of_one_consonant_shares_a_key() -> None:
    for typed in ("raxmonov", "ramonov", "raxmolov", "rxamonov", "raxmonovt"):
        shared = set(sum(keys(typed), ())) & set(sum(keys("rahmonov"), ()))
        assert shared, typed


def test_signs_of_words_are_stable() -> None:
    assert signature("raxmonov") == signature("rahmonov")
    assert 0 < signature("raxmonov") < 1 << 62
    assert vowelled("raxmon") == vowelled("rahman"[:4] + "on")


def test_the_quick_estimate_is_whole_for_the_same_word() -> None:
    assert nearly("raxmonov", ["raxmonov"]) == [1.0]
    assert as_written("дилафруз", "дилафурз") > as_written("дилафруз", "дилфрз")
