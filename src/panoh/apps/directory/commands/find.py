"""A search that counts what it could not find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from panoh.apps.directory import records
from panoh.apps.directory.records.common import HOME
from panoh.apps.directory.rules.find import month_of
from panoh.apps.directory.views import Looked, look
from panoh.core.node import Node
from panoh.lexicon import factors


def find(node: Node, asked: Mapping[str, Any]) -> Looked:
    """What fits, or the nearest there is; then the gap is counted: the need, the region, the month
    and the language, never a case, a town or a day."""
    looked = look(node, asked)
    if looked.answer.found or not _tells_a_need(looked):
        return looked
    wanted, place = looked.wanted, looked.place
    values = {
        "month": month_of(node.today()),
        "factor": wanted.factor or None,
        "country": (place.country if place else wanted.country) or None,
        "region": (place.region if place else "") or None,
        "language": wanted.language or None,
        "safe_for": wanted.safe_for or None,
    }
    with node.writing() as work:
        work.put(records.GAP, node.space(HOME), None, values)
    return looked


def _tells_a_need(looked: Looked) -> bool:
    """A search by words alone is often a slip; one for a need that must not be searched for is
    not counted either."""
    factor = looked.wanted.factor
    if factor:
        return factors.factor(factor).searchable
    return bool(looked.wanted.language or looked.wanted.safe_for)
