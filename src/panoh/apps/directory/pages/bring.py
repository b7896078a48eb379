"""A directory of another program in, ours out: looked at first, then all of it or nothing.

The file is held in memory only, one at a time, until it is taken, given up, or the vault is locked.
"""

from __future__ import annotations

from dataclasses import dataclass

from panoh.apps.directory import commands, records, views
from panoh.apps.directory.hsds.files import MOST_BYTES
from panoh.apps.directory.pages.common import attempt, show
from panoh.apps.directory.serve import files_of
from panoh.core.records.model import Choice, Field, Kind
from panoh.crypto.derive import random
from panoh.errors import Invalid, NotFound, Unsound
from panoh.web.page import Form, Go, Page, Reply, Save, Visit
from panoh.web.said import said
from panoh.words import N_, _

SHOWN_NAMES = 20
PAGE_ROWS = 5_000
"""More than this takes longer than a page may; the command takes it."""
_HELD = "directory.import"
_FORM_ROOM = 64 * 1024
FORMAT = Field(
    "format",
    Kind.CHOICE,
    N_("Sort of file"),
    choices=(
        Choice("json", N_("JSON: one file of services and what hangs on them")),
        Choice("csv", N_("CSV: a zip of tables, for a spreadsheet")),
    ),
    required=True,
)
FILES = {
    "json": ("services.json", "application/json"),
    "csv": ("services.zip", "application/zip"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """The directory that is looked at."""

    id: str
    seen: commands.Seen


# ── in ──────────────────────────────────────────────────────────────────────────────────────


def ask(_visit: Visit) -> Reply:
    return show("import.html", _("Take over a directory"))


def upload(visit: Visit) -> Reply:
    data = visit.form.file("file")

    def act() -> Reply:
        if not data:
            raise Invalid({"file": N_("Choose a file.")})
        try:
            seen = commands.look_at(visit.node, [(_named(data), data)])
        except Unsound as refused:
            raise Invalid({"file": said(refused)}) from None
        if sum(seen.rows.values()) > PAGE_ROWS:
            raise Invalid(
                {"file": N_("This directory is large. Take it with the command: panoh directory"
                            " import.")}
            )  # fmt: skip
        held = Held(random(8).hex(), seen)
        visit.node.session[_HELD] = held
        return Go("/services/import/preview", keep={"directory": held.id})

    visit.form = visit.form.without_files()
    return attempt(visit, "/services/import", act)


def _named(data: bytes) -> str:
    """The name of an upload was not kept; what it is, its first sign tells."""
    if data[:2] == b"PK":
        return "zip"
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return "JSON"
    raise Invalid({"file": N_("Choose a JSON file, or a zip of JSON files or CSV tables.")})


def _held(visit: Visit) -> Held:
    found = visit.node.session.get(_HELD)
    if not isinstance(found, Held) or visit.state.get("directory") != found.id:
        raise NotFound(what="directory")
    return found


def preview(visit: Visit) -> Reply:
    seen = _held(visit).seen
    return show(
        "import_preview.html", _("Take over a directory"), seen=seen, shown=SHOWN_NAMES,
        counts=_counts(seen),
        action=f"/services/import/preview?s={visit.query.get('s', '')}",
    )  # fmt: skip


def _counts(seen: commands.Seen) -> list[tuple[str, int]]:
    """How many of each sort; the many tables of details together."""
    found = [(_(rtype.label), seen.rows.get(table, 0)) for table, rtype in records.MAIN.items()]
    rest = sum(seen.rows.values()) - sum(count for _label, count in found)
    return [each for each in (*found, (_(records.DETAIL.label), rest)) if each[1]]


def decide(visit: Visit) -> Reply:
    held = _held(visit)

    def act() -> Reply:
        taking = visit.form.get("act") == "take"
        if taking:
            commands.take(visit.node, held.seen)
        visit.node.session.pop(_HELD, None)
        if not taking:
            return Go("/services/import", told=_("Nothing was taken."))
        return Go("/services", told=_("Taken over: {n} services.").format(n=_services(held)))

    return attempt(visit, f"/services/import/preview?s={visit.query.get('s', '')}", act)


def _services(held: Held) -> int:
    return len(held.seen.fresh) + len(held.seen.held)


# ── out ─────────────────────────────────────────────────────────────────────────────────────


def ask_out(visit: Visit) -> Reply:
    """Names what leaves and what never does."""
    held = list(views.catalogue(visit.node))
    shut = sum(any(site.shut for site in each.sites) for each in held)
    return show("export.html", _("Hand out the directory"), count=len(held), shut=shut,
                format=FORMAT, form=Form.of({"format": "json"}))  # fmt: skip


def out(visit: Visit) -> Reply:
    def act() -> Reply:
        form = visit.form.get("format")
        if form not in FILES:
            raise Invalid({"format": N_("Choose one of those offered.")})
        data = files_of(views.public(visit.node))[form]()
        return Go("/services/export/file", once={"file": data, "form": form})

    return attempt(visit, "/services/export", act)


def file(visit: Visit) -> Reply:
    data = visit.state.get("file")
    if not isinstance(data, bytes):
        return show("file_gone.html", _("Hand out the directory"), again="/services/export")
    return Save(data, *FILES[visit.state.get("form", "json")])


PAGES: tuple[Page, ...] = (
    Page("GET", "/services/import", ask, "directory.import"),
    Page("POST", "/services/import", upload, "directory.import.upload",
         upload=MOST_BYTES + _FORM_ROOM),
    Page("GET", "/services/import/preview", preview, "directory.import.preview"),
    Page("POST", "/services/import/preview", decide, "directory.import.decide"),
    Page("GET", "/services/export", ask_out, "directory.export"),
    Page("POST", "/services/export", out, "directory.export.out"),
    Page("GET", "/services/export/file", file, "directory.export.file"),
)  # fmt: skip
