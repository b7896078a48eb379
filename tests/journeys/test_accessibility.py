"""Every page in every state: axe, a ruler, and the promises of each page, in two languages.

The pages are asked of the program itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from panoh import bootstrap
from panoh.core.vault.model import VaultPlace
from panoh.web.page import Page
from panoh.web.pages import shell_pages
from panoh.web.session import Session
from panoh.web.shell import Held
from panoh.words import LANGUAGES
from tests.journeys import helping, outward, practice, together
from tests.journeys.conftest import LOCALES
from tests.journeys.forms_there_are import (
    OWN_WORK,
    REFUSES_EMPTY,
    REFUSES_OTHERWISE,
    TAKES_ANYTHING,
)
from tests.journeys.looks import Watch
from tests.journeys.panoh import Panoh
from tests.journeys.visitor import Visitor

# Two languages show what a translation does to a page; the soak looks at all of them.
FULL = os.environ.get("PANOH_MATRIX") == "full"
LOOKED_IN = [*LANGUAGES] if FULL else ["en", "ru"]
UNKNOWN = "0123456789abcdef0123456789abcdef"


def declared() -> tuple[Page, ...]:
    shell = bootstrap.shell(Path())
    return (*shell_pages(Held(shell, Session.unreachable())), *shell.pages)


def paths(method: str) -> set[str]:
    """Of the vault and of casework; evidence and the directory have journeys of their own."""
    apart = ("/evidence", "/service", "/referral", "/proposal")
    return {e.path for e in declared() if e.method == method and not e.path.startswith(apart)}


def test_every_form_has_a_wrong_way_to_be_sent() -> None:
    """A new form is either looked at with its errors, or said to take anything."""
    forms = paths("GET") & paths("POST")
    known = REFUSES_EMPTY | set(REFUSES_OTHERWISE) | TAKES_ANYTHING | OWN_WORK
    assert forms - known == set()
    assert (REFUSES_EMPTY | set(REFUSES_OTHERWISE) | TAKES_ANYTHING) - paths("GET") == set()


class Visit:
    """Two vaults in one home, one of them empty, and everything there is to see in them."""

    def __init__(self, visitor: Visitor, folder: Path, places: dict[str, VaultPlace]) -> None:
        self.on = visitor
        self.folder = folder
        self.places = places
        self.ids: dict[str, str] = {}

    def fill_in(self, path: str) -> str:
        """The address of a page for the record that stands for its kind."""
        return path.replace("{id}", self.ids[path.split("/")[1]]) if "{id}" in path else path

    def door(self, which: str) -> str:
        return f"/unlock/{self.places[which].id}"

    def unlock(self, which: str) -> None:
        self.on.go(self.door(which))
        self.on.submit(self.door(which), phrase=practice.PHRASE)

    def lock(self) -> None:
        self.on.press("#lock button")

    # ── the way in ──────────────────────────────────────────────────────────────────────────

    def doors(self) -> None:
        on = self.on
        on.see("which vault", "/", "Which vault is yours?")
        on.page.locator("main summary").first.click()
        on.see("languages open", "/")
        on.go(self.door("filled"))
        on.see("unlock", "/unlock/{id}", "Unlock")
        on.submit(self.door("filled"), phrase="something else")
        on.see("unlock, wrong phrase", "/unlock/{id}")
        on.go(self.door("filled") + "/trustees")
        on.see("trustees, none chosen", "/unlock/{id}/trustees", "Open with trustees")
        on.go("/vault/new")
        on.see("make a vault", "/vault/new", "Make your vault")
        on.page.check("input[value=own]")
        on.submit("/vault/new")
        on.see("own phrase", "/vault/phrase", "Your own phrase")
        on.submit("/vault/phrase", phrase="1234", again="1234")
        on.see("own phrase, weak", "/vault/phrase")
        on.go("/vault/new")
        on.submit("/vault/new")
        words = " ".join(on.page.locator("ol.words li").all_inner_texts())
        on.see("generated phrase", "/vault/phrase", "Your phrase")
        on.press("main .acts a")
        on.see("type it back", "/vault/back", "Type the phrase back")
        on.submit("/vault/back", phrase="something else")
        on.see("type it back, wrong", "/vault/back")
        on.submit("/vault/back", phrase=words)
        on.see("paper key", "/vault/paper", "A paper key, before the first client")
        on.submit("/vault/paper")
        on.see("paper key, shown", "/vault/paper/shown", "Your paper key")
        on.go("/vault/paper")
        on.see("paper key, there is one", "/vault/paper")
        on.submit("/vault/paper", phrase="something else")
        on.see("paper key, wrong phrase", "/vault/paper")
        self.lock()

    def nothing_yet(self) -> None:
        """The empty states, which teach."""
        self.unlock("empty")
        for path in ("/today", "/clients", "/contacts", "/contacts/month", "/search"):
            self.on.go(path)
            self.on.see(f"{path}, empty", path)
        self.on.go("/contacts?state=all")
        self.on.see("/contacts, all, empty", "/contacts")
        self.on.go("/nowhere")
        self.on.see("no such page", "", "Nothing is here")
        self.on.go(f"/client/{UNKNOWN}")
        self.on.see("no such client", "", "Nothing is here")
        together.nothing_yet(self.on)
        helping.tour(self.on)
        self.lock()

    # ── every page with something on it ─────────────────────────────────────────────────────

    def every_page(self) -> None:
        self.unlock("filled")
        for path in sorted(paths("GET") - OWN_WORK):
            self.on.go(self.fill_in(path))
            self.on.see(path, path)

    def others(self) -> None:
        """Records that look different from the first of their kind."""
        on, ids = self.on, self.ids
        for name, path in {
            "/client/{id}": ("bare", "closed", "narrow"),
            "/client/{id}/called": ("narrow",),
            "/client/{id}/forget": ("narrow",),
            "/client/{id}/keeping": ("bare",),
            "/consent/{id}": ("withdrawn",),
            "/client/{id}/timeline": ("bare",),
            "/contact/{id}": ("finished-contact", "group"),
            "/contact/{id}/edit": ("group",),
            "/need/{id}": ("own",),
            "/follow-up/{id}": ("finished",),
            "/step/{id}": ("done",),
            "/note/{id}/erase": ("note",),
            "/card/{id}": ("card-stale", "card-replaced"),
            "/card/{id}/review": ("card-stale",),
        }.items():
            for each in path:
                on.go(name.replace("{id}", ids[each]))
                on.see(f"{name}, {each}", name)
        helping.explained(on, ids["client"])
        on.go("/client/before")
        on.page.check('input[name="choice"][value="code"]')
        on.page.check('input[name="came"][value="freely"]')
        on.page.check('input[name="languages"][value="tgk"]')
        on.press('form[action="/client/before"] button')
        on.see("new client, under a code only", "/client/new", "New client")
        for path in ("/contacts?state=all", "/contacts?state=done", f"/client/new?contact="
                     f"{ids['contact']}"):  # fmt: skip
            on.go(path)
            on.see(path.replace(ids["contact"], "…"))
        on.go(f"/client/{ids['client']}/erased")
        on.see("erased, looked at again", "/client/{id}/erased", "Erased")
        on.go(f"/client/{ids['client']}/elsewhere")
        on.see("erased, elsewhere", "/client/{id}/elsewhere", "What became of it elsewhere")
        on.go("/told/" + UNKNOWN)
        on.see("told, gone", "/told/{id}", "Nothing is here")

    def errors(self) -> None:
        """Forms that come back."""
        on = self.on
        wrong: dict[str, dict[str, str]] = dict(REFUSES_OTHERWISE)
        for path in sorted(REFUSES_EMPTY | set(wrong)):
            here = self.fill_in(path)
            on.go(here)
            if path in wrong:
                on.submit(here, **wrong[path])
            else:
                on.clear(here)
            if not on.page.locator("#summary").count():
                on.findings.append(f"{path} took what is wrong")
            on.see(f"{path}, wrong", path)

    def answers(self) -> None:
        """What comes after something was sent."""
        on, ids = self.on, self.ids
        client = f"/client/{ids['client']}"
        for sought, name in ((practice.NAMES[0], "found"), ("qqqq", "nothing found")):
            on.go("/search")
            on.submit("/search", q=sought)
            on.see(f"search, {name}", "/search")
        on.go("/clients")
        on.page.locator("main summary").first.click()
        on.page.select_option("#f-status", "closed")
        on.submit("/clients")
        on.see("clients, filtered", "/clients")
        on.go(f"/contact/{ids['contact']}/attach")
        on.submit(f"/contact/{ids['contact']}/attach", who=practice.NAMES[0])
        on.see("attach, found", "/contact/{id}/attach")
        on.go(client + "/needs/new")
        on.submit(client + "/needs/new", q="I12")
        on.see("needs, searched", "/client/{id}/needs/new")
        on.go(client + "/agreement")
        on.page.check('input[name="programme_agreed"][value="0"]')
        on.press(f'form[action="{client}/agreement"] button')
        on.see("agreement, not agreed", "/client/{id}/agreement")
        on.go("/phrase")
        on.submit("/phrase/offer")
        on.see("phrase, offered", "/phrase")
        outward.vault_copies(on, ids["copy"])
        outward.disasters(on)
        outward.paper(on, client)
        outward.copies(on, client)
        outward.lists(on)
        together.looks(on, ids["share"], ids["words"])
        self._restricted(client)
        self._kept(client)
        self._child()
        on.go(f"/note/{ids['erasable']}/erase")
        on.see("erase, confirm", "/note/{id}/erase", "Erase this note?")
        on.submit(f"/note/{ids['erasable']}/erase")
        on.see("erased", "/client/{id}/erased", "The note is erased")

    def _kept(self, client: str) -> None:
        """Cards in a case, how long a closed one is kept, and erasing one."""
        on, ids = self.on, self.ids
        on.go(f"{client}/card?card={ids['card']}")
        on.see("give a card", "/client/{id}/card")
        on.go(f"{client}/card?card={ids['card-stale']}")
        on.see("give a card past its review", "/client/{id}/card")
        on.go(f"/card/{ids['card-stale']}/review")
        on.press(f'form[action^="/card/{ids["card-stale"]}/check"] button')
        on.see("the old words", "/card/{id}/review", "Review a card")
        on.go(client + "/term")
        on.see("an open case is kept", "/client/{id}/term", "How long it is kept")
        closed = f"/client/{ids['closed']}"
        on.go(closed + "/term")
        on.see("how long it is kept", "/client/{id}/term", "How long it is kept")
        on.clear(closed + "/term")
        on.see("how long it is kept, wrong", "/client/{id}/term")
        on.go(closed + "/erase")
        on.see("erase a case", "/client/{id}/erase", "Erase this case?")
        on.page.check('input[name="read"]')
        on.submit(closed + "/erase")
        on.see("case erased", "/erased", "The case is erased")
        on.press('main a[href^="/erased/"]')
        on.see("case erased, elsewhere", "/erased/{id}", "What became of it elsewhere")

    def _restricted(self, client: str) -> None:
        on = self.on
        on.go(f"/note/{self.ids['restricted']}/amend")
        on.see("restricted, hidden", "/note/{id}/amend", "This line is restricted")
        on.submit(client + "/show")
        on.see("case, restricted lines shown", "/client/{id}")
        on.go(client + "/more")
        on.see("restricted lines, one sort shown", "/client/{id}/more")
        on.go(f"/together/{self.ids['together']}")
        on.see("plan, shown", "/together/{id}", "What makes it safer?")
        on.go(f"/together/{self.ids['together']}/erase")
        on.see("plan, erase", "/together/{id}/erase")
        on.go("/now/whom")
        on.submit("/now/whom", whom=practice.PHONE, checked_on="2025-01-05")
        on.see("whom to call, long not tried", "/now")
        on.go(client + "/timeline")
        on.see("timeline, restricted lines", "/client/{id}/timeline")

    def _child(self) -> None:
        on, child = self.on, f"/client/{self.ids['child']}"
        on.go(child)
        on.see("child, hidden", "/client/{id}")
        on.submit(child + "/show")
        on.see("child, shown", "/client/{id}")
        on.go(child + "/own")
        on.see("child, asked", "/client/{id}/own", "The child")
        on.go(child + "/beside")
        on.see("who looks after the child, not asked", "/client/{id}/beside")
        on.go(child + "/own")
        on.page.check('input[name="caregiver_safe"][value="yes"]')
        on.press(f'form[action="{child}/own"] .acts button')
        on.go(child + "/beside")
        on.see("who looks after the child, asked", "/client/{id}/beside")

    # ── an older copy put back ──────────────────────────────────────────────────────────────

    def put_back(self, older: Path) -> None:
        on = self.on
        self.lock()
        place = self.places["filled"].folder
        shutil.rmtree(place)
        shutil.copytree(older, place)
        self.unlock("filled")
        on.see("unlock, older than before", "/unlock/{id}", "Unlock")


def _welcome(browser: Browser, folder: Path, language: str) -> list[str]:
    """The first page of all, and what stands before a browser that has no key."""
    folder.mkdir()
    started = Panoh(folder).start()
    context = browser.new_context(locale=LOCALES[language])
    try:
        page = context.new_page()
        on = Visitor(page, started.origin, Watch(started.origin, language))
        page.goto(started.origin + "/")
        on.see_plain("no key")
        page.goto(started.address)
        on.see("welcome", "/", "Welcome to Panoh")
        return on.findings
    finally:
        context.close()
        started.stop()


@pytest.mark.long
@pytest.mark.parametrize("language", LOOKED_IN)
def test_every_page_in_every_state(
    browser: Browser, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "practice"
    folder.mkdir()
    monkeypatch.setenv("PANOH_STATE", str(folder / "state"))
    panoh = Panoh(folder)
    places: dict[str, VaultPlace] = {}
    places["empty"], _none = practice.make(panoh.home, language, filled=False)
    places["filled"], ids = practice.make(panoh.home, language, filled=True)
    older = tmp_path / "older"
    shutil.copytree(places["filled"].folder, older)
    started = panoh.start()
    context = browser.new_context(locale=LOCALES[language])
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch = Watch(started.origin, language).over(context, page)
    watch.secrets += [*practice.NAMES, ids["code"]]
    watch.typed += [*practice.texts(language), practice.PHONE, str(folder), outward.NO_SHARE]
    on = Visitor(page, started.origin, watch)
    visit = Visit(on, folder, places)
    visit.ids = {**ids, "unlock": places["filled"].id}
    chapters: tuple[Callable[[], None], ...] = (
        visit.doors, visit.nothing_yet, visit.every_page, visit.others, visit.errors,
        visit.answers, lambda: visit.put_back(older),
    )  # fmt: skip
    try:
        page.goto(started.address)
        for each in chapters:
            each()
        missed = [each for each in watch.said if "404 (Not Found)" in each]
        assert len(missed) == 3, watch.said  # the browser's own word on the pages that are not
        watch.said = [each for each in watch.said if each not in missed]
        watch.end(context, page)
    finally:
        context.close()
        started.stop()
    on.findings += _welcome(browser, tmp_path / "welcome", language)
    assert paths("GET") - on.covered == set()
    print(f"{len(on.states)} states")
    assert not on.findings, "\n" + "\n".join(on.findings)
