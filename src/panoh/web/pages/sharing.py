"""Who can read what: what is shared, who is in a case and since when, taking out, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from panoh.core import abroad, membership, sharing
from panoh.core.identity.model import PersonId
from panoh.core.membership import Change, Member
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.core.space.store import SpaceRow
from panoh.errors import Forbidden, NotFound
from panoh.lexicon import factors
from panoh.sync import invitations
from panoh.web.page import Form, Go, Page, Reply, Show, Visit
from panoh.web.pages.border import COUNTRY_WORDS
from panoh.web.shell import Held
from panoh.words import N_, _

HOME_WORDS = {"practice": N_("The practice"), "desk": N_("The desk")}
SHARED_HOMES = frozenset({"case", "practice"})
MOST_GIVEN = 20
"""Codes given out that are listed, the latest."""
HIDDEN = N_("This is restricted. Have it shown where it stands, then come back.")
STATES = {
    "open": N_("nobody has answered yet"),
    "answered": N_("used"),
    "refused": N_("lets nobody in any more"),
    "ended": N_("has ended"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The main space of a case, or one compartment; `label` is translated. `key` names it in forms,
    empty for the main one; `number` is of the key that the next newcomer begins with."""

    row: SpaceRow
    key: str
    label: str
    members: list[Member]
    changes: list[Change]
    began: datetime | None
    number: int


@dataclass(frozen=True, slots=True)
class Shared:
    """One line of the list of what is shared."""

    id: str
    name: str
    role: Role | None
    others: list[str]


@dataclass(frozen=True, slots=True)
class Given:
    """A code given out. `person` is the id of who used it."""

    number: int
    opens: str
    ends: datetime
    state: str
    person: str
    name: str


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def main_of(visit: Visit) -> SpaceRow:
    """The case or practice in the address, if one is or was in it and it may be shown."""
    node, row = visit.node, visit.node.spaces.row(identity(visit.path_params["id"]))
    if row.parent is not None or row.home not in SHARED_HOMES or not node.spaces.is_founded(row):
        raise NotFound(what=visit.path_params["id"])
    if membership.is_hidden(node, row):
        raise Forbidden(why=HIDDEN)
    return row


def identity(text: str) -> bytes:
    """16 bytes as 32 hex digits, in an address; NotFound for anything else."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        raise NotFound(what=text) from None
    if len(found) != 16 or found.hex() != text:
        raise NotFound(what=text)
    return found


def parts_of(node: Node, row: SpaceRow) -> list[Part]:
    """The main space and the compartments that are open to this vault."""
    rows = [each for each in node.spaces.compartments(row) if node.spaces.is_founded(each)]
    return [_part(node, each) for each in (row, *rows)]


def _part(node: Node, row: SpaceRow) -> Part:
    label = _("The case itself") if row.home == "case" else _(HOME_WORDS.get(row.home, row.home))
    if row.parent is not None:
        label = _(factors.RESTRICTED.get(row.restricted or "", row.restricted or ""))
    state = node.spaces.state(row)
    changes = membership.changes(node, row.id)
    return Part(
        row,
        (row.restricted or "") if row.parent is not None else "",
        label,
        membership.members(node, row.id),
        changes,
        changes[0].when if changes else None,
        state.epochs[state.current].number + 1,
    )


def name_of(node: Node, row: SpaceRow) -> str:
    """A case's code, or what the practice is called; translated."""
    name = node.name_of(row)
    return _(HOME_WORDS[name]) if name in HOME_WORDS else _("Case {code}").format(code=name)


def is_manager(node: Node, row: SpaceRow) -> bool:
    state = node.spaces.state(row)
    mine = state.members.get(node.person.id) is Role.MANAGER
    return mine and node.person.device not in state.revoked


def who(visit: Visit, row: SpaceRow) -> PersonId:
    """The member that the address names by `who`."""
    person = identity(visit.query.get("who", ""))
    for each in (row, *visit.node.spaces.compartments(row)):
        spaces = visit.node.spaces
        if spaces.is_founded(each) and person in spaces.state(each).members:
            return person
    raise NotFound(what="who")


# ── pages ───────────────────────────────────────────────────────────────────────────────────


def overview(visit: Visit) -> Reply:
    node = visit.node
    return Show(
        "share.html", _("Sharing"), shared=_shared(node), given=_given(node), states=STATES,
        roles=membership.ROLES, practice=node.space("practice").hex(), countries=COUNTRY_WORDS,
        form=Form.of({"country": abroad.country_of(node, node.person.id)}),
    )  # fmt: skip


def _shared(node: Node) -> list[Shared]:
    found = []
    for row in node.spaces.carried_apart():
        if row.parent is not None or row.home not in SHARED_HOMES:
            continue
        if not node.spaces.is_founded(row) or membership.is_hidden(node, row):
            continue
        state = node.spaces.state(row)
        others = [
            membership.name_of(node, each) for each in state.members if each != node.person.id
        ]
        role = state.members.get(node.person.id)
        found.append(Shared(row.id.hex(), name_of(node, row), role, sorted(others)))
    return sorted(found, key=lambda each: each.name)


