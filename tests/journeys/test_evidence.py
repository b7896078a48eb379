"""In a real Chromium: take the pack in, read a disagreement, file a claim from a document, build a
brief, take the pack out; in English and in Tajik."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from panoh.words import html_language
from tests.journeys import ledger, practice
from tests.journeys.conftest import LOCALES
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.test_accessibility import declared
from tests.journeys.visitor import Visitor


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


# ── every page, looked at ───────────────────────────────────────────────────────────────────

FILES = {"/evidence/out/{what}", "/evidence/out/pack", "/evidence/brief/{id}/{kind}"}
"""These answer with a file."""
FORMATS = ["RIS", "BibTeX", "CSL-JSON", "JSON", "BIB", "TTL", "DOI", "HTML", "DOCX", "HXL",
           "UNHCR", "US CBP", "CSV.GZ", "World Bank", "CC BY 4.0", "measure", "value",
           "my-district"]  # fmt: skip
REFUSED = ("/evidence/source/new", "/evidence/claim/new", "/evidence/practice/new",
           "/evidence/table/new", "/evidence/brief/new", "/evidence/out")  # fmt: skip


class Looking:
    """Every page of the ledger, in its states."""

    def __init__(self, on: Visitor, ids: dict[str, str]) -> None:
        self.on = on
        self.ids = ids

    def see(self, path: str, name: str = "") -> None:
        here = path
        if "{id}" in path:
            here = path.replace("{id}", self.ids[name or path.split("/")[2]])
        self.on.go(here)
        self.on.see(f"{path} {name}", path)

    def all(self) -> None:
        paths = {
            each.path
            for each in declared()
            if each.method == "GET" and not each.name.startswith("circle.")
        }
        for path in sorted(each for each in paths if each.startswith("/evidence")):
            if path not in FILES and not (path.startswith("/evidence/pack/")):
                self.see(path)
        self.see("/evidence/brief/{id}", "unbuilt")

    def of_a_pack(self) -> None:
        """Pages that a pack fills with what is long and differs."""
        for path in ("", "/sources", "/disagreements", "/factors", "/factor/I07", "/practices",
                     "/timeline", "/packs"):  # fmt: skip
            self.see("/evidence" + path)
        self.see("/evidence/pack/{id}/remove")
        self.on.go("/evidence/disagreements")
        self.on.press('main a[href^="/evidence/claim/"]')
        self.on.see("a claim of a pack")

    def refused(self) -> None:
        on = self.on
        for path in REFUSED:
            on.go(path)
            if path.endswith("source/new"):
                on.page.fill("#f-doi", "x")
            on.clear(path)
            assert on.page.locator("#summary").count(), path
            on.see(f"{path}, wrong")
        place = f"/evidence/source/{self.ids['source']}"
        on.go(place)
        on.submit(place + "/passage", words="Ω")
        on.see("no such passage")
        on.go("/evidence")
        on.submit("/evidence", q="Ω")
        on.see("nothing found")


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_the_ledger_can_be_used_by_everybody(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """In English with the pack, in Russian without it: what it says is English."""
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    panoh = Panoh(tmp_path)
    phrase = practice.PHRASE
    place, key = bootstrap.create_vault(panoh.home, phrase, "Амина", language, cost=FLOOR)
    node = bootstrap.open_node(place, key)
    ids = ledger.fill(node, language, pack=language == "en")
    named = ledger.names(node)
    node.close()
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language])
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch = Watch(started.origin, language).over(context, page)
    watch.secrets += list(ledger.texts(language))
    watch.typed += [*named, *FORMATS]
    on = Visitor(page, started.origin, watch)
    try:
        page.goto(started.address)
        page.goto(f"{started.origin}/unlock/{place.id}")
        page.fill("#f-phrase", phrase)
        page.press("#f-phrase", "Enter")
        page.wait_for_selector("#lock")
        looking = Looking(on, ids)
        if language == "en":
            looking.of_a_pack()
        else:
            looking.all()
            looking.refused()
        watch.end(context, page)
    finally:
        context.close()
        started.stop()
    assert not on.findings, "\n" + "\n".join(on.findings)
