"""Referrals: choose what goes, see how they stand, answer, take back, print, let a colleague in."""

from __future__ import annotations

from dataclasses import replace

from panoh.apps.directory import access, commands, documents, records, views
from panoh.apps.directory.pages.common import attempt, fields, filled, record_id, show
from panoh.apps.directory.records.referral import REQUEST
from panoh.apps.directory.rules import referral as rules
from panoh.core.records.model import Choice, Field, Kind
from panoh.core.vault.rules import strength
from panoh.errors import Invalid, NotFound, WeakPhrase
from panoh.web.page import Again, Form, Go, Page, Reply, Save, Visit
from panoh.words import N_, _

SEALED = {"age": "age", "zip": "zip (AES-256)"}
FILES = {
    "pdf": (documents.FILE_NAME, "application/pdf"),
    "age": ("notes.age", "application/octet-stream"),
    "zip": ("notes.zip", "application/zip"),
}
"""Names of fixed words: a download list tells nothing."""
ASKED = (
    *fields(records.REFERRAL, "priority"),
    *(replace(e, required=e.name == "reason") for e in fields(records.TOLD, *REQUEST)),
    *fields(records.REFERRAL, "by", "delivered"),
)
ANSWER = (*fields(records.STEP, "why"), *fields(records.TOLD, "note"))
WENT = tuple(replace(each, required=False) for each in fields(records.FEEDBACK, "result"))
FORMAT = Field(
    "format",
    Kind.CHOICE,
    N_("Sort of file"),
    help=N_("age protects better; zip opens with more programs."),
    choices=tuple(Choice(each, words) for each, words in SEALED.items()),
    required=True,
)
STEP_WORDS = {each.key: each.label for each in records.referral.STEPS}


def listed(visit: Visit) -> Reply:
    rows = views.referrals(visit.node)
    return show("referrals.html", _("Referrals"), steps=STEP_WORDS,
                running=[each for each in rows if not each.standing.over],
                over=[each for each in rows if each.standing.over][:60])  # fmt: skip


def whose(visit: Visit) -> Reply:
    """Which case; its code is typed, so that no address holds it."""
    entry = views.catalogue(visit.node).entry(record_id(visit))
    return show("refer_case.html", _("New referral"), entry=entry)


