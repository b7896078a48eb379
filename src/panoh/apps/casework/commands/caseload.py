"""The practice: who is to keep which case, and the lines of one's own cases brought up to date."""

from __future__ import annotations

from panoh.apps.casework import access, rules, rules_caseload
from panoh.apps.casework.access.caseload import QUIET_SETTING
from panoh.apps.casework.commands.shared import keep_caseload
from panoh.apps.casework.records import CASELOAD
from panoh.core import membership, travel
from panoh.core.app import Row
from panoh.core.identity.model import PersonId
from panoh.core.node import Node
from panoh.core.space.model import SpaceId
from panoh.errors import Forbidden, Invalid
from panoh.words import N_


def assign(node: Node, code: str, person: PersonId) -> str:
    """Says who is to keep a case; for whoever manages the practice. The keys of the case are not
    theirs to give: whoever has it is told on Today to hand it over. Gives the line's id."""
    if not access.is_supervisor(node):
        raise Forbidden(why=N_("Only somebody who manages the practice says who keeps a case."))
    names = dict(access.colleagues(node))
    if person not in names:
        raise Invalid({"keeper": N_("Only somebody of the practice can keep a case.")})
    line = access.line_of(node, rules.read_code(code) or code)
    values = {"keeper": person.hex(), "assignee": names[person]}
    with node.writing() as work:
        work.put(CASELOAD, node.space("practice"), line["id"], values)
    return str(line["id"])


def bring_up_to_date(node: Node) -> int:
    """Brings the lines of one's own cases up to date: what became overdue meanwhile, what a
    colleague did in them, and, in a practice that one has joined, all of them. Lines of cases that
    are gone are erased. The number of lines looked at; nothing is written where nothing changed."""
    practice = node.spaces.row(node.space("practice"))
    stale = _stale(node, practice.no) if _is_shared(node, practice.id) else []
    if stale:
        with node.writing() as work:
            for row in stale:
                if node.may_write(node.space_id(row["space"])):
                    keep_caseload(node, work, row)
    left = [] if travel.is_away(node) else _left_behind(node, practice.no)
    if left:
        with node.writing() as work:
            for record in left:
                work.erase(CASELOAD, record, moved=True)
    return len(stale) + len(left)


def _is_shared(node: Node, practice: SpaceId) -> bool:
    state = node.spaces.state(node.spaces.row(practice))
    return len(state.members) > 1 and node.may_write(practice)


def _stale(node: Node, practice: int) -> list[Row]:
    """Clients whose line in the practice is missing or is not as things stand today: one look over
    all, since a line by itself would take seconds for thousands of cases."""
    return node.rows(
        "SELECT c.id, c.code, c.status, c.space FROM casework_client c"
        " LEFT JOIN casework_caseload l ON l.code = c.code AND l.space = :practice"
        " LEFT JOIN (SELECT client, space, min(due) AS next, sum(due < :today) AS late"
        "  FROM casework_due GROUP BY client, space) d ON d.client = c.id AND d.space = c.space"
        " WHERE l.id IS NULL OR l.status IS NOT c.status OR (c.status = 'open'"
        "  AND (l.next_due IS NOT d.next OR coalesce(l.overdue, 0) <> coalesce(d.late, 0)))",
        {"practice": practice, "today": node.today().isoformat()},
    )


def _left_behind(node: Node, practice: int) -> list[str]:
    """Own lines whose case is not here any more, second lines of one case, and those in a practice
    in which one does not work now."""
    own = node.person.id
    seen: set[str] = set()
    found = []
    for row in node.rows(
        "SELECT l.id, l.code, l.space, l.created_by, EXISTS (SELECT 1 FROM casework_client c"
        " WHERE c.code = l.code) AS here FROM casework_caseload l"
        " ORDER BY l.space <> ?, l.created_at, l.id",
        (practice,),
    ):
        again = row["code"] in seen
        seen.add(row["code"])
        made = membership.person_behind(node, row["created_by"]) == own
        # Of a line by another own device the case may not have come here yet.
        gone = not row["here"] and row["created_by"] == node.person.device_no
        if made and (again or gone) and node.may_write(node.space_id(row["space"])):
            found.append(str(row["id"]))
    return found


def set_quiet_hours(node: Node, hours: str) -> None:
    """`20:00-07:00`, or `off`: when counts of the practice are not shown to this person."""
    try:
        rules_caseload.read_hours(hours)
    except ValueError:
        raise Invalid({"hours": N_("Write it as 20:00-07:00, or off.")}) from None
    with node.writing() as work:
        work.set(QUIET_SETTING, hours)
