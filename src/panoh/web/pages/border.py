"""Before something is read in another country: the client is asked, once, and it is kept.

Where one works oneself is said on the page of sharing; where a colleague works they say themselves,
or whoever invites them says it. The rule is the core's (`core/abroad.py`); here it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.core import abroad
from panoh.core.node import Node
from panoh.core.records.own import COUNTRIES
from panoh.core.space.store import SpaceRow
from panoh.errors import Invalid
from panoh.web.page import Again, Go, Page, Reply, Visit
from panoh.web.shell import Held
from panoh.words import N_, _

COUNTRY_WORDS = {each.key: each.label for each in COUNTRIES}
SAY_SO = N_("Tick this when the client agrees. Without it nothing is opened there.")
HOW = N_("Choose how the client said so.")


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked: who would read it, in which country, and how it can be said. `parts`
    counts what needs the consent, each by itself."""

    name: str
    country: str
    parts: int
    ways: list[tuple[str, str]]


def question(node: Node, rows: Sequence[SpaceRow], country: str, name: str) -> Question | None:
    """None where there is no border, or the client agreed to that country already."""
    asked = abroad.not_agreed(node, rows, country)
    if not asked:
        return None
    words = [(key, _(label)) for key, label in abroad.ways(node)]
    return Question(name, _(COUNTRY_WORDS.get(country, country)), len(asked), words)


def settled(visit: Visit, rows: Sequence[SpaceRow], country: str, name: str) -> dict[str, str]:
    """Keeps what the client said, where that has to be asked; what is wrong with the answer, or
    nothing. Only after that may anything be opened there."""
    node, form = visit.node, visit.form
    asked = question(node, rows, country, name)
    if asked is None:
        return {}
    problems = {}
    if form.get("agrees") != "1":
        problems["agrees"] = _(SAY_SO)
    if form.get("given") not in dict(asked.ways):
        problems["given"] = _(HOW)
    if problems:
        return problems
    heard = form.get("certified_by").strip()
    given = {"given": form.get("given"), **({"certified_by": heard} if heard else {})}
    try:
        abroad.agree(node, rows, country, name, given)
    except Invalid as refused:
        return {key: _(text) for key, text in refused.problems.items()}
    return {}


def set_own(visit: Visit) -> Reply:
    """Where this person works."""
    country = visit.form.get("country")
    if country not in COUNTRY_WORDS:
        return Again("/share", visit.form, {"country": _("Choose a country.")})
    if country != abroad.country_of(visit.node, visit.node.person.id):
        abroad.set_own_country(visit.node, country)
    return Go("/share", told=_("Saved."))


def pages(_held: Held) -> tuple[Page, ...]:
    return (Page("POST", "/share/country", set_own, "share-country"),)
