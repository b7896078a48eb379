"""Letters: how keys reach a device that was let in, and how an answer reaches who invited.

A letter tells of each space its founding, its facts, the keys that the device may have and the key
of its channel. A device keeps what it says only if somebody wrote it who manages the space, or who
is the same person.
"""

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
from panoh.core.records import own
from panoh.core.space import rules as space_rules
from panoh.core.space.channels import Handover
from panoh.core.space.model import Role, SignedFact, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.core.work import Work
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import NotFound, Refused
from panoh.sync import codec, rules
from panoh.sync.model import Box
from panoh.sync.store import SyncStore
from panoh.wire.model import Blob

if TYPE_CHECKING:
    from panoh.core.node import Node

SPACE, DEVICE = "space", "device"
"""What an invitation lets in: a colleague into spaces, or another device of oneself."""

# ── which boxes ─────────────────────────────────────────────────────────────────────────────


def left_spaces(node: Node) -> list[int]:
    """Spaces carried apart that one is no longer in: nothing is fetched or sent for them."""
    left = []
    for row in node.spaces.carried_apart():
        if node.spaces.is_founded(row):
            state = node.spaces.state(row)
            if node.person.id not in state.members or node.person.device in state.revoked:
                left.append(row.no)
    return left


def channels(node: Node, store: SyncStore, *, all_of_them: bool = True) -> list[int]:
    """Channels of the spaces one is in, of those they left, and of open invitations. What one
    shares with nobody stays away from sticks and neighbours, unless one has another device."""
    left = set(left_spaces(node))
    found = {channel for channel, space in store.channels_of_spaces() if space not in left}
    own = node.spaces.own_channel()
    personal = node.spaces.of_home(space_rules.PERSONAL)
    if all_of_them or not personal or len(node.spaces.state(personal[0]).devices) > 1:
        found.add(own)
    else:
        found.discard(own)
    now = node.milliseconds()
    routes = {each.route for each in node.spaces.owed_keys()}
    for each in store.invitations():
        waits = each.state != "refused" and each.expires > now
        if waits or _route(each.channel) in routes:
            found.add(each.channel)
    return sorted(found)


def _route(channel: int) -> bytes:
    return channel.to_bytes(8, "big")


# ── writing ─────────────────────────────────────────────────────────────────────────────────


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
    for row in node.spaces.carried_apart() + node.spaces.carried_by(node.spaces.own_channel()):
        if not node.spaces.is_founded(row):
            continue
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
        if not has_seen(known, _number(node, each[0]), each[1])
        and _stands_under(node, row, each[0], each[1]) in shut
    ]
    return [row.id, held, facts] if held or facts else None


def _stands_under(node: Node, row: SpaceRow, author: DeviceId, sequence: int) -> bytes | None:
    kept = node.log.numbered(row.no, _number(node, author), sequence)
    return kept.sealed.epoch if kept else None


def _vector_of(node: Node, row: SpaceRow, author: DeviceId, sequence: int) -> Mapping[int, int]:
    kept = node.log.numbered(row.no, _number(node, author), sequence)
    return kept.vector if kept else {}


class Post:
    """The letters and answers of one session, for a carrier that may remember what it was given."""

    def __init__(self, node: Node, store: SyncStore, carrier: int | None) -> None:
        self._node = node
        self._store = store
        self._carrier = carrier
        self._news = news(node)

    def for_box(self, box: Box) -> Mail:
        mail = Mail()
        self._answers(box, mail)
        self._tell_news(box, mail)
        for device, owed in _owed_by(self._node, box).items():
            fresh = [each for each in owed if self._is_due(mail, _mark(b"h", each.no))]
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
            self._write(box, certificate, told, mail)

    def _write(self, box: Box, to: Certificate, content: dict[str, Any], mail: Mail) -> None:
        whole = {**content, "v": 1, "cert": to.encoded}
        mail.blobs.append(codec.write_letter(box, self._node.person, to, whole))


def _mark(kind: bytes, number: int) -> bytes:
    return kind + number.to_bytes(8, "big")


def _owed_by(node: Node, box: Box) -> dict[DeviceId, list[Handover]]:
    """Keys to hand over by this box: those routed here, and those without a route to devices that
    read this channel already."""
    by_device: dict[DeviceId, list[Handover]] = {}
    owed = node.spaces.owed_keys()
    if not owed:
        return by_device
    unrouted = {each.space for each in owed}
    readers = {
        device
        for row in node.spaces.carried_by(box.channel)
        if row.no not in unrouted and node.spaces.is_founded(row)
        for device in node.spaces.state(row).devices
    }
    for each in owed:
        here = each.route == _route(box.channel) if each.route else each.device in readers
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
        "names": _names(node),
    }


