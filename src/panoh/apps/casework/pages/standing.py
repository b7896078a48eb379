"""Review, closing and reopening a case."""

from __future__ import annotations

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import About, Ask, fields, to_case
from panoh.apps.casework.pages.say import say
from panoh.apps.casework.records import CLOSURE, REOPENING, REVIEW
from panoh.core.meeting import beside
from panoh.web.page import Page, Visit
from panoh.words import N_, _

REVIEW_CASE = Ask(
    path="/client/{id}/review",
    name="casework.review",
    title=N_("Review"),
    intro=N_("Look back together: what helped, what did not, what next."),
    fields=fields(REVIEW, "held_on", "text", "client_says", "next_on"),
    begin=lambda visit, _about: {"held_on": visit.node.today().isoformat()},
    save=lambda visit, about, values: commands.review(visit.node, about.client["id"], values),
    after=to_case("#standing"),
    told=N_("The review is saved."),
)


def _still_open(visit: Visit, about: About) -> list[tuple[str, str]]:
    """Steps and follow-ups that nobody finished, unless they are hidden, and referrals."""
    whole = access.case(visit.node, about.client["id"])
    case = access.open_part(whole, access.shown_classes(visit.node, about.client["id"])).case
    steps = [*case.loose_steps, *(step for goal in case.goals for step in goal.steps)]
    found = [(_("Open step: {what}").format(what=each["text"] or ""), f"/step/{each['id']}")
             for each in steps if not each["done"]]  # fmt: skip
    found += [(_("Follow-up on {day}").format(day=say(each, "due")), f"/follow-up/{each['id']}")
              for each in case.follow_ups if not each["done"]]  # fmt: skip
    rows = beside(visit.node, "case", str(about.client["code"]))
    return [*found, *((_("Referral {what}").format(what=each.text), each.link) for each in rows)]


CLOSE = Ask(
    path="/client/{id}/close",
    name="casework.close",
    title=N_("Close the case"),
    intro=N_(
        "The case leaves Today and the list of open cases. Nothing is deleted, and it can be "
        "reopened at any time."
    ),
    fields=fields(CLOSURE, "reason", "write_again", "text", "closed_on"),
    begin=lambda visit, _about: {"closed_on": visit.node.today().isoformat()},
    save=lambda visit, about, values: commands.close(visit.node, about.client["id"], values),
    told=N_("The case is closed."),
    look_first=_still_open,
    button=N_("Close the case"),
)

REOPEN = Ask(
    path="/client/{id}/reopen",
    name="casework.reopen",
    title=N_("Reopen the case"),
    fields=fields(REOPENING, "text", "reopened_on"),
    begin=lambda visit, _about: {"reopened_on": visit.node.today().isoformat()},
    save=lambda visit, about, values: commands.reopen(visit.node, about.client["id"], values),
    told=N_("The case is open again."),
    button=N_("Reopen the case"),
)

ASKS = (REVIEW_CASE, CLOSE, REOPEN)

PAGES: tuple[Page, ...] = (
    *(Page("GET", each.path, each.get, each.name) for each in ASKS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in ASKS),
)
