"""Recovery by trustees, as colleagues see it: who holds shares, requests, approvals, the drill.

The words of a share stand in the practice space, sealed to the trustee's devices; a request is a
record there that everybody sees. That it waits, and that a trustee meets who asks, are promises of
honest programs and people: enough shares open the vault at once for whoever holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from panoh.core import canonical, membership
from panoh.core.app import Row
from panoh.core.identity.model import PersonId
from panoh.core.records import own
from panoh.core.shares import Words, my_share, open_share, own_sets, shares_here, shares_of
from panoh.core.vault import trustees
from panoh.core.work import Work
from panoh.crypto.labels import Label
from panoh.crypto.seal import seal_to
from panoh.errors import (
    Forbidden,
    NotFound,
    NotYet,
    WrongUsage,
)
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

DRILL_DAYS = 365

BOUNDS = N_("At least 2 of 3 shares, at most 15 of 16, and never all of them.")
HOURS = N_("A request waits between 1 hour and 30 days.")
NO_COLLEAGUE = N_("A trustee with a device must share a practice with you first.")
YOURSELF = N_("You cannot be your own trustee.")
NO_REQUEST = N_("Nobody has asked for it. Ask first, so that everybody can see it.")


@dataclass(frozen=True, slots=True)
class Choice:
    """Who shall hold shares: colleagues by id, and so many on paper."""

    need: int = 3
    people: tuple[PersonId, ...] = ()
    papers: int = 5
    hours: int = trustees.WAIT_HOURS

    @property
    def of(self) -> int:
        return len(self.people) + self.papers


@dataclass(frozen=True, slots=True)
class Held:
    """A share that this person holds of somebody's vault."""

    owner: PersonId
    name: str
    number: int
    need: int
    hours: int
    record: str
    set: int


@dataclass(frozen=True, slots=True)
class Request:
    """Times are local, to the minute. `approved` names those who handed their share over."""

    id: str
    owner: PersonId
    name: str
    by: str
    asked: str
    until: str
    over: bool
    approved: tuple[str, ...]


# ── giving out ──────────────────────────────────────────────────────────────────────────────


def setup(node: Node, key: bytes, choice: Choice) -> list[Words]:
    """Give out a fresh set; the words for paper are returned, this once. Earlier shares are worth
    nothing from now on."""
    _check(node, choice)
    made = trustees.new(node.place, choice.need, choice.of, choice.hours, node.milliseconds())
    given = [
        Words(number + 1, real, drill)
        for number, (real, drill) in enumerate(zip(made.real, made.drill, strict=True))
    ]
    with node.writing() as work:
        for old in shares_here(node):
            work.erase(own.SHARE, old["id"], moved=True)
        for person, words in zip(choice.people, given, strict=False):
            _hand_over(node, work, person, words, made.plan)
        values = {
            "set": made.plan.real.set,
            "need": choice.need,
            "people": [each.hex() for each in choice.people],
            "papers": choice.papers,
            "hours": choice.hours,
            "made": node.today().isoformat(),
            "drilled": None,
            "renew": False,
        }
        held = _plan_row(node)
        work.put(own.TRUSTEES, node.space("personal"), held["id"] if held else None, values)
        work.flush()
        # Last of all: if it fails nothing was given out; stopped right after it, `standing` tells.
        trustees.enforce(node.place, made, key)
    return given[len(choice.people) :]


def renew(node: Node, key: bytes) -> list[Words]:
    """The same people and papers with fresh shares, after the old ones were used."""
    held = _plan_row(node)
    if held is None:
        raise NotFound(what="trustees")
    people = tuple(bytes.fromhex(each) for each in held["people"] or ())
    present = tuple(each for each in people if membership.common_practice(node, each) is not None)
    papers = (held["papers"] or 0) + len(people) - len(present)
    return setup(node, key, Choice(held["need"], present, papers, held["hours"]))


def end(node: Node) -> None:
    """No trustee can open the vault any more."""
    held = _plan_row(node)
    with node.writing() as work:
        for old in shares_here(node):
            work.erase(own.SHARE, old["id"], moved=True)
        if held:
            work.erase(own.TRUSTEES, held["id"], moved=True)
    trustees.drop(node.place)


