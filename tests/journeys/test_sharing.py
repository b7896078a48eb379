"""Two people, two browsers, two running nodes and a hub: one case, from the code to the end.

Amina never leaves the keys; Bo's browser runs no scripts. Nothing is done but by the pages.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.hub.running import hub
from tests.journeys import practice
from tests.journeys.conftest import LOCALES, PHONE_SIZE
from tests.journeys.hands import Hands, Keys
from tests.journeys.looks import CODE, Watch
from tests.journeys.panoh import Panoh, Started

CALLED, FIRST = "Zuhra", "before anybody else came"
WANTS = {"Amina": "her wages, by Friday", "Bo": "a paper that she was never sentenced"}
INVITATION = re.compile(r"[0-9A-Z]{5}(-[0-9A-Z]{4,5}){5}")


class Person:
    """One person with a vault, a running node and a browser of their own."""

    def __init__(
        self, browser: Browser, folder: Path, name: str, kind: type[Hands], *, scripts: bool
    ) -> None:
        self.name, self.scripts = name, scripts
        folder.mkdir()
        self.panoh = Panoh(folder, practice.PHRASE)
        bootstrap.create_vault(self.panoh.home, practice.PHRASE, name, cost=FLOOR)
        self.started: Started = self.panoh.start()
        size = PHONE_SIZE if scripts else None
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, locale=LOCALES["en"], viewport=size
        )
        self.context.set_default_timeout(20_000)
        page = self.context.new_page()
        self.do = kind(page, Watch(self.started.origin, "en").over(self.context, page))

    def unlock(self) -> None:
        self.do.open(self.started.address)
        self.do.page.fill("#f-phrase", practice.PHRASE)
        self.do.press_at("main form button")
        self.do.press("I understand, go on without")

    def go(self, path: str) -> None:
        self.do.open(self.started.origin + path)

    def send_and_receive(self) -> str:
        """What the page says when it is over."""
        do = self.do
        self.go("/exchange")
        do.press("Send and receive now")
        if self.scripts:
            do.page.wait_for_selector("#going:not([data-going]) #errand, #errand:not(:has(button))")
        until = time.monotonic() + 20
        while not self.scripts and do.page.locator("#errand button").count():
            assert time.monotonic() < until
            do.follow("How far is it?")
        said = do.text()
        assert "cannot be reached" not in said, said
        assert "everything you wrote" in said
        assert not re.search(r"(?i)\breceived by|has read", said)
        return said

    def end(self) -> None:
        self.go("/safety")
        self.do.watch.end(self.context, self.do.page)

    def close(self) -> None:
        self.context.close()
        self.started.stop()


class Together:
    def __init__(self, amina: Person, bo: Person, url: str) -> None:
        self.amina, self.bo, self.url = amina, bo, url
        self.case = self.share = self.code = ""

    def a_case(self) -> None:
        do = self.amina.do
        self.code = self.amina.panoh.run("client", "add", "--goes-by", CALLED)
        assert CODE.fullmatch(self.code)
        self.amina.panoh.run("note", "add", self.code, "--text", FIRST)
        apart = ("--text", "sealed apart", "--restricted", "violence")
        self.amina.panoh.run("note", "add", self.code, *apart)
        do.watch.secrets += [self.code, CALLED]
        self.bo.do.watch.secrets += [self.code, CALLED]
        do.visit("/clients")
        do.page.locator("main .list a", has_text=self.code).first.focus()
        do.follow(self.code)
        self.case = re.findall(r"/client/[0-9a-f]{32}", do.page.url)[0]

    def the_hub(self) -> None:
        do = self.amina.do
        do.visit("/safety")
        do.follow("Send and receive")
        do.sees("you have no hub")
        do.write("hub", "nonsense")
        do.press_at('form[action="/exchange/hub"] button')
        do.sees("Please check")
        do.write("hub", self.url)
        do.choose("minutes", "0")
        do.press_at('form[action="/exchange/hub"] button')
        do.sees("Saved.")
        assert "not sent yet" in do.text()

    def invite(self) -> str:
        do = self.amina.do
        self.amina.go(self.case)
        do.follow("Who can read this case")
        self.share = re.findall(r"/share/[0-9a-f]{32}", do.page.url)[0]
        do.follow("Invite a colleague")
        do.choose("role", "writer")
        do.choose("history", "current")
        do.press("Go on")
        do.headed("Is this what the code shall open?")
        said = do.text()
        assert self.code in said
        assert "Violence" not in said
        assert "not the notes of before" in said
        do.press("Make the code")
        found = INVITATION.search(do.text(".phrase"))
        assert found
        assert do.page.locator("svg.qr[role=img]").count() == 1
        assert found.group() not in do.page.url
        return found.group()

    def join(self, invitation: str) -> None:
        do = self.bo.do
        do.visit("/safety")
        do.follow("Join with a code")
        do.write("code", invitation[:-1] + ("A" if invitation[-1] != "A" else "B"))
        do.press("Join")
        do.sees("Please check")
        assert do.page.input_value("#f-code") == ""
        do.write("code", invitation.lower().replace("-", " "))
        do.write("hub", self.url)
        do.press("Join")
        do.sees("Answered. What opens comes when both of you have sent and received.")
        do.choose("minutes", "0")
        do.press_at('form[action="/exchange/hub"] button')
        self.bo.send_and_receive()
        assert "Let in: Bo." in self.amina.send_and_receive()
        assert self.code in self.bo.send_and_receive()

    def compare_words(self) -> None:
        found = []
        for person in (self.amina, self.bo):
            person.go(self.share)
            other = self.bo if person is self.amina else self.amina
            person.do.follow(other.name)
            person.do.follow("Compare the twelve words")
            found.append(person.do.page.locator(".words li").all_inner_texts())
        assert found[0] == found[1]
        assert len(found[0]) == 12

    def two_values(self) -> None:
        for person in (self.amina, self.bo):
            person.go(self.case)
            person.do.follow_to("/wants")
            person.do.write("wants", WANTS[person.name])
            person.do.press("Save")
        for person in (self.bo, self.amina, self.bo):
            person.send_and_receive()
        for person in (self.amina, self.bo):
            person.go(self.case)
            said = person.do.text()
            for name, words in WANTS.items():
                assert f"{words} {name}, " in said
            person.go("/today")
            person.do.sees("Two people wrote this without knowing of each other. Both stay until"
                           " somebody chooses.")  # fmt: skip
            person.do.unfold("Show both")
            for words in WANTS.values():
                assert words in person.do.text()
        do = self.bo.do
        do.press_at("main li:has(details) a")
        do._tick(do.page.locator("label.choice", has_text=WANTS["Amina"]).locator("input"))
        do.press("Choose")
        do.sees("Chosen. The others stay in the history.")
        for person in (self.bo, self.amina):
            person.send_and_receive()
        for person in (self.amina, self.bo):
            person.go("/today")
            assert "Two values" not in person.do.text()
            person.go(self.case)
            assert WANTS["Amina"] in person.do.text()
            assert "See both and choose" not in person.do.text()

    def erase(self) -> None:
        """A note that both have goes from both."""
        self.bo.go(self.case)
        self.bo.do.follow("New note")
        self.bo.do.write("text", "a word that must go again")
        self.bo.do.press("Save")
        for person in (self.bo, self.amina):
            person.send_and_receive()
        self.amina.go(self.case)
        assert "a word that must go again" in self.amina.do.text()
        self.amina.do.follow_to("/erase", "main section.card:has-text('a word that must go again')")
        self.amina.do.press_at("main form button")
        for person in (self.amina, self.bo):
            person.send_and_receive()
        self.bo.go(self.case)
        assert "a word that must go again" not in self.bo.do.text()

    def hand_over_and_take_out(self) -> None:
        do = self.amina.do
        self.amina.go(self.share)
        do.follow("Hand over")
        do.page.select_option("#f-who", label="Bo")
        do.press("Go on")
        do.headed("Hand over to {name}?", name="Bo")
        assert "Violence" in do.text()
        do.press("Hand over")
        self.amina.send_and_receive()
        self.bo.send_and_receive()
        do = self.bo.do
        self.bo.go(self.case)
        assert FIRST in do.text()  # the whole past
        self.bo.go(self.share)
        do.follow("Amina")
        do.follow("Take out")
        do.headed("Take {name} out?", name="Amina")
        do.press("Take out")
        do.sees("{name} is taken out. It reaches the others with the next exchange.", name="Amina")
        self.bo.send_and_receive()
        self.amina.send_and_receive()
        self.bo.go(self.case)
        do.follow_to("/wants")
        do.write("wants", "written after she left")
        do.press("Save")
        self.bo.send_and_receive()
        self.amina.send_and_receive()
        self.amina.go(self.share)
        self.amina.do.sees("You are not in it any more. What you have here is what you had then.")
        self.amina.go(self.case)
        assert "written after she left" not in self.amina.do.text()


@pytest.mark.long
def test_two_people_share_a_case_by_the_pages(browser: Browser, tmp_path: Path) -> None:
    people: list[Person] = []
    with hub(f"sqlite:///{tmp_path}/hub.db", "--port", "0") as running:
        try:
            for name, kind, scripts in (("Amina", Keys, True), ("Bo", Hands, False)):
                person = Person(browser, tmp_path / name, name, kind, scripts=scripts)
                people.append(person)
                person.unlock()
            told = Together(people[0], people[1], running.url)
            told.a_case()
            told.the_hub()
            told.join(told.invite())
            told.compare_words()
            told.two_values()
            told.erase()
            told.hand_over_and_take_out()
            for person in people:
                person.end()
        finally:
            for person in people:
                person.close()
    held = (tmp_path / "hub.db").read_bytes()
    for words in (CALLED, FIRST, *WANTS.values(), "Amina", told.code):
        assert words.encode() not in held
