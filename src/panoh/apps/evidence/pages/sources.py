"""Sources, their text and passages, and sentences that may hold a figure."""

from __future__ import annotations

from typing import Any

from panoh.apps.evidence import access, citing, commands, records
from panoh.apps.evidence.pages.common import (
    PER_PAGE,
    attempt,
    fields,
    filled,
    page_number,
    record_id,
    show,
    source_options,
)
from panoh.apps.evidence.reading import LIMITS
from panoh.apps.evidence.rules.suggest import Suggestion, suggestions
from panoh.errors import Invalid, NotFound
from panoh.web.page import Again, Go, Page, Reply, Visit
from panoh.words import LANGUAGES, N_, _, html_language, ngettext_

SOURCE_FIELDS = fields(
    records.SOURCE, "title", "kind", "authors", "container", "publisher", "detail", "issued",
    "url", "doi", "language", "origin", "quotes", "reliability", "hold_risk", "risk_where",
    "risk_why",
)  # fmt: skip
_LAST = "evidence.suggested"
FORM_ROOM = 256 * 1024
PART = 12_000
"""Letters of a text on one page."""


def sources(visit: Visit) -> Reply:
    rows = access.select(visit.node, records.SOURCE, rest="ORDER BY pack = '', pack, ref")
    return show("sources.html", _("Sources"), rows=rows)


def new(visit: Visit) -> Reply:
    return show(
        "source_new.html", _("New source"), source_fields=SOURCE_FIELDS,
        options={"origin": source_options(visit)},
    )  # fmt: skip


def save_new(visit: Visit) -> Reply:
    """A document, a pasted text, or what is known of a source."""
    values = filled(visit, [each.name for each in SOURCE_FIELDS])
    data, pasted = visit.form.file("document"), visit.form.get("pasted")

    def act() -> Reply:
        if not data and not pasted:
            new_one = commands.add_source(visit.node, values)
            return Go(f"/evidence/source/{new_one}", told=_("Saved."))
        kind = citing.kind_of(data or pasted.encode())
        if kind:
            made = commands.take_citations(visit.node, kind, data or pasted.encode())
            told = ngettext_("{n} source was taken in.", "{n} sources were taken in.", len(made))
            return Go("/evidence/sources", told=told.format(n=len(made)))
        taken = commands.take_in(visit.node, "", data or pasted.encode(), values)
        told = _("This document is here already.") if taken.same else _("The source is here.")
        return Go(f"/evidence/source/{taken.source}", told=told)

    return attempt(visit, "/evidence/source/new", act)


def source(visit: Visit) -> Reply:
    row = access.source(visit.node, record_id(visit))
    node = visit.node
    text = commands.text_of(node, row["id"])
    number = page_number(visit)
    found = _suggested(visit, row["id"], text["text"], row["language"]) if text else []
    start = (number - 1) * PER_PAGE
    return show(
        "source.html",
        _("Source"),
        row=row,
        letters=len(text["text"]) if text else 0,
        passages=access.select(
            node, records.PASSAGE, "source = ?", (row["id"],), 'ORDER BY "start"'
        ),
        claims=access.select(
            node, records.CLAIM, "source = ?", (row["id"],), "ORDER BY ref LIMIT 300"
        ),
        figures=access.select(
            node, records.FIGURE, "source = ?", (row["id"],), "ORDER BY ref LIMIT 60"
        ),
        origin=access.source(node, row["origin"]) if row["origin"] else None,
        aside=len(_aside(visit, row["id"])),
        suggested=found[start : start + PER_PAGE],
        number=number,
        more=len(found) > start + PER_PAGE,
        reasons=fields(records.SET_ASIDE, "why")[0].choices,
    )


def _aside(visit: Visit, source_id: str) -> list[str]:
    rows = access.select(visit.node, records.SET_ASIDE, "source = ?", (source_id,))
    return [str(each["exact"]) for each in rows]


def _suggested(visit: Visit, source_id: str, text: str, language: str | None) -> list[Suggestion]:
    """Suggestions that were neither filed nor set aside."""
    done = set(_aside(visit, source_id))
    passages = access.select(visit.node, records.PASSAGE, "source = ?", (source_id,))
    filed = {" ".join(str(each["was"] or each["exact"]).split()) for each in passages}
    return [
        each
        for each in _read_once(visit, source_id, text, language or "en")
        if each.sentence.strip() not in done and " ".join(each.sentence.split()) not in filed
    ]


