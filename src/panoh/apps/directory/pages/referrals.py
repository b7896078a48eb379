"""Referrals: choose what goes, see how they stand, answer, take back, print, let a colleague in."""

from __future__ import annotations

from dataclasses import replace

from panoh.apps.directory import access, commands, documents, records, views
from panoh.apps.directory.pages.common import attempt, fields, filled, record_id, show
from panoh.apps.directory.rules import referral as rules
from panoh.errors import Invalid, NotFound
from panoh.web.page import Form, Go, Page, Reply, Save, Visit
from panoh.words import N_, _

ASKED = fields(records.REFERRAL, "priority", "asked", "reason", "carer", "by", "delivered")
ANSWER = fields(records.STEP, "why", "note")
WENT = tuple(replace(each, required=False) for each in fields(records.FEEDBACK, "result"))
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
    row = access.referral(node, record_id(visit))
    made = views.made_of(node, row)
    here = node.all(records.SERVICE, "id = ?", (row["service"],)) if row["service"] else []
    return show(
        "referral.html", _("Referral"), made=made, row=row, copies=access.copies(node, row),
        steps=STEP_WORDS, next=rules.NEXT[made.standing.state], answer=ANSWER, went=WENT,
        service=bool(here),
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
                copies=access.copies(node, row))  # fmt: skip


def took_back(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        commands.step(visit.node, ref, rules.REVOKED)
        return Go(f"/referral/{ref}", told=_("Taken back. The copies are erased here."))

    return attempt(visit, f"/referral/{ref}/take-back", act)


def share(visit: Visit) -> Reply:
    ref = record_id(visit)

    def act() -> Reply:
        code = commands.hand_to_colleague(visit.node, ref)
        return Go(f"/referral/{ref}", once={"code": code})

    return attempt(visit, f"/referral/{ref}", act)


def paper(visit: Visit) -> Reply:
    node = visit.node
    made = views.made_of(node, access.referral(node, record_id(visit)))
    return Save(documents.printed(node, made), documents.FILE_NAME, "application/pdf")


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
)