def _check(node: Node, choice: Choice) -> None:
    if not trustees.LEAST_NEED <= choice.need < choice.of <= 16 or choice.of < trustees.LEAST_OF:
        raise WrongUsage(what=BOUNDS)
    if choice.papers < 0 or len(set(choice.people)) != len(choice.people):
        raise WrongUsage(what=BOUNDS)
    if not 1 <= choice.hours <= trustees.MOST_HOURS:
        raise WrongUsage(what=HOURS)
    for person in choice.people:
        if person == node.person.id:
            raise WrongUsage(what=YOURSELF)
        if membership.common_practice(node, person) is None:
            raise WrongUsage(what=NO_COLLEAGUE)


def _hand_over(node: Node, work: Work, person: PersonId, words: Words, plan: trustees.Plan) -> None:
    row = membership.common_practice(node, person)
    if row is None:
        raise WrongUsage(what=NO_COLLEAGUE)
    plain = canonical.encode([plan.real.set, words.number, words.real, words.drill])
    sealed = [
        [each.device, seal_to(Label.TRUSTEE_SHARE, each.box_public, plain)]
        for each in membership.devices_of(node, row, person)
    ]
    values = {
        "owner": node.person.id.hex(),
        "trustee": person.hex(),
        "set": plan.real.set,
        "number": words.number,
        "need": plan.need,
        "hours": plan.hours,
        "sealed": canonical.encode(sealed).hex(),
    }
    work.put(own.SHARE, row.id, None, values)


def colleagues(node: Node) -> dict[PersonId, str]:
    """Who may be given a share to a device: everybody in a practice one writes in."""
    found: dict[PersonId, str] = {}
    for row in membership.practices(node):
        for person in node.spaces.state(row).members:
            if person != node.person.id:
                found[person] = membership.name_of(node, person)
    return found


# ── what stands ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Standing:
    """`unfinished`: what was given out is not what opens the vault, give out again; `due`: the
    yearly drill; `renew`: shares were used, and those on paper are to be printed again."""

    need: int
    of: int
    hours: int
    people: tuple[str, ...]
    papers: int
    made: str
    drilled: str | None
    due: bool
    unfinished: bool


def standing(node: Node) -> Standing | None:
    """One's own trustees; None when nobody was chosen."""
    held, plan = _plan_row(node), trustees.plan(node.place)
    if plan is None:
        return None
    if held is None:
        return Standing(plan.need, plan.of, plan.hours, (), plan.of, "", None, True, True)
    people = tuple(membership.name_of(node, bytes.fromhex(each)) for each in held["people"] or ())
    drilled = held["drilled"]
    last = date.fromisoformat(drilled) if drilled else None
    due = last is None or node.today() - last > timedelta(days=DRILL_DAYS)
    unfinished = held["set"] != plan.real.set or bool(held["renew"])
    return Standing(
        plan.need, plan.of, plan.hours, people, held["papers"] or 0, held["made"], drilled, due,
        unfinished,
    )  # fmt: skip


def has_trustees(node: Node) -> bool:
    return bool(trustees.files_of(node.place))


def drill(node: Node, texts: Sequence[str]) -> int:
    """Rebuild the test secret from the drill words of enough trustees; noted for a year."""
    took = trustees.practise(node.place, texts)
    held = _plan_row(node)
    if held is not None:
        with node.writing() as work:
            today = node.today().isoformat()
            work.put(own.TRUSTEES, node.space("personal"), held["id"], {"drilled": today})
    return took


def _plan_row(node: Node) -> Row | None:
    """What was noted of this very vault: another computer of one's own has its own trustees."""
    return next((e for e in node.all(own.TRUSTEES) if e["set"] in own_sets(node)), None)


# ── as a trustee ────────────────────────────────────────────────────────────────────────────


