"""The only functions that hand out something of the directory.

Each takes the node and an id (32 digits or an unmistakable beginning) and raises `NotFound` alike
for what is absent and for what is not clear. `service` also takes the id of the standard, and
`referral` its code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from panoh.apps.directory import records
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.core.space.model import SpaceId
from panoh.errors import NotFound

_WHOLE = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{6,31}")


def find(node: Node, rtype: RecordType, ref: str) -> Row:
    wanted = str(ref).strip().lower()
    found: list[Row] = []
    if _WHOLE.fullmatch(wanted):
        found = node.all(rtype, "id = ?", (wanted,))
    elif _BEGINNING.fullmatch(wanted):
        found = node.all(rtype, "id >= ? AND id < ? LIMIT 2", (wanted, wanted + "g"))
    if not found and rtype.field("ref") is not None:
        found = node.all(rtype, "ref = ? LIMIT 2", (str(ref).strip(),))
    if not found and rtype is records.REFERRAL:
        found = node.all(rtype, "code = ? LIMIT 2", (str(ref).strip().upper(),))
    if len(found) != 1:
        raise NotFound(what=ref)
    return found[0]


def finder(rtype: RecordType) -> Callable[[Node, str], Row]:
    def of(node: Node, ref: str) -> Row:
        return find(node, rtype, ref)

    return of


organization = finder(records.ORGANIZATION)
service = finder(records.SERVICE)
location = finder(records.LOCATION)
service_at_location = finder(records.AT)
detail = finder(records.DETAIL)
translation = finder(records.TRANSLATION)
check = finder(records.CHECK)
proposal = finder(records.PROPOSAL)
decision = finder(records.DECISION)
feedback = finder(records.FEEDBACK)
gap = finder(records.GAP)
referral = finder(records.REFERRAL)
copy = finder(records.COPY)
step = finder(records.STEP)
taken_out = finder(records.TAKEN_OUT)
told = finder(records.TOLD)


def rest_of(row: Row) -> dict[str, Any]:
    """What stands in `rest`; empty where it cannot be read."""
    try:
        held = json.loads(row.get("rest") or "{}")
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def of(node: Node, rtype: RecordType, name: str, record: str, order: str) -> list[Row]:
    """Records of a type whose link `name` is a record; `order` is our own words."""
    return node.all(rtype, f'"{name}" = ? ORDER BY {order}', (record,))


def copies(node: Node, row: Row) -> list[Row]:
    """What was passed on with a referral: copies in its own space only."""
    return node.all(
        records.COPY,
        "referral = ? AND space = ? ORDER BY number, id",
        (row["id"], row["space"]),
    )


def steps(node: Node, row: Row) -> list[Row]:
    """Each with its `note`; None where there is none or it was erased."""
    notes = {each["step"]: each["note"] for each in tellings(node, row) if each["step"]}
    found = node.all(
        records.STEP, '"referral" = ? AND space = ? ORDER BY "on", created_at, id',
        (row["id"], row["space"]),
    )  # fmt: skip
    return [{**each, "note": notes.get(each["id"])} for each in found]


def tellings(node: Node, row: Row) -> list[Row]:
    """All that a referral tells of the client, beside the copies."""
    return node.all(
        records.TOLD, '"referral" = ? AND space = ? ORDER BY created_at, id',
        (row["id"], row["space"]),
    )  # fmt: skip


def request(node: Node, row: Row) -> Row:
    """Why and what is asked for; every value None once it was erased."""
    held = next((each for each in tellings(node, row) if not each["step"]), {})
    return {name: held.get(name) for name in records.referral.REQUEST}


def takings(node: Node, row: Row) -> list[Row]:
    """When a referral was printed or saved as a sealed file, and by whom."""
    return node.all(
        records.TAKEN_OUT, '"referral" = ? AND space = ? ORDER BY "on", created_at, id',
        (row["id"], row["space"]),
    )  # fmt: skip


def is_mine(node: Node, row: Row) -> bool:
    """Whether this person made the referral."""
    made = node.rows(
        "SELECT 1 FROM device WHERE no = ? AND person = ?", (row["created_by"], node.person.id)
    )
    return bool(made)


def space_of(node: Node, ref: str) -> SpaceId:
    """The space of a referral by its code."""
    found = node.all(records.REFERRAL, "code = ? LIMIT 2", (str(ref).strip().upper(),))
    if len(found) != 1:
        raise NotFound(what=ref)
    return node.space_id(found[0]["space"])


def name_of(node: Node, number: int) -> str:
    """The code of the referral that a main space holds; empty when it holds none."""
    found = node.all(records.REFERRAL, "space = ? ORDER BY created_at, id LIMIT 1", (number,))
    return str(found[0]["code"]) if found else ""
