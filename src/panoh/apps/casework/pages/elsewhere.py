"""What became of what was erased, outside this vault: the hub, colleagues, what nobody can know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import note_opened, record_id, show, the_client
from panoh.apps.casework.rules_term import CANNOT_KNOW, OFFLINE
from panoh.core.space.store import SpaceRow
from panoh.errors import NotFound, NotReached, Refused
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import _

Rows = Callable[[Visit], Sequence[SpaceRow]]


def _of_case(visit: Visit) -> Sequence[SpaceRow]:
    node, client = visit.node, the_client(visit).client
    main = node.spaces.row_of(client["space"])
    return [main, *node.spaces.compartments(main)]


def _of_erased(visit: Visit) -> Sequence[SpaceRow]:
    """Of a case that went; none where somebody else erased it, for then it is not known here which
    spaces it had."""
    row = access.erased_case(visit.node, record_id(visit))
    try:
        return commands.spaces_of_erased(visit.node, str(row["code"]))
    except NotFound:
        return ()


def _shown(visit: Visit, rows: Sequence[SpaceRow], here: str, back: tuple[str, str]) -> Reply:
    found = visit.state.get("found") or commands.elsewhere(visit.node, rows)
    return show(
        "elsewhere.html", _("What became of it elsewhere"), found=found, here=here, back_to=back,
        known=bool(rows), unreached=bool(visit.state.get("unreached")),
        hub=commands.uses_hub(visit.node), cannot_know=[_(e) for e in (OFFLINE, *CANNOT_KNOW)],
    )  # fmt: skip


def _asked(visit: Visit, rows: Sequence[SpaceRow], here: str) -> Reply:
    """The hub is asked by hand: that takes a moment, and tells it that somebody looked."""
    try:
        return Go(here, once={"found": commands.asked_hub(visit.node, rows)})
    except (NotReached, Refused):
        return Go(here, once={"unreached": True})


def of_case(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    back = (about.path, _("Back to the case"))
    return _shown(visit, _of_case(visit), about.path + "/elsewhere", back)


def ask_of_case(visit: Visit) -> Reply:
    return _asked(visit, _of_case(visit), the_client(visit).path + "/elsewhere")


def of_erased(visit: Visit) -> Reply:
    here = f"/erased/{record_id(visit)}"
    return _shown(visit, _of_erased(visit), here, ("/erased", _("Erased cases")))


def ask_of_erased(visit: Visit) -> Reply:
    return _asked(visit, _of_erased(visit), f"/erased/{record_id(visit)}")


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/elsewhere", of_case, "casework.elsewhere"),
    Page("POST", "/client/{id}/elsewhere", ask_of_case, "casework.elsewhere.ask"),
    Page("GET", "/erased/{id}", of_erased, "casework.erased.elsewhere"),
    Page("POST", "/erased/{id}", ask_of_erased, "casework.erased.elsewhere.ask"),
)
