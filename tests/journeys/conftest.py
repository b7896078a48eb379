"""One Chromium for the journeys of a file; the English one is told once for all who need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from panoh.words import LANGUAGES, html_language
from tests.journeys.hands import Hands
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.story import Kept, Story
from tools.ensure_browser import on_path

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOCALES = {code: "en-GB" if code == "en" else html_language(code) for code in LANGUAGES}
PHONE_SIZE = {"width": 360, "height": 740}


@dataclass
class Told:
    """A journey at its end."""

    panoh: Panoh
    kept: Kept
    hands: Hands


Tell = Callable[..., Told]


_running: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """The one that runs already, or a new one. It must be gone when the module ends: while it is
    there an event loop runs in this thread, and nobody else can run one."""
    if _running:
        yield _running[0]
        return
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=on_path(), args=ARGUMENTS)
        _running.append(found)
        try:
            yield found
        finally:
            _running.clear()
            found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def _tell(
    browser: Browser, folder: Path, language: str, kind: type[Hands] = Hands, *,
    scripts: bool = True, **context: Any,
) -> Told:  # fmt: skip
    copies = folder / "copies"
    copies.mkdir()
    panoh = Panoh(folder)
    started = panoh.start()
    opened = browser.new_context(java_script_enabled=scripts, locale=LOCALES[language], **context)
    opened.set_default_timeout(10_000)
    page = opened.new_page()
    hands = kind(page, Watch(started.origin, language).over(opened, page))
    story = Story(hands, started.address, copies, scripts=scripts)
    try:
        kept = story.whole()
        hands.watch.end(opened, page)
    finally:
        opened.close()
        started.stop()
    panoh.phrase = kept.phrase
    return Told(panoh, kept, hands)


@pytest.fixture
def tell(browser: Browser, tmp_path: Path) -> Tell:
    """Tells the whole story to a Panoh of its own, and sees that nothing was left behind."""
    return partial(_tell, browser, tmp_path)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Told:
    with chromium() as browser:
        return _tell(browser, tmp_path_factory.mktemp("journey"), "en", viewport=PHONE_SIZE)
