"""Practices, and what is known of each, outcome by outcome."""

from __future__ import annotations

from panoh.apps.evidence import access, commands, records
from panoh.apps.evidence.pages.briefs import brief_options
from panoh.apps.evidence.pages.common import (
    attempt,
    factor_words,
    fields,
    filled,
    record_id,
    show,
    source_options,
)
from panoh.apps.evidence.views.claims import about_of, remarks
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import _

PRACTICE_FIELDS = fields(
    records.PRACTICE, "title", "what", "for_whom", "factors", "harms", "cost", "contacts"
)
FINDING_FIELDS = fields(
    records.FINDING, "outcome", "kind", "state", "source", "locator", "effect", "design", "grade",
    "continuum", "internal", "replicated", "guidance", "elsewhere", "direct",
)  # fmt: skip


def practices(visit: Visit) -> Reply:
    rows = access.select(visit.node, records.PRACTICE, rest="ORDER BY pack = '', ref")
    labels = {row["id"]: dict(factor_words(visit, row["factors"])) for row in rows}
    return show("practices.html", _("Practices"), rows=rows, labels=labels)


def practice(visit: Visit) -> Reply:
    row = access.practice(visit.node, record_id(visit))
    findings = access.select(
        visit.node, records.FINDING, "practice = ?", (row["id"],), "ORDER BY ref"
    )
    held = {each["id"]: each for each in access.select(visit.node, records.SOURCE)}
    return show(
        "practice.html", _("Practice"), row=row, findings=findings, sources=held,
        factors=factor_words(visit, row["factors"]), remarks=remarks(visit.node, about_of(row)),
        briefs=brief_options(visit),
    )  # fmt: skip


def new(_visit: Visit) -> Reply:
    return show("practice_new.html", _("New practice"), practice_fields=PRACTICE_FIELDS)


def save_new(visit: Visit) -> Reply:
    values = filled(visit, [each.name for each in PRACTICE_FIELDS])

    def act() -> Reply:
        made = commands.add_practice(visit.node, values)
        return Go(f"/evidence/practice/{made}", told=_("Saved. Now say how well it is shown."))

    return attempt(visit, "/evidence/practice/new", act)


def new_finding(visit: Visit) -> Reply:
    row = access.practice(visit.node, record_id(visit))
    return show(
        "finding_new.html", _("New finding"), row=row, finding_fields=FINDING_FIELDS,
        options={"source": source_options(visit)},
    )  # fmt: skip


def save_finding(visit: Visit) -> Reply:
    row = access.practice(visit.node, record_id(visit))
    place = f"/evidence/practice/{row['id']}"
    values = filled(visit, [each.name for each in FINDING_FIELDS])

    def act() -> Reply:
        commands.add_finding(visit.node, {**values, "practice": row["id"]})
        return Go(place, told=_("Saved."))

    return attempt(visit, place + "/finding", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/practices", practices, "evidence.practices"),
    Page("GET", "/evidence/practice/new", new, "evidence.practice.new"),
    Page("POST", "/evidence/practice/new", save_new, "evidence.practice.new.save"),
    Page("GET", "/evidence/practice/{id}", practice, "evidence.practice"),
    Page("GET", "/evidence/practice/{id}/finding", new_finding, "evidence.finding.new"),
    Page("POST", "/evidence/practice/{id}/finding", save_finding, "evidence.finding.new.save"),
)
