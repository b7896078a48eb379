"""Maps, loops and answers in a brief: drawn, cited, and without what a reader must not be told."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from panoh.apps.circle import commands
from panoh.apps.circle.rules.model import Link, Map
from panoh.apps.circle.rules.model import Node as Factor
from panoh.apps.circle.views.pictures import illustrate, of_map
from panoh.apps.evidence.rules.spec import parse_file
from panoh.apps.evidence.views.briefs import Built, build
from panoh.apps.evidence.written import write
from panoh.apps.evidence.written.parts import parts_of
from panoh.core import meeting
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound
from panoh.paper.model import LYING, UPRIGHT
from tests.paper.reading import dark, read

LEVER = {"on": "S02", "times": 0.5, "start": 0}
QUESTION = {"levers": [LEVER], "draws": 400, "months": 60}
HEAD = "title: T\nreader: {reader}\nplace: {place}\nlanguage: {language}\n\n"


def brief(node: Node, body: str, reader: str = "donor", place: str = "Germany",
          language: str = "en") -> Built:  # fmt: skip
    head = HEAD.format(reader=reader, place=place, language=language)
    return build(node, parse_file(head + body))


def test_a_map_its_loops_and_an_answer_reach_pdf_and_docx(four: Node) -> None:
    record = commands.ask(four, "pooled", QUESTION)
    built = brief(four, f"# Map\n!map S1\n!loops pooled\n!answer {record[:8]}\n")
    parts = parts_of(built)
    pictures = [each for each in parts if each.picture is not None]
    assert len(pictures) >= 1 + 3 + 2
    pdf = write(built, "pdf")
    text = read(pdf).text.replace("\n", " ")
    for words in ("Ethnic or religious", "What was asked", "How sure", "What it does not say"):
        assert words in text
    assert max(dark(pdf, page) for page in range(2)) > 0.005
    with zipfile.ZipFile(io.BytesIO(write(built, "docx"))) as archive:
        drawn = [each for each in archive.namelist() if each.endswith(".png")]
        document = archive.read("word/document.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
        assert all(archive.read(each).startswith(b"\x89PNG") for each in drawn)
    assert len(drawn) == len(pictures) == document.count("<w:drawing>")
    for relation in re.findall(r'r:embed="(rId\d+)"', document):
        assert f'Id="{relation}"' in relations
    assert write(built, "html").count(b"<svg") == len(pictures)


def test_every_arrow_of_a_map_in_a_brief_leads_to_its_claims(four: Node) -> None:
    built = brief(four, "!map pooled")
    arrows = [each.text for each in parts_of(built) if " → " in each.text and each.kind == "item"]
    assert len([each for each in arrows if not each.startswith("Against it")]) == 55
    assert all(re.search(r"\[[\d, ]+\]\.$", each) for each in arrows)


def test_what_a_reader_must_not_be_told_is_in_no_picture(four: Node) -> None:
    whole = illustrate(four, "map", "pooled", frozenset())
    gone = frozenset({"C132"})
    held = illustrate(four, "map", "pooled", gone)
    assert "C132" in {name for each in whole.said for name in each.cited}
    assert "C132" not in {name for each in held.said for name in each.cited}
    assert len(held.said) < len(whole.said)
    loops = illustrate(four, "loops", "pooled", gone)
    assert "C132" not in {name for each in loops.said for name in each.cited}
    record = commands.ask(four, "pooled", QUESTION)
    rests = illustrate(four, "answer", record, frozenset()).rests
    assert rests
    assert not illustrate(four, "answer", record, frozenset(sorted(rests)[:1])).said


def test_a_brief_for_a_risky_place_tells_its_author_what_was_left_out(four: Node) -> None:
    built = brief(four, "Text.\n\n!map pooled", "public", "Tajikistan")
    assert built.left_out
    told = {name for each in built.shown.values() for said in each.said for name in said.cited}
    assert not told & set(built.left_out)


def test_a_brief_refuses_what_is_not_there_or_has_changed(four: Node) -> None:
    with pytest.raises(Invalid) as refused:
        brief(four, "!map nowhere\n!answer 00000000")
    assert sorted(refused.value.problems) == ["answer 00000000", "map nowhere"]
    with pytest.raises(NotFound):
        meeting.illustrate(four, "case", "pooled")
    record = commands.ask(four, "S1", {**QUESTION, "levers": [{**LEVER, "on": "C02"}]})
    change = {"start": "C02", "end": "O02", "sign": "unclear", "reason": "seen otherwise"}
    commands.change_link(four, "S1", change)
    with pytest.raises(Invalid) as refused:
        brief(four, f"!answer {record[:8]}")
    assert list(refused.value.problems) == [f"answer {record[:8]}"]


def test_a_brief_in_another_language_names_factors_in_it(four: Node) -> None:
    words = " ".join(each.text for each in parts_of(brief(four, "!map S3", language="ru")))
    assert re.search("[а-я]{5}", words)


def test_sixty_factors_stay_on_one_page_lying_on_its_side() -> None:
    keys = [f"N{number:02}" for number in range(60)]
    links = [Link(keys[n], keys[n + 6], "+-?"[n % 3]) for n in range(54)]
    links += [Link(keys[n + 7], keys[n], "-") for n in range(0, 40, 9)]
    names = [Factor(key, f"Something that has a long name {key}") for key in keys]
    drawn = of_map(Map.of("sixty", names, links)).fitting()
    assert drawn.lying
    assert drawn.width <= LYING
    assert drawn.height <= UPRIGHT
    assert min(each.size for each in drawn.labels) > 4
    assert sum(each.text.startswith("Something") for each in drawn.labels) == 60
