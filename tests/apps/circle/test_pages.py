"""The pages of maps, driven through what they offer."""

from __future__ import annotations

import re

import pytest

from panoh.core.node import Node
from tests.apps.casework.browser import Browser

LEVER = {"factor": "S02", "change": "half", "draws": "300", "months": "60"}


@pytest.fixture
def browser(four: Node) -> Browser:
    return Browser(four)


def test_a_map_is_drawn_and_says_the_same_in_words(browser: Browser) -> None:
    page = browser.get("/evidence/map/pooled")
    assert page.status == 200
    links = page.body.count("marker-end")
    assert links == 55
    assert page.body.count('class="box"') == 49
    anchors = set(re.findall(r'href="#n-(\w+)"', page.body))
    assert anchors == set(re.findall(r'id="n-(\w+)"', page.body))
    assert "Says so" in page.text


def test_loops_rivals_and_lists_are_read(browser: Browser) -> None:
    assert "feeds itself" in browser.get("/evidence/map/pooled/loops").text
    assert "What only this one says" in browser.get("/evidence/rivals").text
    assert "All sources together" in browser.get("/evidence/maps").text


def test_a_question_leads_to_an_answer_a_donor_can_read(browser: Browser) -> None:
    page = browser.get("/evidence/map/pooled/ask")
    got = browser.send(page, "/evidence/map/pooled/ask", LEVER)
    assert re.fullmatch(r"/evidence/answer/[0-9a-f]{32}", got.path.split("?")[0])
    headings = re.findall(r"<h2>([^<]*)</h2>", got.body)
    assert headings == ["What was asked", "What moved", "How sure", "What it rests on",
                        "What it does not say"]  # fmt: skip
    first = got.body.index('row">Sustained reintegration')
    assert first < got.body.index('row">Conscription')
    assert "In most draws better: Conscription" in got.text
    assert "It is no forecast" in got.text
    assert got.body.count("<svg") >= 6
    assert "50 of 100 parts of what it is today, months 0 to 60" in got.text


def test_a_practice_can_be_asked_about(browser: Browser) -> None:
    page = browser.get("/evidence/map/pooled/ask")
    form = next(each for each in page.forms if each.action.endswith("/ask"))
    chosen = form.offered["practice"][1]
    got = browser.send(page, "/evidence/map/pooled/ask", {**LEVER, "factor": "",
                                                          "practice": chosen})  # fmt: skip
    assert "What was asked" in got.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": ""}, "A lever needs a start"),
        ({"factor": ""}, "Choose one"),
        ({"draws": "1000000000"}, "at most 20,000"),
        ({"title": "My client Karim"}, "never a person"),
    ],
)
def test_what_is_refused_comes_back_with_words(
    browser: Browser, change: dict[str, str], words: str
) -> None:
    page = browser.get("/evidence/map/pooled/ask")
    got = browser.send(page, "/evidence/map/pooled/ask", {**LEVER, **change})
    assert words in got.text
    assert got.path.startswith("/evidence/map/pooled/ask")


def test_a_link_is_set_otherwise_and_the_reason_shown(browser: Browser) -> None:
    place = "/evidence/map/pooled"
    page = browser.get(place)
    got = browser.send(page, place, {"start": "S05", "end": "O03", "sign": "unclear",
                                     "reason": "Too few of them."})  # fmt: skip
    assert "Set by you: Too few of them." in got.text


def test_without_a_pack_no_page_is_there_and_no_door_shown(without_pack: Node) -> None:
    browser = Browser(without_pack)
    for path in ("/evidence/maps", "/evidence/map/pooled", "/evidence/answers"):
        assert browser.get(path).status == 404
    for door in ("/evidence/maps", "/evidence/answers"):
        assert door not in browser.get("/evidence").links
        assert door not in browser.get("/safety").links


def test_a_file_is_saved_for_other_tools(browser: Browser) -> None:
    got = browser.get("/evidence/map/pooled/file/graphml")
    assert got.status == 200
    assert "<graphml" in got.body
