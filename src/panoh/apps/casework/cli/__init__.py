"""The verbs of casework in a terminal, in the words of the pages.

`contact.py` contacts without a case · `client.py` clients · `plan.py` needs, strengths, goals,
steps, support, follow-ups · `people.py` who is around the client, children · `safety_plan.py` ·
`case.py` notes, reviews, closing · `today.py` what is due ·
`shown.py` how rows are written.
"""

from __future__ import annotations

import click

from panoh.apps.casework.cli import case, client, contact, people, plan, safety_plan, today


def command_line(root: click.Group) -> None:
    """Adds the commands of casework to the terminal."""
    groups = (
        contact.contact,
        client.client,
        plan.need,
        plan.strength,
        plan.goal,
        plan.step,
        plan.support,
        plan.follow_up,
        people.person,
        people.household,
        people.tie,
        people.child,
        safety_plan.safety_plan,
        case.note,
        case.case,
        today.today,
    )
    for each in groups:
        root.add_command(each)
