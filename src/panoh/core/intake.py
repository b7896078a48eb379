"""Taking in entries written elsewhere: verify, merge, project, and erase what was erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panoh.core.log import codec
from panoh.core.log.model import EntryKind
from panoh.core.log.rules import has_seen
from panoh.core.records import codec as records_codec
from panoh.core.work import Work
from panoh.errors import Equivocation, Refused

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(frozen=True, slots=True)
class Taken:
    """How many were new, how many were here already, and why others were refused."""

    new: int
    known: int
    refused: tuple[str, ...]


def take_in(node: Node, entries: Iterable[bytes]) -> Taken:
    """Take in entries in a causal order; a refused one keeps nothing but its reason.

    What arrives about an erased record is erased on arrival. Where such an entry speaks of other
    records too, their values are restated first, so that every replica keeps the same.
    """
    new = known = 0
    refused: list[str] = []
    for data in entries:
        try:
            with node.writing() as work:
                fresh = _take(node, work, data)
        except Equivocation as error:
            _keep_proof(node, data)
            refused.append(str(error))
        except Refused as error:
            refused.append(str(error))
        else:
            new, known = new + fresh, known + (not fresh)
    return Taken(new, known, tuple(refused))


def _take(node: Node, work: Work, data: bytes) -> bool:
    appended = node.log.receive(codec.decode(data))
    if appended is None:
        return False
    touched = node.records.apply(appended.kept, appended.opened)
    others: list[bytes] = []
    if appended.kept.kind == EntryKind.ERASE:
        # What the erasing author had seen was restated by that author before.
        named = records_codec.dropped(appended.opened.body)
        unseen = []
        for place in touched.late:
            other = node.log.at(place)
            if other.id in named:
                continue
            if has_seen(appended.kept.vector, other.device, other.sequence):
                raise Refused(finding="an erasure that does not name what it erases")
            unseen.append(place)
        others = node.records.others_in(unseen, touched.gone)
    elif touched.late:
        others = list(touched.records)
    if others:
        work.restate(appended.kept.sealed.space, others)
    work.applied(touched)
    return True


def _keep_proof(node: Node, data: bytes) -> None:
    with node.database.write():
        node.log.freeze(codec.decode(data))
