"""One person with a new vault and one window: what several journeys begin with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import practice
from tests.journeys.conftest import LOCALES, PHONE_SIZE
from tests.journeys.hands import Hands
from tests.journeys.looks import CODE, Watch
from tests.journeys.panoh import Panoh


@dataclass
class Alone:
    """Hands before an unlocked vault, and where it answers."""

    do: Hands
    origin: str

    def go(self, path: str) -> None:
        """By an address, as from the history of the browser."""
        self.do.open(self.origin + path)

    def here(self) -> str:
        """The address without what waits behind it."""
        return self.do.page.url.removeprefix(self.origin).partition("?")[0].partition("#")[0]

    def code(self) -> str:
        """The code that stands on the page; from now on in no title and in no address."""
        found = CODE.search(self.do.text())
        assert found, self.do.text()
        self.do.watch.secrets.append(found[0])
        return found[0]

    def nowhere(self, words: list[str], *paths: str) -> None:
        """None of these stands on any of these pages."""
        for path in paths:
            self.go(path)
            left = [each for each in words if each in self.do.page.content()]
            assert not left, (path, left)

    def finds(self, sought: str) -> str:
        """What the search answers, without the field that was typed into."""
        self.do.visit("/search")
        self.do.write("q", sought)
        self.do.press("Search")
        return self.do.text()


@contextmanager
def unlocked(browser: Browser, folder: Path, language: str) -> Iterator[Alone]:
    """A vault in this language, unlocked on a phone; at the end nothing was left behind."""
    panoh = Panoh(folder)
    place, _none = practice.make(panoh.home, language, filled=False)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language], viewport=PHONE_SIZE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    do = Hands(page, Watch(started.origin, language).over(context, page))
    do.watch.typed.append(practice.PHRASE)
    try:
        do.open(started.address)
        do.open(f"{started.origin}/unlock/{place.id}")
        do.write("phrase", practice.PHRASE)
        do.press("Unlock")
        yield Alone(do, started.origin)
        do.watch.end(context, page)
    finally:
        context.close()
        started.stop()
