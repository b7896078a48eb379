"""Trustees: choose them, print their words, the drill; a colleague's request; the way back in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from panoh.core import membership, recovery
from panoh.core.shares import Words
from panoh.core.vault import store, trustees
from panoh.core.vault.model import VaultPlace
from panoh.core.vault.rules import mark
from panoh.errors import (
    BadShare,
    NotFound,
    NotOpened,
    PanohError,
    SeveralShares,
    TooFewShares,
    TooManyTries,
    VaultRolledBack,
    WrongUsage,
)
from panoh.paper import pdf
from panoh.paper.words import share_sheet
from panoh.web.page import Again, Form, Go, Page, Reply, Save, Show, Visit
from panoh.web.pages.making import phrase_problems
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _, current_language, ngettext_

HERE = "/recovery"
NUMBERS = N_("Write numbers.")
MET_FIRST = N_("Meet your colleague first, then say so.")
ENDED = N_("No trustee can open the vault any more.")
SURE = N_("Say first that you mean it.")
OPENED = N_("The vault is open again, and the new phrase opens it. The old shares open nothing.")


def show(visit: Visit) -> Reply:
    node = visit.node
    held = recovery.held_for_others(node)
    open_now = [each for each in recovery.requests(node) if not each.over]
    return Show(
        "recovery.html", _("Trustees"), standing=recovery.standing(node), held=held,
        requests=open_now, mine=_sets(held), me=node.person.id,
        colleagues=sorted(recovery.colleagues(node).items(), key=lambda each: each[1]),
        hours=trustees.WAIT_HOURS,
    )  # fmt: skip


def setup(visit: Visit) -> Reply:
    form, node = visit.form, visit.node
    typed = Form({name: form.all(name) for name in form.names() if name != "phrase"})
    try:
        numbers = {name: int(form.get(name) or "0") for name in ("need", "papers", "hours")}
        people = tuple(bytes.fromhex(each) for each in form.all("person") if each)
    except ValueError:
        return Again(HERE, typed, {"need": _(NUMBERS)})
    choice = recovery.Choice(numbers["need"], people, numbers["papers"], numbers["hours"])
    try:
        key = store.unlock(node.place, form.get("phrase").strip())
        given = recovery.setup(node, key, choice)
    except WrongUsage as error:
        return Again(HERE, typed, {"need": said(error)})
    except (NotOpened, TooManyTries) as error:
        return Again(HERE, typed, {"phrase": said(error)})
    return Go("/recovery/words", keep=_kept(given, node.today().isoformat()))


def _kept(given: list[Words], day: str) -> dict[str, Any]:
    return {"given": [[each.number, each.real, each.drill] for each in given], "day": day}


def words(visit: Visit) -> Reply:
    if "given" not in visit.state:
        return Go(HERE)
    return Show(
        "recovery_words.html", _("Words to keep"), given=visit.state["given"],
        s=visit.query.get("s", ""),
    )  # fmt: skip


def sheet(visit: Visit) -> Reply:
    """One trustee's sheet as a PDF; the number stands in the address, the words do not."""
    for number, real, drill in visit.state.get("given", ()):
        if str(number) == visit.path_params["number"]:
            made = share_sheet(number, visit.state["day"], real, drill, current_language())
            return Save(pdf.write([made]).data, "words.pdf", "application/pdf")
    raise NotFound(what=visit.path_params["number"])


def drill(visit: Visit) -> Reply:
    texts = _lines(visit.form.get("shares"))
    try:
        took = recovery.drill(visit.node, texts)
    except (BadShare, TooFewShares) as error:
        return Again(HERE, visit.form, {"shares": said(error)})
    told = ngettext_("It works with {n} share.", "It works with {n} shares.", took)
    return Go(HERE, told=told.format(n=took))


def ask_for(visit: Visit) -> Reply:
    recovery.ask_for(visit.node, _owner(visit))
    return Go(HERE, told=_("Everybody in the practice sees it once you have synced."))


def stop(visit: Visit) -> Reply:
    recovery.stop(visit.node, visit.form.get("request"))
    return Go(HERE, told=_("Stopped."))


def approve(visit: Visit) -> Reply:
    if visit.form.get("met") != "yes":
        return Again(HERE, Form(), {"met": _(MET_FIRST)})
    owner = _owner(visit)
    try:
        found = recovery.approve(visit.node, owner, _set(visit))
    except SeveralShares as error:
        return Again(HERE, Form(), {"set": said(error)})
    name = membership.name_of(visit.node, owner)
    return Go("/recovery/mine", once={"words": found.real, "name": name})


def read_out(visit: Visit) -> Reply:
    owner = _owner(visit)
    found = recovery.drill_words(visit.node, owner, _set(visit))
    name = membership.name_of(visit.node, owner)
    return Go("/recovery/mine", once={"words": found.drill, "name": name, "drill": True})


