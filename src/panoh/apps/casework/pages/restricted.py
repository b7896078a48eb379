"""Restricted lines: which sorts a case has, and showing or hiding one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.pages.common import (
    THEN,
    About,
    note_opened,
    record_id,
    show,
    show_hidden,
    the_client,
)
from panoh.apps.casework.views.paths import APART_PATH
from panoh.apps.casework.views.today import HORIZON_DAYS
from panoh.lexicon import factors
from panoh.web.page import Go, Handler, Page, Reply, Visit
from panoh.words import _

OPEN_WHILE_HIDDEN = frozenset({"casework.restricted.show", "casework.restricted.hide"})
"""What works on a child's case before it is shown."""


@dataclass(frozen=True, slots=True)
class Held:
    """One class of a case. `label` is a message key."""

    key: str
    label: str
    lines: int
    shown: bool


def listed(visit: Visit) -> Reply:
    """The sorts and how many lines each has: on a page of its own, asked for."""
    about = the_client(visit)
    note_opened(visit, about)
    whole = access.case(visit.node, about.client["id"])
    shown = access.shown_classes(visit.node, about.client["id"])
    held = [
        Held(key, factors.RESTRICTED.get(key, key), lines, key in shown)
        for key, lines in access.lines_by_class(whole).items()
    ]
    return show("restricted.html", _("Restricted"), about=about, held=held)


def _path(about: About) -> str:
    return about.path + "/more"


def show_class(visit: Visit) -> Reply:
    about = the_client(visit)
    wanted = visit.form.get("class")
    # A compartment of a child's case says nothing before the case itself is shown.
    found = commands.note_shown(visit.node, about.client["id"], {wanted})
    if not found:
        return Go(_path(about))
    access.set_shown(visit.node, about.client["id"], found, True)
    told = _("Restricted lines are shown until you hide them or lock. This was noted in the case.")
    then = visit.form.get("then")
    return Go(f"{about.path}/{then}" if then in THEN else about.path, told=told)


def hide_class(visit: Visit) -> Reply:
    """One sort, or all of them when none is named."""
    about = the_client(visit)
    held = access.shown_classes(visit.node, about.client["id"])
    wanted = visit.form.get("class")
    access.set_shown(visit.node, about.client["id"], {wanted} if wanted else held, False)
    return Go(about.path, told=_("Restricted lines are hidden."))


def due(visit: Visit) -> Reply:
    """What Today does not say: whose case has something restricted that is due. Codes and days."""
    last = visit.node.today() + timedelta(days=HORIZON_DAYS)
    return show(
        "due_apart.html",
        _("Restricted"),
        rows=views.apart(visit.node, last),
        today=visit.node.today().isoformat(),
    )


def guarded(page: Page) -> Page:
    """A page about a client, shut while the case as a whole is hidden; an act on one record, shut
    while that record is hidden. What an act answers tells of what is there (a value that is the
    same is "not changed"), and no one erases by an address what they were not shown."""
    if page.method == "POST" and page.path.startswith(_ONE_RECORD):
        return replace(page, handle=_only_shown(page))
    if not page.path.startswith("/client/{id}") or page.name in OPEN_WHILE_HIDDEN:
        return page

    def handle(visit: Visit) -> Reply:
        about = the_client(visit)
        if not access.is_hidden(visit.node, about.client):
            return page.handle(visit)
        return show_hidden(visit.node, about) if page.method == "GET" else Go(about.path)

    return replace(page, handle=handle)


_ONE_RECORD = ("/consent/{id}", "/together/{id}", "/need/{id}", "/goal/{id}", "/step/{id}",
               "/support/{id}", "/follow-up/{id}", "/note/{id}", "/person/{id}", "/tie/{id}",
               "/demand/{id}", "/card-used/{id}", "/case-contact/{id}",
               "/second-look/{id}", "/attachment/{id}")  # fmt: skip


def _only_shown(page: Page) -> Handler:
    def handle(visit: Visit) -> Reply:
        record = record_id(visit)
        for place in visit.node.views.places(bytes.fromhex(record)):
            row = visit.node.read(place.type, record)
            if row.get("client") and access.is_hidden(visit.node, row):
                return Go(f"/client/{row['client']}")
        return page.handle(visit)

    return handle


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/more", listed, "casework.restricted"),
    Page("POST", "/client/{id}/show", show_class, "casework.restricted.show"),
    Page("POST", "/client/{id}/hide", hide_class, "casework.restricted.hide"),
    Page("GET", APART_PATH, due, "casework.restricted.due"),
)
