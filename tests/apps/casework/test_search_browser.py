"""Search, the warning of doubles and other help while one types, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from panoh.apps.casework import commands
from tests.cast import PHRASE, Clock, Template
from tests.web.running import Running, start
from tools.ensure_browser import on_path

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=on_path(), args=ARGUMENTS)
        yield found
        found.close()


@dataclass
class Seen:
    """An unlocked program in a window, and the two codes of its vault: Раҳмонов, Рахмонова."""

    page: Page
    running: Running
    codes: list[str]
    asked: list[str]

    def go(self, path: str) -> None:
        self.page.goto(f"http://{self.running.site}{path}")


@pytest.fixture(params=[True], ids=["with scripts"])
def seen(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Seen]:  # fmt: skip
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    node = Template(tmp_path / "made").copy("Amina", tmp_path, Clock())
    codes = [
        commands.add_client(node, {"names": ["Раҳмонов Алишер"], "district": "Хуҷанд"}),
        commands.add_client(node, {"names": ["Раҳматова Зебо"]}),
    ]
    home = node.place.home
    node.close()
    running = start(home, "panoh.bootstrap:shell", tmp_path / "state")
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 740}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(f"{each.method} {each.url}"))
    page.goto(running.address)
    page.fill("#f-phrase", PHRASE)
    page.click("main button:has-text('Unlock')")
    page.wait_for_selector("nav")
    yield Seen(page, running, codes, asked)
    context.close()
    running.stop()


def accessible(page: Page) -> None:
    found = Axe().run(page)["violations"]
    assert not found, [(each["id"], [n["html"] for n in each["nodes"]]) for each in found]


def test_search_follows_the_typing_from_the_third_letter(seen: Seen) -> None:
    page = seen.page
    seen.go("/search")
    before = page.inner_text("#found")
    page.locator("#f-q").press_sequentially("ra", delay=30)
    page.wait_for_timeout(400)
    assert page.inner_text("#found") == before
    page.locator("#f-q").press_sequentially("kh", delay=30)
    page.wait_for_selector(f"#found a:has-text('{seen.codes[1]}')")
    assert seen.codes[0] in page.inner_text("#found")
    page.locator("#f-q").press_sequentially("monov Alisher", delay=10)
    page.wait_for_selector(f"#found a:has-text('{seen.codes[1]}')", state="detached")
    assert "same name, other script" in page.inner_text("#found")
    assert "found" in page.inner_text("#found-said")
    accessible(page)
    # Down leads into the list, up back to what is typed, Enter opens.
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == seen.codes[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{seen.codes[0]}')")
    _nothing_left(seen)


def _nothing_left(seen: Seen) -> None:
    """What was typed stands in no address, and nothing in the browser's storage."""
    for each in seen.asked:
        assert not re.search("akh|lisher|monov", each), each
    stored = seen.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]


def test_an_old_name_of_a_place_is_found_while_typing(seen: Seen) -> None:
    seen.go("/search")
    seen.page.locator("#f-q").press_sequentially("Leninabad", delay=5)
    seen.page.wait_for_selector("#found li:has-text('old name of Khujand')")


def test_what_is_gone_from_the_field_is_gone_from_the_list(seen: Seen) -> None:
    seen.go("/search")
    seen.page.locator("#f-q").press_sequentially("rakhmon", delay=5)
    seen.page.wait_for_selector("#found li")
    seen.page.fill("#f-q", "")
    seen.page.wait_for_selector("#found li", state="detached")


def test_intake_says_while_one_types_who_may_be_known(seen: Seen) -> None:
    page = seen.page
    seen.go("/client/new")
    page.locator("#f-goes_by").press_sequentially("Rakhmonov Alisher", delay=5)
    page.wait_for_selector(f"#alike a:has-text('{seen.codes[0]}')")
    assert "Perhaps already known" in page.inner_text("#alike-said")
    accessible(page)
    page.check("#alike input[name=apart]")
    page.locator("#f-goes_by").press_sequentially("a", delay=5)
    page.wait_for_timeout(500)
    page.locator("#f-goes_by").press("Backspace")
    page.wait_for_timeout(500)
    assert page.is_checked("#alike input[name=apart]")  # what was ticked stays ticked
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".told:has-text('Saved.')")
    _nothing_left(seen)


@pytest.mark.parametrize("seen", [False], ids=["without scripts"], indirect=True)
def test_without_scripts_the_buttons_do_it(seen: Seen) -> None:
    page = seen.page
    seen.go("/search")
    page.fill("#f-q", "Rah")  # three letters are enough here too
    page.click("main button:has-text('Search')")
    page.wait_for_selector(f"#found a:has-text('{seen.codes[0]}')")
    seen.go("/client/new")
    page.fill("#f-goes_by", "Rakhmonov Alisher")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(f"#alike a:has-text('{seen.codes[0]}')")
    page.check("#alike input[name=apart]")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".told:has-text('Saved.')")


def test_unsent_words_are_asked_about_and_a_lock_never_waits(seen: Seen) -> None:
    page, asked = seen.page, list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    seen.go("/clients")
    case = page.locator("main .list a").first.get_attribute("href") or ""
    seen.go(case + "/note/new")
    page.fill("#f-text", "a plan to leave")
    page.click("main a:has-text('Cancel')", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#f-text") == "a plan to leave"
    page.click("main details:has(input[name=restricted]) > summary")
    page.check("input[name=restricted][value=violence]")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".told")
    box = page.locator(".told").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 740 - box["height"]
    assert "hidden here until" in page.inner_text(".told")
    seen.go(case + "/note/new")
    page.fill("#f-text", "more")
    with page.expect_request("**/lock"):  # it goes out at once: nothing was asked before
        page.click("#lock button", no_wait_after=True)
    assert asked == ["beforeunload"]
