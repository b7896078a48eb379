"""What lists, searches and comparisons read, own rows and those of packs side by side.

`claims.py` claims, search, a factor, the timeline · `figures.py` figures and disagreements.
Today shows nothing of it and the common search finds nothing of it: a case must not lead here.
"""

from __future__ import annotations

from importlib import resources

from panoh.apps.evidence.views.claims import (
    Factor,
    about_factor,
    claims,
    count_claims,
    factors_used,
    found,
    status_of,
    timeline,
)
from panoh.apps.evidence.views.figures import (
    contested_pairs,
    differing,
    figures,
    neighbours,
    of_claims,
    rival_accounts,
)
from panoh.core.app import Found, TodayItem
from panoh.core.node import Node

SQL = resources.files("panoh.apps.evidence.views").joinpath("views.sql").read_text("utf-8")


def today(_node: Node, _limit: int) -> list[TodayItem]:
    """Nothing: what is due is about people, and no line leads from there to a claim."""
    return []


def search(_node: Node, _query: str) -> list[Found]:
    """Nothing: the common search is where clients are looked for. The ledger has its own."""
    return []


__all__ = [
    "SQL",
    "Factor",
    "about_factor",
    "claims",
    "contested_pairs",
    "count_claims",
    "differing",
    "factors_used",
    "figures",
    "found",
    "neighbours",
    "of_claims",
    "rival_accounts",
    "search",
    "status_of",
    "timeline",
    "today",
]
