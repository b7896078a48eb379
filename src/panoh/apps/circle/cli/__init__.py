"""`panoh map …` and `panoh whatif …`: maps, loops and questions in a terminal.

`maps.py` maps and loops · `whatif.py` questions and answers. Both say that the evidence pack is
missing while none is held.
"""

from __future__ import annotations

import click

from panoh.apps.circle.cli import maps, whatif


def command_line(root: click.Group) -> None:
    """Adds both groups to the terminal."""
    root.add_command(maps.map_)
    root.add_command(whatif.whatif)
