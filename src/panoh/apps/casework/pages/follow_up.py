"""Follow-ups: set one, change its day, say how it went and set the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from panoh.apps.casework import access, commands, rules
from panoh.apps.casework.pages.child import NOT_ASKED
from panoh.apps.casework.pages.common import (
    About,
    Ask,
    a_record,
    attempt,
    fields,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    to_case,
)
from panoh.apps.casework.pages.plan import link_to_needs
from panoh.apps.casework.pages.say import label_of, say
from panoh.apps.casework.records import FOLLOW_UP
from panoh.apps.casework.records.client import REACHING
from panoh.errors import Invalid
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

TO_FOLLOW_UPS = to_case("#follow-ups")
WHEN = (
    *fields(FOLLOW_UP, "span"),
    *(
        # A span gives the day by itself, so the form must not say that it is needed.
        replace(each, required=False, label=N_("Which day, if none of these"))
        for each in fields(FOLLOW_UP, "due")
    ),
)
OUTCOME = fields(FOLLOW_UP, "outcome", "outcome_text")
NEXT = (*WHEN, *fields(FOLLOW_UP, "what"))
SAY_WHICH_DAY = N_("Choose the day.")
ONE_OF_TWO = N_("Choose one of the spans or a day, not both.")

_about = a_record(access.follow_up)


def _check_when(values: dict[str, Any], today: date) -> None:
    """ "On another day" needs the day; said beside it, before anything is saved."""
    due = rules.day_of(values.get("due"))
    if values.get("span") == "own" and not values.get("due"):
        raise Invalid({"due": SAY_WHICH_DAY})
    if values.get("span") in rules.SPAN_DAYS and due:
        raise Invalid({"due": ONE_OF_TWO})
    rules.check_ahead(due and due.isoformat(), today)


def _add(visit: Visit, about: About, values: dict[str, Any]) -> str:
    _check_when(values, visit.node.today())
    return commands.add_follow_up(visit.node, about.client["id"], values)


def _edit(visit: Visit, about: About, values: dict[str, Any]) -> None:
    rules.check_ahead(values.get("due"), visit.node.today())
    commands.edit_follow_up(visit.node, about.row["id"], values)


ADD = Ask(
    path="/client/{id}/follow-up/new",
    name="casework.follow_up.new",
    title=N_("New follow-up"),
    intro=N_("When do you look again whether the client is well? It will stand on Today."),
    fields=(*NEXT, *fields(FOLLOW_UP, "need", "restricted")),
    options=link_to_needs,
    save=_add,
    after=TO_FOLLOW_UPS,
    told=N_("The follow-up is set."),
)

EDIT = Ask(
    path="/follow-up/{id}/edit",
    name="casework.follow_up.edit",
    title=N_("Change the follow-up"),
    fields=fields(FOLLOW_UP, "due", "what", "need"),
    about=_about,
    options=link_to_needs,
    save=_edit,
    after=TO_FOLLOW_UPS,
    told=N_("The follow-up is changed."),
    changes_row=True,
)


def _reaching(about: About) -> list[tuple[str, str]]:
    """Who opens this from Today is about to call: what is safe stands above everything else."""
    client = about.client
    lines = [(label_of(client, each.name), say(client, each.name)) for each in REACHING]
    return [(label, value) for label, value in lines if value]


def finish_form(visit: Visit) -> Reply:
    about = _about(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show(
        "follow_up.html",
        _("Follow-up"),
        about=about,
        outcome=OUTCOME,
        reaching=_reaching(about),
        not_asked="" if access.may_ask_carer(visit.node, about.client["id"]) else NOT_ASKED,
        next=NEXT,
        form=Form.of({}),
    )


def finish(visit: Visit) -> Reply:
    """Says how it went; a next one is set in the same press if a day was chosen."""
    about = _about(visit)
    form = visit.form

    def act() -> Reply:
        following = {
            name: value for name, value in form.raw(each.name for each in NEXT).items() if value
        }
        wanted = bool(following.get("span") or following.get("due"))
        _check_when(following, visit.node.today())
        if not form.get("outcome"):
            raise Invalid({"outcome": N_("Say how it went.")})
        commands.finish_follow_up(
            visit.node,
            about.row["id"],
            form.get("outcome"),
            form.get("outcome_text"),
            following if wanted else None,
        )
        if wanted:
            return Go(TO_FOLLOW_UPS(about), told=_("Done. The next follow-up is set."))
        return Go(TO_FOLLOW_UPS(about), told=_("The follow-up is done."))

    return attempt(visit, f"/follow-up/{about.row['id']}", act)


PAGES: tuple[Page, ...] = (
    *(Page("GET", each.path, each.get, each.name) for each in (ADD, EDIT)),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in (ADD, EDIT)),
    Page("GET", "/follow-up/{id}", finish_form, "casework.follow_up"),
    Page("POST", "/follow-up/{id}", finish, "casework.follow_up.done"),
)
