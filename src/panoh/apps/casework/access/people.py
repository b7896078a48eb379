"""Who is around the client, a child's own record, the safety plan, and whom to call.

A tie leads to the other case only while both sides agree, this person has both cases, and neither
is hidden; else it says that there is one and no more. Between an adult and a child it is enough
that the side from which one looks is shown: it says the code of the other and no more.
"""

from __future__ import annotations

from panoh.apps.casework import rules
from panoh.apps.casework.access.one import client, find, is_of_its_case, select
from panoh.apps.casework.access.shown import hides
from panoh.apps.casework.records import CHILD, CRISIS, HOUSEHOLD, PERSON, SAFETY_PLAN, TIE
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import NotFound


def person(node: Node, ref: str) -> Row:
    """Somebody who stands by a client."""
    return find(node, PERSON, ref)


def household(node: Node, ref: str) -> Row:
    return find(node, HOUSEHOLD, ref)


def child(node: Node, ref: str) -> Row:
    """What a child's own case knows beside the client's record."""
    return find(node, CHILD, ref)


def child_of(node: Node, ref: str) -> Row:
    """As `child`, by the code or record id of the client; NotFound when it is no child's case."""
    row = client(node, ref)
    found = _newest(node, CHILD, row)
    if not found:
        raise NotFound(what=ref)
    return found[0]


def child_record(node: Node, client: Row) -> Row | None:
    """As `child_of`, None in the case of an adult."""
    found = _newest(node, CHILD, client)
    return found[0] if found else None


def may_ask_carer(node: Node, ref: str) -> bool:
    """Whether whoever looks after this child may be asked, told or contacted about anything;
    True in the case of an adult, who speaks for themselves."""
    row = client(node, ref)
    found = _newest(node, CHILD, row)
    return rules.may_ask_carer(found[0]) if found else not rules.is_child(row)


def tie(node: Node, ref: str) -> Row:
    """One side of a family tie, with what may be seen of the other."""
    return with_other(node, find(node, TIE, ref))


def with_other(node: Node, row: Row) -> Row:
    """A side of a tie, `other` being the code and id of the other case or None."""
    sides = select(node, TIE, "pair = ?", (row["pair"],), "ORDER BY id") if row["pair"] else []
    other = [each for each in sides if each["id"] != row["id"]]
    seen = None
    if len(other) == 1 and all(_holds(each) for each in sides):
        seen = _seen(node, other[0], told=_tells_of_child(node, row))
    return {**row, "other": seen}


def _holds(side: Row) -> bool:
    return bool(side["agreed"]) and not side["ended_on"]


def _tells_of_child(node: Node, side: Row) -> bool:
    """Whether a side lies with what is told of children, and is shown."""
    held = node.spaces.row_of(side["space"])
    return held.restricted == "child" and not hides(node, side["client"], side["space"])


def _seen(node: Node, side: Row, *, told: bool) -> Row | None:
    """Whose side it is, if that case is open to this person and shown, or `told` by this one."""
    rows = node.rows(
        "SELECT c.id, c.code FROM casework_client c"
        " JOIN casework_space s ON s.main = c.space WHERE c.id = ? AND s.space = ?",
        (side["client"], side["space"]),
    )
    if not rows or (hides(node, rows[0]["id"], side["space"]) and not told):
        return None
    return {"id": rows[0]["id"], "code": rows[0]["code"]}


def safety_plan(node: Node, ref: str, restricted: str | None = None) -> Row:
    """A safety plan by its id, or the newest of a case by the client's code; with `restricted`
    the one of that class. NotFound when there is none or its compartment is not open here.

    It is given whether or not its class is shown: whoever prints it asks for it by name.
    """
    if rules.read_code(ref) is None:
        return find(node, SAFETY_PLAN, ref)
    return safety_plan_of(node, ref, restricted)


def safety_plan_of(node: Node, ref: str, restricted: str | None = None) -> Row:
    """As `safety_plan`, by the code or record id of the client."""
    row = client(node, ref)
    for each in _newest(node, SAFETY_PLAN, row):
        if restricted in (None, node.spaces.row_of(each["space"]).restricted):
            return each
    raise NotFound(what=ref)


def crisis(node: Node, ref: str) -> Row:
    return find(node, CRISIS, ref)


def whom_to_call(node: Node) -> Row | None:
    """The practice's own text on whom to call when somebody may die; None when none was written."""
    found = select(node, CRISIS, "1", (), "ORDER BY changed_at DESC LIMIT 1")
    return found[0] if found else None


def household_of(node: Node, ref: str) -> Row | None:
    """The newest count of heads in a case."""
    found = _newest(node, HOUSEHOLD, client(node, ref))
    return found[0] if found else None


def _newest(node: Node, rtype: RecordType, row: Row) -> list[Row]:
    """Records of a case, the one changed last first."""
    found = select(node, rtype, "client = ?", (row["id"],), "ORDER BY changed_at DESC, id")
    return [each for each in found if is_of_its_case(node, rtype, each)]
