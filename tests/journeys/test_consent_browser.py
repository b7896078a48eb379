"""Consent in a real browser: before anything is kept, before anything is shared, and back again.

A woman was sent by her family. She first agrees to everything, then only to a code; her lawyer may
see her needs, and then no longer.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from panoh.apps.casework.rules import told
from tests.journeys import practice
from tests.journeys.conftest import LOCALES, PHONE_SIZE
from tests.journeys.hands import Hands, Keys
from tests.journeys.looks import CODE, Watch
from tests.journeys.panoh import Panoh

CALLED, LAWYER = "Нигина", "Бюро"
PURPOSE, PASS_ON = "чтобы вернуть зарплату", "О побоях детей мы обязаны сообщить."
TYPED = (CALLED, LAWYER, PURPOSE, PASS_ON, practice.PHONE)


class Told:
    """The acts, for any hands."""

    def __init__(self, do: Hands) -> None:
        self.do = do
        self.case = ""

    def write_what_must_be_passed_on(self) -> None:
        do = self.do
        do.visit("/clients")
        do.follow("New client")
        do.headed("Before anything is kept")
        assert do.page.locator("div.card").count() == 2  # ours, and that nothing is written yet
        do.follow("Words of the practice")
        do.choose("part", "pass_on")
        do.choose("country", "TJ")
        do.choose("language", "ru")
        do.write("text", PASS_ON)
        do.write("checked_by", LAWYER)
        do.press("Save")
        do.sees("Saved. From now on these words are read out.")

    def take_on(self) -> None:
        do = self.do
        do.visit("/clients")
        do.follow("New client")
        shown = do.page.locator("div.card").first
        assert shown.get_attribute("lang") == "en"  # nobody has reviewed another language yet
        assert told.BEFORE_KEEPING[0] in shown.inner_text()
        assert PASS_ON in do.text()
        do.press("Go on")  # with nothing said
        do.sees("Please check")
        do.choose("choice", "full")
        do.choose("came", "family")
        do.choose("languages", "tgk")
        do.choose("present", "family")
        do.press("Go on")
        do.headed("New client")
        do.write("goes_by", CALLED)
        do.write("phone", practice.PHONE)
        do.choose("contact_ok", "yes")
        do.press("Save")
        found = CODE.search(do.text("h1"))
        assert found, do.text()
        self.case = re.findall(r"/client/[0-9a-f]{32}", do.page.url)[0]
        do.watch.secrets += [found.group(), CALLED]
        assert told.MAY_NOT_BE_FREE in do.text()

    def share(self) -> None:
        do = self.do
        do.follow("New consent to share")
        do.headed("Consent to share")
        assert told.MAY_NOT_BE_FREE in do.text()
        do.write("purpose", PURPOSE)
        do.write("recipient", LAWYER)
        do.choose("kinds", "need")
        do.choose("given", "written")
        do.day("expires_on", date.today() + timedelta(days=7))
        do.press("Save")
        do.sees("The consent is saved.")
        do.visit("/today")
        assert LAWYER not in do.text()
        do.follow_to("#consent")
        do.follow(LAWYER)
        do.choose("said_by", "client")
        do.press("Withdraw the consent")
        do.sees("The consent is withdrawn. Nothing more is shared on it.")

    def share_without(self) -> None:
        do = self.do
        do.follow_to(self.case)
        do.follow("Share without consent")
        do.choose("reason", "law")
        do.press("Save")
        do.sees("Name the law. That an authority asks is not a reason by itself.")
        do.sees("Say exactly what is shared; no more than the reason needs.")
        do.follow("Cancel")

    def keep_only_a_code(self) -> None:
        do = self.do
        do.follow_to("/keeping")
        do.choose("choice", "code")
        do.choose("came", "family")
        do.choose("languages", "tgk")
        do.press("Save")
        do.headed("Erase what says who the client is?")
        do.press("Erase names and numbers")
        do.sees("Proved: every page of the vault was opened and searched, and it was not found.")
        assert CALLED not in do.text()
        assert practice.PHONE not in do.text()
        do.follow_to("/called")
        do.sees("The client chose a code only: no name and no number is asked for or kept.")

    def whole(self) -> None:
        self.write_what_must_be_passed_on()
        self.take_on()
        self.share()
        self.share_without()
        self.keep_only_a_code()


@pytest.mark.parametrize(
    ("language", "kind", "scripts"),
    [("en", Hands, True), ("ru", Keys, False)],
    ids=["english, pointing, on a phone", "russian, keys alone, without scripts"],
)
def test_consent_from_the_first_word_to_the_last(
    browser: Browser, tmp_path: Path, language: str, kind: type[Hands], scripts: bool
) -> None:
    panoh = Panoh(tmp_path)
    place, _ids = practice.make(panoh.home, language, filled=False)
    started = panoh.start()
    context = browser.new_context(
        java_script_enabled=scripts, locale=LOCALES[language], viewport=PHONE_SIZE
    )
    context.set_default_timeout(10_000)
    page: Page = context.new_page()
    watch = Watch(started.origin, language).over(context, page)
    watch.typed += TYPED
    do = kind(page, watch)
    try:
        do.open(started.address)
        if "/unlock/" not in page.url:
            do.open(f"{started.origin}/unlock/{place.id}")
        page.locator("#f-phrase").fill(practice.PHRASE)
        do.press("Unlock")
        story = Told(do)
        story.whole()
        watch.end(context, page)
    finally:
        context.close()
        started.stop()
    panoh.phrase = practice.PHRASE
    shown = panoh.run("client", "list")
    code = CODE.search(shown)
    assert code
    case = panoh.read("case", "show", code.group())
    assert (case["keeping"]["choice"], case["keeping"]["came"]) == ("code", "family")
    assert [each["state"] for each in case["consents"]] == ["withdrawn"]
    assert case["overrides"] == []
    assert case["goes_by"] is None
    assert CALLED not in panoh.run("case", "show", code.group(), "--json")
