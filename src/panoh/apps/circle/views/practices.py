"""Practices on the map: each acts on the factors it works on, as far as they stand there.

A finding says how certain an outcome is, never how far a factor moves. So no size is taken from a
grade: it only decides whether "no effect" is left out of what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.spec import GRADED, UNGRADED
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound
from panoh.words import N_

_ORDER = ("very_low", "low", "moderate", "high")


@dataclass(frozen=True, slots=True)
class OnMap:
    """`factors` on the map, `missing` from it, `grade`: the least of its assessed findings."""

    id: str
    name: str
    title: str
    factors: tuple[str, ...]
    missing: tuple[str, ...]
    grade: str


def practices(node: Node, of: Map) -> list[OnMap]:
    keys = set(of.index())
    return [
        OnMap(
            row["id"], row["name"], row["title"],
            tuple(each for each in row["factors"] if each in keys),
            tuple(each for each in row["factors"] if each not in keys),
            min((g for g in row["grades"] if g in _ORDER), key=_ORDER.index, default=""),
        )
        for row in node.offered("practices")
    ]  # fmt: skip


def levers(node: Node, of: Map, ref: str, start: int) -> tuple[OnMap, list[dict[str, Any]]]:
    """The levers of a practice, from `start` on. Needs go down by what strengths go up."""
    found = next((each for each in practices(node, of) if ref in (each.id, each.name)), None)
    if found is None:
        raise NotFound(what=ref)
    if not found.factors:
        raise Invalid({"practice": N_("Nothing that this practice works on stands on this map.")})
    low, high = GRADED.get(found.grade, UNGRADED)
    kinds = {each.key: each.kind for each in of.nodes}
    return found, [
        {
            "on": key,
            "times": [low, high] if kinds[key] == "strength" else [2 - high, 2 - low],
            "start": start,
            "why": found.name,
        }
        for key in found.factors
    ]
