"""`panoh attachment`: pictures of papers, kept in the case and nowhere else."""

from __future__ import annotations

import sys

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.records import ATTACHMENT
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of, here
from panoh.cli.written import output_option, write_all, writing
from panoh.core.node import Node
from panoh.core.stripping import LARGEST, PDF
from panoh.errors import Forbidden, WrongUsage
from panoh.words import N_, _

HIDDEN = N_("This is restricted. Say --restricted, which is noted in the case.")


@click.group()
def attachment() -> None:
    """Pictures of papers: sealed in pieces, without place, camera or time."""


@attachment.command(name="add")
@click.argument("code")
@click.argument("file")
@options_for(ATTACHMENT, only=("title", "restricted"))
@json_option
@pass_node
def add(node: Node, /, code: str, file: str, as_json: bool, **options: object) -> None:
    """Attach FILE (JPEG, PNG or PDF, at most 8 MB) to a case. The file itself stays where it is."""
    try:
        data = beginning_of(file, LARGEST + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem
    record = commands.add_attachment(node, code, data, given(options))
    row = access.attachment(node, record)
    show({"id": record, "size": row["size"], "media": row["media"]}, as_json, lines=[record])
    if row["media"] == PDF:
        tell(_("A PDF keeps who made it and when; Panoh cannot take that out."))
    tell(_("The file you attached still lies where it was. Delete it if nobody needs it there."))


@attachment.command(name="show")
@click.argument("code")
@json_option
@pass_node
def show_(node: Node, /, code: str, as_json: bool) -> None:
    """What is attached to a case. Pictures are looked at in the browser."""
    rows = [e for e in access.attachments(node, code) if not access.is_hidden(node, e)]
    data = [
        {name: each[name] for name in ("id", "title", "media", "size", "restricted", "created_at")}
        for each in rows
    ]
    lines = [f"{each['id'][:8]}  {each['title']}  {each['media']}" for each in rows]
    show(data, as_json, lines=lines or [_("Nothing is attached.")])


@attachment.command(name="export")
@click.argument("ident", metavar="ID")
@output_option
@click.option("--restricted", is_flag=True, cls=Option, help=N_("It may be a restricted one."))
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def export(
    node: Node, /, ident: str, output: str, restricted: bool, yes: bool, as_json: bool
) -> None:
    """Write an attachment as a file, not sealed. It is noted in the case first."""
    row = access.attachment(node, ident)
    if access.is_hidden(node, row) and not restricted:
        raise Forbidden(why=HIDDEN)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to write the file."))
        click.confirm(_("Write it where others can find it?"), abort=True, err=True)
    data = access.attachment_bytes(node, row["id"])
    path = here(output).absolute()
    with writing(path) as handle:
        commands.note_attachment_out(node, row["id"])
        write_all(handle, data)
    show({"path": str(path), "size": len(data)}, True) if as_json else say(str(path))


@attachment.command(name="erase")
@click.argument("ident", metavar="ID")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def erase(node: Node, /, ident: str, yes: bool, as_json: bool) -> None:
    """Erase an attachment for good, here and wherever the case is shared."""
    row = access.attachment(node, ident)
    if not yes:
        click.confirm(_("Erase it for good?"), abort=True, err=True)
    done = commands.erase_attachment(node, row["id"])
    data = {"entries": done.entries, "backups": list(done.backups), "proved": done.proved}
    show(data, as_json, lines=[_("Erased.")])
