"""Passages are found again, or said to be lost."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks.evidence import refound
from panoh.apps.evidence.rules.anchors import find, mark, page_of
from tests.apps.evidence.conftest import shared

TEXT = (
    "Wages were withheld from 300 workers in Osh. The office did not answer.\n\n"
    "Later, 40 of them were paid. The office did not answer. They went home."
)


def test_the_same_text_gives_the_same_place() -> None:
    start = TEXT.index("Later")
    found = find(mark(TEXT, start, start + 28), TEXT)
    assert (found.state, found.start) == ("exact", start)


def test_words_that_stand_twice_are_told_apart_by_what_stands_around() -> None:
    second = TEXT.rindex("The office")
    moved = "A new first line.\n" + TEXT
    found = find(mark(TEXT, second, second + 26), moved)
    assert (found.state, found.start) == ("exact", second + 18)


def test_quotes_dashes_links_and_line_ends_do_not_matter() -> None:
    old = "He said “they never came back” – in March."
    new = 'He said ["they never\ncame back"](#) - in March.'
    found = find(mark(old, 0, len(old)), "Before. " + new + " After.")
    assert found.state == "near"
    assert "never\ncame" in ("Before. " + new)[found.start : found.end]


def test_what_is_gone_is_lost_and_never_put_elsewhere() -> None:
    start = TEXT.index("Wages")
    assert find(mark(TEXT, start, start + 44), "Something else stands here now.").state == "lost"
    assert find(mark(TEXT, 0, 0), TEXT).state == "lost"


def test_pages_are_counted_from_one() -> None:
    assert [page_of([0, 100, 200], at) for at in (0, 99, 100, 250)] == [1, 1, 2, 3]
    assert page_of([], 5) is None


@pytest.mark.parametrize(("share", "lost", "wrong"), [(0.02, 0, 0.01), (0.10, 0.02, 0.02)])
def test_passages_of_real_documents_survive_damage(share: float, lost: float, wrong: float) -> None:
    folder = shared("sources")
    result = refound(folder, share, seed=7)
    assert result.count > 200
    assert result.lost <= lost * result.count
    assert result.wrong <= wrong * result.count


def test_a_hostile_text_takes_no_forever() -> None:
    random.seed(1)
    words = ["a"] * 20_000
    text = " ".join(words)
    assert find(mark("b " * 300, 0, 600), text).state == "lost"
    assert re.sub("a| ", "", text) == ""
