"""The plan: goals in the client's words, steps, support given."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands, rules
from panoh.apps.casework.pages.common import (
    About,
    Ask,
    Options,
    a_record,
    attempt,
    fields,
    is_hidden,
    to_case,
)
from panoh.apps.casework.records import GOAL, STEP, SUPPORT
from panoh.core.app import Row
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

SHORTENED = 70

TO_PLAN = to_case("#plan")
TO_SUPPORT = to_case("#support")


def needs_of(visit: Visit, about: About) -> Options:
    """What a goal, a step or support can answer: needs first, then strengths to build on."""
    case = access.case(visit.node, about.client["id"])
    rows = [*case.needs, *case.strengths]
    return [(each["id"], shortened(each["title"])) for each in rows if _offered(visit, about, each)]


def goals_of(visit: Visit, about: About) -> Options:
    case = access.case(visit.node, about.client["id"])
    rows = [each.row for each in case.goals if each.row["state"] in (None, "open")]
    if about.row["type"] == "step" and about.row["goal"]:
        held = [each.row for each in case.goals if each.row["id"] == about.row["goal"]]
        rows += [each for each in held if each not in rows]
    return [(each["id"], shortened(each["text"])) for each in rows if _offered(visit, about, each)]


def _offered(visit: Visit, about: About, row: Row) -> bool:
    return not is_hidden(visit.node, About(about.client, row))


def shortened(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= SHORTENED else line[: SHORTENED - 1] + "…"


def link_to_needs(visit: Visit, about: About) -> dict[str, Options]:
    return {"need": needs_of(visit, about)}


def link_to_both(visit: Visit, about: About) -> dict[str, Options]:
    return {"need": needs_of(visit, about), "goal": goals_of(visit, about)}


def _from_link(visit: Visit, _about: About) -> dict[str, Any]:
    """The need or goal whose "add" was followed."""
    return {name: visit.query[name] for name in ("need", "goal") if name in visit.query}


ADD_GOAL = Ask(
    path="/client/{id}/goal/new",
    name="casework.goal.new",
    title=N_("New goal"),
    intro=N_("What does the client want to reach? Write it as the client says it."),
    fields=fields(GOAL, "text", "need", "restricted"),
    begin=_from_link,
    options=link_to_needs,
    save=lambda visit, about, values: commands.add_goal(visit.node, about.client["id"], values),
    after=TO_PLAN,
    told=N_("The goal is saved. Add the first step when you are ready."),
)

EDIT_GOAL = Ask(
    path="/goal/{id}",
    name="casework.goal",
    title=N_("Goal"),
    fields=fields(GOAL, "text", "state", "need"),
    about=a_record(access.goal),
    options=link_to_needs,
    save=lambda visit, about, values: commands.edit_goal(visit.node, about.row["id"], values),
    after=TO_PLAN,
    told=N_("The goal is saved."),
    changes_row=True,
)


def _add_step(visit: Visit, about: About, values: dict[str, Any]) -> str:
    rules.check_ahead(values.get("due"), visit.node.today())
    return commands.add_step(visit.node, about.client["id"], values)


def _edit_step(visit: Visit, about: About, values: dict[str, Any]) -> None:
    rules.check_ahead(values.get("due"), visit.node.today())
    commands.edit_step(visit.node, about.row["id"], values)


ADD_STEP = Ask(
    path="/client/{id}/step/new",
    name="casework.step.new",
    title=N_("New step"),
    intro=N_("One thing somebody will do, small enough to be done."),
    fields=fields(STEP, "text", "owner", "due", "goal", "need", "restricted"),
    begin=_from_link,
    options=link_to_both,
    save=_add_step,
    after=TO_PLAN,
    told=N_("The step is saved."),
)

EDIT_STEP = Ask(
    path="/step/{id}",
    name="casework.step",
    title=N_("Step"),
    fields=fields(STEP, "text", "owner", "due", "goal", "need", "done", "done_on"),
    about=a_record(access.step),
    options=link_to_both,
    save=_edit_step,
    after=TO_PLAN,
    told=N_("The step is saved."),
    changes_row=True,
)

ADD_SUPPORT = Ask(
    path="/client/{id}/support/new",
    name="casework.support.new",
    title=N_("Support given"),
    intro=N_("What was done for the client. Small things count."),
    fields=fields(SUPPORT, "text", "sort", "given_on", "given_by", "need", "restricted"),
    begin=lambda visit, about: {
        "given_on": visit.node.today().isoformat(),
        **_from_link(visit, about),
    },
    options=link_to_needs,
    save=lambda visit, about, values: commands.add_support(visit.node, about.client["id"], values),
    after=TO_SUPPORT,
    told=N_("The support is saved."),
)


def finish_step(visit: Visit) -> Reply:
    """One press on the case page: done, today."""
    about = a_record(access.step)(visit)

    def act() -> Reply:
        commands.finish_step(visit.node, about.row["id"])
        return Go(TO_PLAN(about), told=_("The step is done."))

    return attempt(visit, f"/step/{about.row['id']}", act)


ASKS = (ADD_GOAL, EDIT_GOAL, ADD_STEP, EDIT_STEP, ADD_SUPPORT)

PAGES: tuple[Page, ...] = (
    *(Page("GET", each.path, each.get, each.name) for each in ASKS),
    *(Page("POST", each.path, each.post, each.name + ".save") for each in ASKS),
    Page("POST", "/step/{id}/done", finish_step, "casework.step.done"),
)
