"""A sealed copy of one case or of all: named exactly, asked once more, noted, handed out once."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.documents import advice
from panoh.apps.casework.documents.export import FILE_NAMES
from panoh.apps.casework.pages.common import About, attempt, note_opened, show, the_client
from panoh.apps.casework.pages.paper import recipients, whom_of
from panoh.apps.casework.pages.sharing import not_free
from panoh.apps.casework.records.common import RESTRICTED_CLASSES
from panoh.core.records.model import Choice, Field, Kind
from panoh.core.records.rules import clean
from panoh.core.vault.rules import strength
from panoh.errors import Invalid, WeakPhrase
from panoh.web.page import Again, Form, Go, Page, Reply, Save, Visit
from panoh.words import N_, _

FORMAT = Field(
    "format",
    Kind.CHOICE,
    N_("Sort of file"),
    help=N_("age protects better; zip opens with more programs."),
    choices=(Choice("age", "age"), Choice("zip", "zip (AES-256)")),
    required=True,
)
RESTRICTED = Field(
    "restricted",
    Kind.CHOICES,
    N_("Restricted lines"),
    help=N_("Nothing restricted goes along unless it is ticked here."),
    choices=RESTRICTED_CLASSES,
)
RECIPIENT = Field(
    "whom",
    Kind.LINK,
    N_("Who gets it?"),
    help=N_("Leave it empty for your own work. Somebody else gets only what a consent names."),
)
ASKED = (FORMAT, RESTRICTED, RECIPIENT)


def _classes(visit: Visit, about: About | None) -> list[str]:
    """What may be ticked: of a case only what somebody chose to see, of all cases any class."""
    if about is None:
        return [each.key for each in RESTRICTED_CLASSES]
    ref = about.client["id"]
    return sorted(access.shown_classes(visit.node, ref))


def _show(visit: Visit, about: About | None) -> Reply:
    offered = _classes(visit, about)
    whom = recipients(visit, about) if about else []
    options = {
        "restricted": [(e.key, e.label) for e in RESTRICTED_CLASSES if e.key in offered],
        "whom": [(each["id"], str(each["recipient"])) for each in whom],
    }
    return show(
        "export.html",
        _("Take out a sealed copy"),
        about=about,
        here=about.path + "/export" if about else "/export",
        back=about.path if about else "/clients",
        count=1 if about else views.count_cases(visit.node, status="all"),
        fields=[each for each in ASKED if options.get(each.name, True)],
        not_free=not_free(visit.node, about.client) if about else {},
        sent=0 if about else access.count_sent(visit.node),
        options=options,
        places=(advice.WHERE_DOWNLOAD, advice.WHERE_FILE, advice.PHRASE_APART),
        form=Form.of({"format": "age"}),
    )


def _export(visit: Visit, about: About | None) -> Reply:
    here = about.path + "/export" if about else "/export"
    phrase = visit.form.get("phrase")

    def act() -> Reply:
        form, restricted = _wish(visit.form)
        to = whom_of(visit, about, visit.form.get("whom")) if about else ""
        if not set(restricted) <= set(_classes(visit, about)):
            raise Invalid({"restricted": N_("Show the restricted lines in the case first.")})
        if phrase != visit.form.get("again"):
            raise Invalid({"again": N_("The two are not alike.")})
        refs = [str(about.client["id"])] if about else None
        try:
            made = commands.export_cases(visit.node, refs, phrase, form, restricted, to)
        except WeakPhrase:
            raise Invalid({"phrase": strength(phrase).words}) from None
        return Go(here + "/file", once={"file": made.data, "form": form})

    reply = attempt(visit, here, act)
    if isinstance(reply, Again):  # the phrase does not come back
        typed = {each.name: visit.form.all(each.name) for each in ASKED}
        return Again(reply.path, Form(typed), reply.problems)
    return reply


def _wish(form: Form) -> tuple[str, list[str]]:
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    raw = form.raw(("format", "restricted"))
    for each in (FORMAT, RESTRICTED):
        try:
            values[each.name] = clean(each, raw.get(each.name))
        except ValueError as problem:
            problems[each.name] = str(problem)
    if problems:
        raise Invalid(problems)
    return values["format"], values["restricted"] or []


def _file(visit: Visit, again: str) -> Reply:
    data = visit.state.get("file")
    if not isinstance(data, bytes):
        return show("export_gone.html", _("Take out a sealed copy"), again=again)
    name = FILE_NAMES[visit.state.get("form", "age")]
    return Save(data, name, "application/octet-stream")


def one(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    return _show(visit, about)


def one_out(visit: Visit) -> Reply:
    return _export(visit, the_client(visit))


def one_file(visit: Visit) -> Reply:
    return _file(visit, the_client(visit).path + "/export")


def whole(visit: Visit) -> Reply:
    return _show(visit, None)


def whole_out(visit: Visit) -> Reply:
    return _export(visit, None)


def whole_file(visit: Visit) -> Reply:
    return _file(visit, "/export")


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/export", one, "casework.export.one"),
    Page("POST", "/client/{id}/export", one_out, "casework.export.one.out"),
    Page("GET", "/client/{id}/export/file", one_file, "casework.export.one.file"),
    Page("GET", "/export", whole, "casework.export"),
    Page("POST", "/export", whole_out, "casework.export.out"),
    Page("GET", "/export/file", whole_file, "casework.export.file"),
)
