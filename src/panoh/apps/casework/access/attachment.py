"""Attachments of a case; the bytes are put together in memory, each time they are looked at."""

from __future__ import annotations

from panoh.apps.casework.access.one import client, find, of_case
from panoh.apps.casework.records import ATTACHMENT
from panoh.core import attachments as pieces
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import NotFound


def attachment(node: Node, ref: str) -> Row:
    return find(node, ATTACHMENT, ref)


def attachments(node: Node, ref: str) -> list[Row]:
    """Newest first, restricted ones too: the caller says which are hidden."""
    return of_case(node, ATTACHMENT, client(node, ref), "ORDER BY created_at DESC, id")


def entries_of(node: Node, record: str) -> tuple[list[bytes], bytes]:
    """The entries that hold the pieces, and the check of the whole."""
    row = node.get(ATTACHMENT, record)
    try:
        held = row or {}
        return [bytes.fromhex(each) for each in held["pieces"].split()], bytes.fromhex(
            held["check"]
        )
    except (KeyError, ValueError, AttributeError):
        raise NotFound(what=record) from None


def attachment_bytes(node: Node, ref: str) -> bytes:
    row = attachment(node, ref)
    held, check = entries_of(node, row["id"])
    return pieces.read(node, row["space"], held, check)
