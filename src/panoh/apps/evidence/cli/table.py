"""`panoh evidence table import`: figures out of tables as they are downloaded."""

from __future__ import annotations

import click

from panoh.apps.evidence import commands
from panoh.apps.evidence.cli.source import file_bytes
from panoh.apps.evidence.tables import READERS
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.core.node import Node
from panoh.words import N_, _, ngettext_


@click.group()
def table() -> None:
    """Tables: World Bank, UNHCR, CBP, HXL, plain CSV."""


@table.command(name="import")
@click.argument("file")
@click.option("--as", "kind", type=click.Choice([*READERS]), required=True, cls=Option,
              help=N_("What kind of table it is."))  # fmt: skip
@click.option("--place", multiple=True, cls=Option, help=N_("Only this place; may be repeated."))
@click.option("--title", default="", cls=Option, help=N_("Title of the source."))
@json_option
@pass_node
def table_import(
    node: Node, /, file: str, kind: str, place: tuple[str, ...], title: str, as_json: bool
) -> None:
    """Take the figures of a table, with the table as their source: all of them or none."""
    found = commands.import_table(node, file_bytes(file), kind, places=place, title=title)
    if as_json:
        counted = {"figures": found.figures, "skipped": found.skipped, "same": found.same}
        show({"id": found.source, **counted}, True)
        return
    if found.same:
        tell(_("This table is here already."))
    else:
        n = found.figures
        tell(ngettext_("{n} figure was taken in.", "{n} figures were taken in.", n).format(n=n))
        m = found.skipped
        tell(ngettext_("{n} cell held no number.", "{n} cells held no number.", m).format(n=m))
    say(found.source)
