"""The vocabulary is complete in eight languages, holds nothing forbidden, and is found."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from panoh.errors import Forbidden, NotFound
from panoh.lexicon import factors as lexicon
from panoh.words import LANGUAGES
from tests.support import searched
from tools.build_factors import build
from tools.packing import content_of

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT.parent / "shared" / "data" / "evidence" / "factors.csv"
OTHERS = [language for language in lexicon.LANGUAGES if language != "en"]
SCRIPTS = {"ru": "ыи", "tg": "ҳҷӣқӯғ", "uz": "ʻ", "uz_Cyrl": "ўқғҳ", "kk": "әіңғқөұү", "ky": "өүң",
           "fa_AF": "پچگکی"}  # fmt: skip


def test_eighty_six_factors_at_four_levels() -> None:
    found = lexicon.factors()
    assert len(found) == 86
    levels = Counter(factor.level for factor in found.values())
    assert levels == {"individual": 30, "family": 17, "community": 16, "institutional": 23}
    assert Counter(factor.kind for factor in found.values())["strength"] == 26
    assert list(found) == sorted(found)


@pytest.mark.skipif(not SHEET.exists(), reason="../shared is not here")
def test_ids_levels_kinds_and_given_labels_are_those_of_the_sheet() -> None:
    with SHEET.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(lexicon.factors())
    for id_, row in rows.items():
        factor = lexicon.factor(id_)
        assert (factor.level, factor.kind) == (row["level"], row["kind"])
        assert lexicon.label(id_, "en") == row["label_en"]
        assert lexicon.label(id_, "ru") == row["label_ru"]


def test_the_languages_are_those_of_the_interface() -> None:
    assert set(lexicon.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_every_factor_has_words_of_its_own(language: str) -> None:
    for words in (lexicon.label, lexicon.definition):
        texts = [words(id_, language) for id_ in lexicon.factors()]
        assert all(text == text.strip() and len(text) > 3 for text in texts)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("language", OTHERS)
def test_no_language_repeats_another(language: str) -> None:
    for id_ in lexicon.factors():
        for words in (lexicon.label, lexicon.definition):
            mine = words(id_, language)
            assert all(
                mine != words(id_, other) for other in lexicon.LANGUAGES if other != language
            )


@pytest.mark.parametrize(("language", "letters"), SCRIPTS.items())
def test_words_are_written_in_the_letters_of_the_language(language: str, letters: str) -> None:
    text = " ".join(lexicon.definition(id_, language) for id_ in lexicon.factors()).lower()
    assert all(letter in text for letter in letters)
    latin = sum("a" <= letter <= "z" for letter in text)
    assert (latin > len(text) / 2) == (language == "uz")
    assert latin == 0 or language == "uz"


def test_machine_drafts_are_marked_and_given_labels_are_not() -> None:
    assert not lexicon.is_draft("I10", "en")
    assert all(lexicon.is_draft(id_, other) for id_ in lexicon.factors() for other in OTHERS)
    assert not lexicon._vocabulary()[1]["I10"]["ru"].label_draft


@pytest.mark.parametrize(
    "id_", ["C06", "c06", " C06 ", "С06", "C6", "O01", "O11", "O99", "o1", "О01", "O"]
)
def test_what_never_describes_a_person_is_forbidden(id_: str) -> None:
    for ask in (lexicon.factor, lambda id_: lexicon.label(id_, "en")):
        with pytest.raises(Forbidden, match="never recorded about a person"):
            ask(id_)
    assert id_.strip() not in lexicon.factors()


@pytest.mark.parametrize("id_", ["", "X01", "I99", "i10", "I10 ", "I1O"])
def test_an_unknown_id_is_not_found(id_: str) -> None:
    with pytest.raises(NotFound):
        lexicon.factor(id_)


def test_an_unknown_language_gets_english() -> None:
    assert lexicon.label("I10", "xx") == "Unpaid or withheld wages"


def test_restricted_classes() -> None:
    found = {id_: f.restricted for id_, f in lexicon.factors().items() if f.restricted}
    assert found == {
        "I13": "violence",
        "F01": "violence",
        "F07": "violence",
        "I14": "detention",
        "I15": "military",
        "I16": "trafficking",
        "I23": "self_harm",
        "F06": "child",
        "F11": "child",
    }
    assert set(found.values()) == set(lexicon.RESTRICTED)


def test_circumstances_are_never_traits() -> None:
    for id_, factor in lexicon.factors().items():
        assert factor.circumstance == (id_[0] in "CS")


def test_faith_is_only_an_offered_strength() -> None:
    factor = lexicon.factor("I38")
    assert (factor.kind, factor.fixed_kind, factor.offered_only) == ("strength", True, True)
    assert (factor.searchable, factor.exported) == (False, False)
    assert "I38" not in lexicon.suggestions()
    plain = [f for id_, f in lexicon.factors().items() if id_ != "I38"]
    assert all(f.searchable and f.exported for f in plain)
    assert not any(f.fixed_kind or f.offered_only for f in plain)


def test_twelve_suggestions_mix_needs_and_strengths() -> None:
    ids = lexicon.suggestions()
    assert len(set(ids)) == 12
    chosen = [lexicon.factor(id_) for id_ in ids]
    assert Counter(factor.kind for factor in chosen) == {"need": 8, "strength": 4}
    assert {factor.level for factor in chosen} >= {"individual", "family", "community"}
    assert not any(factor.restricted for factor in chosen)


FOUND = [
    ("zarplata", "ru", "I10"),
    ("ЗАРПЛАТА", "ru", "I10"),
    ("зарплта", "ru", "I10"),
    ("зарп", "ru", "I10"),
    ("wages", "ru", "I10"),
    ("withheld wage", "en", "I10"),
    ("маош", "tg", "I10"),
    ("хучат", "tg", "I09"),
    ("ҳуҷҷатҳои шахсӣ", "tg", "I09"),
    ("карз", "tg", "I12"),
    ("hujjatlarining", "uz", "I09"),
    ("qarz", "uz", "I12"),
    ("карз", "uz_Cyrl", "I12"),
    ("yolgizlanib", "uz", "I17"),
    ("ёлгизланиб", "uz_Cyrl", "I17"),
    ("жалакы", "kk", "I10"),
    ("уй-жай", "kk", "F10"),
    ("айлык", "ky", "I10"),
    ("омур жок", "ky", "I22"),
    ("معاش", "fa_AF", "I10"),
    ("اسناد هویت", "fa_AF", "I09"),
    ("كمك حقوقي", "fa_AF", "S21"),
    ("I17", "kk", "I17"),
    ("i17", "kk", "I17"),
    ("domestic violence", "en", "F01"),
    ("household violance", "en", "F01"),
    ("сооружение долги", "ru", "I12"),
]


@pytest.mark.parametrize(("text", "language", "id_"), FOUND)
def test_a_factor_is_found(text: str, language: str, id_: str) -> None:
    best = [factor.id for factor in lexicon.search_factors(text, language)]
    assert id_ in best[:3]


@pytest.mark.parametrize("text", ["", "   ", "-", "C06", "qqqqqqqq", "%", "*"])
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert lexicon.search_factors(text, "en") == []


def test_a_very_long_search_ends_soon() -> None:
    lexicon.search_factors("wages " * 200_000, "en")
    lexicon.search_factors("w" * 1_000_000, "en")


@pytest.mark.parametrize("id_", sorted(lexicon.factors()))
def test_every_factor_is_found_by_its_own_label(id_: str) -> None:
    for language in lexicon.LANGUAGES:
        found = lexicon.search_factors(lexicon.label(id_, language), language)
        assert found[0].id == id_


def test_two_builds_are_byte_equal_and_what_ships() -> None:
    first, second = build(), build()
    assert first == second
    shipped = (ROOT / "src/panoh/lexicon/packs/factors.pack").read_bytes()
    assert content_of(first) == content_of(shipped)


def test_the_pack_holds_none_of_the_searched_words() -> None:
    shipped = (ROOT / "src/panoh/lexicon/packs/factors.pack").read_bytes()
    assert searched.words_in(content_of(shipped)) == set()


def test_importing_reads_no_pack() -> None:
    """The first page pays nothing for words that it does not show."""
    import subprocess
    import sys

    code = (
        "import panoh.lexicon.factors as f, panoh.lexicon.shipped\n"
        "print(f._vocabulary.cache_info().currsize, f._index.cache_info().currsize)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ
    )
    assert ran.stdout.split() == ["0", "0"]
