"""Make docs/screens/*.png from the demo practice: `.venv/bin/python -m tools.screens [CODE]`.

Starts `panoh demo`, opens a few pages in Chromium on a desktop and a phone, and stops it. Everybody
in the pictures is invented. Codes and days differ each time; what is shown does not.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tools.ensure_browser import find

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs/screens"
LIMIT = 150_000
SIZES: dict[str, ViewportSize] = {
    "": {"width": 1100, "height": 760},
    "-phone": {"width": 390, "height": 780},
}


@contextmanager
def demo(language: str) -> Iterator[str]:
    """A running demo: the address that opens once."""
    started = subprocess.Popen(
        [sys.executable, "-m", "panoh", "--language", language, "demo", "--no-browser"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        if started.stdout is None:
            raise RuntimeError
        yield started.stdout.readline().strip()
    finally:
        started.terminate()
        started.wait(30)


def case_of_today(page: Page) -> str:
    """A case that is due, without danger: its page shows what an ordinary day looks like."""
    links = page.locator("main ul.list a[href^='/client/']")
    return str(links.nth(min(4, links.count() - 1)).get_attribute("href"))


def take(language: str) -> None:
    """Every picture, at every size."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with demo(language) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(locale="en-GB", color_scheme="light")
        page = context.new_page()
        page.goto(address)
        page.wait_for_url("**/today")
        origin = page.url.removesuffix("/today")
        case = case_of_today(page)
        shown = {
            "today": "/today",
            "case": case,
            "new-contact": "/contact/new",
            "needs": case + "/needs/new",
        }
        for name, path in shown.items():
            for suffix, size in SIZES.items():
                page.set_viewport_size(size)
                page.goto(origin + path)
                keep(SCREENS / f"{name}{suffix}.png", page.screenshot())
        browser.close()


def keep(path: Path, picture: bytes) -> None:
    """Write one picture; a heavy one would slow every clone."""
    if len(picture) > LIMIT:
        raise SystemExit(f"{path.name} has {len(picture)} bytes; the limit is {LIMIT}")
    path.write_bytes(picture)
    print(f"{path.relative_to(ROOT)} {len(picture) // 1000} kB")


if __name__ == "__main__":
    take(*(sys.argv[1:] or ["en"]))
