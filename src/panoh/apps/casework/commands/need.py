"""Needs and strengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.shared import keep_caseload, put_new, read_values
from panoh.apps.casework.records import NEED
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import N_


def add_need(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Adds a need (or whatever `kind` says) to the client's case and gives its id.

    `factor` or `own_words`; the level follows the factor. A factor of a restricted class, or a
    chosen `restricted`, puts the record into a compartment with its own key.
    """
    return add_needs(node, ref, [values])[0]


def add_needs(node: Node, ref: str, several: Sequence[Mapping[str, Any]]) -> list[str]:
    """Adds all of them in one write or, when one is refused, none; gives their ids."""
    cleaned = [_read(node, values) for values in several]
    client = access.client(node, ref)
    with node.writing() as work:
        records = [put_new(node, work, NEED, client, each) for each in cleaned]
        keep_caseload(node, work, client)
    return records


def _read(node: Node, values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = read_values(NEED, {"kind": "need", **values})
    rules.check_need(cleaned)
    cleaned["level"] = rules.level_of(cleaned.get("factor"), cleaned.get("level"))
    cleaned["state"] = cleaned.get("state") or "present"
    cleaned["state_on"] = cleaned.get("state_on") or node.today().isoformat()
    return cleaned


def add_strength(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    return add_need(node, ref, {**values, "kind": "strength"})


def edit_need(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`kind`, `priority`, `state` and the words may change; a changed `state` is dated today."""
    row = access.need(node, ref)
    cleaned = read_values(NEED, values)
    held = node.get(NEED, row["id"]) or {}
    after = {**row, "client_offered": held.get("client_offered"), **cleaned}
    rules.check_need(after)
    wanted = rules.restricted_class(after.get("factor"), after.get("restricted"))
    if wanted != (row["restricted"] or None):
        raise Invalid(
            {"restricted": N_("Who may see it is decided when it is added. Add it anew.")}
        )
    if "factor" in cleaned or "level" in cleaned:
        cleaned["level"] = rules.level_of(after.get("factor"), cleaned.get("level"))
    if "state" in cleaned and "state_on" not in cleaned:
        cleaned["state_on"] = node.today().isoformat()
    with node.writing() as work:
        return work.put(NEED, node.space_id(row["space"]), row["id"], cleaned)
