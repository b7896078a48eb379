"""Side by side: disagreements, factors, the timeline."""

from __future__ import annotations

import re

from panoh.apps.evidence import commands, views
from panoh.apps.evidence.pages.common import (
    PER_PAGE,
    attempt,
    filled,
    page_number,
    show,
)
from panoh.apps.evidence.views.claims import remarks
from panoh.apps.evidence.views.figures import KIND_WORDS
from panoh.errors import NotFound
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _

KIND_HELP = {
    "agrees": N_("Different sources give the same number, and nothing shows that one copied."),
    "one-origin": N_("They repeat one speaker. This is one witness, not two."),
    "later-count": N_("The same happening, counted again on a later day."),
    "range-overlap": N_("The words of both leave room for one number."),
    "definition": N_("They do not count the same, and say so."),
    "arithmetic": N_("The parts or the share that are given do not make the whole."),
    "unresolved": N_("No reason for the difference is known. Both stand here; none is preferred."),
}
GAPS = {
    "no_claim": N_("No claim speaks of it."),
    "no_figure": N_("No figure is known."),
    "no_practice": N_("No practice is known that works on it."),
    "no_graded": N_("Nothing about a practice for it was assessed."),
}
_FACTOR = re.compile(r"[A-Z][0-9]{2}")


def disagreements(visit: Visit) -> Reply:
    found = views.differing(visit.node)
    rivals = views.rival_accounts(visit.node)
    notes = {each.remark: remarks(visit.node, each.remark) for each in (*found, *rivals)}
    return show(
        "disagreements.html", _("Disagreements"), found=found, rivals=rivals, notes=notes,
        kinds=KIND_WORDS, helps=KIND_HELP,
    )  # fmt: skip


def note_disagreement(visit: Visit) -> Reply:
    """A person's note on what stands side by side."""

    def act() -> Reply:
        values = filled(visit, ("text",))
        commands.add_remark(visit.node, visit.form.get("about"), values)
        return Go("/evidence/disagreements", told=_("Saved."))

    return attempt(visit, "/evidence/disagreements", act)


def factors(visit: Visit) -> Reply:
    return show("factors.html", _("Factors"), used=views.factors_used(visit.node))


def factor(visit: Visit) -> Reply:
    """What do we know about this factor?"""
    asked = visit.path_params.get("id", "")
    if not _FACTOR.fullmatch(asked):
        raise NotFound(what=asked)
    found = views.about_factor(visit.node, asked)
    return show("factor.html", _("Factor"), found=found, gaps=GAPS, kinds=KIND_WORDS)


def timeline(visit: Visit) -> Reply:
    number = page_number(visit)
    rows = views.timeline(visit.node, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE)
    return show(
        "timeline.html", _("Timeline"), rows=rows[:PER_PAGE], number=number,
        more=len(rows) > PER_PAGE,
    )  # fmt: skip


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/disagreements", disagreements, "evidence.disagreements"),
    Page("POST", "/evidence/disagreements", note_disagreement, "evidence.disagreements.note"),
    Page("GET", "/evidence/factors", factors, "evidence.factors"),
    Page("GET", "/evidence/factor/{id}", factor, "evidence.factor"),
    Page("GET", "/evidence/timeline", timeline, "evidence.timeline"),
)
