"""What of a case could go to somebody else, each item with what the client agreed to.

The only door by which another app gets words out of a case, and it gives the words of an item only
where an agreement covers that very item for that very recipient today.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from panoh.apps.casework.access.consent import (
    Entry,
    agreements,
    consents,
    entries,
    overrides,
)
from panoh.apps.casework.access.one import client as the_client
from panoh.apps.casework.access.one import find
from panoh.apps.casework.access.people import child_record
from panoh.apps.casework.records import CHILD, CLIENT, CONSENT, GOAL, NEED, NOTE, OVERRIDE, SUPPORT
from panoh.apps.casework.records.consent import ITEM_KINDS
from panoh.apps.casework.rules import consent as rules
from panoh.apps.casework.rules import exported
from panoh.core.app import Item, Row, Sharable
from panoh.core.node import Node
from panoh.core.records.model import Answer, Kind, RecordType
from panoh.errors import NotFound
from panoh.lexicon import languages
from panoh.words import N_, _

FIELDS: dict[str, tuple[str, ...]] = {
    "code": ("code",),
    "called": ("goes_by",),
    "names": ("names",),
    "reaching": ("contact_ok", "contact_how", "contact_when", "contact_mind", "if_other_answers",
                 "phone", "languages", "interpreter"),
    "danger": ("danger_tonight", "danger_what"),
    "wants": ("wants",),
    "about": ("sex", "age_band", "district"),
}  # fmt: skip
"""Kinds that are fields of the client's own record."""
OF_CHILD: dict[str, tuple[str, ...]] = {
    "child_says": ("wish",),
    "school": ("school", "school_what"),
}
"""Kinds that are fields of a child's own record."""
_OF_ENTRY: dict[str, RecordType] = {
    "need": NEED, "strength": NEED, "goal": GOAL, "support": SUPPORT, "note": NOTE,
}  # fmt: skip
_KIND_WORDS = {each.key: each.label for each in ITEM_KINDS} | {"note": N_("Note")}


def sharable(node: Node, case: str, recipients: Sequence[str]) -> Sharable:
    """Raises NotFound when the case is not here."""
    client = the_client(node, case)
    rows = agreements(node, client)
    held = [*consents(rows), *overrides(rows)]
    found = []
    child = child_record(node, client) or {}
    own = [(kind, _of_fields(CLIENT, client, names)) for kind, names in FIELDS.items()]
    own += [(kind, _of_fields(CHILD, child, names)) for kind, names in OF_CHILD.items()]
    for kind, text in own:
        if text:
            item = rules.Item(kind)
            found.append(_item(node, held, recipients, item, _(_KIND_WORDS[kind]), text))
    for each in entries(node, client):
        if not exported(find(node, _OF_ENTRY[each.type], each.record).get("factor")):
            continue
        label = _(_KIND_WORDS.get(each.type, each.type))
        if not each.restricted:
            label = f"{label}: {each.title}"
        made = _item(node, held, recipients, each.item, label, _of_entry(node, each))
        if made.agreement or not each.restricted:  # nobody learns here that more is hidden
            found.append(made)
    return Sharable(str(client["code"]), tuple(found))


def _item(
    node: Node, held: list[Row], recipients: Sequence[str], item: rules.Item, label: str, text: str
) -> Item:
    row = None
    for name in recipients:
        row = row or rules.may_share(held, name, item, node.today())
    key = item.record or item.kind
    if row is None:
        return Item(key, item.kind, label)
    basis = "consent" if row["type"] == CONSENT.name else str(row["reason"])
    return Item(key, item.kind, label, text, str(row["id"]), basis, str(row["expires_on"]))


def stands(node: Node, agreement: str) -> str:
    """How a consent or an override stands today; empty when it is not here."""
    for rtype in (CONSENT, OVERRIDE):
        try:
            row = find(node, rtype, agreement)
        except NotFound:
            continue
        client = the_client(node, row["client"])
        for each in agreements(node, client):
            if each["id"] == row["id"]:
                return str(each["state"])
    return ""


# ── in words ────────────────────────────────────────────────────────────────────────────────


def _of_fields(rtype: RecordType, row: Row, fields: Sequence[str]) -> str:
    names = [each for each in fields if rtype.field(each)]
    said = [(name, _value(rtype, name, row.get(name))) for name in names]
    filled = [(name, text) for name, text in said if text]
    if len(names) == 1:
        return filled[0][1] if filled else ""
    return "\n".join(f"{_label(rtype, name)}: {text}" for name, text in filled)


def _label(rtype: RecordType, name: str) -> str:
    field = rtype.field(name)
    return _(field.label).rstrip("?:") if field else name


def _of_entry(node: Node, entry: Entry) -> str:
    row = find(node, _OF_ENTRY[entry.type], entry.record)
    own = str(row.get("own_words") or row.get("text") or "").strip()
    return entry.title if not own or own == entry.title else f"{entry.title}\n{own}"


def _value(rtype: RecordType, name: str, value: Any) -> str:
    field = rtype.field(name)
    if field is None or value in (None, "", []) or isinstance(value, Answer):
        return ""
    if field.kind is Kind.LANGUAGES:
        return ", ".join(_(languages.label(each)) for each in value)
    words = {each.key: each.label for each in field.choices}
    if isinstance(value, (list, tuple)):
        return ", ".join(_(words[each]) if each in words else str(each) for each in value)
    return _(words[value]) if value in words else str(value)
