"""A mother who returned with two children: three people, three cases, and no list that joins them.

Her programme is hers alone, lapses, and stands on one page. Each child has a case under a key of
its own; who looks after the younger one may be the danger, and is not asked.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from panoh.apps.casework.rules import told
from tests.journeys.alone import Alone, unlocked

CALLED, SCHOOL = "Мадина", "Мактаби рақами чор"
WISHES = ("Ман ба мактаб рафтан мехоҳам", "Ман бибиамро мехоҳам")
PURPOSE = "Барои қабул ба синф"


def _mother(her: Alone) -> tuple[str, str]:
    do = her.do
    do.visit("/clients")
    do.follow("New client")
    do.choose("choice", "full")
    do.choose("came", "programme")
    do.choose("languages", "tgk")
    do.choose("present", "official")
    do.press("Go on")
    do.write("goes_by", CALLED)
    do.choose("contact_ok", "agreed_times")
    do.choose("danger_tonight", "no")
    do.press("Save")
    path, code = her.here(), her.code()
    do.watch.secrets.append(CALLED)
    assert told.MAY_NOT_BE_FREE in do.text()  # a programme sent her
    return path, code


def _programme(her: Alone, path: str) -> None:
    """On this page alone, for as long as she agrees."""
    do = her.do
    her.go(path + "/agreement")
    do.choose("programme", "returnee")
    do.press("Save")
    do.sees("Please check")  # she was not asked
    do.choose("programme_agreed", "1")
    do.press("Save")
    returnee = do.words("Returnee")
    her.nowhere([returnee], path, path + "/timeline", "/today", "/clients", "/export")
    her.go(path + "/agreement")
    assert returnee in do.text()


def _child(her: Alone, age: str, wish: str, safe: str) -> tuple[str, str]:
    do = her.do
    do.visit("/clients")
    do.follow("A child's own case")
    assert not do.page.locator('main [name="programme"], main [name="names"]').count()
    do.choose("age_band", age)
    do.write("wish", wish)
    do.choose("assent", "yes")
    do.choose("caregiver_relation", "relative")
    do.choose("caregiver_safe", safe)
    do.press("Save")
    path, code = her.here(), her.code()
    do.sees("The whole case is kept under its own key and hidden until you show it. "
            "Showing is noted in the case.")  # fmt: skip
    return path, code


def _in_its_own_right(her: Alone, path: str, wish: str, *, may_ask: bool) -> None:
    do = her.do
    her.nowhere([wish], path, path + "/own", path + "/timeline", path + "/paper")
    her.go(path)
    do.press("Show the case")
    assert wish in do.text()
    asked = do.page.locator(f'main a[href="{path}/beside"]').count()
    assert asked == (1 if may_ask else 0)
    her.go(path + "/beside")
    refused = do.words("Whoever looks after the child is not asked and not contacted: it was not "
                       "said to be safe.")  # fmt: skip
    assert (refused in do.text()) is not may_ask
    her.go(path + "/agreement")  # no child has a programme, nor a parent's
    do.choose("programme", "returnee")
    do.choose("programme_agreed", "1")
    do.press("Save")
    do.sees("Please check")
    her.go(path)
    do.press("Hide them")


def _tie(her: Alone, mother: str, child: str, code: str, children: list[str]) -> None:
    """Both agree, each asked alone; neither case tells of the other while the child's is hidden."""
    do = her.do
    her.go(mother + "/tie/new")
    do.write("other", code)
    do.choose("relation", "child")
    do.choose("agreed", "1")
    do.press("Save")
    do.sees("Please check")  # the child was not asked
    do.choose("other_agreed", "1")
    do.press("Save")
    her.nowhere([code, child], mother, mother + "/timeline", "/today", "/clients")
    assert not [each for each in children if each in her.finds(CALLED)]


def _nothing_joins(her: Alone, mother: str, codes: list[str], wishes: list[str]) -> None:
    do = her.do
    do.visit("/clients")
    names = {str(each.get_attribute("name")) for each in do.page.locator("main [name]").all()}
    assert not names & {"programme", "age_band", "case_kind", "child", "caregiver"}
    her.nowhere([*codes, *wishes], "/clients", "/today", mother, mother + "/timeline", "/contacts")
    for each in wishes:
        assert not [code for code in codes if code in her.finds(each.split()[-2])]


def _school(her: Alone, mother: str) -> None:
    """One office gets what she agreed to; that consent may not be free is said each time."""
    do = her.do
    her.go(mother)
    do.follow("Add needs and strengths")
    do.choose("pick", "I07")
    do.choose("pick", "C21")
    do.press("Save")
    her.go(mother)
    do.follow("New consent to share")
    assert told.MAY_NOT_BE_FREE in do.text()
    do.write("purpose", PURPOSE)
    do.write("recipient", SCHOOL)
    do.choose("kinds", "need")
    do.choose("given", "oral")
    do.write("certified_by", CALLED)
    do.day("expires_on", date.today() + timedelta(days=30))
    do.press("Save")
    do.follow("Print")
    assert told.MAY_NOT_BE_FREE in do.text()
    do.choose("what", "summary")
    do.choose_called("whom", SCHOOL)
    do.choose("found_by", "nobody")
    do.press("Go on")
    assert told.MAY_NOT_BE_FREE in do.text()
    assert SCHOOL in do.text()
    do.press("Open it for printing")
    sheet = do.text("article.sheet")
    needs, strengths = do.words("Needs"), do.words("Strengths")
    assert needs in sheet
    for each in (strengths, CALLED, do.words("Returnee"), told.MAY_NOT_BE_FREE):
        assert each not in sheet


def test_a_mother_returned_with_two_children(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    with unlocked(browser, tmp_path, "tg") as her:
        mother, _code = _mother(her)
        _programme(her, mother)
        elder, first = _child(her, "10_13", WISHES[0], "yes")
        younger, second = _child(her, "6_9", WISHES[1], "no")
        _in_its_own_right(her, elder, WISHES[0], may_ask=True)
        _in_its_own_right(her, younger, WISHES[1], may_ask=False)
        _tie(her, mother, elder, first, [first, second])
        _nothing_joins(her, mother, [first, second], list(WISHES))
        _school(her, mother)
        assert her.do.watch.looked > 50
