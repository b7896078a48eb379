"""A causal map: factors and population nodes, and links between them. Never a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

SIGNS = ("+", "-", "?")
STRENGTHS = ("weak", "medium", "strong", "unknown")
MOST_NODES, MOST_LINKS = 300, 2_000
LONGEST_LABEL = 200
BASELINE = (0.25, 0.55)
"""Where a level of today may lie when nobody has said it: the same for all, and drawn anew."""


@dataclass(frozen=True, slots=True)
class Node:
    """`kind`: need, strength, population, or empty. `low`, `high`: its level today, 0 to 1."""

    key: str
    label: str
    kind: str = ""
    low: float = BASELINE[0]
    high: float = BASELINE[1]


@dataclass(frozen=True, slots=True)
class Link:
    """`delay` in months. `weight` is a strength that a file gave as a number, else None.

    `supports` and `contests` are ids of claims, `sources` whose story it belongs to. A link without
    a supporting claim is an assumption. `reason` says why a person set it otherwise.
    """

    start: str
    end: str
    sign: str
    strength: str = "unknown"
    delay: tuple[float, float] = (0.0, 0.0)
    weight: float | None = None
    supports: tuple[str, ...] = ()
    contests: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reason: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        return self.start, self.end

    @property
    def is_assumption(self) -> bool:
        return not self.supports


@dataclass(frozen=True, slots=True)
class Map:
    """Nodes and links in the order of their keys, so that two equal maps have one hash."""

    name: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    origin: str = ""

    @classmethod
    def of(cls, name: str, nodes: Iterable[Node], links: Iterable[Link], origin: str = "") -> Map:
        ordered = sorted(links, key=lambda each: each.ends)
        return cls(name, tuple(sorted(nodes, key=lambda each: each.key)), tuple(ordered), origin)

    @property
    def hash(self) -> str:
        """Of what decides a run: nodes and links; neither name nor labels."""
        nodes = [[each.key, each.kind, each.low, each.high] for each in self.nodes]
        links = [
            [each.start, each.end, each.sign, each.strength, list(each.delay), each.weight,
             list(each.sources)]
            for each in self.links
        ]  # fmt: skip
        text = json.dumps([nodes, links], separators=(",", ":"), sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def index(self) -> dict[str, int]:
        return {each.key: number for number, each in enumerate(self.nodes)}

    def labels(self) -> dict[str, str]:
        return {each.key: each.label for each in self.nodes}

    def link(self, start: str, end: str) -> Link | None:
        return next((each for each in self.links if each.ends == (start, end)), None)

    def linked(self) -> Map:
        """Without nodes that no link touches."""
        touched = {key for each in self.links for key in each.ends}
        return replace(self, nodes=tuple(each for each in self.nodes if each.key in touched))

    def assumed(self) -> float:
        """The share of links that no claim supports."""
        return sum(each.is_assumption for each in self.links) / max(1, len(self.links))

    def data(self) -> dict[str, Any]:
        """As JSON keeps it; `read` takes it back."""
        return {
            "name": self.name,
            "origin": self.origin,
            "nodes": [asdict(each) for each in self.nodes],
            "links": [asdict(each) for each in self.links],
        }


def read(data: dict[str, Any]) -> Map:
    """The inverse of `Map.data`; ValueError for what is no map."""
    try:
        nodes = [Node(**each) for each in data["nodes"]]
        links = [Link(**{k: _tuple(v) for k, v in each.items()}) for each in data["links"]]
        return Map.of(str(data["name"]), nodes, links, str(data.get("origin", "")))
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError("no map") from problem


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
