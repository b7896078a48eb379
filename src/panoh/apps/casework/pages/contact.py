"""Contacts without a case: in under a minute, nameless if need be."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.pages.common import (
    About,
    Options,
    attempt,
    changes,
    fields,
    hidden_too,
    is_hidden,
    note_opened,
    page_number,
    record_id,
    show,
    show_hidden,
    values_of,
)
from panoh.apps.casework.pages.needs import askable
from panoh.apps.casework.records import CASE_CONTACT, CONTACT
from panoh.apps.casework.records.contact import CHANNELS
from panoh.core.app import Row
from panoh.core.records.model import Field
from panoh.errors import Invalid
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _

PER_PAGE = 50
_ALONE = frozenset(each.key for each in CHANNELS) - {"group"}

QUICK = fields(
    CONTACT, "held_at", "channel", "danger_tonight", "topic", "asked", "answered", "write_back",
    "write_back_how", "handed_to", "look_again_on",
)  # fmt: skip
IF_OFFERED = fields(CONTACT, "factor", "name", "phone", "languages", "district", "sex", "age_band")
GROUP = fields(
    CONTACT, "held_at", "head_count", "topic", "factor", "asked", "answered", "district",
    "look_again_on",
)  # fmt: skip
ALL = (*QUICK, *IF_OFFERED, *fields(CONTACT, "head_count"))
SHOWN = tuple(each.name for each in CASE_CONTACT.fields if each.name not in ("client", "state"))


# ── adding and editing ──────────────────────────────────────────────────────────────────────


def _now(visit: Visit) -> str:
    return visit.node.now().strftime("%Y-%m-%dT%H:%M")


def _options(channel: str | None = None) -> dict[str, Options]:
    """A group session has a form of its own, so it is offered only where it was chosen before."""
    channels = [(each.key, each.label) for each in CHANNELS if each.key in (channel, *_ALONE)]
    return {"factor": askable(), "channel": channels}


def new_form(visit: Visit) -> Reply:
    return show(
        "contact_form.html",
        _("New contact"),
        action="/contact/new",
        quick=QUICK,
        more=IF_OFFERED,
        options=_options(),
        group=False,
        back_path="",
        form=Form.of({"held_at": _now(visit)}),
    )


def group_form(visit: Visit) -> Reply:
    return show(
        "contact_form.html",
        _("Group session"),
        action="/contact/group",
        quick=GROUP,
        more=(),
        options=_options(),
        group=True,
        back_path="",
        form=Form.of({"held_at": _now(visit)}),
    )


def _given(visit: Visit, asked: tuple[Field, ...]) -> dict[str, Any]:
    raw = visit.form.raw(each.name for each in asked)
    # Without a time it is now; what else is needed is told together with every other problem.
    needed = {each.name for each in asked if each.required} - {"held_at"}
    return {name: value for name, value in raw.items() if value or name in needed}


def new(visit: Visit) -> Reply:
    def act() -> Reply:
        made = commands.add_contact(visit.node, _given(visit, (*QUICK, *IF_OFFERED)))
        return Go(f"/contact/{made}", told=_("The contact is saved."))

    return attempt(visit, "/contact/new", act)


def group(visit: Visit) -> Reply:
    def act() -> Reply:
        values = {**_given(visit, GROUP), "channel": "group"}
        made = commands.add_contact(visit.node, values)
        return Go(f"/contact/{made}", told=_("The group session is saved."))

    return attempt(visit, "/contact/group", act)


def _asked(row: Row) -> tuple[Field, ...]:
    """A head count is asked of a group session only."""
    return ALL if row["channel"] == "group" else (*QUICK, *IF_OFFERED)


def edit_form(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    asked = _asked(row)
    return show(
        "contact_form.html",
        _("Contact"),
        action=f"/contact/{row['id']}/edit",
        quick=[each for each in asked if each not in IF_OFFERED],
        more=IF_OFFERED,
        options=_options(row["channel"]),
        group=False,
        back_path=f"/contact/{row['id']}",
        form=Form.of(values_of(row, asked)),
    )


def edit(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    asked, here = _asked(row), f"/contact/{row['id']}"
    wanted = changes(asked, row, visit.form.raw(each.name for each in asked))

    def act() -> Reply:
        if not wanted:
            return Go(here, told=_("Nothing was changed."))
        commands.edit_contact(visit.node, row["id"], wanted)
        return Go(here, told=_("The contact is saved."))

    return attempt(visit, here + "/edit", act)


# ── looking ─────────────────────────────────────────────────────────────────────────────────


def listed(visit: Visit) -> Reply:
    state = visit.query.get("state", "open")
    state = state if state in ("open", "done", "all") else "open"
    number = page_number(visit)
    rows = views.contacts(
        visit.node, state=state, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE
    )
    return show(
        "contacts.html",
        _("Contacts"),
        rows=rows[:PER_PAGE],
        more=len(rows) > PER_PAGE,
        number=number,
        state=state,
        counts={each: views.count_contacts(visit.node, state=each) for each in ("open", "all")},
        today=visit.node.today().isoformat(),
        shown_state=state,
    )


def one(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    return show("contact.html", _("Contact"), row=row, names=SHOWN)


def one_in_case(visit: Visit) -> Reply:
    row = access.case_contact(visit.node, record_id(visit))
    about = About(access.client(visit.node, row["client"]), row)
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    return show("case_contact.html", _("Contact"), about=about, row=row, names=SHOWN)


# ── what becomes of it ──────────────────────────────────────────────────────────────────────


def finish(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))

    def act() -> Reply:
        commands.finish_contact(visit.node, row["id"])
        return Go("/contacts", told=_("The contact is done. It still counts in its month."))

    return attempt(visit, f"/contact/{row['id']}", act)


def hand_over_form(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    asked = fields(CONTACT, "handed_to", "look_again_on")
    form = Form.of(values_of(row, asked))
    return show("hand_over.html", _("Hand over"), row=row, fields=asked,
                form=form)  # fmt: skip


def hand_over(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    here = f"/contact/{row['id']}"

    def act() -> Reply:
        to, again = visit.form.get("handed_to"), visit.form.get("look_again_on")
        commands.hand_over(visit.node, row["id"], to, again or None)
        return Go(here, told=_("Handed over. It stays open until you mark it done."))

    return attempt(visit, here + "/hand-over", act)


def attach_form(visit: Visit) -> Reply:
    row = access.contact(visit.node, record_id(visit))
    found = [
        access.what_may_be_seen(visit.node, access.client(visit.node, ref))
        for ref in visit.state.get("found", ())
    ]
    return show(
        "attach.html",
        _("Attach to a client"),
        row=row,
        found=found,
        looked="found" in visit.state,
        who_may_see=fields(CASE_CONTACT, "restricted"),
        form=Form.of({"who": visit.state.get("who", "")}),
    )


def attach(visit: Visit) -> Reply:
    """A code attaches at once; a name or a phone number first shows whom it may be."""
    row = access.contact(visit.node, record_id(visit))
    here = f"/contact/{row['id']}/attach"
    chosen, typed = visit.form.get("client"), visit.form.get("who").strip()

    def act() -> Reply:
        if chosen:
            return _attached(visit, row, chosen)
        if not typed:
            raise Invalid({"who": N_("Type a code, a name or a phone number.")})
        return Go(here, keep={"who": typed, "found": clients_like(visit, typed)})

    return attempt(visit, here, act)


def _attached(visit: Visit, row: Row, ref: str) -> Reply:
    client = access.client(visit.node, ref)
    restricted = visit.form.get("restricted") or None
    made = commands.attach(visit.node, row["id"], client["id"], restricted)
    told = hidden_too(visit.node, _("The contact is now part of this case."), made)
    return Go(f"/client/{client['id']}#contacts", told=told)


def clients_like(visit: Visit, typed: str) -> list[str]:
    """Record ids of clients found by what was typed, each once."""
    links = [each.link for each in views.search(visit.node, typed)]
    found = [link.removeprefix("/client/") for link in links if link.startswith("/client/")]
    return list(dict.fromkeys(found))


PAGES: tuple[Page, ...] = (
    Page("GET", "/contact/new", new_form, "casework.contact.new"),
    Page("POST", "/contact/new", new, "casework.contact.new.save"),
    Page("GET", "/contact/group", group_form, "casework.contact.group"),
    Page("POST", "/contact/group", group, "casework.contact.group.save"),
    Page("GET", "/contacts", listed, "casework.contacts"),
    Page("GET", "/contact/{id}", one, "casework.contact"),
    Page("GET", "/contact/{id}/edit", edit_form, "casework.contact.edit"),
    Page("POST", "/contact/{id}/edit", edit, "casework.contact.edit.save"),
    Page("POST", "/contact/{id}/done", finish, "casework.contact.done"),
    Page("GET", "/contact/{id}/hand-over", hand_over_form, "casework.contact.hand_over"),
    Page("POST", "/contact/{id}/hand-over", hand_over, "casework.contact.hand_over.save"),
    Page("GET", "/contact/{id}/attach", attach_form, "casework.contact.attach"),
    Page("POST", "/contact/{id}/attach", attach, "casework.contact.attach.save"),
    Page("GET", "/case-contact/{id}", one_in_case, "casework.contact.in_case"),
)
