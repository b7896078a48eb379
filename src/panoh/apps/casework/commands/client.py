"""The client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.consent import read_keeping
from panoh.apps.casework.commands.contact import move
from panoh.apps.casework.commands.shared import keep_caseload, read_values
from panoh.apps.casework.records import APART, CLIENT, KEEPING
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.crypto.derive import random
from panoh.errors import Invalid
from panoh.words import N_

_PROGRAMME = ("programme", "programme_agreed", "programme_until")


def add_client(
    node: Node,
    values: Mapping[str, Any],
    contact: str | None = None,
    keeping: Mapping[str, Any] | None = None,
) -> str:
    """Takes on a client and gives the new code. Empty values are enough.

    `contact`, the id of one on the desk, moves into the case in the same write. `keeping` is what
    the client was told and chose (`consent.read_keeping`); without it nothing is claimed, and the
    case says that consent to keep was not asked yet.

    A programme needs `programme_agreed` and lapses on `programme_until` (a year ahead if unset).
    """
    cleaned = _with_programme(node, read_values(CLIENT, values), {})
    rules.refuse_programme_of_child(cleaned)
    told = read_keeping(node, keeping) if keeping is not None else None
    if told is not None:
        consent.check_keeping(told, node.today(), new=True)
        consent.refuse_identity(CLIENT, cleaned, told["choice"])
    with node.writing() as work:
        code = new_code(node)
        standing = {"code": code, "status": "open"}
        space = work.new_space("case")
        record = work.put(CLIENT, space, None, {**cleaned, **standing})
        if told is not None:
            work.put(KEEPING, space, None, {**told, "client": record})
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
    consent.refuse_identity(CLIENT, cleaned, access.kept(node, row).choice)
    held = access.programme_fields(node, row["id"]) if _touches_programme(cleaned) else {}
    _refuse_programme_of_child(node, row, cleaned)
    with node.writing() as work:
        work.put(
            CLIENT, node.space_id(row["space"]), row["id"], _with_programme(node, cleaned, held)
        )
    return str(row["code"])


def _refuse_programme_of_child(node: Node, row: Row, cleaned: dict[str, Any]) -> None:
    """Neither by noting one of a child, nor by noting of somebody with one that they are one."""
    if not {"programme", "age_band"} & set(cleaned):
        return
    held = {**access.programme_fields(node, row["id"]), "case_kind": row["case_kind"]}
    rules.refuse_programme_of_child({**held, "age_band": row["age_band"], **cleaned})


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


def new_code(node: Node) -> str:
    """A code that no case in this vault has."""
    return rules.make_code(random, lambda each: _taken(node, each))


def _taken(node: Node, code: str) -> bool:
    sql = (
        "SELECT 1 AS found FROM casework_client WHERE code = :code"
        " UNION SELECT 1 FROM casework_erased_case WHERE code = :code"
    )
    return bool(node.rows(sql, {"code": code}))
