"""`panoh names`: explain and evaluate in the terminal, in words and as data."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

from click.testing import CliRunner

from panoh.cli.names import names


def a_set(folder: Path) -> Path:
    corpus = [("a", "Раҳмонов Алишер", "tg", "Cyrl"), ("b", "Ҷӯраев Комил", "tg", "Cyrl")]
    queries = [("q", "Dzhuraev Komil", "Latn", "b", "latin-cyr", "person", "")]
    heads = {
        "corpus": ("target_id", "form", "lang", "script"),
        "queries": ("qid", "query", "query_script", "target_id", "category", "kind", "note"),
    }
    for name, rows in (("corpus", corpus), ("queries", queries)):
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads[name], *rows])
    return folder


def test_explain_says_how_alike_and_why() -> None:
    ran = CliRunner().invoke(names, ["explain", "Rakhmonzoda", "Раҳмонов", "--json"])
    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.output)
    assert said["reasons"] == ["same surname, other ending"]
    assert 0.7 < said["likeness"] < 0.95
    assert said["words"][0]["first"] == "rakhmonzoda"
    plain = CliRunner().invoke(names, ["explain", "Rakhmonzoda", "Раҳмонов"])
    assert "same surname, other ending" in plain.output


def test_evaluate_a_set(tmp_path: Path) -> None:
    ran = CliRunner().invoke(names, ["evaluate", str(a_set(tmp_path)), "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.output)
    assert found["rows"] == 2
    assert found["scores"]["latin-cyr"] == {"queries": 1, "first": 1.0, "five": 1.0}
    plain = CliRunner().invoke(names, ["evaluate", str(tmp_path)])
    assert "latin-cyr" in plain.output


def test_a_folder_that_is_no_set_is_refused(tmp_path: Path) -> None:
    ran = CliRunner().invoke(names, ["evaluate", str(tmp_path)])
    assert ran.exit_code != 0
    assert "NotFound" in type(ran.exception).__name__
