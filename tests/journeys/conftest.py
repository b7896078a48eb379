"""One Chromium for all journeys, and the English one told once for those that look at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.hands import Hands
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.story import Kept, Story

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOCALES = {"en": "en-GB", "ru": "ru-RU"}
PHONE_SIZE = {"width": 360, "height": 740}


@dataclass
class Told:
    """A journey at its end."""

    panoh: Panoh
    kept: Kept
    hands: Hands


Tell = Callable[..., Told]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = CHROMIUM if Path(CHROMIUM).exists() else None
    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def tell(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Tell:
    """Tells the whole story to a Panoh of its own, and sees that nothing was left behind."""

    def telling(
        language: str, kind: type[Hands] = Hands, *, scripts: bool = True, **context: Any
    ) -> Told:
        folder = tmp_path_factory.mktemp("journey")
        copies = folder / "copies"
        copies.mkdir()
        panoh = Panoh(folder)
        started = panoh.start()
        opened = browser.new_context(
            java_script_enabled=scripts, locale=LOCALES[language], **context
        )
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

    return telling


@pytest.fixture(scope="session")
def english(tell: Tell) -> Told:
    return tell("en", viewport=PHONE_SIZE)
