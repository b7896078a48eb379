"""What goes out of a vault and comes in from a spreadsheet, page by page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys import practice
from tests.journeys.visitor import Visitor

LIST = "Рақам;Ном;Телефон\n1;Мадина;+992900000001\n2;Сухроб;+992900000002\n"
WRONG = "Рақам;Ном;Телефон\n1;Мадина;12\n"
COPY = "семь тихих верблюдов идут через мост"

NO_SHARE = "one two three"


def choose_file(page: Page, text: str) -> None:
    page.set_input_files(
        "#f-list", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )


def wish(page: Page, *, what: str = "plan", found_by: str = "family", second: str = "") -> None:
    """Fill the form that asks what to print."""
    page.check(f'input[name="what"][value="{what}"]')
    page.check(f'input[name="found_by"][value="{found_by}"]')
    if second:
        page.check(f'input[name="second"][value="{second}"]')


def paper(on: Visitor, client: str) -> None:
    """From the question to the sheet; and the address of a file that is gone."""
    here = client + "/paper"
    on.go(here)
    on.page.check('input[name="language"][value="ru"]')  # the client's own stood there
    wish(on.page, what="consent", second="tg")
    on.press(f'form[action="{here}"] button')
    on.see("paper, asked once more", "/client/{id}/paper/check", "Before it is printed")
    again = on.page.url
    on.page.locator("#f-password").fill("three words here")
    on.press("button[value=pdf]")
    on.see("paper, passwords differ", "/client/{id}/paper/check")
    on.page.goto(again)
    on.press("button[value=page]")
    # The second language beside the first is meant to be another one.
    on.page.evaluate("document.querySelectorAll('.sheet').forEach(e => e.lang = 'zxx')")
    on.see("paper, the sheet", "/client/{id}/paper/sheet")
    on.go(here + "/file")
    on.see("paper, handed out already", "/client/{id}/paper/file", "The file is handed out once")


def lists(on: Visitor) -> None:
    for text, name in ((WRONG, "with a bad row"), (LIST, "to be taken")):
        on.go("/import")
        choose_file(on.page, text)
        on.press('form[action="/import"] button')
        on.page.select_option("#f-c1", "names")
        on.press("button[value=map]")
        on.see(f"list, {name}", "/import/preview", "What each row becomes")
    on.press("button[value=take]")
    on.see("list, taken", "/import/done", "Taken over")


def copies(on: Visitor, client: str) -> None:
    for path, declared in ((client + "/export", "/client/{id}/export"), ("/export", "/export")):
        on.go(path)
        on.submit(path, phrase="1234", again="1234")
        on.see(f"{declared}, weak phrase", declared)
        on.go(path + "/file")
        on.see(f"{declared}, handed out already", declared + "/file", "The file is handed out once")


def vault_copies(on: Visitor, copy: str) -> None:
    on.go("/backup")
    on.submit("/backup/create", folder="nowhere")
    on.see("backup, no folder", "/backup")
    on.submit("/backup/verify", copy=copy, phrase="something else")
    on.see("backup, wrong phrase", "/backup")
    on.submit("/backup/verify", copy=copy, phrase=practice.PHRASE)
    on.see("backup, verified", "/backup")


def disasters(on: Visitor) -> None:
    on.go("/recovery")
    on.submit("/recovery/setup", phrase="something else")
    on.see("trustees, wrong phrase", "/recovery")
    on.submit("/recovery/setup", papers="3", need="2", hours="1", phrase=practice.PHRASE)
    on.page.evaluate("document.querySelectorAll('ol.words').forEach(e => e.lang = 'zxx')")
    on.see("words to keep", "/recovery/words", "Words to keep")
    on.go("/recovery")
    on.submit("/recovery/drill", shares=NO_SHARE)
    on.see("drill, wrong words", "/recovery")
    on.go("/travel")
    on.submit("/travel/leave", folder="nowhere")
    on.see("travel, no folder", "/travel")
    # Files, and what only a trustee sees: tests/web/test_recovery.py, test_pages_attachment.py.
    on.covered |= {"/recovery/words/{number}", "/recovery/mine"}
    on.covered |= {"/attachment/{id}/picture", "/attachment/{id}/file"}
