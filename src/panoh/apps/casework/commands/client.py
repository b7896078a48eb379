"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.contact import move
from panoh.apps.casework.commands.shared import keep_caseload, read_values
from panoh.apps.casework.records import APART, CLIENT
from panoh.core.node import Node
from panoh.crypto.derive import random
from panoh.errors import Invalid
from panoh.words import N_

_PROGRAMME = ("programme", "programme_agreed", "programme_until")


def add_client(node: Node, values: Mapping[str, Any], contact: str | None = None) -> str:
    """Takes on a client and gives the new code. Empty values are enough.

    `contact`, the id of one on the desk, moves into the case in the same write.

    A programme needs `programme_agreed` and lapses on `programme_until` (a year ahead if unset).
    """
    cleaned = _with_programme(node, read_values(CLIENT, values), {})
    with node.writing() as work:
        code = rules.make_code(random, lambda each: _taken(node, each))
        standing = {"code": code, "status": "open"}
        record = work.put(CLIENT, work.new_space("case"), None, {**cleaned, **standing})
        if contact is None:
            keep_caseload(node, work, {"id": record, **standing})
        else:
            work.flush()  # so that the case is there to move into
            move(node, work, access.contact(node, contact), access.client(node, record))
    return code


def edit_client(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Changes only the fields that are named; the code and the status cannot be set here."""
    row = access.client(node, ref)
    cleaned = read_values(CLIENT, values)
    held = access.programme_fields(node, row["id"]) if _touches_programme(cleaned) else {}
    with node.writing() as work:
        work.put(
            CLIENT, node.space_id(row["space"]), row["id"], _with_programme(node, cleaned, held)
        )
    return str(row["code"])


def not_same(node: Node, ref: str, other: str) -> str:
    """Keeps that two clients with like names are two people; they are not named as alike again."""
    first, second = sorted((access.client(node, ref)["id"], access.client(node, other)["id"]))
    if first == second:
        raise Invalid({"second": N_("This is the same client.")})
    with node.writing() as work:
        return work.put(APART, node.space("personal"), None, {"first": first, "second": second})


def clear_programme(node: Node, ref: str) -> str:
    """Takes the programme off the client: lapsed, or no longer agreed."""
    return edit_client(node, ref, dict.fromkeys(_PROGRAMME))


def _touches_programme(values: Mapping[str, Any]) -> bool:
    return any(name in values for name in _PROGRAMME)


def _with_programme(node: Node, values: dict[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """The values with a programme that is agreed and lapses, or without any trace of one."""
    if not _touches_programme(values):
        return values
    after = {name: values.get(name, held.get(name)) for name in _PROGRAMME}
    if not after["programme"]:
        return {**values, **dict.fromkeys(_PROGRAMME)} if held else _without(values)
    rules.check_programme(after)
    chosen = values.get("programme_until") or after["programme_until"]
    return {**values, "programme_until": rules.programme_until(chosen, node.today())}


def _without(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in _PROGRAMME}


def _taken(node: Node, code: str) -> bool:
    return bool(node.rows("SELECT 1 AS found FROM casework_client WHERE code = ?", (code,)))
