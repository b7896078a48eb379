"""Needs and strengths: twelve suggestions, then search, then own words; each with its changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework import access, commands, rules
from panoh.apps.casework.pages.common import (
    About,
    Options,
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
from panoh.apps.casework.pages.say import say_value
from panoh.apps.casework.records import NEED
from panoh.apps.casework.records.common import LEVELS
from panoh.core.records.model import Field, Kind
from panoh.errors import Invalid
from panoh.lexicon import factors
from panoh.lexicon.factors import Factor
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _, current_language

MOST_FOUND = 20

OWN = fields(NEED, "own_words")
OWN_MORE = fields(NEED, "kind", "level")
ABOUT_ALL = fields(NEED, "said_by", "priority")
FOLDED = fields(NEED, "restricted")

_about = a_record(access.need)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be ticked."""

    id: str
    label: str
    meaning: str
    kind: str
    restricted: bool
    offered_only: bool
    held: str  # id of the record when the case has it already


def askable() -> Options:
    """What somebody may have asked about, under the heading of each level; faith is never offered
    where something is asked."""
    language = current_language()
    found: Options = []
    for level in LEVELS:
        here = [(each.id, factors.label(each.id, language)) for each in factors.factors().values()
                if each.level == level.key and not each.offered_only]  # fmt: skip
        found += [("", _(level.label)), *sorted(here, key=lambda each: each[1].casefold())]
    return found


# ── adding ──────────────────────────────────────────────────────────────────────────────────


def _offers(visit: Visit, about: About, found: Iterable[Factor]) -> list[Offer]:
    case = access.case(visit.node, about.client["id"])
    held = {
        each["factor"]: each["id"]
        for each in [*case.needs, *case.strengths]
        if each["factor"] and each["state"] != "over" and not access.is_hidden(visit.node, each)
    }
    language = current_language()
    return [
        Offer(
            id=each.id,
            label=factors.label(each.id, language),
            meaning=factors.definition(each.id, language),
            kind=each.kind,
            restricted=bool(each.restricted),
            offered_only=each.offered_only,
            held=held.get(each.id, ""),
        )
        for each in found
    ]


