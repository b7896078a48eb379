"""What a page weighs, and how long it takes on a bad line and a small processor.

    .venv/bin/python -m benchmarks.weight [--write]

A real Panoh and, beside it in the same run, a real Kolibri: the lightest peer that was measured.
Name the folder of an environment that holds it in PANOH_BENCH_KOLIBRI (`pip install kolibri`
there); without it its rows say that they were not measured. Bytes are what the browser got for one
visit with an empty cache; "gzipped" packs each answer by itself, as a proxy would. The line: 250
kbit/s with 400 ms on the way and back (second generation at its best); the processor: six times
slower. Panoh serves a browser on the same machine, so the line is only what a phone would have.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright  # noqa: E402

from benchmarks.figures import Table, machine  # noqa: E402
from tests.journeys import practice  # noqa: E402
from tests.journeys.panoh import Panoh  # noqa: E402
from tools.ensure_browser import find  # noqa: E402

PAGE = ROOT / "docs" / "benchmarks-weight.md"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 31_250, "uploadThroughput": 12_500}
SLOWER_BY = 6
PAINTED = """() => {
  const found = performance.getEntriesByName('first-contentful-paint');
  return found.length ? found[0].startTime : null;
}"""


@dataclass
class Got:
    """What came while it listened: answers by address, so that one is counted once."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    scripts: int = 0

    def listen(self, page: Page) -> Got:
        page.on("response", self._keep)
        return self

    def _keep(self, response: Response) -> None:
        with suppress(Exception):  # an answer that leads elsewhere has no body
            body = response.body()
            self.bodies.setdefault(response.url, body)

    def figure(self) -> str:
        raw = sum(map(len, self.bodies.values())) / 1024
        packed = sum(len(gzip.compress(each, 6)) for each in self.bodies.values()) / 1024
        return f"{len(self.bodies)} · {raw:,.0f} · {packed:,.0f}"

    def packed(self) -> float:
        return sum(len(gzip.compress(each, 6)) for each in self.bodies.values()) / 1024


@contextmanager
def context(browser: Browser, *, slow: bool) -> Iterator[tuple[BrowserContext, Page]]:
    """An empty cache each time."""
    made = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 780})
    made.set_default_timeout(60_000)
    page = made.new_page()
    if slow:
        client = made.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", SLOW)
        client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_BY})
    try:
        yield made, page
    finally:
        made.close()


def painted(page: Page) -> float:
    """Seconds from the click to the first words on the page."""
    for _ in range(200):
        found = page.evaluate(PAINTED)
        if found is not None:
            return float(found) / 1000
        time.sleep(0.05)
    return float("nan")


# ── Panoh ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def panoh(folder: Path) -> Iterator[tuple[Panoh, str]]:
    """A filled vault; the door of its unlock page."""
    (folder / "p").mkdir()
    os.environ["PANOH_STATE"] = str(folder / "p" / "state")
    person = Panoh(folder / "p")
    place, _ids = practice.make(person.home, "en", filled=True)
    yield person, f"/unlock/{place.id}"


def ours(browser: Browser, folder: Path, table: Table) -> tuple[float, float]:
    """KiB gzipped of the sign-in page, and seconds until it shows on the bad line."""
    with panoh(folder) as (person, door):
        started = person.start()
        with context(browser, slow=False) as (_made, page):
            got = Got().listen(page)
            page.goto(started.address)
            page.goto(started.origin + door)
            got.bodies.clear()
            page.reload()
            page.wait_for_load_state("networkidle")
            sign_in = got.packed()
            table.add(
                "Panoh, sign-in: answers · KiB · KiB gzipped", got.figure(), "≤ 100 KB gzipped"
            )
            _journey(page, started.origin + door)
            table.add("Panoh, a day's journey: the same", got.figure(), "≤ 500 KB gzipped")
        started.stop()
        started = person.start()
        with context(browser, slow=True) as (_made, page):
            page.goto(started.address)
            page.goto(started.origin + door)
            shown = painted(page)
            table.add("Panoh, sign-in on the bad line: first words, s", f"{shown:.2f}")
            began = time.perf_counter()
            pages = _journey(page, started.origin + door)
            taken = time.perf_counter() - began
            table.add(f"Panoh, the journey there ({pages} pages), s", f"{taken:.1f}")
        started.stop()
    return sign_in, shown


