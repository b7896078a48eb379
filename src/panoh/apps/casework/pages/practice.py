"""The practice: who keeps which case, and second looks at one."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    record_id,
    show,
    show_hidden,
    the_client,
)
from panoh.apps.casework.pages.plain import show_form
from panoh.apps.casework.records import CASELOAD, SECOND_LOOK, SECOND_LOOK_ANSWER
from panoh.apps.casework.views.paths import CASELOAD_PATH
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

LOOK_WORDS = {
    "open": N_("not answered yet"),
    "approved": N_("approved"),
    "returned": N_("given back"),
}


def caseload(visit: Visit) -> Reply:
    """Load and what is overdue, person by person; the same for whoever looks."""
    node = visit.node
    until = access.quiet_until(node)
    return show(
        "caseload.html",
        _("Who keeps which case"),
        loads=access.loads(node),
        until=until.strftime("%H:%M") if until else "",
        hours=access.quiet_hours(node),
        supervisor=access.is_supervisor(node),
        form=Form.of({"hours": access.quiet_hours(node)}),
        today=node.today().isoformat(),
    )


def show_counts(visit: Visit) -> Reply:
    access.show_counts(visit.node)
    return Go(CASELOAD_PATH)


def quiet_hours(visit: Visit) -> Reply:
    def act() -> Reply:
        commands.set_quiet_hours(visit.node, visit.form.get("hours").strip())
        return Go(CASELOAD_PATH, told=_("Saved."))

    return attempt(visit, CASELOAD_PATH, act)


def assign_form(visit: Visit) -> Reply:
    row = access.caseload(visit.node, record_id(visit))
    people = [(person.hex(), name) for person, name in access.colleagues(visit.node)]
    return show(
        "caseload_assign.html",
        _("Who is to keep this case"),
        row=row,
        keeper=CASELOAD.field("keeper"),
        people=people,
        supervisor=access.is_supervisor(visit.node),
        form=Form.of({"keeper": row["keeper"]}),
    )


def assign(visit: Visit) -> Reply:
    row = access.caseload(visit.node, record_id(visit))

    def act() -> Reply:
        chosen = {person.hex(): person for person, _name in access.colleagues(visit.node)}
        person = chosen.get(visit.form.get("keeper"))
        if person is None:
            raise Invalid({"keeper": N_("Choose somebody.")})
        commands.assign(visit.node, str(row["code"]), person)
        return Go(CASELOAD_PATH, told=_("Saved. Whoever has the case is told to hand it over."))

    return attempt(visit, f"{CASELOAD_PATH}/{row['id']}", act)


# ── second looks ────────────────────────────────────────────────────────────────────────────


def case_looks(node: Node, case: access.Case) -> dict[str, Any]:
    """What the case page shows of them, of what may be seen at this moment."""
    seen = {each["id"] for each in case.second_looks}
    found = [each for each in access.looks(node, case.client) if each.row["id"] in seen]
    return {"looks": found, "look_words": LOOK_WORDS}


def ask_form(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    people = [
        (person.hex(), name) for person, name in access.may_be_asked(visit.node, about.client)
    ]
    if not people:
        return show("second_look_nobody.html", _("Second look"), about=about)
    return show_form(
        _("Second look"),
        about.path + "/second-look/new",
        [("", fields(SECOND_LOOK, "what", "asked_of", "text"))],
        (about.path, _("Case {code}").format(code=about.client["code"])),
        options={"asked_of": people},
        button=_("Ask"),
    )


def ask(visit: Visit) -> Reply:
    about = the_client(visit)
    if is_hidden(visit.node, about):
        return Go(about.path)
    values = visit.form.raw(each.name for each in fields(SECOND_LOOK, "what", "asked_of", "text"))

    def act() -> Reply:
        commands.ask_second_look(visit.node, about.client["id"], values)
        told = _("Asked. It stands on Today of both of you; it reaches your colleague with a sync.")
        return Go(about.path + "#standing", told=told)

    return attempt(visit, about.path + "/second-look/new", act)


_look = a_record(access.second_look)
_ANSWER = fields(SECOND_LOOK_ANSWER, "verdict", "text")


def one(visit: Visit) -> Reply:
    about = _look(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    look = access.look(visit.node, about.client, about.row["id"])
    mine = look.asked_of == visit.node.person.id.hex()
    return show(
        "second_look.html",
        _("Second look"),
        about=about,
        look=look,
        stands=LOOK_WORDS.get(look.state, look.state),
        to_answer=_ANSWER if mine and look.answer is None else (),
        form=Form.of({}),
    )


def answer(visit: Visit) -> Reply:
    about: About = _look(visit)
    here = f"/second-look/{about.row['id']}"
    if is_hidden(visit.node, about):
        return Go(here)
    values = visit.form.raw(each.name for each in _ANSWER)

    def act() -> Reply:
        commands.answer_second_look(visit.node, about.row["id"], values)
        return Go(here, told=_("Answered. It stands on Today of both of you."))

    return attempt(visit, here, act)


PAGES: tuple[Page, ...] = (
    Page("GET", CASELOAD_PATH, caseload, "casework.caseload"),
    Page("POST", CASELOAD_PATH + "/show", show_counts, "casework.caseload.show"),
    Page("POST", CASELOAD_PATH + "/quiet", quiet_hours, "casework.caseload.quiet"),
    Page("GET", CASELOAD_PATH + "/{id}", assign_form, "casework.caseload.assign"),
    Page("POST", CASELOAD_PATH + "/{id}", assign, "casework.caseload.assign.save"),
    Page("GET", "/client/{id}/second-look/new", ask_form, "casework.second_look.new"),
    Page("POST", "/client/{id}/second-look/new", ask, "casework.second_look.new.save"),
    Page("GET", "/second-look/{id}", one, "casework.second_look"),
    Page("POST", "/second-look/{id}", answer, "casework.second_look.answer"),
)
