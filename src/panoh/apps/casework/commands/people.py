"""Who is around the client: people who stand by the client, the household, family ties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.shared import own_class, put_new, read_values
from panoh.apps.casework.records import HOUSEHOLD, PERSON, TIE
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.core.records.model import RecordType
from panoh.crypto.derive import random
from panoh.errors import Invalid
from panoh.words import N_

DECIDES = "decides"
"""Agreed by somebody who decides for a child, in place of the child's own yes."""
DECIDED = N_("Who may see it is decided when it is added. Add it anew.")


# ── people who stand by the client ──────────────────────────────────────────────────────────


def add_person(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Somebody the client trusts. A phone is refused unless it is safe and agreed."""
    cleaned = read_values(PERSON, values)
    rules.check_person(cleaned)
    client = access.client(node, ref)
    with node.writing() as work:
        return put_new(node, work, PERSON, client, cleaned)


def edit_person(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """As it stands now. When it is no longer safe, or no longer agreed, a phone that was kept is
    taken away by the same write."""
    row = access.person(node, ref)
    cleaned = _decided(row, read_values(PERSON, values))
    after = {**row, **cleaned}
    if not cleaned.get("phone") and not rules.may_keep_phone(after):
        cleaned["phone"] = None
    rules.check_person({**after, **cleaned})
    with node.writing() as work:
        return work.put(PERSON, node.space_id(row["space"]), row["id"], cleaned)


def erase_person(node: Node, ref: str) -> Erased:
    return erase(node, PERSON, access.person(node, ref))


def erase(node: Node, rtype: RecordType, row: Row) -> Erased:
    """Erases a record at once: log body, views, index, write-ahead log."""
    with node.writing() as work:
        return work.erase(rtype, row["id"])


def _decided(row: Row, cleaned: dict[str, Any]) -> dict[str, Any]:
    if cleaned.get("restricted", row["restricted"]) != row["restricted"]:
        raise Invalid({"restricted": DECIDED})
    return cleaned


# ── the household ───────────────────────────────────────────────────────────────────────────


def count_household(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """How many adults and children live together; dated today unless `counted_on` says else. What
    was counted before is changed, so that one count stands in the case."""
    cleaned = read_values(HOUSEHOLD, values)
    cleaned["counted_on"] = cleaned.get("counted_on") or node.today().isoformat()
    client = access.client(node, ref)
    held = access.household_of(node, client["id"])
    rules.check_household({**(held or {}), **cleaned})
    with node.writing() as work:
        if held is None:
            return put_new(node, work, HOUSEHOLD, client, cleaned)
        space = node.space_id(held["space"])
        return work.put(HOUSEHOLD, space, held["id"], _decided(held, cleaned))


# ── family ties ─────────────────────────────────────────────────────────────────────────────


def add_tie(node: Node, ref: str, other: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """A tie between two cases: `relation` (what the other is for this client), `agreed` by this
    client and `other_agreed` by the other, else nothing is written. Each case gets its own side,
    which names neither the other client nor the other case; `restricted` puts both sides into
    compartments. A side that would tell of a child's case lies in the compartment for children.
    Gives the ids of both sides.

    For a child too young to be asked whoever decides for the child agrees: then `agreed` or
    `other_agreed` is "decides", and that side says so.
    """
    given = dict(values)
    agreed_too = given.pop("other_agreed", None)
    if given.get("agreed") == DECIDES:
        given.update(agreed=True, agreed_by=DECIDES)
    cleaned = read_values(TIE, given)
    both = bool(cleaned.get("agreed")) and agreed_too in (True, "1", "yes", "true", DECIDES)
    mine, theirs = access.client(node, ref), access.client(node, other)
    by = (cleaned.get("agreed_by"), DECIDES if agreed_too == DECIDES else None)
    _check_deciders(node, by, (mine, theirs))
    if mine["id"] == theirs["id"]:
        raise Invalid({"other": N_("These are one and the same case.")})
    if not cleaned.get("relation"):
        raise Invalid({"relation": N_("Say who the other is for this client.")})
    if not both:
        raise Invalid({"agreed": N_("Both have to agree, each asked alone. Nothing is noted.")})
    pair = random(16).hex()
    common = {"agreed": True, "agreed_on": node.today().isoformat(), "pair": pair}
    way = str(cleaned["relation"])
    with node.writing() as work:
        sides = []
        for client, away, relation, who in (
            (mine, theirs, way, by[0]),
            (theirs, mine, rules.other_way(way), by[1]),
        ):
            restricted = cleaned.get("restricted") or own_class(node, away)
            side = {**common, "relation": relation, "restricted": restricted}
            side.update({"agreed_by": who} if who else {})
            sides.append(put_new(node, work, TIE, client, side))
    return sides[0], sides[1]


def _check_deciders(node: Node, by: tuple[Any, Any], clients: tuple[Row, Row]) -> None:
    """Somebody else agrees only for a child; a grown client is asked in person."""
    told = N_("Only for a child too young to be asked does somebody else agree.")
    for who, client, name in zip(by, clients, ("agreed", "other_agreed"), strict=True):
        if who == DECIDES and own_class(node, client) != "child":
            raise Invalid({name: told})


def end_tie(node: Node, ref: str) -> str:
    """This client takes the tie back: from now on neither side leads to the other."""
    row = access.tie(node, ref)
    values = {"agreed": False, "ended_on": node.today().isoformat()}
    with node.writing() as work:
        return work.put(TIE, node.space_id(row["space"]), row["id"], values)
