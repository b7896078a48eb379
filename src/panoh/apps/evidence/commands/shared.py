"""What every verb of the ledger needs: values made clean, links found, one space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.records.common import HOME
from panoh.core.node import Node, Work
from panoh.core.records.model import Kind, RecordType
from panoh.core.records.rules import clean_all
from panoh.core.space.model import SpaceId
from panoh.errors import Invalid, NotFound
from panoh.lexicon import factors
from panoh.words import N_

LINKS: dict[str, RecordType] = {
    "source": records.SOURCE,
    "origin": records.SOURCE,
    "reading": records.READING,
    "passage": records.PASSAGE,
    "claim": records.CLAIM,
    "figure": records.FIGURE,
    "part_of": records.FIGURE,
    "share_of": records.FIGURE,
    "share_part": records.FIGURE,
    "practice": records.PRACTICE,
}
LISTED: dict[str, RecordType] = {"against": records.CLAIM, "claims": records.CLAIM}
FACTOR_FIELDS = ("factor_from", "factor_to")


def space(node: Node) -> SpaceId:
    return node.space(HOME)


def put(
    node: Node, work: Work, rtype: RecordType, values: Mapping[str, Any], record: str | None = None
) -> str:
    return work.put(rtype, space(node), record, values)


def read_values(
    node: Node, rtype: RecordType, values: Mapping[str, Any], *, whole: bool = True
) -> dict[str, Any]:
    """Clean values with every link found; every refused field is named at once."""
    ready: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, raw in values.items():
        if raw in (None, "", [], ()):
            ready[name] = None
            continue
        try:
            ready[name] = _ready(node, name, raw)
        except NotFound:
            problems[name] = N_("This does not point to anything.")
        except Invalid as refused:
            problems.update(refused.problems)
    try:
        cleaned = clean_all(
            rtype, {k: v for k, v in ready.items() if k not in problems}, whole=whole
        )
    except Invalid as refused:
        problems.update(refused.problems)
    if problems:
        raise Invalid(problems)
    return cleaned


def _ready(node: Node, name: str, raw: Any) -> Any:
    if name in LINKS:
        return access.find(node, LINKS[name], str(raw))["id"]
    if name in LISTED:
        return [access.find(node, LISTED[name], each)["id"] for each in listed(raw)]
    if name == "factors":
        return [known_factor(node, each, name) for each in listed(raw)]
    if name in FACTOR_FIELDS:
        return known_factor(node, str(raw), name)
    return raw


def listed(raw: Any) -> list[str]:
    """A list from a text with commas or lines, or from a list."""
    parts = raw if isinstance(raw, (list, tuple)) else [raw]
    texts = [piece for part in parts for piece in str(part).replace(",", "\n").split("\n")]
    return [each.strip() for each in texts if each.strip()]


def known_factor(node: Node, raw: str, name: str) -> str:
    """A factor of the shared vocabulary, or a place or population of a held pack."""
    factor = raw.strip().upper()
    if access.node_label(node, factor) is not None:
        return factor
    if factors.FORBIDDEN.fullmatch(factor) or factor not in factors.factors():
        raise Invalid({name: N_("There is no such factor here.")})
    return factor


def typed(rtype: RecordType, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row that were filled."""
    return {
        each.name: row[each.name]
        for each in rtype.fields
        if row.get(each.name) not in (None, [], "") and each.kind is not Kind.LINK
    }
