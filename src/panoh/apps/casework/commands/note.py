"""Notes: written once, amended by a new one, or erased at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access
from panoh.apps.casework.commands.shared import keep_caseload, put_new, read_values
from panoh.apps.casework.records import NOTE
from panoh.core.node import Erased, Node
from panoh.errors import Invalid
from panoh.words import N_


def add_note(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """`text`, and `restricted` to put it into a compartment."""
    return _add(node, ref, read_values(NOTE, values))


def amend_note(node: Node, ref: str, text: str) -> str:
    """A new note that puts an earlier one right; both stay readable. Gives the new id."""
    row = access.note(node, ref)
    cleaned = read_values(NOTE, {"text": text})
    first = row["amends"] or row["id"]
    cleaned.update(amends=first, restricted=row["restricted"])
    return _add(node, row["client"], cleaned)


def erase_note(node: Node, ref: str) -> Erased:
    """Erases the note at once: log body, views, index, write-ahead log.

    What amends it stays. `Erased.backups` names the backups that still hold it.
    """
    row = access.note(node, ref)
    with node.writing() as work:
        return work.erase(NOTE, row["id"])


def _add(node: Node, ref: str, values: dict[str, Any]) -> str:
    if not values.get("text"):
        raise Invalid({"text": N_("The note is empty.")})
    client = access.client(node, ref)
    with node.writing() as work:
        record = put_new(node, work, NOTE, client, values)
        keep_caseload(node, work, client)
    return record
