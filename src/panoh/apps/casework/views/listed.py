"""Which cases stand in lists and on Today: a child's only while it is shown in this session."""

from __future__ import annotations

from panoh.apps.casework.access.shown import shown_clients
from panoh.core.node import Node

LISTED = (
    " (c.space NOT IN (SELECT space FROM casework_main_of_child)"
    " OR c.id IN (SELECT value FROM json_each(:shown)))"
)
"""A condition on a client `c`; needs the parameters of `listed`."""


def listed(node: Node) -> dict[str, str]:
    return {"shown": shown_clients(node)}
