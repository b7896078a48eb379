"""The safety plan, what to do when somebody may not want to live, and whom to call.

No address says what a page is about: it stays in the browser's history.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    a_record,
    attempt,
    changes,
    fields,
    hidden_too,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    the_client,
    values_of,
)
from panoh.apps.casework.pages.consent import name_of
from panoh.apps.casework.pages.people import erased
from panoh.apps.casework.records import CRISIS, SAFETY_PLAN
from panoh.apps.casework.records.safety_plan import (
    NOW_WORDS,
    PLAN_TEXTS,
    PLAN_WORDS,
    QUESTIONS,
    STAY,
)
from panoh.core.node import Node
from panoh.core.records import own
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import _, current_language, html_language, reviewed

ASKED = fields(SAFETY_PLAN, *PLAN_TEXTS, "copy", "copy_where")
FOLDED = fields(SAFETY_PLAN, "restricted")
CRISIS_FIELDS = fields(CRISIS, "whom", "where", "checked_on", "checked_by")
TRIED_DAYS = 180
"""A number that nobody tried for longer is shown with a warning."""

_plan = a_record(access.safety_plan)


def _read_out(node: Node, part: str, *messages: str) -> dict[str, Any]:
    """In which language the words stand, what that is called where it is another one than that of
    the page, and the practice's own words. A machine's draft of them is never shown."""
    language = reviewed(*messages).language
    return {
        "words_in": language,
        "other_language": "" if language == current_language() else name_of(language),
        "own": access.own_words(node, part),
        "tag": html_language,
    }


# ── the plan ────────────────────────────────────────────────────────────────────────────────


def new_form(visit: Visit) -> Reply:
    """The plan that is there, one that is shown before one that is hidden; else an empty form. With
    `new=1` an empty one in any case: another sort of danger may need a plan of its own."""
    about = the_client(visit)
    note_opened(visit, about)
    plans = access.case(visit.node, about.client["id"]).safety_plans
    if plans and "new" not in visit.query:
        plans.sort(key=lambda each: access.is_hidden(visit.node, each))
        return _held(visit.node, About(about.client, plans[0]))
    refused = "restricted" in visit.state.get("problems", {})
    there = [each["id"] for each in plans] if refused else []
    why = str(visit.state.get("why", ""))
    return _form(visit.node, about, _new_path(about), Form(), there=there, why=why)


def _form(
    node: Node,
    about: About,
    here: str,
    form: Form,
    *,
    held: bool = False,
    there: Sequence[str] = (),
    why: str = "",
) -> Reply:
    """`there` are plans that stand in the way of a new one; `why` says why this is asked now."""
    return show(
        "safety_plan.html",
        _("Plan"),
        about=about,
        here=here,
        held=held,
        there=there,
        why=why,
        fields=ASKED,
        folded=() if held else FOLDED,
        form=form,
        **_read_out(node, "safety", *PLAN_WORDS),
    )


def _new_path(about: About) -> str:
    return about.path + "/together"


def add(visit: Visit) -> Reply:
    """Writes a new plan; or notes that it was talked through, whatever stands in the fields."""
    about = the_client(visit)
    raw = visit.form.raw(each.name for each in (*ASKED, *FOLDED))
    values: dict[str, Any] = {name: value for name, value in raw.items() if value}
    if visit.form.get("act") == "talked":
        values = {"talked_only": True, **{k: v for k, v in values.items() if k == "restricted"}}

    def act() -> Reply:
        made = commands.edit_safety_plan(visit.node, about.client["id"], values, new=True)
        told = hidden_too(visit.node, _("The plan is saved under its own key."), made)
        return Go(about.path + "#safety", told=told)

    return attempt(visit, _new_path(about) + "?new=1", act)


def one(visit: Visit) -> Reply:
    about = _plan(visit)
    note_opened(visit, about)
    return _held(visit.node, about)


def _held(node: Node, about: About) -> Reply:
    if is_hidden(node, about):
        return show_hidden(node, about, then="together")
    form = Form.of(values_of(about.row, ASKED))
    return _form(node, about, f"/together/{about.row['id']}", form, held=True)


def edit(visit: Visit) -> Reply:
    about = _plan(visit)
    wanted = changes(ASKED, about.row, visit.form.raw(each.name for each in ASKED))

    def act() -> Reply:
        if not wanted:
            return Go(about.path + "#safety", told=_("Nothing was changed."))
        restricted = visit.node.spaces.row_of(about.row["space"]).restricted
        values = {**wanted, "restricted": restricted}
        commands.edit_safety_plan(visit.node, about.client["id"], values)
        return Go(about.path + "#safety", told=_("Saved."))

    return attempt(visit, f"/together/{about.row['id']}", act)


def ask_erase(visit: Visit) -> Reply:
    about = _plan(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show(
        "erase.html",
        _("Erase"),
        about=about,
        what=_("Safety plan"),
        here=f"/together/{about.row['id']}/erase",
        names=[each.name for each in ASKED],
        words_in=reviewed(*PLAN_WORDS).language,
        backups=visit.node.all(own.BACKUP, "1 ORDER BY made"),
    )


def erase(visit: Visit) -> Reply:
    about = _plan(visit)

    def act() -> Reply:
        return erased(about, commands.erase_safety_plan(visit.node, about.row["id"]))

    return attempt(visit, f"/together/{about.row['id']}/erase", act)


# ── when somebody may not want to live ──────────────────────────────────────────────────────


def now(visit: Visit) -> Reply:
    """What to ask next and whom to call: with a case or, on the phone at night, without one."""
    about = the_client(visit) if "id" in visit.path_params else None
    if about is not None:
        note_opened(visit, about)
    held = access.whom_to_call(visit.node)
    last = (visit.node.today() - timedelta(days=TRIED_DAYS)).isoformat()
    return show(
        "now.html",
        _("What to do now"),
        about=about,
        questions=QUESTIONS,
        stay=STAY,
        whom=held,
        stale=held is not None and (held["checked_on"] or "") < last,
        **_read_out(visit.node, "now", *NOW_WORDS),
    )


def whom_form(visit: Visit) -> Reply:
    held = access.whom_to_call(visit.node)
    begin = values_of(held, CRISIS_FIELDS) if held else {}
    return show("whom.html", _("Whom to call"), fields=CRISIS_FIELDS, form=Form.of(begin))


def whom(visit: Visit) -> Reply:
    values = visit.form.raw(each.name for each in CRISIS_FIELDS)

    def act() -> Reply:
        commands.set_whom_to_call(visit.node, values)
        return Go("/now", told=_("Saved."))

    return attempt(visit, "/now/whom", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/together", new_form, "casework.safety.new"),
    Page("POST", "/client/{id}/together", add, "casework.safety.new.save"),
    Page("GET", "/together/{id}", one, "casework.safety"),
    Page("POST", "/together/{id}", edit, "casework.safety.save"),
    Page("GET", "/together/{id}/erase", ask_erase, "casework.safety.erase"),
    Page("POST", "/together/{id}/erase", erase, "casework.safety.erase.now"),
    Page("GET", "/client/{id}/now", now, "casework.now.client"),
    Page("GET", "/now", now, "casework.now"),
    Page("GET", "/now/whom", whom_form, "casework.now.whom"),
    Page("POST", "/now/whom", whom, "casework.now.whom.save"),
)