def add_form(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    wanted = visit.state.get("q", "")
    found = factors.search_factors(wanted, current_language())[:MOST_FOUND] if wanted else []
    first = [factors.factor(each) for each in factors.suggestions()]
    form = visit.state.get("form") or Form()
    ticked = set(form.all("pick"))
    known = {each.id for each in (*first, *found)}
    kept = [each for each in factors.factors().values() if each.id in ticked - known]
    return show(
        "needs_new.html",
        _("Needs and strengths"),
        about=about,
        here=_new_path(about),
        q=wanted,
        found=_offers(visit, about, [*kept, *(each for each in found if each not in first)]),
        suggested=_offers(visit, about, first),
        above=[factors.label(each.id, current_language()) for each in found if each in first],
        looked=bool(wanted),
        ticked=ticked,
        own=OWN,
        own_more=OWN_MORE,
        about_all=ABOUT_ALL,
        folded=FOLDED,
        form=Form(),
    )


def _new_path(about: About) -> str:
    return about.path + "/needs/new"


def add(visit: Visit) -> Reply:
    """Search keeps what was ticked and typed; saving adds each ticked thing and the own words."""
    about, form = the_client(visit), visit.form
    q, chosen = form.get("q").strip(), form.get("own_words").strip() or any(form.all("pick"))
    # Enter in any field presses the first button, so what was filled in decides with it.
    if q and (form.get("act") == "search" or not chosen):
        return Go(_new_path(about) + "#found", keep={"q": q}, once={"form": form})
    return attempt(visit, _new_path(about), lambda: _add_all(visit, about))


def _add_all(visit: Visit, about: About) -> Reply:
    form = visit.form
    picked = [rules.person_factor(each) for each in dict.fromkeys(form.all("pick")) if each]
    common = {each: form.get(each) for each in ("said_by", "priority", "restricted")}
    common = {name: value for name, value in common.items() if value}
    wanted = [{**common, **_for_factor(each, form)} for each in picked]
    if form.get("own_words").strip():
        own = {name: form.get(name) for name in ("own_words", "kind", "level")}
        wanted.append({**common, "kind": "need", **{k: v for k, v in own.items() if v}})
    # How much something weighs is asked of what is heavy, never of what holds.
    wanted = [_unweighed(each) for each in wanted]
    if not wanted:
        raise Invalid({"": N_("Tick something, or say it in own words.")})
    made = commands.add_needs(visit.node, about.client["id"], wanted)
    told = hidden_too(visit.node, _("Saved: {n}.").format(n=len(wanted)), *made)
    first = safety_first(visit, about, wanted)
    return Go(first or about.path + "#needs", told=told, once={"why": WHY_PLAN} if first else None)


WHY_PLAN = N_(
    "You noted something that can be dangerous. So ask now, if you can talk alone: what would make "
    "it safer? It can wait, and it can be left out."
)


def safety_first(visit: Visit, about: About, wanted: Iterable[dict[str, Any]]) -> str:
    """Where the next page is when something restricted was noted for which there is no plan yet:
    what to do when somebody may not want to live goes before any plan."""
    classes = {
        rules.restricted_class(each.get("factor"), each.get("restricted")) for each in wanted
    }
    if "self_harm" in classes:
        return about.path + "/now"
    whole = access.case(visit.node, about.client["id"])
    planned = {whole.classes.get(each["space"], "") for each in whole.safety_plans}
    asked = {str(each) for each in classes if each}
    return about.path + "/together?new=1" if rules.wants_safety_plan(asked, planned) else ""


def _unweighed(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("kind") != "strength":
        return values
    return {name: value for name, value in values.items() if name != "priority"}


def _for_factor(found: Factor, form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {"factor": found.id, "kind": found.kind}
    if found.offered_only:
        values["client_offered"] = form.get("client_offered") or "0"
    return values


# ── one of them ─────────────────────────────────────────────────────────────────────────────


def _asked(about: About) -> tuple[Field, ...]:
    """A factor brings its level; own words have one of their own."""
    factor = about.row["factor"]
    names = ["state", "priority", "said_by", "kind", "detail"]
    known = rules.known_factor(factor)
    if known and known.fixed_kind:
        names.remove("kind")
    if about.row["kind"] == "strength":
        names.remove("priority")
    if not factor:
        names = ["own_words", *names, "level"]
    return fields(NEED, *names)


def one(visit: Visit) -> Reply:
    about = _about(visit)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    asked = _asked(about)
    return show(
        "need.html",
        _("Need or strength"),
        about=about,
        row=access.titled(about.row),
        meaning=_meaning(about),
        fields=asked,
        history=_history(visit, about),
        form=Form.of(values_of(about.row, asked)),
    )


def _meaning(about: About) -> str:
    factor = about.row["factor"]
    return factors.definition(factor, current_language()) if rules.known_factor(factor) else ""


@dataclass(frozen=True, slots=True)
class Change:
    time: str
    by: str
    lines: list[tuple[str, str]]


def _history(visit: Visit, about: About) -> list[Change]:
    """Its change over time, newest first."""
    return [
        Change(each.time, each.by, said_changes(each.changes))
        for each in access.timeline(visit.node, about.client["id"])
        if each.record == about.row["id"] and each.act in ("added", "changed")
    ]


def said_changes(changed: dict[str, Any], rtype: Any = NEED) -> list[tuple[str, str]]:
    """Label and value of each changed field; links say nothing to a reader and stay out."""
    lines = []
    for name, value in changed.items():
        field = rtype.field(name)
        if field is not None and field.kind is not Kind.LINK and name != "state_on":
            lines.append((_(field.label), say_value(field, value) or _("(empty)")))
    return lines


def edit(visit: Visit) -> Reply:
    about = _about(visit)
    asked = _asked(about)
    here = f"/need/{about.row['id']}"
    wanted = changes(asked, about.row, visit.form.raw(each.name for each in asked))

    def act() -> Reply:
        if not wanted:
            return Go(here, told=_("Nothing was changed."))
        known = rules.known_factor(about.row["factor"])
        if known and known.offered_only:
            wanted["client_offered"] = "1"  # it was when it was added, or it would not stand here
        commands.edit_need(visit.node, about.row["id"], wanted)
        return Go(about.path + "#needs", told=_("Saved."))

    return attempt(visit, here, act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/needs/new", add_form, "casework.needs.new"),
    Page("POST", "/client/{id}/needs/new", add, "casework.needs.new.save"),
    Page("GET", "/need/{id}", one, "casework.need"),
    Page("POST", "/need/{id}", edit, "casework.need.save"),
)
