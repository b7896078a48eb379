"""One client from the first contact to closing and back: the acts, told once for any hands.

The words that are typed stand in `typed.py`; the same acts by commands are in
`test_journey_commands.py`, and both must end in equal records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from panoh.lexicon import factors
from tests.journeys.hands import Hands
from tests.journeys.looks import CODE
from tests.journeys.typed import WORDS

PHONE = "+992 900 111 222"
PART_OF_PHONE = "900111222"
TICKED = ("I09", "I10")
SEARCHED, STRENGTH, AROUND = "I12", "F21", "C08"
AHEAD = {"look": 5, "step": 12, "review": 60}
"""Days from today."""


def day(which: str) -> date:
    return date.today() + timedelta(days=AHEAD[which])


@dataclass
class Kept:
    """What somebody keeps in mind on the way."""

    phrase: str = ""
    code: str = ""
    case: str = ""


class Story:
    """Each method is one chapter; `whole` is all of them in their order."""

    def __init__(self, hands: Hands, address: str, copies: Path, *, scripts: bool) -> None:
        self.hands = hands
        self.address = address
        self.copies = copies
        self.scripts = scripts
        self.language = hands.watch.language
        self.said = WORDS[self.language]
        self.kept = Kept()
        hands.watch.typed += [*self.said.values(), PHONE, str(copies)]

    def whole(self) -> Kept:
        self.make_vault()
        self.first_contact()
        self.take_on()
        self.needs_and_strengths()
        self.plan()
        self.follow_up()
        self.notes()
        self.make_copy()
        self.erase()
        self.review()
        self.attach()
        self.lock_and_unlock()
        self.search()
        self.close()
        self.find_closed_and_reopen()
        return self.kept

    # ── the vault ───────────────────────────────────────────────────────────────────────────

    def make_vault(self) -> None:
        do = self.hands
        do.open(self.address)  # in the language that the browser wishes
        do.headed("Welcome to Panoh")
        do.press_at(f'.languages button[value="{self.language}"]')
        do.headed("Make your vault")
        do.write("name", self.said["me"])
        do.press("Go on")
        words = do.page.locator("ol.words li").all_inner_texts()
        assert len(words) == 6
        do.follow("I have written it down")
        do.headed("Type the phrase back")
        do.write("phrase", " ".join(words))
        do.press("Make the vault")
        self.kept.phrase = " ".join(words)
        do.press("Make a paper key")
        assert do.page.locator("ol.paper li").count() == 8
        do.follow("I have written it down")
        do.headed("Today")
        do.sees("The first thing to do")

    # ── first contact, new client ───────────────────────────────────────────────────────────

    def first_contact(self) -> None:
        do, said = self.hands, self.said
        do.visit("/contact/new")
        do.choose("channel", "phone")
        do.choose("topic", "work")
        do.write("asked", said["asked"])
        do.write("answered", said["answered"])
        do.choose("danger_tonight", "no")
        do.choose("write_back", "yes")
        do.day("look_again_on", day("look"))
        do.press("Save")
        do.sees("The contact is saved.")
        assert said["asked"] in do.text()

    def take_on(self) -> None:
        do, said = self.hands, self.said
        do.visit("/clients")
        do.follow("New client")
        self.before_anything_is_kept()
        assert do.page.locator("main form section.card").count() == 5
        do.write("goes_by", said["called"])
        do.choose("languages", "tgk")
        do.choose("interpreter", "no")
        do.choose("contact_ok", "agreed_times")
        do.choose("contact_how", "message")
        do.write("contact_when", said["when"])
        do.write("phone_readers", said["readers"])
        do.write("if_other_answers", said["other"])
        do.write("phone", PHONE)
        do.choose("danger_tonight", "?not_asked")
        do.write("wants", said["wants"])
        do.press("Save")
        found = CODE.search(do.text("h1"))
        assert found, do.text("h1")
        self.kept.code = found.group()
        self.kept.case = re.findall(r"/client/[0-9a-f]{32}", do.page.url)[0]
        do.watch.secrets += [self.kept.code, said["called"]]
        do.sees("Saved. The code is {code}.", code=self.kept.code)
        do.sees("not asked")

    def before_anything_is_kept(self) -> None:
        do = self.hands
        do.headed("Before anything is kept")
        do.choose("choice", "full")
        do.choose("came", "freely")
        do.choose("languages", "tgk")
        do.press("Go on")
        do.headed("New client")

    # ── needs and strengths ─────────────────────────────────────────────────────────────────

    def needs_and_strengths(self) -> None:
        do, said = self.hands, self.said
        do.follow("Add needs and strengths")
        suggested = do.page.locator('#f-pick input[name="pick"]')
        assert suggested.count() == 12
        for each in TICKED:
            do.choose("pick", each)
        do.write("q", said["search"])
        do.press("Search the list")
        for each in TICKED:
            assert do.page.locator(f'input[value="{each}"]').is_checked()
        do.choose("pick", SEARCHED)
        do.write("own_words", said["own"])
        do.choose("said_by", "client")
        do.choose("priority", "high")
        do.press("Save")
        do.sees("Saved: {n}.", n=4)
        do.follow("Add needs and strengths")
        do.choose("pick", STRENGTH)
        do.write("q", said["search_around"])
        do.press("Search the list")
        do.choose("pick", AROUND)
        do.press("Save")
        do.sees("Saved: {n}.", n=2)
        around = do.page.locator("main section.card", has_text=self.words_of(AROUND))
        assert do.words("Circumstances around the client") in " ".join(around.all_inner_texts())
        assert self.words_of(STRENGTH) in do.text()
        assert said["own"] in do.text()

    def words_of(self, factor: str) -> str:
        return factors.label(factor, self.language)

    # ── the plan ────────────────────────────────────────────────────────────────────────────

    def plan(self) -> None:
        do, said = self.hands, self.said
        do.follow("New goal")
        do.write("text", said["goal"])
        do.choose_called("need", self.words_of("I09"))
        do.press("Save")
        self._add_step()
        do.follow("Note support")
        do.write("text", said["support"])
        do.choose("sort", "listening")
        do.write("given_by", said["by"])
        do.choose_called("need", self.words_of("I10"))
        do.press("Save")
        do.sees("The support is saved.")

    def _add_step(self) -> None:
        do, said = self.hands, self.said
        do.press_at('main section.card a[href*="/step/new?goal="]')
        do.write("text", said["step"])
        do.choose("owner", "client")
        do.day("due", day("step"))
        do.press("Save")
        do.sees("The step is saved.")
        assert said["step"] in do.text("main section.card:has(h3 a)")
        do.press("Done")
        do.sees("The step is done.")

    def follow_up(self) -> None:
        do, said = self.hands, self.said
        do.follow("New follow-up")
        do.choose("span", "72h")
        do.write("what", said["what"])
        do.press("Save")
        do.sees("The follow-up is set.")
        do.press_at('main a[href^="/follow-up/"]')
        do.choose("outcome", "reached")
        do.write("outcome_text", said["went"])
        do.choose("span", "2w")
        do.press("Done")
        do.sees("Done. The next follow-up is set.")

    # ── notes ───────────────────────────────────────────────────────────────────────────────

    def notes(self) -> None:
        do, said = self.hands, self.said
        do.follow("New note")
        do.write("text", said["note"])
        do.press("Save")
        do.sees("The note is saved.")
        do.follow("Add a correction")
        do.write("text", said["amended"])
        do.press("Save")
        do.sees("The addition is saved.")
        do.follow("New note")
        do.write("text", said["erased"])
        do.press("Save")
        assert said["erased"] in do.text()

    def make_copy(self) -> None:
        do = self.hands
        do.visit("/safety")
        do.follow("Make or check a copy")
        do.write("folder", str(self.copies))
        do.press("Make the copy")
        do.sees("The copy is made and was read back.")

    def erase(self) -> None:
        do, said = self.hands, self.said
        self._to_case()
        card = f'main section.card:has-text("{said["erased"]}")'
        do.follow("Erase", card)
        do.headed("Erase this note?")
        assert said["erased"] in do.text()
        assert str(self.copies) in do.text()
        do.press("Erase the note")
        do.headed("The note is erased")
        do.sees("Proved: every page of the vault was opened and searched, and its words were "
                "not found.")  # fmt: skip
        do.sees("These copies were made earlier and may still hold it:")
        assert str(self.copies) in do.text()
        assert said["erased_word"] not in do.text()
        do.follow("Back to the case")
        assert said["erased_word"] not in do.text()
        assert said["amended"] in do.text()

    def _to_case(self) -> None:
        do = self.hands
        do.visit("/clients")
        do.follow_to(self.kept.case)

    # ── standing ────────────────────────────────────────────────────────────────────────────

    def review(self) -> None:
        do, said = self.hands, self.said
        do.follow("Review")
        do.write("text", said["review"])
        do.write("client_says", said["says"])
        do.day("next_on", day("review"))
        do.press("Save")
        do.sees("The review is saved.")
        assert said["says"] in do.text()

    def attach(self) -> None:
        do, said = self.hands, self.said
        do.visit("/contacts")
        do.press_at("main ul.list a")
        do.follow("Attach to a client")
        do.write("who", said["called"])
        do.press("Find")
        do.press("Attach")
        do.sees("The contact is now part of this case.")
        do.press_at('main a[href^="/case-contact/"]')
        assert said["asked"] in do.text()

    def lock_and_unlock(self) -> None:
        do = self.hands
        do.press("Lock", "header")
        self._unlock()
        do.visit("/clients")
        with do.page.expect_navigation(wait_until="load"):
            if self.scripts:
                do.page.keyboard.press("Escape")
                do.page.keyboard.press("Escape")
            else:
                do.access_key("l")
        do.watch.look(do.page)
        do.page.go_back(wait_until="load")
        assert self.kept.code not in do.page.content()
        self._unlock()

    def _unlock(self) -> None:
        do = self.hands
        if do.page.locator("#f-phrase").count() == 0:
            do.follow_to("/", "header")
        assert do.words("Unlock") in do.text("h1")
        do.write("phrase", self.kept.phrase)
        do.press("Unlock")
        do.headed("Today")

    def search(self) -> None:
        do, said = self.hands, self.said
        do.visit("/search")
        for typed in (said["part_of_name"], PART_OF_PHONE, self.kept.code, said["note_word"]):
            do.write("q", typed)
            do.press("Search")
            assert do.page.locator(f'main ul.list a[href="{self.kept.case}"]').count(), typed
            assert said["called"] not in do.text("main ul.list")
        do.write("q", said["erased_word"])
        do.press("Search")
        do.sees("Nothing was found. Try fewer letters, another spelling, or the other script.")

    def close(self) -> None:
        do, said = self.hands, self.said
        self._to_case()
        do.follow("Close the case")
        do.choose("reason", "agreed")
        do.choose("write_again", "yes")
        do.write("text", said["closing"])
        do.press("Close the case")
        do.sees("The case is closed.")

    def find_closed_and_reopen(self) -> None:
        do, said = self.hands, self.said
        do.visit("/clients")
        assert self.kept.code not in do.text()
        do.unfold("Filter the list")
        do.choose("status", "closed")
        do.press("Show")
        assert self.kept.code in do.text()
        do.follow_to(self.kept.case)
        do.follow("Reopen the case")
        do.write("text", said["reopened"])
        do.press("Reopen the case")
        do.sees("The case is open again.")
        do.visit("/clients")
        assert self.kept.code in do.text()
        do.visit("/today")
