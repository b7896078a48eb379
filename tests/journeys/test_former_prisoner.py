"""A former prisoner whom an office sent: from a call without a name to a case that is erased.

He wants to be a code only. What was done to him lies under a key of its own, the police ask for
him, and one office, for a while, may know what he needs for work.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from panoh.apps.casework.rules import told
from tests.journeys.alone import Alone, unlocked

WANTS = "Жұмыс керек, ешкім сұрамасын"
BEATEN = "Бірінші айда ұрды"
OFFICE, PURPOSE = "Еңбек бөлімі", "Оқуға жазылу"
POLICE, ASKED = "Учаскелік", "Ол қайда тұрады?"
DETENTION = "I14"


def _call(him: Alone) -> None:
    """The call itself needs no name."""
    do = him.do
    do.visit("/contacts")
    do.follow("New contact")
    do.choose("channel", "phone")
    do.choose("danger_tonight", "no")
    do.press("Save")


def _take_on(him: Alone) -> tuple[str, str]:
    do = him.do
    do.visit("/clients")
    do.follow("New client")
    do.choose("choice", "code")
    do.choose("came", "authority")
    do.choose("languages", "kaz")
    do.press("Go on")
    do.sees("The client chose a code only: no name and no number is asked for or kept.")
    for name in ("goes_by", "phone", "names"):
        assert not do.page.locator(f'[name="{name}"]').count(), name
    do.choose("danger_tonight", "no")
    do.write("wants", WANTS)
    do.press("Save")
    path, code = him.here(), him.code()
    him.go(path + "/agreement")
    do.choose("programme", "former_prisoner")
    do.choose("programme_agreed", "1")
    do.press("Save")
    return path, code


def _what_was_done(him: Alone, path: str) -> None:
    """Leads to safety first; a plan may be talked through and never written."""
    do = him.do
    him.go(path + "/needs/new")
    do.write("q", DETENTION)
    do.press("Search the list")
    do.choose("pick", DETENTION)
    do.press("Save")
    do.headed("What makes it safer?")
    do.press("Talked through, write nothing")
    him.go(path + "/note/new")
    do.write("text", BEATEN)
    do.unfold("Who may see it")
    do.choose("restricted", "detention")
    do.press("Save")
    him.go(path + "/needs/new")
    do.choose("pick", "I07")
    do.choose("pick", "I32")
    do.press("Save")
    him.nowhere([BEATEN], path, path + "/timeline", "/today", "/clients", path + "/paper")
    assert BEATEN not in him.finds(BEATEN.split()[-1])


def _police(him: Alone, path: str) -> None:
    do = him.do
    him.go(path)
    do.follow("Note a demand by an authority")
    do.sees("A demand by itself is never a reason to give anything. Ask a lawyer first.")
    do.write("authority", POLICE)
    do.write("asked_for", ASKED)
    do.choose("given", "nothing")
    do.press("Save")
    him.nowhere([ASKED], path, "/today", path + "/timeline", path + "/export")
    him.go(path + "/override/new")
    offered = {str(e.get_attribute("value")) for e in do.page.locator("[name=reason]").all()}
    assert offered - {""} == {"life", "child", "incapable", "law"}  # that they ask is none


def _office(him: Alone, path: str) -> None:
    do = him.do
    him.go(path)
    do.follow("New consent to share")
    assert told.MAY_NOT_BE_FREE in do.text()
    do.write("purpose", PURPOSE)
    do.write("recipient", OFFICE)
    do.choose("kinds", "need")
    do.choose("given", "written")
    do.day("expires_on", date.today() + timedelta(days=14))
    do.press("Save")
    do.follow("Take out a sealed copy")
    assert told.MAY_NOT_BE_FREE in do.text()
    assert OFFICE in do.text()
    him.go(path)
    do.follow("Print")
    do.choose("what", "summary")
    do.choose("language", "ru")
    do.choose_called("whom", OFFICE)
    do.choose("found_by", "border")
    do.press("Go on")
    assert told.MAY_NOT_BE_FREE in do.text()
    do.press("Open it for printing")
    sheet = do.page.inner_text("article.sheet")
    for each in (BEATEN, WANTS, OFFICE, "заключ", "тюрьм"):
        assert each not in sheet
    him.go(path)
    do.follow(OFFICE)
    do.press("Withdraw the consent")
    him.go(path)
    do.follow("Print")
    assert not do.page.locator("#f-whom").count()
    do.sees("It is for the client and for your own work. Before somebody else gets it, note a "
            "consent to share.")  # fmt: skip


def _end(him: Alone, path: str, code: str) -> None:
    """Closed, and then all of it gone, with proof."""
    do = him.do
    him.go(path)
    do.follow("Close the case")
    do.choose("reason", "agreed")
    do.choose("write_again", "no")
    do.press("Close the case")
    do.follow("Erase this case")
    do.press("Erase the case for good")
    do.sees("Please check")
    do.page.locator("[name=read]").check()
    do.press("Erase the case for good")
    do.headed("The case is erased")
    do.sees("Proved.")
    assert code in do.text()
    him.nowhere([code], "/clients", "/today", "/clients?page=1")
    assert WANTS not in him.finds(WANTS.split()[0])


def test_a_former_prisoner_who_was_sent(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    with unlocked(browser, tmp_path, "kk") as him:
        _call(him)
        path, code = _take_on(him)
        _what_was_done(him, path)
        _police(him, path)
        _office(him, path)
        _end(him, path, code)
        assert him.do.watch.looked > 40
