"""Spellings of one word come out alike; different words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.lexicon.letters import fold, loose, slips

ALIKE = [
    ("Хуҷанд", "Худжанд", "Khujand", "Xujand", "Хужанд"),
    ("Тоҷикӣ", "Тожики"),
    ("Қарз", "карз", "qarz", "КАРЗ"),
    ("Fargʻona", "Farg'ona", "Farg`ona", "Farg‘ona", "Фарғона", "Fargona"),
    ("Қирғизистон", "Qirgʻiziston", "kirgiziston"),
    ("Şanlıurfa", "Шанлыурфа", "ŞANLIURFA"),
    ("İstanbul", "istanbul", "ISTANBUL"),
    ("Ош-Базар", "ош  базар", "Osh bazar"),
    ("Өзгөн", "Озгон"),
    ("ёлка", "елка"),
]


@pytest.mark.parametrize("words", ALIKE, ids=lambda words: str(words[0]))
def test_spellings_of_one_word_are_alike(words: tuple[str, ...]) -> None:
    assert len({fold(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("ҳуҷҷат", "хуччат"), ("Qoʻqon", "Қӯқон"), ("жалақы", "джалаки")]
)
def test_words_heard_alike_are_alike_loosely(one: str, other: str) -> None:
    assert fold(one) != fold(other) or one != other
    assert loose(one) == loose(other)


def test_different_words_stay_different() -> None:
    words = ["карз", "курс", "Ош", "Оша", "мактаб", "maktub", "Тараз", "Талас"]
    assert len({fold(word) for word in words}) == len(words)


@given(st.text(max_size=40))
def test_folding_is_stable_and_total(text: str) -> None:
    once = fold(text)
    assert once == once.strip()
    assert "  " not in once
    loose(text)


@pytest.mark.parametrize(
    ("typed", "word", "count"),
    [
        ("wage", "wages", 0),
        ("wgae", "wages", 1),
        ("wagges", "wages", 1),
        ("waes", "wages", 1),
        ("xyz", "wages", 3),
        ("", "wages", 0),
        ("wages", "", 5),
    ],
)
def test_slips_are_counted_against_the_beginning(typed: str, word: str, count: int) -> None:
    assert slips(typed, word) == count
