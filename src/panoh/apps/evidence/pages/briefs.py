"""Briefs: writing one, seeing what it refuses and leaves out, and taking it out as a file."""

from __future__ import annotations

from panoh.apps.evidence import access, commands, records
from panoh.apps.evidence.pages.common import (
    attempt,
    fields,
    filled,
    name_of,
    record_id,
    show,
)
from panoh.apps.evidence.rules.spec import spec
from panoh.apps.evidence.views.briefs import build
from panoh.apps.evidence.written import KINDS, write
from panoh.apps.evidence.written.parts import Part, parts_of
from panoh.errors import Invalid, NotFound
from panoh.web.page import Form, Go, Page, Reply, Save, Visit
from panoh.words import _, use_language

CITED = {each.name: each for each in (records.CLAIM, records.FIGURE, records.PRACTICE)}
FIELDS = fields(records.BRIEF, "title", "reader", "place", "language", "body")


def brief_options(visit: Visit) -> list[tuple[str, str]]:
    """The briefs that something can be cited in."""
    rows = access.select(visit.node, records.BRIEF, "1", (), "ORDER BY title, id")
    return [(each["id"], each["title"]) for each in rows]


def cite(visit: Visit) -> Reply:
    """A claim, figure or practice goes to the end of a brief; the person then writes around it."""
    row = access.brief(visit.node, visit.form.get("brief"))
    place = f"/evidence/brief/{row['id']}/edit"

    def act() -> Reply:
        kind, wanted = visit.form.get("kind"), visit.form.get("what")
        if kind not in CITED:
            raise NotFound(what=kind)
        found = access.find(visit.node, CITED[kind], wanted)
        body = f"{row['body'].rstrip()}\n\n!{name_of(found)}\n"
        commands.save_brief(visit.node, {"body": body}, row["id"])
        return Go(place, told=_("It stands at the end of the text now."))

    return attempt(visit, place, act)


def briefs(visit: Visit) -> Reply:
    rows = access.select(visit.node, records.BRIEF, "1", (), "ORDER BY title, id")
    return show("briefs.html", _("Briefs"), rows=rows)


def new(_visit: Visit) -> Reply:
    return show(
        "brief_form.html", _("New brief"), brief_fields=FIELDS, action="/evidence/brief/new",
        back="/evidence/briefs",
    )  # fmt: skip


def save_new(visit: Visit) -> Reply:
    values = filled(visit, [each.name for each in FIELDS])

    def act() -> Reply:
        made = commands.save_brief(visit.node, values)
        return Go(f"/evidence/brief/{made}", told=_("Saved."))

    return attempt(visit, "/evidence/brief/new", act)


def edit(visit: Visit) -> Reply:
    row = access.brief(visit.node, record_id(visit))
    place = f"/evidence/brief/{row['id']}"
    return show(
        "brief_form.html", _("Brief"), brief_fields=FIELDS, action=place + "/edit", back=place,
        form=Form.of({each.name: row[each.name] for each in FIELDS}),
    )  # fmt: skip


def save(visit: Visit) -> Reply:
    row = access.brief(visit.node, record_id(visit))
    place = f"/evidence/brief/{row['id']}"

    def act() -> Reply:
        values = visit.form.raw([each.name for each in FIELDS])
        commands.save_brief(visit.node, values, row["id"])
        return Go(place, told=_("Saved."))

    return attempt(visit, place + "/edit", act)


def brief(visit: Visit) -> Reply:
    """The brief as it would be, or every reason why it cannot be built."""
    row = access.brief(visit.node, record_id(visit))
    refused: dict[str, str] = {}
    parts: list[Part] = []
    left: tuple[str, ...] = ()
    try:
        built = build(visit.node, spec(row, row["body"]))
        left = built.left_out
        with use_language(row["language"] or "en"):
            parts = parts_of(built)
    except Invalid as problem:
        refused = {name: _(text) for name, text in problem.problems.items()}
    return show(
        "brief.html", _("Brief"), row=row, parts=parts, left=left, refused=refused, kinds=[*KINDS]
    )


def take(visit: Visit) -> Reply:
    """The file, in memory, for the browser to save; nothing here changes."""
    row = access.brief(visit.node, record_id(visit))
    kind = visit.path_params.get("kind", "")
    if kind not in KINDS:
        raise NotFound(what=kind)
    built = build(visit.node, spec(row, row["body"]))
    return Save(write(built, kind), f"brief.{kind}", KINDS[kind])


PAGES: tuple[Page, ...] = (
    Page("GET", "/evidence/briefs", briefs, "evidence.briefs"),
    Page("POST", "/evidence/cite", cite, "evidence.cite"),
    Page("GET", "/evidence/brief/new", new, "evidence.brief.new"),
    Page("POST", "/evidence/brief/new", save_new, "evidence.brief.new.save"),
    Page("GET", "/evidence/brief/{id}", brief, "evidence.brief"),
    Page("GET", "/evidence/brief/{id}/edit", edit, "evidence.brief.edit"),
    Page("POST", "/evidence/brief/{id}/edit", save, "evidence.brief.edit.save"),
    Page("GET", "/evidence/brief/{id}/{kind}", take, "evidence.brief.take"),
)
