"""What changes something: maps taken in and unsaid, own changes of links, questions asked.

Every verb is refused while no evidence pack is held, and refuses what could be about a person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from panoh.apps.circle import access, records
from panoh.apps.circle.records import HOME
from panoh.apps.circle.rules import spec as specs
from panoh.apps.circle.rules.lint import check, why_not
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.views.maps import extra, watched
from panoh.apps.circle.views.practices import levers
from panoh.core.node import Erased, Node
from panoh.core.records.rules import clean_all
from panoh.errors import Invalid
from panoh.lexicon import factors
from panoh.words import N_

Tell = Callable[[str, int, int], None]


def keep_map(node: Node, of: Map, title: str, equations: str = "") -> str:
    """A map of one's own; Invalid for what no map may hold."""
    access.need(node)
    of = check(_known_only(node, of))
    values = {
        "title": title,
        "origin": of.origin,
        "body": json.dumps(of.data(), ensure_ascii=False, separators=(",", ":")),
        "equations": equations or None,
    }
    cleaned = clean_all(records.MAP, values, whole=True)
    with node.writing() as work:
        return work.put(records.MAP, node.space(HOME), None, cleaned)


def _known_only(node: Node, of: Map) -> Map:
    """Citations of a file stand only where such a claim is here: nobody can cite by writing it."""
    known = set(access.claims(node))
    stories = set(access.story_names(node).values())
    links = [
        replace(
            each,
            supports=tuple(name for name in each.supports if name in known),
            contests=tuple(name for name in each.contests if name in known),
            sources=tuple(name for name in each.sources if name in stories),
        )
        for each in of.links
    ]
    return Map.of(of.name, of.nodes, links, of.origin)


def change_link(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """A person sets a link otherwise, adds one as an assumption, or takes one out, and says why."""
    key, of = access.find_map(node, ref)
    cleaned = clean_all(records.CHANGE, {**values, "map": key}, whole=True)
    problems: dict[str, str] = {}
    for name in ("start", "end"):
        why = _known(node, of, cleaned[name])
        if why:
            problems[name] = why
    low, high = cleaned.get("delay_low") or 0, cleaned.get("delay_high")
    if (high is None and low) or (high is not None and not low <= high <= 240):
        problems["delay_high"] = N_("A delay has a shortest and a longest, 0 to 240 months.")
    if cleaned["sign"] == "none" and of.link(cleaned["start"], cleaned["end"]) is None:
        problems["sign"] = N_("There is no such link to take out.")
    if problems:
        raise Invalid(problems)
    with node.writing() as work:
        return work.put(records.CHANGE, node.space(HOME), None, cleaned)


def _known(node: Node, of: Map, key: str) -> str | None:
    """Why a link may not end there: it is a person, or nothing knows it."""
    if key in of.index():
        return None
    if why := why_not(key):
        return why
    if access.describe(node)(key)[1] or key in factors.factors():
        return None
    return N_("There is no such factor here.")


def ask(node: Node, ref: str, question: Mapping[str, Any], tell: Tell | None = None) -> str:
    """Run a question, keep the answer. `practice` and `start` in it stand for levers."""
    key, of = access.find_map(node, ref)
    extra()
    from panoh.apps.circle.rules.answer import answer

    data = dict(question)
    if data.get("practice") and not data.get("levers"):
        data["levers"] = from_practice(node, of, data)
    if why := why_not(str(data.get("title") or "")):
        raise Invalid({"title": why})
    spec = specs.read(data, of)
    body = answer(of, spec, watched(of), tell)
    values = {
        "title": spec.title or None,
        "map": key,
        "hash": of.hash,
        "seed": str(spec.seed),
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    }
    cleaned = clean_all(records.ANSWER, values, whole=True)
    with node.writing() as work:
        return work.put(records.ANSWER, node.space(HOME), None, cleaned)


def from_practice(node: Node, of: Map, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The levers that a practice stands for."""
    start = data.get("start")
    if not str(start if start is not None else "").isdigit():
        raise Invalid({"start": N_("A lever needs a start: the month from now, 0 or later.")})
    return levers(node, of, str(data["practice"]), int(str(start)))[1]


def erase_map(node: Node, ref: str) -> Erased:
    """Unsay an own map."""
    row = access.map_(node, ref)
    with node.writing() as work:
        return work.erase(records.MAP, row["id"])


def erase_answer(node: Node, ref: str) -> Erased:
    row = access.answer(node, ref)
    with node.writing() as work:
        return work.erase(records.ANSWER, row["id"])
