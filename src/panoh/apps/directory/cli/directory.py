"""`panoh directory import|export|serve|verify|stale|gaps`."""

from __future__ import annotations

import stat
from typing import Any

import click

from panoh.apps.directory import commands, records, views
from panoh.apps.directory.cli.shown import entry_data, entry_line
from panoh.apps.directory.hsds.files import MOST_BYTES, TOO_LARGE
from panoh.apps.directory.rules.age import WORDS
from panoh.apps.directory.serve import files_of
from panoh.cli.context import Asked, pass_asked, pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import progress, say, show, tell
from panoh.cli.streams import beginning_of, here
from panoh.cli.written import output_option, write_new
from panoh.core.node import Node
from panoh.errors import Unsound, WrongUsage
from panoh.words import N_, _, ngettext_


@click.group()
def directory() -> None:
    """The directory of services: take in, hand out, keep true."""


@directory.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--preview",
    is_flag=True,
    cls=Option,
    help=N_("Say what would be taken and what is refused; write nothing."),
)
@json_option
@pass_node
def import_(node: Node, /, files: tuple[str, ...], preview: bool, as_json: bool) -> None:
    """Take over a directory in the open standard HSDS: JSON, CSV tables, or a zip of them.

    All of it is taken, or nothing. A folder stands for the tables in it.
    """
    given_files = [pair for name in files for pair in _read(name)]
    taken = commands.look_at(node, given_files)
    if not preview:
        with progress() as told:
            commands.take(node, taken, lambda done, of: told("import", done, of))
    if as_json:
        show({"rows": dict(taken.rows), "loose": taken.loose, "new": len(taken.fresh),
              "known": len(taken.held)}, True)  # fmt: skip
        return
    for table, count in sorted(taken.rows.items()):
        say(f"{count:6}  {table}")
    words = ngettext_("{n} new service", "{n} new services", len(taken.fresh))
    tell(words.format(n=len(taken.fresh)))
    if preview:
        tell(_("Nothing is written yet."))
    if taken.loose:
        words = ngettext_("{n} link points outside this directory; it is kept as it is.",
                          "{n} links point outside this directory; they are kept as they are.",
                          taken.loose)  # fmt: skip
        tell(words.format(n=taken.loose))


def _read(name: str) -> list[tuple[str, bytes]]:
    path = here(name)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return [pair for each in sorted(path.glob("*.csv")) for pair in _read(str(each))]
        if found.st_size > MOST_BYTES:
            raise Unsound(path=path.name, why=TOO_LARGE)
        return [(path.name, beginning_of(name, MOST_BYTES + 1))]
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem


@directory.command()
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    default="json",
    cls=Option,
    help=N_("json: one file of services and what hangs on them; csv: a zip of tables."),
)
@json_option
@pass_node
def export(node: Node, /, output: str, form: str, as_json: bool) -> None:
    """Write the directory in the open standard HSDS.

    Confidential places, ties to a state and all that is ours alone stay here.
    """
    package = views.public(node)
    path = write_new(output, files_of(package)[form])
    data = {"path": path, "services": len(package.table("service"))}
    show(data, True) if as_json else say(path)


@directory.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    cls=Option,
    help=N_("Port to listen on; any free one when left out."),
)
@pass_asked
def serve(asked: Asked, /, port: int) -> None:
    """Answer other programs on this computer with what may leave, until Ctrl-C.

    The vault is read once and closed before the first answer: what changes later needs a new start.
    """
    from panoh.apps.directory.serve.running import run

    with asked.unlocked() as (node, _key):
        package = views.public(node)
    try:
        status = run(package, port, say)
    except OSError as problem:
        raise WrongUsage(
            what=_("This port cannot be used. Leave out --port, or choose another.")
        ) from problem
    click.get_current_context().exit(status)


@directory.command()
@click.argument("ref", metavar="SERVICE")
@options_for(records.CHECK, without=("service",))
@json_option
@pass_node
def verify(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """Note that somebody looked whether a service is still as written: how, and the result."""
    made = commands.verify(node, ref, given(options))
    show({"id": made}, True) if as_json else say(made[:8])


@directory.command()
@json_option
@pass_node
def stale(node: Node, /, as_json: bool) -> None:
    """Services that somebody should verify, those that fail first."""
    rows = views.to_verify(node)
    lines = [f"{entry_line(each)}  {_(WORDS[each.age.state])}" for each in rows]
    show([entry_data(each) for each in rows], as_json, lines=lines)


@directory.command()
@json_option
@pass_node
def gaps(node: Node, /, as_json: bool) -> None:
    """What was looked for and not found, by month, need, region and language."""
    rows = [{**row, "times": count} for row, count in views.gaps(node)]
    lines = ["  ".join(str(value) for value in each.values() if value) for each in rows]
    show(rows, as_json, lines=lines)
