"""Make docs/screens from the demo practice: `.venv/bin/python -m tools.screens [CODE…]`.

Starts `panoh demo` in each of four languages, opens ten pages in Chromium on a desktop and a phone,
stops it, and writes the index. Everybody in the pictures is invented. Codes and days differ each
time; what is shown does not. `--sheets FOLDER` also puts the pictures side by side, to look at.
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from panoh.words import LANGUAGES
from tools.ensure_browser import find

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "docs/screens"
SPOKEN = ("en", "ru", "tg", "fa_AF")
"""English, the two that most clients of the region read, and one from right to left."""
LIMIT, WHOLE = 90_000, 6_000_000
QUALITY = 70
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1100, "height": 760},
    "phone": {"width": 390, "height": 780},
}
TITLES = {
    "today": "Today: what is due, what hurts first on top",
    "new-contact": "A contact, noted in a minute without a name",
    "before": "A new client: what may be kept, before anything is",
    "clients": "Clients, under codes",
    "case": "A case",
    "needs": "Needs and strengths, from the list or in own words",
    "consent": "Consent to share: one recipient, one purpose, until a day",
    "services": "Services near, open, verified",
    "safety": "How it stands with the vault",
    "words": "What the words mean",
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


def places(case: str) -> dict[str, str]:
    """Name of a picture → what it shows."""
    return {
        "today": "/today", "new-contact": "/contact/new", "before": "/client/before",
        "clients": "/clients", "case": case, "needs": case + "/needs/new",
        "consent": case + "/consent/new", "services": "/services", "safety": "/safety",
        "words": "/glossary#g4",
    }  # fmt: skip


def take(browser: Browser, language: str, keep: Callable[[str, bytes], None]) -> None:
    """Every picture in one language, at every size."""
    with demo(language) as address:
        context = browser.new_context(locale="en-GB", color_scheme="light")
        page = context.new_page()
        page.goto(address)
        page.wait_for_url("**/today")
        origin = page.url.removesuffix("/today")
        case = case_of_today(page)
        page.locator("form[action='/tour'] button.link").click()  # the offer of the first day
        for name, path in places(case).items():
            for size, view in SIZES.items():
                page.set_viewport_size(view)
                page.goto("about:blank")
                page.goto(origin + path)
                keep(f"{name}-{language}-{size}", picture(page))
        context.close()


def picture(page: Page) -> bytes:
    """What stands on the screen; WebP takes a third of a PNG."""
    asked = {"format": "webp", "quality": QUALITY}
    keys = page.context.new_cdp_session(page)
    made = base64.b64decode(keys.send("Page.captureScreenshot", asked)["data"])
    keys.detach()
    return made


def write(name: str, made: bytes) -> None:
    """One picture; a heavy one would slow every clone."""
    if len(made) > LIMIT:
        raise SystemExit(f"{name} has {len(made)} bytes; the limit is {LIMIT}")
    (SCREENS / f"{name}.webp").write_bytes(made)
    print(f"{name} {len(made) // 1000} kB", flush=True)


def index() -> str:
    """The page that shows them all."""
    parts = [
        "# Ten pages, four languages, desktop and phone\n\nMade by `.venv/bin/python -m "
        "tools.screens` from the demo practice. Everybody in the pictures is invented.\n"
    ]
    for name, title in TITLES.items():
        parts += [f"\n## {title}\n", f"| {' | '.join(LANGUAGES[each] for each in SPOKEN)} |"]
        parts += ["|---" * len(SPOKEN) + "|"]
        for size in SIZES:
            cells = [f"![{size}, {each}]({name}-{each}-{size}.webp)" for each in SPOKEN]
            parts.append(f"| {' | '.join(cells)} |")
    return "\n".join(parts) + "\n"


def sheets(browser: Browser, folder: Path) -> None:
    """The pictures of each language side by side, as PNG, to be looked at one after the other."""
    page = browser.new_page(viewport={"width": 1500, "height": 800})
    for code in SPOKEN:
        for number, names in enumerate((list(TITLES)[:4], list(TITLES)[4:7], list(TITLES)[7:])):
            shown = "".join(
                f'<img src="data:image/webp;base64,{_held(name, code, size)}" height="520">'
                for name in names
                for size in SIZES
            )
            page.set_content(f"<body style='background:#888;margin:4px'>{shown}</body>")
            page.screenshot(path=folder / f"sheet-{code}-{number}.png", full_page=True)


def _held(name: str, code: str, size: str) -> str:
    made = (SCREENS / f"{name}-{code}-{size}.webp").read_bytes()
    return base64.b64encode(made).decode()


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", choices=[*SPOKEN, []], default=[])
    parser.add_argument("--sheets", type=Path, metavar="FOLDER")
    chosen = parser.parse_args()
    SCREENS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
        )
        for code in chosen.codes or SPOKEN:
            take(browser, code, write)
        (SCREENS / "README.md").write_text(index(), encoding="utf-8")
        if chosen.sheets:
            sheets(browser, chosen.sheets)
        browser.close()
    whole = sum(each.stat().st_size for each in SCREENS.iterdir())
    print(f"{whole // 1000} kB in all")
    return 0 if whole <= WHOLE else 1


if __name__ == "__main__":
    sys.exit(main())
