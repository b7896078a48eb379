"""Contacts without a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.shared import keep_caseload, put_new, read_values
from panoh.apps.casework.records import CASE_CONTACT, CONTACT
from panoh.apps.casework.records.contact import CONTACT_FIELDS
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.node import Node, Work
from panoh.core.records.model import Answer
from panoh.errors import Invalid
from panoh.words import N_


def add_contact(node: Node, values: Mapping[str, Any]) -> str:
    """Saves a contact on the desk and gives its id. Without `held_at` it is now."""
    cleaned = read_values(CONTACT, values)
    cleaned["held_at"] = cleaned.get("held_at") or node.now().strftime("%Y-%m-%dT%H:%M")
    cleaned["state"] = cleaned.get("state") or rules.contact_state(cleaned)
    check_heads(cleaned)
    with node.writing() as work:
        return work.put(CONTACT, node.space("desk"), None, cleaned)


def edit_contact(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    row = access.contact(node, ref)
    cleaned = read_values(CONTACT, values)
    check_heads({**row, **cleaned})
    with node.writing() as work:
        return work.put(CONTACT, node.space("desk"), row["id"], cleaned)


def finish_contact(node: Node, ref: str) -> str:
    """Nothing more is to do: off Today, still in the month's tally."""
    return edit_contact(node, ref, {"state": "done"})


def hand_over(node: Node, ref: str, to: str, look_again_on: str | None = None) -> str:
    """Notes to whom the contact was handed; it stays open until somebody finishes it."""
    if not to.strip():
        problem = {"handed_to": N_("Say to whom it was handed.")}
        raise Invalid(problem, {"handed_to": N_("Handed to whom")})
    values: dict[str, Any] = {"handed_to": to, "state": "open"}
    if look_again_on:
        values["look_again_on"] = look_again_on
    return edit_contact(node, ref, values)


def attach(node: Node, ref: str, code: str, restricted: str | None = None) -> str:
    """Moves a contact into a client's case: a new record there, the one on the desk erased.

    `restricted` puts it into a compartment. Gives the id of the new record.
    """
    row = access.contact(node, ref)
    client = access.client(node, code)
    with node.writing() as work:
        return move(node, work, row, client, restricted)


def move(node: Node, work: Work, row: Row, client: Row, restricted: str | None = None) -> str:
    """The contact `row` becomes a record of the case; within a write that others share.

    Of a client kept under a code only its name and number do not come along.
    """
    values = {**_values_of(row), **({"restricted": restricted} if restricted else {})}
    if access.kept(node, client).choice in consent.NARROW:
        # Who it was stays behind, and is erased with the contact.
        values = {n: each for n, each in values.items() if n not in consent.identifying(CONTACT)}
    new = put_new(node, work, CASE_CONTACT, client, values)
    keep_caseload(node, work, client)
    work.erase(CONTACT, row["id"], moved=True)
    return new


def _values_of(row: Row) -> dict[str, Any]:
    """What a record says, answers included, ready for a new record of the same fields."""
    answers: Mapping[str, str] = row["answers"] or {}
    values = {each.name: row[each.name] for each in CONTACT_FIELDS if row[each.name] is not None}
    values.update({name: Answer(answer) for name, answer in answers.items()})
    return values


def check_heads(values: Mapping[str, Any]) -> None:
    if values.get("head_count") is not None and values.get("channel") != "group":
        raise Invalid({"head_count": N_("A head count belongs to a group session only.")})