def to_items(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        code = visit.form.get("case").strip()
        try:
            held = commands.offered(visit.node, ref, code)
        except NotFound:
            raise Invalid({"case": N_("There is no such case here.")}) from None
        return Go(f"/service/{ref}/refer/items", keep={"case": held.code})

    return attempt(visit, f"/service/{ref}/refer", act)


def items(visit: Visit) -> Reply:
    ref, typed = record_id(visit), visit.state.get("form")
    case = str(visit.state.get("case") or (typed.get("case") if isinstance(typed, Form) else ""))
    if not case:
        return whose(visit)
    held = commands.offered(visit.node, ref, case)
    return show("refer.html", _("New referral"), held=held, entry=held.entry, asked=ASKED,
                chosen=typed.all("items") if isinstance(typed, Form) else [],
                form=Form.of({"priority": "normal", "delivered": "paper"}))  # fmt: skip


def send(visit: Visit) -> Reply:
    ref, case = record_id(visit), visit.form.get("case")
    back = f"/service/{ref}/refer/items"

    def act() -> Reply:
        made = commands.new(
            visit.node, ref, case, [each for each in visit.form.all("items") if each],
            filled(visit, [each.name for each in ASKED]),
            risk_told=visit.form.get("risk_told") == "1",
        )  # fmt: skip
        return Go(f"/referral/{made}", told=_("The referral is made."))

    return attempt(visit, back, act)


def one(visit: Visit) -> Reply:
    node = visit.node
    made = views.made_of(node, access.referral(node, record_id(visit)))
    row = made.row
    here = node.all(records.SERVICE, "id = ?", (row["service"],)) if row["service"] else []
    return show(
        "referral.html", _("Referral"), made=made, row=row, copies=access.copies(node, row),
        steps=STEP_WORDS, next=rules.NEXT[made.standing.state], answer=ANSWER, went=WENT,
        service=bool(here), takings=access.takings(node, row),
        ground=documents.grounds(row), code=visit.state.get("code", ""),
        today=node.today(),
    )  # fmt: skip


def act_on(visit: Visit) -> Reply:
    ref, what = record_id(visit), visit.form.get("what")
    names = [each.name for each in (*ANSWER, *WENT)]

    def act() -> Reply:
        if what not in rules.RANK[1:]:
            raise Invalid({"": N_("Choose one of those offered.")})
        commands.step(visit.node, ref, what, filled(visit, names))
        return Go(f"/referral/{ref}", told=_("Noted."))

    return attempt(visit, f"/referral/{ref}", act)


def take_back(visit: Visit) -> Reply:
    node = visit.node
    row = access.referral(node, record_id(visit))
    return show("take_back.html", _("Take back a referral"), row=row,
                copies=access.copies(node, row),
                takings=access.takings(node, row))  # fmt: skip


def took_back(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        commands.step(visit.node, ref, rules.REVOKED)
        return Go(
            f"/referral/{ref}", told=_("Taken back. What it told of the client is erased here.")
        )

    return attempt(visit, f"/referral/{ref}/take-back", act)


def share(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        code = commands.hand_to_colleague(visit.node, ref)
        return Go(f"/referral/{ref}", once={"code": code})

    return attempt(visit, f"/referral/{ref}", act)


def paper(visit: Visit) -> Reply:
    """Names what goes out and where it will lie; nothing leaves by looking at it."""
    node = visit.node
    made = views.made_of(node, access.referral(node, record_id(visit)))
    return show(
        "paper.html", _("Print or save a referral"), made=made, row=made.row,
        copies=access.copies(node, made.row), takings=access.takings(node, made.row),
        places=(documents.WHERE_DOWNLOAD, documents.WHERE_FILE), queue=documents.WHERE_QUEUE,
        apart=documents.PHRASE_APART, format=FORMAT, form=Form.of({"format": "age"}),
    )  # fmt: skip


def hand_out(visit: Visit) -> Reply:
    ref, phrase = record_id(visit), visit.form.get("phrase")
    form = "pdf" if visit.form.get("act") == "pdf" else visit.form.get("format")

    def act() -> Reply:
        if form != "pdf" and phrase != visit.form.get("again"):
            raise Invalid({"again": N_("The two are not alike.")})
        try:
            data = commands.hand_out(visit.node, ref, form, phrase)
        except WeakPhrase:
            raise Invalid({"phrase": strength(phrase).words}) from None
        return Go(f"/referral/{ref}/file", once={"file": data, "form": form})

    reply = attempt(visit, f"/referral/{ref}/paper", act)
    if isinstance(reply, Again):  # the phrase does not come back
        return Again(reply.path, Form.of({"format": visit.form.get("format")}), reply.problems)
    return reply


def file(visit: Visit) -> Reply:
    ref, data = record_id(visit), visit.state.get("file")
    if not isinstance(data, bytes):
        return show("file_gone.html", _("Print or save a referral"), again=f"/referral/{ref}/paper")
    return Save(data, *FILES[visit.state.get("form", "pdf")])


PAGES: tuple[Page, ...] = (
    Page("GET", "/referrals", listed, "directory.referrals"),
    Page("GET", "/service/{id}/refer", whose, "directory.refer"),
    Page("POST", "/service/{id}/refer", to_items, "directory.refer.case"),
    Page("GET", "/service/{id}/refer/items", items, "directory.refer.items"),
    Page("POST", "/service/{id}/refer/items", send, "directory.refer.send"),
    Page("GET", "/referral/{id}", one, "directory.referral"),
    Page("POST", "/referral/{id}", act_on, "directory.referral.step"),
    Page("GET", "/referral/{id}/take-back", take_back, "directory.referral.back"),
    Page("POST", "/referral/{id}/take-back", took_back, "directory.referral.back.save"),
    Page("POST", "/referral/{id}/share", share, "directory.referral.share"),
    Page("GET", "/referral/{id}/paper", paper, "directory.referral.paper"),
    Page("POST", "/referral/{id}/paper", hand_out, "directory.referral.out"),
    Page("GET", "/referral/{id}/file", file, "directory.referral.file"),
)
