"""Membership as a pure fold over signed facts.

The facts are put in one order that every vault finds alike, whatever came first to it, and that
never puts a fact before what its author had seen (`in_order`). A fact whose author lacks the
authority for it changes nothing and is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Certificate, DeviceId, PersonId
from panoh.core.identity.rules import ID_BYTES
from panoh.core.space import codec
from panoh.core.space.model import (
    Epoch,
    EpochId,
    Fact,
    History,
    Joined,
    Role,
    SignedFact,
    SpaceId,
    SpaceState,
)
from panoh.errors import Refused

EPOCH_DAYS = 30
"""A key older than this is replaced at the next write (core.md §2)."""
PERSONAL = "personal"
"""The class of space that never has a second member."""
_FOUNDING = frozenset({"k", "v", "home", "parent", "restricted", "nonce", "cert"})
_MAY_NOT_RENEW = "its author may not renew the key"
_MOST_EPOCHS = 2**31
_MAX_NAME = 64
_COMMITMENT = 32


@dataclass(slots=True)
class _Draft:
    id: SpaceId
    home: str
    parent: SpaceId | None
    restricted: str | None
    members: dict[PersonId, Role] = field(default_factory=dict)
    devices: dict[DeviceId, Certificate] = field(default_factory=dict)
    revoked: set[DeviceId] = field(default_factory=set)
    left: set[DeviceId] = field(default_factory=set)
    epochs: dict[EpochId, Epoch] = field(default_factory=dict)
    current: EpochId = b""
    stated: dict[EpochId, SignedFact] = field(default_factory=dict)
    joined: dict[DeviceId, Joined] = field(default_factory=dict)
    channel: bytes | None = None
    channel_for: tuple[DeviceId, ...] = ()
    places: set[tuple[int, int]] = field(default_factory=set)
    refused: list[tuple[Fact, str]] = field(default_factory=list)
    overtaken: list[tuple[Fact, str]] = field(default_factory=list)

    def role_of(self, device: DeviceId) -> Role | None:
        certificate = self.devices.get(device)
        return self.members.get(certificate.person) if certificate else None

    def let_in(self, certificate: Certificate, signed: SignedFact) -> None:
        """A device joins, with the earlier keys that whoever lets it in hands over."""
        self.devices[certificate.device] = certificate
        said = signed.fact.get("history", History.ALL.value)
        history = History(said)
        seen = signed.seen
        known = frozenset(
            epoch
            for epoch, by in self.stated.items()
            if seen is None or seen.get(by.device, 0) >= by.sequence
        )
        self.joined[certificate.device] = Joined(
            (signed.author, signed.sequence),
            history,
            signed.fact.get("notes") is True,
            self._held_by(signed.author, known) if history is History.ALL else frozenset(),
            known,
        )

    def _held_by(self, device: DeviceId, epochs: frozenset[EpochId]) -> frozenset[EpochId]:
        """Those of the keys that a device can hand over: who joined later lacks some."""
        joined = self.joined.get(device)
        given = joined.given if joined else frozenset()
        return frozenset(
            each for each in epochs if each in given or device in self.epochs[each].readers
        )

    def is_apart(self, signed: SignedFact) -> bool:
        """Whether a fact was written without knowing all that was folded before it."""
        seen = signed.seen
        return seen is not None and any(seen.get(each, 0) < last for each, last in self.places)


def in_order(facts: Iterable[SignedFact]) -> list[SignedFact]:
    """The one order of a space's facts: who had seen more comes later, then by device."""
    return sorted(
        facts, key=lambda each: (sum((each.seen or {}).values()), each.author, each.sequence)
    )


def fold(facts: Iterable[SignedFact]) -> SpaceState:
    """The state of a space; raises Refused when there is no sound founding fact."""
    draft: _Draft | None = None
    for signed in facts:
        if draft is None:
            draft = _found(signed)
        else:
            _add(draft, signed)
        draft.places.add((signed.device, signed.sequence))
    if draft is None or not draft.current:
        raise Refused(finding="a space without a founding fact or key")
    return SpaceState(
        id=draft.id,
        home=draft.home,
        parent=draft.parent,
        restricted=draft.restricted,
        members=draft.members,
        devices=draft.devices,
        epochs=draft.epochs,
        current=draft.current,
        refused=tuple(draft.refused),
        overtaken=tuple(draft.overtaken),
        revoked=frozenset(draft.revoked),
        joined=draft.joined,
        stated={epoch: (by.author, by.sequence) for epoch, by in draft.stated.items()},
        channel=draft.channel,
        channel_for=draft.channel_for,
    )


