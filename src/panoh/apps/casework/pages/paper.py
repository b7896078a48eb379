"""Printing: what, in which language, who might find it; then the advice, the sheet or the file.

The act is noted in the case before anything is handed out. The file is made in memory and handed to
the browser once; only the person's press makes the browser save it.
"""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands, documents
from panoh.apps.casework.documents import advice
from panoh.apps.casework.pages.common import (
    About,
    attempt,
    note_opened,
    show,
    the_client,
)
from panoh.apps.casework.pages.consent import name_of
from panoh.apps.casework.pages.sharing import not_free
from panoh.apps.casework.records.common import RESTRICTED_CLASSES
from panoh.apps.casework.records.outside import FOUND_BY, PAPERS
from panoh.core.app import Row
from panoh.core.records.model import Choice, Field, Kind
from panoh.core.records.rules import clean
from panoh.errors import Invalid, NotFound
from panoh.paper import pdf
from panoh.paper.locked import password_bytes
from panoh.paper.model import Sheet
from panoh.web.fields import Own
from panoh.web.page import Form, Go, Page, Reply, Save, Visit
from panoh.words import LANGUAGES, N_, _, current_language, html_language, reviewed

_SPOKEN = tuple(Choice(code, Own(own, html_language(code))) for code, own in LANGUAGES.items())
_SPEAKS = {"tgk": "tg", "uzb": "uz", "kaz": "kk", "kir": "ky", "rus": "ru", "prs": "fa_AF",
           "eng": "en"}  # fmt: skip
"""A language of the client → that of the pages."""

WHAT = Field("what", Kind.CHOICE, N_("What to print"), choices=PAPERS, required=True)
LANGUAGE = Field("language", Kind.CHOICE, N_("In which language"), choices=_SPOKEN, required=True)
SECOND = Field(
    "second",
    Kind.CHOICE,
    N_("A second language beside it"),
    help=N_("For what is signed: both sides see the same lines."),
    choices=_SPOKEN,
)
RESTRICTED = Field(
    "restricted",
    Kind.CHOICES,
    N_("Restricted lines"),
    help=N_("Nothing restricted is printed unless it is ticked here."),
    choices=RESTRICTED_CLASSES,
)
FOUND = Field(
    "found_by",
    Kind.CHOICE,
    N_("Who might find this?"),
    help=N_("Ask the client before you print. The answer is noted in the case."),
    choices=FOUND_BY,
    required=True,
)
BLANK = Field(
    "blank",
    Kind.YES,
    N_("A blank form, to be written by hand"),
    help=N_("Only for a consent form or a safety plan."),
)
RECIPIENT = Field(
    "whom",
    Kind.LINK,
    N_("Who gets it?"),
    help=N_("Leave it empty for the client and for your own work. Somebody else gets a plan or a "
            "summary, and only what a consent names."),
)  # fmt: skip
ASKED = (WHAT, BLANK, LANGUAGE, SECOND, RESTRICTED, RECIPIENT, FOUND)


