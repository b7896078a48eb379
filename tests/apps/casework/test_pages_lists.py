"""What the pages of casework hide, note and list, and what no address or title may hold."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from panoh.lexicon import factors
from tests.apps.casework.browser import Browser, Seen, code_of, take_on

OTHERS = ("/safety", "/backup", "/static", "/contacts/month?")
"""Pages of the shell, and months, of which each leads to one more."""


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


# ── what is hidden, who looked, lists ───────────────────────────────────────────────────────


def test_restricted_lines_are_hidden_until_shown(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    note = commands.add_note(
        amina, code_of(case), {"text": "what happened at home", "restricted": "violence"}
    )
    need = commands.add_need(
        amina, code_of(case), {"own_words": "a quiet place", "restricted": "violence"}
    )
    for hidden in (path, path + "/timeline", f"/need/{need}", f"/note/{note}/erase"):
        text = browser.get(hidden).text
        assert "what happened at home" not in text
        assert "a quiet place" not in text
    chosen = browser.get(path + "/more")
    assert "Violence at home" in chosen.text
    assert "Violence at home" not in browser.get(path).text
    seen = browser.send(chosen, path + "/show", {"class": "violence"})
    assert "what happened at home" in seen.text
    assert "a quiet place" in seen.text
    assert "restricted lines shown" in browser.get(path + "/timeline").text
    again = browser.send(browser.get(path), path + "/hide")
    assert "what happened at home" not in again.text


def test_what_is_restricted_is_found_nowhere_until_it_is_shown(
    browser: Browser, amina: Node
) -> None:
    path, case = take_on(browser)
    code = code_of(case)
    restricted = {"restricted": "violence"}
    commands.add_note(amina, code, {"text": "what happened at home", **restricted})
    need = commands.add_need(amina, code, {"factor": "I10", **restricted})
    label = factors.label("I10", "en")

    def search(words: str) -> Seen:
        return browser.send(browser.get("/search"), "/search", {"q": words})

    def listed() -> Seen:
        return browser.send(browser.get("/clients"), "/clients", {"factor": "I10"})

    def needs() -> Seen:
        here = path + "/needs/new"
        return browser.send(browser.get(here), here, {"q": label, "act": "search"})

    assert code not in search("happened").text
    assert code not in listed().text
    assert "Already noted" not in needs().text
    assert browser.get(f"/two-values/{need}").status == 422
    browser.send(browser.get(path + "/more"), path + "/show", {"class": "violence"})
    assert code in search("happened").text
    assert "Already noted" in needs().text
    assert code not in listed().text  # a list is for more eyes than one case
    assert browser.get(f"/two-values/{need}").status == 200


def test_no_list_is_asked_for_what_is_restricted(browser: Browser) -> None:
    offered = browser.get("/clients").form("/clients").offered["factor"]
    restricted = [each.id for each in factors.factors().values() if each.restricted]
    assert restricted
    assert not set(offered) & set(restricted)
    token = browser.get("/clients").form("/clients").values[0]
    for factor in (restricted[0], "I38", "C06", "O01", "nothing"):
        seen = browser.post("/clients", [token, ("factor", factor)])
        assert "Please check" in seen.text, factor


def test_opening_is_noted_once_for_a_session(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    for _time in range(3):
        browser.get(path)
        browser.get(path + "/wants")
    assert len(access.case(amina, code_of(case)).opened) == 1


def test_clients_are_filtered_without_a_word_in_the_address(browser: Browser, amina: Node) -> None:
    _path, one = take_on(browser)
    _path, two = take_on(browser)
    commands.add_need(amina, code_of(one), {"factor": "I10"})
    page = browser.get("/clients")
    seen = browser.send(page, "/clients", {"factor": "I10"})
    assert "I10" not in seen.path
    assert code_of(one) in seen.text
    assert code_of(two) not in seen.text
    both = browser.send(seen, "/clients", {"act": "all"})
    assert code_of(two) in both.text


def test_search_finds_names_and_notes_and_shows_codes(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser, goes_by="Shahnoza")
    commands.add_note(amina, code_of(case), {"text": "the landlord wants his keys"})
    for typed in ("Shahnoza", "landlord", code_of(case)):
        seen = browser.send(browser.get("/search"), "/search", {"q": typed})
        assert path in seen.links
        assert code_of(case) in seen.text
        assert "Shahnoza" not in seen.text
        assert typed not in seen.path
    nothing = browser.send(browser.get("/search"), "/search", {"q": "Xenophon"})
    assert "Nothing was found." in nothing.text


def test_a_code_in_an_address_is_not_taken(browser: Browser) -> None:
    _path, case = take_on(browser)
    assert browser.get(f"/client/{code_of(case)}").status == 404
    assert browser.get("/client/" + "0" * 32).status == 404


@pytest.mark.parametrize("month", ["0001-01", "2026-13", "nothing", "9999-12"])
def test_a_month_that_cannot_be_is_this_month(browser: Browser, month: str) -> None:
    seen = browser.get(f"/contacts/month?month={month}")
    assert seen.status == 200
    assert "November 2026" in seen.text


def test_titles_and_addresses_name_nobody(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser, goes_by="Gulchehra", wants="a lawyer")
    code = code_of(case)
    commands.add_need(amina, code, {"factor": "I10"})
    todo, seen = [path, "/today", "/clients", "/contacts"], set[str]()
    while todo:
        at = todo.pop().partition("#")[0]
        if at in seen or not at.startswith("/") or at.startswith(OTHERS):
            continue
        seen.add(at)
        page = browser.get(at)
        assert page.status == 200, at
        assert code not in page.title
        assert "Gulchehra" not in page.title
        for control in page.controls:
            assert control.get("autocomplete") == "off", (at, control)
        todo += page.links
    assert len(seen) > 20
    assert not [each for each in browser.visited if code in each or "Gulchehra" in each]
    assert set(browser.answers) == {303}
