"""Writing letters: to whom keys are owed, and what a device must be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from panoh.core import canonical
from panoh.core.identity import codec as identity_codec
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, DeviceId, PersonId
from panoh.core.log import admit
from panoh.core.log.rules import has_seen
from panoh.core.space import rules as space_rules
from panoh.core.space.channels import Handover
from panoh.core.space.store import SpaceRow
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NotFound
from panoh.sync import codec, rules
from panoh.sync.letters import PAPER, number_of, route_of
from panoh.sync.model import Box
from panoh.sync.store import SyncStore
from panoh.wire.model import Blob

if TYPE_CHECKING:
    from panoh.core.node import Node


@dataclass(slots=True)
class Mail:
    """What is to lie in a box besides entries; `marks` say that it does."""

    blobs: list[Blob] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class News:
    """What a device has to be told of a space beside its entries, because it stands where it cannot
    look: keys made by who did not know of it, and facts under keys of before it joined."""

    row: SpaceRow
    to: Certificate
    told: list[Any]


def news(node: Node) -> list[News]:
    """For every device that joined somewhere apart from others. Everybody who knows hands it on:
    who first knew may be gone."""
    found: list[News] = []
    for row in node.spaces.lacking():
        state = node.spaces.state(row)
        closed, late = space_rules.closed_to(state), space_rules.late_to(state)
        devices = {each for lacking in (closed, late) for some in lacking.values() for each in some}
        for device in sorted(devices - {node.person.device}):
            if node.person.device in state.devices:
                keys = {epoch for epoch, some in late.items() if device in some}
                shut = {epoch for epoch, some in closed.items() if device in some}
                told = _news_of(node, row, device, keys, shut)
                if told is not None:
                    found.append(News(row, state.devices[device], told))
    return found


def _news_of(
    node: Node, row: SpaceRow, device: DeviceId, keys: set[bytes], shut: set[bytes]
) -> list[Any] | None:
    state = node.spaces.state(row)
    keys |= {
        epoch.id
        for epoch in state.epochs.values()
        if device in epoch.readers and _stands_under(node, row, *state.stated[epoch.id]) in shut
    }
    held = [
        [each, state.epochs[each].number, node.spaces.key(row, state.epochs[each].id)]
        for each in sorted(keys)
        if node.spaces.has_key(row, each)
    ]
    known = _vector_of(node, row, *state.joined[device].entry)
    facts = [
        each
        for each in _facts(node, row)
        if not has_seen(known, number_of(node, each[0]), each[1])
        and _stands_under(node, row, each[0], each[1]) in shut
    ]
    return [row.id, held, facts] if held or facts else None


def _stands_under(node: Node, row: SpaceRow, author: DeviceId, sequence: int) -> bytes | None:
    kept = node.log.numbered(row.no, number_of(node, author), sequence)
    return kept.sealed.epoch if kept else None


def _vector_of(node: Node, row: SpaceRow, author: DeviceId, sequence: int) -> Mapping[int, int]:
    kept = node.log.numbered(row.no, number_of(node, author), sequence)
    return kept.vector if kept else {}


class Post:
    """The letters and answers of one session, for a carrier that may remember what it was given."""

    def __init__(self, node: Node, store: SyncStore, carrier: int | None) -> None:
        self._node = node
        self._store = store
        self._carrier = carrier
        self._news = news(node)
        made = [each.offer for each in store.invitations(mine=True) if each.state == "open"]
        # From a table of this computer alone: no other device can name itself here.
        self._on_paper = {each.get("device") for each in made if each["kind"] == PAPER}

    def for_box(self, box: Box) -> Mail:
        mail = Mail()
        self._answers(box, mail)
        self._refusals(box, mail)
        self._tell_news(box, mail)
        for device, owed in _owed_by(self._node, box).items():
            place = box.channel.to_bytes(8, "big")
            fresh = [each for each in owed if self._is_due(mail, _mark(b"h", each.no) + place)]
            for at in range(0, len(fresh), rules.LETTER_SPACES):
                self._letter(box, device, fresh[at : at + rules.LETTER_SPACES], mail)
        return mail

    def sent(self, mail: Mail) -> None:
        if self._carrier is not None:
            self._store.note_handed(self._carrier, mail.marks)

    def _is_due(self, mail: Mail, mark: bytes) -> bool:
        if self._carrier is not None and self._store.is_handed(self._carrier, mark):
            return False
        mail.marks.append(mark)
        return True

    def _answers(self, box: Box, mail: Mail) -> None:
        for each in self._store.invitations(mine=False, state="open"):
            if each.channel != box.channel or each.answer is None:
                continue
            if self._is_due(mail, _mark(b"a", each.no)):
                content = canonical.decode(each.answer)
                mail.blobs.append(codec.write_answer(box, self._node.person.sign_seed, content))

    def _refusals(self, box: Box, mail: Mail) -> None:
        """To whoever answered an invitation that lets nobody in any more: that, and no reason."""
        for each in self._store.invitations(mine=True, state="refused"):
            if each.channel != box.channel or each.answer is None:
                continue
            to = identity_codec.decode(each.answer)
            if self._is_due(mail, _mark(b"r", each.no) + to.device):
                content = {"spaces": [], "names": [], "late": [], "closed": True}
                self._write(box, to, content, mail)

    def _tell_news(self, box: Box, mail: Mail) -> None:
        for each in self._news:
            said = digest(Label.LETTER, canonical.encode(each.told), each.to.device, box.mailbox)
            if box.channel in self._node.spaces.channels_of(each.row) and self._is_due(
                mail, b"n" + said
            ):
                content = {"spaces": [], "names": [], "late": [each.told]}
                self._write(box, each.to, content, mail)

    def _letter(self, box: Box, device: DeviceId, owed: Sequence[Handover], mail: Mail) -> None:
        certificate = _certificate(self._node, device, owed)
        if certificate is not None:  # else they left again meanwhile
            told = letter(self._node, certificate, [each.space for each in owed])
            if device in self._on_paper:  # it lets a new device in where all others are gone
                told["root"] = self._node.person.root_seed
            self._write(box, certificate, told, mail)

    def _write(self, box: Box, to: Certificate, content: dict[str, Any], mail: Mail) -> None:
        whole = {**content, "v": 1, "cert": to.encoded}
        mail.blobs.append(codec.write_letter(box, self._node.person, to, whole))


def _mark(kind: bytes, number: int) -> bytes:
    return kind + number.to_bytes(8, "big")


def _owed_by(node: Node, box: Box) -> dict[DeviceId, list[Handover]]:
    """Keys to hand over by this box: those routed here, and those without a route where the device
    reads something already, and where the space itself is or was carried."""
    by_device: dict[DeviceId, list[Handover]] = {}
    owed = node.spaces.owed_keys()
    if not owed:
        return by_device
    unrouted = {each.space for each in owed}
    rows = node.spaces.carried_by(box.channel)
    if box.channel == node.spaces.own_channel():
        rows = rows[:1]  # the personal space knows all of one's own devices
    readers = {
        device
        for row in rows
        if row.no not in unrouted and node.spaces.is_founded(row)
        for device in node.spaces.state(row).devices
    }
    for each in owed:
        if each.route:
            here = each.route == route_of(box.channel)
        else:
            carried = node.spaces.channels_of(node.spaces.row_of(each.space))
            here = each.device in readers or box.channel in carried
        if here:
            by_device.setdefault(each.device, []).append(each)
    return by_device


def _certificate(node: Node, device: DeviceId, owed: Sequence[Handover]) -> Certificate | None:
    for each in owed:
        found = node.spaces.state(node.spaces.row_of(each.space)).devices.get(device)
        if found is not None:
            return found
    return None


def letter(node: Node, to: Certificate, spaces: Iterable[int]) -> dict[str, Any]:
    """What a device has to know of these spaces (local numbers), main spaces first."""
    rows = [node.spaces.row_of(each) for each in spaces]
    rows = [each for each in rows if to.device in node.spaces.state(each).devices]
    rows.sort(key=lambda row: (row.parent is not None, row.no))
    return {
        "late": [],
        "spaces": [_told(node, row, to) for row in rows],
        **_names(node, {each for row in rows for each in node.spaces.state(row).members}),
    }


def _names(node: Node, members: Iterable[PersonId]) -> dict[str, list[list[Any]]]:
    """What those who are in these spaces are called and where they work; of nobody else."""
    wanted = {each.hex() for each in members}
    found = [
        each
        for each in node.rows("SELECT person, working_name, country FROM core_member ORDER BY id")
        if each["person"] in wanted and each["working_name"]
    ]
    named = [[bytes.fromhex(each["person"]), each["working_name"]] for each in found]
    placed = [[bytes.fromhex(e["person"]), e["country"]] for e in found if e["country"]]
    return {"names": named, "countries": placed}


def _told(node: Node, row: SpaceRow, to: Certificate) -> dict[str, Any]:
    state = node.spaces.state(row)
    whole: list[list[Any]] = []
    headers: list[list[Any]] = []
    given = state.joined[to.device].given if to.device in state.joined else frozenset()
    for epoch in state.epochs.values():
        may = to.device in epoch.readers or epoch.id in given
        if may and node.spaces.has_key(row, epoch.id):
            whole.append([epoch.id, epoch.number, node.spaces.key(row, epoch.id)])
            continue
        try:
            headers.append([epoch.id, epoch.number, node.spaces.header_key(row, epoch.id)])
        except NotFound:
            continue
    closed = {each[0] for each in headers}
    return {
        "keys": whole,
        "headers": headers,
        "facts": _facts(node, row),
        "seen": _overflow(node, row, closed),
        "channel": node.spaces.channel_key(row.channel),
    }


def whole(node: Node, row: SpaceRow) -> dict[str, Any]:
    """All that is held of a space, for this person's own vault: nothing is kept back."""
    keys, headers = [], []
    for epoch in node.spaces.state(row).epochs.values():
        if node.spaces.has_key(row, epoch.id):
            keys.append([epoch.id, epoch.number, node.spaces.key(row, epoch.id)])
            continue
        try:
            headers.append([epoch.id, epoch.number, node.spaces.header_key(row, epoch.id)])
        except NotFound:
            continue
    return {
        "keys": keys,
        "headers": headers,
        "facts": _facts(node, row),
        "seen": [],
        "channel": node.spaces.channel_key(row.channel),
    }


def _facts(node: Node, row: SpaceRow) -> list[list[Any]]:
    """Every fact with the entry that stated it and what its author had seen."""
    told: list[list[Any]] = []
    for each in node.spaces.facts(row):
        place = [each.author, each.sequence]
        if told and told[-1][:2] == place:
            told[-1][3].append(dict(each.fact))
        else:
            told.append([*place, _by_id(node, each.seen or {}), [dict(each.fact)]])
    return told


def _by_id(node: Node, seen: Any) -> list[list[Any]]:
    number = identity_store.device
    return sorted([number(node.database, each).device, last] for each, last in seen.items())


def _overflow(node: Node, row: SpaceRow, closed: set[bytes]) -> list[list[Any]]:
    """Heads that stand in bodies which the device cannot open."""
    if not closed:
        return []
    found: list[list[Any]] = []
    for kept in node.log.entries(row):
        if kept.sealed.epoch in closed and kept.sealed.body_slot is not None:
            heads = admit.overflow(node.log.open(kept).body)
            if heads:
                author = identity_store.device(node.database, kept.device).device
                found.append([author, kept.sequence, [list(each) for each in heads]])
    return found
