"""A phone, at the computer: what it means, on and off, pairing one, shutting one out."""

from __future__ import annotations

from panoh import platform
from panoh.core import phones
from panoh.core.phones import CODE_SECONDS, Phone
from panoh.errors import NotFound, PanohError
from panoh.web import qr
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.phone.doorway import PAIR
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _

HERE = "/phone"
SURE = N_("Nothing was switched on. Say first that you know what it means.")
PAIRS = 8
"""Pairs of signs of a fingerprint in a line: what an eye holds."""


class Phones:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        door = self._held.phones
        return Show(
            "phone.html", _("A phone"), phones=phones.listed(visit.node),
            address=door.address if door else "", lines=lines_of(door.fingerprint if door else ""),
            addresses=platform.own_addresses(),
        )  # fmt: skip

    def on(self, visit: Visit) -> Reply:
        form = visit.form
        if form.get("sure") != "yes":
            return Again(HERE, form, {"sure": _(SURE)})
        try:
            phones.door(visit.node).on(form.get("address"), anew=form.get("anew") == "yes")
        except PanohError as error:
            return Again(HERE, form, {"": said(error)})
        return Go(HERE, told=_("Switched on, until you switch it off or Panoh locks."))

    def off(self, visit: Visit) -> Reply:
        phones.door(visit.node).off()
        return Go(HERE, told=_("Switched off. No phone is shown anything any more."))

    def offer(self, visit: Visit) -> Reply:
        try:
            phones.door(visit.node).offer()
        except PanohError as error:
            return Again(HERE, Form(), {"": said(error)})
        return Go("/phone/code")

    def code(self, _visit: Visit) -> Reply:
        door = self._held.phones
        code = door.code if door is not None else None
        if door is None or code is None:
            return Go(HERE)
        place = f"{door.address}{PAIR}{code.place}"
        picture = qr.svg(place.upper(), _("The address as a picture for a camera"))
        return Show(
            "phone_code.html", _("Pair a phone"), code=code.shown, place=place, picture=picture,
            lines=lines_of(door.fingerprint), minutes=round(CODE_SECONDS / 60),
        )  # fmt: skip

    def ask_out(self, visit: Visit) -> Reply:
        return Show("phone_out.html", _("A phone"), phone=_named(visit))

    def out(self, visit: Visit) -> Reply:
        phone = _named(visit)
        phones.shut_out(visit.node, phone.id)
        return Go(HERE, told=_("Shut out: {name}.").format(name=phone.called))


def _named(visit: Visit) -> Phone:
    wanted = visit.path_params["id"]
    for each in phones.listed(visit.node):
        if each.id == wanted:
            return each
    raise NotFound(what=wanted)


def lines_of(fingerprint: str) -> list[str]:
    pairs = fingerprint.split()
    return [" ".join(pairs[at : at + PAIRS]) for at in range(0, len(pairs), PAIRS)]


def pages(held: Held) -> tuple[Page, ...]:
    own = Phones(held)
    return (
        Page("GET", HERE, own.show, "phone"),
        Page("POST", HERE, own.on, "phone-on"),
        Page("POST", "/phone/off", own.off, "phone-off"),
        Page("POST", "/phone/pair", own.offer, "phone-offer"),
        Page("GET", "/phone/code", own.code, "phone-code"),
        Page("GET", "/phone/{id}/out", own.ask_out, "phone-out"),
        Page("POST", "/phone/{id}/out", own.out, "phone-out"),
    )