def _read_once(visit: Visit, source_id: str, text: str, language: str) -> list[Suggestion]:
    """The suggestions of the text looked at last, kept in memory until the vault is locked."""
    wanted = (source_id, hash(text), language)
    held = visit.node.session.get(_LAST)
    if not held or held[0] != wanted:
        held = (wanted, suggestions(text, language))
        visit.node.session[_LAST] = held
    return list(held[1])


def choose(visit: Visit) -> Reply:
    """Begin a claim from a suggestion, or set the sentence aside."""
    row = access.source(visit.node, record_id(visit))
    place = f"/evidence/source/{row['id']}"
    chosen = visit.form.get("place")

    def act() -> Reply:
        text = commands.text_of(visit.node, row["id"])
        held = _read_once(visit, row["id"], text["text"] if text else "", row["language"] or "en")
        each = next((one for one in held if str(one.start) == chosen), None)
        if each is None:
            return Again(place, visit.form, {"": _("This sentence is not here any more.")})
        why = visit.form.get("act")
        if why != "file":
            values = {"source": row["id"], "exact": each.sentence, "why": why}
            commands.set_aside(visit.node, values)
            return Go(place, told=_("Set aside, and counted."))
        end = each.sentence_start + len(each.sentence)
        passage = commands.mark_passage(visit.node, row["id"], start=each.sentence_start, end=end)
        return Go("/evidence/claim/new", keep={"begin": _begin(row["id"], passage, each)})

    return attempt(visit, place, act)


def mark(visit: Visit) -> Reply:
    """A passage by its words; the claim that it gives is filed next."""
    row = access.source(visit.node, record_id(visit))
    place = f"/evidence/source/{row['id']}"

    def act() -> Reply:
        words = visit.form.get("words").strip()
        if not words:
            raise Invalid({"words": N_("This is needed.")})
        passage = commands.mark_passage(visit.node, row["id"], words=words)
        quote = access.passage(visit.node, passage)["exact"]
        begin = {"source": row["id"], "passage": passage, "quote": " ".join(quote.split())}
        return Go("/evidence/claim/new", keep={"begin": begin})

    return attempt(visit, place, act)


def text(visit: Visit) -> Reply:
    """The text as it was read out, a part at a time."""
    row = access.source(visit.node, record_id(visit))
    held = commands.text_of(visit.node, row["id"])
    if held is None:
        raise NotFound(what="text")
    whole, number = str(held["text"]), page_number(visit)
    start = (number - 1) * PART
    parts = [each for each in whole[start : start + PART].split("\n\n") if each.strip()]
    return show(
        "source_text.html", _("Text of a source"), row=row, parts=parts, number=number,
        lang=html_language(row["language"]) if row["language"] in LANGUAGES else "",
        more=len(whole) > start + PART,
    )  # fmt: skip


def reread(visit: Visit) -> Reply:
    """The document once more; its passages are looked for again, and what is lost is told."""
    row = access.own(visit.node, records.SOURCE, visit.form.get("source"))
    place = f"/evidence/source/{row['id']}"
    data = visit.form.file("document")

    def act() -> Reply:
        if not data:
            raise Invalid({"document": N_("Choose a file.")})
        fared = commands.reread(visit.node, row["id"], "", data)
        told = _("Found as they were: {exact}. Found, slightly changed: {near}. Lost: {lost}.")
        counted = told.format(exact=fared.exact, near=fared.near, lost=len(fared.lost))
        return Go(place, told=counted)

    return attempt(visit, place, act)


def _begin(source_id: str, passage: str, each: Suggestion) -> dict[str, Any]:
    """What a suggestion fills in; what is counted, of whom and by whose word stays to be typed."""
    said = {
        "source": source_id, "passage": passage, "kind": "figure", "value": each.value,
        "low": each.low, "high": each.high, "qualifier": each.qualifier, "unit": each.unit,
        "period_start": each.period, "quote": " ".join(each.sentence.split()),
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/sources", sources, "evidence.sources"),
    Page("GET", "/evidence/source/new", new, "evidence.source.new"),
    Page("POST", "/evidence/source/new", save_new, "evidence.source.new.save",
         upload=LIMITS.file + FORM_ROOM),
    Page("GET", "/evidence/source/{id}", source, "evidence.source"),
    Page("POST", "/evidence/source/{id}", choose, "evidence.source.choose"),
    Page("POST", "/evidence/source/{id}/passage", mark, "evidence.source.passage"),
    Page("GET", "/evidence/source/{id}/text", text, "evidence.source.text"),
    Page("POST", "/evidence/reread", reread, "evidence.source.reread",
         upload=LIMITS.file + FORM_ROOM),
)  # fmt: skip
