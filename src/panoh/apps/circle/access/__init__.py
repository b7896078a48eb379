"""The only functions that hand out a map, an own change of a link, or an answer.

Maps are there only while an evidence pack is held: their claims and the names of places and
populations come from it, through what the ledger offers. Nothing here reads a case, a client or a
contact, and nothing of it can be had from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from panoh.apps.circle import records
from panoh.apps.circle.rules import model
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.pooled import POOLED, only, overridden, pool
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import Forbidden, NotFound
from panoh.lexicon import factors
from panoh.words import N_, current_language

NO_PACK = N_("The map comes with an evidence pack, and none is held here: panoh evidence pack add.")
_WHOLE = re.compile(r"[0-9a-f]{32}")
_BEGINNING = re.compile(r"[0-9a-f]{6,31}")


def is_there(node: Node) -> bool:
    """Whether a pack is held, so that there is a map."""
    return bool(node.offered("evidence-packs"))


def need(node: Node) -> None:
    if not is_there(node):
        raise Forbidden(why=NO_PACK)


def finder(rtype: RecordType) -> Callable[[Node, str], Row]:
    """The access function of a type: by an id or an unmistakable beginning of one."""

    def of(node: Node, ref: str) -> Row:
        need(node)
        low = ref.strip().lower()
        found: list[Row] = []
        if _WHOLE.fullmatch(low):
            found = node.all(rtype, "id = ?", (low,))
        elif _BEGINNING.fullmatch(low):
            found = node.all(rtype, "id >= ? AND id < ? LIMIT 2", (low, low + "g"))
        if len(found) != 1:
            raise NotFound(what=ref)
        return found[0]

    return of


map_ = finder(records.MAP)
change = finder(records.CHANGE)
answer = finder(records.ANSWER)


def describe(node: Node) -> Callable[[str], tuple[str, str]]:
    """What a factor, place or population is called, and its kind; its id when nothing knows it."""
    places = {each["id"]: str(each["label"]) for each in node.offered("populations")}
    known = factors.factors()

    def of(key: str) -> tuple[str, str]:
        if key in places:
            return places[key], "population"
        if factors.FORBIDDEN.fullmatch(key) or key not in known:
            return key, ""
        return factors.label(key, current_language()), known[key].kind

    return of


def of_claims(node: Node) -> Map:
    """The pooled map of every causal claim, without a person's own changes."""
    return pool(node.offered("causal-claims"), describe(node))


def changes(node: Node, key: str) -> list[Row]:
    """Own changes of a map in their order, each with the names of what it links."""
    named = describe(node)
    found = node.all(records.CHANGE, "map = ? ORDER BY created_at, id", (key,))
    for row in found:
        row["labels"] = {each: named(each)[0] for each in (row["start"], row["end"])}
    return found


def find_map(node: Node, ref: str) -> tuple[str, Map]:
    """A map by what a person calls it: "pooled", the name of a source, or an own map's id.

    Gives the key under which changes and answers are kept, and the map with those changes.
    """
    need(node)
    wanted = story_names(node).get(ref.strip(), ref.strip())
    whole = of_claims(node)
    if wanted in ("", POOLED):
        return POOLED, overridden(whole, changes(node, POOLED))
    if any(wanted in each.sources for each in whole.links):
        return wanted, overridden(only(whole, wanted), changes(node, wanted))
    row = map_(node, wanted)
    own = stored(row)
    return row["id"], overridden(own, changes(node, row["id"]))


def story_names(node: Node) -> dict[str, str]:
    """The name of each source whose claims make a map, by its record's id."""
    return {
        str(each["source"]): str(each["story"])
        for each in node.offered("causal-claims")
        if each["source"] and each["story"]
    }


def story_titles(node: Node) -> dict[str, str]:
    """The title of each source whose claims make a map, by what a person calls it."""
    rows = node.offered("causal-claims")
    return {str(each["story"]): str(each["title"]) for each in rows if each["story"]}


def stored(row: Row) -> Map:
    """The map that a record holds."""
    try:
        return model.read(json.loads(row["body"]))
    except ValueError:
        raise NotFound(what=str(row["id"])[:8]) from None


def claims(node: Node) -> dict[str, Row]:
    """Causal claims by what a person calls them."""
    return {each["name"]: each for each in node.offered("causal-claims")}


def claim_ids(node: Node) -> dict[str, str]:
    """The record of each causal claim, and of each claim against one, by what a person calls it."""
    found: dict[str, str] = {}
    for row in node.offered("causal-claims"):
        found[row["name"]] = row["id"]
        found.update(zip(row["against"], row["against_ids"], strict=True))
    return found


__all__ = [
    "NO_PACK",
    "answer",
    "change",
    "changes",
    "claim_ids",
    "claims",
    "describe",
    "find_map",
    "finder",
    "is_there",
    "map_",
    "need",
    "of_claims",
    "stored",
    "story_names",
    "story_titles",
]
