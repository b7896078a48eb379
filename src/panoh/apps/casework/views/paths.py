"""Where lists lead: fixed words and random ids, never a name or a code."""

from __future__ import annotations

from panoh.core.node import Node

APART_PATH = "/today/apart"


def client_path(record: str) -> str:
    return f"/client/{record}"


def path_of(node: Node, space: int) -> str:
    """The case page of a main space (its local number); empty for another space."""
    found = node.rows("SELECT id FROM casework_client WHERE space = ? LIMIT 1", (space,))
    return client_path(found[0]["id"]) if found else ""


def contact_path(record: str) -> str:
    return f"/contact/{record}"


def card_path(record: str) -> str:
    return f"/card/{record}"


ERASED_PATH = "/erased"


def look_path(record: str) -> str:
    return f"/second-look/{record}"


CASELOAD_PATH = "/caseload"
