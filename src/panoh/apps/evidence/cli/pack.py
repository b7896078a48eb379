"""`panoh evidence pack`: taking packs in and out, looking into one, making one."""

from __future__ import annotations

import sys

import click

from panoh.apps.evidence import access, commands
from panoh.apps.evidence.cli.brief import put_file
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of
from panoh.core.node import Node
from panoh.core.packs.model import Pack
from panoh.errors import NotFound, WrongUsage
from panoh.lexicon.container import MAX_FILE
from panoh.words import N_, _, ngettext_


@click.group()
def pack() -> None:
    """Packs of evidence: add, list, remove, build, verify."""


def _read(file: str) -> bytes:
    try:
        return beginning_of(file, MAX_FILE + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem


def _about(found: Pack) -> dict[str, object]:
    kinds: dict[str, int] = {}
    for row in found.rows:
        kinds[str(row[1])] = kinds.get(str(row[1]), 0) + 1
    return {
        "id": found.id.hex(),
        "name": found.name,
        "version": found.version,
        "licence": found.licence,
        "source": found.source,
        "made_on": found.made_on,
        "signer": found.signer.hex(),
        "offered": commands.is_offered(found),
        "rows": kinds,
    }


@pack.command(name="add")
@click.argument("file", required=False)
@click.option(
    "--shipped",
    is_flag=True,
    cls=Option,
    help=N_("The pack on four documents that is offered with Panoh."),
)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def pack_add(node: Node, /, file: str | None, shipped: bool, yes: bool, as_json: bool) -> None:
    """Take a pack in. Read first what holding it can mean."""
    if (file is None) is not shipped:
        raise WrongUsage(what=_("Give a file, or --shipped."))
    try:
        data = commands.offered() if shipped else _read(file or "")
    except NotFound:
        tell(_("The pack does not lie on this computer. Bring its file, and name it here."))
        raise
    found = commands.look_into(data)
    tell(_(commands.MEANS))
    if not commands.is_offered(found):
        tell(_("Signed by {signer}. Ask the person who gave it whether this is theirs.").format(
            signer=found.signer.hex()[:16]
        ))  # fmt: skip
    if not yes and sys.stdin.isatty():
        click.confirm(_("Take this pack in?"), abort=True)
    elif not yes and not shipped:
        raise WrongUsage(what=_("Nobody can be asked here. Say --yes to take it in."))
    commands.add_pack(node, data)
    if as_json:
        show(_about(found), True)
    else:
        rows = len(found.rows)
        told = ngettext_("{name}: {n} row is here now.", "{name}: {n} rows are here now.", rows)
        say(told.format(name=found.name, n=rows))


@pack.command(name="list")
@json_option
@pass_node
def pack_list(node: Node, /, as_json: bool) -> None:
    """Which packs are held."""
    held = [
        {name: each[name] for name in ("name", "version", "pack", "signer", "here")}
        for each in access.adopted(node)
    ]
    if as_json:
        show(held, True)
        return
    for each in held:
        say(f"{each['name']}  {each['version']}  {str(each['pack'])[:16]}")
    if not held:
        say(_("No pack is held."))


@pack.command(name="remove")
@click.argument("name")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def pack_remove(node: Node, /, name: str, yes: bool, as_json: bool) -> None:
    """Take a pack out, with proof. What you remarked on it stays."""
    held = access.pack_of(node, name)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to take it out."))
        click.confirm(_("Take out {name} for good?").format(name=held["name"]), abort=True)
    gone = commands.remove_pack(node, name)
    if as_json:
        show({"name": gone.name, "proved": gone.proved, "backups": list(gone.backups)}, True)
        return
    say(
        _("Taken out. Proved: no piece of it is in any page of the vault.")
        if gone.proved
        else _("Taken out, but not proved: a piece of it may still stand somewhere in the vault.")
    )
    for each in gone.backups:
        say(_("This copy may still hold it: {copy}").format(copy=each))


@pack.command(name="verify")
@click.argument("file")
@json_option
def pack_verify(file: str, as_json: bool) -> None:
    """Look into a pack file without taking it in."""
    show(_about(commands.look_into(_read(file))), as_json)


@pack.command(name="build")
@click.argument("file")
@click.option("--name", required=True, cls=Option, help=N_("A plain name, such as my-district."))
@click.option("--version", "number", type=click.IntRange(1, 10**6), default=1, cls=Option,
              help=N_("Number of this version."))  # fmt: skip
@click.option("--licence", default="CC BY 4.0", cls=Option, help=N_("How others may use it."))
@click.option("--source", required=True, cls=Option, help=N_("One line on what it holds."))
@pass_node
def pack_build(node: Node, /, file: str, name: str, number: int, licence: str, source: str) -> None:
    """Make a pack of what is your own here, for others to take in. The file is not sealed."""
    made = commands.build_pack(node, name=name, version=number, licence=licence, source=source)
    put_file(file, made)
    tell(_("This file is not sealed: whoever has it can read it."))
    say(file)
