"""The factors: needs and strengths in the shared vocabulary, at four levels, in eight languages.

`C06` and every `O..` describe places and populations. They are not in the pack, and asking for one
is Forbidden whoever asks: no factor that could label a person can be had from here. Community and
institutional factors are circumstances around the client, never traits. What is restricted goes
into a compartment of its own (core.md §1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from panoh.errors import Forbidden, NotFound
from panoh.lexicon import shipped
from panoh.lexicon.letters import fold, loose, slips
from panoh.words import N_

LANGUAGES = ("en", "ru", "tg", "uz", "uz_Cyrl", "kk", "ky", "fa_AF")
KINDS = frozenset({"need", "strength"})
LEVELS: Mapping[str, str] = MappingProxyType(
    {"I": "individual", "F": "family", "C": "community", "S": "institutional"}
)
FLAGS = frozenset({"fixed_kind", "offered_only", "not_searchable", "not_exported"})
FORBIDDEN = re.compile(r"[CС]0*6|[OО]\d*", re.IGNORECASE)
"""Latin or Cyrillic letters: the two look alike on every keyboard of the region."""

LONGEST = 200
"""Letters of a search that are looked at."""

RESTRICTED: Mapping[str, str] = MappingProxyType(
    {
        "violence": N_("Violence at home and sexual violence"),
        "detention": N_("Detention and torture"),
        "military": N_("Military pressure"),
        "trafficking": N_("Trafficking and forced labour"),
        "self_harm": N_("Thoughts of suicide or self-harm"),
        "child": N_("A child's case"),
    }
)

# What migrants, returnees, former prisoners, survivors and families left behind bring most often
# to a first talk, every third one a strength. Nothing restricted: it is found when it is told.
_SUGGESTED = "I07 I10 F21 I09 I11 I32 F10 I04 I36 F02 I01 C21"


@dataclass(frozen=True, slots=True)
class Factor:
    """`kind` is where it usually belongs; a case may turn it round, unless `fixed_kind`."""

    id: str
    level: str
    kind: str
    restricted: str | None
    circumstance: bool  # around the client, never a trait of the client
    fixed_kind: bool  # kept only as this kind
    offered_only: bool  # noted only if the client offers it; never asked
    searchable: bool  # whether cases may be found by it
    exported: bool  # whether it may leave in an export


@dataclass(frozen=True, slots=True)
class _Words:
    label: str
    definition: str
    label_draft: bool
    definition_draft: bool


def factors() -> Mapping[str, Factor]:
    """All of them, in the order of their ids."""
    return _vocabulary()[0]


def factor(id_: str) -> Factor:
    """The factor, or Forbidden for what never describes a person, or NotFound."""
    if FORBIDDEN.fullmatch(id_.strip()):
        raise Forbidden(
            why=N_("This is about places and populations. It is never recorded about a person.")
        )
    found = factors().get(id_)
    if found is None:
        raise NotFound(what=id_)
    return found


def label(id_: str, language: str) -> str:
    """The short name, in English where `language` is unknown."""
    return _words(id_, language).label


def definition(id_: str, language: str) -> str:
    """One sentence on what is meant."""
    return _words(id_, language).definition


def is_draft(id_: str, language: str) -> bool:
    """Whether the label or the definition still awaits a native reader."""
    words = _words(id_, language)
    return words.label_draft or words.definition_draft


def suggestions() -> tuple[str, ...]:
    """Twelve ids to begin with, needs and strengths mixed."""
    return tuple(_SUGGESTED.split())


def search_factors(text: str, language: str) -> list[Factor]:
    """Factors whose label or definition, in any of the languages, holds the words of `text`, or of
    which people say so (`everyday.txt`).

    Words may be unfinished, lack special letters, stand in the other script, or have a slip or
    two. Those that hold the most of the words come first, then those that lack one.
    """
    typed = text.strip().upper()
    if typed in factors():
        return [factors()[typed]]
    asked = [
        _like(part) for part in fold(text[:LONGEST]).split() if len(part) > 1 or part.isdigit()
    ]
    if not asked:
        return []
    scores = {id_: _score(asked, entries, language) for id_, entries in _index().items()}
    most = max(met for met, _ in scores.values())
    # One word fewer comes after: who asks for two things at once still sees each of them.
    hits = [id_ for id_, (met, _) in scores.items() if met and met >= most - 1]
    length = {id_: len(label(id_, language)) for id_ in hits}  # of equals, the plainer first
    order = sorted(hits, key=lambda id_: (-scores[id_][0], -scores[id_][1], length[id_], id_))
    return [factors()[id_] for id_ in order]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One word of a label or definition."""

    language: str
    in_label: bool
    key: str


