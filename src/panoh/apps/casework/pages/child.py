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
from panoh.web.page import Form, Go, Handler, Page, Reply, Visit
from panoh.words import N_, _

ASKED = fields(CHILD, *INTAKE)
LATER = (*ASKED, *fields(CHILD, "school_what"))

NOT_ASKED = N_(
    "Whoever looks after the child is not asked and not contacted: it was not said to be safe."
)


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

    return attempt(visit, "/own/new", act)


def _of_child(visit: Visit) -> About:
    about = the_client(visit)
    return About(about.client, access.child_of(visit.node, about.client["id"]))


EDIT = Ask(
    path="/client/{id}/own",
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
    path="/client/{id}/beside",
    name="casework.child.carer",
    title=N_("The person who looks after the child"),
    intro=N_("The child's own answer stands first, whatever this person says."),
    fields=fields(CHILD, *CARER_FIELDS),
    about=_of_child,
    save=lambda visit, about, values: commands.edit_child(visit.node, about.client["id"], values),
    after=to_case("#people"),
    told=N_("Saved."),
    changes_row=True,
)


def _if_safe(ask: Handler) -> Handler:
    """Nobody is asked whom it is not safe to ask: then there is no question, only a word why."""

    def handle(visit: Visit) -> Reply:
        about = _of_child(visit)
        if access.may_ask_carer(visit.node, about.client["id"]):
            return ask(visit)
        return Go(about.path + "#people", told=_(NOT_ASKED))

    return handle


def _carer(visit: Visit) -> Reply:
    about = _of_child(visit)
    if access.may_ask_carer(visit.node, about.client["id"]):
        return CARER.get(visit)
    return show("not_asked.html", _(CARER.title), about=about, why=NOT_ASKED)


PAGES: tuple[Page, ...] = (
    Page("GET", "/own/new", new_form, "casework.child.new"),
    Page("POST", "/own/new", new, "casework.child.new.save"),
    Page("GET", EDIT.path, EDIT.get, EDIT.name),
    Page("POST", EDIT.path, EDIT.post, EDIT.name + ".save"),
    Page("GET", CARER.path, _carer, CARER.name),
    Page("POST", CARER.path, _if_safe(CARER.post), CARER.name + ".save"),
)
