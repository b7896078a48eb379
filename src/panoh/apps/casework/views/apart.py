"""What is restricted and due: codes and days, on a page of its own, so that Today need not say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from panoh.apps.casework.access.shown import shown_clients
from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class Apart:
    """Something restricted that is due; neither its class nor what it is stands here."""

    client: str  # record id
    code: str
    due: str | None
    danger: bool


def apart(node: Node, last: date) -> list[Apart]:
    """Danger tonight in children's cases, then what is due up to `last` in compartments and in
    children's cases, by day. A child's case that is shown stands in the ordinary lists."""
    dangers = node.rows(
        "SELECT c.id, c.code FROM casework_client c WHERE c.danger_tonight = 'yes'"
        " AND +c.status = 'open' AND c.space IN (SELECT space FROM casework_main_of_child)"
        f" AND NOT {_SHOWN} ORDER BY c.changed_at",
        {"shown": shown_clients(node)},
    )
    dues = node.rows(
        "SELECT d.due, c.id, c.code FROM casework_due d"
        " CROSS JOIN casework_space s ON s.space = d.space AND s.restricted IS NOT NULL"
        " CROSS JOIN casework_client c ON c.id = d.client AND c.space = s.main"
        " WHERE d.due <= :last AND d.restricted IS NOT NULL AND c.status = 'open'"
        f" AND NOT (d.space = c.space AND {_SHOWN}) ORDER BY d.due",
        {"last": last.isoformat(), "shown": shown_clients(node)},
    )
    found = [Apart(each["id"], each["code"], None, True) for each in dangers]
    return found + [Apart(each["id"], each["code"], each["due"], False) for each in dues]


_SHOWN = "c.id IN (SELECT value FROM json_each(:shown))"
