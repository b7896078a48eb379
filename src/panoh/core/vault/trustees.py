"""The third way in: a secret that trustees hold in shares, and what is known of it while locked.

Beside the slot stands a plan: how many shares are needed of how many, how long a request waits, and
a digest of every share, so that a wrong one is named. The secret is bound to the plan, so a plan
that was altered opens nothing. A second secret is cut alike for the yearly drill and opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from panoh import platform
from panoh.core import canonical
from panoh.core.vault import codec, slots, store
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.crypto import shares
from panoh.crypto.derive import digest, random, same
from panoh.crypto.labels import Label
from panoh.errors import BadShare, NotFound, NotYet, Refused, TooFewShares, VaultDamaged
from panoh.storage import files
from panoh.words import N_

LEAST_NEED, LEAST_OF = 2, 3
WAIT_HOURS = 72
MOST_HOURS = 24 * 30
_LIMIT = 4096
_CHECK = 16
_KEPT_EARLIER = 32
_NAME = "trustees-{:05d}.plan"

NOT_READ = N_("It does not have 20 words.")
UNKNOWN_WORD = N_("It has a word that no share has.")
MISTYPED = N_("A word is not as it was given. Compare it with the paper.")
STALE = N_("It is of an earlier set, which was renewed. Ask for the new share.")
FOREIGN = N_("It does not belong to this vault.")
CORRUPT = N_("Its words fit each other, but it is not the share that was given out.")
DRILL_SHARE = N_("It is the share for the drill. It opens nothing.")
REAL_SHARE = N_("It is a share for recovery. The drill has words of its own.")
TWICE = N_("It is here twice.")

_FINDINGS = {
    "it does not have 20 words": NOT_READ,
    "it has a word that no share has": UNKNOWN_WORD,
    "a word is not as it was given": MISTYPED,
}


@dataclass(frozen=True, slots=True)
class Cut:
    """One secret in shares: the number of the set, and a digest of each share's words."""

    set: int
    checks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """`made` and times are milliseconds; `earlier` are sets that no longer open anything."""

    need: int
    hours: int
    made: int
    real: Cut
    drill: Cut
    drill_check: bytes
    earlier: tuple[int, ...] = ()

    @property
    def of(self) -> int:
        return len(self.real.checks)


@dataclass(frozen=True, slots=True)
class New:
    """A plan that is not in force yet, and the words to give out, by number."""

    plan: Plan
    real: tuple[str, ...]
    drill: tuple[str, ...]
    secret: bytes


def new(place: VaultPlace, need: int, of: int, hours: int, made: int) -> New:
    """Cut fresh secrets; nothing is written. Raises ValueError outside the bounds."""
    if not LEAST_NEED <= need < of or not LEAST_OF <= of <= shares.MOST:
        raise ValueError("at least 2 of 3, and not all of them")
    if not 0 < hours <= MOST_HOURS:
        raise ValueError("a wait of an hour to thirty days")
    before = _plan_or_none(place)
    earlier = (*before.earlier, before.real.set, before.drill.set) if before else ()
    secret, test = random(shares.SECRET_SIZE), random(shares.SECRET_SIZE)
    taken = set(earlier)
    real, real_cut = _cut(secret, need, of, taken)
    drill, drill_cut = _cut(test, need, of, taken)
    check = digest(Label.TRUSTEE_SHARE, b"drill", test, size=_CHECK)
    plan = Plan(need, hours, made, real_cut, drill_cut, check, earlier[-_KEPT_EARLIER:])
    return New(plan, real, drill, secret)


def enforce(place: VaultPlace, made: New, key: bytes) -> None:
    """From now on these shares open the vault and no earlier ones do."""
    body = _encode(made.plan)
    cost = slots.read(place, SlotKind.PASSPHRASE).cost
    secret = _secret(made.secret, body)
    data = slots.make(place, SlotKind.TRUSTEES, secret, key, cost)
    salt = codec.decode_slot(data, SlotKind.TRUSTEES).salt
    own = place.slots / _NAME.format(made.plan.real.set)
    files.write_atomically(own, canonical.encode({"plan": body, "salt": salt}))
    slots.exchange(place, SlotKind.TRUSTEES, data, secret, key)
    for each in files_of(place):
        if each != own:
            files.remove(each)


def drop(place: VaultPlace) -> None:
    """No share opens the vault any more."""
    slots.drop(place, SlotKind.TRUSTEES)
    for each in files_of(place):
        files.remove(each)


def files_of(place: VaultPlace) -> list[Path]:
    return sorted(place.slots.glob("trustees-*.plan")) if place.slots.is_dir() else []


def plan(place: VaultPlace) -> Plan | None:
    """The plan in force; None where nobody was chosen. An interrupted change leaves the old one."""
    return _read(place)[0] if slots.current(place, SlotKind.TRUSTEES) is not None else None


def look(place: VaultPlace, texts: Sequence[str], *, drill: bool = False) -> list[shares.Share]:
    """The shares as typed, each held against the plan; BadShare names the first wrong one."""
    held = plan(place)
    if held is None:
        raise NotFound(what="trustees")
    wanted, other = (held.drill, held.real) if drill else (held.real, held.drill)
    found: list[shares.Share] = []
    for number, text in enumerate(texts, 1):
        share = _shaped(text, number)
        if share.set == other.set:
            raise BadShare(number=number, why=REAL_SHARE if drill else DRILL_SHARE)
        if share.set != wanted.set:
            raise BadShare(number=number, why=STALE if share.set in held.earlier else FOREIGN)
        known = wanted.checks[share.number : share.number + 1]
        if not known or not same(known[0], _check(share.text)):
            raise BadShare(number=number, why=CORRUPT)
        if any(each.number == share.number for each in found):
            raise BadShare(number=number, why=TWICE)
        found.append(share)
    return found


