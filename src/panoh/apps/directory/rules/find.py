"""Who can help with this, near here, now, in this language, safely: in order, and why.

Every criterion that was asked about gives a reason: it fits, it does not, or nothing is known.
What does not fit is never shown among what does; it is offered apart, as the nearest there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from panoh.apps.directory.rules.age import Age
from panoh.apps.directory.rules.hours import Slot, is_open
from panoh.lexicon.letters import fold

NEAR_KM = 60.0
ALTERNATIVES = 5
FITS, UNKNOWN, NOT = "fits", "unknown", "not"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a service is. `north` and `east` in degrees, None when not known."""

    town: str = ""
    country: str = ""
    region: str = ""
    district: str = ""
    north: float | None = None
    east: float | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """All that finding looks at; `record` is the id of the service here."""

    record: str
    name: str
    age: Age
    factors: frozenset[str] = frozenset()
    words: str = ""
    spots: tuple[Spot, ...] = ()
    languages: frozenset[str] = frozenset()
    slots: tuple[Slot, ...] = ()
    cost: str = ""
    safe_for: frozenset[str] = frozenset()
    state_risk: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; whatever is empty was not asked. `district` is folded."""

    factor: str = ""
    words: tuple[str, ...] = ()
    spot: Spot | None = None
    country: str = ""
    district: str = ""
    language: str = ""
    when: datetime | None = None
    free: bool = False
    safe_for: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """`what` is the criterion: need, words, place, district,
    language, time, cost, safe, age, active."""

    what: str
    state: str
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    card: Card
    reasons: tuple[Reason, ...]

    @property
    def km(self) -> float | None:
        return next((each.km for each in self.reasons if each.what == "place"), None)

    @property
    def misses(self) -> int:
        return sum(each.state == NOT for each in self.reasons)

    def order(self) -> tuple[int, int, int, float, str]:
        """Stale ones sink whatever else fits; then what is not known, then distance."""
        unknown = sum(each.state == UNKNOWN for each in self.reasons)
        return (self.misses, self.card.age.sinks, unknown, self.km or 0.0, self.card.name)


@dataclass(frozen=True, slots=True)
class Answer:
    found: list[Hit] = field(default_factory=list)
    nearest: list[Hit] = field(default_factory=list)


def find(cards: Iterable[Card], wanted: Wanted) -> Answer:
    """What fits, best first; when nothing does, the nearest there is."""
    hits = [Hit(each, reasons(each, wanted)) for each in cards]
    found = sorted((each for each in hits if not each.misses), key=Hit.order)
    if found:
        return Answer(found)
    # Not safe for this client is not an alternative, however near it is.
    near = [each for each in hits if _may_stand_in(each)]
    return Answer([], sorted(near, key=Hit.order)[:ALTERNATIVES])


def _may_stand_in(hit: Hit) -> bool:
    missed = {each.what for each in hit.reasons if each.state == NOT}
    return not missed & {"safe", "active", "need", "words"}


def reasons(card: Card, wanted: Wanted) -> tuple[Reason, ...]:
    made = [Reason("active", FITS if card.active and card.age.state != "gone" else NOT)]
    if wanted.factor:
        made.append(Reason("need", FITS if wanted.factor in card.factors else NOT))
    if wanted.words:
        held = all(each in card.words for each in wanted.words)
        made.append(Reason("words", FITS if held else NOT))
    if wanted.spot or wanted.country:
        made.append(_place(card.spots, wanted))
    if wanted.district:
        named = frozenset(fold(each.district) for each in card.spots if each.district)
        made.append(_one_of("district", wanted.district, named))
    if wanted.language:
        made.append(_one_of("language", wanted.language, card.languages))
    if wanted.when:
        made.append(_time(card.slots, wanted.when))
    if wanted.free:
        known = {"": UNKNOWN, "free": FITS}
        made.append(Reason("cost", known.get(card.cost, NOT)))
    if wanted.safe_for:
        held = wanted.safe_for in card.safe_for
        made.append(Reason("safe", FITS if held else NOT))
    return tuple(made)


def _one_of(what: str, asked: str, held: frozenset[str]) -> Reason:
    return Reason(what, UNKNOWN if not held else FITS if asked in held else NOT)


def _time(slots: Sequence[Slot], when: datetime) -> Reason:
    return Reason("time", UNKNOWN if not slots else FITS if is_open(slots, when) else NOT)


def _place(spots: Sequence[Spot], wanted: Wanted) -> Reason:
    if not spots:
        return Reason("place", UNKNOWN)
    if wanted.spot is None:
        fits = any(each.country == wanted.country for each in spots)
        return Reason("place", FITS if fits else NOT)
    asked = wanted.spot
    known = [km for each in spots if (km := distance(asked, each)) is not None]
    if known:
        km = min(known)
        return Reason("place", FITS if km <= NEAR_KM else NOT, km)
    if any(each.region and (each.country, each.region) == (asked.country, asked.region)
           for each in spots):  # fmt: skip
        return Reason("place", FITS)
    return Reason("place", UNKNOWN if any(not each.country for each in spots) else NOT)


def distance(one: Spot, other: Spot) -> float | None:
    """Kilometres as the crow flies."""
    if one.north is None or one.east is None or other.north is None or other.east is None:
        return None
    north, south = math.radians(one.north), math.radians(other.north)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * (
        math.sin(math.radians(other.east - one.east) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(min(1.0, half)))


def month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
