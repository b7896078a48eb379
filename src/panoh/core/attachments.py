"""Attachments in the log: cut into pieces of 64 KiB, each an entry of its own, never in a file.

A record of an app names the entries; whoever reads the record's space can read the pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from panoh.core.log.model import EntryId, EntryKind
from panoh.core.records.store import Touched
from panoh.core.space.model import SpaceId
from panoh.crypto.derive import digest, random, same
from panoh.crypto.labels import Label
from panoh.errors import NotFound, VaultDamaged

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.core.work import Work

PIECE = 64 * 1024
_ID = 16


def add(work: Work, space: SpaceId, data: bytes) -> list[EntryId]:
    """Inside a write: the entries that hold the data, in order."""
    blob = random(_ID)
    pieces = [data[at : at + PIECE] for at in range(0, len(data), PIECE)]
    return [
        work.append_piece(space, {"b": blob, "n": len(pieces), "i": number, "d": piece})
        for number, piece in enumerate(pieces)
    ]


def check_of(data: bytes) -> bytes:
    """What a record keeps, to tell whether what is read is what was attached."""
    return digest(Label.ATTACHMENT, data)


def read(node: Node, space: int, entries: Sequence[EntryId], check: bytes) -> bytes:
    """The whole, from memory only. NotFound when a piece was erased or has not come yet."""
    found, blob = bytearray(), None
    for number, identity in enumerate(entries):
        kept = node.log.identified(space, identity)
        body = (
            node.log.open(kept).body if kept is not None and kept.kind == EntryKind.BLOB else None
        )
        if body is None:
            raise NotFound(what="attachment")
        blob = body["b"] if blob is None else blob
        if (body["b"], body["n"], body["i"]) != (blob, len(entries), number):
            raise VaultDamaged(finding="the pieces of an attachment do not belong together")
        found += body["d"]
    if not same(check_of(bytes(found)), check):
        raise VaultDamaged(finding="an attachment is not what was attached")
    return bytes(found)


def erase(node: Node, work: Work, space: SpaceId, entries: Sequence[EntryId]) -> int:
    """Inside a write: the pieces lose their bodies, here and wherever the log was carried."""
    number = node.spaces.row(space).no
    held = [kept for each in entries if (kept := node.log.identified(number, each)) is not None]
    work.name_erased(space, [], [kept.id for kept in held])
    work.applied(Touched(late=[kept.position for kept in held]))
    return len(held)