def founder(fact: Any) -> Certificate:
    """Who founded a space by this fact; raises Refused when it is not a sound founding."""
    if not isinstance(fact, Mapping) or fact.get("k") != "genesis":
        raise Refused(finding="a space that does not begin with its founding")
    sound = (
        set(fact) == _FOUNDING
        and type(fact["v"]) is int
        and fact["v"] == codec.VERSION
        and _is_name(fact["home"])
        and (fact["parent"] is None or _is_id(fact["parent"]))
        and (fact["restricted"] is None or _is_name(fact["restricted"]))
        and isinstance(fact["nonce"], bytes)
    )
    if not sound:
        raise Refused(finding="a founding that is malformed")
    return identity_codec.decode(fact["cert"])


def _found(signed: SignedFact) -> _Draft:
    fact = signed.fact
    creator = founder(fact)
    if creator.device != signed.author:
        raise Refused(finding="a space founded in another device's name")
    draft = _Draft(codec.space_id(fact), fact["home"], fact["parent"], fact["restricted"])
    draft.members[creator.person] = Role.MANAGER
    draft.let_in(creator, signed)
    return draft


def _add(draft: _Draft, signed: SignedFact) -> None:
    try:
        kind = signed.fact.get("k")
        act = _ACTS.get(kind) if isinstance(kind, str) else None
        why = act(draft, signed) if act else "needs a newer Panoh"
    except (AttributeError, KeyError, TypeError, ValueError, Refused) as error:
        why = f"malformed: {error}"
    if why:
        listed = draft.overtaken if draft.is_apart(signed) else draft.refused
        listed.append((signed.fact, why))


def _epoch(draft: _Draft, signed: SignedFact) -> str | None:
    fact = signed.fact
    number, readers, sealed = fact["number"], tuple(fact["for"]), fact["sealed"]
    apart = draft.is_apart(signed)
    allowed = draft.role_of(signed.author) in (Role.MANAGER, Role.WRITER)
    if not allowed and not apart:
        return _MAY_NOT_RENEW
    if type(number) is not int or not 1 <= number <= _MOST_EPOCHS:
        return "its number is no number"
    if len(sealed) != len(readers) or not all(type(each) is bytes for each in sealed):
        return "it is not sealed to each of its readers"
    if readers != tuple(sorted(set(readers))) or not all(_is_id(each) for each in readers):
        return "its readers are not in order"
    if len(fact["commit"]) != _COMMITMENT or fact["id"] != codec.epoch_id(draft.id, fact["commit"]):
        return "its id does not follow from its key"
    if fact["id"] in draft.epochs:
        return "its key was there before"
    held = draft.epochs.get(draft.current)
    # Who did not know of a joining or leaving sealed the key to others; entries stand under it.
    if not apart:
        if readers != tuple(sorted(draft.devices)):
            return "it is not sealed to exactly the active devices"
        if number != (held.number + 1 if held else 1):
            return "its number does not follow"
    new = Epoch(fact["id"], number, fact["commit"], readers)
    draft.epochs[new.id] = new
    draft.stated[new.id] = signed
    if not allowed:
        return _MAY_NOT_RENEW
    # Two renewals made apart may share a number: the greater id wins everywhere alike.
    if held is None or (new.number, new.id) > (held.number, held.id):
        draft.current = new.id
    return None


def _device(draft: _Draft, signed: SignedFact) -> str | None:
    certificate = identity_codec.decode(signed.fact["cert"])
    if certificate.person not in draft.members:
        return "a device of somebody who is not a member"
    if certificate.device in draft.revoked or certificate.device in draft.left:
        return "a device that was shut out"
    if draft.role_of(signed.author) is None and signed.author != certificate.device:
        return "its author is not a member"
    if certificate.device not in draft.devices:
        draft.let_in(certificate, signed)
    return None


