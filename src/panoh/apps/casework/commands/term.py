"""How long a closed case is kept: set on closing, renewed with a reason, and kept to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from panoh.apps.casework import access, rules_term
from panoh.apps.casework.commands.erase import erase_in
from panoh.apps.casework.commands.shared import put_new, read_values
from panoh.apps.casework.records import RETENTION, RETENTION_NOTICE, RETENTION_PERIOD
from panoh.apps.casework.rules import day_of
from panoh.core.app import Row
from panoh.core.node import Node, Work
from panoh.errors import Forbidden, Invalid
from panoh.words import N_


def set_period(node: Node, months: int | str, why: str = "") -> str:
    """From now on closed cases are kept so many months; terms already set stay."""
    cleaned = read_values(RETENTION_PERIOD, {"months": months, "why": why or None})
    if not 1 <= cleaned["months"] <= rules_term.MOST_MONTHS:
        raise Invalid({"months": N_("Between 1 and 120 months.")})
    with node.writing() as work:
        return work.put(RETENTION_PERIOD, node.space("practice"), None, cleaned)


def begin_term(node: Node, work: Work, client: Row, closed_on: str) -> None:
    """Within the write that closes a case."""
    closed = day_of(closed_on) or node.today()
    until = rules_term.after_months(closed, access.period(node))
    values = {"set_on": node.today().isoformat(), "keep_until": until.isoformat()}
    put_new(node, work, RETENTION, client, values)


def renew(node: Node, ref: str, reason: str, keep_until: str | None = None) -> str:
    """Keeps a closed case longer, at most as long again as the practice keeps cases."""
    client = access.client(node, ref)
    if client["status"] != "closed":
        raise Invalid({"status": N_("An open case is kept anyhow.")})
    today = node.today()
    latest = rules_term.after_months(today, access.period(node))
    cleaned = read_values(
        RETENTION, {"reason": reason, "keep_until": keep_until or latest.isoformat()}
    )
    until = day_of(cleaned["keep_until"])
    problems: dict[str, str] = {}
    if not cleaned.get("reason"):
        problems["reason"] = N_("Say why it is kept longer.")
    if until is None or until <= today:
        problems["keep_until"] = N_("Choose a later day.")
    elif until > latest:
        problems["keep_until"] = N_("Longer than the practice keeps cases.")
    if problems:
        raise Invalid(problems)
    with node.writing() as work:
        return put_new(node, work, RETENTION, client, {**cleaned, "set_on": today.isoformat()})


def keep_terms(node: Node) -> tuple[str, ...]:
    """What an unlock does: Today says from 30 days before which closed cases will go, and those go
    of which it said so for 30 days and nobody renewed them. Gives their codes; Today lists them.

    All of it is one write. A case that this device may only read is left to those who keep it.
    """
    last = (node.today() + timedelta(days=rules_term.NOTICE_DAYS)).isoformat()
    near = node.rows(
        "SELECT c.id, t.keep_until, t.set_at FROM casework_term t"
        " JOIN casework_client c ON c.id = t.client"
        " WHERE c.status = 'closed' AND t.keep_until <= ? ORDER BY t.keep_until",
        (last,),
    )
    acts = [(each, act) for each in near if (act := _act(node, each)) != rules_term.WAIT]
    if not acts:
        return ()
    erased: list[str] = []
    with node.writing() as work:
        for each, act in acts:
            client = access.client(node, each["id"])
            try:
                if act == rules_term.ERASE:
                    erase_in(node, work, client, by_term=True)
                    erased.append(str(client["code"]))
                else:
                    _note(node, work, client)
            except Forbidden:
                continue
    if erased:
        node.database.checkpoint()
    return tuple(erased)


def _act(node: Node, row: Row) -> str:
    until = day_of(row["keep_until"])
    noticed = access.notices(node, row["id"], row["set_at"])
    return rules_term.next_act(until, noticed, node.today()) if until else rules_term.WAIT


def _note(node: Node, work: Work, client: Row) -> None:
    values: dict[str, Any] = {"shown_on": node.today().isoformat()}
    put_new(node, work, RETENTION_NOTICE, client, values)
    work.flush()
