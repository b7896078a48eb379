"""People look for needs by the words they say."""

from __future__ import annotations

import pytest

from panoh.lexicon import factors
from panoh.lexicon.factors import search_factors


@pytest.mark.parametrize(("said", "language", "meant"), [
    ("passport", "en", {"I09", "I16"}),
    ("employer", "en", {"I10", "I16"}),
    ("prison", "en", {"I14", "I20"}),
    ("тюрьма", "ru", {"I14"}),
    ("зиндон", "tg", {"I14"}),
    ("pasport", "uz", {"I09", "I16"}),
    ("түрме", "kk", {"I14"}),
])  # fmt: skip
def test_everyday_word_finds_what_is_meant(said: str, language: str, meant: set[str]) -> None:
    found = {each.id for each in search_factors(said, language)[:20]}
    assert meant <= found


def test_everyday_words_are_of_lines_that_exist() -> None:
    assert set(factors._everyday()) <= set(factors.factors())
    lines = (factors.Path(factors.__file__).parent / "everyday.txt").read_text(encoding="utf-8")
    ids = [line.split()[0] for line in lines.splitlines() if not line.startswith("#")]
    assert len(ids) == len(set(ids)) == len(factors._everyday())
