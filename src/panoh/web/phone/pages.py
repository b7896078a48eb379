"""What only a phone sees: typing the code, typing the PIN, what stays at the computer. And the one
page at the computer that asks for the phrase when it was left alone meanwhile."""

from __future__ import annotations

import math

from panoh.core import phones
from panoh.core.vault import store
from panoh.errors import (
    MistypedPaperKey,
    NotOpened,
    TooManyTries,
    WrongCode,
    WrongPin,
)
from panoh.web.gate import BACK
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.phone.doorway import IN, PAIR, Doorway
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _, ngettext_

PHRASE_NEEDED = N_("Type your phrase or your paper key.")


class PhoneSide:
    def __init__(self, held: Held) -> None:
        self._held = held

    @property
    def _doorway(self) -> Doorway:
        if self._held.phones is None:
            raise RuntimeError("a phone without a doorway")
        return self._held.phones

    # ── pairing ─────────────────────────────────────────────────────────────────────────────

    def ask_code(self, visit: Visit) -> Reply:
        return Show(
            "phone_pair.html", _("Pair this phone"), outside=True, place=visit.path_params["id"],
            fingerprint=self._doorway.fingerprint,
        )  # fmt: skip

    def pair(self, visit: Visit) -> Reply:
        form, code = visit.form, self._doorway.code
        here = PAIR + visit.path_params["id"]
        # Neither the code nor the PIN is kept for the page that comes back.
        typed = Form({"called": form.all("called")})
        problems = phones.problems_of(form.get("called"), form.get("pin"), form.get("again"))
        if problems:
            return Again(here, typed, {name: _(words) for name, words in problems.items()})
        if code is None:
            return Go("/")
        try:
            code.check(form.get("code"))
        except (WrongCode, TooManyTries) as error:
            return Again(here, typed, {"code": said(error)})
        record, token = phones.pair(visit.node, form.get("called"), form.get("pin"))
        self._doorway.welcome(record, token)
        return Go("/", told=_("This phone is paired."), phone=token)

    # ── coming in ───────────────────────────────────────────────────────────────────────────

    def ask_pin(self, visit: Visit) -> Reply:
        guest = self._doorway.guest(visit.phone)
        if guest is None or guest.is_in(self._held.idle_seconds):
            return Go("/")
        return Show("phone_in.html", _("Open"), outside=True)

    def come_in(self, visit: Visit) -> Reply:
        guest = self._doorway.guest(visit.phone)
        if guest is None:
            return Go("/")
        wait = guest.wait()
        if wait:
            late = TooManyTries(seconds=math.ceil(wait))
            return Again(IN, Form(), {"pin": said(late)})
        try:
            phones.check_pin(visit.node, guest.record, visit.phone, visit.form.get("pin"))
        except WrongPin as error:
            guest.wrong += 1
            guest.wrong_at = phones.both_clocks()
            return Again(IN, Form(), {"pin": _left(int(str(error.details["left"])))})
        guest.wrong = 0
        guest.touch()
        return Go("/", phone=visit.phone)


def stays(_visit: Visit) -> Reply:
    return Show("phone_stays.html", _("At the computer"), status=403)


def _left(tries: int) -> str:
    words = ngettext_(
        "That is not the PIN of this phone. One more try, then it is shut out.",
        "That is not the PIN of this phone. {n} more tries, then it is shut out.",
        tries,
    )
    return words.format(n=tries)


class Desk:
    """The computer itself, after somebody worked on a phone only."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def ask(self, _visit: Visit) -> Reply:
        if not self._held.left_alone():
            return Go("/")
        return Show("phone_back.html", _("Unlock"), outside=True)

    def back(self, visit: Visit) -> Reply:
        secret = visit.form.get("phrase").strip()
        if not secret:
            return Again(BACK, Form(), {"phrase": _(PHRASE_NEEDED)})
        try:
            store.unlock(visit.node.place, secret)
        except (NotOpened, MistypedPaperKey, TooManyTries) as error:
            return Again(BACK, Form(), {"phrase": said(error)})
        self._held.back_at_desk()
        return Go("/")


def phone_pages(held: Held) -> tuple[Page, ...]:
    side = PhoneSide(held)
    return (
        Page("GET", PAIR + "{id}", side.ask_code, "phone-pair"),
        Page("POST", PAIR + "{id}", side.pair, "phone-pair"),
        Page("GET", IN, side.ask_pin, "phone-in"),
        Page("POST", IN, side.come_in, "phone-in"),
    )


def desk_pages(held: Held) -> tuple[Page, ...]:
    desk = Desk(held)
    return (
        Page("GET", BACK, desk.ask, "back"),
        Page("POST", BACK, desk.back, "back"),
    )


__all__ = ["desk_pages", "phone_pages", "stays"]
