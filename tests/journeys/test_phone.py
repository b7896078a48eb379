"""A day with a phone in a real Chromium, which takes one certificate alone: that of the vault."""

from __future__ import annotations

import base64
import hashlib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from Cryptodome.PublicKey import ECC
from playwright.sync_api import BrowserContext, Error, sync_playwright

from panoh import bootstrap
from panoh.apps.casework import access, commands
from panoh.crypto.derive import FLOOR
from tests.cast import FULL
from tests.journeys.conftest import ARGUMENTS
from tests.journeys.looks import STORED, Watch
from tests.journeys.visitor import Visitor
from tests.seized.canaries import forms
from tests.web.phone import offer, switch_on
from tests.web.running import Client, gone, start, words
from tools.ensure_browser import on_path

PIN = "maplepin482915"
PHRASE = "umbrella lantern gravel monday orchard violin"
CALLED, SEALED, TYPED = "Zuhraqcanary", "sealedqcanary apart", "typedqcanary on the phone"


@dataclass
class Home:
    """A vault with one case, open at the computer, and where a phone finds it."""

    owner: Client
    client: str
    address: str

    @property
    def port(self) -> int:
        return int(urlsplit(self.address).port or 0)

    def pin_of_key(self) -> str:
        pem = ssl.get_server_certificate(("127.0.0.1", self.port))
        public = ECC.import_key(pem).public_key().export_key(format="DER")
        return base64.b64encode(hashlib.sha256(public).digest()).decode()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    folder = tmp_path / "home"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(tmp_path / "home-state"))
        place, key = bootstrap.create_vault(folder, PHRASE, "Amina", cost=FLOOR)
        node = bootstrap.open_node(place, key)
        code = commands.add_client(node, {"goes_by": CALLED}, keeping=FULL)
        commands.add_note(node, code, {"text": SEALED, "restricted": "violence"})
        with node.writing() as work:
            work.set("paper_key", "none")
        client = access.client(node, code)["id"]
        node.close()
    owner = Client(start(folder, "panoh.bootstrap:shell"))
    try:
        owner.open()
        owner.unlock(PHRASE)
        yield Home(owner, f"/client/{client}", switch_on(owner))
    finally:
        owner.running.stop()


def browser_of(context: BrowserContext, home: Home) -> Visitor:
    page = context.pages[0]
    watch = Watch(home.address, "en").over(context, page)
    watch.secrets.append(CALLED)
    watch.typed += [SEALED, TYPED, PIN]
    return Visitor(page, home.address, watch)


@pytest.mark.long
def test_a_day_with_a_phone(home: Home, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    pinned = f"--ignore-certificate-errors-spki-list={home.pin_of_key()}"
    with sync_playwright() as started:
        context = started.chromium.launch_persistent_context(
            profile, executable_path=on_path(), args=[*ARGUMENTS, pinned],
            viewport={"width": 390, "height": 740}, has_touch=True, is_mobile=True, locale="en-GB",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        on = browser_of(context, home)
        _pair(on, home)
        _work(on, home)
        _left_at_the_computer(on, home)
        _nothing_stays(on, context)
        _ends(on, home)
        on.watch.said.clear()  # of what no longer answers
        _another_certificate(on, home)
        context.close()
    assert not on.findings, "\n" + "\n".join(on.findings)
    kept = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    assert len(kept) > 20
    for path in kept:
        held = path.read_bytes().lower()
        for text in (CALLED, SEALED, TYPED, PIN):
            assert not [each for each in forms(text) if each.lower() in held], (path, text)


def _pair(on: Visitor, home: Home) -> None:
    made = offer(home.owner)
    on.page.goto(made.place)
    on.see("pair a phone", heading="Pair this phone")
    here = urlsplit(made.place).path
    on.submit(here, code="AAAA-AAAA", called="Nokia", pin=PIN, again="1")
    on.see("pair a phone, wrong")
    on.submit(here, code=made.code, pin=PIN, again=PIN)
    assert "/today" in on.page.url
    on.see("Today on a phone")
    assert on.page.locator("nav a[href='/safety']").count() == 0
    assert on.page.evaluate("isSecureContext")


def _work(on: Visitor, home: Home) -> None:
    on.go(home.client)
    on.see("a case on a phone")
    assert CALLED in on.page.inner_text("main")
    assert SEALED not in on.page.content()
    # Shown at the computer is not shown on the phone; shown here is noted here.
    owner = home.owner
    owner.get(home.client)
    owner.follow(owner.post(home.client + "/show", {"class": "violence"}))
    assert SEALED in owner.get(home.client).text
    on.go(home.client)
    assert SEALED not in on.page.content()
    on.go(home.client + "/more")
    on.press(f'form[action="{home.client}/show"] button')
    assert "This was noted in the case" in on.page.inner_text(".told")
    assert SEALED in on.page.content()
    on.see("a case on a phone, restricted lines shown")
    noted = words(owner.get(home.client + "/timeline"))
    assert noted.count("restricted lines shown") == 2
    on.go(home.client + "/note/new")
    on.page.locator("main textarea").first.fill(TYPED)
    on.press("main form .acts button")
    assert TYPED in owner.get(home.client).text


def _left_at_the_computer(on: Visitor, home: Home) -> None:
    for path in (home.client + "/paper", "/safety", "/export"):
        on.go(path)
        assert "This stays at the computer" in on.page.inner_text("h1")
    on.see("stays at the computer")


def _nothing_stays(on: Visitor, context: BrowserContext) -> None:
    on.go("/today")
    assert on.page.evaluate(STORED) == [0, 0, 0, 0, 0]
    cookies = context.cookies()
    assert [each["name"] for each in cookies] == ["__Host-panoh-phone"]
    assert [cookies[0]["secure"], cookies[0]["httpOnly"], cookies[0]["sameSite"]] == [
        True, True, "Strict"
    ]  # fmt: skip
    assert on.watch.hosts == {on.origin}
    assert {status for _path, status in on.watch.posts} == {303}
    found = context.new_cdp_session(on.page).send("Page.getAppManifest")
    assert found["errors"] == []
    assert '"Panoh"' in found["data"]
    missed = [each for each in on.watch.said if "403 (Forbidden)" not in each]
    assert missed == []


def _ends(on: Visitor, home: Home) -> None:
    """Switched off; on again, which asks for the PIN; locked from the phone."""
    owner = home.owner
    owner.get("/phone")
    assert "Switched off" in words(owner.follow(owner.post("/phone/off")))
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        on.go("/today")
    on.page.wait_for_url("chrome-error://**")  # the browser's own page about it comes late
    assert switch_on(owner) == home.address
    on.go("/today")
    on.see("PIN", heading="Open on this phone")
    assert CALLED not in on.page.content()
    on.submit("/in", pin="000000")
    on.see("PIN, wrong")
    on.page.wait_for_timeout(2000)  # the wait after a wrong one
    on.submit("/in", pin=PIN)
    on.go(home.client)
    keys = owner.running.child
    on.page.locator("#lock button").click()
    assert gone(keys, 3.0)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        on.go("/today")


def _another_certificate(on: Visitor, home: Home) -> None:
    """Whoever stands in between has another one; the browser says so and shows nothing."""
    owner = home.owner
    owner.unlock(PHRASE)
    owner.get("/phone")
    form = {"sure": "yes", "address": "127.0.0.1", "anew": "yes"}
    shown = owner.follow(owner.post("/phone", form))
    assert re.search(f">{home.address}<", shown.text)
    with pytest.raises(Error, match="ERR_CERT_"):
        on.go("/today")
