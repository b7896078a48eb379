"""How well names are found: a set of queries against a corpus, by category.

A set is a folder with `corpus.csv.gz` (target_id, form, lang, script) and `queries.csv.gz` (query,
target_id, category), or the path of its corpus file. Recall at 1 and at 5; a query is answered from
its letters alone.
"""

from __future__ import annotations

import csv
import gzip
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from panoh.lexicon.names.memory import Row, search
from panoh.lexicon.names.places import other_names

CORE = ("same-spelling", "latin-latin", "cyr-cyr", "latin-cyr", "arabic-x", "typo")
ALL = "all six"
Find = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    target: str
    category: str


@dataclass(frozen=True, slots=True)
class Score:
    """Of `queries` queries, the share found first and among the first five."""

    queries: int
    first: float
    five: float


@dataclass(frozen=True, slots=True)
class Measured:
    rows: int
    build_seconds: float
    middle_ms: float
    slow_ms: float
    scores: dict[str, Score]
    """By category; `ALL` is what the six core categories give together."""


def read_set(folder: Path) -> tuple[list[Row], list[Query]]:
    corpus = [
        (each["target_id"], each["form"], each["lang"], each["script"])
        for each in _rows(folder / "corpus.csv.gz")
    ]
    queries = [
        Query(each["query"], each["target_id"], each["category"])
        for each in _rows(folder / "queries.csv.gz")
    ]
    return corpus, queries


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_places(find: Find) -> Find:
    """The same search, which also looks for the other names of the place that was typed."""

    def wider(text: str) -> list[str]:
        found = find(text)
        for names in other_names(text).values():
            for name in names:
                more = find(name)[:2]
                found = [*found[:2], *more, *found[2:]]
        return list(dict.fromkeys(found))

    return wider


def measure(
    corpus: Iterable[Row],
    queries: Sequence[Query],
    *,
    sample: int | None = None,
    places: bool = False,
) -> Measured:
    """Recall and speed of the search in memory. `sample`: a seeded part of the queries."""
    rows = list(corpus)
    asked = list(queries)
    if sample is not None and sample < len(asked):
        asked = Random(7).sample(asked, sample)  # noqa: S311 - a sample, not a secret
    began = time.perf_counter()
    find: Find = search(rows)
    build = time.perf_counter() - began
    if places:
        find = with_places(find)
    scores, (half, most) = scored(find, asked)
    return Measured(len(rows), build, half, most, scores)


def scored(find: Find, asked: Sequence[Query]) -> tuple[dict[str, Score], tuple[float, float]]:
    """Scores by category, and within how many ms half and 95 of 100 searches were answered."""
    ranks: dict[str, list[int]] = {}
    took = []
    for each in asked:
        began = time.perf_counter()
        found = list(dict.fromkeys(find(each.text)))
        took.append(1000 * (time.perf_counter() - began))
        rank = found.index(each.target) + 1 if each.target in found else 0
        ranks.setdefault(each.category, []).append(rank)
        if each.category in CORE:
            ranks.setdefault(ALL, []).append(rank)
    took.sort()
    scores = {name: _score(each) for name, each in sorted(ranks.items())}
    return scores, (_share(took, 0.5), _share(took, 0.95))


def _score(ranks: Sequence[int]) -> Score:
    count = len(ranks)
    return Score(count, sum(r == 1 for r in ranks) / count, sum(0 < r <= 5 for r in ranks) / count)


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
