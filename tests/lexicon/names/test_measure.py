"""Measuring on a set, and the gazetteer beside it."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from panoh.lexicon.names import measure, places


def a_set(folder: Path) -> Path:
    corpus = [("a", "Хуҷанд", "tg", "Cyrl"), ("b", "Душанбе", "ru", "Cyrl")]
    queries = [
        ("q1", "Khujand", "Latn", "a", "latin-cyr", "place", ""),
        ("q2", "Dushanbe", "Latn", "b", "latin-cyr", "place", ""),
        ("q3", "Leninabad", "Latn", "a", "rename", "place", ""),
    ]
    heads = {
        "corpus": ("target_id", "form", "lang", "script"),
        "queries": ("qid", "query", "query_script", "target_id", "category", "kind", "note"),
    }
    for name, rows in (("corpus", corpus), ("queries", queries)):
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads[name], *rows])
    return folder


def test_recall_by_category(tmp_path: Path) -> None:
    found = measure.measure(*measure.read_set(a_set(tmp_path)))
    assert found.scores["latin-cyr"] == measure.Score(2, 1.0, 1.0)
    assert found.scores[measure.ALL].queries == 2
    assert found.scores["rename"].first == 0.0
    assert found.rows == 2


def test_old_names_through_the_gazetteer(tmp_path: Path) -> None:
    found = measure.measure(*measure.read_set(a_set(tmp_path)), places=True)
    assert found.scores["rename"].five == 1.0


def test_a_sample_is_the_same_every_time(tmp_path: Path) -> None:
    corpus, queries = measure.read_set(a_set(tmp_path))
    assert measure.measure(corpus, queries, sample=1).scores.keys() == (
        measure.measure(corpus, queries, sample=1).scores.keys()
    )


def test_places_say_why() -> None:
    old = places.find("Ленинабад")[0]
    assert old.place.name == "Khujand"
    assert old.reason == places.RENAMED
    assert places.find("Хуҷанд")[0].reason == places.SPELLED
    assert "Хуҷанд" in places.other_names("Leninabad")["Khujand"]
    assert places.other_names("") == places.other_names("ъ") == {}
