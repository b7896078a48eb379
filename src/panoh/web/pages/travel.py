"""Travel: choose what comes along, see exactly what a search would find, bring the rest back."""

from __future__ import annotations

from panoh.core import membership, travel
from panoh.errors import NotOpened, PanohError, TooManyTries
from panoh.sync import homecoming
from panoh.web.page import Again, Form, Go, Page, Reply, Show, Visit
from panoh.web.pages.backups import folder_of
from panoh.web.said import said
from panoh.web.shell import Held
from panoh.words import N_, _, ngettext_

HERE = "/travel"
SURE = N_("Say first that you mean it.")


class Travel:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        node = visit.node
        cases = [(row.id.hex(), node.name_of(row)) for row in travel.cases(node)]
        return Show(
            "travel.html", _("Travel"), seen=travel.seen(node), done=visit.state.get("done"),
            cases=sorted(cases, key=lambda each: each[1]),
            me=membership.name_of(node, node.person.id),
        )  # fmt: skip

    def leave(self, visit: Visit) -> Reply:
        form, node = visit.form, visit.node
        folder, problem = folder_of(form.get("folder"))
        if problem:
            return Again(HERE, form, {"folder": _(problem)})
        if form.get("sure") != "yes":
            return Again(HERE, form, {"sure": _(SURE)})
        known = {row.id.hex(): row.id for row in travel.cases(node)}
        keep = [known[each] for each in form.all("keep") if each in known]
        try:
            left = travel.leave(node, keep, folder)
        except PanohError as error:
            return Again(HERE, form, {"folder": said(error)})
        done = {"looked": left.looked, "found": left.found, "copy": str(left.copy)}
        return Go(HERE, once={"done": done})

    def back(self, visit: Visit) -> Reply:
        folder, problem = folder_of(visit.form.get("from"))
        typed = Form({"from": visit.form.all("from")})  # never the phrase
        if problem:
            return Again(HERE, typed, {"from": _(problem)})
        try:
            back = self._held.shell.doors.come_home(
                visit.node, folder, visit.form.get("phrase").strip()
            )
        except (NotOpened, TooManyTries) as error:
            return Again(HERE, typed, {"phrase": said(error)})
        except PanohError as error:
            return Again(HERE, typed, {"from": said(error)})
        words = ngettext_("{n} entry came back.", "{n} entries came back.", back.entries)
        return Go(HERE, told=words.format(n=back.entries))

    def settle(self, visit: Visit) -> Reply:
        if homecoming.settle(visit.node):
            return Go(HERE, told=_("Everything is here again."))
        rest = homecoming.rest_away(visit.node)
        return Go(HERE, told=_("Not everything is back yet: {n}").format(n=rest))


def pages(held: Held) -> tuple[Page, ...]:
    journey = Travel(held)
    return (
        Page("GET", HERE, journey.show, "travel"),
        Page("POST", "/travel/leave", journey.leave, "travel-leave"),
        Page("POST", "/travel/return", journey.back, "travel-return"),
        Page("POST", "/travel/settle", journey.settle, "travel-settle"),
    )