def rebuild(place: VaultPlace, texts: Sequence[str], now: int) -> bytes:
    """The vault key from enough shares, after the wait of a request made on this computer."""
    held, body = _read(place)
    given = _enough(look(place, texts), held.need)
    until = waits_until(place)
    if until is None:
        raise NotFound(what="request")
    if now < until:
        raise NotYet(until=moment(until))
    secret = _secret(shares.join(given), body)
    return store.unlock(place, secret, kind=SlotKind.TRUSTEES)


def practise(place: VaultPlace, texts: Sequence[str]) -> int:
    """Rebuild the test secret; how many shares it took. No wait, and nothing is opened."""
    held, _ = _read(place)
    given = _enough(look(place, texts, drill=True), held.need)
    check = digest(Label.TRUSTEE_SHARE, b"drill", shares.join(given), size=_CHECK)
    if not same(check, held.drill_check):
        raise VaultDamaged(finding="the shares for the drill do not give what they were made from")
    return len(given)


# ── a request made where the vault is locked ────────────────────────────────────────────────


def ask(place: VaultPlace, now: int) -> int:
    """Begin the wait on this computer, unless it runs already; when it ends, in milliseconds."""
    held = plan(place)
    if held is None:
        raise NotFound(what="trustees")
    until = waits_until(place)
    if until is None:
        where = _request(place)
        files.private_folder(where.parent)
        asked = {"v": 1, "asked": now, "set": held.real.set}
        files.write_atomically(where, canonical.encode(asked))
        until = now + held.hours * 3_600_000
    return until


def waits_until(place: VaultPlace) -> int | None:
    """When the wait of the request made here ends; None when none was made for the present set."""
    where, held = _request(place), plan(place)
    if held is None or not where.exists():
        return None
    try:
        fields: Any = canonical.decode(files.read(where, _LIMIT), _LIMIT)
        asked, of = fields["asked"], fields["set"]
    except (Refused, KeyError, TypeError):
        return None
    if type(asked) is not int or of != held.real.set:
        return None
    return asked + held.hours * 3_600_000


def moment(milliseconds: int) -> str:
    """A local date and time to the minute."""
    local = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()
    return local.strftime("%Y-%m-%d %H:%M")


def stop(place: VaultPlace) -> None:
    files.remove(_request(place))


def _request(place: VaultPlace) -> Path:
    return platform.state_folder() / "requests" / place.id


# ── inside ──────────────────────────────────────────────────────────────────────────────────


def _cut(secret: bytes, need: int, of: int, taken: set[int]) -> tuple[tuple[str, ...], Cut]:
    while True:
        words = shares.split(secret, need, of)
        number = shares.read(words[0]).set
        if number not in taken:  # else a stale share could not be told from a wrong one
            taken.add(number)
            return tuple(words), Cut(number, tuple(_check(each) for each in words))


def _shaped(text: str, number: int) -> shares.Share:
    try:
        return shares.read(text)
    except Refused as error:
        why = _FINDINGS.get(str(error.details["finding"]), FOREIGN)
        raise BadShare(number=number, why=why) from None


def _enough(found: Sequence[shares.Share], need: int) -> list[str]:
    if len(found) < need:
        raise TooFewShares(need=need, have=len(found))
    return [each.text for each in found[:need]]


def _check(text: str) -> bytes:
    return digest(Label.TRUSTEE_SHARE, text.encode(), size=_CHECK)


def _secret(secret: bytes, body: bytes) -> str:
    return (secret + digest(Label.TRUSTEES, body)).hex()


def _plan_or_none(place: VaultPlace) -> Plan | None:
    try:
        return plan(place)
    except VaultDamaged:
        return None  # a damaged one must not keep its owner from making a new one


def _read(place: VaultPlace) -> tuple[Plan, bytes]:
    """The plan that belongs to the slot in force, and its bytes."""
    if slots.current(place, SlotKind.TRUSTEES) is None:
        raise NotFound(what="trustees")
    salt = slots.read(place, SlotKind.TRUSTEES).salt
    for each in files_of(place):
        try:
            fields: Any = canonical.decode(files.read(each, _LIMIT), _LIMIT)
            if fields["salt"] == salt:
                return _decode(fields["plan"]), fields["plan"]
        except (Refused, KeyError, TypeError, ValueError):
            continue
    raise VaultDamaged(finding="the plan of its trustees does not read")


def _encode(held: Plan) -> bytes:
    return canonical.encode(
        {
            "v": 1,
            "need": held.need,
            "hours": held.hours,
            "made": held.made,
            "set": held.real.set,
            "checks": list(held.real.checks),
            "drill": held.drill.set,
            "drills": list(held.drill.checks),
            "test": held.drill_check,
            "earlier": list(held.earlier),
        }
    )


def _decode(body: bytes) -> Plan:
    fields: Any = canonical.decode(body, _LIMIT)
    found = Plan(
        fields["need"], fields["hours"], fields["made"],
        Cut(fields["set"], tuple(fields["checks"])),
        Cut(fields["drill"], tuple(fields["drills"])),
        fields["test"], tuple(fields["earlier"]),
    )  # fmt: skip
    if _encode(found) != body or not LEAST_NEED <= found.need < found.of <= shares.MOST:
        raise Refused(finding="a plan that is malformed")
    if type(found.hours) is not int or not 0 < found.hours <= MOST_HOURS:
        raise Refused(finding="a plan that is malformed")
    return found
