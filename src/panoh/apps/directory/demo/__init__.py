"""What `panoh demo` shows of services: 120 invented ones in five countries.

None of them exists: organisations are called "Example", phones begin with an unassigned +999, and
each is marked as invented. Some were verified lately, some long ago, some never answered. A few
referrals stand in their several states (`referrals.py`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from panoh.apps.directory import commands, records
from panoh.apps.directory.demo import referrals
from panoh.apps.directory.demo.kinds import GROUPS, LANGUAGES, OFFERS, PLACES, Offer
from panoh.apps.directory.records.common import HOME
from panoh.core.node import Node

_VERIFIED = (4, 20, 35, 60, 85, 100, 130, 200, 320, 0)
"""Days ago, one after the other; 0: never."""
_ALSO = {"RU": ("tgk", "uzb")}
_HOW = ("call", "visit", "message", "web")


def fill(node: Node) -> None:
    """Write the directory into a practice."""
    listed = [
        (number, offer, country, town)
        for country in PLACES
        for town in (0, 1)
        for number, offer in enumerate(OFFERS)
    ]
    several = [_values(*each) for each in listed]
    made = commands.add_all(node, several, invented=True)
    with node.writing() as work:
        space = node.space(HOME)
        for at, (record, (_number, offer, country, _town)) in enumerate(
            zip(made, listed, strict=True)
        ):
            for check in _checks(node, at):
                work.put(records.CHECK, space, None, {"service": record, **check})
            for code, name in zip(LANGUAGES, offer.names, strict=True):
                if code in ("rus", PLACES[country][1]):
                    values = {"service": record, "language": code, "name": name}
                    work.put(records.TRANSLATION, space, None, values)
        for at, result in enumerate(("helped", "partly", "helped", "not_helped", "turned_away")):
            values = {"service": made[at * 7], "on": _day(node, 30 + at), "result": result}
            work.put(records.FEEDBACK, space, None, values)
    referrals.fill(node)


def _values(number: int, offer: Offer, country: str, town: int) -> dict[str, Any]:
    towns, spoken = PLACES[country]
    place, street = towns[town]
    group = GROUPS[(number + town) % len(GROUPS)]
    state = offer.state_risk == "state_run"
    risk = offer.state_risk
    if country == "RU" and not state:
        risk = ("foreign_agent", "unknown", "none", "undesirable")[number % 4]
    return {
        "name": f"{offer.names[0]}, {place}",
        "organization": f"Example office of {place}" if state else f"{group}, {place}",
        "description": f"Invented for practice. {offer.what}",
        "factors": offer.factors.split(),
        "activities": offer.activities.split(),
        "cost": offer.cost,
        "safe_for": offer.safe_for.split(),
        "state_risk": risk,
        "phones": [f"+999 00 {number:02d} {len(place):02d} {town}{list(PLACES).index(country)}"],
        "email": f"desk{number}@example.invalid",
        "hours": [offer.hours],
        "spoken": list(dict.fromkeys([spoken, "rus", *_ALSO.get(country, ())])),
        "documents": [offer.papers] if offer.papers else [],
        "town": place,
        "country": country,
        "address": f"{street} street {number + 1}",
        "confidential": offer.hidden,
        "free_places": (number * 3 + town) % 9 if offer.hidden else None,
    }  # fmt: skip


def _checks(node: Node, at: int) -> list[dict[str, Any]]:
    """One service in ten was never verified, one in twelve did not answer the last times."""
    ago = _VERIFIED[at % len(_VERIFIED)]
    found = []
    if ago:
        found.append({"on": _day(node, ago), "how": _HOW[at % 4], "result": "right", "by": "Demo"})
    if at % 12 == 5 and ago > 14:
        found += [
            {"on": _day(node, ago // 2 - n), "how": "call", "result": "no_answer", "by": "Demo"}
            for n in (0, 3)
        ]
    return found


def _day(node: Node, ago: int) -> str:
    return (node.today() - timedelta(days=max(0, ago))).isoformat()


__all__ = ["fill"]
