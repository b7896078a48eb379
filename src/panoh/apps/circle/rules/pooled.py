"""Maps out of causal claims: the pooled one, and one for each source. Nothing is weighed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panoh.apps.circle.rules.model import Link, Map, Node

POOLED = "pooled"
Row = Mapping[str, Any]
SAID = {"more": "+", "less": "-", "unclear": "?"}
"""What a person says of a link, as a sign."""


@dataclass(slots=True)
class _Said:
    signs: dict[str, str]
    supports: list[str]
    contests: list[str]
    sources: list[str]


def pool(
    claims: Iterable[Row], describe: Callable[[str], tuple[str, str]], name: str = POOLED
) -> Map:
    """One map of all claims that name a cause and an effect.

    `describe` gives a node's label and kind. Signs that differ make an unknown one; a claim of no
    effect, and claims that stand against a supporting one, contest the link.
    """
    said: dict[tuple[str, str], _Said] = {}
    for row in claims:
        if not (row.get("factor_from") and row.get("factor_to") and row.get("sign")):
            continue
        ends = (str(row["factor_from"]), str(row["factor_to"]))
        one = said.setdefault(ends, _Said({}, [], [], []))
        ref = str(row["name"])
        if row["sign"] == "0":
            one.contests.append(ref)
        else:
            one.supports.append(ref)
            one.signs.setdefault(str(row["sign"]), ref)
            one.sources.append(str(row.get("story") or ""))
        one.contests += [str(each) for each in row.get("against") or ()]
    links = [_link(ends, each) for ends, each in said.items()]
    keys = sorted({key for each in links for key in each.ends})
    nodes = [Node(key, *describe(key)) for key in keys]
    return Map.of(name, nodes, links, "claims")


def _link(ends: tuple[str, str], said: _Said) -> Link:
    signs = list(said.signs)
    sign = signs[0] if len(signs) == 1 else "?"
    return Link(
        *ends, sign,
        supports=tuple(dict.fromkeys(said.supports)),
        contests=tuple(dict.fromkeys(said.contests)),
        sources=tuple(sorted({each for each in said.sources if each})),
    )  # fmt: skip


def only(of: Map, source: str) -> Map:
    """The story of one source: the links that it supports."""
    links = [each for each in of.links if source in each.sources]
    return Map.of(source, of.nodes, links, of.origin).linked()


def rivals(of: Map) -> dict[str, Map]:
    names = sorted({each for link in of.links for each in link.sources})
    return {name: only(of, name) for name in names}


def only_there(maps: Mapping[str, Map]) -> dict[str, list[Link]]:
    """What one map alone says: links, or signs, that no other has."""
    found: dict[str, list[Link]] = {}
    for name, of in maps.items():
        others = [each for other, each in maps.items() if other != name]
        found[name] = [
            link
            for link in of.links
            if not any((held := each.link(*link.ends)) and held.sign == link.sign
                       for each in others)
        ]  # fmt: skip
    return found


def overridden(of: Map, changes: Sequence[Row]) -> Map:
    """The map after a person's own changes, in their order. `none` takes a link out."""
    links = {each.ends: each for each in of.links}
    nodes = {each.key: each for each in of.nodes}
    for row in changes:
        ends = (str(row["start"]), str(row["end"]))
        if row["sign"] == "none":
            links.pop(ends, None)
            continue
        held = links.get(ends) or Link(*ends, "?")
        delay = held.delay
        if row.get("delay_high") is not None:
            delay = (float(row.get("delay_low") or 0), float(row["delay_high"]))
        links[ends] = replace(
            held,
            sign=SAID[str(row["sign"])],
            strength=row.get("strength") or held.strength,
            delay=delay,
            weight=None if row.get("strength") else held.weight,
            reason=str(row.get("reason") or ""),
        )
        for key in ends:
            if key not in nodes:
                nodes[key] = Node(key, str((row.get("labels") or {}).get(key, key)))
    return Map.of(of.name, nodes.values(), links.values(), of.origin)
