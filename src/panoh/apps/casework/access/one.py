"""One record at a time, by id; a client also by code."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.records import (
    APART,
    CASE_CONTACT,
    CLIENT,
    CLOSURE,
    CONTACT,
    FOLLOW_UP,
    GOAL,
    NEED,
    NOTE,
    OPENED,
    REOPENING,
    REVIEW,
    STEP,
    SUPPORT,
)
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Kind, RecordType, Sensitivity
from panoh.core.space.model import SpaceId
from panoh.core.views.rules import JSON_COLUMNS
from panoh.errors import NotFound
from panoh.lexicon import factors
from panoh.words import _, current_language

_WHOLE = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{6,31}")
_LISTS = (Kind.CHOICES, Kind.LANGUAGES, Kind.NAMES)


@dataclass(frozen=True, slots=True)
class Programme:
    """Agreed with the client and not lapsed; in no list, print, title or default export."""

    key: str
    until: str


def shape(node: Node, rtype: RecordType, raw: Row) -> Row:
    """A row of the record's table as callers get it: lists and answers as such, authors by their
    working name, nothing quiet."""
    row: Row = {"type": rtype.name, **raw}
    for name in JSON_COLUMNS:
        row[name] = json.loads(row[name])
    for name in ("created_by", "changed_by"):
        row[name] = _author(node, row[name])
    for field in rtype.fields:
        if field.sensitivity is Sensitivity.QUIET:
            row.pop(field.name, None)
            row["answers"].pop(field.name, None)
        elif field.kind is Kind.YES:
            row[field.name] = bool(row[field.name]) if row[field.name] is not None else None
        elif field.kind in _LISTS:
            row[field.name] = json.loads(row[field.name]) if row[field.name] else []
        elif row[field.name] is not None and not _readable(field.kind, row[field.name]):
            row[field.name] = None
            row["newer"].append(field.name)
    row["conflicts"] = [name for name in row["conflicts"] if name in row]
    return row


def _readable(kind: Kind, text: str) -> bool:
    """Whether this program knows what to do with a value; a newer one may have written others."""
    try:
        if kind is Kind.DATE:
            date.fromisoformat(text)
        elif kind is Kind.TIME:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return kind is not Kind.FACTOR or factors.FORBIDDEN.fullmatch(text) is None


def factor_title(factor_id: str) -> str:
    """What a factor is called; a newer program may know more of them than this one."""
    if rules.known_factor(factor_id) is None:
        return _("Something that needs a newer Panoh")
    return factors.label(factor_id, current_language())


def _author(node: Node, device_no: int) -> str:
    """The working name behind a device, asked for once in a session."""
    known: dict[int, str] = node.session.setdefault("casework.authors", {})
    if not known.get(device_no):
        known[device_no] = node.author(device_no)
    return known[device_no]


def select(
    node: Node, rtype: RecordType, where: str, params: Sequence[Any], rest: str = ""
) -> list[Row]:
    """Rows of one of our own tables, shaped; `where` and `rest` are our own words only."""
    sql = f"SELECT * FROM {rtype.table} WHERE {where} {rest}"
    return [shape(node, rtype, row) for row in node.rows(sql, params)]


def of_case(node: Node, rtype: RecordType, client: Row, rest: str = "") -> list[Row]:
    """Records of a type that lie in the spaces of this client's case.

    Whoever was let into another case can name this client there: that is not of this case.
    """
    main = node.spaces.row_of(client["space"])
    own = [main.no, *(each.no for each in node.spaces.compartments(main))]
    where = "client = ? AND +space IN (SELECT value FROM json_each(?))"
    return select(node, rtype, where, (client["id"], json.dumps(own)), rest)


def find(node: Node, rtype: RecordType, ref: str) -> Row:
    """The record of this type by its id or an unmistakable beginning of it (6 digits and more)."""
    wanted = str(ref).strip().lower()  # a newer program may have put something else into a link
    if _WHOLE.fullmatch(wanted):
        found = select(node, rtype, "id = ?", (wanted,))
    elif _BEGINNING.fullmatch(wanted):
        found = select(node, rtype, "id >= ? AND id < ?", (wanted, wanted + "g"), "LIMIT 2")
    else:
        found = []
    if len(found) != 1 or not is_of_its_case(node, rtype, found[0]):
        raise NotFound(what=ref)
    return found[0]


def is_of_its_case(node: Node, rtype: RecordType, row: Row) -> bool:
    """Whether a record lies in a space of the very case whose client it names.

    Anybody let into some other case could write a record there that names this client.
    """
    if rtype.field("client") is None:
        return True
    if row["client"] is None:  # about no single case: such a record lies in no case
        return node.spaces.row_of(row["space"]).home != "case"
    sql = (
        "SELECT 1 AS found FROM casework_space s JOIN casework_client c ON c.space = s.main"
        " WHERE s.space = ? AND c.id = ?"
    )
    return bool(node.rows(sql, (row["space"], row["client"])))


def client(node: Node, ref: str) -> Row:
    """The client by code (as typed: case, spaces and dashes do not matter) or record id."""
    code = rules.read_code(ref)
    if code is None:
        return find(node, CLIENT, ref)
    found = select(node, CLIENT, "code = ?", (code,), "LIMIT 2")
    if len(found) != 1:
        raise NotFound(what=ref)  # a colleague in another case may have used the code again
    return found[0]


def space_of(node: Node, ref: str) -> SpaceId:
    """The main space of a client's case."""
    return node.space_id(client(node, ref)["space"])


