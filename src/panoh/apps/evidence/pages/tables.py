"""Tables as they were downloaded, taken in whole: every number a figure, the table its source."""

from __future__ import annotations

from panoh.apps.evidence import commands
from panoh.apps.evidence.commands.shared import listed
from panoh.apps.evidence.pages.common import attempt, show
from panoh.apps.evidence.reading import LIMITS
from panoh.apps.evidence.tables import READERS
from panoh.errors import Invalid
from panoh.web.page import Go, Page, Reply, Visit
from panoh.words import N_, _, ngettext_

KINDS = {
    "worldbank": "World Bank (CSV)",
    "unhcr": "UNHCR (CSV)",
    "cbp": "US CBP (CSV, CSV.GZ)",
    "hxl": "HXL (CSV)",
    "csv": N_("Any other table: its first row names the columns, measure and value among them"),
    "claims": N_("Claims as they were taken out of Panoh (CSV)"),
}
CLAIMS = "claims"
ROOM = 64 * 1024


def new(_visit: Visit) -> Reply:
    kinds = [(key, KINDS[key]) for key in (*READERS, CLAIMS)]
    return show("table_new.html", _("Take in a table"), kinds=kinds)


def save(visit: Visit) -> Reply:
    data, kind = visit.form.file("table"), visit.form.get("kind")
    places = tuple(listed(visit.form.get("places")))

    def act() -> Reply:
        problems = {} if data else {"table": N_("Choose a file.")}
        if kind not in KINDS:
            problems["kind"] = N_("Choose one of those offered.")
        if problems:
            raise Invalid(problems)
        if kind == CLAIMS:
            n = commands.import_claims(visit.node, data).claims
            told = ngettext_("{n} claim was filed.", "{n} claims were filed.", n)
            return Go("/evidence", told=told.format(n=n))
        title = visit.form.get("title").strip()
        found = commands.import_table(visit.node, data, kind, places=places, title=title)
        return Go(f"/evidence/source/{found.source}", told=_told(found))

    return attempt(visit, "/evidence/table/new", act)


def _told(found: commands.Imported) -> str:
    if found.same:
        return _("This table is here already.")
    figures = ngettext_("{n} figure was taken in.", "{n} figures were taken in.", found.figures)
    cells = ngettext_("{n} cell held no number.", "{n} cells held no number.", found.skipped)
    return f"{figures.format(n=found.figures)} {cells.format(n=found.skipped)}"


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/table/new", new, "evidence.table.new"),
    Page("POST", "/evidence/table/new", save, "evidence.table.new.save", upload=LIMITS.file + ROOM),
)
