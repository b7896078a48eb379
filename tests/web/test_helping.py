"""Help in place, the list of words and the tour, through the pages themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from panoh.core.node import Node
from panoh.web.pages import helping
from panoh.words import glossary
from tests.apps.casework.browser import Browser, Seen
from tests.cast import Clock, Template


@pytest.fixture(scope="module")
def amina(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("helping")
        patch.setenv("PANOH_STATE", str(folder / "state"))
        node = Template(folder / "cast").copy("Amina", folder, Clock())
        yield node
        node.close()


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def stands_at(node: Node, where: str | None) -> None:
    with node.writing() as work:
        work.set(helping.SETTING, where)


def act(browser: Browser, page: Seen, button: str) -> Seen:
    return browser.send(page, "/tour", {"act": button})


def test_a_mark_opens_the_line_of_its_word_without_script(browser: Browser) -> None:
    page = browser.get("/contact/new")
    line = glossary.by_id("danger-tonight").line
    mark = f'<summary aria-label="What is this: Danger tonight">?</summary><p>{line}</p>'
    assert page.body.count(mark) == 1
    assert '<details class="why">' in page.body
    assert "<details open" not in page.body


def test_a_word_is_explained_once_on_a_page(browser: Browser) -> None:
    body = browser.get("/safety").body
    for each in (term for group in glossary.groups() for term in group.terms):
        assert body.count(f"<p>{each.line}</p></details>") <= 1, each.id


def test_all_words_stand_on_one_page_open_to_everybody(browser: Browser) -> None:
    page = browser.get("/glossary")
    for each in (term for group in glossary.groups() for term in group.terms):
        assert f'<dt id="w-{each.id}">' in page.body
    assert {"/help", "/glossary"} <= set(page.links)
    browser.held.node = None
    assert browser.get("/glossary").status == 200
    assert "/tour" not in browser.get("/help").body


def test_the_tour_goes_over_real_pages_and_ends(browser: Browser, amina: Node) -> None:
    stands_at(amina, None)
    page = act(browser, browser.get("/today"), "begin")
    ways = helping.stops(browser.held, amina)
    assert [each.path for each in ways] == [
        "/today", "/contact/new", "/clients", "/services", "/safety", "/help",
    ]  # fmt: skip
    for number, each in enumerate(ways, 1):
        assert page.path.split("?")[0] == each.path
        assert f"Tour, {number} of {len(ways)}: {each.title}" in page.text
        assert each.says in page.text
        page = act(browser, page, "next")
    assert "That was the tour." in page.text
    assert "Tour, " not in browser.get("/today").text
    assert "New here?" not in browser.get("/today").text


def test_the_tour_is_left_and_found_again(browser: Browser, amina: Node) -> None:
    stands_at(amina, None)
    assert "New here?" in browser.get("/today").text
    assert "New here?" not in browser.get("/clients").text
    page = act(browser, browser.get("/today"), "leave")
    assert page.path.startswith("/today")
    assert "You find it again under Help." in page.text
    page = act(browser, browser.get("/help"), "begin")
    page = act(browser, page, "next")
    assert page.path == "/contact/new"
    assert "Go on with the tour: New contact" in browser.get("/help").text
    page = act(browser, browser.get("/contact/new"), "leave")
    assert page.path.startswith("/contact/new")
    assert "Tour, " not in browser.get("/contact/new").text


def test_looking_moves_nothing(browser: Browser, amina: Node) -> None:
    stands_at(amina, "/clients")
    for path in ("/today", "/clients", "/help", "/glossary"):
        browser.get(path)
    assert amina.setting(helping.SETTING) == "/clients"
    stands_at(amina, "/a-page-of-yesterday")
    assert "Tour, " not in browser.get("/today").text
    assert act(browser, browser.get("/help"), "begin").path == "/today"
