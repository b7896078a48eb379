"""Taking in sources and their text, marking passages, setting sentences aside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from panoh.apps.evidence import access, citing, records
from panoh.apps.evidence.commands.shared import put, read_values
from panoh.apps.evidence.reading import LIMITS, Document, Unreadable, read_document
from panoh.apps.evidence.reading.plain import decode
from panoh.apps.evidence.rules import anchors
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import DocumentRefused, Invalid
from panoh.words import N_


@dataclass(frozen=True, slots=True)
class Taken:
    """`same`: this very document was here already, and nothing was written."""

    source: str
    same: bool
    letters: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reread:
    """How the passages of a source fared in a new reading."""

    exact: int
    near: int
    lost: list[Row]


def add_source(node: Node, values: Mapping[str, Any]) -> str:
    """A source by what is known of it, without its text."""
    access.mount(node)
    cleaned = read_values(node, records.SOURCE, values)
    with node.writing() as work:
        return put(node, work, records.SOURCE, cleaned)


def change_source(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    row = access.own(node, records.SOURCE, ref)
    cleaned = read_values(node, records.SOURCE, values, whole=False)
    with node.writing() as work:
        return put(node, work, records.SOURCE, cleaned, row["id"])


def read(name: str, data: bytes) -> Document:
    """The text of a document, or DocumentRefused with the reason."""
    try:
        return read_document(name, data)
    except Unreadable as refused:
        raise DocumentRefused(why=refused.why) from None


def take_in(node: Node, name: str, data: bytes, values: Mapping[str, Any] | None = None) -> Taken:
    """A document with its text. The file itself is not kept; the same one twice is noticed."""
    mark = hashlib.sha256(data).hexdigest()
    held = access.select(node, records.SOURCE, "sha256 = ?", (mark,), "LIMIT 1")
    if held:
        return Taken(held[0]["id"], True)
    found = read(name, data)
    of_text = hashlib.sha256(found.text.encode()).hexdigest()
    again = node.rows("SELECT source FROM main.evidence_reading WHERE sha256 = ?", (of_text,))
    if again:  # another file with the very same words, such as a second download
        return Taken(again[0]["source"], True)
    known: dict[str, Any] = {
        "title": found.title or N_("Without a title"),
        "authors": list(found.authors),
        "issued": found.issued,
        "language": found.language,
        **{name: value for name, value in (values or {}).items() if value},
        "sha256": mark,
    }
    cleaned = read_values(node, records.SOURCE, known)
    with node.writing() as work:
        source = put(node, work, records.SOURCE, cleaned)
        put(node, work, records.READING, {"source": source, **_reading(found, of_text)})
    return Taken(source, False, len(found.text), found.language)


def _reading(found: Document, mark: str) -> dict[str, Any]:
    pages = json.dumps(list(found.pages)) if found.pages else None
    return {"made_with": found.made_with, "sha256": mark, "text": found.text, "pages": pages}


def take_citations(node: Node, kind: str, data: bytes) -> list[str]:
    """Sources out of a file of citations, all of them or none; what is here already is passed."""
    if len(data) > LIMITS.file:
        raise DocumentRefused(why=N_("it is too large"))
    try:
        listed = citing.read(kind, decode(data))
    except (ValueError, RecursionError, Unreadable):
        raise DocumentRefused(why=N_("it holds no citation that Panoh can read")) from None
    access.mount(node)
    cleaned = [read_values(node, records.SOURCE, each) for each in listed]
    made = []
    with node.writing() as work:
        for each in cleaned:
            if each.get("doi") and access.select(node, records.SOURCE, "doi = ?", (each["doi"],)):
                continue
            made.append(put(node, work, records.SOURCE, each))
    return made


def text_of(node: Node, source: str) -> Row | None:
    """The newest text of a source."""
    rows = access.select(
        node, records.READING, "source = ?", (source,), "ORDER BY created_at DESC, id LIMIT 1"
    )
    return rows[0] if rows else None


def mark_passage(
    node: Node, source: str, *, words: str = "", start: int | None = None, end: int | None = None
) -> str:
    """A passage by its words, or by its place in the newest text."""
    row = access.own(node, records.SOURCE, source)
    text = text_of(node, row["id"])
    if text is None:
        raise Invalid({"source": N_("The text of this source is not here.")})
    whole = str(text["text"])
    if start is None or end is None:
        sought = anchors.Anchor(words, "", "", 0, 0)
        found = anchors.find(sought, whole)
        if found.state == "lost":
            raise Invalid({"exact": N_("These words do not stand in the text.")})
        start, end = found.start, found.end
    if not 0 <= start < end <= len(whole):
        raise Invalid({"exact": N_("These words do not stand in the text.")})
    made = anchors.mark(whole, start, end)
    values = {
        "source": row["id"],
        "reading": text["id"],
        "exact": made.exact,
        "prefix": made.prefix,
        "suffix": made.suffix,
        "start": start,
        "end": end,
        "page": anchors.page_of(json.loads(text["pages"] or "[]"), start),
        "state": "exact",
        "was": made.exact,
    }
    cleaned = read_values(node, records.PASSAGE, values)
    cleaned["start"] = start
    with node.writing() as work:
        return put(node, work, records.PASSAGE, cleaned)


def reread(node: Node, source: str, name: str, data: bytes) -> Reread:
    """A new reading of a source; its passages are looked for again, and what is lost is told."""
    row = access.own(node, records.SOURCE, source)
    found = read(name, data)
    passages = access.select(node, records.PASSAGE, "source = ?", (row["id"],))
    fared: dict[str, list[Row]] = {"exact": [], "near": [], "lost": []}
    with node.writing() as work:
        mark = hashlib.sha256(found.text.encode()).hexdigest()
        text = put(node, work, records.READING, {"source": row["id"], **_reading(found, mark)})
        for each in passages:
            anchor = anchors.Anchor(
                each["exact"], each["prefix"] or "", each["suffix"] or "",
                each["start"] or 0, each["end"] or 0,
            )  # fmt: skip
            place = anchors.find(anchor, found.text)
            fared[place.state].append(each)
            values: dict[str, Any] = {"reading": text, "state": place.state}
            if place.state != "lost":
                again = anchors.mark(found.text, place.start, place.end)
                values |= {
                    "exact": again.exact, "prefix": again.prefix, "suffix": again.suffix,
                    "start": place.start, "end": place.end,
                    "page": anchors.page_of(list(found.pages), place.start),
                }  # fmt: skip
            put(node, work, records.PASSAGE, values, each["id"])
    return Reread(len(fared["exact"]), len(fared["near"]), fared["lost"])


def set_aside(node: Node, values: Mapping[str, Any]) -> str:
    """A sentence that was looked at and not filed; they are counted."""
    access.mount(node)
    cleaned = read_values(node, records.SET_ASIDE, values)
    with node.writing() as work:
        return put(node, work, records.SET_ASIDE, cleaned)
