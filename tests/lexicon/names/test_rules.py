"""The rules of folding: every example of docs/concepts/names.md is true of the tables."""

from __future__ import annotations

import pytest

from panoh.lexicon.names import rules_text
from panoh.lexicon.names.families import base, stem
from panoh.lexicon.names.folding import fold, split
from panoh.lexicon.names.likeness import by_sound
from panoh.lexicon.names.sounds import CLASS_OF, LOST, PRICES, VOWELS
from tests.support import tree


def examples() -> list[tuple[str, str]]:
    page = (tree.DOCS / "concepts/names.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.count("|") == 5]
    return [(row[2].strip(), row[3].strip()) for row in rows[2:]]


@pytest.mark.parametrize(("written", "sounds"), examples())
def test_the_examples_of_the_page_are_true(written: str, sounds: str) -> None:
    assert [each.sound for each in fold(written)] == [sounds]


def test_the_page_has_examples_of_every_language() -> None:
    assert len(examples()) >= 30


@pytest.mark.parametrize("mark", "'`´ʹʻʼʽ‘’‛′")
def test_every_apostrophe_of_uzbek_is_one(mark: str) -> None:
    assert fold(f"O{mark}gʻil") == fold("Oʻgʻil")
    assert [each.sound for each in fold(f"Qo{mark}qon")] == ["qUqon"]


def test_words_are_parted_at_hyphens_spaces_and_capitals() -> None:
    assert split("Ура-Тюбе") == ["ура", "тюбе"]
    assert split("RahmonovAli") == ["rahmonov", "ali"]
    assert split("  ") == []


def test_joiners_and_marks_of_persian_do_not_matter() -> None:
    assert fold("اکرام‌زاده") == fold("اکرامزاده")
    assert fold("مُحَمَّد") == fold("محمد")


def test_prices_are_sound() -> None:
    for sound, near in PRICES.items():
        assert all(0 < price < 1 for price in near.values()), sound
        assert all(PRICES[other][sound] == price for other, price in near.items())
    assert all(0 < price <= 1 for price in LOST.values())
    assert not set(CLASS_OF) & set(VOWELS) - {"w"}


def test_likeness_is_the_same_both_ways() -> None:
    for a, b in (("raxmonov", "~rhmAnwv"), ("qoqon", "kokand"), ("XoJand", "xujand")):
        assert by_sound(a, b) == pytest.approx(by_sound(b, a))


@pytest.mark.parametrize(
    ("surname", "family"),
    [
        ("Раҳмонов", "ov"), ("Раҳмонова", "ova"), ("Rahmonzoda", "zoda"), ("رحمان‌زاده", "zoda"),
        ("Токтогулович", "vich"), ("Хайриддиниён", "persian"),
    ],
)  # fmt: skip
def test_stems_of_surnames(surname: str, family: str) -> None:
    (word,) = fold(surname)
    found, named = stem(word.sound)
    assert named == family
    assert found


def test_a_short_word_has_no_stem() -> None:
    assert stem("lev") == ("", "")


def test_places_lose_their_grammar() -> None:
    forms = {base(fold(each)[0].sound) for each in ("Первомайск", "Первомайский", "Первомайское")}
    assert len(forms) == 1


def test_the_rules_as_a_text_change_with_any_table() -> None:
    assert "Kyrgyz" not in rules_text()
    assert "SHARED=" in rules_text()
