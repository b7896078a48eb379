"""What every page must keep to, whatever stands on it; one look costs a few milliseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from playwright.sync_api import BrowserContext, Page, Request, Response

from panoh.words import CATALOGUE, _, html_language, use_language

LOOK = """() => {
  const controls = [...document.querySelectorAll('input, textarea, select, form')];
  const loose = controls.filter(e => !(e.matches('form#lock, [type=hidden]')) &&
    (e.getAttribute('autocomplete') !== 'off' || e.getAttribute('spellcheck') !== 'false'));
  const own = document.documentElement.lang;
  const texts = [];
  const foreign = e => { const at = e.closest('[lang]'); return at && at.lang !== own; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at.closest('script, style, noscript, .paper') || foreign(at)) continue;
    texts.push(walk.currentNode.data);
  }
  for (const e of document.querySelectorAll('[title], [aria-label], [placeholder], [alt]'))
    for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
      if (e.hasAttribute(name) && !foreign(e)) texts.push(e.getAttribute(name));
  texts.push(document.title);
  return {
    lang: own, translate: document.documentElement.getAttribute('translate'),
    title: document.title, h1: document.querySelectorAll('h1').length,
    loose: loose.map(e => e.outerHTML.slice(0, 160)),
    unlabelled: [...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
      .filter(e => !e.labels.length).map(e => e.outerHTML.slice(0, 160)),
    texts: texts.map(t => t.trim()).filter(t => t),
  };
}"""

STORED = """async () => [localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""

LATIN = re.compile(r"[A-Za-z]{2,}")
CODE = re.compile(r"\b[346789CDFGHJKMNPQRTVWXY]{3}-[346789CDFGHJKMNPQRTVWXY]{3}\b")
KEYS_AND_NAMES = frozenset(
    {"Panoh", "Esc", "Ctrl", "Shift", "Alt", "swap", "media", "stick", "PDF", "CSV", "XLSX", "UTF",
     "Windows", "AES", "age", "zip", "English", "zbekcha", "panoh", "import", "http",
     "JPEG", "PNG", "SHA", "HSDS", "JSON", "off", "Tab", "Enter", "directory"}
)  # fmt: skip
"""Names of keys, of the program, of formats and languages; the words of an example of a path."""
SHORT_ID = re.compile(r"\b[0-9a-f]{8}\b")
"""What is called by the beginning of its id, for want of a name."""
PATH = re.compile(r"(?:[A-Za-z]:)?[/\\][^\s\"»]*")


LATIN_SCRIPT = frozenset({"uz"})


@cache
def _untranslated(language: str) -> frozenset[str]:
    """English sentences that read otherwise in this language."""
    with CATALOGUE.joinpath("en.po").open("rb") as opened:
        sentences = [each.id for each in read_po(opened) if isinstance(each.id, str)]
    with use_language(language):
        return frozenset(each for each in sentences if each and _(each) != each)


@dataclass
class Watch:
    """Listens to one browser context: where it talks, what it is answered, what it complains of."""

    origin: str
    language: str
    secrets: list[str] = field(default_factory=list)
    """Names and codes: in no title, in no address."""
    typed: list[str] = field(default_factory=list)
    """What the person wrote, in whatever script."""
    said: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    posts: list[tuple[str, int]] = field(default_factory=list)
    looked: int = 0

    def over(self, context: BrowserContext, page: Page) -> Watch:
        context.on("request", self._request)
        context.on("response", self._response)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return self

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        self.hosts.add(f"{parts.scheme}://{parts.netloc}")

    def _response(self, response: Response) -> None:
        if response.request.method == "POST":
            self.posts.append((urlsplit(response.url).path, response.status))

    def look(self, page: Page) -> None:
        """The page that stands there now."""
        self.looked += 1
        found: dict[str, Any] = page.evaluate(LOOK)
        here = urlsplit(page.url).path
        assert found["lang"] == html_language(self.language), (here, found["lang"])
        assert found["translate"] == "no", (here, found["translate"])
        assert found["h1"] == 1, (here, found["h1"])
        assert found["title"], (here, found["title"])
        assert found["loose"] == [], (here, found["loose"])
        assert found["unlabelled"] == [], (here, found["unlabelled"])
        for secret in self.secrets:
            assert secret not in found["title"], here
            assert secret not in page.url
        assert not CODE.search(found["title"])
        if self.language != "en":
            left = self.english(found["texts"])
            assert not left, (here, left)

    def english(self, texts: list[str]) -> list[str]:
        """Sentences that hold a word in Latin letters that nobody typed."""
        left = [each for each in texts if each in _untranslated(self.language)]
        if self.language in LATIN_SCRIPT:
            return left
        for text in texts:
            rest = text
            # Secrets first: a typed "3" must not take a sign out of a code.
            for each in (*self.secrets, *sorted(self.typed, key=len, reverse=True)):
                rest = rest.replace(each, "")
            words = LATIN.findall(PATH.sub("", SHORT_ID.sub("", CODE.sub("", rest))))
            if set(words) - KEYS_AND_NAMES:
                left.append(text)
        return left

    def end(self, context: BrowserContext, page: Page) -> None:
        """Nothing went elsewhere, nothing was left behind, nothing was complained of."""
        assert self.hosts == {self.origin}, self.hosts
        assert {status for _path, status in self.posts} == {303}, self.posts
        assert not self.said, self.said
        assert {each["name"] for each in context.cookies()} <= {"__Host-panoh"}
        assert page.evaluate(STORED) == [0, 0, 0, 0, 0]
