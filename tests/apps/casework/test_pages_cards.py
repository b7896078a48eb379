"""Cards, demands, terms and erasing in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from panoh.apps.casework import access, before, commands
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, Seen, code_of, take_on
from tests.apps.casework.sample import HELPER, STEP, WITHHELD, a_card
from tests.cast import Clock
from tests.support import tree


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def new_card(browser: Browser, **more: str) -> tuple[str, Seen]:
    values = {name: str(value) for name, value in a_card(**more).items()}
    seen = browser.send(browser.get("/card/new"), "/card/new", values)
    found = re.match(r"/card/[0-9a-f]{32}", seen.path)
    assert found, (seen.path, seen.text)
    return found.group(), seen


def everywhere(browser: Browser, card: str, case: str) -> Iterator[Seen]:
    """Every page that shows anything of a card, but for the review."""
    ref = card.rsplit("/", 1)[1]
    for path in (card, "/cards", "/today", case, f"{case}/card", f"{case}/card?card={ref}",
                 f"{card}/edit", f"{card}/text", f"{card}/text?language=eng", f"{card}/review",
                 f"{card}?language=eng"):  # fmt: skip
        seen = browser.get(path)
        assert seen.status == 200, path
        yield seen
    yield browser.send(browser.get("/search"), "/search", {"q": "Exampleland"})
    yield browser.send(browser.get("/search"), "/search", {"q": "worked"})


def test_a_card_is_written_shown_given_and_followed_up(browser: Browser, amina: Node) -> None:
    card, seen = new_card(browser)
    for each in (*WITHHELD, HELPER):
        assert each in seen.text
    case, _page = take_on(browser)
    ref = card.rsplit("/", 1)[1]
    chosen = browser.get(case + "/card")
    assert f"{case}/card?card={ref}" in chosen.links
    here = f"{case}/card?card={ref}"
    given = browser.send(browser.get(here), here, {"counted_from": "2026-11-20", "said": "slowly"})
    assert "Wages that were not paid" in given.text
    assert "slowly" in given.text
    assert "Feb" in given.text or "2027" in given.text
    review = f"{card}/review?language=eng"
    page = browser.get(review)
    assert "out of date" not in page.text
    done = browser.send(page, review, {"steps": "Go to the inspector first."})
    assert "Checked and changed." in done.text
    assert "Cases to look at again" in done.text
    code = access.client(amina, case.rsplit("/", 1)[1])["code"]
    assert code in done.text
    assert "a guidance card given here has changed" in browser.get("/today").text
    looked = next(each for each in browser.get(case).links if each.startswith("/card-used/"))
    page = browser.get(looked)
    assert "Go to the inspector first." in page.text
    browser.send(page, looked, {"said": "told her"})
    assert "It has changed since" not in browser.get(case).text
    assert code not in browser.get(card).text


def test_past_its_review_no_page_says_what_to_do(browser: Browser, clock: Clock) -> None:
    card, _seen = new_card(browser)
    case, _page = take_on(browser)
    clock.pass_days(200)
    for seen in everywhere(browser, card, case):
        assert [each for each in WITHHELD if each in seen.body] == [], seen.path
    shown = browser.get(card)
    assert HELPER in shown.text
    assert "danger-note" in shown.body
    assert "Past its review" in shown.text


def test_the_old_words_are_shown_only_to_who_asks_to_check_them(
    browser: Browser, clock: Clock
) -> None:
    card, _seen = new_card(browser)
    clock.pass_days(200)
    review = f"{card}/review?language=eng"
    page = browser.get(review)
    assert STEP not in page.body
    check = f"{card}/check?language=eng"
    opened = browser.send(page, check)
    assert STEP in opened.body
    assert STEP not in browser.get(card).body  # still withheld from everybody else
    done = browser.send(opened, review, {"review_due": "2027-12-01"})
    assert "Checked, nothing changed." in done.text
    assert STEP in done.text
    assert STEP in browser.get(review).body


def test_a_refused_card_comes_back_as_it_was_typed(browser: Browser, amina: Node) -> None:
    values = {"title": "Wages", "steps": "Count the days.", "review_due": "2029-01-01"}
    seen = browser.send(browser.get("/card/new"), "/card/new", values)
    assert "Please check" in seen.text
    assert ("steps", "Count the days.") in seen.form("/card/new").values
    assert access.cards(amina) == []


def test_a_translation_is_added_and_checked_by_itself(browser: Browser) -> None:
    card, _seen = new_card(browser)
    here = f"{card}/text"
    values = {"language": "tgk", "title": "Музд", "steps": "Ҳар рӯзро нависед."}
    seen = browser.send(browser.get(here), here, values)
    assert "Ҳар рӯзро нависед." in seen.text
    assert "Tajik" in browser.get(card).text


# ── demands ─────────────────────────────────────────────────────────────────────────────────


def test_a_demand_is_noted_in_its_case_and_completed_later(browser: Browser, amina: Node) -> None:
    case, page = take_on(browser)
    here = case + "/demand/new"
    values = {"authority": "Office of the Seventh Street", "asked_for": "her address",
              "client_told": "no"}  # fmt: skip
    refused = browser.send(browser.get(here), here, values)
    assert "Say why the client was not told." in refused.text
    seen = browser.send(refused, here, {**values, "told_why_not": "not safe"})
    assert "her address" not in seen.text  # the case page says only that there is one
    assert "Seventh" not in seen.text
    link = next(each for each in seen.links if each.startswith("/demand/"))
    form = browser.get(link)
    assert ("asked_for", "her address") in form.form(link).values
    browser.send(form, link, {"given": "nothing", "lawyer": "yes"})
    listed = browser.get("/demands")
    assert code_of(page) in listed.text
    assert "Seventh" in listed.text
    assert "Nothing" in listed.text
    assert access.demand(amina, link.rsplit("/", 1)[1])["lawyer"] == "yes"


def test_a_demand_about_no_single_case_stands_in_the_practice(browser: Browser) -> None:
    values = {"authority": "Tax office", "asked_for": "all papers"}
    seen = browser.send(browser.get("/demand/new"), "/demand/new", values)
    assert "no single case" in seen.text
    link = next(each for each in seen.links if re.match(r"/demand/[0-9a-f]", each))
    saved = browser.send(browser.get(link), link, {"lawyer": "asked"})
    assert "Asked, no answer yet" in saved.text


def test_a_restricted_demand_is_hidden_until_shown(browser: Browser) -> None:
    case, _page = take_on(browser)
    here = case + "/demand/new"
    values = {"authority": "Office", "asked_for": "her bruises", "restricted": "violence"}
    seen = browser.send(browser.get(here), here, values)
    assert not [each for each in seen.links if re.match(r"/demand/[0-9a-f]", each)]
    shown = browser.send(browser.get(case + "/more"), case + "/show", {"class": "violence"})
    link = next(each for each in shown.links if re.match(r"/demand/[0-9a-f]", each))
    assert "her bruises" in browser.get(link).body
    browser.send(browser.get(case), case + "/hide")
    assert "her bruises" not in browser.get(link).body


# ── erasing, and how long ───────────────────────────────────────────────────────────────────


def test_erasing_a_case_names_what_goes_and_asks_once_more(browser: Browser, amina: Node) -> None:
    case, page = take_on(browser, wants="to be forgotten by everybody here")
    code = code_of(page)
    commands.add_note(amina, code, {"text": "a restricted word", "restricted": "violence"})
    here = case + "/erase"
    asked = browser.get(here)
    assert "1 restricted line, not named here" in asked.text
    assert "Nobody else has it." in asked.text
    assert "iolence" not in asked.text
    refused = browser.send(asked, here)
    assert "Say that you have read what goes." in refused.text
    assert access.client(amina, code)
    done = browser.send(refused, here, {"read": "1", "prove": "1"})
    assert "Proved." in done.text
    assert code in done.text
    assert "What cannot be known from here" in done.text
    assert browser.get(case).status == 404
    later = browser.get("/erased")
    assert "Proved." not in later.text
    assert code in later.text
    assert amina.database.find_bytes([b"to be forgotten by everybody here"]) == []


def test_a_closed_case_is_kept_longer_only_with_a_reason(
    browser: Browser, amina: Node, clock: Clock
) -> None:
    case, page = take_on(browser)
    assert "An open case is kept." in browser.get(case + "/term").text
    commands.close(amina, code_of(page), {"reason": "agreed"})
    clock.pass_days(350)
    commands.keep_terms(amina)
    assert "will be erased on" in browser.get("/today").text
    here = case + "/term"
    refused = browser.send(browser.get(here), here)
    assert "Please check" in refused.text
    kept = browser.send(refused, here, {"reason": "her appeal is open"})
    assert "her appeal is open" in kept.text
    assert "will be erased on" not in browser.get("/today").text


def test_the_practice_says_how_long(browser: Browser, amina: Node) -> None:
    seen = browser.send(browser.get("/retention"), "/retention", {"months": "6", "why": "ours"})
    assert "6 months" in seen.text
    assert access.period(amina) == 6
    assert "Please check" in browser.send(seen, "/retention", {"months": "500"}).text


# ── before anybody uses it ──────────────────────────────────────────────────────────────────


def test_the_page_and_the_document_ask_the_same_questions(browser: Browser) -> None:
    text = browser.get("/before-you-use").text
    document = (tree.DOCS / "before-you-use.md").read_text(encoding="utf-8")
    for title, asked in before.QUESTIONS:
        assert f"## {title}" in document
        for question in asked:
            assert question in text
            assert f"- **{question}**" in document
    for place in before.PLACES:
        assert place in document
    # Blank: a place to write, and no answer.
    assert document.count("| ") >= document.count("- **")
    assert "/before-you-use" in browser.get("/cards").links