def _names(node: Node) -> list[list[Any]]:
    return [
        [bytes.fromhex(each["person"]), each["working_name"]]
        for each in node.rows("SELECT person, working_name FROM core_member")
        if each["person"] and each["working_name"]
    ]


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


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def read(node: Node, store: SyncStore, box: Box, body: bytes | None) -> list[SpaceId]:
    """Keep what a letter to this device opens; ids of the spaces that are new. All or nothing."""
    sender, content = codec.read_letter(box, node.person, body)
    opened: list[SpaceId] = []
    try:
        with node.writing() as work:
            _join_person(node, store, box, sender, content["cert"])
            for told in content["spaces"]:
                space = _adopt(node, store, sender, told)
                if space is not None:
                    opened.append(space)
            for late in content["late"]:
                _take_news(node, sender, late)
            for person, name in content["names"]:
                note_name(node, work, person, name)
            for each in store.invitations(mine=False):
                if each.channel == box.channel:
                    store.settle_invitation(each.no, "answered", sender.person)
    except NotFound as error:
        raise Refused(finding="a letter about a space that is not here") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise Refused(finding="a letter that is malformed") from error
    return opened


def _take_news(node: Node, sender: Certificate, told: list[Any]) -> None:
    """Keys from anybody: each is held against what its epoch's id was made from. Facts from who
    manages the space, or from who stated them."""
    space, keys, facts = told
    row = node.spaces.row(space)
    now = node.milliseconds()
    role = node.spaces.state(row).role_of(sender.device)
    believed = [each for each in facts if role is Role.MANAGER or each[0] == sender.device]
    if believed:
        node.spaces.note_facts(row, _meet_all(node, believed), now=now)
    for epoch, number, key in keys:
        node.spaces.grant_key(row, epoch, number, key, now=now)


def _join_person(
    node: Node, store: SyncStore, box: Box, sender: Certificate, encoded: bytes
) -> None:
    """As a further device of the letter's sender, if this device asked to be one by this box."""
    certificate = identity_codec.decode(encoded)
    if certificate.device == node.person.device:
        return
    asked = [
        each
        for each in store.invitations(mine=False)
        if each.channel == box.channel and each.offer.get("kind") == DEVICE
    ]
    if not asked or certificate.person != sender.person:
        raise Refused(finding="a letter to another device")
    node.become(certificate)


def note_name(node: Node, work: Work, person: PersonId, name: object) -> None:
    """Remember what a colleague is called, unless that is known."""
    known = node.rows("SELECT 1 AS found FROM core_member WHERE person = ?", (person.hex(),))
    if not known and isinstance(name, str) and 0 < len(name) <= 200:
        values = {"person": person.hex(), "working_name": name}
        work.put(own.MEMBER, node.space("practice"), None, values)


def _adopt(
    node: Node, store: SyncStore, sender: Certificate, told: dict[str, Any]
) -> SpaceId | None:
    facts = _meet_all(node, told["facts"])
    founding = facts[0].fact
    state = space_rules.fold(space_rules.in_order(facts))
    _refuse_stranger(node, sender, state.members.get(sender.person))
    if node.person.device not in state.devices:
        raise Refused(finding="a letter about a space that this device was not let into")
    now = node.milliseconds()
    keys = [(each[0], each[1], each[2]) for each in told["keys"]]
    try:
        row = node.spaces.row(state.id)
        fresh = False
    except NotFound:
        epoch, number, key = keys[0]
        row = node.spaces.adopt(founding, epoch, number, key, now=now, channel=told["channel"])
        fresh = True
    if not fresh:
        node.spaces.also_look_in(row, node.spaces.channel_of(told["channel"]))
    node.spaces.note_facts(row, facts, now=now)
    opened = [node.spaces.grant_key(row, *each, now=now) for each in keys]
    for epoch, number, key in told["headers"]:
        node.spaces.grant_header_key(row, epoch, number, key)
    node.spaces.note_seen(row, told["seen"])
    if any(opened):
        store.read_again(row.channel)
    return state.id if fresh else None


def _refuse_stranger(node: Node, sender: Certificate, role: Role | None) -> None:
    if sender.person != node.person.id and role is not Role.MANAGER:
        raise Refused(finding="a letter by somebody who may not open this space")


def _meet_all(node: Node, told: list[Any]) -> list[SignedFact]:
    """The facts with local numbers for devices; every device they name is known afterwards."""
    for _, _, _, facts in told:
        for fact in facts:
            for each in [fact.get("cert"), *(fact.get("certs") or [])]:
                if each is not None:
                    identity_store.meet(node.database, identity_codec.decode(each))
    found: list[SignedFact] = []
    for author, sequence, seen, facts in told:
        device = _number(node, author)
        vector = {_number(node, each): last for each, last in seen}
        found += [SignedFact(author, fact, device, sequence, vector) for fact in facts]
    if not found:
        raise Refused(finding="a letter about a space without facts")
    return found


def _number(node: Node, device: DeviceId) -> int:
    number = identity_store.number_of(node.database, device)
    if number is None:
        raise Refused(finding="a letter that names a device nobody knows")
    return number
