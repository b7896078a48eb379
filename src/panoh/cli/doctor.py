"""`panoh doctor`: one report on copies, ways in, trustees, this computer, and the vault itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

SOMETHING_TO_DO, BROKEN = 10, 5
SIGNS = (" ok ", " .. ", " !! ", " XX ")


@click.command()
@click.option("--quick", is_flag=True, cls=Option, help=N_("Do not read every page and entry."))
@json_option
@pass_node
def doctor(node: Node, quick: bool, as_json: bool) -> None:
    """Look at everything that protects the vault. Ends with status 0 when nothing is to be done, 10
    when something is, 5 when the vault is damaged.
    """
    from panoh.core import doctor as core

    found = core.examine(node, deep=not quick)
    data = [{"key": e.key, "level": e.level.name.lower(), "words": e.words} for e in found]
    show(data, as_json, lines=[f"{SIGNS[each.level]} {each.words}" for each in found])
    worst = max((each.level for each in found), default=core.Level.FINE)
    if worst is core.Level.BROKEN:
        click.get_current_context().exit(BROKEN)
    if worst is core.Level.DO:
        click.get_current_context().exit(SOMETHING_TO_DO)
