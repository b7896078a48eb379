"""What every verb of a case needs: reading values, choosing the compartment, the caseload line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.records import CASELOAD, GOAL, NEED
from panoh.apps.casework.rules import consent
from panoh.core.app import Row
from panoh.core.node import Node, Work
from panoh.core.records.model import Answer, Kind, RecordType
from panoh.core.records.rules import clean
from panoh.core.space.model import Role, SpaceId
from panoh.errors import Invalid, NotFound
from panoh.words import N_

SET_BY_COMMANDS = frozenset({"client", "code", "status", "duty", "consent", "case_kind", "pair"})
"""Fields that no form and no option sets."""


def read_values(
    rtype: RecordType, values: Mapping[str, Any], *, allow: Iterable[str] = ()
) -> dict[str, Any]:
    """Typed or clean values made clean; every refused field is named at once."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, raw in values.items():
        declared = rtype.field(name)
        if declared is None or (name in SET_BY_COMMANDS and name not in allow):
            problems[name] = N_("This cannot be set here.")
            continue
        if declared.kind is Kind.FACTOR and isinstance(raw, str):
            raw = raw.strip().upper()
            _stop_if_forbidden(raw)
        try:
            cleaned[name] = raw if isinstance(raw, Answer) else clean(declared, raw)
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise Invalid(problems, {field.name: field.label for field in rtype.fields})
    return cleaned


def _stop_if_forbidden(factor_id: str) -> None:
    """A rule of harm stands out before any other problem of the same form."""
    try:
        rules.person_factor(factor_id)
    except NotFound:
        return  # an ordinary mistake: named beside the field


def inherit_class(node: Node, values: Mapping[str, Any], before: Mapping[str, Any]) -> str | None:
    """The restricted class of a record: its own, its factor's, or that of what it links to."""
    if values.get("restricted") or before.get("restricted"):
        return str(values.get("restricted") or before.get("restricted"))
    by_factor = rules.restricted_class(values.get("factor"), None)
    if by_factor:
        return by_factor
    for name, rtype in (("need", NEED), ("goal", GOAL)):
        linked = values.get(name)
        if linked:
            found = access.find(node, rtype, str(linked)).get("restricted")
            if found:
                return str(found)
    return None


def put_new(node: Node, work: Work, rtype: RecordType, client: Row, values: dict[str, Any]) -> str:
    """A new record of a case, in the main space or in the compartment its class asks for.

    Under a code only, one with a name or a number is refused, of whatever type it is.
    """
    if consent.identifying(rtype):
        consent.refuse_identity(rtype, values, access.kept(node, client).choice)
    restricted = inherit_class(node, values, {}) or own_class(node, client)
    if restricted and rtype.field("restricted"):
        values = {**values, "restricted": restricted}
    space = space_for(node, work, client, restricted)
    return work.put(rtype, space, None, {**values, "client": client["id"]})


def space_for(node: Node, work: Work, client: Row, restricted: str | None) -> SpaceId:
    """The case's main space, or its compartment of this class, made when first needed. All of a
    child's case is of the class of children: it needs no compartment for that."""
    main = node.space_id(client["space"])
    if restricted is None or restricted == own_class(node, client):
        return main
    return work.compartment(main, restricted)


def own_class(node: Node, client: Row) -> str | None:
    """The class of the case as a whole: that of a child's case, else none."""
    return node.spaces.row_of(client["space"]).restricted


def in_main(node: Node, client: Row, values: Mapping[str, Any]) -> bool:
    """Whether a record with these values lies in the case's main space."""
    return inherit_class(node, values, {}) in (None, own_class(node, client))


def require_same_client(node: Node, client: Row, rtype: RecordType, ref: Any) -> str | None:
    """The id of a linked record of this very case."""
    if not ref:
        return None
    row = access.find(node, rtype, str(ref))
    if row["client"] != client["id"]:
        raise Invalid({rtype.name: N_("This belongs to another case.")})
    return str(row["id"])


def resolve_links(node: Node, client: Row, values: dict[str, Any]) -> dict[str, Any]:
    """Links given as the beginning of an id become whole ids of records of this case."""
    links: tuple[tuple[str, RecordType], ...] = (("need", NEED), ("goal", GOAL))
    found = {
        name: require_same_client(node, client, rtype, values[name])
        for name, rtype in links
        if values.get(name)
    }
    return {**values, **found}


def keep_caseload(
    node: Node,
    work: Work,
    client: Row,
    *,
    dues: Mapping[str, str | None] | None = None,
    status: str | None = None,
) -> None:
    """Brings the practice's line of this case up to date; `dues` are changes of this very write.

    Only what is due in the main space counts: the line must not say that there is more, and two
    people of whom one has a compartment's key must find the same.
    """
    now = status or str(client["status"])
    practice = node.space("practice")
    before = node.rows(
        "SELECT id, status, next_due, overdue, keeper FROM casework_caseload"
        " WHERE code = ? AND space = ? ORDER BY created_at, id LIMIT 1",
        (client["code"], node.spaces.row(practice).no),
    )
    if not _keeps_line(node, client, before[0]["keeper"] if before else None):
        return
    held: dict[str, str | None] = {
        row["record"]: row["due"]
        for row in node.rows(
            "SELECT record, due FROM casework_due WHERE client = ? AND space = ?",
            (client["id"], client.get("space")),
        )
    }
    held.update(dues or {})
    open_dues = [due for due in held.values() if due] if now == "open" else []
    next_due, overdue = rules.caseload_figures(open_dues, node.today())
    line = {"status": now, "next_due": next_due, "overdue": overdue}
    if before and all(before[0][name] == value for name, value in line.items()):
        return
    if not before:
        line.update(code=client["code"], **own_line(node))
    work.put(CASELOAD, practice, before[0]["id"] if before else None, line)


def own_line(node: Node) -> dict[str, str]:
    """Who keeps a case that this person took on."""
    return {
        "assignee": node.author(node.person.device_no),
        "keeper": node.person.id.hex(),
    }


def _keeps_line(node: Node, client: Row, keeper: str | None) -> bool:
    """Whether this person brings the case's line up to date: whoever keeps it, and as long as they
    are not in the case, who manages it. One person, so that the figures never have two values."""
    if client.get("space") is None or keeper == node.person.id.hex():
        return True
    members = node.spaces.state(node.spaces.row_of(client["space"])).members
    if keeper in {each.hex() for each in members}:
        return False
    return members.get(node.person.id) is Role.MANAGER
