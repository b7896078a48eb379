"""The verbs of casework in a terminal, in the words of the pages.

`contact.py` contacts without a case · `client.py` clients · `plan.py` needs, strengths, goals,
steps, support, follow-ups · `case.py` notes, reviews, closing · `today.py` what is due · `paper.py`
printing · `bring.py` taking over a list · `export.py` sealed copies · `shown.py` how rows are
written.
"""

from __future__ import annotations

import click

from panoh.apps.casework.cli import bring, case, client, contact, export, paper, plan, today


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
        case.note,
        case.case,
        today.today,
        paper.print_,
        bring.import_,
        export.export,
    )
    for each in groups:
        root.add_command(each)
