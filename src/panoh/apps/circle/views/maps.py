"""Which maps there are, rivals side by side, loops ranked over the ensemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from panoh.apps.circle import access, records
from panoh.apps.circle.rules.equations import simulate
from panoh.apps.circle.rules.exchange.models import system_of
from panoh.apps.circle.rules.model import Link, Map
from panoh.apps.circle.rules.pooled import POOLED, only_there, overridden, rivals
from panoh.core.node import Node
from panoh.errors import Forbidden, NotFound
from panoh.words import N_, _

if TYPE_CHECKING:
    from panoh.apps.circle.rules.loops import Found

NEEDS_EXTRA = N_("Loops and runs need the part of Panoh named evidence.")
RANKED = 300
"""Draws over which loops are ranked."""
SEED = 1
FIRST = ("O06", "O07", "O10", "O03", "O05")
"""What is shown first: reintegration, human security, practitioners who stay, out-migration,
conscription."""
MORE_IS_BETTER = frozenset({"O06", "O07"})
WATCHED = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """`key` is what a person calls it, `address` how pages name it: a fixed word or a random id."""

    key: str
    address: str
    title: str
    nodes: int
    links: int
    assumed: int
    origin: str
    hash: str


def extra() -> None:
    """Forbidden, with the reason, where NumPy or networkx is not installed."""
    try:
        import networkx
        import numpy
    except ModuleNotFoundError:
        raise Forbidden(why=NEEDS_EXTRA) from None
    del networkx, numpy


def maps(node: Node) -> list[Listed]:
    """The pooled map, one for each source, and the person's own."""
    access.need(node)
    whole = access.of_claims(node)
    titles = access.story_titles(node)
    ids = {name: record for record, name in access.story_names(node).items()}
    found = []
    if whole.links:
        found.append(_listed(node, POOLED, _("All sources together"), whole, POOLED))
    found += [
        _listed(node, name, titles.get(name, name), each, ids.get(name, name))
        for name, each in rivals(whole).items()
    ]
    for row in node.all(records.MAP, "1 ORDER BY title, id"):
        found.append(_listed(node, row["id"], row["title"], access.stored(row), row["id"]))
    return found


def _listed(node: Node, key: str, title: str, of: Map, address: str) -> Listed:
    of = overridden(of, access.changes(node, key))
    assumed = sum(each.is_assumption for each in of.links)
    return Listed(key, address, title, len(of.nodes), len(of.links), assumed, of.origin, of.hash)


def side_by_side(node: Node) -> tuple[dict[str, Map], dict[str, list[Link]]]:
    """The map of each source, and what only this one says."""
    access.need(node)
    found = rivals(access.of_claims(node))
    return found, only_there(found)


def loops(node: Node, ref: str, longest: int = 8) -> tuple[Map, Found]:
    """The loops of a map, the strongest over the ensemble first."""
    extra()
    from panoh.apps.circle.rules import loops as rules
    from panoh.apps.circle.rules.draws import Wanted, draw

    _key, of = access.find_map(node, ref)
    found, whole = rules.enumerate_loops(of, longest)
    if not found:
        return of, rules.Found((), whole)
    drawn = draw(of, Wanted(RANKED, SEED, rivals=False))
    ranked = rules.rank(of, found, drawn.ensemble, drawn.order)
    return of, rules.Found(ranked.loops, whole, ranked.cut)


def run_equations(node: Node, ref: str) -> tuple[list[float], dict[str, list[float]]]:
    """Times, and the values of each equation then. NotFound when the map came without any."""
    row = access.map_(node, ref)
    if not row["equations"]:
        raise NotFound(what=ref)
    return simulate(system_of(row["equations"]))


def watched(of: Map) -> list[str]:
    """What a what-if tells of: populations in their order, else where most links end."""
    keys = [each.key for each in of.nodes if each.kind == "population"]
    if keys:
        return [*(e for e in FIRST if e in keys), *(e for e in keys if e not in FIRST)]
    ends = [each.end for each in of.links]
    ordered = sorted(set(ends), key=lambda each: (-ends.count(each), each))
    return ordered[:WATCHED]


def better(of: Map, key: str) -> int:
    """1 where more of it is better, −1 where less is, 0 where nobody has said."""
    kind = next((each.kind for each in of.nodes if each.key == key), "")
    if kind == "population":
        return 1 if key in MORE_IS_BETTER else -1
    return {"strength": 1, "need": -1}.get(kind, 0)


def citing(links: Sequence[Link]) -> list[str]:
    """The claims behind links, in their order."""
    return list(dict.fromkeys(claim for each in links for claim in each.supports))
