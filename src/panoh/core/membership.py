"""Who is in a space, who could read what since when, and what did not take effect: for showing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from panoh.core.identity import codec
from panoh.core.identity import store as identity_store
from panoh.core.identity.model import Certificate, DeviceId, PersonId
from panoh.core.space.model import Fact, History, Role, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.errors import NotFound
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

ROLES = {
    Role.READER: N_("may read"),
    Role.WRITER: N_("may read and write"),
    Role.MANAGER: N_("may read, write and choose who is in it"),
}
HISTORIES = {
    History.ALL: N_("everything written before too"),
    History.CURRENT: N_("how things stood then, and what came after"),
    History.NONE: N_("only what came after"),
}
PRACTICE_SETTING = "practice"
"""Under this name a person keeps which of several practices is theirs, by its id in hex."""

HAPPENED = {
    "genesis": N_("began this"),
    "member": N_("let in"),
    "remove": N_("took out"),
    "revoke": N_("shut out a device of"),
    "device": N_("added a device of"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """`since` is when they were let in, by the clock of whoever did; `history` is what of the time
    before they can read; `devices` are ids."""

    person: PersonId
    name: str
    role: Role
    since: datetime | None
    history: History
    devices: tuple[DeviceId, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of who is in a space: when, by whom, what (`HAPPENED`), whom it is about; for who
    was let in, as what and with how much of the past."""

    when: datetime | None
    by: str
    what: str
    whom: str
    overtaken: bool
    role: Role | None = None
    history: History | None = None


def members(node: Node, space: SpaceId) -> list[Member]:
    """Everybody who can read a space, oneself first."""
    row = node.spaces.row(space)
    state = node.spaces.state(row)
    found = []
    for person, role in state.members.items():
        devices = [key for key, each in sorted(state.devices.items()) if each.person == person]
        joined = [state.joined[each] for each in devices if each in state.joined]
        since = _when(node, row, *joined[0].entry) if joined else None
        history = joined[0].history if joined else History.ALL
        found.append(Member(person, name_of(node, person), role, since, history, tuple(devices)))
    return sorted(found, key=lambda each: (each.person != node.person.id, each.name, each.person))


def present_practice(node: Node, found: Sequence[SpaceRow]) -> SpaceRow:
    """Of several practices the one that somebody works in: the one they chose, else a shared one
    that they may write in, for all who are in the same ones alike; else their own."""
    chosen = node.setting(PRACTICE_SETTING)
    usable = [each for each in found if _is_open_here(node, each)] or list(found)
    for each in usable:
        if each.id.hex() == chosen:
            return each
    shared = [each for each in usable if len(node.spaces.state(each).members) > 1]
    return min(shared, key=lambda each: each.id) if shared else usable[0]


def _is_open_here(node: Node, row: SpaceRow) -> bool:
    """Whether one may write there, and what let this device in has come (`LogStore.ready`)."""
    if not node.spaces.is_founded(row) or not node.may_write(row.id):
        return False
    joined = node.spaces.state(row).joined.get(node.person.device)
    if joined is None or joined.entry[0] == node.person.device:
        return True
    number = identity_store.number_of(node.database, joined.entry[0])
    return node.log.numbered(row.no, number or 0, joined.entry[1]) is not None


def person_behind(node: Node, device_no: int) -> PersonId:
    """Whose device it is, by its local number as rows have it."""
    return identity_store.device(node.database, device_no).person


def changes(node: Node, space: SpaceId) -> list[Change]:
    """How membership changed, in the order that everybody finds alike; what was overtaken by
    something done apart from it is marked so."""
    row = node.spaces.row(space)
    lost = [each for each, _ in node.spaces.state(row).overtaken]
    found = []
    for signed in node.spaces.facts(row):
        kind = signed.fact["k"]
        if kind in HAPPENED:
            found.append(
                Change(
                    _when(node, row, signed.author, signed.sequence),
                    name_of(node, _person_of(node, signed.author)),
                    kind,
                    name_of(node, _about(node, row, signed.fact)),
                    signed.fact in lost,
                    Role(signed.fact["role"]) if kind == "member" else None,
                    History(signed.fact.get("history", History.ALL.value))
                    if kind == "member"
                    else None,
                )
            )
    return found