def mine(visit: Visit) -> Reply:
    if "words" not in visit.state:
        return Go(HERE)
    state = visit.state
    return Show(
        "recovery_mine.html", _("Your words"), name=state["name"],
        words=state["words"].split(), drill=bool(state.get("drill")),
    )  # fmt: skip


def end(visit: Visit) -> Reply:
    if visit.form.get("sure") != "yes":
        return Again(HERE, Form(), {"sure": _(SURE)})
    recovery.end(visit.node)
    return Go(HERE, told=_(ENDED))


def _owner(visit: Visit) -> bytes:
    try:
        return bytes.fromhex(visit.form.get("owner"))
    except ValueError:
        raise NotFound(what="") from None


def _sets(held: Sequence[recovery.Held]) -> dict[bytes, list[int]]:
    """The numbers of the shares that are held of each colleague; two where they have two vaults."""
    found: dict[bytes, set[int]] = {}
    for each in held:
        found.setdefault(each.owner, set()).add(each.set)
    return {owner: sorted(sets) for owner, sets in found.items()}


def _set(visit: Visit) -> int | None:
    typed = visit.form.get("set")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None


def _lines(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


class Back:
    """Pages of a vault that is locked: ask, and come back in with the trustees' words."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        place = self._place(visit)
        if visit.unlocked:
            return Go("/")
        plan = trustees.plan(place)
        until = trustees.waits_until(place) if plan else None
        ready = until is not None and until <= _now()
        when = trustees.moment(until) if until is not None else ""
        return Show(
            "recovery_back.html", _("Trustees"), id=place.id, mark=mark(place.id), plan=plan,
            until=when, ready=ready,
        )  # fmt: skip

    def ask(self, visit: Visit) -> Reply:
        place = self._place(visit)
        if not visit.unlocked:
            trustees.ask(place, _now())
        return Go(self._here(place))

    def finish(self, visit: Visit) -> Reply:
        place = self._place(visit)
        if visit.unlocked:
            return Go("/")
        here = self._here(place)
        phrase, again = visit.form.get("phrase").strip(), visit.form.get("again").strip()
        problems = phrase_problems(phrase, again)
        if problems:  # what was typed of the shares is not kept: enough of them open the vault
            return Again(here, Form(), problems)
        try:
            key = trustees.rebuild(place, _lines(visit.form.get("shares")), _now())
        except (BadShare, TooFewShares, TooManyTries, NotOpened) as error:
            return Again(here, Form(), {"shares": said(error)})
        store.set_phrase(place, key, phrase)
        try:
            node = self._held.shell.doors.open_node(place, key)
        except VaultRolledBack:
            trustees.drop(place)
            return Go(f"/unlock/{place.id}", once={"restored": True})
        self._held.open(node)
        trustees.stop(place)
        try:
            given = recovery.renew(node, key)
            recovery.close_requests(node)
        except PanohError:
            trustees.drop(place)
            return Go(HERE, told=_(OPENED))
        return Go("/recovery/words", told=_(OPENED), keep=_kept(given, node.today().isoformat()))

    def _here(self, place: VaultPlace) -> str:
        return f"/unlock/{place.id}/trustees"

    def _place(self, visit: Visit) -> VaultPlace:
        for place in store.list_vaults(self._held.shell.home):
            if place.id == visit.path_params["id"]:
                return place
        raise NotFound(what=visit.path_params["id"])


def _now() -> int:
    return int(time.time() * 1000)


def pages(held: Held) -> tuple[Page, ...]:
    back = Back(held)
    locked = "/unlock/{id}/trustees"
    return (
        Page("GET", HERE, show, "recovery"),
        Page("POST", "/recovery/setup", setup, "recovery-setup"),
        Page("GET", "/recovery/words", words, "recovery-words"),
        Page("GET", "/recovery/words/{number}", sheet, "recovery-sheet"),
        Page("POST", "/recovery/drill", drill, "recovery-drill"),
        Page("POST", "/recovery/ask", ask_for, "recovery-ask"),
        Page("POST", "/recovery/stop", stop, "recovery-stop"),
        Page("POST", "/recovery/approve", approve, "recovery-approve"),
        Page("POST", "/recovery/read", read_out, "recovery-read"),
        Page("GET", "/recovery/mine", mine, "recovery-mine"),
        Page("POST", "/recovery/end", end, "recovery-end"),
        Page("GET", locked, back.show, "recovery-back", locked=True),
        Page("POST", locked + "/ask", back.ask, "recovery-back-ask", locked=True),
        Page("POST", locked, back.finish, "recovery-back", locked=True),
    )
