"""Membership as a pure fold over signed facts, in causal order.

A fact whose author lacks the authority for it changes nothing and is listed with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from panoh.core.identity import codec as identity_codec
from panoh.core.identity.model import Certificate, DeviceId, PersonId
from panoh.core.space import codec
from panoh.core.space.model import Epoch, EpochId, Fact, Role, SignedFact, SpaceId, SpaceState
from panoh.errors import Refused

_FOUNDING = {"k", "v", "home", "parent", "restricted", "nonce", "cert"}
_MOST_EPOCHS = 2**32
EPOCH_DAYS = 30
"""A key older than this is replaced at the next write (core.md §2)."""


@dataclass(slots=True)
class _Draft:
    id: SpaceId
    home: str
    parent: SpaceId | None
    restricted: str | None
    members: dict[PersonId, Role] = field(default_factory=dict)
    devices: dict[DeviceId, Certificate] = field(default_factory=dict)
    revoked: set[DeviceId] = field(default_factory=set)
    epochs: dict[EpochId, Epoch] = field(default_factory=dict)
    current: EpochId = b""
    refused: list[tuple[Fact, str]] = field(default_factory=list)

    def role_of(self, device: DeviceId) -> Role | None:
        certificate = self.devices.get(device)
        return self.members.get(certificate.person) if certificate else None


def fold(facts: Iterable[SignedFact]) -> SpaceState:
    """The state of a space; raises Refused when there is no sound founding fact."""
    draft: _Draft | None = None
    for signed in facts:
        if draft is None:
            draft = _found(signed)
        else:
            _add(draft, signed)
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
    )


def _found(signed: SignedFact) -> _Draft:
    fact = signed.fact
    if fact.get("k") != "genesis":
        raise Refused(finding="a space that does not begin with its founding")
    if fact.get("v") != codec.VERSION or set(fact) != _FOUNDING or not _is_sound(fact):
        raise Refused(finding="a founding that is malformed")
    creator = identity_codec.decode(fact["cert"])
    if creator.device != signed.author:
        raise Refused(finding="a space founded in another device's name")
    draft = _Draft(codec.space_id(fact), fact["home"], fact["parent"], fact["restricted"])
    draft.members[creator.person] = Role.MANAGER
    draft.devices[creator.device] = creator
    return draft


def _is_sound(founding: Fact) -> bool:
    parent, restricted = founding["parent"], founding["restricted"]
    return (
        type(founding["v"]) is int
        and type(founding["home"]) is str
        and (parent is None or _is_id(parent))
        and (restricted is None or type(restricted) is str)
        and _is_id(founding["nonce"])
    )


def _is_id(value: Any) -> bool:
    return type(value) is bytes and len(value) == codec.ID_BYTES


def _add(draft: _Draft, signed: SignedFact) -> None:
    act = _ACTS.get(str(signed.fact.get("k")))
    if act is None:
        draft.refused.append((signed.fact, "needs a newer Panoh"))
        return
    try:
        why = act(draft, signed)
    except (KeyError, TypeError, ValueError, Refused) as error:
        why = f"malformed: {error}"
    if why:
        draft.refused.append((signed.fact, why))


def _epoch(draft: _Draft, signed: SignedFact) -> str | None:
    fact = signed.fact
    readers, number = tuple(fact["for"]), fact["number"]
    if not _is_sound_epoch(fact):
        return "it is malformed"
    if draft.role_of(signed.author) not in (Role.MANAGER, Role.WRITER):
        return "its author may not renew the key"
    if readers != tuple(sorted(draft.devices)) or len(fact["sealed"]) != len(readers):
        return "it is not sealed to exactly the active devices"
    if fact["id"] != codec.epoch_id(draft.id, fact["commit"]):
        return "its id does not follow from its key"
    new = Epoch(fact["id"], number, fact["commit"], readers)
    draft.epochs[new.id] = new
    held = draft.epochs.get(draft.current)
    # Two renewals made apart may share a number: the greater id wins everywhere alike.
    if held is None or (new.number, new.id) > (held.number, held.id):
        draft.current = new.id
    return None


def _is_sound_epoch(fact: Fact) -> bool:
    number, sealed = fact["number"], fact["sealed"]
    return (
        type(number) is int
        and 0 < number < _MOST_EPOCHS
        and type(fact["commit"]) is bytes
        and type(fact["for"]) is list
        and type(sealed) is list
        and all(type(each) is bytes for each in sealed)
    )


def _device(draft: _Draft, signed: SignedFact) -> str | None:
    certificate = identity_codec.decode(signed.fact["cert"])
    if certificate.person not in draft.members:
        return "a device of somebody who is not a member"
    if certificate.device in draft.revoked:
        return "a device that was shut out"
    if draft.role_of(signed.author) is None and signed.author != certificate.device:
        return "its author is not a member"
    draft.devices[certificate.device] = certificate
    return None


def _member(draft: _Draft, signed: SignedFact) -> str | None:
    if draft.role_of(signed.author) is not Role.MANAGER:
        return "its author does not manage the space"
    person, role = signed.fact["person"], Role(signed.fact["role"])
    certificates = [identity_codec.decode(each) for each in signed.fact["certs"]]
    if not _is_id(person) or type(signed.fact["certs"]) is not list:
        return "it is malformed"
    if any(each.person != person for each in certificates):
        return "a device of another person"
    draft.members[person] = role
    for each in certificates:
        if each.device not in draft.revoked:
            draft.devices[each.device] = each
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
        draft.revoked.add(each)
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


_ACTS: dict[str, Callable[[_Draft, SignedFact], str | None]] = {
    "epoch": _epoch,
    "device": _device,
    "member": _member,
    "remove": _remove,
    "revoke": _revoke,
}


def may_write(state: SpaceState, device: DeviceId) -> bool:
    return state.role_of(device) in (Role.WRITER, Role.MANAGER)
