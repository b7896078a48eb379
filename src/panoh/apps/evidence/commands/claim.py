"""Filing claims and figures, remarks on them, rival accounts, checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.commands.shared import listed, put, read_values
from panoh.apps.evidence.rules.figures import key
from panoh.apps.evidence.views.claims import about_of
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.core.records.model import RecordType
from panoh.errors import Invalid, NotFound
from panoh.words import N_

FIGURE_FIELDS = frozenset(each.name for each in records.FIGURE.fields) - {"claim", "source", "key"}
SHARED = ("place", "period_start", "period_end", "locator")
"""Fields that a figure takes from its claim unless it says otherwise."""


def add_claim(
    node: Node, values: Mapping[str, Any], figure: Mapping[str, Any] | None = None
) -> str:
    """A claim, and with `figure` the number it gives; both or neither. Gives the claim's id."""
    access.mount(node)
    given = {"status": "draft", **values}
    factors = listed(given.get("factors") or [])
    factors += [str(given[name]) for name in ("factor_from", "factor_to") if given.get(name)]
    given["factors"] = list(dict.fromkeys(each.upper() for each in factors)) or None
    cleaned = read_values(node, records.CLAIM, given)
    number = None
    if figure:
        shared = {name: cleaned[name] for name in SHARED if cleaned.get(name)}
        number = _figure(node, {**shared, **figure})
    elif cleaned["kind"] == "figure":
        raise Invalid({"measure": N_("A figure needs what is counted, and its value.")})
    with node.writing() as work:
        claim = put(node, work, records.CLAIM, cleaned)
        if number is not None:
            linked = {**number, "claim": claim, "source": cleaned.get("source")}
            put(node, work, records.FIGURE, linked)
    return claim


def _figure(node: Node, values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = read_values(node, records.FIGURE, values)
    numbers = [cleaned.get(name) for name in ("value", "low", "high", "words")]
    if not any(numbers):
        raise Invalid({"value": N_("Give a value, a range, or the words that stand for it.")})
    cleaned["key"] = key(cleaned["measure"], cleaned.get("population"), cleaned.get("place"))
    return cleaned


def add_figure(node: Node, values: Mapping[str, Any]) -> str:
    """A figure of a claim, or of a source without a claim."""
    access.mount(node)
    cleaned = _figure(node, values)
    if cleaned.get("claim") and not cleaned.get("source"):
        cleaned["source"] = access.claim(node, cleaned["claim"])["source"]
    with node.writing() as work:
        return put(node, work, records.FIGURE, cleaned)


def change_claim(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Fields of an own claim. One of a pack stays as it is: say what you think in a remark."""
    row = access.own(node, records.CLAIM, ref)
    cleaned = read_values(node, records.CLAIM, values, whole=False)
    with node.writing() as work:
        return put(node, work, records.CLAIM, cleaned, row["id"])


def add_remark(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """A remark on a claim, or under the key of a disagreement. Kept apart from the pack, so it
    outlives a new version of it."""
    access.mount(node)
    about = ref if ":" in ref else about_of(_any(node, ref))
    given = {"stance": "note", **values, "about": about}
    if given["stance"] == "note" and not given.get("text"):
        raise Invalid({"text": N_("This is needed.")})
    cleaned = read_values(node, records.REMARK, given)
    with node.writing() as work:
        return put(node, work, records.REMARK, cleaned)


def _any(node: Node, ref: str) -> Row:
    """A claim, figure, practice or source by its id."""
    for rtype in (records.CLAIM, records.FIGURE, records.PRACTICE, records.SOURCE):
        try:
            return access.find(node, rtype, ref)
        except NotFound:
            continue
    raise NotFound(what=ref)


def add_contest(node: Node, topic: str, claims: list[str]) -> str:
    """Claims that explain one thing in different ways."""
    access.mount(node)
    cleaned = read_values(node, records.CONTEST, {"topic": topic, "claims": claims})
    if len(cleaned["claims"]) < 2:
        raise Invalid({"claims": N_("Name at least two claims.")})
    with node.writing() as work:
        return put(node, work, records.CONTEST, cleaned)


def add_check(node: Node, values: Mapping[str, Any]) -> str:
    """Whether a figure was found again in a public table, and what stands near it there."""
    access.mount(node)
    cleaned = read_values(node, records.CHECK, values)
    with node.writing() as work:
        return put(node, work, records.CHECK, cleaned)


def erase(node: Node, rtype: RecordType, ref: str) -> Erased:
    """Unsay an own record: body, views and search."""
    row = access.own(node, rtype, ref)
    with node.writing() as work:
        return work.erase(rtype, row["id"])
