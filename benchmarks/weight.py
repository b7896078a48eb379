"""What a page weighs, and what it takes on a slow line and a small computer; beside Kolibri.

    python benchmarks/weight.py [--kolibri FOLDER] [--write]
    make bench BENCH="--only weight --kolibri fetch"

Panoh and Kolibri are looked at in one run, by the same Chromium: all that a browser fetches for the
sign-in page and for the first page after it, gzipped; when something is painted; when the field to
type into is there. Once as it is, once on a line of the second generation and a processor slowed
down six times. `--kolibri` names a virtual environment that holds Kolibri, or says `fetch`: then
its wheel comes from the package index into a folder of its own. It is no part of this project.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.figures import Table, machine, percentile
from panoh import bootstrap
from panoh.core.vault.model import VaultPlace
from tests.web import running
from tools.ensure_browser import find

KOLIBRI = "kolibri==0.19.5"
PHRASE = "umbrella lantern gravel monday orchard violin"
NAME, SECRET = "amina", "lantern-gravel"
SIGN_IN_BAR, APP_BAR = 100, 500
"""KB, gzipped (issue: languages and access)."""
SLOWED = 6
LINE = {"offline": False, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 32_000}
"""The line that WebPageTest calls 2G: 280 kbit/s down, 256 up, 800 ms there and back."""
PAINTED = """() => {
  const at = performance.getEntriesByName('first-contentful-paint')[0];
  return at ? at.startTime : 0;
}"""
WAIT = 300_000
ROUNDS = 3


@dataclass
class Looked:
    """What was fetched, and when something could be done; seconds since the page was asked for."""

    came: list[Response] = field(default_factory=list)
    words: float = 0.0
    """KB of documents, scripts and styles, gzipped."""
    whole: float = 0.0
    """KB of all that was fetched: also fonts, pictures, data."""
    elsewhere: set[str] = field(default_factory=set)
    painted: float = 0.0
    useful: float = 0.0
    journey: float = 0.0

    def weigh(self, site: str) -> None:
        """Once nothing more comes: reading a body in between would hold up what follows."""
        for each in self.came:
            if urlsplit(each.url).netloc != site:
                self.elsewhere.add(urlsplit(each.url).netloc)
            if each.status != 200:
                continue
            size = _size(each) / 1000
            self.whole += size
            if each.request.resource_type in ("document", "script", "stylesheet"):
                self.words += size


def _size(response: Response) -> int:
    """Bytes, gzipped; as it was sent where a page was left before its answers could be read."""
    try:
        body = response.body()
    except Error:
        return int(response.headers.get("content-length", 0))
    return min(len(body), len(gzip.compress(body, 6)))


def slow(page: Page) -> None:
    keys = page.context.new_cdp_session(page)
    keys.send("Network.enable")
    keys.send("Network.emulateNetworkConditions", LINE)
    keys.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


@dataclass
class Peer:
    """A running program: how to come to its sign-in page, and from there to its first page."""

    name: str
    address: str
    field: str
    """What can be typed into on the sign-in page."""
    enter: Callable[[Page], None]
    """From there to the first page, until it can be used."""
    leave: Callable[[Page], None] | None = None
    """Back to the sign-in page, where the one key of the browser is given out once (Panoh)."""
    context: list[BrowserContext] = field(default_factory=list)

    def page(self, browser: Browser) -> Page:
        """A window with nothing kept from before; Panoh lets nothing be kept but its cookie."""
        if self.leave is None or not self.context:
            for each in self.context:
                each.close()
            self.context[:] = [browser.new_context(locale="en-GB")]
            self.context[0].set_default_timeout(WAIT)
        page = self.context[0].new_page()
        if self.leave is not None:
            self.leave(page)
        return page


def look(browser: Browser, peer: Peer) -> Looked:
    """One person who comes in, on the slow line."""
    page, found = peer.page(browser), Looked()
    try:
        slow(page)
        began = time.perf_counter()
        page.goto(peer.address, wait_until="commit")
        page.locator(peer.field).first.wait_for(state="visible")
        page.wait_for_function(PAINTED)  # nothing can be used before it is painted
        found.useful = time.perf_counter() - began
        found.painted = page.evaluate(PAINTED) / 1000
        began = time.perf_counter()
        peer.enter(page)
        found.journey = time.perf_counter() - began
        return found
    finally:
        page.close()


def weigh(browser: Browser, peer: Peer) -> tuple[Looked, Looked]:
    """The sign-in page, and the first page after it as well, until nothing more is fetched."""
    page, site = peer.page(browser), urlsplit(peer.address).netloc
    at_sign_in, both = Looked(), Looked()

    def came(response: Response) -> None:  # Playwright marks what it is handed
        both.came.append(response)

    try:
        page.on("response", came)
        page.goto(peer.address)
        page.locator(peer.field).first.wait_for(state="visible")
        _quiet(page)
        at_sign_in.came = list(both.came)
        at_sign_in.weigh(site)
        peer.enter(page)
        _quiet(page)
        both.came = both.came[len(at_sign_in.came) :]
        both.weigh(site)
        both.words += at_sign_in.words
        both.whole += at_sign_in.whole
        return at_sign_in, both
    finally:
        page.close()


def _quiet(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)


# ── Panoh ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def panoh(folder: Path) -> Iterator[Peer]:
    """A vault with the words of its phrase; a contact is noted after it is opened."""
    os.environ["PANOH_STATE"] = str(folder / "state")
    place, key = bootstrap.create_vault(folder / "home", PHRASE, "Amina", "en")
    node = bootstrap.open_node(place, key)
    with node.writing() as work:
        work.set("paper_key", "none")
    node.close()
    program = running.start(folder / "home", "panoh.bootstrap:shell", folder / "state")
    try:
        yield _panoh(program, place)
    finally:
        program.stop()


def _panoh(program: running.Running, place: VaultPlace) -> Peer:
    site = f"http://{program.site}"

    def enter(page: Page) -> None:
        page.fill("#f-phrase", PHRASE)
        page.locator("main form button").first.click()
        page.locator("nav a[href='/contact/new']").wait_for(state="visible")

    used: list[bool] = []

    def leave(page: Page) -> None:
        page.goto(f"{site}/" if used else program.address)
        used.append(True)
        if page.locator("#lock").count():  # open since the round before
            page.click("#lock button")
            page.locator("#f-phrase").wait_for(state="visible")

    return Peer("Panoh", f"{site}/unlock/{place.id}", "#f-phrase", enter, leave)


def note_a_contact(browser: Browser, peer: Peer) -> list[float]:
    """The journey of a first day on the slow line: seconds of each step after the way in."""
    page, steps = peer.page(browser), []
    try:
        slow(page)
        page.goto(peer.address)
        peer.enter(page)
        for act in (
            lambda: page.click("nav a[href='/contact/new']"),
            lambda: page.click("main form[action='/contact/new'] .acts button"),
            lambda: page.click("nav a[href='/today']"),
        ):
            if page.locator("#f-channel-1").count():
                page.check("#f-channel-1")
            began = time.perf_counter()
            with page.expect_navigation(wait_until="commit"):
                act()
            page.locator("h1").wait_for(state="visible")
            steps.append(time.perf_counter() - began)
        return steps
    finally:
        page.close()


# ── Kolibri ─────────────────────────────────────────────────────────────────────────────────


def fetch_kolibri(folder: Path) -> Path:
    """A virtual environment with its wheel; nothing of it stays when the bench is over."""
    place = folder / "kolibri"
    venv.create(place, with_pip=True)
    subprocess.run([place / "bin/python", "-m", "pip", "install", "-q", KOLIBRI], check=True)
    return place


@contextmanager
def kolibri(place: Path, folder: Path) -> Iterator[Peer]:
    """One facility with one person, on this computer only."""
    home, port, other = folder / "kolibri-home", _free_port(), _free_port()
    home.mkdir()
    environment = {
        **os.environ, "KOLIBRI_HOME": str(home), "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
    }  # fmt: skip
    environment.pop("PYTHONPATH", None)
    command = str(place / "bin/kolibri")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    subprocess.run(
        [command, "manage", "provisiondevice", "--facility", "Bench", "--preset", "nonformal",
         "--superusername", NAME, "--superuserpassword", SECRET, "--language_id", "en",
         "--noinput"],
        check=True, **quiet,
    )  # fmt: skip
    serving = [command, "start", "--foreground", "--port", str(port), "--zip-port", str(other)]
    process = subprocess.Popen(serving, **quiet)
    try:
        address = f"http://127.0.0.1:{port}/en/auth/"
        _wait(address)
        yield Peer("Kolibri 0.19.5", address, "input[type='text']", _enter_kolibri)
    finally:
        process.terminate()
        process.wait(60)


def _enter_kolibri(page: Page) -> None:
    page.locator("input[type='text']").first.fill(NAME)
    page.keyboard.press("Enter")
    page.locator("input[type='password']").first.wait_for(state="visible")
    page.locator("input[type='password']").first.fill(SECRET)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(learn|device|facility|coach)/"), wait_until="commit")
    page.locator("h1, h2, main a").first.wait_for(state="visible")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str) -> None:
    for _second in range(120):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            time.sleep(1)
    raise RuntimeError("Kolibri did not start")


# ── both ────────────────────────────────────────────────────────────────────────────────────


def measure(table: Table, place: Path | None, folder: Path) -> None:
    """Every row; `place` holds Kolibri, None leaves its rows out and says so."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
        )
        with panoh(folder) as peer:
            _rows(table, browser, peer)
            steps = [note_a_contact(browser, peer) for _round in range(ROUNDS)]
            for number, name in enumerate(("open the form", "save it", "back to Today")):
                middle = percentile((each[number] for each in steps), 0.5)
                table.add(f"Panoh, note a contact: {name}, seconds", f"{middle:.1f}", "slow line")
        if place is None:
            table.add("Kolibri", "not here", "--kolibri FOLDER, or fetch")
        else:
            with kolibri(place, folder) as peer:
                _rows(table, browser, peer)
        browser.close()


