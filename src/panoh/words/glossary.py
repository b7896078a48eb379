"""The words that somebody new may not know, each with one plain line: `glossary.json`.

Terms, lines and titles are English keys, translated where they are shown like every other word of
the interface. `beside` names the labels and headings at which a page offers the line.
`docs/glossary/terms.md` is made from the same file by tools/glossary.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HELD = Path(__file__).parent / "glossary.json"


@dataclass(frozen=True, slots=True)
class Term:
    """One domain word. `source` names where the English term is taken from, `cldr` the key of a
    language's name there; both may be empty."""

    id: str
    term: str
    line: str
    beside: tuple[str, ...] = ()
    source: str = ""
    cldr: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that belong together, in the order in which somebody meets them."""

    title: str
    terms: tuple[Term, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every term there is."""
    held = json.loads(HELD.read_text(encoding="utf-8"))["groups"]
    return tuple(
        Group(
            group["title"],
            tuple(Term(**{**each, "beside": tuple(each.get("beside", ()))})
                  for each in group["terms"]),
        )
        for group in held
    )  # fmt: skip


@cache
def _by_label() -> dict[str, Term]:
    return {label: each for group in groups() for each in group.terms for label in each.beside}


@cache
def _by_id() -> dict[str, Term]:
    return {each.id: each for group in groups() for each in group.terms}


def by_id(key: str) -> Term:
    """The term under this id; KeyError when there is none."""
    return _by_id()[key]


def beside(label: str) -> Term | None:
    """The term that a label or heading (its English key) stands for, if it needs a word."""
    return _by_label().get(label)
