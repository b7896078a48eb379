"""A woman in danger at home: from the first call to a plan that nobody finds.

In a real browser, by a real process. Nothing that is restricted may stand in a list, on Today, in
a title or an address, or be found, until it is asked for.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import practice
from tests.journeys.conftest import LOCALES, PHONE_SIZE
from tests.journeys.hands import Hands
from tests.journeys.looks import CODE, Watch
from tests.journeys.panoh import Panoh

CALLED = "Лола"
SAID = {
    "signs": "Когда дверь внизу хлопает",
    "safe_place": "К тёте, два двора дальше",
    "code_word": "Есть ли у вас корица?",
    "children": "Старшая знает, куда бежать",
}
AUNT, PHONE = "Тётя Саври", "+992 900 111 222"
CALLS = "Дежурный врач, круглосуточно"


class InDanger:
    """Each method is one chapter."""

    def __init__(self, hands: Hands, origin: str) -> None:
        self.hands = hands
        self.origin = origin
        self.case = ""
        self.code = ""

    def go(self, path: str) -> None:
        self.hands.open(self.origin + path)

    def take_on(self) -> None:
        do = self.hands
        do.visit("/clients")
        do.follow("New client")
        do.choose("choice", "full")
        do.choose("came", "freely")
        do.choose("languages", "tgk")
        do.press("Go on")
        do.write("goes_by", CALLED)
        do.choose("contact_ok", "agreed_times")
        do.write("if_other_answers", "ошиблись номером")
        do.choose("danger_tonight", "yes")
        do.press("Save")
        self.case = do.page.url.removeprefix(self.origin).partition("?")[0]
        found = CODE.search(do.text())
        assert found
        self.code = found[0]
        do.watch.secrets += [CALLED, self.code]

    def say_what_is_heavy(self) -> None:
        """What is chosen leads to safety before it leads to any plan."""
        do = self.hands
        self.go(self.case + "/needs/new")
        do.write("q", "F01")
        do.press("Search the list")
        do.choose("pick", "F01")
        do.press("Save")
        do.headed("What makes it safer?")

    def plan(self) -> None:
        do = self.hands
        for name, text in SAID.items():
            do.write(name, text)
        do.choose("copy", "none")
        do.press("Save")
        for text in SAID.values():
            assert text not in do.text()

    def people(self) -> None:
        do = self.hands
        self.go(self.case + "/person/new")
        do.write("name", AUNT)
        do.choose("relation", "relative")
        do.write("phone", PHONE)
        do.press("Save")
        do.sees("Please check")  # it was not said to be safe
        do.choose("safe", "yes")
        do.choose("may_contact", "in_danger")
        do.press("Save")
        assert AUNT in do.text()
        self.go(self.case + "/household")
        do.write("adults", "3")
        do.write("children", "2")
        do.press("Save")

    def look_again(self) -> None:
        do = self.hands
        self.go(self.case + "/follow-up/new")
        do.choose("span", "24h")
        do.write("what", "Спросить про корицу")
        do.unfold("Who may see it")
        do.choose("restricted", "violence")
        do.press("Save")

    def nothing_is_told(self) -> None:
        do = self.hands
        do.visit("/today")
        assert do.text().count(self.code) == 1  # danger tonight, and no more
        self.go("/today/apart")
        do.headed("Restricted and due")
        assert self.code in do.text()
        told = [*SAID.values(), "корицу"]
        for path in ("/clients", "/today", "/today/apart", self.case, self.case + "/timeline"):
            self.go(path)
            assert not [each for each in told if each in do.text()]
        for sought in ("корица", "дверь внизу", AUNT):
            do.visit("/search")
            do.write("q", sought)
            do.press("Search")
            assert self.code not in do.text()

    def show_and_hide(self) -> None:
        do = self.hands
        self.go(self.case)
        do.follow("Choose what to show")
        do.press("Show")
        do.sees("Restricted lines are shown.")
        do.follow_to(do.page.locator('main a[href^="/together/"]').first.get_attribute("href")
                     or "")  # fmt: skip
        assert do.page.input_value("#f-code_word") == SAID["code_word"]
        self.go(self.case + "/timeline")
        do.sees("restricted lines shown")
        self.go(self.case)
        do.press("Hide them")
        do.follow_to("/together")
        do.headed("This line is restricted")  # the plan that is there, not an empty form

    def when_it_gets_worse(self) -> None:
        do = self.hands
        self.go(self.case + "/now")
        do.headed("If somebody may not want to live")
        do.sees("If one of the answers is yes")
        do.follow("Write it now")
        do.write("whom", CALLS)
        do.day("checked_on", date.today())
        do.press("Save")
        assert CALLS in do.text()


def _tell(browser: Browser, folder: Path, language: str, *, scripts: bool = True) -> InDanger:
    folder.mkdir(exist_ok=True)
    panoh = Panoh(folder)
    place, _none = practice.make(panoh.home, language, filled=False)
    started = panoh.start()
    opened = browser.new_context(
        locale=LOCALES[language], java_script_enabled=scripts, viewport=PHONE_SIZE
    )
    opened.set_default_timeout(10_000)
    page = opened.new_page()
    hands = Hands(page, Watch(started.origin, language).over(opened, page))
    hands.watch.typed += [practice.PHRASE, PHONE]
    told = InDanger(hands, started.origin)
    try:
        hands.open(started.address)
        told.go(f"/unlock/{place.id}")
        hands.write("phrase", practice.PHRASE)
        hands.press("Unlock")
        for chapter in (
            told.take_on, told.say_what_is_heavy, told.plan, told.people, told.look_again,
            told.nothing_is_told, told.show_and_hide, told.when_it_gets_worse,
        ):  # fmt: skip
            chapter()
        hands.watch.end(opened, page)
    finally:
        opened.close()
        started.stop()
    return told


@pytest.mark.parametrize("language", ["en", "ru", "tg", "kk"])
def test_a_woman_in_danger_at_home(
    browser: Browser, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    told = _tell(browser, tmp_path, language, scripts=language != "en")
    assert told.hands.watch.looked > 30