def _rows(table: Table, browser: Browser, peer: Peer) -> None:
    ours = peer.name == "Panoh"
    at_sign_in, both = weigh(browser, peer)
    for found, name, bar in (
        (at_sign_in, "sign-in page", SIGN_IN_BAR), (both, "with the first page after it", APP_BAR),
    ):  # fmt: skip
        table.add(
            f"{peer.name}, {name}, KB gzipped: script, style, text · with fonts and pictures",
            f"{found.words:,.1f} · {found.whole:,.1f}",
            f"≤ {bar}" if ours else "",
        )
    asked = at_sign_in.elsewhere | both.elsewhere
    table.add(f"{peer.name}, other hosts asked", str(len(asked)), "0" if ours else "")
    slowly = [look(browser, peer) for _round in range(ROUNDS)]
    for name, key in (
        ("first paint", "painted"), ("can type who one is", "useful"), ("from there in", "journey"),
    ):  # fmt: skip
        middle = percentile((getattr(each, key) for each in slowly), 0.5)
        table.add(f"{peer.name}, slow line and processor: {name}, seconds", f"{middle:.1f}")


def write(table: Table, where: str) -> None:
    """The page of the docs."""
    (ROOT / "docs/benchmarks-weight.md").write_text(
        '# Weight, and a slow line\n\nWritten by `make bench BENCH="--only weight --write"`; one '
        f"run, one machine ({where}).\nPanoh and Kolibri (from its wheel) were looked at by the "
        "same Chromium, one after the other, each with nothing kept from before. Bytes are those "
        "of every answer, gzipped, whether or not the program sends them so. The slow line is "
        f"280 kbit/s down, 256 up, 800 ms there and back; the processor is slowed down {SLOWED} "
        f"times; seconds are the middle of {ROUNDS} rounds. The phrase of a vault is stretched on "
        "purpose (half a second) before it opens.\n\nThe two weights are also tests: "
        "`tests/web/test_site.py::test_the_first_page_is_small` and "
        "`tests/web/test_untranslated.py::test_the_whole_app_is_light`, which counts every page "
        f"there is.\n\n{table.markdown()}\n",
        "utf-8",
    )


def place_of(asked: str | None, folder: Path) -> Path | None:
    """Where Kolibri lies; None when nobody named a place or nothing is there."""
    if asked == "fetch":
        return fetch_kolibri(folder)
    found = Path(asked) if asked else None
    return found if found is not None and (found / "bin/kolibri").exists() else None


def run(asked: str | None, *, keep: bool) -> None:
    """Measure; `keep` writes the page."""
    table, where = Table(), machine()
    with tempfile.TemporaryDirectory(prefix="bench-weight-") as folder:
        measure(table, place_of(asked, Path(folder)), Path(folder))
    if keep:
        write(table, where)


def main() -> int:
    """See the module's docstring."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kolibri", help="a virtual environment that holds it, or `fetch`")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    run(chosen.kolibri, keep=chosen.write)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