def _member(draft: _Draft, signed: SignedFact) -> str | None:
    if draft.role_of(signed.author) is not Role.MANAGER:
        return "its author does not manage the space"
    person, role = signed.fact["person"], Role(signed.fact["role"])
    certificates = [identity_codec.decode(each) for each in signed.fact["certs"]]
    if not _is_id(person) or any(each.person != person for each in certificates):
        return "a device of another person"
    if draft.home == PERSONAL and person not in draft.members:
        return "a personal space has no second member"
    draft.members[person] = role
    for each in certificates:
        # Who left and is asked back comes with the devices named now; a lost one stays out.
        again = each.device in draft.devices and signed.fact.get("history") != History.ALL.value
        if each.device not in draft.revoked and not again:
            draft.let_in(each, signed)
    return None


def _remove(draft: _Draft, signed: SignedFact) -> str | None:
    person = signed.fact["person"]
    author = draft.devices.get(signed.author)
    if draft.role_of(signed.author) is not Role.MANAGER and (
        author is None or author.person != person
    ):
        return "its author does not manage the space"
    draft.members.pop(person, None)
    for each in [key for key, value in draft.devices.items() if value.person == person]:
        draft.left.add(each)
        del draft.devices[each]
    return None


def _revoke(draft: _Draft, signed: SignedFact) -> str | None:
    target = draft.devices.get(signed.fact["device"])
    author = draft.devices.get(signed.author)
    if target is None or author is None:
        return "its device or its author is not in the space"
    if draft.role_of(signed.author) is not Role.MANAGER and author.person != target.person:
        return "its author does not manage the space"
    draft.revoked.add(target.device)
    del draft.devices[target.device]
    return None


def _channel(draft: _Draft, signed: SignedFact) -> str | None:
    if draft.role_of(signed.author) not in (Role.MANAGER, Role.WRITER):
        return "its author may not choose the channel"
    readers, key = tuple(signed.fact["for"]), signed.fact["key"]
    if type(key) is not bytes or len(key) != _COMMITMENT:
        return "its key is no key"
    if readers != tuple(sorted(set(readers))) or not all(_is_id(each) for each in readers):
        return "its readers are not in order"
    draft.channel, draft.channel_for = key, readers
    return None


_ACTS: dict[str, Callable[[_Draft, SignedFact], str | None]] = {
    "epoch": _epoch,
    "device": _device,
    "member": _member,
    "remove": _remove,
    "revoke": _revoke,
    "channel": _channel,
}


def _is_id(value: Any) -> bool:
    return type(value) is bytes and len(value) == ID_BYTES


def _is_name(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= _MAX_NAME


def may_write(state: SpaceState, device: DeviceId) -> bool:
    return state.role_of(device) in (Role.WRITER, Role.MANAGER)


def keeps_its_key(state: SpaceState) -> bool:
    """Whether the current key is sealed to exactly those who may read now."""
    return state.epochs[state.current].readers == tuple(sorted(state.devices))


def channel_is_worn(state: SpaceState) -> bool:
    """Whether somebody who left still knows the key of the space's channel."""
    return any(each not in state.devices for each in state.channel_for)


def channel_is_told(state: SpaceState) -> bool:
    """Whether everybody in the space was told its channel, as far as it was ever stated."""
    return state.channel is None or set(state.devices) <= set(state.channel_for)


def closed_to(state: SpaceState) -> dict[EpochId, list[DeviceId]]:
    """Keys of before some device joined that were not handed to it whole, and which devices."""
    return _lacking(state, late=False)


def late_to(state: SpaceState) -> dict[EpochId, list[DeviceId]]:
    """Keys made by somebody who did not know yet that a device had joined, and which devices: all
    that stands under them is news to it, so they are handed to it whole."""
    return _lacking(state, late=True)


def _lacking(state: SpaceState, *, late: bool) -> dict[EpochId, list[DeviceId]]:
    lacking: dict[EpochId, list[DeviceId]] = {}
    for epoch in state.epochs.values():
        without = [
            device
            for device in state.devices
            if device not in epoch.readers
            and epoch.id not in state.joined[device].given
            and (epoch.id not in state.joined[device].known) == late
        ]
        if without:
            lacking[epoch.id] = without
    return lacking
