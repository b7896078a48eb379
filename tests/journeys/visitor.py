"""Looks at one page after another with axe and a ruler, and gathers all that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from panoh.words import _, use_language
from tests.journeys.looks import Watch

NARROW, HEIGHT = 320, 740
WIDE = 1280
Scheme = Literal["light", "dark"]
VARIANTS: dict[str, tuple[tuple[int, Scheme], ...]] = {
    # Every pair of page state, size, scheme and language is met by one look a language: the
    # states take turns, and what one language sees on a phone the other sees on a desktop.
    "en": ((NARROW, "light"), (WIDE, "dark"), (NARROW, "dark"), (WIDE, "light")),
    "ru": ((WIDE, "dark"), (NARROW, "light"), (WIDE, "light"), (NARROW, "dark")),
}

RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  const nodes = v => v.nodes.map(n => n.html.slice(0, 160)).join(' | ');
  return found.violations.map(v => v.id + ': ' + nodes(v));
}"""

MEASURE = """() => {
  const small = [];
  const wanted = 'a[href], button, summary, select, textarea, label.choice, ' +
    'input:not([type=hidden], [type=radio], [type=checkbox])';
  for (const e of document.querySelectorAll(wanted)) {
    if (e.closest('.unseen, .skip') || !e.checkVisibility()) continue;
    const inline = getComputedStyle(e).display === 'inline';
    const least = inline ? 24 : 44;
    const heights = [...e.getClientRects()].map(r => r.height);
    if (heights.some(h => h < least - 0.5))
      small.push(Math.min(...heights).toFixed(1) + ' < ' + least + ' ' + e.outerHTML.slice(0, 90));
  }
  for (const e of document.querySelectorAll('[type=radio], [type=checkbox]'))
    if (e.checkVisibility() && !e.closest('label.choice')) small.push(e.outerHTML.slice(0, 90));
  const wide = document.documentElement.scrollWidth;
  return {
    small,
    wide: wide > innerWidth ? [...document.body.querySelectorAll('*')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.unseen'))
      .map(e => e.outerHTML.slice(0, 120)).slice(0, 3) : [],
    scrolls: wide > innerWidth,
  };
}"""


@dataclass
class Visitor:
    """One person with one browser window, before one running Panoh."""

    page: Page
    origin: str
    watch: Watch
    findings: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    """Paths of pages, as the pages are declared."""

    # ── getting about ───────────────────────────────────────────────────────────────────────

    def words(self, message: str) -> str:
        with use_language(self.watch.language):
            return _(message)

    def go(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def send(self, act: Callable[[], object]) -> None:
        with self.page.expect_navigation(wait_until="load"):
            act()

    def press(self, place: str) -> None:
        self.send(self.page.locator(place).first.click)

    def submit(self, action: str, **values: str) -> None:
        """Fill fields of the form to `action` and press its first button."""
        form = self.page.locator(self._form(action)).first
        for name, value in values.items():
            form.locator(f'[name="{name}"]').last.fill(value)
        self.send(form.locator("button").first.click)

    def _form(self, action: str) -> str:
        return f'main form:is([action="{action}"], [action^="{action}?"])'

    def clear(self, action: str) -> None:
        """Send the form with nothing in it."""
        self.page.evaluate(
            """forms => {
              for (const form of document.querySelectorAll(forms))
                for (const e of form.querySelectorAll('input:not([type=hidden]), textarea, select'))
                  if (e.type === 'radio' || e.type === 'checkbox') e.checked = false;
                  else e.value = '';
            }""",
            self._form(action),
        )
        self.submit(action)

    # ── looking ─────────────────────────────────────────────────────────────────────────────

    def see(self, name: str, path: str = "", heading: str = "") -> None:
        """Look at what stands there; `path` is the declared path of the page."""
        self.covered.add(path)
        self.states.append(name)
        problems: list[str] = []
        if heading and self.words(heading) not in self.page.inner_text("h1"):
            problems.append(f"not here: {self.page.inner_text('h1')}")
        try:
            self.watch.look(self.page)
        except AssertionError as error:
            problems.append(str(error))
        self._examine(name, problems)

    def see_plain(self, name: str) -> None:
        """A page that keeps to none of our promises but can be read by everybody."""
        self.states.append(name)
        self._examine(name, [])

    def _examine(self, name: str, problems: list[str]) -> None:
        turns = VARIANTS["en" if self.watch.language == "en" else "ru"]
        width, scheme = turns[len(self.states) % len(turns)]
        problems += self._measured()
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate(AXE_SCRIPT)
        problems += self.page.evaluate(RUN_AXE)
        self.findings += [f"{name} [{width} {scheme}] {each}" for each in problems]

    def _measured(self) -> list[str]:
        self.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        found: dict[str, Any] = self.page.evaluate(MEASURE)
        problems = [f"too small: {each}" for each in found["small"]]
        if found["scrolls"]:
            problems.append(f"wider than {NARROW}: {found['wide']}")
        return problems