def name_of(node: Node, person: PersonId | None) -> str:
    """What a colleague is called here, or the beginning of their id."""
    if person is None:
        return ""
    found = node.rows(
        "SELECT working_name FROM core_member WHERE person = ? ORDER BY changed_at DESC, id",
        (person.hex(),),
    )
    return str(found[0]["working_name"]) if found else person.hex()[:8]


def is_hidden(node: Node, row: SpaceRow) -> bool:
    """Whether a main space is restricted as a whole and was not shown: then nothing tells of it."""
    if row.restricted is None:
        return False
    found = False
    for rtype in node.types.values():
        for each in node.rows(f"SELECT * FROM {rtype.table} WHERE space = ? LIMIT 1", (row.no,)):
            found = True
            if node.is_hidden(rtype, each):
                return True
    return not found


def known(node: Node) -> list[tuple[PersonId, str]]:
    """Colleagues with whom one shares something at this moment, by name."""
    found = {
        person: name_of(node, person)
        for row in node.spaces.carried_apart()
        if node.spaces.is_founded(row)
        for person in node.spaces.state(row).members
        if person != node.person.id
    }
    return sorted(found.items(), key=lambda each: (each[1], each[0]))


def practices(node: Node) -> Iterator[SpaceRow]:
    """Practices that one writes in, one's own first."""
    for row in node.spaces.of_home("practice"):
        if node.spaces.is_founded(row) and node.may_write(row.id):
            yield row


def common_practice(node: Node, person: PersonId) -> SpaceRow | None:
    for row in practices(node):
        if person in node.spaces.state(row).members:
            return row
    return None


def devices_of(node: Node, row: SpaceRow, person: PersonId) -> list[Certificate]:
    """The devices of somebody in a space that were not shut out."""
    state = node.spaces.state(row)
    return [
        each
        for key, each in sorted(state.devices.items())
        if each.person == person and key not in state.revoked
    ]


def find_person(node: Node, ref: str, space: SpaceId | None = None) -> PersonId:
    """A colleague by working name or by the beginning of their id; NotFound unless there is exactly
    one. With `space`, of those in it."""
    wanted = ref.strip().casefold()
    if space is not None:
        among = set(node.spaces.state(node.spaces.row(space)).members)
    else:
        among = {
            person
            for row in node.spaces.carried_apart()
            if node.spaces.is_founded(row)
            for person in node.spaces.state(row).members
        }
    found = {
        each
        for each in among
        if name_of(node, each).casefold() == wanted
        or (len(wanted) >= 6 and each.hex().startswith(wanted))
    }
    if len(found) != 1:
        raise NotFound(what=ref)
    return found.pop()


def _about(node: Node, row: SpaceRow, fact: Fact) -> PersonId | None:
    if "person" in fact:
        return bytes(fact["person"])
    if "device" in fact:  # one that never wrote is known by the fact that let it in
        return _person_of(node, fact["device"]) or _let_in(node, row).get(fact["device"])
    certificate: Any = fact.get("cert")
    return codec.decode(certificate).person if certificate is not None else None


def _let_in(node: Node, row: SpaceRow) -> dict[DeviceId, PersonId]:
    named = [
        codec.decode(encoded)
        for each in node.spaces.facts(row)
        if each.fact["k"] == "member"
        for encoded in each.fact["certs"]
    ]
    return {each.device: each.person for each in named}


def _person_of(node: Node, device: DeviceId) -> PersonId | None:
    number = identity_store.number_of(node.database, device)
    return identity_store.device(node.database, number).person if number else None


def _when(node: Node, row: SpaceRow, author: DeviceId, sequence: int) -> datetime | None:
    number = identity_store.number_of(node.database, author)
    kept = node.log.numbered(row.no, number or 0, sequence)
    return datetime.fromtimestamp(kept.time / 1000, UTC).astimezone() if kept else None
