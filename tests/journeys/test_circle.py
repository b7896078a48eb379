"""In a real Chromium: take the pack in, read the map by keyboard, its loops, ask what if, read the
answer; every page with axe, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import practice
from tests.journeys.conftest import LOCALES
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.visitor import Visitor


@pytest.fixture
def visitor(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    panoh = Panoh(tmp_path)
    place, _ids = practice.make(panoh.home, "en", filled=True)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES["en"])
    context.set_default_timeout(15_000)
    page = context.new_page()
    watch = Watch(started.origin, "en")
    page.goto(started.address)
    page.goto(f"{started.origin}/unlock/{place.id}")
    page.fill("#f-phrase", practice.PHRASE)
    page.press("#f-phrase", "Enter")
    page.wait_for_selector("#lock")
    yield Visitor(page, started.origin, watch)
    context.close()
    started.stop()


@pytest.mark.long
def test_from_the_pack_to_an_answer(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/evidence/packs")
    assert page.locator('nav a[href="/evidence/maps"]').count() == 0
    page.check('input[name="read"]')
    visitor.press('form[action="/evidence/packs"] button')

    visitor.press('nav a[href="/evidence/maps"]')
    visitor.see("maps")
    visitor.press('main a[href="/evidence/map/pooled"]')
    visitor.see("map")
    page.locator("svg a").first.focus()
    page.keyboard.press("Enter")
    reached = page.evaluate("location.hash.slice(1)")
    assert page.locator(f"section#{reached} h3").is_visible()
    assert page.locator("svg a").count() == page.locator("main section h3").count()
    visitor.press('main a[href$="/loops"]')
    visitor.see("loops")
    assert "feeds itself" in page.inner_text("main")
    visitor.go("/evidence/rivals")
    visitor.see("rivals")

    visitor.go("/evidence/map/pooled/ask")
    visitor.submit("/evidence/map/pooled/ask")
    visitor.see("asked nothing")
    page.select_option("#f-factor", "S02")
    page.select_option("#f-change", "half")
    page.press("#f-start", "Enter")
    page.wait_for_url("**/evidence/answer/*")
    visitor.see("answer")
    said = page.inner_text("main")
    headings = ["What was asked", "What moved", "How sure", "What it rests on",
                "What it does not say"]  # fmt: skip
    assert sorted(headings, key=said.index) == headings
    assert page.locator("main svg polygon").count() >= 2
    visitor.go("/evidence/answers")
    visitor.see("answers")
    assert visitor.findings == []
