"""Send and receive: with a hub, by a stick, with a colleague on the same network.

What a page may say is what is known here: that something is saved, and that it was sent. Who has
received it is not known and never said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from panoh.core import membership
from panoh.core.node import Node
from panoh.errors import PanohError
from panoh.sync import background, running, state
from panoh.sync.background import Background, Errand
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.carriers.lan import LanBoxes, PeerCarrier
from panoh.sync.model import Carrier
from panoh.web.page import Again, Go, Page, Reply, Show, Visit
from panoh.web.pages.sharing import SHARED_HOMES, name_of
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _

HERE = "/exchange"
BUSY = N_("An exchange is under way. Wait until it has ended, or stop it.")
WHOLE_PATH = N_("Write the whole path of the file, from the drive on.")
NO_FOLDER = N_("There is no such folder. Put the stick in first.")
NO_ADDRESS = N_("Type the address that your colleague sees on their page.")
BEGAN = N_("Begun. You may go on working meanwhile.")
WAYS = {
    "hub": N_("the hub"),
    "file": N_("the file on a stick"),
    "peer": N_("your colleague's computer"),
    "serve": N_("a colleague who comes to this computer"),
}
STEPS = {"fetching": N_("Fetching what is new"), "sending": N_("Sending what you wrote")}


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str


class Exchange:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        node = visit.node
        errand = self._background().errand if self._held.background else None
        hub = str(node.setting(running.HUB_SETTING) or "")
        problem = said(errand.error) if errand is not None and errand.error else ""
        return Show(
            "exchange.html", _("Send and receive"), hub=running.shown(hub),
            minutes=background.minutes(node), choices=background.MINUTES_CHOICES,
            unsent=state.unsent(node, hub), last=_when(state.last_with(node, hub)),
            errand=errand, ways=WAYS, steps=STEPS, problem=problem,
            opened=_opened(node, errand), let_in=_let_in(node, errand),
            findings=state.findings(node), refresh=bool(errand and not errand.ended),
        )  # fmt: skip

    def set_hub(self, visit: Visit) -> Reply:
        node, address = visit.node, visit.form.get("hub").strip()
        every = visit.form.get("minutes")
        chosen = every if every in {str(each) for each in background.MINUTES_CHOICES} else ""
        try:
            if address != running.shown(str(node.setting(running.HUB_SETTING) or "")):
                running.set_hub(node, address)
        except PanohError as error:
            return Again(HERE, visit.form, {"hub": said(error)})
        if chosen and chosen != str(background.minutes(node)) and address:
            with node.writing() as work:
                work.set(background.MINUTES_SETTING, chosen)
        self._background().settle()
        return Go(HERE, told=_("Saved."))

    def with_hub(self, visit: Visit) -> Reply:
        if not visit.node.setting(running.HUB_SETTING):
            return Again(HERE, visit.form, {"hub": _("Type the address of the hub first.")})
        return self._begin("hub", running.carrier)

    def with_file(self, visit: Visit) -> Reply:
        text = visit.form.get("file").strip().strip("\"'")
        path = Path(text)
        if not text or not path.is_absolute() or path.name in ("", "."):
            return Again(HERE, visit.form, {"file": _(WHOLE_PATH)})
        try:
            there = path.parent.is_dir() and not path.is_dir()
        except (OSError, ValueError):
            there = False
        if not there:
            return Again(HERE, visit.form, {"file": _(NO_FOLDER)})
        return self._begin("file", lambda _node: FileCarrier(path))

    def with_peer(self, visit: Visit) -> Reply:
        address = visit.form.get("address").strip()
        if not address:
            return Again(HERE, visit.form, {"address": _(NO_ADDRESS)})
        try:
            way = PeerCarrier(address)
        except PanohError as error:
            return Again(HERE, visit.form, {"address": said(error)})
        return self._begin("peer", lambda _node: way)

    def serve(self, _visit: Visit) -> Reply:
        return self._begin("serve", lambda _node: LanBoxes())

    def stop(self, _visit: Visit) -> Reply:
        self._background().stop()
        return Go(HERE)

    def _begin(self, way: str, open_way: Callable[[Node], Carrier]) -> Reply:
        if not self._background().start(way, open_way):
            return Go(HERE, told=_(BUSY))
        return Go(HERE, told="" if way == "serve" else _(BEGAN))

    def _background(self) -> Background:
        if self._held.background is None:
            raise RuntimeError("no vault is open")
        return self._held.background


def _opened(node: Node, errand: Errand | None) -> list[Person]:
    """Cases that the last exchange opened, and a practice; of a hidden case nothing."""
    found = {}
    for each in errand.report.joined if errand else ():
        try:
            row = node.spaces.row(bytes.fromhex(each))
        except PanohError:
            continue
        main = node.spaces.row_of(row.parent) if row.parent else row
        if main.home in SHARED_HOMES and not membership.is_hidden(node, main):
            found[main.id.hex()] = name_of(node, main)
    return [Person(*each) for each in found.items()]


def _let_in(node: Node, errand: Errand | None) -> list[Person]:
    """Who answered an invitation; oneself, with an empty name, as a further device."""
    people = errand.report.let_in if errand else []
    own = node.person.id.hex()
    return [
        Person(each, "" if each == own else membership.name_of(node, bytes.fromhex(each)))
        for each in people
    ]


def _when(milliseconds: int) -> datetime | None:
    if not milliseconds:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()


def pages(held: Held) -> tuple[Page, ...]:
    exchange = Exchange(held)
    return (
        Page("GET", HERE, exchange.show, "exchange"),
        Page("POST", HERE + "/hub", exchange.set_hub, "exchange-hub"),
        Page("POST", HERE + "/now", exchange.with_hub, "exchange-now"),
        Page("POST", HERE + "/file", exchange.with_file, "exchange-file"),
        Page("POST", HERE + "/peer", exchange.with_peer, "exchange-peer"),
        Page("POST", HERE + "/serve", exchange.serve, "exchange-serve"),
        Page("POST", HERE + "/stop", exchange.stop, "exchange-stop"),
    )
