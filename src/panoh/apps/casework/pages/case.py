"""The case page: what is next, needs and strengths side by side, the plan, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.access import Case, Moment, OpenPart
from panoh.apps.casework.pages.common import (
    About,
    note_opened,
    show,
    the_client,
)
from panoh.apps.casework.pages.needs import said_changes
from panoh.apps.casework.pages.practice import case_looks
from panoh.apps.casework.pages.say import TYPES, label_of, say
from panoh.apps.casework.pages.sharing import not_free, stands_in_words
from panoh.apps.casework.records.client import CALLED, DANGER, LANGUAGE, LATER, REACHING, WANTS
from panoh.apps.casework.rules.consent import HOLDS
from panoh.core.app import Row
from panoh.core.meeting import beside
from panoh.core.node import Node
from panoh.core.records.model import Field
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_, _

LATEST = 6

GROUPS: tuple[tuple[str, str, tuple[Field, ...]], ...] = (
    ("called", N_("What to call the client"), CALLED),
    ("language", N_("Language"), LANGUAGE),
    ("reaching", N_("Reaching the client safely"), REACHING),
    ("danger", N_("Danger tonight"), DANGER),
    ("wants", N_("What the client wants"), WANTS),
    ("about", N_("About the client"), LATER),
)

LEVELS = (
    ("individual", N_("The person"), False),
    ("family", N_("The family"), False),
    ("community", N_("Community"), True),
    ("institutional", N_("Institutions"), True),
)
"""Key, heading, whether it is a circumstance around the client."""


@dataclass(frozen=True, slots=True)
class Level:
    label: str
    circumstance: bool
    needs: list[Row]
    strengths: list[Row]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the case says of the client: where it is changed, and what is noted so far."""

    path: str
    title: str
    lines: list[tuple[str, str]]


def seen(node: Node, about: About) -> OpenPart:
    """The whole case, or without the records that live in its compartments."""
    whole = access.case(node, about.client["id"])
    return access.open_part(whole, access.shown_classes(node, about.client["id"]))


def case_page(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    found = seen(visit.node, about)
    agreed = access.programme(visit.node, about.client["id"])
    return show(
        "case.html",
        _("Case"),
        about=about,
        share=visit.node.space_id(about.client["space"]).hex(),
        case=found.case,
        hidden=found.lines,
        restricted=bool(found.case.restricted),
        some_shown=bool(set(found.case.restricted) - found.classes),
        may_ask_carer=access.may_ask_carer(visit.node, about.client["id"]),
        parts=_parts(about.client, found.case.child),
        levels=_levels(found.case),
        next_link=_next_link(about, found.case),
        whom=access.whom_to_call(visit.node) if found.case.next_step.kind == "danger" else None,
        agreed_until=agreed.until if agreed else "",
        agreed=_agreed(visit.node, about, found.case),
        moments=_moments(visit.node, about, found)[:LATEST],
        today=visit.node.today().isoformat(),
        **case_looks(visit.node, found.case),
        beside=beside(visit.node, "case", str(about.client["code"])),
    )


def _agreed(node: Node, about: About, case: Case) -> dict[str, Any]:
    """Consents and overrides that may be seen at this moment, those that hold first."""
    rows = [*access.consents(case.agreements), *access.overrides(case.agreements)]
    rows.sort(key=lambda each: each["state"] != HOLDS)
    return {"rows": rows, "stands": stands_in_words, "not_free": not_free(node, about.client)}


def _parts(client: Row, child: list[Row]) -> list[Part]:
    """What a child wants is asked, and changed, with the rest that the case says of the child."""
    parts = []
    for name, title, asked in GROUPS:
        lines = [(label_of(client, each.name), say(client, each.name)) for each in asked]
        kept = [(label, value) for label, value in lines if value]
        path = f"/client/{client['id']}/{name}"
        if name == "wants" and child and not kept and say(child[0], "wish"):
            kept, path = [(label_of(child[0], "wish"), say(child[0], "wish"))], path[:-5] + "own"
        parts.append(Part(path, _(title), kept))
    return parts


def _levels(case: Case) -> list[Level]:
    return [
        Level(
            _(label),
            circumstance,
            [each for each in case.needs if each["level"] == key],
            [each for each in case.strengths if each["level"] == key],
        )
        for key, label, circumstance in LEVELS
    ]


_NEXT = {
    "danger": "danger",
    "keeping": "keeping",
    "forget": "forget",
    "unkept": "erase",
    "safety": "together?new=1",
    "reach": "reaching",
    "need": "needs/new",
    "goal": "goal/new",
    "follow_up": "follow-up/new",
}


def _next_link(about: About, case: Case) -> str:
    """Where the proposed next step is taken."""
    step = case.next_step
    if not case.is_open:
        return about.path + "/reopen"
    if step.kind in _NEXT:
        return f"{about.path}/{_NEXT[step.kind]}"
    if step.record is None:
        return ""
    follow_ups = {each["id"] for each in case.follow_ups}
    return f"/{'follow-up' if step.record in follow_ups else 'step'}/{step.record}"


# ── what happened ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    moment: Moment
    changes: list[tuple[str, str]]


def _moments(node: Node, about: About, found: OpenPart) -> list[Moment]:
    """Newest first, without what is hidden and without the plain openings, which stand apart."""
    lines = access.timeline(node, about.client["id"])
    return [each for each in lines if each.record not in found.hidden and each.act != "opened"]


def timeline(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    found = seen(visit.node, about)
    lines = [Line(each, _changed(each)) for each in _moments(visit.node, about, found)]
    return show(
        "timeline.html",
        _("Timeline"),
        about=about,
        lines=lines,
        opened=found.case.opened,
        hidden=bool(found.hidden),
    )


def _changed(moment: Moment) -> list[tuple[str, str]]:
    """What a change says now; what was added is read on the case page."""
    if moment.act != "changed" or moment.type not in TYPES:
        return []
    changes: dict[str, Any] = dict(moment.changes)
    return said_changes(changes, TYPES[moment.type])


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}", case_page, "casework.case"),
    Page("GET", "/client/{id}/timeline", timeline, "casework.timeline"),
)
