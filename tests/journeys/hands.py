"""The hands of a person before a browser: one pair that points, one that never leaves the keys.

Both do the same few things by the words that stand on the page, in the language of the journey.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, Page

from panoh.words import _, use_language
from tests.journeys.looks import Watch

STOP = """target => {
  const at = document.activeElement, where = at.compareDocumentPosition(target);
  const sameGroup = at.type === 'radio' && target.type === 'radio' && at.name === target.name;
  if (at === document.body) return {at: false, before: false, unseen: ''};
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  let unseen = '';
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)
    unseen = 'no outline';
  else if (box.bottom <= 0 || box.top >= innerHeight || !box.width || !box.height)
    unseen = 'outside the window';
  else {
    const first = at.getClientRects()[0];
    const middle = document.elementFromPoint(
      Math.min(Math.max(first.left + first.width / 2, 0), innerWidth - 1),
      Math.min(Math.max(first.top + first.height / 2, 0), innerHeight - 1));
    if (middle && !at.contains(middle) && !middle.contains(at)) unseen = 'covered';
  }
  return {
    at: at === target || sameGroup, here: at === target,
    before: !!(where & Node.DOCUMENT_POSITION_PRECEDING),
    unseen: unseen && unseen + ': ' + at.outerHTML.slice(0, 120),
  };
}"""


class Hands:
    """Pointing hands, and what both share."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    def words(self, message: str, **values: object) -> str:
        with use_language(self.watch.language):
            return _(message).format(**values) if values else _(message)

    # ── looking ─────────────────────────────────────────────────────────────────────────────

    def text(self, where: str = "main") -> str:
        return " ".join(self.page.inner_text(where).split())

    def sees(self, message: str, where: str = "main", **values: object) -> None:
        assert self.words(message, **values) in self.text(where), self.text(where)

    def headed(self, message: str, **values: object) -> None:
        assert self.text("h1") == self.words(message, **values)

    # ── leaving for another page ────────────────────────────────────────────────────────────

    def open(self, address: str) -> None:
        self._leave(lambda: self.page.goto(address))

    def press(self, message: str, within: str = "main") -> None:
        name = self.words(message)
        found = self.page.locator(within).get_by_role("button", name=name, exact=True)
        self._leave(lambda: self._activate(found.first))

    def press_at(self, place: str) -> None:
        self._leave(lambda: self._activate(self.page.locator(place).first))

    def follow(self, message: str, within: str = "main") -> None:
        name = self.words(message)
        found = self.page.locator(within).get_by_role("link", name=name, exact=True)
        self._leave(lambda: self._activate(found.first))

    def follow_to(self, place: str, within: str = "main") -> None:
        """The first link whose address ends like this."""
        found = self.page.locator(f'{within} a[href$="{place}"]')
        self._leave(lambda: self._activate(found.first))

    def visit(self, path: str) -> None:
        """One of the places that stand on top of every page."""
        self.follow_to(path, ".top nav")

    def _leave(self, act: Callable[[], object]) -> None:
        with self.page.expect_navigation(wait_until="load"):
            act()
        self.watch.look(self.page)

    # ── filling in ──────────────────────────────────────────────────────────────────────────

    def write(self, name: str, text: str) -> None:
        self.watch.typed.append(text)
        self._write(self.page.locator(f"#f-{name}"), text)

    def day(self, name: str, day: date) -> None:
        self._day(self.page.locator(f"#f-{name}"), day)

    def choose(self, name: str, key: str) -> None:
        """A choice by its key: button, box, or a line of a list."""
        found = self.page.locator(f'main select[name="{name}"]')
        if found.count():
            self._pick(found, key)
        else:
            self._tick(self.page.locator(f'main input[name="{name}"][value="{key}"]'))

    def choose_called(self, name: str, title: str) -> None:
        """A choice by the words beside it."""
        label = self.page.locator(f"#f-{name} label.choice", has_text=title)
        self._tick(label.locator("input").first)

    def unfold(self, message: str) -> None:
        self._activate(self.page.locator("main summary", has_text=self.words(message)).first)

    def access_key(self, letter: str) -> None:
        """Alt and a letter; Playwright's own keys come without the text that access keys go by."""
        keys = self.page.context.new_cdp_session(self.page)
        pressed = {
            "modifiers": 1, "key": letter, "code": f"Key{letter.upper()}",
            "unmodifiedText": letter, "windowsVirtualKeyCode": ord(letter.upper()),
        }  # fmt: skip
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **pressed})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
        keys.detach()

    # ── by pointing ─────────────────────────────────────────────────────────────────────────

    def _activate(self, found: Locator) -> None:
        found.click()

    def _write(self, found: Locator, text: str) -> None:
        found.fill(text)

    def _day(self, found: Locator, day: date) -> None:
        found.fill(day.isoformat())

    def _pick(self, found: Locator, key: str) -> None:
        found.select_option(key)

    def _tick(self, found: Locator) -> None:
        found.check()


class Keys(Hands):
    """Tab, Shift+Tab, Enter, Space, arrows and letters; at each stop the focus must be seen."""

    def __init__(self, page: Page, watch: Watch) -> None:
        super().__init__(page, watch)
        self.stops = 0

    def _reach(self, found: Locator) -> str:
        """Go to the control from wherever the focus is; the last key that was pressed."""
        handle = found.element_handle()
        key = "Tab"
        for _step in range(400):
            stop = self.page.evaluate(STOP, handle)
            assert not stop["unseen"], stop["unseen"]
            if stop["at"]:
                return key
            key = "Shift+Tab" if stop["before"] else "Tab"
            self.page.keyboard.press(key)
            self.stops += 1
        raise AssertionError("never reached: " + found.evaluate("e => e.outerHTML.slice(0, 200)"))

    def _activate(self, found: Locator) -> None:
        self._reach(found)
        self.page.keyboard.press("Enter")

    def _write(self, found: Locator, text: str) -> None:
        self._reach(found)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        assert found.input_value() == text

    def _day(self, found: Locator, day: date) -> None:
        if self._reach(found) == "Shift+Tab":  # came in at its last part
            while found.evaluate("e => e === document.activeElement"):
                self.page.keyboard.press("Shift+Tab")
            self.page.keyboard.press("Tab")
        # Month first: the field follows the language of the browser itself, not of the page.
        self.page.keyboard.type(day.strftime("%m%d%Y"))
        assert found.input_value() == day.isoformat(), found.input_value()

    def _pick(self, found: Locator, key: str) -> None:
        self._reach(found)
        keys = found.locator("option").evaluate_all("all => all.map(e => e.value)")
        self.page.keyboard.press("Home")
        for _line in range(keys.index(key)):
            self.page.keyboard.press("ArrowDown")
        assert found.input_value() == key

    def _tick(self, found: Locator) -> None:
        self._reach(found)
        if found.get_attribute("type") == "radio":
            for _line in range(40):
                if found.evaluate("e => e === document.activeElement"):
                    break
                self.page.keyboard.press("ArrowDown")
        if not found.is_checked():
            self.page.keyboard.press("Space")
        assert found.is_checked()