def _score(
    asked: list[dict[str, int]], entries: tuple[_Entry, ...], language: str
) -> tuple[int, int]:
    """How many of the words asked for are met, and how well."""
    met = total = 0
    for like in asked:
        best = 0
        for entry in entries:
            value = like.get(entry.key, 0)
            if value:
                value += 8 * entry.in_label + 4 * (entry.language == language)
                best = max(best, value)
        met += best > 0
        total += best
    return met, total


def _like(part: str) -> dict[str, int]:
    """The words of the vocabulary that `part` may mean; slips only if nothing else is like it."""
    rough = loose(part)
    found = {}
    for word, other in _roughly().items():
        if word.startswith(part):
            found[word] = 16 + 8 * (word == part)
        elif len(rough) >= 4 and other.startswith(rough):
            found[word] = 8
    allowed = 0 if len(rough) < 5 else 1 if len(rough) < 9 else 2
    if found or not allowed:
        return found
    return {
        word: 1
        for word, other in _roughly().items()
        # A slip in the first letter is rare, and looking for it would make everything alike.
        if other[:1] == rough[:1]
        and len(other) >= len(rough) - allowed
        and slips(rough, other) <= allowed
    }


def _words(id_: str, language: str) -> _Words:
    factor(id_)
    words = _vocabulary()[1][id_]
    return words.get(language, words["en"])


@cache
def _vocabulary() -> tuple[Mapping[str, Factor], dict[str, dict[str, _Words]]]:
    table = shipped.load("factors")
    found: dict[str, Factor] = {}
    words: dict[str, dict[str, _Words]] = {}
    for cells in table.rows:
        row = dict(zip(table.columns, cells, strict=True))
        flags, drafts = frozenset(row["flags"]), frozenset(row["drafts"])
        found[row["id"]] = Factor(
            id=row["id"],
            level=row["level"],
            kind=row["kind"],
            restricted=row["restricted"],
            circumstance=row["level"] in ("community", "institutional"),
            fixed_kind="fixed_kind" in flags,
            offered_only="offered_only" in flags,
            searchable="not_searchable" not in flags,
            exported="not_exported" not in flags,
        )
        words[row["id"]] = {
            language: _Words(
                label=row[f"label_{language.lower()}"],
                definition=row[f"text_{language.lower()}"],
                label_draft=f"label_{language}" in drafts,
                definition_draft=f"text_{language}" in drafts,
            )
            for language in LANGUAGES
        }
    return MappingProxyType(found), words


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    """Every word to be found, each once for a factor; made at the first search."""
    index: dict[str, tuple[_Entry, ...]] = {}
    for id_, by_language in _vocabulary()[1].items():
        entries = {
            _Entry(language, in_label, word)
            for language, words in by_language.items()
            for in_label, text in ((True, words.label), (False, words.definition))
            for word in fold(text).split()
            if len(word) > 1
        }
        entries |= {_Entry("", False, word) for word in _everyday().get(id_, ())}
        index[id_] = tuple(sorted(entries, key=lambda entry: (entry.language, entry.key)))
    return index


@cache
def _everyday() -> dict[str, frozenset[str]]:
    """What people say for it, beside the words of the list: id → folded words."""
    found: dict[str, frozenset[str]] = {}
    for line in (Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8").splitlines():
        id_, _space, words = line.partition(" ")
        if id_ in _vocabulary()[0]:
            found[id_] = frozenset(each for each in fold(words).split() if len(each) > 1)
    return found


@cache
def _roughly() -> dict[str, str]:
    """Every word that may be found, with its coarser key."""
    return {entry.key: loose(entry.key) for entries in _index().values() for entry in entries}
