"""Help: what the words mean, and a tour of the first day that can be left and found again.

The tour goes over the real pages: on the page where it stands it says two sentences on top, and a
button leads to the next. Where it stands is a setting of this vault; a page that is only looked at
moves nothing. The shell knows no app, so each stop is a navigation entry that brings its words.
"""

from __future__ import annotations

from dataclasses import dataclass

from panoh.core.node import Node
from panoh.web.page import Go, Page, Reply, Show, Visit
from panoh.web.shell import Held, around
from panoh.words import N_, _, glossary

SETTING = "tour"  # the path of the page where it stands; LEFT; nothing before the first answer
LEFT = "left"
HELP = "/help"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the tour. `title` and `says` are message keys."""

    path: str
    title: str
    says: str


LAST = (
    Stop(
        "/safety",
        N_("Safety"),
        N_("How it stands with your vault: copies, the paper key, who reads with you. Lock is on "
           "top of every page; Esc pressed twice locks at once."),
    ),
    Stop(
        HELP,
        N_("Help"),
        N_("A question mark beside a word opens what it means. All of them stand together in the "
           "list of words, and the tour begins again from here."),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """What stands on top of a page: an offer (`stop` None), or the stop it is, with the next."""

    stop: Stop | None
    number: int
    total: int
    following: Stop | None


def stops(held: Held, node: Node | None) -> list[Stop]:
    """The pages of the tour, in order."""
    there = around(held.shell.navigation, "/", node)
    return [Stop(each.path, each.title, each.tour) for each in there if each.tour] + [*LAST]


def band(held: Held, path: str) -> Band | None:
    """What the tour has to say on this page, if anything."""
    node = held.node
    if node is None:
        return None
    ways = stops(held, node)
    stands = node.setting(SETTING)
    if not stands:
        return Band(None, 0, len(ways), None) if path == ways[0].path else None
    if stands != path:
        return None
    return next((_band(ways, n) for n, each in enumerate(ways) if each.path == path), None)


def _band(ways: list[Stop], at: int) -> Band:
    following = ways[at + 1] if at + 1 < len(ways) else None
    return Band(ways[at], at + 1, len(ways), following)


class Help:
    def __init__(self, held: Held) -> None:
        self._held = held

    def show(self, visit: Visit) -> Reply:
        going = None
        if visit.unlocked:
            stands = visit.node.setting(SETTING)
            ways = stops(self._held, visit.node)
            going = next((each for each in ways if each.path == stands), None)
        return Show("help.html", _("Help"), going=going)

    def words(self, _visit: Visit) -> Reply:
        return Show("glossary.html", _("What the words mean"), groups=glossary.groups())

    def tour(self, visit: Visit) -> Reply:
        """Begin, go on or leave."""
        ways = stops(self._held, visit.node)
        act = visit.form.get("act")
        if act == "begin":
            return self._stand(visit, ways[0].path, ways[0].path)
        paths = [each.path for each in ways]
        stands = visit.node.setting(SETTING)
        if act == "next" and stands in paths[:-1]:
            there = paths[paths.index(stands) + 1]
            return self._stand(visit, there, there)
        if act == "next":
            return self._stand(visit, LEFT, HELP, _("That was the tour."))
        back = stands if stands in paths else paths[0]
        return self._stand(visit, LEFT, back, _("The tour is left. You find it again under Help."))

    def _stand(self, visit: Visit, where: str, path: str, told: str = "") -> Reply:
        with visit.node.writing() as work:
            work.set(SETTING, where)
        return Go(path, told=told)


def pages(held: Held) -> tuple[Page, ...]:
    helper = Help(held)
    return (
        Page("GET", HELP, helper.show, "help", locked=True),
        Page("GET", "/glossary", helper.words, "glossary", locked=True),
        Page("POST", "/tour", helper.tour, "tour"),
    )
