"""Demands by authorities. Their fields are quiet: every other way to read a record leaves them
out, so that no list of a case, print, search or export can hold them by accident."""

from __future__ import annotations

from panoh.apps.casework.access.one import client, find
from panoh.apps.casework.access.shown import hides
from panoh.apps.casework.records import DEMAND
from panoh.core.app import Row
from panoh.core.node import Node


def demand(node: Node, ref: str) -> Row:
    """One demand, with all that was noted of it."""
    shaped = find(node, DEMAND, ref)
    held = node.get(DEMAND, shaped["id"]) or {}
    return {**held, **shaped, "conflicts": held.get("conflicts", [])}


def demands(node: Node, client_ref: str | None = None) -> list[Row]:
    """Newest first: those of one case, or all of the practice and its cases. A restricted one
    stands only in its case, and there only while its class is shown. Each has `code`,
    None where it is about no single case."""
    params: tuple[str, ...] = ()
    if client_ref is not None:
        where, params = "WHERE d.client = ?", (client(node, client_ref)["id"],)
    else:
        where = "WHERE d.restricted IS NULL"
    rows = node.rows(
        "SELECT d.id, d.space, d.client, c.code FROM casework_demand d LEFT JOIN casework_client c"
        " ON c.id = d.client LEFT JOIN casework_space s ON s.space = d.space"
        f" {where} AND (d.client IS NULL OR c.space = s.main)"
        " ORDER BY d.asked_on DESC, d.created_at DESC, d.id",
        params,
    )
    return [
        {**demand(node, each["id"]), "code": each["code"]}
        for each in rows
        if not each["client"] or not hides(node, each["client"], each["space"])
    ]
