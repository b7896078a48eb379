"""Who may be the same person: told at intake, seen for one client, kept apart, never merged."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import CASE_CONTACT
from panoh.core.node import Node
from tests.apps.casework.browser import Browser


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def count(node: Node) -> int:
    return int(node.rows("SELECT count(*) AS n FROM casework_client")[0]["n"])


def test_intake_asks_once_before_a_double_is_taken_on(browser: Browser, amina: Node) -> None:
    known = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    page = browser.get("/client/new")
    assert "Perhaps already known" not in page.text
    again = browser.send(page, "/client/new", {"goes_by": "Alisher Rakhmonov"})
    assert known in again.text
    assert "same name, other script" in again.text
    assert count(amina) == 1
    assert 'value="Alisher Rakhmonov"' in again.body  # nothing that was typed is lost
    saved = browser.send(again, "/client/new")
    assert count(amina) == 2
    assert "Saved." in saved.text


def test_ticking_not_the_same_is_kept_and_needs_no_second_save(
    browser: Browser, amina: Node
) -> None:
    commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    known = amina.rows("SELECT id FROM casework_client")[0]["id"]
    page = browser.get("/client/new")
    token = dict(page.form("/client/new").values)["csrf"]
    saved = browser.post(
        "/client/new", [("csrf", token), ("goes_by", "Rahmonov Alisher"), ("apart", known)]
    )
    assert "Saved." in saved.text
    new = access.client(amina, saved.path.split("/")[2].split("?")[0])
    assert views.alike_client(amina, new) == []
    assert "No other client" in browser.get(f"/client/{new['id']}/alike").text


def test_what_is_typed_is_answered_and_not_kept(browser: Browser, amina: Node) -> None:
    known = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    token = dict(browser.get("/client/new").form("/client/new").values)["csrf"]
    typed = [("csrf", token), ("typing", "1"), ("goes_by", "Rakhmonov Alisher"), ("phone", "")]
    seen = browser.post("/client/new/alike", typed)
    assert known in seen.text
    assert seen.path.startswith("/client/new/alike?f=")
    assert known not in browser.get(seen.path).text
    assert 'name="seen"' not in seen.body  # saving asks once more: it may not have been read
    found = browser.post("/search", [("csrf", token), ("typing", "1"), ("q", "rakhm")])
    assert known in found.text
    assert known not in browser.get(found.path).text
    kept = browser.post("/search", [("csrf", token), ("q", "rakhm")])
    assert known in browser.get(kept.path).text


def test_two_clients_are_told_apart_on_the_page(browser: Browser, amina: Node) -> None:
    first = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    second = access.client(amina, commands.add_client(amina, {"names": ["Rahmonov Alisher"]}))
    page = browser.get(f"/client/{second['id']}/alike")
    assert first in page.text
    assert "Rahmonov" not in page.body
    assert "Раҳмонов" not in page.body
    other = access.client(amina, first)["id"]
    after = browser.send(page, f"/client/{second['id']}/alike/{other}")
    assert "Kept: they are two people." in after.text
    assert first not in after.text
    for one, two in ((second["id"], other), (other, second["id"])):
        assert access.client(amina, one)["id"] != two
        assert "No other client" in browser.get(f"/client/{one}/alike").text
    assert count(amina) == 2


def test_a_name_noted_later_leads_to_those_alike(browser: Browser, amina: Node) -> None:
    known = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    new = access.client(amina, commands.add_client(amina, {}))
    path = f"/client/{new['id']}/about"
    after = browser.send(browser.get(path), path, {"names": "Алишер Рахмонов"})
    assert after.path.split("?")[0] == f"/client/{new['id']}/alike"
    assert known in after.text
    other = browser.send(browser.get(path), path, {"names": "Каримова Зебо"})
    assert other.path.split("?")[0].split("#")[0] == f"/client/{new['id']}"


def test_a_name_in_a_restricted_contact_is_found_when_shown(browser: Browser, amina: Node) -> None:
    code = commands.add_client(amina, {})
    client = access.client(amina, code)
    with amina.writing() as work:
        place = work.compartment(amina.space_id(client["space"]), "violence")
        values = {
            "client": client["id"], "channel": "in_person", "held_at": "2026-11-20T09:00",
            "state": "open", "name": ["Зебунисо Шарипова"],
        }  # fmt: skip
        work.put(CASE_CONTACT, place, None, values)
    assert views.search(amina, "Zebuniso Sharipova") == []
    access.set_shown(amina, client["id"], ["violence"], True)
    assert [each.title for each in views.search(amina, "Zebuniso Sharipova")] == [code]
