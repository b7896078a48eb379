"""Taking on a child, and what the case says of the child. The person who looks after the child has
a page only while it is safe to ask that person."""

from __future__ import annotations

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    Ask,
    attempt,
    fields,
    show,
    the_client,
    to_case,
)
from panoh.apps.casework.records import CHILD
from panoh.apps.casework.records.child import INTAKE
from panoh.apps.casework.rules import CARER_FIELDS
from panoh.errors import NotFound
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

ASKED = fields(CHILD, *INTAKE)
LATER = (*ASKED, *fields(CHILD, "school_what"))


def new_form(_visit: Visit) -> Reply:
    return show("child_new.html", _("New client"), fields=ASKED, form=Form())


def new(visit: Visit) -> Reply:
    raw = visit.form.raw(each.name for each in ASKED)
    values = {name: value for name, value in raw.items() if value}

    def act() -> Reply:
        code = commands.add_child(visit.node, values)
        record = access.client(visit.node, code)["id"]
        told = _("Saved. The code is {code}. Note it: no list and no search leads here without it.")
        return Go(f"/client/{record}", told=told.format(code=code))

    return attempt(visit, "/child/new", act)


def _of_child(visit: Visit) -> About:
    about = the_client(visit)
    return About(about.client, access.child_of(visit.node, about.client["id"]))


def _of_carer(visit: Visit) -> About:
    """Nobody is asked about, or asked, whom it is not safe to ask: there is no such page."""
    about = _of_child(visit)
    if not access.may_ask_carer(visit.node, about.client["id"]):
        raise NotFound(what=about.client["id"])
    return about


EDIT = Ask(
    path="/client/{id}/child",
    name="casework.child",
    title=N_("The child"),
    fields=LATER,
    about=_of_child,
    save=lambda visit, about, values: commands.edit_child(visit.node, about.client["id"], values),
    after=to_case("#people"),
    told=N_("Saved."),
    changes_row=True,
)

CARER = Ask(
    path="/client/{id}/carer",
    name="casework.child.carer",
    title=N_("The person who looks after the child"),
    intro=N_("The child's own answer stands first, whatever this person says."),
    fields=fields(CHILD, *CARER_FIELDS),
    about=_of_carer,
    save=lambda visit, about, values: commands.edit_child(visit.node, about.client["id"], values),
    after=to_case("#people"),
    told=N_("Saved."),
    changes_row=True,
)

ASKS = (EDIT, CARER)

PAGES: tuple[Page, ...] = (
    Page("GET", "/child/new", new_form, "casework.child.new"),
    Page("POST", "/child/new", new, "casework.child.new.save"),
    *(Page("GET", each.path, each.get, each.name) for each in ASKS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in ASKS),
)
