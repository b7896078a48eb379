"""The verbs of casework in a terminal, in the words of the pages.

`contact.py` contacts without a case · `client.py` clients · `consent.py` what was agreed to ·
`plan.py` needs, strengths, goals, steps, support, follow-ups · `people.py` who is around the
client, children · `safety_plan.py` · `attachment.py`
pictures · `case.py` notes, reviews, closing · `card.py` guidance ·
`demand.py` what authorities asked for · `erase.py` erasing, and how long cases are kept ·
`today.py` what is due · `paper.py` printing · `bring.py` taking over a list · `export.py` sealed
copies · `practice.py` who keeps which case, second looks · `shown.py` how rows are written.
"""

from __future__ import annotations

import click

from panoh.apps.casework.cli import (
    attachment,
    bring,
    card,
    case,
    client,
    consent,
    contact,
    demand,
    erase,
    export,
    paper,
    people,
    plan,
    practice,
    safety_plan,
    today,
)


def command_line(root: click.Group) -> None:
    """Adds the commands of casework to the terminal."""
    groups = (
        contact.contact,
        client.client,
        consent.consent,
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
        card.card,
        practice.caseload,
        practice.second_look,
        demand.demand,
        attachment.attachment,
        erase.erase,
        erase.retention,
        today.today,
        paper.print_,
        bring.import_,
        export.export,
    )
    for each in groups:
        root.add_command(each)
