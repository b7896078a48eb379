"""The pages of the directory, driven as a person drives them."""

from __future__ import annotations

import pytest

from panoh.apps.directory import access, commands, records, views
from panoh.core.node import Node
from tests.apps.casework.browser import Browser
from tests.apps.directory.conftest import LEGAL, SECRET, SHELTER, STATE, client


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def test_find_and_why_then_the_gap(browser: Browser, amina: Node, legal: str) -> None:
    page = browser.get("/services")
    assert "Legal desk" in page.text
    found = browser.send(page, "/services", {"factor": "I07", "place": "Душанбе", "free": "1"})
    assert "1 service fits" in found.text
    assert "near, 0 km" in found.text
    assert "Душанбе" not in found.path
    nothing = browser.send(browser.get("/services"), "/services",
                           {"factor": "I07", "place": "Osh", "country": "KG"})  # fmt: skip
    assert "Nothing fits all of it." in nothing.text
    assert "Legal desk" in nothing.text
    assert len(views.gaps(amina)) == 1
    wrong = browser.send(browser.get("/services"), "/services", {"place": "Nowhereville"})
    assert "No such place is known here" in wrong.text


def test_add_change_verify_and_translate(browser: Browser, amina: Node) -> None:
    page = browser.get("/service/new")
    assert "This is needed." in browser.send(page, "/service/new").text
    said = {"name": "New desk", "town": "Khujand", "hours": "mo-fr 09:00-17:00", "factors": "I07"}
    seen = browser.send(browser.get("/service/new"), "/service/new", said)
    assert "New desk" in seen.text
    assert "Never verified" in seen.text
    path = seen.path.split("?")[0]
    edited = browser.send(browser.get(path + "/edit"), path + "/edit", {"phones": "+999 5 55"})
    assert "+999 5 55" in edited.text
    checked = browser.send(edited, path, {"how": "call", "result": "right"})
    assert "Verified lately" in checked.text
    words = {"language": "rus", "name": "Новый стол"}
    assert "Новый стол" in browser.send(browser.get(path + "/words"), path + "/words", words).text
    assert commands.flat(next(iter(views.catalogue(amina))))["phones"] == ["+999 5 55"]


def test_confidential_address_shows_only_when_asked_for(browser: Browser, amina: Node) -> None:
    path = f"/service/{commands.add(amina, SHELTER)}"
    page = browser.get(path)
    assert SECRET not in page.text
    shown = browser.send(page, path + "/address")
    assert SECRET in shown.text
    assert SECRET not in browser.get(path).text


def test_refer_with_consent_answer_and_done(browser: Browser, amina: Node, legal: str) -> None:
    client(amina)
    code = amina.rows("SELECT code FROM casework_client")[0]["code"]
    page = browser.get(f"/service/{legal}/refer")
    assert "There is no such case" in browser.send(page, f"/service/{legal}/refer",
                                                   {"case": "none"}).text  # fmt: skip
    items = browser.send(browser.get(f"/service/{legal}/refer"), f"/service/{legal}/refer",
                         {"case": code})  # fmt: skip
    assert code not in items.path
    assert "Names" in items.text
    assert "Firuz" not in items.text
    action = f"/service/{legal}/refer/items"
    again = browser.send(items, action, {"items": "wants"})
    assert "Please check" in again.text
    made = browser.send(again, action, {"items": "wants", "reason": "Wages of May."})
    assert "The referral is made." in made.text
    assert "The wages of May" in made.text
    path = made.path.split("?")[0]
    form = made.form(path)
    declined = browser.post(path, [*form.values, ("what", "declined")])
    assert "Say why." in declined.text
    accepted = browser.post(path, [*form.values, ("what", "accepted")])
    assert "Accepted" in accepted.text
    done = browser.post(path, [*accepted.form(path).values, ("what", "done"), ("result", "helped")])
    assert "Done" in done.text
    assert "It helped" in browser.get(f"/service/{legal}").text
    assert browser.get("/referrals").text.count("R-") == 1
    case = next(e for e in browser.get("/clients").links if e.startswith("/client/") and
                len(e) > 20)  # fmt: skip
    assert path in browser.get(case).links


def test_state_run_service_asks_apart(browser: Browser, amina: Node) -> None:
    service = commands.add(amina, STATE)
    client(amina, recipient="Office for migrants")
    code = amina.rows("SELECT code FROM casework_client")[0]["code"]
    place = f"/service/{service}/refer"
    items = browser.send(browser.get(place), place, {"case": code})
    assert "run by a state" in items.text
    said = {"items": "wants", "reason": "Wages."}
    refused = browser.send(items, place + "/items", said)
    assert "Tell the client what contact may mean" in refused.text
    assert amina.all(records.REFERRAL) == []
    made = browser.send(refused, place + "/items", {**said, "risk_told": "1"})
    assert "The referral is made." in made.text


def test_take_back_names_what_and_asks_once_more(browser: Browser, amina: Node, legal: str) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], {"reason": "Wages."})
    place = f"/referral/{made}/take-back"
    asked = browser.get(place)
    assert "What the client wants" in asked.text
    assert access.copies(amina, access.referral(amina, made))
    gone = browser.send(asked, place)
    assert "Nothing is kept here any more." in gone.text
    assert not access.copies(amina, access.referral(amina, made))


def test_form_of_a_provider_out_and_back(browser: Browser, amina: Node, legal: str) -> None:
    saved = browser.get(f"/service/{legal}/form")
    assert saved.status == 200
    empty = browser.send(browser.get("/services/form"), "/services/form")
    assert "Choose the file." in empty.text
    data = commands.form_file(amina, legal).decode("utf-8-sig")
    data = data.replace('"Advice on wages.";""', '"Advice on wages.";"Advice on papers."')
    made = commands.take_form(amina, data.encode(), "Ann")
    assert "Legal desk" in browser.get("/services/check").text
    page = browser.get(f"/proposal/{made}")
    assert "Advice on papers." in page.text
    values = page.form(f"/proposal/{made}").values
    taken = browser.post(f"/proposal/{made}", [*values, ("result", "approved")])
    assert "Advice on papers." in taken.text
    assert LEGAL["description"] not in taken.text
