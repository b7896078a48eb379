"""Letters: how keys reach a device that was let in, and how an answer reaches who invited.

A letter tells of each space its founding, its facts, the keys that the device may have and the key
of its channel. A device keeps what it says only if somebody wrote it who manages the space, or who
is the same person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from panoh.core import abroad, travel
from panoh.core.identity import codec as identity_codec
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, DeviceId, Person, PersonId
from panoh.core.records import own
from panoh.core.space import rules as space_rules
from panoh.core.space.model import Role, SignedFact, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.core.work import Work
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.crypto.seal import box_public
from panoh.crypto.sign import verify_key
from panoh.errors import NotFound, Refused, TooEarly
from panoh.sync import codec
from panoh.sync.model import Box
from panoh.sync.store import SyncStore
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

_EARLIER_CHANNELS = 3
"""Into how many of those that a space left a newcomer looks."""
SPACE, DEVICE, PAPER = "space", "device", "paper"
"""What an invitation lets in: a colleague into spaces, another device of oneself, one on paper."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the code of a device on paper stands for."""

    channel: bytes
    sign_public: bytes
    box_secret: bytes
    box_public: bytes

    @classmethod
    def of(cls, secret: bytes) -> OnPaper:
        made = {each: digest(Label.INVITATION, b"paper", each, secret) for each in _PARTS}
        box = made[b"box"]
        return cls(made[b"channel"], verify_key(made[b"sign"]), box, box_public(box))

    def reader(self, person: Person) -> Person:
        """Somebody who opens what is sealed to it."""
        certificate = replace(person.certificate, box_public=self.box_public)
        return replace(person, certificate=certificate, box_secret=self.box_secret)


_PARTS = (b"channel", b"sign", b"box")

CLOSED = N_(
    "The code that you joined with opens nothing any more. Ask whoever gave it to you what became"
    " of it."
)

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
    now = node.milliseconds()
    left = set(left_spaces(node))
    found = {channel for channel, space in store.channels_of_spaces() if space not in left}
    own = node.spaces.own_channel()
    personal = node.spaces.of_home(space_rules.PERSONAL)
    if all_of_them or not personal or len(node.spaces.state(personal[0]).devices) > 1:
        found.add(own)
    else:
        found.discard(own)
    routes = {each.route for each in node.spaces.owed_keys()}
    for each in store.invitations():
        # One that was given out and lets nobody in any more: whoever answers it is told so.
        waits = (each.state != "refused" or each.mine) and each.expires > now
        if waits or route_of(each.channel) in routes:
            found.add(each.channel)
    return sorted(found)


def route_of(channel: int) -> bytes:
    return channel.to_bytes(8, "big")


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def read(
    node: Node,
    store: SyncStore,
    box: Box,
    body: bytes | None,
    find: Callable[[str], None],
    on_paper: OnPaper | None = None,
) -> list[SpaceId]:
    """Keep what a letter to this device opens, or to the one `on_paper`; ids of the spaces that are
    new. All or nothing. `find` gets words on a code that opened nothing."""
    reader = on_paper.reader(node.person) if on_paper else node.person
    sender, content = codec.read_letter(box, reader, body)
    opened: list[SpaceId] = []
    try:
        with node.writing() as work:
            if on_paper:
                _come_back(node, on_paper, sender, content)
            else:
                _join_person(node, store, box, sender, content["cert"])
            for told in content["spaces"]:
                space = adopt(node, store, sender, told, own_copy=on_paper is not None)
                if space is not None:
                    opened.append(space)
            for late in content["late"]:
                _take_news(node, store, sender, late)
            if sender.person != node.person.id:  # one's own practice knows and is on its way
                # An older program tells no countries.
                placed = dict(content.get("countries", []))
                for person, name in content["names"]:
                    note_name(node, work, person, name, placed.get(person))
            _settle(store, box, sender, find, closed=content.get("closed") is True)
    except NotFound as error:
        # News may lie in a box that is looked into before the one with the keys.
        raise TooEarly(finding="a letter about a space that is not here") from error
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise Refused(finding="a letter that is malformed") from error
    return opened


def _settle(
    store: SyncStore, box: Box, sender: Certificate, find: Callable[[str], None], *, closed: bool
) -> None:
    """The code that this device joined with by this box was answered, or opens nothing any more."""
    for each in store.invitations(mine=False):
        if each.channel == box.channel and not closed:
            store.settle_invitation(each.no, "answered", sender.person)
        elif each.channel == box.channel and each.state == "open":
            store.settle_invitation(each.no, "refused", sender.person)
            find(CLOSED)


