"""Two values: what colleagues set apart from each other, shown until somebody chooses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from panoh.core.records.merge import Value
from panoh.core.records.model import Field, RecordType, Sensitivity
from panoh.core.records.rules import restored
from panoh.errors import NotFound

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class Said:
    """One of the values: who set it and when, by their clock. `value` is as a form gives it."""

    value: Any
    author: str
    time: datetime


@dataclass(frozen=True, slots=True)
class Conflict:
    """`case` is the name that an app gives to the space, a code."""

    rtype: RecordType
    record: str
    field: Field
    case: str
    values: tuple[Said, ...]


def conflicts(node: Node, *, quiet: bool = False) -> list[Conflict]:
    """Every field with two values of what is open to this person, the latest first. Quiet fields
    only when asked for; of what is hidden at this moment nothing."""
    found: list[Conflict] = []
    for rtype in node.types.values():
        for row in node.rows(f"SELECT * FROM {rtype.table} WHERE conflicts <> '[]'"):
            if node.is_hidden(rtype, row):
                continue
            for name, values in node.two_values(row["id"]).items():
                field = rtype.field(name)
                shown = field is not None and name in json.loads(row["conflicts"])
                if field is None or not shown or (_is_quiet(field) and not quiet):
                    continue
                said = tuple(_said(node, each) for each in values)
                case = node.name_of(node.spaces.row_of(row["space"]))
                found.append(Conflict(rtype, row["id"], field, case, said))
    return sorted(found, key=lambda each: max(v.time for v in each.values), reverse=True)


def resolve(node: Node, record: str, field: str, choice: int) -> None:
    """Keep one of the values, counted from 1 as `conflicts` lists them; the other is superseded."""
    for each in conflicts(node, quiet=True):
        if each.record == record and each.field.name == field:
            if not 1 <= choice <= len(each.values):
                break
            settle(node, each, each.values[choice - 1].value)
            return
    raise NotFound(what=f"{record} {field}")


def settle(node: Node, conflict: Conflict, value: Any) -> None:
    """Set the field to a value that may be one of the two or another."""
    row = node.rows(f"SELECT space FROM {conflict.rtype.table} WHERE id = ?", (conflict.record,))
    space = node.space_id(row[0]["space"])
    with node.writing() as work:
        work.put(conflict.rtype, space, conflict.record, {conflict.field.name: value})


def _is_quiet(field: Field) -> bool:
    return field.sensitivity is Sensitivity.QUIET


def _said(node: Node, value: Value) -> Said:
    when = datetime.fromtimestamp(value.time / 1000, UTC).astimezone()
    return Said(restored(value.value), node.author(value.dot[0]), when)
