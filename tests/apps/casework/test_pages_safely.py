"""What a tired person must not lose on the way: what is safe, and what was said before."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from tests.apps.casework.browser import Browser, code_of, take_on
from tests.cast import Clock


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def _call(browser: Browser, **said: str) -> str:
    page = browser.get("/contact/new")
    seen = browser.send(page, "/contact/new", {"channel": "phone", "asked": "wages", **said})
    return seen.path.split("?")[0]


def test_what_a_caller_said_of_safety_goes_along_into_the_case(browser: Browser) -> None:
    contact = _call(
        browser, write_back="no", write_back_how="he calls from a neighbour's",
        name="Зулфия\nZulfiya", languages="tgk", sex="woman", age_band="25_34", district="Sino",
    )  # fmt: skip
    assert "Do not call or write back" in browser.get(contact).text
    new = f"/client/new?contact={contact.rsplit('/', 1)[1]}"
    values = dict(browser.get(new).form("/client/new").values)
    assert values["contact_ok"] == "no"
    assert values["contact_mind"] == "he calls from a neighbour's"
    assert values["contact_when"] == ""
    assert values["goes_by"] == "Зулфия"
    made = browser.send(browser.get(new), "/client/new")
    row = access.client(browser.held.node, made.path[8:40])
    assert row["names"] == ["Зулфия", "Zulfiya"]
    assert row["languages"] == ["tgk"]
    assert (row["sex"], row["age_band"], row["district"]) == ("woman", "25_34", "Sino")


def test_no_danger_last_night_says_nothing_of_tonight(browser: Browser, clock: Clock) -> None:
    contact = _call(browser, danger_tonight="no", look_again_on="2026-11-22")
    new = f"/client/new?contact={contact.rsplit('/', 1)[1]}"
    assert dict(browser.get(new).form("/client/new").values)["danger_tonight"] == "no"
    clock.pass_days(1)
    assert dict(browser.get(new).form("/client/new").values)["danger_tonight"] == ""


def test_a_follow_up_says_first_how_the_client_is_reached_safely(
    browser: Browser, amina: Node
) -> None:
    path, case = take_on(browser)
    browser.send(browser.get(path + "/follow-up/new"), path + "/follow-up/new", {"span": "24h"})
    here = f"/follow-up/{access.case(amina, code_of(case)).follow_ups[0]['id']}"
    commands.edit_client(amina, code_of(case), {"contact_ok": "no"})
    text = browser.get(here).text
    assert "No, the client comes to us" in text
    assert text.index("No, the client comes to us") < text.index("How did it go?")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due": "2025-11-23"}, "This day is over."),
        ({"span": "72h", "due": "2026-12-01"}, "not both"),
    ],
)
def test_a_slip_in_a_follow_ups_day_is_told_and_nothing_is_lost(
    browser: Browser, values: dict[str, str], words: str
) -> None:
    path, _case = take_on(browser)
    here = path + "/follow-up/new"
    seen = browser.send(browser.get(here), here, {"what": "Ask for the passport", **values})
    assert words in seen.text
    assert ("what", "Ask for the passport") in seen.form(here).values


def test_what_is_looked_for_is_told_though_it_stands_above(browser: Browser) -> None:
    path, _case = take_on(browser)
    here = path + "/needs/new"
    seen = browser.send(browser.get(here), here, {"q": "wages", "act": "search"})
    assert "In the list above: Unpaid or withheld wages" in seen.text
    assert "nothing like it" not in seen.text


def test_a_correction_shows_what_it_corrects(browser: Browser, amina: Node) -> None:
    path, case = take_on(browser)
    browser.send(browser.get(path + "/note/new"), path + "/note/new", {"text": "At the station"})
    note = access.case(amina, code_of(case)).notes[0].row["id"]
    assert "At the station" in browser.get(f"/note/{note}/amend").text


def test_a_choice_made_by_mistake_can_be_taken_back(browser: Browser) -> None:
    path, _case = take_on(browser)
    offered = browser.get(path + "/note/new").form(path + "/note/new").offered
    assert "" in offered["restricted"]
