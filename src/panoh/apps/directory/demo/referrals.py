"""The referrals of the demo: one of each state, to organisations that invented clients agreed to.

Whose they are is asked through the core, as a person's own choice would be; without such clients
there are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from panoh.apps.directory import commands
from panoh.apps.directory.views import catalogue
from panoh.core import meeting
from panoh.core.node import Node

PARTNERS = ("Example Hope, Dushanbe", "Example Bridge, Dushanbe", "Example Hearth, Dushanbe")


@dataclass(frozen=True, slots=True)
class Story:
    """`ago`, in days, is when it was sent; `to` is the sort of service that would be best; `steps`
    are (days ago, state, more)."""

    ago: int
    priority: str
    to: str
    asked: str
    reason: str
    steps: tuple[tuple[int, str, dict[str, str]], ...] = ()


FOOD, RELATIVES, LINE = "Food and clothes", "Finding relatives", "Help line for migrants"
STORIES = (
    Story(62, "normal", FOOD, "relief", "Invented: needs winter clothes for two children.",
          ((60, "accepted", {}), (45, "done", {"result": "helped"}))),
    Story(38, "normal", RELATIVES, "tracing", "Invented: has not heard from a brother for months.",
          ((36, "accepted", {"note": "Invented: asked in two towns so far."}),)),
    Story(20, "urgent", FOOD, "food", "Invented: the money is gone until the end of the month.",
          ((19, "declined", {"why": "full", "note": "Invented: no parcels left this week."}),)),
    Story(9, "urgent", LINE, "legal", "Invented: wages not paid, the employer does not answer."),
    Story(6, "normal", LINE, "legal", "Invented: would like to know which papers are missing.",
          ((4, "accepted", {}),)),
    Story(1, "normal", FOOD, "relief", "Invented: needs warm clothes for the way to work."),
)  # fmt: skip


def fill(node: Node) -> None:
    """Each story with the first client who had agreed to a service at that time."""
    pairs = list(_agreed(node))
    now = moment = node.now()
    with node.dated(lambda: moment):
        for story in STORIES:
            moment = now - timedelta(days=story.ago)
            best = sorted(pairs, key=lambda each: not each[2].startswith(story.to))
            made = _send(node, story, best)
            for ago, what, more in story.steps if made else ():
                moment = now - timedelta(days=ago)
                commands.step(node, made, what, more)


def _agreed(node: Node) -> Iterator[tuple[str, str, str]]:
    """Codes of cases, and services (id, name) that may be told something of them today."""
    services = [
        each for each in catalogue(node)
        if each.organization and each.organization["name"] in PARTNERS
    ]  # fmt: skip
    for row in node.spaces.of_home("case"):
        code = node.name_of(row)
        for partner in PARTNERS if code else ():
            held = meeting.sharable(node, code, [partner])
            if any(each.agreement for each in held.items):
                yield from ((code, e.id, e.name) for e in services if partner in e.names)


def _send(node: Node, story: Story, pairs: list[tuple[str, str, str]]) -> str:
    """The id of the referral; empty when nobody had agreed to anything then."""
    for code, service, _name in pairs:
        held = commands.offered(node, service, code)
        items = [each.key for each in held.items if each.agreement]
        if items and not held.asks_apart:
            values: dict[str, Any] = {
                "priority": story.priority, "asked": [story.asked], "reason": story.reason,
                "carer": "adult", "by": "Demo", "delivered": "paper",
            }  # fmt: skip
            return commands.new(node, service, code, items, values)
    return ""
