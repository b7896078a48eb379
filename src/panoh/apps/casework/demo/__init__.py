"""What `panoh demo` shows: about 40 invented clients and 60 contacts of half a year.

Everybody here is invented: districts are called "example" in their language, phones begin with an
unassigned +999. It is written through the same commands a person uses, day by day, and is the same
each time but for codes and ids.
"""

from __future__ import annotations

from panoh.apps.casework.demo.days import Days
from panoh.apps.casework.demo.guidance import plan_guidance
from panoh.apps.casework.demo.life import plan_contacts, plan_everybody
from panoh.core.node import Node


def fill(node: Node) -> None:
    """Write half a year of practice into an empty vault."""
    days = Days(node.now())
    people = plan_everybody(days)
    plan_contacts(days, people)
    plan_guidance(days, people)
    days.live(node)


__all__ = ["fill"]
