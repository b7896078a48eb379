"""Consent to share, its withdrawal, and sharing without consent for one of four reasons."""

from __future__ import annotations

from typing import Any

from panoh.apps.casework import access, commands
from panoh.apps.casework.pages.common import (
    About,
    Options,
    a_record,
    attempt,
    fields,
    hidden_too,
    is_hidden,
    note_opened,
    show,
    show_hidden,
    the_client,
)
from panoh.apps.casework.pages.say import TYPES, say
from panoh.apps.casework.records import CONSENT, OVERRIDE, WITHDRAWAL
from panoh.apps.casework.records.consent import ITEM_KINDS, OF_CHILD
from panoh.apps.casework.rules import consent as rules
from panoh.apps.casework.rules.told import MAY_NOT_BE_FREE
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Field, RecordType
from panoh.web.page import Form, Go, Page, Reply, Visit
from panoh.words import N_, _, html_language, reviewed

STATES = {
    rules.HOLDS: N_("agreed"),
    rules.NOT_YET: N_("agreed, for later"),
    rules.LAPSED: N_("consent has ended"),
    rules.WITHDRAWN: N_("withdrawn"),
}
WITHOUT = {
    **STATES,
    rules.HOLDS: N_("in force"),
    rules.NOT_YET: N_("not in force yet"),
    rules.LAPSED: N_("over"),
}
"""How sharing without consent stands: nobody agreed to it."""


def stands_in_words(row: Row) -> str:
    """How a consent or an override stands, as a message key."""
    return (STATES if row["type"] == CONSENT.name else WITHOUT)[row["state"]]


WHAT = ("kinds", "records")
TOP = {
    CONSENT.name: fields(CONSENT, "purpose", "recipient", "country", "opens_case"),
    OVERRIDE.name: fields(
        OVERRIDE, "reason", "why", "law", "lawyer_asked", "recipient", "country", "opens_case"
    ),
}
REST = {
    CONSENT.name: fields(CONSENT, "given", "certified_by", "given_on", "expires_on"),
    OVERRIDE.name: fields(
        OVERRIDE, "second_view", "second_view_why", "told", "told_on", "not_told_why",
        "decided_on", "expires_on",
    ),
}  # fmt: skip
TAKE_BACK = fields(WITHDRAWAL, "said_by", "withdrawn_on")


# ── what every page about sharing shows ─────────────────────────────────────────────────────


def not_free(node: Node, client: Row) -> dict[str, Any]:
    """The sentence that consent may not be free, where the client was sent; else nothing.

    Every page before something of a client is shared, printed or taken out shows it; a paper
    itself does not, it may be found. Of a case that is hidden as a whole nothing is said.
    """
    if access.is_hidden(node, client):
        return {}
    kept = access.kept(node, client)
    if not kept.sent or kept.row is None:
        return {}
    found = reviewed(MAY_NOT_BE_FREE)
    # Who sent the client is said in the practitioner's own language, whatever that sentence is in.
    came = say(kept.row, "came")
    return {"text": found.texts[0], "tag": html_language(found.language), "came": came}


def _entries(node: Node, about: About) -> list[access.Entry]:
    """What can be named one by one and may be seen at this moment."""
    client = about.client
    return [
        each
        for each in access.entries(node, client)
        if not access.hides(node, client["id"], each.space)
    ]


def _titles(node: Node, about: About, row: Row) -> list[str]:
    """The single entries that an agreement names, by their titles; what is gone has none."""
    known = {each.record: each.title for each in _entries(node, about)}
    return [
        known.get(each) or _("An entry that is hidden or was erased")
        for each in str(row["records"] or "").split()
    ]


# ── agreeing ────────────────────────────────────────────────────────────────────────────────


def _form(visit: Visit, rtype: RecordType, template: str, title: str) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    today = visit.node.today()
    begin = {
        "given_on": today.isoformat(),
        "decided_on": today.isoformat(),
        "expires_on": rules.usual_end(
            today, rules.USUAL_DAYS if rtype is CONSENT else rules.OVERRIDE_DAYS
        ),
    }
    return show(
        template,
        title,
        about=about,
        top=TOP[rtype.name],
        rest=_rest(rtype, child=access.child_record(visit.node, about.client) is not None),
        kinds=rtype.field("kinds"),
        kinds_offered=_kinds(visit.node, about),
        restricted=rtype.field("restricted"),
        entries=_entries(visit.node, about),
        not_free=not_free(visit.node, about.client),
        ticked=set((visit.state.get("form") or Form()).all("records")),
        form=Form.of(begin),
    )


