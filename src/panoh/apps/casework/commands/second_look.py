"""Asking a colleague to look something over, and answering."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import put_new, read_values
from panoh.apps.casework.records import SECOND_LOOK, SECOND_LOOK_ANSWER
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid
from panoh.words import N_

NOT_IN_CASE = N_(
    "Ask somebody who is in this case and may write in it. Share the case with them first."
)


def ask_second_look(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`what` is to be looked over, `asked_of` the id of a colleague in this case, `text` what one
    is unsure of. Both find it on Today."""
    client = access.client(node, ref)
    cleaned = read_values(SECOND_LOOK, values)
    problems: dict[str, str] = {}
    if not cleaned.get("what"):
        problems["what"] = N_("Say what to look over.")
    if cleaned.get("asked_of") not in {each.hex() for each, _ in access.may_be_asked(node, client)}:
        problems["asked_of"] = NOT_IN_CASE
    if problems:
        raise Invalid(problems)
    with node.writing() as work:
        return put_new(node, work, SECOND_LOOK, client, cleaned)


def answer_second_look(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`verdict` approved or returned; what is given back needs a `text`. Only who was asked
    answers, once."""
    row = access.second_look(node, ref)
    client = access.client(node, row["client"])
    look = access.look(node, client, row["id"])
    if look.asked_of != node.person.id.hex():
        raise Forbidden(why=N_("Somebody else was asked. Only they can answer."))
    if look.answer is not None:
        raise Forbidden(why=N_("This was answered already. It can be asked anew."))
    cleaned = read_values(SECOND_LOOK_ANSWER, {**values, "request": row["id"]})
    problems: dict[str, str] = {}
    if not cleaned.get("verdict"):
        problems["verdict"] = N_("Say whether you approve it or give it back.")
    elif cleaned["verdict"] == "returned" and not cleaned.get("text"):
        problems["text"] = N_("Say what should be different.")
    if problems:
        raise Invalid(problems)
    with node.writing() as work:
        return put_new(node, work, SECOND_LOOK_ANSWER, client, cleaned)
