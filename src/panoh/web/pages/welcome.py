"""Welcome, unlock, the language before a vault says its own, and the errors that wait."""

from __future__ import annotations

from panoh.core.vault import store, trustees
from panoh.core.vault.model import VaultPlace
from panoh.core.vault.rules import mark
from panoh.errors import (
    MistypedPaperKey,
    NotFound,
    PanohError,
    TooManyTries,
    VaultRolledBack,
    WrongPhrase,
)
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.said import said
from panoh.web.shell import PAPER_SETTING, Held, around
from panoh.words import LANGUAGES, N_, _, use_language

PHRASE_NEEDED = N_("Type your phrase or your paper key.")


class Welcome:
    def __init__(self, held: Held) -> None:
        self._held = held

    def first(self, visit: Visit) -> Reply:
        """`/`: wherever one should be now."""
        if visit.unlocked:
            if not visit.node.setting(PAPER_SETTING) and not store.has_paper(visit.node.place):
                return Go("/vault/paper")
            places = around(self._held.shell.navigation, "/")
            return Go(places[0].path if places else "/safety", once=visit.state)
        found = store.list_vaults(self._held.shell.home)
        if len(found) == 1:
            return Go(f"/unlock/{found[0].id}", once=visit.state)
        if not found:
            return Show("welcome.html", _("Welcome"), languages=LANGUAGES)
        vaults = [{"id": each.id, "mark": mark(each.id)} for each in found]
        return Show("vaults.html", _("Which vault?"), vaults=vaults)

    def choose_language(self, visit: Visit) -> Reply:
        code = visit.form.get("language")
        if code in LANGUAGES:
            self._held.language = code
        return Go("/vault/new" if visit.form.get("then") == "make" else "/")

    def ask_phrase(self, visit: Visit) -> Reply:
        if visit.unlocked:
            return Go("/")
        place = self._place(visit)
        self._speak(place)
        several = len(store.list_vaults(self._held.shell.home)) > 1
        restored = bool(visit.state.get("restored"))
        return Show(
            "unlock.html", _("Unlock"), id=place.id, mark=mark(place.id), several=several,
            restored=restored, paper=store.has_paper(place),
            trustees=bool(trustees.files_of(place)),
        )  # fmt: skip

    def unlock(self, visit: Visit) -> Reply:
        if visit.unlocked:
            return Go("/")
        place = self._place(visit)
        self._speak(place)
        here = f"/unlock/{place.id}"
        secret = visit.form.get("phrase").strip()
        if not secret:
            return Again(here, Form(), {"phrase": _(PHRASE_NEEDED)})
        restored = visit.form.get("restored") == "1"
        try:
            key = store.unlock(place, secret)
            doors = self._held.shell.doors
            node = (doors.open_restored if restored else doors.open_node)(place, key)
        except (WrongPhrase, MistypedPaperKey, TooManyTries) as error:
            # What was typed is not kept: it may be almost the phrase.
            return Again(here, Form(), {"phrase": said(error)})
        except VaultRolledBack:
            return Go(here, once={"restored": True})
        self._held.open(node)
        return Go("/")

    def told(self, visit: Visit) -> Reply:
        """An error that waited under a random id; looked at once."""
        found = self._held.waiting.take(visit.path_params["id"]) or {"status": 404, "words": ""}
        status = int(found.get("status", 404))
        return Show(
            "error.html", _("Not done"), status=status, code=status, words=found.get("words", "")
        )

    def _place(self, visit: Visit) -> VaultPlace:
        wanted = visit.path_params["id"]
        for place in store.list_vaults(self._held.shell.home):
            if place.id == wanted:
                return place
        raise NotFound(what=wanted)

    def _speak(self, place: VaultPlace) -> None:
        """The vault's own language, unless another was just chosen here."""
        if self._held.language:
            return
        try:
            use_language(store.read_header(place).language)
        except PanohError:
            return  # said in full when it is opened


def pages(held: Held) -> tuple[Page, ...]:
    welcome = Welcome(held)
    return (
        Page("GET", "/", welcome.first, "first", locked=True),
        Page("POST", "/language", welcome.choose_language, "language", locked=True),
        Page("GET", "/unlock/{id}", welcome.ask_phrase, "unlock", locked=True),
        Page("POST", "/unlock/{id}", welcome.unlock, "unlock", locked=True),
        Page("GET", "/told/{id}", welcome.told, "told", locked=True),
    )