def held_for_others(node: Node) -> list[Held]:
    me = node.person.id.hex()
    return [
        Held(
            bytes.fromhex(each["owner"]), membership.name_of(node, bytes.fromhex(each["owner"])),
            each["number"], each["need"], each["hours"], each["id"], each["set"],
        )
        for each in node.all(own.SHARE, "trustee = ?", (me,))
    ]  # fmt: skip


def ask_for(node: Node, owner: PersonId) -> Request:
    """A request in the name of a colleague who asked in person; everybody sees it."""
    held = shares_of(node, owner)
    if not held:
        raise NotFound(what=owner.hex()[:8])
    for each in requests(node):
        if each.owner == owner and not each.over:
            return each
    now = node.now()
    until = now + timedelta(hours=held[0]["hours"])
    values = {"owner": owner.hex(), "asked": _minute(now), "until": _minute(until)}
    with node.writing() as work:
        record = work.put(own.REQUEST, node.space_id(held[0]["space"]), None, values)
    return _request(node, record)


def stop(node: Node, record: str) -> None:
    """Whoever sees a request that should not be can end it."""
    row = node.get(own.REQUEST, record)
    if row is None:
        raise NotFound(what=record)
    with node.writing() as work:
        work.put(own.REQUEST, node.space_id(row["space"]), record, {"over": True})


def close_requests(node: Node) -> None:
    """One's own requests are over: the vault is open again."""
    for each in requests(node):
        if each.owner == node.person.id and not each.over:
            stop(node, each.id)


def requests(node: Node) -> list[Request]:
    """Newest first."""
    rows = sorted(node.all(own.REQUEST), key=lambda each: each["asked"], reverse=True)
    return [_request(node, each["id"]) for each in rows]


def approve(node: Node, owner: PersonId, wanted: int | None = None) -> Words:
    """The words of one's share of a colleague's vault, once the wait is over; noted for all."""
    share = my_share(node, owner, wanted)
    waiting = [each for each in requests(node) if each.owner == owner and not each.over]
    if not waiting:
        raise Forbidden(why=NO_REQUEST)
    request = waiting[0]
    # By this computer's own clock and the wait of the share, whatever the request itself says.
    asked = datetime.fromisoformat(request.asked)
    least = asked + timedelta(hours=share["hours"])
    until = max(least, datetime.fromisoformat(request.until))
    if node.now().replace(tzinfo=None) < until:
        raise NotYet(until=until.strftime("%Y-%m-%d %H:%M"))
    words = open_share(node, share)
    row = node.get(own.REQUEST, request.id) or {}
    values = {
        "request": request.id,
        "trustee": node.person.id.hex(),
        "given": _minute(node.now()),
    }
    with node.writing() as work:
        work.put(own.APPROVAL, node.space_id(row["space"]), None, values)
    return words


def drill_words(node: Node, owner: PersonId, wanted: int | None = None) -> Words:
    """What a trustee reads out at the yearly drill: at once, since it opens nothing."""
    words = open_share(node, my_share(node, owner, wanted))
    return Words(words.number, "", words.drill)


def find_owner(node: Node, ref: str) -> PersonId:
    """Whose vault a person names: a working name, or the beginning of an id."""
    wanted = ref.strip().casefold()
    owners = {bytes.fromhex(each["owner"]) for each in node.all(own.SHARE)}
    found = {
        each
        for each in owners
        if membership.name_of(node, each).casefold() == wanted
        or (len(wanted) >= 6 and each.hex().startswith(wanted))
    }
    if len(found) != 1:
        raise NotFound(what=ref)
    return found.pop()


def _request(node: Node, record: str) -> Request:
    row = node.get(own.REQUEST, record)
    if row is None:
        raise NotFound(what=record)
    owner = bytes.fromhex(row["owner"])
    approved = node.all(own.APPROVAL, "request = ?", (record,))
    names = [membership.name_of(node, bytes.fromhex(each["trustee"])) for each in approved]
    return Request(
        record, owner, membership.name_of(node, owner), node.author(row["created_by"]),
        row["asked"], row["until"], bool(row["over"]), tuple(dict.fromkeys(names)),
    )  # fmt: skip


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")[:16]
