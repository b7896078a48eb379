"""Services: find one and why, show it, add or change it, note that it was verified."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from panoh.apps.directory import commands, records, views
from panoh.apps.directory.pages.common import (
    attempt,
    fields,
    filled,
    need,
    page_number,
    record_id,
    show,
)
from panoh.apps.directory.records.form import FORM
from panoh.apps.directory.views.finding import CRITERIA
from panoh.core.records.model import Field, Kind, Sensitivity
from panoh.errors import Invalid
from panoh.lexicon import factors, languages
from panoh.lexicon.gazetteer import countries
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _, current_language

ON_A_PAGE = 30
NOW = Field("now", Kind.YES, N_("Open now"), sensitivity=Sensitivity.PLAIN)
ASKED = tuple(
    replace(e, kind=Kind.CHOICES, help="") if e.name == "factors" else e for e in FORM.fields
)
"""As a page asks: needs are ticked by their names, nobody knows their ids by heart."""
CHECK_FIELDS = fields(records.CHECK, "how", "result", "on", "note")
TRANSLATION_FIELDS = fields(records.TRANSLATION, "language", "name", "description")


def home(visit: Visit) -> Reply:
    """All services, or what was looked for; the search is kept in memory, never in the address."""
    node = visit.node
    wanted = dict.fromkeys((*CRITERIA, "now"), "") | dict(visit.state.get("wanted") or {})
    asked = {**wanted, "when": "now" if wanted["now"] else wanted["when"]}
    held = views.catalogue(node)
    looked = None
    if any(wanted.values()):
        try:
            looked = views.look(node, asked)
        except Invalid:
            looked = None
    return show(
        "services.html", _("Services"), wanted=wanted, looked=looked, catalogue=held,
        **_leaf(visit, list(held)), total=len(held.entries),
        needs=_needs(), countries=countries(current_language()),
        safe_words=[(each.key, _(each.label)) for each in records.entry.SAFE_FOR],
        languages=spoken(), districts=[(each, each) for each in views.districts(node)],
        to_check=len(views.to_verify(node)) + len(views.proposals(node)),
    )  # fmt: skip


def _leaf(visit: Visit, rows: list[views.Entry]) -> dict[str, Any]:
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    number = min(page_number(visit), pages)
    shown = rows[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {"entries": shown, "number": number, "pages": pages}


def spoken() -> list[tuple[str, str]]:
    return [(code, _(label)) for code, label in languages.CHOICES]


def _needs(held: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Ids and words of needs that can be looked for, and of those that are `held` besides."""
    offered = [
        key for key, each in factors.factors().items() if each.kind == "need" and each.searchable
    ]
    found = [(key, need(key)) for key in dict.fromkeys([*offered, *held])]
    return sorted(found, key=lambda pair: pair[1])


def look(visit: Visit) -> Reply:
    wanted = {name: visit.form.get(name).strip()[:200] for name in (*CRITERIA, "now")}
    wanted = {name: value for name, value in wanted.items() if value}
    if not wanted:
        return Go("/services")

    def act() -> Reply:
        asked = {**wanted, "when": "now" if wanted.get("now") else wanted.get("when", "")}
        commands.find(visit.node, asked)  # counts what it could not find
        return Go("/services", keep={"wanted": wanted})

    return attempt(visit, "/services", act)


def one(visit: Visit) -> Reply:
    node = visit.node
    entry = views.catalogue(node).entry(record_id(visit))
    waiting = [each for each in views.proposals(node) if each["service"] == entry.id]
    return show(
        "service.html", _("Service"), entry=entry, row=entry.row, waiting=waiting,
        check_fields=CHECK_FIELDS, translation_fields=TRANSLATION_FIELDS,
        shown_address=bool(visit.state.get("address")),
        begin=Form.of({"on": node.today().isoformat()}),
    )  # fmt: skip


def address(visit: Visit) -> Reply:
    """A confidential address shows only when somebody asks for it."""
    return Go(f"/service/{record_id(visit)}", once={"address": True})


def verify(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        commands.verify(visit.node, ref, filled(visit, [each.name for each in CHECK_FIELDS]))
        return Go(f"/service/{ref}", told=_("Noted."))

    return attempt(visit, f"/service/{ref}", act)


def translate(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        values = filled(visit, [each.name for each in TRANSLATION_FIELDS])
        commands.translate(visit.node, ref, {"language": "", **values})
        return Go(f"/service/{ref}", told=_("Saved."))

    return attempt(visit, f"/service/{ref}/words", act)


def words(visit: Visit) -> Reply:
    entry = views.catalogue(visit.node).entry(record_id(visit))
    return show("words.html", _("Service in another language"), entry=entry,
                asked=TRANSLATION_FIELDS, languages=spoken())  # fmt: skip


def new(_visit: Visit) -> Reply:
    return show("edit.html", _("New service"), asked=ASKED, action="/service/new",
                options={"factors": _needs()}, back_to="/services", form=Form())  # fmt: skip


def save_new(visit: Visit) -> Reply:
    def act() -> Reply:
        made = commands.add(visit.node, filled(visit, [each.name for each in FORM.fields]))
        return Go(f"/service/{made}", told=_("Saved."))

    return attempt(visit, "/service/new", act)


def edit(visit: Visit) -> Reply:
    node, ref = visit.node, record_id(visit)
    entry = views.catalogue(node).entry(ref)
    now = commands.flat(entry)
    return show("edit.html", _("Change a service"), asked=ASKED,
                options={"factors": _needs(now["factors"] or ())},
                action=f"/service/{ref}/edit", back_to=f"/service/{ref}", form=Form.of(now),
                )  # fmt: skip


def save(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        raw: dict[str, Any] = visit.form.raw(each.name for each in FORM.fields)
        changed = commands.change(visit.node, ref, raw)
        return Go(f"/service/{ref}", told=_("Saved.") if changed else _("Nothing was changed."))

    return attempt(visit, f"/service/{ref}/edit", act)


def check(visit: Visit) -> Reply:
    """What is to be verified, what providers wrote, and what was looked for in vain."""
    node = visit.node
    waiting = [
        (each, views.catalogue(node).entry(each["service"])) for each in views.proposals(node)
        if each["service"] in views.catalogue(node).entries
    ]  # fmt: skip
    return show("check.html", _("To verify"), **_leaf(visit, views.to_verify(node)),
                waiting=waiting, gaps=views.gaps(node)[:20])  # fmt: skip


PAGES: tuple[Page, ...] = (
    Page("GET", "/services", home, "directory.services"),
    Page("POST", "/services", look, "directory.services.look"),
    Page("GET", "/services/check", check, "directory.check"),
    Page("GET", "/service/new", new, "directory.service.new"),
    Page("POST", "/service/new", save_new, "directory.service.new.save"),
    Page("GET", "/service/{id}", one, "directory.service"),
    Page("POST", "/service/{id}", verify, "directory.service.verify"),
    Page("POST", "/service/{id}/address", address, "directory.service.address"),
    Page("GET", "/service/{id}/edit", edit, "directory.service.edit"),
    Page("POST", "/service/{id}/edit", save, "directory.service.edit.save"),
    Page("GET", "/service/{id}/words", words, "directory.service.words"),
    Page("POST", "/service/{id}/words", translate, "directory.service.words.save"),
)