def _given(node: Node) -> list[Given]:
    """Codes given out, the latest first; of a hidden case nothing."""
    found = []
    for each in invitations.given_out(node):
        opens = []
        for space in each.offer.get("spaces", []):
            row = node.spaces.row(space)
            main = node.spaces.row_of(row.parent) if row.parent else row
            opens.append(None if membership.is_hidden(node, main) else name_of(node, main))
        if None in opens:
            continue
        over = each.state == "open" and each.expires <= node.milliseconds()
        person = each.person if each.person and each.offer["kind"] == "space" else None
        found.append(
            Given(
                each.no,
                ", ".join(dict.fromkeys(one for one in opens if one)) or _("A device of yours"),
                datetime.fromtimestamp(each.expires / 1000, UTC).astimezone(),
                "ended" if over else each.state,
                person.hex() if person else "",
                membership.name_of(node, person),
            )
        )
    return found[::-1][:MOST_GIVEN]


def members(visit: Visit) -> Reply:
    node, row = visit.node, main_of(visit)
    return Show(
        "share_members.html", _("Who can read it"), row=row, name=name_of(node, row),
        parts=parts_of(node, row), roles=membership.ROLES, histories=membership.HISTORIES,
        happened=membership.HAPPENED, me=node.person.id, manager=is_manager(node, row),
        inside=node.person.id in node.spaces.state(row).members,
        place=case_path(node, row), known=bool(membership.known(node)),
    )  # fmt: skip


def case_path(node: Node, row: SpaceRow) -> str:
    """Where the app that owns a main space shows it; empty when none does."""
    for app in node.apps:
        if app.path_of is not None and (path := app.path_of(node, row.no)):
            return path
    return ""


def person(visit: Visit) -> Reply:
    node, row = visit.node, main_of(visit)
    other = who(visit, row)
    held = [
        (part, member)
        for part in parts_of(node, row)
        for member in part.members
        if member.person == other
    ]
    devices = sorted({each for _part, member in held for each in member.devices})
    may = [(each, any(sharing.may_revoke(node, p.row, each) for p, _m in held)) for each in devices]
    return Show(
        "share_person.html", _("Who can read it"), row=row, name=name_of(node, row),
        person=other.hex(), called=membership.name_of(node, other), held=held,
        devices=may, roles=membership.ROLES, histories=membership.HISTORIES,
        manager=is_manager(node, row), myself=other == node.person.id,
    )  # fmt: skip


def ask_take_out(visit: Visit) -> Reply:
    node, row = visit.node, main_of(visit)
    other = who(visit, row)
    parts = [
        each
        for each in parts_of(node, row)
        if any(member.person == other for member in each.members)
    ]
    return Show(
        "share_take_out.html", _("Take out"), row=row, name=name_of(node, row), parts=parts,
        person=other.hex(), called=membership.name_of(node, other),
        myself=other == node.person.id, alone=_is_last_manager(parts, other),
    )  # fmt: skip


def _is_last_manager(parts: list[Part], person: PersonId) -> bool:
    """Whether somebody stays who could not let anybody in or take anybody out any more."""
    for part in parts:
        managers = [each.person for each in part.members if each.role is Role.MANAGER]
        if managers == [person] and len(part.members) > 1:
            return True
    return False


def take_out(visit: Visit) -> Reply:
    node, row = visit.node, main_of(visit)
    other = who(visit, row)
    called = membership.name_of(node, other)
    sharing.take_out(node, row.id, other)
    if other == node.person.id:
        told = _("You are no longer in it. It reaches the others with the next exchange.")
        return Go("/share", told=told)
    told = _("{name} is taken out. It reaches the others with the next exchange.")
    return Go(f"/share/{row.id.hex()}", told=told.format(name=called))


def words(visit: Visit) -> Reply:
    """Twelve words, the same for both unless somebody stands in between."""
    node, other = visit.node, identity(visit.path_params["id"])
    if other not in {each for each, _name in membership.known(node)}:
        raise NotFound(what=other.hex())
    found = invitations.twelve_words(node.person.id, other)
    called = membership.name_of(node, other)
    return Show("share_words.html", _("Twelve words"), words=found, called=called)


def take_back(visit: Visit) -> Reply:
    """Make a code worthless that nobody used yet."""
    wanted = visit.form.get("number")
    for each in invitations.given_out(visit.node):
        if str(each.no) == wanted and each.state == "open":
            invitations.take_back(visit.node, each.no)
            return Go("/share", told=_("This code lets nobody in any more."))
    return Go("/share")


def pages(_held: Held) -> tuple[Page, ...]:
    return (
        Page("GET", "/share", overview, "share"),
        Page("POST", "/share/take-back", take_back, "share-take-back"),
        Page("GET", "/share/{id}", members, "share-members"),
        Page("GET", "/share/{id}/person", person, "share-person"),
        Page("GET", "/share/{id}/take-out", ask_take_out, "share-take-out"),
        Page("POST", "/share/{id}/take-out", take_out, "share-take-out"),
        Page("GET", "/words/{id}", words, "share-words"),
    )
