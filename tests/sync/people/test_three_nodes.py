"""Three people, three running nodes that exchange beside their pages, and a hub: by the pages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.crypto.derive import FLOOR
from tests.hub.running import hub
from tests.journeys import practice
from tests.journeys.panoh import Panoh
from tests.web.running import Client, Got, Running, words

WANTS = {"Amina": "her wages, by Friday", "Bo": "a paper about her marriage"}
COUNTRIES = {"Amina": "TJ", "Bo": "KZ", "Chen": "TJ"}
INVITATION = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{4,5}){5}")
SECONDS = 20.0


class Person:
    """A vault, a running node and somebody who follows links and sends forms."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        folder.mkdir()
        self.panoh = Panoh(folder, practice.PHRASE)
        bootstrap.create_vault(self.panoh.home, practice.PHRASE, name, cost=FLOOR)
        self.started = self.panoh.start()

    def unlock(self, url: str) -> None:
        self.at = Client(Running(self.started.process, self.started.address))
        self.at.open()
        self.at.unlock(practice.PHRASE)
        self.at.post("/vault/paper/without")
        self.do("/exchange", "/exchange/hub", {"hub": url, "minutes": "0"})
        self.do("/share", "/share/country", {"country": COUNTRIES[self.name]})

    def see(self, path: str) -> str:
        """The page, its marks and all."""
        self.got = self.at.follow(self.at.get(path))
        assert self.got.status == 200, (path, self.got.status, words(self.got))
        return self.got.text

    def said(self, path: str) -> str:
        self.see(path)
        return words(self.got)

    def do(self, page: str, act: str, form: dict[str, str]) -> Got:
        """Open a page, send a form of it, and follow where that leads."""
        self.see(page)
        self.got = self.at.follow(self.at.post(act, form))
        return self.got

    def exchange(self) -> str:
        """Beside the pages, as it does by itself; what the page says when it is over."""
        self.do("/exchange", "/exchange/now", {})
        until = time.monotonic() + SECONDS
        while 'action="/exchange/stop"' in self.see("/exchange"):
            assert time.monotonic() < until
            time.sleep(0.02)
        told = words(self.got)
        assert "cannot be reached" not in told, told
        return told


class Story:
    def __init__(self, amina: Person, bo: Person, chen: Person) -> None:
        self.amina, self.bo, self.chen = amina, bo, chen
        self.code = amina.panoh.run("client", "add", "--goes-by", "Zuhra")
        page = amina.see("/clients")
        self.case = re.findall(r'href="(/client/[0-9a-f]{32})"', page)[0]
        self.share = re.findall(r'href="(/share/[0-9a-f]{32})"', amina.see(self.case))[0]

    def invite(self, country: str) -> tuple[str, str]:
        """What is asked once more, and where that is answered."""
        chosen = {"role": "writer", "history": "all", "days": "1", "country": country}
        got = self.amina.do(f"{self.share}/invite", f"{self.share}/invite", chosen)
        (where,) = re.findall(r'action="(/share/[0-9a-f]{32}/invite/check\?s=[0-9a-f]+)"', got.text)
        return words(got), where

    def join(self, person: Person, made: Got) -> None:
        found = INVITATION.search(words(made))
        assert found, words(made)
        person.do("/join", "/join", {"code": found.group(), "hub": ""})
        person.exchange()
        assert f"Let in: {person.name}." in self.amina.exchange()
        assert f"Open to you now: Case {self.code}" in person.exchange()

    def bo_from_abroad(self) -> None:
        """The client is asked before it is read in another country, once, and it is kept."""
        asked, where = self.invite(COUNTRIES["Bo"])
        assert "A colleague works in another country: Kazakhstan." in asked
        refused = self.amina.at.follow(self.amina.at.post(where, {"given": "oral"}))
        assert "Without it nothing is opened there." in words(refused)
        assert not INVITATION.search(words(refused))
        unheard = self.amina.at.follow(self.amina.at.post(where, {"given": "oral", "agrees": "1"}))
        assert "Please check" in words(unheard)  # what was only said, somebody has to have heard
        answer = {"given": "written", "agrees": "1"}
        self.join(self.bo, self.amina.at.follow(self.amina.at.post(where, answer)))
        (kept,) = set(re.findall(r'href="(/consent/[0-9a-f]{32})"', self.amina.see(self.case)))
        told = self.amina.said(kept)
        assert "To be read and worked on by our colleagues in this country" in told
        assert all(each in told for each in ("A colleague", "Kazakhstan", "In writing")), told
        again, _where = self.invite(COUNTRIES["Bo"])
        assert "another country: Kazakhstan" not in again

    def chen_from_here(self) -> None:
        asked, where = self.invite(COUNTRIES["Chen"])
        assert "works in another country" not in asked
        self.join(self.chen, self.amina.at.follow(self.amina.at.post(where, {})))

    def two_values(self) -> None:
        for person in (self.amina, self.bo):
            path = f"{self.case}/wants"
            saved = words(person.do(path, path, {"wants": WANTS[person.name]}))
            assert WANTS[person.name] in saved, saved
        for person in (self.amina, self.bo, self.amina, self.chen):
            person.exchange()
        for person in (self.amina, self.bo, self.chen):
            told = person.said(self.case)
            assert all(each in told for each in WANTS.values()), told
        page = self.chen.see(self.case)
        (both,) = set(re.findall(r'href="(/two-values/[0-9a-f]{32})', page))
        page = self.chen.see(both)
        (number,) = re.findall(rf'value="(\d)"[^>]*> <span>{WANTS["Bo"]}', page)
        done = self.chen.at.follow(self.chen.at.post(both, {"v-wants": number}))
        assert "Chosen. The others stay in the history." in words(done)
        for person in (self.chen, self.amina, self.bo):
            person.exchange()
        for person in (self.amina, self.bo, self.chen):
            told = person.said(self.case)
            assert WANTS["Bo"] in told
            assert WANTS["Amina"] not in told

    def erased_everywhere(self) -> None:
        """What is gone where is shown, and what cannot be known."""
        erase = f"{self.case}/erase"
        got = self.amina.do(erase, erase, {"read": "1", "prove": "1"})
        assert "The case is erased" in words(got)
        (proof,) = re.findall(r'href="(/erased/[0-9a-f]{32})"', got.text)
        told = self.amina.said(proof)
        assert "it was not asked yet" in told
        assert "still have a text in this vault: 0" in told
        assert "not known yet; it goes there when they exchange: Bo Chen" in told
        assert "A device that never exchanges again keeps what it has." in told
        before = words(self.amina.do(proof, proof, {}))
        assert re.search(r"without a text: 0, still with one: [1-9]", before), before
        self.amina.exchange()
        after = words(self.amina.do(proof, proof, {}))
        assert re.search(r"without a text: [1-9]\d*, still with one: 0", after), after
        self.bo.exchange()
        assert self.code not in self.bo.said("/clients")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    people: list[Person] = []
    with hub(f"sqlite:///{tmp_path}/hub.db", "--port", "0") as running:
        try:
            for name in COUNTRIES:
                people.append(Person(tmp_path / name, name))
            for each in people:
                each.unlock(running.url)
            yield Story(*people)
        finally:
            for each in people:
                each.started.stop()


def test_three_people_work_on_one_case_and_erase_it(story: Story) -> None:
    story.bo_from_abroad()
    story.chen_from_here()
    story.two_values()
    story.erased_everywhere()
