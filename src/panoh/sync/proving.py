"""What became of erased entries outside this vault: at the hub, and with colleagues.

Asked by hand after an erasure; it claims nothing that the log or the hub does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from panoh.core import erasing, membership
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, PersonId
from panoh.core.log.model import Kept
from panoh.core.log.rules import has_seen
from panoh.core.space.store import SpaceRow
from panoh.sync import codec
from panoh.sync.model import Box, Carrier

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(slots=True)
class Elsewhere:
    """Counts of entries, and people by their working names.

    `named` entries were erased; `left` of them still have a text in this vault. Of those at the hub
    it says where it was asked (`hub` is its address): `gone` without their text, `held` with it,
    `absent` were never shown there. `knowing` have written since they knew of the erasure, and who
    knows of one carries it out; of `silent` nothing is known; `former` were taken out before.
    """

    named: int = 0
    left: int = 0
    hub: str = ""
    gone: int = 0
    held: int = 0
    absent: int = 0
    knowing: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)


def look(
    node: Node,
    rows: Sequence[SpaceRow],
    record: bytes | None = None,
    carrier: Carrier | None = None,
) -> Elsewhere:
    """Of everything erased in these spaces or, with `record`, of what one record left behind."""
    found = Elsewhere()
    erasures = {row.no: erasing.erasures(node, row, record) for row in rows}
    named = {row.no: erasing.named_by(node, row, erasures[row.no]) for row in rows}
    whole = [each for several in named.values() for each in several]
    found.named = len(whole)
    found.left = sum(each.sealed.body_slot is not None for each in whole)
    _ask_people(node, rows, erasures, found)
    if carrier is not None:
        _ask_hub(node, rows, named, carrier, found)
    return found


def _ask_people(
    node: Node, rows: Sequence[SpaceRow], erasures: dict[int, list[Kept]], found: Elsewhere
) -> None:
    knowing: set[PersonId] = set()
    inside: set[PersonId] = set()
    before: set[PersonId] = set()
    for row in rows:
        if not node.spaces.is_founded(row):
            continue
        state = node.spaces.state(row)
        inside |= set(state.members)
        before |= {certificate.person for certificate in _ever(node, row)}
        seen = _devices_that_saw(node, row, erasures[row.no])
        for person in state.members:
            devices = {each.device for each in state.devices.values() if each.person == person}
            if devices and devices <= seen:  # one of two laptops is not enough
                knowing.add(person)
    knowing.discard(node.person.id)
    inside.discard(node.person.id)
    before.discard(node.person.id)
    found.knowing = _names(node, knowing)
    found.silent = _names(node, inside - knowing)
    found.former = _names(node, before - inside)


def _ever(node: Node, row: SpaceRow) -> list[Certificate]:
    numbers = {each.device for each in node.log.entries(row)}
    return [identity_store.device(node.database, each) for each in sorted(numbers)]


def _devices_that_saw(node: Node, row: SpaceRow, erasures: Sequence[Kept]) -> set[bytes]:
    """Devices of which some entry rests on every one of these erasures."""
    numbers = {
        each.device
        for each in node.log.entries(row)
        if all(
            has_seen(each.vector, erasure.device, erasure.sequence)
            or (each.device, each.sequence) == (erasure.device, erasure.sequence)
            for erasure in erasures
        )
    }
    return {identity_store.device(node.database, each).device for each in numbers}


def _ask_hub(
    node: Node,
    rows: Sequence[SpaceRow],
    named: dict[int, list[Kept]],
    carrier: Carrier,
    found: Elsewhere,
) -> None:
    carrier.greet()
    held: dict[int, set[bool]] = {}
    for channel in sorted({each for row in rows for each in node.spaces.channels_of(row)}):
        box = codec.box_of(channel, node.spaces.channel_key(channel), carrier.place)
        there = _bodies(box, carrier)
        for kept in (each for several in named.values() for each in several):
            body = there.get(codec.name_of(box, kept.sealed))
            if body is not None:
                held.setdefault(kept.position, set()).add(body)
    carrier.leave()
    found.hub = carrier.name
    found.held = sum(True in each for each in held.values())
    found.gone = len(held) - found.held
    found.absent = found.named - len(held)


def _bodies(box: Box, carrier: Carrier) -> dict[bytes, bool]:
    """Everything that lies in a box, by its name, and whether it has its body."""
    found: dict[bytes, bool] = {}
    after = 0
    while (page := carrier.fetch(box, after)) is not None:
        found |= {each.name: each.body is not None for each in page.blobs}
        after += len(page.blobs)
        if not page.blobs or after >= page.last:
            break
    return found


def _names(node: Node, people: set[PersonId]) -> list[str]:
    return sorted(membership.name_of(node, each) for each in people)
