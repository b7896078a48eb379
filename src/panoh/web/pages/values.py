"""Two values: what two people wrote without knowing of each other, side by side, until chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Field, RecordType, Sensitivity
from panoh.core.records.rules import restored
from panoh.errors import Forbidden, Invalid, NotFound
from panoh.web.fields import in_words
from panoh.web.page import Again, Go, Page, Reply, Show, Visit
from panoh.web.shell import Held
from panoh.words import N_, _

HIDDEN = N_("This is restricted. Have it shown where it stands, then come back.")
CHOOSE = N_("Choose one of them, or go back and leave both.")


@dataclass(frozen=True, slots=True)
class Written:
    """One of the values: in words, by whom and when."""

    words: str
    author: str
    time: datetime


def show(visit: Visit) -> Reply:
    node, record = visit.node, visit.path_params["id"]
    rtype, _row = _find(node, record)
    fields = both(node, record)
    return Show("values.html", _("Two values"), id=record, kind=rtype.label, fields=fields)


def both(node: Node, record: str) -> list[tuple[Field, list[Written]]]:
    """The fields of a record with two values, as far as its owner's access hands them out."""
    rtype, row = _find(node, record)
    fields = []
    for name, several in node.two_values(record).items():
        field = rtype.field(name)
        if field is not None and name in row:  # what the owner's access left out stays out
            written = [
                Written(
                    in_words(field, restored(each.value)),
                    node.author(each.dot[0]),
                    _when(each.time),
                )
                for each in several
            ]
            fields.append((field, written))
    return fields


def beside(node: Node, record: str) -> list[tuple[Field, list[Written]]]:
    """The same for a page on which the record is one of many: nothing quiet, nothing hidden."""
    try:
        found = both(node, record)
    except (Forbidden, NotFound):
        return []
    return [each for each in found if each[0].sensitivity is not Sensitivity.QUIET]


def choose(visit: Visit) -> Reply:
    node, record = visit.node, visit.path_params["id"]
    rtype, row = _find(node, record)
    chosen: dict[str, Any] = {}
    for name, several in node.two_values(record).items():
        number = visit.form.get("v-" + name)
        known = {str(each): each for each in range(len(several))}
        if name in row and number in known:
            chosen[name] = restored(several[known[number]].value)
    here = f"/two-values/{record}"
    if not chosen:
        return Again(here, visit.form, {"": _(CHOOSE)})
    try:
        with node.writing() as work:
            work.put(rtype, node.space_id(row["space"]), record, chosen)
    except Invalid as refused:
        problems = {"v-" + name: _(text) for name, text in refused.problems.items()}
        return Again(here, visit.form, problems)
    return Go(here, told=_("Chosen. The others stay in the history."))


def _find(node: Node, record: str) -> tuple[RecordType, Row]:
    """The record through its owner's access function; absent and forbidden look alike."""
    for app in node.apps:
        for each in app.records:
            if node.get(each.type, record) is not None:
                row = each.access(node, record)
                if each.hidden is not None and each.hidden(node, row):
                    raise Forbidden(why=HIDDEN)
                return each.type, row
    raise NotFound(what=record)


def _when(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()


def pages(_held: Held) -> tuple[Page, ...]:
    return (
        Page("GET", "/two-values/{id}", show, "two-values"),
        Page("POST", "/two-values/{id}", choose, "two-values"),
    )
