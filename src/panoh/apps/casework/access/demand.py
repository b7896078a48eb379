"""Demands by authorities. Their fields are quiet: every other way to read a record leaves them
out, so that no list of a case, print, search or export can hold them by accident."""

from __future__ import annotations

from panoh.apps.casework.access.one import client, find
from panoh.apps.casework.access.restricted import is_shown
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
    stands only in its case, and there only while restricted lines are shown. Each has `code`,
    None where it is about no single case."""
    params: tuple[str, ...] = ()
    if client_ref is not None:
        row = client(node, client_ref)
        shown = is_shown(node, row["id"])
        where, params = ("WHERE d.client = ?" + ("" if shown else _OPEN), (row["id"],))
    else:
        where = "WHERE 1" + _OPEN
    rows = node.rows(
        "SELECT d.id, c.code FROM casework_demand d LEFT JOIN casework_client c"
        f" ON c.id = d.client {where} ORDER BY d.asked_on DESC, d.created_at DESC, d.id",
        params,
    )
    return [{**demand(node, each["id"]), "code": each["code"]} for each in rows]


_OPEN = " AND d.restricted IS NULL"
