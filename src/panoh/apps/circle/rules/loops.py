"""Loops of a map: found, signed, ranked over the ensemble, and where a cut weakens them most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import networkx as nx
import numpy as np

from panoh.apps.circle.rules.engine import Ensemble
from panoh.apps.circle.rules.mattering import shares
from panoh.apps.circle.rules.model import Link, Map

LONGEST = 8
MOST = 20_000
"""Loops that are enumerated; a map with more says so."""


@dataclass(frozen=True, slots=True)
class Loop:
    """`kind`: reinforcing, balancing, or ambiguous when a sign is unknown. `share`: how much it
    matters among the loops of the map, over the draws and months."""

    links: tuple[Link, ...]
    kind: str
    share: float = 0.0

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(each.start for each in self.links)


@dataclass(frozen=True, slots=True)
class Found:
    """`cut`: the link that carries most of the loops' strength, and how much of it."""

    loops: tuple[Loop, ...]
    all_found: bool
    cut: tuple[Link, float] | None = None


def kind_of(links: Sequence[Link]) -> str:
    if any(each.sign == "?" for each in links):
        return "ambiguous"
    negative = sum(each.sign == "-" for each in links)
    return "balancing" if negative % 2 else "reinforcing"


def enumerate_loops(of: Map, longest: int = LONGEST, most: int = MOST) -> tuple[list[Loop], bool]:
    """Loops of at most `longest` links, and whether these are all of them."""
    graph = nx.DiGraph()
    graph.add_edges_from(each.ends for each in of.links)
    by_ends = {each.ends: each for each in of.links}
    found = []
    rings = nx.simple_cycles(graph, length_bound=longest)
    for ring in islice(rings, most + 1):
        first = ring.index(min(ring))
        turned = [*ring[first:], *ring[:first]]
        links = tuple(by_ends[pair] for pair in zip(turned, [*turned[1:], turned[0]], strict=True))
        found.append(Loop(links, kind_of(links)))
    found.sort(key=lambda each: (len(each.links), each.nodes))
    return found[:most], len(found) <= most


def rank(of: Map, loops: Sequence[Loop], ensemble: Ensemble, order: Sequence[int]) -> Found:
    """The loops, the one that matters most over the draws and months first."""
    at = {of.links[link].ends: row for row, link in enumerate(order)}
    found = shares(ensemble, [[at[each.ends] for each in loop.links] for loop in loops])
    ranked = [
        Loop(loops[i].links, loops[i].kind, float(found[i]))
        for i in np.argsort(-found, kind="stable")
    ]
    return Found(tuple(ranked), True, best_cut(ranked))


def best_cut(loops: Sequence[Loop]) -> tuple[Link, float] | None:
    """The link whose cut takes away most of the strength of the loops that feed themselves."""
    carried: dict[tuple[str, str], float] = {}
    by_ends: dict[tuple[str, str], Link] = {}
    feeding = [each for each in loops if each.kind != "balancing"]
    for loop in feeding:
        for link in loop.links:
            carried[link.ends] = carried.get(link.ends, 0.0) + loop.share
            by_ends[link.ends] = link
    if not carried:
        return None
    best = max(sorted(carried), key=lambda each: carried[each])
    total = sum(each.share for each in feeding) or 1.0
    return by_ends[best], carried[best] / total
