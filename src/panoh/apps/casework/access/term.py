"""How long a closed case is kept, who else has it, and what erasing it would take away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from panoh.apps.casework import rules_term
from panoh.apps.casework.access.one import client, find, select
from panoh.apps.casework.access.shown import is_shown
from panoh.apps.casework.records import (
    APART,
    ERASED_CASE,
    RETENTION,
    RETENTION_NOTICE,
    RETENTION_PERIOD,
)
from panoh.apps.casework.rules import day_of
from panoh.core import erasing
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records import own
from panoh.words import _


def retention(node: Node, ref: str) -> Row:
    return find(node, RETENTION, ref)


def retention_notice(node: Node, ref: str) -> Row:
    return find(node, RETENTION_NOTICE, ref)


def retention_period(node: Node, ref: str) -> Row:
    return find(node, RETENTION_PERIOD, ref)


def erased_case(node: Node, ref: str) -> Row:
    return find(node, ERASED_CASE, ref)


@dataclass(frozen=True, slots=True)
class Term:
    """How long a closed case is kept. `goes_on` is the first day on which it may go by itself."""

    keep_until: date
    goes_on: date
    notices: list[str]
    reason: str
    near: bool  # Today speaks of it


def period(node: Node) -> int:
    """Months for which the practice keeps a closed case."""
    rows = select(node, RETENTION_PERIOD, "1", (), "ORDER BY created_at DESC, id DESC LIMIT 1")
    months = rows[0]["months"] if rows else None
    if months is None or not 1 <= months <= rules_term.MOST_MONTHS:
        return rules_term.USUAL_MONTHS
    return int(months)


def term(node: Node, ref: str) -> Term | None:
    """None for an open case, and for one that was closed before Panoh kept terms."""
    row = client(node, ref)
    held = node.rows(
        "SELECT keep_until, set_at, record FROM casework_term WHERE client = ?", (row["id"],)
    )
    until = day_of(held[0]["keep_until"]) if held else None
    if row["status"] != "closed" or until is None:
        return None
    noticed = notices(node, row["id"], held[0]["set_at"])
    today = node.today()
    return Term(
        until,
        rules_term.erased_on(until, noticed, today),
        noticed,
        str(retention(node, held[0]["record"])["reason"] or ""),
        rules_term.next_act(until, [], today) != rules_term.WAIT,
    )


def notices(node: Node, client_id: str, since: str) -> list[str]:
    """Days on which Today spoke of the end of this term."""
    rows = node.rows(
        "SELECT n.shown_on FROM casework_retention_notice n"
        " JOIN casework_client c ON c.id = n.client AND c.space = n.space"
        " WHERE n.client = ? AND n.created_at > ? ORDER BY n.shown_on",
        (client_id, since),
    )
    return [str(each["shown_on"]) for each in rows]


def erased_cases(node: Node) -> list[Row]:
    """Codes of erased cases, newest first."""
    return select(node, ERASED_CASE, "1", (), "ORDER BY erased_on DESC, code")


@dataclass(frozen=True, slots=True)
class Going:
    """Exactly what erasing a case takes away, and what it cannot reach."""

    kinds: list[tuple[str, int]]  # label of a record type, how many; not those hidden
    hidden: int  # records of compartments that are not shown
    compartments: int
    entries: int
    others: list[str]  # working names of other people who have it
    pointing: list[tuple[str, int]]  # what elsewhere points at it and stays
    backups: list[Row]

    @property
    def records(self) -> int:
        return self.hidden + sum(count for _label, count in self.kinds)


def going(node: Node, ref: str) -> Going:
    row = client(node, ref)
    main = node.spaces.row_of(row["space"])
    apart = node.spaces.compartments(main)
    spaces = [main, *apart]
    kinds, hidden = erasing.counted(node, main.no), 0
    for each in apart:
        counted = erasing.counted(node, each.no)
        if is_shown(node, row["id"], each.restricted or ""):
            kinds += counted
        else:
            hidden += sum(counted.values())
    others = {
        person.hex()
        for each in spaces
        for person in node.spaces.state(each).members
        if person != node.person.id
    }
    points = erasing.pointing_at(node, row["id"], [s.no for s in spaces])
    points.pop(APART.label, None)  # goes with it
    return Going(
        kinds=sorted(kinds.items(), key=lambda each: (-each[1], each[0])),
        hidden=hidden,
        compartments=len(apart),
        entries=sum(1 for each in spaces for _entry in node.log.entries(each)),
        others=sorted(_name(node, each) for each in others),
        pointing=sorted(points.items()),
        backups=node.all(own.BACKUP, "1 ORDER BY made"),
    )


def _name(node: Node, person: str) -> str:
    found = node.all(own.MEMBER, "person = ?", (person,))
    return str(found[0]["working_name"]) if found else _("somebody whose name is not known here")
