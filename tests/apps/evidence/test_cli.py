"""The verbs of the ledger in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from panoh.core.node import Node
from panoh.errors import DocumentRefused, Invalid, NotFound, WrongUsage
from tests.apps.evidence.conftest import Run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(
        "<html lang='en'><title>Wages</title><p>In 2024 more than 300 workers in Osh were not"
        " paid.</p><p>They waited for the office and nobody came to them.</p>",
        "utf-8",
    )
    return path


def test_from_a_document_to_a_claim(panoh: Run, report: Path) -> None:
    taken = panoh("source", "add", str(report), "--json")
    assert (taken["same"], taken["language"]) == (False, "en")
    assert panoh("source", "add", str(report), "--json")["same"]
    (one,) = panoh("suggest", str(report), "--json")
    assert (one["value"], one["qualifier"], one["period"]) == ("300", "over", "2024")
    passage = panoh("passage", taken["id"], "more than 300 workers in Osh")
    panoh(
        "claim", "add", "--text", "Over 300 were not paid.", "--kind", "figure", "--source",
        taken["id"], "--passage", passage, "--measure", "workers not paid", "--value", "300",
        "--qualifier", "over",
    )  # fmt: skip
    (claim,) = panoh("claim", "search", "paid", "--json")
    shown = panoh("claim", "show", claim["id"], "--json")
    assert shown["figures"][0]["value"] == "300"
    assert panoh("source", "show", taken["id"], "--json")["passages"][0]["id"] == passage
    panoh("suggest", "--source", taken["id"], "--aside", "already")
    assert panoh("source", "show", taken["id"], "--json")["set_aside"] == 1


def test_nothing_is_filed_by_a_suggestion(panoh: Run, report: Path) -> None:
    panoh("suggest", str(report))
    assert panoh("claim", "list", "--json") == []
    assert panoh("source", "list", "--json") == []


def test_readers_print_json(panoh: Run, four: Node) -> None:
    assert len(panoh("practice", "list", "--json")) >= 8
    assert panoh("practice", "show", "P10", "--json")["findings"][0]["state"] == "none_eligible"
    factor = panoh("factor", "show", "i13", "--json")
    assert "P03" in factor["practices"]
    assert panoh("timeline", "--json")
    assert panoh("figure", "list", "--measure", "deaths", "--json")
    beside = panoh("figure", "beside", "C182a", "--json")
    assert isinstance(beside, list)
    assert panoh("factor", "list", "--json")
    for words in (("claim", "list"), ("disagreements",), ("practice", "list"), ("pack", "list"),
                  ("source", "list"), ("timeline",), ("claim", "show", "C001")):  # fmt: skip
        assert panoh(*words)


def test_a_pack_is_built_verified_and_given(panoh: Run, tmp_path: Path, report: Path) -> None:
    panoh("source", "add", str(report))
    file = str(tmp_path / "mine.pack")
    panoh("pack", "build", file, "--name", "mine", "--source", "a test")
    about = panoh("pack", "verify", file, "--json")
    assert (about["name"], about["offered"], about["rows"]) == ("mine", False, {"source": 1})
    with pytest.raises(WrongUsage):
        panoh("pack", "build", file, "--name", "mine", "--source", "a test")
    with pytest.raises(WrongUsage):
        panoh("pack", "add", file)
    panoh("pack", "add", file, "--yes")
    assert [each["name"] for each in panoh("pack", "list", "--json")] == ["mine"]
    with pytest.raises(WrongUsage):
        panoh("pack", "remove", "mine")
    assert panoh("pack", "remove", "mine", "--yes", "--json")["proved"]


def test_a_brief_is_built_once_and_never_over_another_file(
    panoh: Run, four: Node, tmp_path: Path
) -> None:
    spec = tmp_path / "spec.txt"
    spec.write_text(
        "title: T\nreader: donor\nplace: Germany\n\nIt left 144 dead [C120].\n", "utf-8"
    )
    out = tmp_path / "brief.html"
    built = panoh("brief", "build", str(spec), "-o", str(out), "--json")
    assert built["cited"]["C120"].endswith("L12")
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongUsage):
        panoh("brief", "build", str(spec), "-o", str(out))
    with pytest.raises(WrongUsage):
        panoh("brief", "build", str(spec), "-o", str(tmp_path / "x.exe"))
    spec.write_text(
        "title: T\nreader: donor\nplace: Germany\n\nIt left 150 dead [C120].\n", "utf-8"
    )
    with pytest.raises(Invalid):
        panoh("brief", "build", str(spec), "-o", str(tmp_path / "y.html"))
    assert not (tmp_path / "y.html").exists()


def test_exports_are_written(panoh: Run, four: Node, tmp_path: Path) -> None:
    for words, name in ((("sources",), "a.ris"), (("sources",), "a.bib"), (("sources",), "a.json"),
                        (("claims",), "c.csv"), (("figures",), "f.csv"),
                        (("factors",), "v.ttl")):  # fmt: skip
        panoh("export", *words, "-o", str(tmp_path / name))
    assert len(json.loads((tmp_path / "a.json").read_text())) == 15
    assert (tmp_path / "c.csv").read_text("utf-8-sig").count("C253") == 1
    assert panoh("source", "add", str(tmp_path / "a.ris"), "--json")["ids"]


def test_what_cannot_be_read_is_told(panoh: Run, tmp_path: Path) -> None:
    bad = tmp_path / "x.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(DocumentRefused):
        panoh("source", "add", str(bad))
    with pytest.raises(WrongUsage):
        panoh("source", "add", str(tmp_path / "absent.txt"))
    with pytest.raises(WrongUsage):
        panoh("suggest")
    with pytest.raises(NotFound):
        panoh("claim", "show", "C001")
