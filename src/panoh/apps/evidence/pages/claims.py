"""The list of claims with its filters and search, one claim, and filing one."""

from __future__ import annotations

from typing import Any

from panoh.apps.evidence import access, commands, records, views
from panoh.apps.evidence.pages.briefs import brief_options
from panoh.apps.evidence.pages.common import (
    PER_PAGE,
    attempt,
    factor_words,
    fields,
    filled,
    page_number,
    record_id,
    show,
    source_names,
    source_options,
)
from panoh.apps.evidence.views.claims import about_of, remarks
from panoh.apps.evidence.views.figures import KIND_WORDS
from panoh.core.app import Row
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import _

CLAIM_FIELDS = fields(
    records.CLAIM, "text", "kind", "source", "locator", "says", "asserted_on", "subject", "place",
    "period_start", "period_end", "factors", "factor_from", "factor_to", "sign", "hold_risk",
    "risk_where", "risk_why",
)  # fmt: skip
FIGURE_FIELDS = fields(
    records.FIGURE, "measure", "population", "definition", "nature", "as_of", "value", "low",
    "high", "unit", "qualifier", "words", "lineage",
)  # fmt: skip
KINDS = {each.key: each.label for field in fields(records.CLAIM, "kind") for each in field.choices}


def _wanted(form: Form) -> dict[str, str]:
    kind = form.get("kind")
    return {
        "q": form.get("q").strip(),
        "kind": kind if kind in KINDS else "",
        "source": form.get("source"),
    }


def home(visit: Visit) -> Reply:
    """All claims, or those that were looked for."""
    wanted = {**_wanted(Form()), **dict(visit.state.get("wanted") or {})}
    number = page_number(visit)
    node = visit.node
    filters = {name: wanted[name] or None for name in ("kind", "source")}
    if wanted["q"]:
        rows = views.found(node, wanted["q"])
        total, pages = len(rows), 1
    else:
        rows = views.claims(node, **filters, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
        total = views.count_claims(node, **filters)
        pages = max(1, -(-total // PER_PAGE))
    return show(
        "home.html",
        _("Claims"),
        rows=rows,
        sources=source_names(visit),
        stands=views.status_of(node, [each for each in rows if each["type"] == "claim"]),
        total=total,
        number=number,
        pages=pages,
        shelf=visit.query.get("s", ""),
        wanted=wanted,
        kinds=KINDS,
        any=views.count_claims(node),
    )


def look(visit: Visit) -> Reply:
    """What is looked for stays out of the address."""
    wanted = _wanted(visit.form)
    return Go("/evidence", keep={"wanted": wanted}) if any(wanted.values()) else Go("/evidence")


def claim(visit: Visit) -> Reply:
    node = visit.node
    row = access.claim(node, record_id(visit))
    numbers = views.of_claims(node, [row["id"]])
    keys = {each["key"] for each in numbers if each["key"]}
    named = (
        [each for each in views.differing(node, keys=keys) if _has(each.rows, row)] if keys else []
    )
    return show(
        "claim.html",
        _("Claim"),
        row=row,
        source=access.source(node, row["source"]) if row["source"] else None,
        passage=access.passage(node, row["passage"]) if row["passage"] else None,
        stands=views.status_of(node, [row])[row["id"]],
        factors=factor_words(visit, row["factors"]),
        numbers=numbers,
        named=named,
        near={each["id"]: views.neighbours(node, each, limit=4) for each in numbers},
        against=views.contested_pairs(node, row),
        checks=access.select(node, records.CHECK, "claim = ?", (row["id"],)),
        kinds=KIND_WORDS,
        dict=dict,
        remarks=remarks(node, about_of(row)),
        remark_fields=fields(records.REMARK, "stance", "text"),
        briefs=brief_options(visit),
    )


def _has(rows: list[Row], claim_row: Row) -> bool:
    return any(each.get("claim") == claim_row["id"] for each in rows)


def save_remark(visit: Visit) -> Reply:
    row = access.claim(visit.node, record_id(visit))
    place = f"/evidence/claim/{row['id']}"

    def act() -> Reply:
        commands.add_remark(visit.node, row["id"], filled(visit, ("stance", "text")))
        return Go(place, told=_("Saved."))

    return attempt(visit, place, act)


def new(visit: Visit) -> Reply:
    """A person files; a passage or a suggestion may have filled some fields before."""
    begin: dict[str, Any] = dict(visit.state.get("begin") or {})
    return show(
        "claim_new.html",
        _("New claim"),
        claim_fields=CLAIM_FIELDS,
        figure_fields=FIGURE_FIELDS,
        options={"source": source_options(visit)},
        quote=begin.get("quote", ""),
        form=Form.of(begin),
    )


def save_new(visit: Visit) -> Reply:
    values = filled(visit, [each.name for each in CLAIM_FIELDS])
    number = filled(visit, [each.name for each in FIGURE_FIELDS])
    passage = visit.form.get("passage")
    if passage:
        values["passage"] = passage

    def act() -> Reply:
        made = commands.add_claim(visit.node, values, number or None)
        return Go(f"/evidence/claim/{made}", told=_("The claim is filed."))

    return attempt(visit, "/evidence/claim/new", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence", home, "evidence.claims"),
    Page("POST", "/evidence", look, "evidence.claims.look"),
    Page("GET", "/evidence/claim/new", new, "evidence.claim.new"),
    Page("POST", "/evidence/claim/new", save_new, "evidence.claim.new.save"),
    Page("GET", "/evidence/claim/{id}", claim, "evidence.claim"),
    Page("POST", "/evidence/claim/{id}", save_remark, "evidence.claim.remark"),
)
