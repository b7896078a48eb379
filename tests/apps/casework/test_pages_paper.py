"""Printing, taking over a list and taking out a copy, in the browser."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pypdfium2
import pytest
import pyzipper

from panoh.apps.casework import access, commands, views
from panoh.core.node import Node
from panoh.sheets import age
from tests.apps.casework.browser import Browser, Seen
from tests.paper.reading import read
from tests.sheets.making import Raw, workbook

PHRASE = "seven quiet camels cross a bridge"


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


@pytest.fixture
def path(amina: Node) -> str:
    code = commands.add_client(amina, {"goes_by": "Zulfiyacanary", "wants": "my wages"})
    commands.add_need(amina, code, {"factor": "I13", "detail": "restricted detail"})
    return "/client/" + str(access.client(amina, code)["id"])


def no_follow(browser: Browser, page: Seen, action: str, values: dict[str, str]) -> str:
    """Where a form leads, without going there."""
    from urllib.parse import urlencode

    form = page.form(action)
    kept = [(name, value) for name, value in form.values if name not in values]
    status, location, _ = browser._send(
        "POST", action, urlencode([*kept, *values.items()]).encode()
    )
    assert status == 303
    return location


def checked(browser: Browser, path: str, **wish: Any) -> tuple[Seen, str]:
    """The page that asks once more, and where its forms go."""
    wish = {"what": "plan", "language": "tg", "found_by": "nobody", **wish}
    page = browser.send(browser.get(path + "/paper"), path + "/paper", wish)
    return page, next(each.action for each in page.forms if "/paper/check" in each.action)


# ── paper ───────────────────────────────────────────────────────────────────────────────────


def test_who_might_find_it_is_asked_before_anything(browser: Browser, path: str) -> None:
    page = browser.send(browser.get(path + "/paper"), path + "/paper", {"what": "plan"})
    assert "Who might find this?: This is needed." in page.text
    same = browser.send(page, path + "/paper", {"found_by": "work", "language": "ru",
                                                "second": "ru"})  # fmt: skip
    assert "Choose another language than the first" in same.text


@pytest.mark.parametrize(("found_by", "words"), [
    ("nobody", "Tear up what is no longer needed"),
    ("family", "let somebody outside the home keep it"),
    ("work", "do not leave it in a locker"),
    ("border", "It is safer to carry nothing"),
])  # fmt: skip
def test_each_answer_has_its_advice(browser: Browser, path: str, found_by: str, words: str) -> None:
    page, _action = checked(browser, path, found_by=found_by)
    assert words in page.text
    assert "download folder" in page.text
    assert "queue" in page.text
    assert access.case(browser.held.node, path[8:]).taken_out == []


def test_a_sheet_for_printing_names_nobody_and_is_noted(
    browser: Browser, path: str, amina: Node
) -> None:
    page, action = checked(browser, path, what="summary", second="ru", language="en")
    sheet = browser.send(page, action, {"act": "page"})
    assert sheet.title == "Notes"
    assert "canary" not in sheet.body
    assert "restricted detail" not in sheet.body
    assert "my wages" in sheet.text
    assert re.fullmatch(r"/client/[0-9a-f]{32}/paper/sheet\?s=[0-9a-f]{32}", sheet.path)
    (noted,) = access.case(amina, path[8:]).taken_out
    assert (noted["what"], noted["form"], noted["found_by"]) == ("summary", "page", "nobody")


def test_a_second_language_stands_beside_the_first_or_is_said_to_be_missing(
    browser: Browser, path: str
) -> None:
    page, action = checked(browser, path, what="plan", language="en", second="tg")
    assert "does not stand beside the first" not in page.text
    sheet = browser.send(page, action, {"act": "page"})
    assert {'lang="en"', 'lang="tg"'} <= set(re.findall(r'lang="\w+"', sheet.body))
    page, action = checked(browser, path, what="consent", language="en", second="tg")
    assert "in Тоҷикӣ yet, so it does not stand beside the first" in page.text
    sheet = browser.send(page, action, {"act": "page"})
    assert 'lang="tg"' not in sheet.body.partition("<main")[2]


def test_the_sheet_cannot_be_had_without_being_noted(browser: Browser, path: str) -> None:
    page, action = checked(browser, path)
    query = action.partition("?")[2]
    assert browser.get(f"{path}/paper/sheet").status == 404
    assert browser.get(f"{path}/paper/sheet?{query}").status == 404
    other = commands.add_client(browser.held.node, {})
    ref = access.client(browser.held.node, other)["id"]
    sheet = browser.send(page, action, {"act": "page"})
    assert browser.get(f"/client/{ref}/paper/sheet?{sheet.path.partition('?')[2]}").status == 404


def test_a_pdf_is_handed_out_once_under_a_name_that_says_nothing(
    browser: Browser, path: str, amina: Node
) -> None:
    page, action = checked(browser, path)
    place = no_follow(browser, page, action, {"act": "pdf"})
    headers, data = browser.fetch(place)
    assert headers["content-disposition"] == 'attachment; filename="notes.pdf"'
    assert headers["content-type"] == "application/pdf"
    assert headers["cache-control"] == "no-store"
    assert "my wages" in read(data).text
    assert "handed out once" in browser.get(place).text
    assert access.case(amina, path[8:]).taken_out[0]["form"] == "pdf"


def test_a_password_is_typed_twice_and_never_comes_back(
    browser: Browser, path: str, amina: Node
) -> None:
    page, action = checked(browser, path)
    wrong = {"act": "pdf", "password": "three canary words", "again": "other"}
    again = browser.send(page, action, wrong)
    assert "The two are not alike." in again.text
    assert "three canary words" not in again.body
    assert access.case(amina, path[8:]).taken_out == []
    right = {"act": "pdf", "password": "three canary words", "again": "three canary words"}
    _headers, data = browser.fetch(no_follow(browser, again, action, right))
    with pytest.raises(pypdfium2.PdfiumError):
        read(data)
    assert "my wages" in read(data, "three canary words").text
    assert access.case(amina, path[8:]).taken_out[0]["form"] == "pdf_password"


def test_restricted_lines_can_be_ticked_only_once_they_are_shown(
    browser: Browser, path: str
) -> None:
    page = browser.get(path + "/paper")
    assert "restricted" not in page.form(path + "/paper").names
    assert "Violence" not in page.text
    sent = {**dict(page.form(path + "/paper").values), "what": "summary", "language": "en"}
    sent.update(found_by="nobody", restricted="violence")
    forced = browser.post(path + "/paper", [*sent.items()])
    assert "Show the restricted lines in the case first." in forced.text
    browser.send(browser.get(path + "/more"), path + "/show", {"class": "violence"})
    page, action = checked(browser, path, what="summary", restricted=["violence"], language="en")
    sheet = browser.send(page, action, {"act": "page"})
    assert "restricted detail" in sheet.text


# ── lists ───────────────────────────────────────────────────────────────────────────────────

LIST = "Рақам;Ному насаб;Телефон;Язык\n1;Зулфия Раҳмонова;+992900000001;тоҷикӣ\n2;Мадина;;ru, tg\n"


def test_a_list_is_looked_at_and_then_taken(browser: Browser, amina: Node) -> None:
    seen = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, LIST.encode())
    assert re.fullmatch(r"/import/preview\?s=[0-9a-f]{32}", seen.path)
    action = seen.path
    assert "2 rows can be taken." in seen.text
    assert views.count_cases(amina, status="all") == 0
    mapped = browser.send(seen, action, {"act": "map", "c0": "old_number", "c1": "names"})
    assert "Зулфия Раҳмонова" in mapped.text
    done = browser.send(mapped, action, {"act": "take"})
    assert "2 rows were taken." in done.text
    assert "The spreadsheet still lies where it was" in done.text
    rows = {each["goes_by"] or each["names"][0]: each for each in amina.all(_client())}
    assert rows["Мадина"]["languages"] == ["rus", "tgk"]
    assert rows["Зулфия Раҳмонова"]["phone"] == "+992900000001"
    assert rows["Мадина"]["code"] in done.text
    assert browser.get(action).status == 404


def test_who_may_be_here_already_is_named_and_nothing_is_merged(
    browser: Browser, amina: Node
) -> None:
    held = commands.add_client(amina, {"names": ["Зульфия Рахмонова"]})
    child = commands.add_child(amina, {"age_band": "6_9"})
    seen = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, LIST.encode())
    assert "may be clients who are here already" in seen.text
    assert f"Row 2: {held}" in seen.text
    assert "Row 3:" not in seen.text
    assert child not in seen.body
    done = browser.send(seen, seen.path, {"act": "take", "c0": "", "c1": "names"})
    assert "None of them was asked yet whether anything may be kept" in done.text
    assert views.count_cases(amina, status="all") == 3  # a child's case stands in no list
    assert views.count_not_asked(amina) == 3
    new = next(each for each in amina.all(_client()) if each["names"] == ["Зулфия Раҳмонова"])
    assert held in browser.get(f"/client/{new['id']}/alike").text


def _client() -> Any:
    from panoh.apps.casework.records import CLIENT

    return CLIENT


def test_one_bad_row_and_nothing_is_taken(browser: Browser, amina: Node) -> None:
    rows = [["name", "phone", "sex"], ["Umed", "12", "man"], ["Aziz", "+992900000002", "neither"],
            ["Bo", Raw("<c><f>1+1</f><v>2</v></c>"), "woman"]]  # fmt: skip
    seen = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, workbook(rows))
    for words in ("Row 2, phone: A phone number has", "Row 3, sex: This is none of the words",
                  "Row 4, phone: This cell holds a formula"):  # fmt: skip
        assert words in seen.text
    forced = browser.post(seen.path, [*seen.form(seen.path).values, ("act", "take")])
    assert "put the rows right first" in forced.text
    assert views.count_cases(amina, status="all") == 0


def test_a_broken_file_comes_back_with_the_reason(browser: Browser, amina: Node) -> None:
    for data, words in (
        (b"PK\x03\x04 nothing", "The file is damaged or is not a workbook"),
        (b'a;b\nx;y\n"open', "Row 3: A quotation mark is not closed"),
        (b"", "Choose a file."),
        (b"a\n" + b"1\n" * 50_010, "more than 50,000 rows"),
    ):
        seen = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, data)
        assert words in seen.text
    assert views.count_cases(amina, status="all") == 0


def test_a_file_is_only_taken_where_it_is_asked_for(browser: Browser) -> None:
    page = browser.get("/client/new")
    assert browser.upload(page, "/client/new", {}, b"\xff\xfe\x00").status != 200
    huge = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, b"x" * 13_000_000)
    assert huge.status == 413


def test_giving_it_up_forgets_the_list(browser: Browser, amina: Node) -> None:
    seen = browser.upload(browser.get("/import"), "/import", {"kind": "clients"}, LIST.encode())
    gone = browser.send(seen, seen.path, {"act": "drop"})
    assert "Nothing was taken." in gone.text
    assert "casework.import" not in amina.session
    assert browser.get(seen.path).status == 404


def test_contacts_come_to_the_desk(browser: Browser, amina: Node) -> None:
    data = "Сана;Савол;Канал\n20.10.2026;музд;Phone call\n2026-10-21;ҳуҷҷат;\n".encode()
    seen = browser.upload(browser.get("/import"), "/import", {"kind": "contacts"}, data)
    seen = browser.send(seen, seen.path, {"act": "map", "c0": "held_at", "c1": "asked",
                                          "c2": "channel"})  # fmt: skip
    done = browser.send(seen, seen.path, {"act": "take"})
    assert "2 rows were taken." in done.text
    assert len(amina.all(_contact())) == 2


def _contact() -> Any:
    from panoh.apps.casework.records import CONTACT

    return CONTACT


# ── copies ──────────────────────────────────────────────────────────────────────────────────


def test_a_case_goes_out_sealed_and_is_noted(
    browser: Browser, path: str, amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age, "COST", 10)
    here = path + "/export"
    page = browser.get(here)
    assert "with names, numbers, notes" in page.text
    weak = browser.send(page, here, {"phrase": "1234", "again": "1234"})
    assert "1234" not in weak.body
    differ = browser.send(weak, here, {"phrase": PHRASE, "again": "another"})
    assert "The two are not alike." in differ.text
    assert access.case(amina, path[8:]).taken_out == []
    wish = {"phrase": PHRASE, "again": PHRASE, "format": "zip"}
    place = no_follow(browser, differ, here, wish)
    headers, data = browser.fetch(place)
    assert headers["content-disposition"] == 'attachment; filename="copy.zip"'
    assert b"canary" not in data
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        (case,) = json.loads(archive.read("cases.json", pwd=PHRASE.encode()))
    assert case["goes_by"] == "Zulfiyacanary"
    assert "restricted detail" not in json.dumps(case)
    assert "handed out once" in browser.get(place).text
    assert access.case(amina, path[8:]).taken_out[0]["form"] == "zip"


def test_all_cases_name_how_many_go_out(
    browser: Browser, path: str, amina: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age, "COST", 10)
    commands.add_client(amina, {})
    page = browser.get("/export")
    assert "2 cases, open and closed" in page.text
    place = no_follow(browser, page, "/export", {"phrase": PHRASE, "again": PHRASE})
    headers, data = browser.fetch(place)
    assert headers["content-disposition"] == 'attachment; filename="copy.age"'
    assert data.startswith(b"age-encryption.org/v1")
    assert len(access.case(amina, path[8:]).taken_out) == 1
