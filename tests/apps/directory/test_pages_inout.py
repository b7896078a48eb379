"""What comes in and goes out on pages: directories, and referrals on paper or sealed."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from panoh.apps.casework import commands as casework
from panoh.apps.directory import access, commands, records, views
from panoh.apps.directory.hsds import files
from panoh.apps.directory.pages import bring
from panoh.apps.directory.serve import as_json
from panoh.core.node import Node
from tests.apps.casework.browser import Browser
from tests.apps.directory.conftest import LEGAL, SECRET, SHELTER, client

PHRASE = "umbrella lantern gravel monday orchard violin"
ONE = {"id": "s1", "name": "New desk", "status": "active"}


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


def given(browser: Browser, data: bytes) -> Any:
    return browser.upload(browser.get("/services/import"), "/services/import", {}, data, "file")


def act(browser: Browser, page: Any, what: str) -> Any:
    action = page.forms[-1].action
    return browser.post(action, [*page.form(action).values, ("act", what)])


def test_directory_comes_in_after_it_was_looked_at(browser: Browser, amina: Node) -> None:
    page = given(browser, json.dumps([ONE]).encode())
    assert "1 new service" in page.text
    assert "New desk" in page.text
    assert not views.catalogue(amina).entries  # nothing is written by looking
    assert "New desk" not in page.path
    gone = act(browser, page, "drop")
    assert "Nothing was taken." in gone.text
    assert not views.catalogue(amina).entries
    assert browser.get(page.path).status == 404  # it is not held any more
    taken = act(browser, given(browser, json.dumps([ONE]).encode()), "take")
    assert "New desk" in taken.text
    again = given(browser, json.dumps([{**ONE, "name": "Newer desk"}]).encode())
    assert "1 service that is here already" in again.text
    act(browser, again, "take")
    assert [each.name for each in views.catalogue(amina)] == ["Newer desk"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a file."),
        (b"id;name\r\n1;x\r\n", "Choose a JSON file, or a zip"),
        (b'{"id": "s1", "status": "active"}', "JSON"),
        (json.dumps([{**ONE, "phones": "+999"}]).encode(), "JSON[0].phones"),
        (json.dumps({"service_id": "no", "location_id": "no", "id": "a"}).encode(),
         "service_at_location[a].service_id"),
        (b"PK\x03\x04 no zip", "this cannot be read"),
    ],
)  # fmt: skip
def test_what_is_unsound_is_refused_with_place_and_reason(
    browser: Browser, amina: Node, data: bytes, said: str
) -> None:
    page = given(browser, data)
    assert page.path.startswith("/services/import?")
    assert said in page.text
    assert not amina.session.get("directory.import")
    assert not amina.all(records.SERVICE)


def test_zip_bomb_and_too_many_rows_are_refused(
    browser: Browser, amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"id,name\n" + b"0" * (files.MOST_BYTES + 1))
    page = given(browser, held.getvalue())
    assert "this is larger than a directory can be" in page.text
    monkeypatch.setattr(bring, "PAGE_ROWS", 1)
    page = given(browser, json.dumps([ONE, {**ONE, "id": "s2"}]).encode())
    assert "panoh directory import" in page.text
    assert not amina.all(records.SERVICE)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_directory_goes_out_once_and_comes_in_elsewhere(
    browser: Browser, amina: Node, bo: Node, form: str
) -> None:
    commands.add(amina, LEGAL)
    commands.add(amina, {**SHELTER, "state_risk": "undesirable"})
    page = browser.get("/services/export")
    assert "2 services" in page.text
    assert "1 service has a confidential place" in page.text
    file = browser.send(page, "/services/export", {"format": form})
    assert "attachment" in str(browser.headers)
    assert browser.get(file.path).text.startswith("The file is handed out once") or \
        "handed out once" in browser.get(file.path).text  # fmt: skip
    browser.send(browser.get("/services/export"), "/services/export", {"format": form})
    package = views.public(amina)
    assert SECRET not in as_json(package).decode()
    other = Browser(bo)
    act(other, given(other, as_json(package)), "take")
    assert len(views.catalogue(bo).entries) == 2


# ── a referral ──────────────────────────────────────────────────────────────────────────────


def test_printing_asks_first_and_is_noted(browser: Browser, amina: Node, legal: str) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], {"reason": "Wages."})
    row = access.referral(amina, made)
    place = f"/referral/{made}/paper"
    page = browser.get(place)
    assert "Legal desk" in page.text
    assert access.takings(amina, row) == []  # looking takes nothing out
    out = browser.post(place, [*page.forms[0].values, ("act", "pdf")])
    assert browser.headers["content-type"] == "application/pdf"
    assert "handed out once" in browser.get(out.path).text
    (noted,) = access.takings(amina, row)
    assert (noted["form"], noted["by"], noted["on"]) == ("pdf", "Amina", "2026-11-20")
    for each in (f"/referral/{made}", place, f"/referral/{made}/take-back"):
        assert "It has left the vault already:" in browser.get(each).text


@pytest.mark.parametrize("form", ["age", "zip"])
def test_sealed_file_for_an_outsider_is_noted_and_opens_with_the_phrase(
    browser: Browser, amina: Node, legal: str, form: str
) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], {"reason": "Wages."})
    place = f"/referral/{made}/paper"
    said = {"format": form, "phrase": PHRASE, "again": "another"}
    page = browser.send(browser.get(place), place, said)
    assert "The two are not alike." in page.text
    assert PHRASE not in page.body
    weak = browser.send(page, place, {"format": form, "phrase": "abc", "again": "abc"})
    assert weak.path.startswith(place)
    assert access.takings(amina, access.referral(amina, made)) == []
    browser.send(weak, place, {**said, "again": PHRASE})
    assert f"notes.{form}" in str(browser.headers)
    (noted,) = access.takings(amina, access.referral(amina, made))
    assert noted["form"] == form


def test_nothing_goes_out_when_the_client_has_withdrawn(
    browser: Browser, amina: Node, legal: str
) -> None:
    made = commands.new(amina, legal, client(amina), ["wants"], {"reason": "Wages."})
    casework.withdraw(amina, access.referral(amina, made)["agreements"], {})
    place = f"/referral/{made}/paper"
    assert "holds no more" in browser.get(place).text
    for values in ({"act": "pdf"}, {"phrase": PHRASE, "again": PHRASE}):
        token = browser.get("/services/import").form("/services/import").values
        page = browser.post(place, [*token, *values.items()])
        assert "holds no more" in page.text
    assert access.takings(amina, access.referral(amina, made)) == []