def _journey(page: Page, door: str) -> int:
    """Unlock, Today, a contact noted and saved, the list of clients, a case."""
    page.goto(door)
    page.fill("#f-phrase", practice.PHRASE)
    page.click(f'form[action^="{door[door.index("/unlock") :]}"] button')
    page.wait_for_url("**/today")
    page.click('a[href="/contact/new"] >> nth=0')
    page.wait_for_url("**/contact/new")
    page.fill("#f-asked", "Where can I have a paper translated?")
    page.click('form[action="/contact/new"] button[type=submit] >> nth=0')
    page.wait_for_load_state("load")
    page.click('a[href="/clients"] >> nth=0')
    page.wait_for_url("**/clients")
    page.click('main a[href^="/client/"]:not([href*="before"]) >> nth=0')
    page.wait_for_load_state("load")
    return 6


# ── Kolibri ─────────────────────────────────────────────────────────────────────────────────


@contextmanager
def kolibri(place: Path, folder: Path, port: int = 18_080) -> Iterator[str]:
    """A provisioned device; the address of its sign-in page."""
    environment = dict(os.environ, KOLIBRI_HOME=str(folder / "k"), KOLIBRI_RUN_MODE="bench")
    command = str(place / "bin" / "kolibri")
    provision = "--facility X --superusername admin --superuserpassword secretsecret"
    provision += " --preset formal --language_id en --noinput"
    subprocess.run(
        [command, "manage", "provisiondevice", *provision.split()],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    running = subprocess.Popen(
        [command, "start", "--foreground", f"--port={port}"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/en/auth/"
    try:
        for _ in range(120):
            with suppress(OSError), urllib.request.urlopen(address, timeout=5):
                break
            time.sleep(1)
        yield address + "#/signin"
    finally:
        running.terminate()
        running.wait(60)


def theirs(browser: Browser, folder: Path, table: Table) -> tuple[float, float] | None:
    place = os.environ.get("PANOH_BENCH_KOLIBRI")
    if not place:
        table.add("Kolibri beside it", "not measured", "PANOH_BENCH_KOLIBRI is not set")
        return None
    with kolibri(Path(place), folder) as address:
        with context(browser, slow=False) as (_made, page):
            got = Got().listen(page)
            page.goto(address)
            page.wait_for_load_state("networkidle")
            sign_in = got.packed()
            table.add("Kolibri, sign-in: answers · KiB · KiB gzipped", got.figure())
        with context(browser, slow=True) as (_made, page):
            page.goto(address, wait_until="commit")
            page.wait_for_selector("input", timeout=180_000)
            began = page.evaluate("performance.now()")
            shown = float(began) / 1000
            table.add("Kolibri, sign-in on the bad line: a field to type in, s", f"{shown:.2f}")
    return sign_in, shown


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    table, where = Table(), machine()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
        )
        own = ours(browser, Path(name), table)
        other = theirs(browser, Path(name), table)
        browser.close()
    if other:
        table.add("sign-in, KiB gzipped: Kolibri ÷ Panoh", f"{other[0] / own[0]:,.0f}×")
        table.add("sign-in on the bad line: Kolibri ÷ Panoh", f"{other[1] / own[1]:,.1f}×")
    if chosen.write:
        PAGE.write_text(
            "# Weight, and a bad line\n\n"
            "Written by `benchmarks/weight.py --write`; what is measured, and how, stands there.\n"
            f"Both in one run; {where}. Kolibri 0.19, from its wheel.\n\n{table.markdown()}\n",
            "utf-8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