def _rest(rtype: RecordType, *, child: bool) -> tuple[Field, ...]:
    """An adult gives a consent in person; in a child's case it is asked who does."""
    asked = REST[rtype.name]
    return (*fields(rtype, "given_by"), *asked) if child and rtype is CONSENT else asked


def _kinds(node: Node, about: About) -> Options:
    child = access.child_record(node, about.client) is not None
    return [(each.key, each.label) for each in ITEM_KINDS if child or each.key not in OF_CHILD]


def _values(visit: Visit, rtype: RecordType) -> dict[str, Any]:
    asked = (*TOP[rtype.name], *REST[rtype.name])
    values = visit.form.raw([*(each.name for each in asked), "given_by", "kinds", "restricted"])
    if rtype is not CONSENT:
        values.pop("given_by", None)
    picked = [each for each in visit.form.all("records") if each]
    return {**values, "records": " ".join(picked)}


def consent_form(visit: Visit) -> Reply:
    return _form(visit, CONSENT, "consent_share.html", _("Consent to share"))


def consent(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        made = commands.share(visit.node, about.client["id"], _values(visit, CONSENT))
        told = hidden_too(visit.node, _("The consent is saved."), made)
        return Go(about.path + "#consent", told=told)

    return attempt(visit, about.path + "/consent/new", act)


def override_form(visit: Visit) -> Reply:
    return _form(visit, OVERRIDE, "consent_override.html", _("Sharing without consent"))


def override(visit: Visit) -> Reply:
    about = the_client(visit)

    def act() -> Reply:
        made = commands.override(visit.node, about.client["id"], _values(visit, OVERRIDE))
        told = hidden_too(visit.node, _("Saved. It stands in the timeline."), made)
        return Go(about.path + "#consent", told=told)

    return attempt(visit, about.path + "/override/new", act)


# ── one of them ─────────────────────────────────────────────────────────────────────────────

_consent, _override = a_record(access.consent), a_record(access.override)


def _one(visit: Visit, about: About, title: str) -> Reply:
    note_opened(visit, about)
    if is_hidden(visit.node, about):
        return show_hidden(visit.node, about)
    row = access.agreement(visit.node, about.row)
    names = [
        each.name
        for each in TYPES[row["type"]].fields
        if each.name not in ("client", "records", "restricted")
    ]
    return show(
        "consent_one.html",
        title,
        about=about,
        row=row,
        names=names,
        stands=stands_in_words(row),
        titles=_titles(visit.node, about, row),
        take_back=TAKE_BACK if row["type"] == CONSENT.name else (),
        not_free=not_free(visit.node, about.client),
        form=Form.of({"said_by": "client", "withdrawn_on": visit.node.today().isoformat()}),
    )


def one_consent(visit: Visit) -> Reply:
    return _one(visit, _consent(visit), _("Consent to share"))


def one_override(visit: Visit) -> Reply:
    return _one(visit, _override(visit), _("Sharing without consent"))


def withdraw(visit: Visit) -> Reply:
    about = _consent(visit)
    here = f"/consent/{about.row['id']}"

    def act() -> Reply:
        values = visit.form.raw(each.name for each in TAKE_BACK)
        commands.withdraw(visit.node, about.row["id"], values)
        return Go(here, told=_("The consent is withdrawn. Nothing more is shared on it."))

    return attempt(visit, here, act)


PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/consent/new", consent_form, "casework.consent.new"),
    Page("POST", "/client/{id}/consent/new", consent, "casework.consent.new.save"),
    Page("GET", "/consent/{id}", one_consent, "casework.consent"),
    Page("POST", "/consent/{id}", withdraw, "casework.consent.withdraw"),
    Page("GET", "/client/{id}/override/new", override_form, "casework.override.new"),
    Page("POST", "/client/{id}/override/new", override, "casework.override.new.save"),
    Page("GET", "/override/{id}", one_override, "casework.override"),
)
