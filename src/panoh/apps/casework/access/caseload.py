"""The practice as each of its members sees it: who keeps which case, what is due, without opening
any. Everybody is shown the same; people stand by name, never by a count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from panoh.apps.casework import rules_caseload as rules
from panoh.apps.casework.access.one import find
from panoh.apps.casework.records import CASELOAD
from panoh.core import membership
from panoh.core.app import Row
from panoh.core.identity.model import PersonId
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.errors import NotFound

QUIET_SETTING = "quiet_hours"
_ANYHOW = "casework.counts"
"""Under this name the session keeps that somebody wants to see counts in quiet hours too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case. `record` is that of the line, `client` the client's id where the case is open to
    this person and may be listed, else empty. `overdue` is None in quiet hours."""

    record: str
    code: str
    keeper: str
    keeper_name: str
    status: str
    next_due: str | None
    overdue: int | None
    client: str


@dataclass(frozen=True, slots=True)
class Load:
    """What one person keeps: how many open cases, how much of it is overdue. None in quiet hours.
    `lines` are the open ones by code."""

    keeper: str
    name: str
    cases: int | None
    overdue: int | None
    lines: list[Line]


def caseload(node: Node, ref: str) -> Row:
    """One line, by its id or the beginning of it."""
    return find(node, CASELOAD, ref)


def line_of(node: Node, code: str) -> Row:
    """The line of a case in the practice; of two the older one counts."""
    place = node.spaces.row(node.space("practice")).no
    found = node.rows(
        "SELECT id FROM casework_caseload WHERE code = ? AND space = ?"
        " ORDER BY created_at, id LIMIT 1",
        (code, place),
    )
    if not found:
        raise NotFound(what=code)
    return caseload(node, found[0]["id"])


def is_supervisor(node: Node) -> bool:
    """Whether this person manages the practice and so says who keeps which case."""
    state = node.spaces.state(node.spaces.row(node.space("practice")))
    return state.members.get(node.person.id) is Role.MANAGER


def colleagues(node: Node) -> list[tuple[PersonId, str]]:
    """Everybody in the practice who may keep a case: id and working name, by name."""
    found = [
        (each.person, each.name)
        for each in membership.members(node, node.space("practice"))
        if each.role is not Role.READER
    ]
    return sorted(found, key=lambda each: (each[1].casefold(), each[0]))


def quiet_until(node: Node) -> time | None:
    """When counts come back, while this person's quiet hours last and they did not ask for them
    all the same."""
    if node.session.get(_ANYHOW):
        return None
    return rules.quiet_until(quiet_hours(node), node.now())


def quiet_hours(node: Node) -> str:
    return str(node.setting(QUIET_SETTING) or rules.USUAL_QUIET)


def show_counts(node: Node) -> None:
    """In quiet hours too, until the vault is locked."""
    node.session[_ANYHOW] = True


def lines(node: Node) -> list[Line]:
    """Every line of the practice, by code, closed ones too."""
    place = node.spaces.row(node.space("practice")).no
    quiet = quiet_until(node) is not None
    found: dict[str, Line] = {}
    for row in node.rows(
        "SELECT l.id, l.code, l.assignee, l.keeper, l.created_by, l.status, l.next_due, l.overdue,"
        " c.id AS client FROM casework_caseload l LEFT JOIN casework_client c ON c.code = l.code"
        "  AND c.space NOT IN (SELECT space FROM casework_main_of_child)"
        " WHERE l.space = ? ORDER BY l.code, l.created_at, l.id",
        (place,),
    ):
        if row["code"] in found:
            continue
        keeper, name = _keeper(node, row)
        found[row["code"]] = Line(
            row["id"],
            row["code"],
            keeper,
            name,
            str(row["status"] or ""),
            row["next_due"],
            None if quiet else rules.overdue_now(row["overdue"], row["next_due"], node.today()),
            row["client"] or "",
        )
    return list(found.values())


def _keeper(node: Node, row: Row) -> tuple[str, str]:
    """Who keeps it: the id, and what they are called here. A line of before there were ids was
    made by whoever keeps it."""
    keeper = row["keeper"] or membership.person_behind(node, row["created_by"]).hex()
    try:
        person = bytes.fromhex(keeper)
    except ValueError:
        return keeper, str(row["assignee"] or "")
    name = membership.name_of(node, person)
    if name == person.hex()[:8] and row["assignee"]:
        name = str(row["assignee"])
    return keeper, name


def loads(node: Node) -> list[Load]:
    """What everybody keeps, people by name. The same for whoever looks."""
    quiet = quiet_until(node) is not None
    held: dict[str, Load] = {}
    for person, name in colleagues(node):
        held[person.hex()] = Load(person.hex(), name, 0, 0, [])
    for line in lines(node):
        if line.status != "open":
            continue
        load = held.setdefault(line.keeper, Load(line.keeper, line.keeper_name, 0, 0, []))
        load.lines.append(line)
    found = [
        replace(
            each,
            cases=None if quiet else len(each.lines),
            overdue=None if quiet else sum(line.overdue or 0 for line in each.lines),
        )
        for each in held.values()
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.keeper))
