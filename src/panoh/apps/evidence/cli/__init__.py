"""`panoh evidence …`: the ledger in a terminal.

`pack.py` packs · `claim.py` claims, figures, disagreements, remarks · `source.py` sources,
passages, suggestions · `table.py` tables · `practice.py` practices and factors ·
`brief.py` briefs, imports and exports · `shown.py` how rows are written.
"""

from __future__ import annotations

import click

from panoh.apps.evidence.cli import brief, claim, pack, practice, source, table


@click.group()
def evidence() -> None:
    """Sources, claims, disagreements, practices and briefs."""


def command_line(root: click.Group) -> None:
    """Adds the commands of the ledger to the terminal."""
    groups: tuple[click.Command, ...] = (
        claim.claim,
        claim.figure,
        claim.disagreements,
        claim.remark,
        claim.contest,
        source.source,
        source.passage,
        source.suggest,
        table.table,
        practice.practice,
        practice.factor,
        practice.timeline,
        brief.brief,
        brief.export,
        pack.pack,
    )
    for each in groups:
        evidence.add_command(each)
    root.add_command(evidence)
