"""Two hundred words, each with a plain line, in every language; shown beside what they explain."""

from __future__ import annotations

import re
from pathlib import Path

import panoh
from panoh.words import LANGUAGES, _, glossary, use_language
from tools import words

SOURCE = Path(panoh.__file__).parent
HEADED = re.compile(r'headed\("h[1-4]", "([^"]+)"')
TERMS = [each for group in glossary.groups() for each in group.terms]


def test_two_hundred_terms_each_with_a_short_plain_line() -> None:
    assert len(TERMS) >= 200
    assert len({each.id for each in TERMS}) == len(TERMS)
    assert [each.id for each in TERMS if len(each.line.split()) > 20] == []
    assert [each.id for each in TERMS if not re.fullmatch(r"[a-z-]+", each.id)] == []


def test_every_term_and_line_is_said_in_every_language() -> None:
    for code in LANGUAGES:
        with use_language(code):
            same = [each.id for each in TERMS if code != "en" and _(each.line) == each.line]
        assert same == [], code


def test_a_line_stands_beside_one_term_only() -> None:
    labels = [label for each in TERMS for label in each.beside]
    assert len(labels) == len(set(labels)) > 150
    assert glossary.beside("Follow-ups") is glossary.by_id("follow-up")
    assert glossary.beside("no such label") is None


def test_every_label_with_a_line_stands_somewhere() -> None:
    found = {text for _where, text in words.from_code()}
    found |= {text for _where, text in words.from_templates()}
    for path in SOURCE.rglob("*.html"):
        found |= set(HEADED.findall(path.read_text(encoding="utf-8")))
    labels = {label for each in TERMS for label in each.beside if label != each.term}
    assert labels - found == set()


def test_every_heading_with_a_mark_has_a_line() -> None:
    for path in SOURCE.rglob("*.html"):
        for label in HEADED.findall(path.read_text(encoding="utf-8")):
            assert glossary.beside(label), (path.name, label)
