"""Briefs: what they refuse, what they leave out, and that every number leads to its place."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from panoh.apps.evidence import access, commands, records
from panoh.apps.evidence.reading import read_document
from panoh.apps.evidence.rules.spec import parse_file
from panoh.apps.evidence.views.briefs import build
from panoh.apps.evidence.written import write
from panoh.core.node import Node
from panoh.errors import Invalid
from tests.support import tree

EXAMPLE = tree.ROOT / "packs/evidence/four-documents.brief.txt"
HEAD = "title: T\nreader: donor\nplace: Germany\nlanguage: en\n\n"


def refused(node: Node, body: str, head: str = HEAD) -> dict[str, str]:
    with pytest.raises(Invalid) as problem:
        build(node, parse_file(head + body))
    return dict(problem.value.problems)


def test_a_number_without_a_citation_is_refused(four: Node) -> None:
    assert refused(four, "It left 144 dead. Others were hurt [C120].") == {
        "144": "A number without a citation."
    }


def test_a_number_that_nothing_cited_gives_is_refused(four: Node) -> None:
    assert list(refused(four, "It left 146 dead [C120].")) == ["146"]
    assert list(refused(four, "It left one hundred people dead [C120].")) == ["one hundred"]


def test_years_and_days_need_no_citation(four: Node) -> None:
    assert build(four, parse_file(HEAD + "In March 2024 it happened.")).numbered == {}


def test_a_citation_after_the_full_stop_belongs_to_its_sentence(four: Node) -> None:
    built = build(four, parse_file(HEAD + "It left 144 dead. [C120] More was said. [C004]"))
    assert list(built.cited)[:2] == ["C120", "C004"]


def test_a_stale_a_withdrawn_and_an_unplaced_citation_are_refused(four: Node) -> None:
    assert list(refused(four, "So it is [C999].")) == ["C999"]
    commands.add_remark(four, "C120", {"stance": "withdrawn"})
    assert "withdrawn" in refused(four, "So it is [C120].")["C120"]
    bare = commands.add_claim(four, {"text": "Nobody knows where.", "kind": "event"})
    assert list(refused(four, f"So it is [{bare[:8]}].")) == [bare[:8]]


def test_a_lost_passage_makes_its_citation_stale(four: Node) -> None:
    source = commands.take_in(four, "a.txt", b"Workers waited in Osh. Nobody came to them.").source
    passage = commands.mark_passage(four, source, words="Workers waited in Osh.")
    values = {"text": "They waited.", "kind": "event", "source": source, "passage": passage}
    claim = commands.add_claim(four, values)
    assert build(four, parse_file(HEAD + f"So it is [{claim}].")).numbered
    commands.reread(four, source, "a.txt", b"Something else entirely stands here now.")
    assert "passage" in refused(four, f"So it is [{claim}].")[claim]


def test_a_finding_that_was_not_assessed_cannot_be_cited_as_one(four: Node) -> None:
    assert list(refused(four, "It works [P01d].")) == ["P01d"]


def test_a_brief_names_its_reader(four: Node) -> None:
    assert "reader" in refused(four, "Text.", "title: T\n\n")


def test_what_is_risky_is_left_out_and_only_the_author_is_told(four: Node) -> None:
    body = "The early count is 144 [C120]. Researchers disagree [C114].\n\n!C139"
    open_reader = HEAD.replace("donor", "ministry")
    built = build(four, parse_file(open_reader + body))
    assert {"C120", "C139"} <= set(built.left_out)
    written = write(built, "html").decode()
    assert "144" not in written
    assert "C120" not in written
    assert "Researchers disagree" in written
    there = HEAD.replace("Germany", "Tajikistan")
    assert {"C120", "C114"} <= set(build(four, parse_file(there + body)).left_out)
    assert build(four, parse_file(HEAD + body)).left_out == ()


@pytest.mark.parametrize(
    "place", ["Dushanbe, Tajikistan", "Душанбе", "Тоҷикистон", "TJ", "в Таджикистане"]
)
def test_a_risky_place_is_known_in_any_spelling(four: Node, place: str) -> None:
    there = HEAD.replace("Germany", place)
    assert "C120" in build(four, parse_file(there + "It left 144 dead [C120].")).left_out


def test_where_it_will_be_read_has_to_be_said(four: Node) -> None:
    found = refused(four, "It left 144 dead [C120].", HEAD.replace("place: Germany\n", ""))
    assert list(found) == ["place"]


def test_a_figure_is_as_risky_and_as_withdrawn_as_its_claim(four: Node) -> None:
    risk = {"hold_risk": "high", "risk_why": "It names someone."}
    values = {"text": "In all 31 stayed.", "kind": "figure", "locator": "p. 2", **risk}
    source = commands.add_source(four, {"title": "A letter"})
    claim = commands.add_claim(
        four, {**values, "source": source}, {"measure": "stayed", "value": "31"}
    )
    figure = access.select(four, records.FIGURE, "claim = ?", (claim,))[0]["id"]
    built = build(four, parse_file(HEAD + f"In all 31 stayed [{figure}].\n\n!{figure}"))
    assert built.left_out == (figure,)
    assert "31" not in write(built, "html").decode()
    commands.add_remark(four, claim, {"stance": "withdrawn"})
    assert "withdrawn" in refused(four, f"In all 31 stayed [{figure}].")[figure]


def test_a_practice_is_as_risky_as_the_sources_of_its_findings(four: Node) -> None:
    source = commands.add_source(four, {"title": "A list", "hold_risk": "high"})
    practice = commands.add_practice(four, {"title": "Lists", "what": "Lists are kept."})
    values = {"practice": practice, "outcome": "Order", "kind": "research", "grade": "low"}
    commands.add_finding(four, {**values, "source": source, "locator": "p. 1"})
    assert build(four, parse_file(HEAD + f"!{practice}")).left_out == (practice,)


def test_what_was_withdrawn_stands_in_no_disagreement(four: Node) -> None:
    body = HEAD + "It left 144 dead [C120]."
    assert "145" in write(build(four, parse_file(body)), "html").decode()
    commands.add_remark(four, "C240", {"stance": "withdrawn"})
    assert "145" not in write(build(four, parse_file(body)), "html").decode()


@pytest.mark.parametrize(
    "text",
    ["It lasted 144 days.", "It left ½ dead.", "№ 144 died.", "Deaths:144.", "1.200.000 left.",
     "A 22-year-old came.", "By 3/4 it fell.", "۱۴۴ died."],
)  # fmt: skip
def test_no_number_slips_through_by_its_form(four: Node, text: str) -> None:
    assert refused(four, text)
    assert refused(four, f"# {text}\n\nNothing else.")


def test_names_years_and_lists_need_no_citation(four: Node) -> None:
    body = "# Since COVID-19\n\n1. In 2024 the G7 met.\n\nFor three years nothing changed."
    assert build(four, parse_file(HEAD + body)).numbered == {}


def test_every_number_of_the_example_leads_to_a_place(four: Node) -> None:
    built = build(four, parse_file(EXAMPLE.read_text(encoding="utf-8")))
    assert len(built.numbered) > 20
    for ref in built.numbered:
        assert built.cited[ref].where, ref
    kinds = {each.kind for each in built.disagreements}
    assert {"later-count", "definition", "arithmetic", "one-origin", "agrees"} <= kinds
    written = write(built, "html").decode()
    used = {int(n) for group in re.findall(r"\[([\d, ]+)\]", written) for n in group.split(",")}
    assert used == set(built.numbered.values())


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_example_that_is_kept_is_what_is_built(four: Node, kind: str) -> None:
    built = build(four, parse_file(EXAMPLE.read_text(encoding="utf-8")))
    kept = EXAMPLE.with_name(f"four-documents.brief.{kind}").read_bytes()
    if kind == "pdf":  # depends on the fonts of the computer
        assert kept.startswith(b"%PDF-")
        return
    assert write(built, kind) == kept


def test_the_docx_is_well_formed_and_says_nothing_of_its_making(four: Node) -> None:
    data = write(build(four, parse_file(EXAMPLE.read_text(encoding="utf-8"))), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
            assert archive.getinfo(name).date_time == (1980, 1, 1, 0, 0, 0)
        assert "docProps/core.xml" not in archive.namelist()
    assert "144" in read_document("x.docx", data).text


def test_marks_of_other_languages_stay_text(four: Node) -> None:
    source = commands.add_source(four, {"title": "<script>x()</script> ]]>"})
    text = '<img src=x onerror=y> a\ufffeb #import "z" $w$'
    values = {"text": text, "kind": "event", "source": source, "locator": "p"}
    claim = commands.add_claim(four, values)
    built = build(four, parse_file(HEAD + f"<b>So</b> it is [{claim}].\n\n!{claim}"))
    assert b"<img" not in write(built, "html")
    assert b"<script" not in write(built, "html")
    assert write(built, "pdf").startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(write(built, "docx"))) as archive:
        ElementTree.fromstring(archive.read("word/document.xml"))


def test_the_pdf_holds_the_text(four: Node) -> None:
    data = write(build(four, parse_file(EXAMPLE.read_text(encoding="utf-8"))), "pdf")
    text = " ".join(read_document("x.pdf", data).text.split())
    assert "Where the sources disagree" in text
    assert "PMC11343258" in text


def test_a_brief_speaks_the_language_of_its_reader(four: Node) -> None:
    head = HEAD.replace("language: en", "language: ru")
    written = write(build(four, parse_file(head + "Так говорят [C120].")), "html").decode()
    assert '<html lang="ru">' in written


def test_building_writes_nothing(four: Node, tmp_path: Path) -> None:
    before = four.database.execute("SELECT count(*) FROM entry")
    build(four, parse_file(EXAMPLE.read_text(encoding="utf-8")))
    assert four.database.execute("SELECT count(*) FROM entry") == before
    assert access.adopted(four)
