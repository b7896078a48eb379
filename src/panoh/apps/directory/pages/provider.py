"""The provider's own word: a form goes out as a file, comes back as one, and somebody decides."""

from __future__ import annotations

from panoh.apps.directory import access, commands, views
from panoh.apps.directory.commands.provider import FILE_NAME
from panoh.apps.directory.pages.common import attempt, label_of, record_id, show
from panoh.errors import BadTable, Invalid
from panoh.sheets.model import FILE_LIMIT
from panoh.web.page import Go, Page, Reply, Save, Visit
from panoh.words import N_, _

_FORM_ROOM = 64 * 1024


def form(visit: Visit) -> Reply:
    data = commands.form_file(visit.node, record_id(visit))
    return Save(data, FILE_NAME, "text/csv; charset=utf-8")


def ask(_visit: Visit) -> Reply:
    return show("form_back.html", _("A form came back"))


def take(visit: Visit) -> Reply:
    def act() -> Reply:
        data = visit.form.file("file")
        if not data:
            raise Invalid({"file": N_("Choose the file.")})
        try:
            made = commands.take_form(visit.node, data, visit.form.get("by").strip()[:200])
        except BadTable:
            raise Invalid({"file": N_("This is no form of ours.")}) from None
        return Go(f"/proposal/{made}")

    return attempt(visit, "/services/form", act)


def proposal(visit: Visit) -> Reply:
    node = visit.node
    row = access.proposal(node, record_id(visit))
    entry = views.catalogue(node).entry(row["service"])
    now = commands.flat(entry)
    pairs = [
        (label_of("form", name), _lines(now[name]), _lines(value))
        for name, value in commands.changes_of(row).items()
    ]
    decided = row["id"] not in {each["id"] for each in views.proposals(node)}
    return show("proposal.html", _("Correction by the provider"), row=row, entry=entry,
                pairs=pairs, decided=decided)  # fmt: skip


def _lines(value: object) -> str:
    return " · ".join(map(str, value)) if isinstance(value, list) else str(value or "—")


def decide(visit: Visit) -> Reply:
    ref = record_id(visit)
    row = access.proposal(visit.node, ref)
    result = "approved" if visit.form.get("result") == "approved" else "declined"

    def act() -> Reply:
        commands.decide(visit.node, ref, result, visit.form.get("why").strip()[:200])
        return Go(f"/service/{row['service']}", told=_("Noted."))

    return attempt(visit, f"/proposal/{ref}", act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/service/{id}/form", form, "directory.form"),
    Page("GET", "/services/form", ask, "directory.form.back"),
    Page("POST", "/services/form", take, "directory.form.take", upload=FILE_LIMIT + _FORM_ROOM),
    Page("GET", "/proposal/{id}", proposal, "directory.proposal"),
    Page("POST", "/proposal/{id}", decide, "directory.proposal.decide"),
)
