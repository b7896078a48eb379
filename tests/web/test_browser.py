"""What only a browser can show: the address, the cookie, the keys, life without scripts."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.web.running import Running, gone, start
from tests.web.shells import PHRASE

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP evil.example 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = CHROMIUM if Path(CHROMIUM).exists() else None
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    found = start(home)
    yield found
    found.stop()


def make_vault(page: Page, running: Running) -> None:
    """Through Welcome with a phrase that Panoh makes, typed back, and a paper key."""
    page.goto(running.address)
    page.click("button[value=en]")
    page.click("text=Go on")
    phrase = " ".join(page.locator("ol.words li").all_inner_texts())
    page.click("text=I have written it down")
    page.fill("#f-phrase", phrase)
    page.click("text=Make the vault")
    page.click("button:has-text('Make a paper key')")
    page.wait_for_selector("ol.paper li:nth-child(8)")
    page.click("text=I have written it down")
    page.wait_for_selector("h1:has-text('Sample')")


def accessible(page: Page) -> None:
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)["violations"]
        assert not found, [(each["id"], [n["html"] for n in each["nodes"]]) for each in found]


def test_a_whole_visit_with_keys_and_axe(browser: Browser, running: Running) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    make_vault(page, running)
    page.click("main button:has-text('Save')")
    page.wait_for_selector("#summary:focus")
    accessible(page)
    page.fill("#f-code", "K-7")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".told:has-text('Saved.')")
    for path in ("/safety", "/backup", "/phrase", "/vault/paper"):
        page.goto(f"http://{running.site}{path}")
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    _only_our_cookie_and_no_storage(context, page)
    keys = running.child
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert gone(keys, 1.0)
    page.wait_for_selector("h1:has-text('Unlock')")
    accessible(page)
    page.go_back()
    assert "K-7" not in page.content()
    assert said == []
    context.close()


def _only_our_cookie_and_no_storage(context: BrowserContext, page: Page) -> None:
    cookies = context.cookies()
    assert [each["name"] for each in cookies] == ["__Host-panoh"]
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length,"
        " (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert stored == [0, 0, 0, 0, 0]


def test_without_scripts(browser: Browser, running: Running) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    make_vault(page, running)
    page.click("main button:has-text('Save')")
    page.click("#summary a")
    page.keyboard.type("K-8")
    page.click("main button:has-text('Save')")
    page.wait_for_selector(".told:has-text('Saved.')")
    assert page.locator("meta[http-equiv=refresh]").count() == 1  # leaves the page when idle
    page.click("#lock button")
    page.wait_for_selector("h1:has-text('Unlock')")
    page.fill("#f-phrase", PHRASE)
    page.click("main button:has-text('Unlock')")
    assert "does not open this vault" in page.inner_text("#summary")
    context.close()


class _Neighbour(http.server.BaseHTTPRequestHandler):
    """Another program on another port of this computer that would like to be Panoh."""

    target = ""

    def do_GET(self) -> None:
        self.send_response(200)
        for cookie in (
            "__Host-panoh=planted; Secure; Path=/", "panoh=planted; Path=/",
            "__Host-panoh=planted; Path=/; Domain=localhost",
        ):  # fmt: skip
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(
            f'<form id="f" method="post" action="{self.target}/sample"><input name="code" '
            f'value="stolen"></form><img src="{self.target}/sample/seen">'
            f'<iframe src="{self.target}/sample/seen"></iframe>'.encode()
        )

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture
def neighbour(running: Running) -> Iterator[str]:
    handler = type("Neighbour", (_Neighbour,), {"target": f"http://{running.site}"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_neighbour_cannot_plant_read_or_post(
    browser: Browser, running: Running, neighbour: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    make_vault(page, running)
    other = context.new_page()
    answers: list[tuple[str, int]] = []
    other.on("response", lambda each: answers.append((each.request.method, each.status)))
    other.goto(neighbour)
    other.evaluate("document.getElementById('f').submit()")
    other.wait_for_timeout(300)
    assert ("POST", 403) in answers
    assert all(status in {200, 403} for _method, status in answers)
    with pytest.raises(Error, match="RESPONSE_CODE"):  # rebound name: refused without a body
        other.goto(f"http://evil.example:{running.port}/sample/seen")
    assert answers[-1] == ("GET", 421)
    page.goto(f"http://{running.site}/sample/seen")
    assert "Code: nothing" in page.inner_text("main")
    jar = context.cookies(f"http://{running.site}/")
    assert [each["value"] == "planted" for each in jar] == [False]
    context.close()