def ask(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    held = _offered(visit, about)
    whom = recipients(visit, about)
    options = {
        "restricted": [(e.key, e.label) for e in RESTRICTED_CLASSES if e.key in held],
        "whom": [(each["id"], str(each["recipient"])) for each in whom],
    }
    return show(
        "paper.html",
        _("Print"),
        about=about,
        fields=[each for each in ASKED if options.get(each.name, True)],
        options=options,
        not_free=not_free(visit.node, about.client),
        form=Form.of({"what": "plan", "language": _spoken_by(about.client)}),
    )


def _spoken_by(client: Row) -> str:
    """The client's language, if papers come in it; else that of the pages."""
    here = current_language()
    spoken = [_SPEAKS[each] for each in client["languages"] or () if each in _SPEAKS]
    if here in spoken or (here == "uz_Cyrl" and "uz" in spoken):
        return here
    return spoken[0] if spoken else here


def choose(visit: Visit) -> Reply:
    about = the_client(visit)
    here = about.path + "/paper"

    def act() -> Reply:
        wish = {**_wish(visit.form), "to": whom_of(visit, about, visit.form.get("whom"))}
        if not set(wish["restricted"]) <= set(_offered(visit, about)):
            raise Invalid({"restricted": N_("Show the restricted lines in the case first.")})
        _sheets(visit, about, wish)
        return Go(here + "/check", keep={"wish": wish})

    return attempt(visit, here, act)


def _offered(visit: Visit, about: About) -> list[str]:
    """Classes that may be ticked: none of them is named before somebody chose to see them."""
    ref = about.client["id"]
    return sorted(access.shown_classes(visit.node, ref))


def recipients(visit: Visit, about: About) -> list[Row]:
    """Consents that hold today and may be seen at this moment, one for each recipient."""
    whole = access.case(visit.node, about.client["id"])
    return access.recipients(access.part_of_classes(whole, _offered(visit, about)).case)


def whom_of(visit: Visit, about: About, chosen: str) -> str:
    """The recipient that was chosen, by the consent that names them; empty for nobody else."""
    if not chosen:
        return ""
    for each in recipients(visit, about):
        if each["id"] == chosen:
            return str(each["recipient"])
    raise Invalid({"whom": N_("Choose one of those offered.")})


def _wish(form: Form) -> dict[str, Any]:
    """What was asked for, checked."""
    raw = form.raw(each.name for each in ASKED)
    problems: dict[str, str] = {}
    wish: dict[str, Any] = {}
    for each in ASKED:
        try:
            wish[each.name] = clean(each, raw.get(each.name))
        except ValueError as problem:
            problems[each.name] = str(problem)
    if wish.get("second") and wish.get("second") == wish.get("language"):
        problems["second"] = N_("Choose another language than the first, or none.")
    if problems:
        raise Invalid(problems)
    wish["restricted"] = wish["restricted"] or []
    return wish


def _sheets(
    visit: Visit, about: About, wish: dict[str, Any], *, whole: bool = False
) -> list[Sheet]:
    """What will come out; `whole` with the lines that are left out."""
    languages = [each for each in (wish["language"], wish["second"]) if each]
    ref = about.client["id"]
    made = documents.sheets(
        visit.node, ref, wish["what"], languages, wish["restricted"], blank=bool(wish["blank"]),
        recipient=wish["to"],
    )  # fmt: skip
    return documents.without(made, wish.get("leave", ())) if not whole else made


def _may_leave_out(wish: dict[str, Any]) -> bool:
    """An agreement is signed as a whole; on a blank form nothing stands yet."""
    return wish["what"] != "consent" and not wish["blank"]


# ── a safety plan that its own sheet lacks ──────────────────────────────────────────────────


def _lacks(visit: Visit, about: About, wish: dict[str, Any]) -> dict[str, Any]:
    """Why a safety plan would come out empty, and what can be done: `offer`, classes that may be
    ticked now; `hidden`, whether something is hidden that might be the plan. Empty when it is not
    lacking. Whether there is a plan among what is hidden is not said."""
    if wish["what"] != "safety_plan" or wish["blank"]:
        return {}
    ref = about.client["id"]
    shown, planned = _offered(visit, about), documents.plan_classes(visit.node, ref)
    if set(planned) & set(wish["restricted"]):
        return {}
    whole = access.case(visit.node, ref)
    return {
        "offer": [each for each in planned if each in shown],
        "hidden": bool(access.open_part(whole, shown).lines),
    }


def change(visit: Visit) -> Reply:
    """Another wish from the page that asks once more: a class ticked, an empty form, lines left
    out."""
    about = the_client(visit)
    wish = dict(_asked_for(visit, "wish"))
    form = visit.form
    if form.get("act") == "blank":
        wish.update(blank=True, leave=[])
    elif form.get("act") == "leave" and _may_leave_out(wish):
        offered = {
            each.key for each in documents.offers(_sheets(visit, about, wish, whole=True)[0])
        }
        wish["leave"] = [each for each in form.all("leave") if each in offered]
    elif form.get("tick") in _lacks(visit, about, wish).get("offer", ()):
        wish["restricted"] = [*wish["restricted"], form.get("tick")]
    return Go(about.path + "/paper/check", keep={"wish": wish})


def _asked_for(visit: Visit, name: str) -> dict[str, Any]:
    """What this address was made for; nothing once it was forgotten."""
    found = visit.state.get(name)
    if not isinstance(found, dict) or found.get("client", "") not in ("", visit.path_params["id"]):
        raise NotFound(what=name)
    return found


def check(visit: Visit) -> Reply:
    """Names what goes out, says what to think of, and asks once more."""
    about = the_client(visit)
    note_opened(visit, about)
    wish = _asked_for(visit, "wish")
    sheets = _sheets(visit, about, wish)
    advised = reviewed(*advice.FOUND[wish["found_by"]])
    ref, blank = about.client["id"], bool(wish["blank"])
    betrays = documents.no_copy_is_safe(visit.node, ref, wish["what"], wish["restricted"])
    no_copy = reviewed(advice.NO_COPY).texts if betrays and not blank else ()
    stands_in = sheets[0].language
    words = {each.key: each.label for each in (*PAPERS, *FOUND_BY, *RESTRICTED_CLASSES)}
    return show(
        "paper_check.html",
        _("Print"),
        about=about,
        action=f"{about.path}/paper/check?s={visit.query.get('s', '')}",
        wish=wish,
        words=words,
        offers=documents.offers(_sheets(visit, about, wish, whole=True)[0]),
        sheet=sheets[0],
        leave=set(wish.get("leave", ())),
        may_leave_out=_may_leave_out(wish),
        lacks=_lacks(visit, about, wish),
        change=f"{about.path}/paper/change?s={visit.query.get('s', '')}",
        betraying=documents.betraying(sheets, about.client),
        advice=(*no_copy, *advised.texts),
        advised_in=html_language(advised.language),
        advised_other="" if advised.language == current_language() else name_of(advised.language),
        other_language="" if stands_in == wish["language"] else name_of(stands_in),
        not_beside=documents.not_beside(sheets, wish["second"]),
        not_free=not_free(visit.node, about.client),
        places=(advice.WHERE_DOWNLOAD, advice.WHERE_FILE, advice.WHERE_QUEUE),
        unsealed=advice.NOT_SEALED,
        strong=advice.PASSWORD,
    )


def hand_out(visit: Visit) -> Reply:
    about = the_client(visit)
    wish = _asked_for(visit, "wish")
    back = f"{about.path}/paper/check?s={visit.query.get('s', '')}"
    password = visit.form.get("password")

    def act() -> Reply:
        if _lacks(visit, about, wish):
            raise Invalid({"": N_("Nothing of a plan would stand on it. Choose one of the ways.")})
        if visit.form.get("act") == "page":
            _note(visit, about, wish, "page")
            return Go(about.path + "/paper/sheet", keep={"noted": {**wish, "client": ref}})
        check_password(password, visit.form.get("again"))
        made = pdf.write(_sheets(visit, about, wish), password or None)
        _note(visit, about, wish, "pdf_password" if password else "pdf")
        return Go(about.path + "/paper/file", once={"file": made.data})

    ref = about.client["id"]
    reply = attempt(visit, back, act)
    return reply if isinstance(reply, Go) else _without_password(reply)


def check_password(password: str, again: str) -> None:
    if password != again:
        raise Invalid({"again": N_("The two are not alike.")})
    if password:
        try:
            password_bytes(password)
        except ValueError:
            raise Invalid({"password": N_("This is too long.")}) from None


def _without_password(reply: Reply) -> Reply:
    """A form that comes back never carries a password."""
    from panoh.web.page import Again

    return Again(reply.path, Form(), reply.problems) if isinstance(reply, Again) else reply


def _note(visit: Visit, about: About, wish: dict[str, Any], form: str) -> None:
    commands.note_taken_out(
        visit.node, about.client["id"], wish["what"], form,
        found_by=wish["found_by"], restricted=wish["restricted"], recipient=wish["to"],
    )  # fmt: skip


def sheet(visit: Visit) -> Reply:
    """The sheet itself, for the browser to print."""
    about = the_client(visit)
    wish = _asked_for(visit, "noted")
    sheets = _sheets(visit, about, wish)
    same = sheets[0].language in (wish["language"], current_language())
    title = sheets[0].title if same else _("Print")
    return show("paper_sheet.html", title, about=about, sheets=sheets)


def file(visit: Visit) -> Reply:
    about = the_client(visit)
    data = visit.state.get("file")
    if not isinstance(data, bytes):
        return show("paper_gone.html", _("Print"), about=about)
    return Save(data, documents.FILE_NAME, "application/pdf")


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/paper", ask, "casework.paper"),
    Page("POST", "/client/{id}/paper", choose, "casework.paper.choose"),
    Page("GET", "/client/{id}/paper/check", check, "casework.paper.check"),
    Page("POST", "/client/{id}/paper/check", hand_out, "casework.paper.out"),
    Page("POST", "/client/{id}/paper/change", change, "casework.paper.change"),
    Page("GET", "/client/{id}/paper/sheet", sheet, "casework.paper.sheet"),
    Page("GET", "/client/{id}/paper/file", file, "casework.paper.file"),
)
