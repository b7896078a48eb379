"""Who is let into a space, who leaves it, and what those who joined later are told.

Each function is one act inside a write. The keys of who was let in wait in the vault until they
are handed over (`sync`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from panoh.core import abroad, meeting
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, DeviceId, PersonId
from panoh.core.log.model import EntryKind, Kept
from panoh.core.log.rules import has_seen
from panoh.core.records import codec as records_codec
from panoh.core.records.merge import Dot
from panoh.core.records.store import Place
from panoh.core.space import codec
from panoh.core.space.model import EpochId, History, Joined, Role, SpaceId, SpaceState
from panoh.core.space.rules import closed_to, may_write
from panoh.core.space.store import SpaceRow
from panoh.core.work import Work
from panoh.crypto.seal import new_key
from panoh.errors import Forbidden, NotFound, Refused
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

_MANAGERS_ONLY = N_("Only somebody who manages this can change who is in it.")


def let_in(
    node: Node,
    work: Work,
    space: SpaceId,
    certificates: Sequence[Certificate],
    role: Role,
    history: History = History.CURRENT,
    *,
    notes: bool = False,
    route: bytes | None = None,
) -> None:
    """Make somebody a member on these devices; what they may read of the past is stated again.

    `route` is the mailbox by which the keys go; else a channel that the devices read already.
    """
    row = node.spaces.row(space)
    _refuse_unless_manager(node, row)
    work.flush()
    meeting.refuse_if_shut(node, row.no if row.parent is None else row.parent)
    for person in {each.person for each in certificates}:
        abroad.refuse_unless_agreed(node, row, person)
    fact = codec.member(certificates, role, history, notes=notes)
    row = node.log.declare(row, [fact], now=node.milliseconds())
    tell_newcomers(node, work, row, granting=True)
    devices = [each.device for each in certificates]
    node.spaces.owe_keys(row.no, devices, route, now=node.milliseconds())


def change_role(node: Node, space: SpaceId, person: PersonId, role: Role) -> None:
    row = node.spaces.row(space)
    _refuse_unless_manager(node, row)
    state = node.spaces.state(row)
    certificates = [each for each in state.devices.values() if each.person == person]
    if not certificates:
        raise NotFound(what=person.hex())
    fact = codec.member(certificates, role, History.NONE)
    node.log.state_facts(row, [fact], now=node.milliseconds())


def remove(node: Node, space: SpaceId, person: PersonId) -> None:
    """Somebody leaves; what is written from now on stands under a key they were never given."""
    row = node.spaces.row(space)
    if person != node.person.id:
        _refuse_unless_manager(node, row)
    if person not in node.spaces.state(row).members:
        raise NotFound(what=person.hex())
    node.log.declare(row, [codec.remove(person)], now=node.milliseconds())


def grant(
    node: Node,
    work: Work,
    space: SpaceId,
    person: PersonId,
    role: Role,
    history: History,
    *,
    notes: bool = False,
) -> None:
    """Let in a colleague with whom one shares something already. Of who is in it already the role
    changes, and what they can read of the past when that is to be all."""
    state = node.spaces.state(node.spaces.row(space))
    if person in state.members and history is not History.ALL:
        change_role(node, space, person, role)
        return
    certificates = certificates_of(node, person)
    if not certificates:
        raise Refused(finding=N_("you share nothing with them yet: use an invitation"))
    let_in(node, work, space, certificates, role, history, notes=notes)


def hand_over(node: Node, main: SpaceId, person: PersonId, *, leave: bool) -> None:
    """Give a case with its whole past and all compartments one has to a colleague, all or nothing;
    with `leave` for good."""
    row = node.spaces.row(main)
    parts = [row, *node.spaces.compartments(row)]
    with node.writing() as work:
        for each in parts:
            grant(node, work, each.id, person, Role.MANAGER, History.ALL, notes=True)
    if leave:
        leave_after(node, main)


def take_out(node: Node, main: SpaceId, person: PersonId) -> None:
    """Take somebody out of a case and all its compartments that they are in."""
    row = node.spaces.row(main)
    with node.writing():
        for each in (row, *node.spaces.compartments(row)):
            if node.spaces.is_founded(each) and person in node.spaces.state(each).members:
                remove(node, each.id, person)


def add_device(node: Node, work: Work, certificate: Certificate, route: bytes) -> None:
    """Let another device of oneself into every space one is in; its keys wait for it."""
    work.flush()
    now = node.milliseconds()
    for row in node.spaces.all_present():
        if node.spaces.is_founded(row) and node.person.id in node.spaces.state(row).members:
            if node.person.device not in node.spaces.state(row).devices:
                with suppress(Forbidden):  # a reader joins too, and writes nothing else
                    row = node.log.ready(row, now=now)
            node.log.state_facts(row, [codec.device(certificate)], now=now)
            node.spaces.owe_keys(row.no, [certificate.device], route, now=now)


def revoke_device_everywhere(node: Node, device: DeviceId) -> int:
    """Shut a device of one's own, or of somebody whose spaces one manages, out of all of them, and
    renew their keys and channels. The number of spaces."""
    fresh: dict[int, bytes] = {}
    count = 0
    with node.writing():
        for row in node.spaces.all_present():
            if node.spaces.is_founded(row) and may_revoke(node, row, device):
                key = fresh.setdefault(row.channel, new_key())
                now = node.milliseconds()
                row = node.log.declare(row, [codec.revoke(device)], now=now, channel=key)
                count += 1
    return count


def may_revoke(node: Node, row: SpaceRow, device: DeviceId) -> bool:
    state = node.spaces.state(row)
    certificate, own = state.devices.get(device), state.devices.get(node.person.device)
    if certificate is None or own is None or device == node.person.device:
        return False
    return state.role_of(own.device) is Role.MANAGER or certificate.person == own.person


def certificates_of(node: Node, person: PersonId) -> list[Certificate]:
    """The devices of a colleague, as the spaces one shares with them know them."""
    found: dict[DeviceId, Certificate] = {}
    gone: set[DeviceId] = set()
    for row in node.spaces.carried_apart():
        if node.spaces.is_founded(row):
            state = node.spaces.state(row)
            gone |= state.revoked
            found |= {key: each for key, each in state.devices.items() if each.person == person}
    return [each for key, each in sorted(found.items()) if key not in gone]


def leave_after(node: Node, main: SpaceId) -> None:
    """Leave a case and its compartments, once others manage them."""
    row = node.spaces.row(main)
    with node.writing():
        for each in (row, *node.spaces.compartments(row)):
            remove(node, each.id, node.person.id)


def _refuse_unless_manager(node: Node, row: SpaceRow) -> None:
    state = node.spaces.state(row)
    if state.members.get(node.person.id) is not Role.MANAGER:
        raise Forbidden(why=_MANAGERS_ONLY)


# ── those who joined later ──────────────────────────────────────────────────────────────────


def tell_newcomers(node: Node, work: Work, row: SpaceRow, *, granting: bool = False) -> bool:
    """State again, under a key that everybody here holds, what newcomers should read and cannot.

    Whoever may write and sees first that something was written apart from the letting in does so:
    who wrote it may be gone. `granting`: also what was there before. Whether anything was told.
    """
    state = node.spaces.state(row)
    lacking = closed_to(state)
    if not lacking or not may_write(state, node.person.device):
        return False
    telling = _Telling(node, row, state, lacking, granting=granting)
    places = telling.places()
    work.restate(row.id, places)
    erasures = telling.erasures()
    for records, entries in erasures:
        work.name_erased(row.id, records, entries)
    return bool(places or erasures)


class _Telling:
    def __init__(
        self,
        node: Node,
        row: SpaceRow,
        state: SpaceState,
        lacking: dict[EpochId, list[DeviceId]],
        *,
        granting: bool,
    ) -> None:
        self._node = node
        self._row = row
        self._state = state
        self._lacking = lacking
        self._granting = granting
        self._vectors: dict[DeviceId, dict[int, int]] = {}

    def places(self) -> list[Place]:
        """Records with a value that stands under a key which some newcomer lacks and should
        read."""
        found: set[Place] = set()
        for epoch, devices in self._lacking.items():
            for kind, record, *places in self._node.database.execute(
                "SELECT a.type, a.record, a.device, a.sequence, e.device, e.sequence"
                " FROM assignment a"
                " JOIN entry e ON e.position = a.stated JOIN epoch p ON p.no = e.epoch"
                " WHERE a.space = ? AND p.id = ?",
                (self._row.no, epoch),
            ):
                place = Place(self._row.no, kind, bytes(record))
                said, stated = (places[0], places[1]), (places[2], places[3])
                if place not in found and self._is_due(devices, kind, said, stated):
                    found.add(place)
        return sorted(found)

    def erasures(self) -> list[tuple[list[Place], list[bytes]]]:
        """What was erased by somebody who did not know of the newcomer yet."""
        told = []
        for kept in self._closed(EntryKind.ERASE):
            body = self._node.log.open(kept).body
            records = [Place(self._row.no, *each) for each in records_codec.erased(body)]
            if not all(self._is_told(each) for each in records):
                told.append((records, records_codec.entries_of(body)))
        return told

    def _is_told(self, place: Place) -> bool:
        """Whether an erasure of the record stands under a key that everybody holds."""
        return any(
            bytes(epoch) not in self._lacking
            for (epoch,) in self._node.database.execute(
                "SELECT p.id FROM tombstone t JOIN entry e ON e.position = t.entry"
                " JOIN epoch p ON p.no = e.epoch"
                " WHERE t.record = ? AND t.type = ? AND t.space = ?",
                (place.record, place.type, place.space),
            )
        )

    def _closed(self, kind: EntryKind) -> Iterable[Kept]:
        """Entries of a kind that a newcomer cannot open and whoever let them in did not know."""
        for epoch, devices in self._lacking.items():
            for (position,) in self._node.database.execute(
                "SELECT e.position FROM entry e JOIN epoch p ON p.no = e.epoch"
                " WHERE e.space = ? AND e.kind = ? AND p.id = ? AND e.body IS NOT NULL"
                " ORDER BY e.position",
                (self._row.no, int(kind), epoch),
            ):
                kept = self._node.log.at(position)
                dot = (kept.device, kept.sequence)
                if any(self._is_news(each, dot) for each in devices):
                    yield kept

    def _is_due(self, devices: Sequence[DeviceId], kind: str, said: Dot, stated: Dot) -> bool:
        """Whether one of these devices should read a value, first said at one place and stated at
        another."""
        for device in devices:
            wanted = self._is_news(device, said) or _wants(
                self._state.joined[device], kind, self._node
            )
            if wanted and (self._granting or self._is_news(device, stated)):
                return True
        return False

    def _is_news(self, device: DeviceId, dot: tuple[int, int]) -> bool:
        """Whether whoever let this device in had not seen this entry."""
        if device not in self._vectors:
            author, sequence = self._state.joined[device].entry
            number = identity_store.number_of(self._node.database, author) or 0
            kept = self._node.log.numbered(self._row.no, number, sequence)
            self._vectors[device] = kept.vector if kept else {}
        return not has_seen(self._vectors[device], *dot)


def _wants(joined: Joined, kind: str, node: Node) -> bool:
    if joined.history is not History.CURRENT:
        return False
    return joined.notes or kind not in node.notes()
