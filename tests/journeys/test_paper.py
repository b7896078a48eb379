"""In a real Chromium: a sheet printed by the browser, a PDF saved once, a list taken over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from playwright.sync_api import Browser, Page

from panoh.words import html_language
from tests.journeys import outward, practice
from tests.journeys.conftest import LOCALES
from tests.journeys.panoh import Panoh
from tests.paper.reading import read


@dataclass
class Desk:
    page: Page
    origin: str
    client: str
    folder: Path
    code: str


@pytest.fixture(params=["ru", "tg", "kk"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:  # fmt: skip
    """An unlocked practice before a browser that keeps what it is handed."""
    language = request.param
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    panoh = Panoh(tmp_path)
    place, ids = practice.make(panoh.home, language, filled=True)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language], accept_downloads=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(started.address)
    page.goto(f"{started.origin}/unlock/{place.id}")
    page.fill("#f-phrase", practice.PHRASE)
    page.press("#f-phrase", "Enter")
    page.wait_for_selector("#lock")
    assert page.get_attribute("html", "lang") == html_language(language)
    yield Desk(page, started.origin, f"/client/{ids['client']}", tmp_path, ids["code"])
    context.close()
    started.stop()


def on_the_check(desk: Desk, what: str) -> None:
    desk.page.goto(desk.origin + desk.client + "/paper")
    outward.wish(desk.page, what=what)
    desk.page.click(f'form[action="{desk.client}/paper"] button')


@pytest.mark.long
def test_paper_a_list_and_a_copy_in_the_browser(desk: Desk) -> None:
    for what in ("plan", "summary"):
        what_the_browser_prints_names_nobody(desk, what)
    a_pdf_is_saved_only_on_a_press(desk)
    a_list_is_taken(desk)
    a_sealed_copy_is_given(desk)


def what_the_browser_prints_names_nobody(desk: Desk, what: str) -> None:
    on_the_check(desk, what)
    desk.page.click("button[value=page]")
    desk.page.wait_for_selector(".sheet")
    printed = read(desk.page.pdf(display_header_footer=True))
    for secret in (*practice.NAMES, "900 111 222", "Panoh"):
        assert secret not in printed.text
    assert desk.code in printed.text
    assert desk.page.title() == desk.page.inner_text(".sheet h1")


def a_pdf_is_saved_only_on_a_press(desk: Desk) -> None:
    on_the_check(desk, "plan")
    desk.page.fill("#f-password", "се калимаи ором")
    desk.page.fill("#f-again", "се калимаи ором")
    with desk.page.expect_download() as begun:
        desk.page.click("button[value=pdf]")
    saved = desk.folder / "saved.pdf"
    begun.value.save_as(saved)
    assert begun.value.suggested_filename == "notes.pdf"
    assert desk.code in read(saved.read_bytes(), "се калимаи ором").text
    assert "/paper/check" in desk.page.url  # the page stays where it was


def a_list_is_taken(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.origin + "/import")
    outward.choose_file(page, outward.LIST)
    page.click('form[action="/import"] button')
    page.select_option("#f-c1", "names")
    page.click("button[value=map]")
    page.click("button[value=take]")
    page.wait_for_selector("tbody tr:nth-child(2)")
    assert page.locator("tbody tr").count() == 2


def a_sealed_copy_is_given(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.origin + "/export")
    page.fill("#f-phrase", outward.COPY)
    page.fill("#f-again", outward.COPY)
    with page.expect_download(timeout=60_000) as begun:
        page.click('form[action="/export"] button')
    saved = desk.folder / "saved.age"
    begun.value.save_as(saved)
    assert begun.value.suggested_filename == "copy.age"
    assert pyrage.passphrase.decrypt(saved.read_bytes(), outward.COPY).startswith(b"PK")
