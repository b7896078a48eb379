"""A case is to be read by colleagues in another country: what the client agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.casework import access, rules
from panoh.apps.casework.commands.consent import share
from panoh.apps.casework.records.consent import ITEM_KINDS
from panoh.apps.casework.rules.consent import usual_end
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.space.store import SpaceRow
from panoh.words import _


def agreed_abroad(node: Node, row: SpaceRow, country: str) -> bool:
    """Whether this space of a case may be read in that country today. A compartment is agreed to by
    itself. What is no client's needs nobody's consent."""
    client = _client_of(node, row)
    if client is None:
        return True
    held = [each for each in access.agreements(node, client) if each["space"] == row.no]
    return rules.may_open(held, country, node.today()) is not None


def agree_abroad(
    node: Node, row: SpaceRow, country: str, recipient: str, given: Mapping[str, Any]
) -> None:
    """Keeps the client's consent in that very space. `given`: how it was given, and by whom it was
    heard (`certified_by`) where it was only said."""
    client = _client_of(node, row)
    if client is None:
        return
    values = {
        "purpose": _("To be read and worked on by our colleagues in this country"),
        "recipient": recipient,
        "country": country,
        "opens_case": True,
        "kinds": [each.key for each in ITEM_KINDS],
        "expires_on": usual_end(node.today()),
        "restricted": row.restricted if row.parent is not None else None,
        **given,
    }
    share(node, client["id"], values)


def _client_of(node: Node, row: SpaceRow) -> Row | None:
    main = row.parent if row.parent is not None else row.no
    found = node.rows("SELECT id FROM casework_client WHERE space = ? LIMIT 1", (main,))
    return access.client(node, found[0]["id"]) if found else None
