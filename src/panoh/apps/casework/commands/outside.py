"""Noting what leaves the vault: it is part of the case, like who looked at it."""

from __future__ import annotations

from collections.abc import Collection

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.shared import read_values
from panoh.apps.casework.records import TAKEN_OUT
from panoh.core.node import Node, Work
from panoh.errors import Invalid
from panoh.words import N_


def note_taken_out(
    node: Node,
    ref: str,
    what: str,
    form: str,
    *,
    found_by: str | None = None,
    restricted: Collection[str] = (),
    recipient: str = "",
) -> None:
    """Notes in the case that something of it was printed or exported, and in each compartment
    whose lines went along; with a `recipient` also to whom and on which consent, where that consent
    itself lies. To be called before anything is handed out."""
    client = access.client(node, ref)
    with node.writing() as work:
        put_taken_out(
            node, work, client["id"], client["space"], what, form, found_by, restricted,
            to_whom(node, ref, restricted, recipient),
        )  # fmt: skip


ToWhom = dict[str | None, dict[str, str]]
"""Class of a compartment, None for the open part → what a note there says of the recipient."""


def to_whom(node: Node, ref: str, restricted: Collection[str], recipient: str) -> ToWhom:
    """A consent that lies in a compartment is not told of outside it. Raises Invalid where nothing
    may go to the recipient."""
    if not recipient:
        return {}
    part = access.part_of_classes(access.case(node, ref), restricted).case
    shared = access.part_for(part, recipient, node.today())
    found: ToWhom = {}
    for each in shared.rests_on:
        said = {"recipient": str(each["recipient"]), "agreement": str(each["id"])}
        found.setdefault(each["restricted"] or None, said)
    return found


def note_attachment_out(node: Node, ref: str) -> None:
    """Notes in the part of the case where it lies that an attachment was taken out."""
    row = access.attachment(node, ref)
    with node.writing() as work:
        values = {"what": "attachment", "form": "file"}
        values["taken_at"] = node.now().strftime("%Y-%m-%dT%H:%M")
        cleaned = {**read_values(TAKEN_OUT, values), "client": row["client"]}
        if row["restricted"]:
            cleaned["restricted"] = row["restricted"]
        work.put(TAKEN_OUT, node.space_id(row["space"]), None, cleaned)


def put_taken_out(
    node: Node, work: Work, client: str, space: int, what: str, form: str,
    found_by: str | None, restricted: Collection[str], told: ToWhom | None = None,
) -> None:  # fmt: skip
    """The same within a write that others share."""
    values = {"what": what, "form": form, "taken_at": node.now().strftime("%Y-%m-%dT%H:%M")}
    if found_by:
        values["found_by"] = found_by
    cleaned = {**read_values(TAKEN_OUT, values), "client": client}
    main = node.spaces.row_of(space)
    held = {each.restricted: each for each in node.spaces.compartments(main) if each.restricted}
    unknown = [each for each in restricted if each not in held]
    if unknown:
        raise Invalid({"restricted": N_("This case has no restricted lines of this class.")})
    told = told or {}
    # Whoever has no key of that compartment must not read that there is a plan.
    said = {**cleaned, "what": rules.what_left(cleaned), **told.get(None, {})}
    work.put(TAKEN_OUT, main.id, None, said)
    for each in restricted:
        said = {**told.get(None, {}), **told.get(each, {})}
        work.put(TAKEN_OUT, held[each].id, None, {**cleaned, **said, "restricted": each})
