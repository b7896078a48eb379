"""In a real Chromium: take the pack in, read a disagreement, file a claim from a document, build a
brief, take the pack out; in English and in Tajik."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from panoh.words import html_language
from tests.journeys import practice
from tests.journeys.conftest import LOCALES
from tests.journeys.panoh import Panoh


@dataclass
class Desk:
    page: Page
    origin: str
    language: str
    folder: Path

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def text(self) -> str:
        return self.page.inner_text("main")


@pytest.fixture(params=["en", "tg"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:  # fmt: skip
    language = request.param
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    panoh = Panoh(tmp_path)
    place, _ids = practice.make(panoh.home, language, filled=True)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language], accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(started.address)
    page.goto(f"{started.origin}/unlock/{place.id}")
    page.fill("#f-phrase", practice.PHRASE)
    page.press("#f-phrase", "Enter")
    page.wait_for_selector("#lock")
    assert page.get_attribute("html", "lang") == html_language(language)
    yield Desk(page, started.origin, language, tmp_path)
    context.close()
    started.stop()


@pytest.mark.long
def test_from_the_door_to_a_brief_and_out_again(desk: Desk) -> None:
    page = desk.page
    desk.go("/safety")
    page.click('main a[href="/evidence"]')
    assert page.locator('nav a[href="/clients"]').count() == 0
    page.click('nav a[href="/evidence/packs"]')
    page.check('input[name="read"]')
    page.click('form[action="/evidence/packs"] button')
    page.wait_for_selector("text=C001")

    page.click('nav a[href="/evidence/disagreements"]')
    assert "145" in desk.text()
    assert page.locator("svg rect").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    desk.go("/evidence/source/new")
    document = desk.folder / "report.txt"
    document.write_text("A report.\n\nIn 2024 more than 300 workers in Osh were not paid.", "utf-8")
    page.set_input_files("#f-document", str(document))
    page.fill("#f-title", "Wages in Osh")
    page.click('form[action="/evidence/source/new"] button.main')
    page.click('button[name="act"][value="file"]')
    assert page.input_value("#f-value") == "300"
    page.fill("#f-text", "Over 300 workers were not paid.")
    page.fill("#f-measure", "workers not paid")
    page.click('form[action="/evidence/claim/new"] button.main')
    assert "300" in desk.text()
    name = page.inner_text("h1").split()[-1]

    desk.go("/evidence/brief/new")
    page.fill("#f-title", "On counts")
    page.check('input[name="reader"][value="donor"]')
    page.fill("#f-place", "Germany")
    page.fill("#f-body", f"It left 144 dead [C120]. Over 300 were not paid [{name}].")
    page.click('form[action="/evidence/brief/new"] button.main')
    with page.expect_download() as waiting:
        page.click('a[href$="/pdf"]')
    saved = Path(waiting.value.path()).read_bytes()
    assert saved.startswith(b"%PDF-")
    assert waiting.value.suggested_filename == "brief.pdf"

    desk.go("/evidence/packs")
    page.click('main a[href$="/remove"]')
    page.click("button.danger")
    page.wait_for_selector('.told[role="status"]')
    desk.go("/evidence/disagreements")
    assert "145" not in desk.text()