def _take_news(node: Node, store: SyncStore, sender: Certificate, told: list[Any]) -> None:
    """Keys from anybody: each is held against what its epoch's id was made from. Facts from who
    manages the space, or from who stated them."""
    space, keys, facts = told
    row = node.spaces.row(space)
    now = node.milliseconds()
    role = node.spaces.state(row).role_of(sender.device)
    believed = [each for each in facts if role is Role.MANAGER or each[0] == sender.device]
    if believed:
        node.spaces.note_facts(row, _meet_all(node, believed), now=now)
    opened = [node.spaces.grant_key(row, *each, now=now) for each in keys]
    if any(opened):
        _read_all_again(node, store, row)


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


def _come_back(node: Node, on_paper: OnPaper, sender: Certificate, content: dict[str, Any]) -> None:
    """As a new device of the person whose device on paper a letter is for; their root is in it."""
    to, root = identity_codec.decode(content["cert"]), content.get("root", b"")
    if to.person != sender.person or to.box_public != on_paper.box_public:
        raise Refused(finding="a letter to another device")
    if node.person.id != sender.person:
        if len(root) != len(on_paper.box_secret) or verify_key(root) != sender.root_public:
            raise Refused(finding="a letter without the root of its person")
        last = max(sender, to, key=lambda each: each.number)
        own = node.person.certificate
        made = identity_codec.certify(
            root, own.sign_public, own.box_public, issued=node.milliseconds(), after=last
        )
        node.become(made, root)
    identity_store.meet(node.database, to)
    node.spaces.opens_too(to.device, on_paper.box_secret)


def note_name(
    node: Node,
    work: Work,
    person: PersonId,
    name: object,
    country: object = None,
    *,
    own_word: bool = False,
) -> None:
    """Remember what a colleague is called and where they work, unless that is known. `own_word`:
    they say so themselves, so another country than the known one counts from now on."""
    known = node.rows("SELECT 1 AS found FROM core_member WHERE person = ?", (person.hex(),))
    there = abroad.country_of(node, person)
    if known and country and (not there or (own_word and country != there)):
        known = []
    if not known and isinstance(name, str) and 0 < len(name) <= 200:
        values = {"person": person.hex(), "working_name": name}
        if country in {each.key for each in own.COUNTRIES}:
            values["country"] = str(country)
        work.put(own.MEMBER, node.space("practice"), None, values)


def adopt(
    node: Node,
    store: SyncStore,
    sender: Certificate,
    told: dict[str, Any],
    *,
    own_copy: bool = False,
) -> SpaceId | None:
    """Keep what a letter tells of one space, inside a write; its id where it is new here.
    `own_copy`: a copy of this very vault tells it, so this device may be younger than it."""
    facts = _meet_all(node, told["facts"])
    founding = facts[0].fact
    state = space_rules.fold(space_rules.in_order(facts))
    _refuse_stranger(node, sender, state.members.get(sender.person))
    if node.person.device not in state.devices and not own_copy:
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
    if fresh:
        _look_back(node, row, facts)
    node.spaces.note_facts(row, facts, now=now)
    opened = [node.spaces.grant_key(row, *each, now=now) for each in keys]
    for epoch, number, key in told["headers"]:
        node.spaces.grant_header_key(row, epoch, number, key)
    node.spaces.note_seen(row, told["seen"])
    if any(opened) or (fresh and travel.is_away(node)):  # read past while it was left at home
        _read_all_again(node, store, row)
    return state.id if fresh else None


def _read_all_again(node: Node, store: SyncStore, row: SpaceRow) -> None:
    """What lay there could not be opened before, and was read past or kept without its text."""
    for each in node.spaces.channels_of(row):
        store.read_again(each)


def _look_back(node: Node, row: SpaceRow, facts: Sequence[SignedFact]) -> None:
    """Those who still look where the space was carried before must hear where it goes now, and
    whoever chose so may be gone: a newcomer tells them too."""
    stated = [each.fact["key"] for each in facts if each.fact.get("k") == "channel"]
    for key in stated[-_EARLIER_CHANNELS:]:
        if type(key) is bytes:
            node.spaces.also_look_in(row, node.spaces.channel_of(key))


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
        device = number_of(node, author)
        vector = {number_of(node, each): last for each, last in seen}
        found += [SignedFact(author, fact, device, sequence, vector) for fact in facts]
    if not found:
        raise Refused(finding="a letter about a space without facts")
    return found


def number_of(node: Node, device: DeviceId) -> int:
    number = identity_store.number_of(node.database, device)
    if number is None:
        raise Refused(finding="a letter that names a device nobody knows")
    return number