def name_of(node: Node, space: int) -> str:
    """The code of the client whose case this is; empty for another space."""
    found = node.rows("SELECT code FROM casework_client WHERE space = ? LIMIT 1", (space,))
    return str(found[0]["code"]) if found else ""


def programme_fields(node: Node, record: str) -> Row:
    """What the vault holds of a programme, lapsed or not: for the commands that change it."""
    found = node.rows(
        "SELECT programme, programme_agreed, programme_until FROM casework_client WHERE id = ?",
        (record,),
    )
    if not found:
        raise NotFound(what=record)
    return {**found[0], "programme_agreed": bool(found[0]["programme_agreed"])}


def programme(node: Node, ref: str) -> Programme | None:
    """The programme while it is agreed and has not lapsed."""
    row = client(node, ref)
    if rules.is_child(row):
        return None  # whoever wrote one: no child has a programme
    held = programme_fields(node, row["id"])
    key = rules.programme_now(held, node.today())
    return Programme(key, str(held["programme_until"])) if key else None


def contact(node: Node, ref: str) -> Row:
    """A contact on the desk."""
    return find(node, CONTACT, ref)


def case_contact(node: Node, ref: str) -> Row:
    """A contact that was attached to a client."""
    return find(node, CASE_CONTACT, ref)


def need(node: Node, ref: str) -> Row:
    """A need or strength."""
    return find(node, NEED, ref)


def goal(node: Node, ref: str) -> Row:
    return find(node, GOAL, ref)


def step(node: Node, ref: str) -> Row:
    return find(node, STEP, ref)


def support(node: Node, ref: str) -> Row:
    return find(node, SUPPORT, ref)


def follow_up(node: Node, ref: str) -> Row:
    return find(node, FOLLOW_UP, ref)


def note(node: Node, ref: str) -> Row:
    return find(node, NOTE, ref)


def review(node: Node, ref: str) -> Row:
    return find(node, REVIEW, ref)


def closure(node: Node, ref: str) -> Row:
    return find(node, CLOSURE, ref)


def reopening(node: Node, ref: str) -> Row:
    return find(node, REOPENING, ref)


def opened(node: Node, ref: str) -> Row:
    return find(node, OPENED, ref)


def apart(node: Node, ref: str) -> Row:
    """Two clients found not to be the same person."""
    return find(node, APART, ref)
