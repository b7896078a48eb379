"""`panoh backup`: a copy of the vault on a stick, and a look whether a copy is whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh.cli import phrase
from panoh.cli.context import Asked, pass_asked, pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show, tell
from panoh.cli.streams import here
from panoh.core import backup as copies
from panoh.core import restoring
from panoh.core.vault import anchor, paper, rules
from panoh.errors import NotFound, NoVault, PanohError, VaultDamaged, WrongUsage
from panoh.storage import files
from panoh.words import N_, _, current_language

if TYPE_CHECKING:
    from panoh.core.node import Node


@click.group()
def backup() -> None:
    """Backups: copies of the whole vault, sealed like the vault itself."""


@backup.command()
@click.argument("folder")
@json_option
@pass_node
def create(node: Node, folder: str, as_json: bool) -> None:
    """Copy the vault into a new folder below FOLDER, and read the copy back."""
    made = copies.create(node, here(folder).absolute())
    data = {"path": str(made.path), "commits": made.commits, "bytes": made.size}
    show(data, as_json, lines=[str(made.path)])


@backup.command()
@click.argument("folder")
@json_option
@pass_asked
def verify(asked: Asked, folder: str, as_json: bool) -> None:
    """Open the copy in FOLDER and check all of it. Ends with status 5 when something is off.

    FOLDER may also be the one that holds several copies: then the newest is opened. A copy opens
    with the phrase, or paper key, of the day it was made.
    """
    try:
        path = restoring.newest(Path(folder).absolute())
    except NoVault:
        path = Path(folder).absolute()
    secret = asked.phrase()
    try:
        found = copies.verify(
            path, secret, lambda p, k: asked.doors.open_node(p, k, anchored=False)
        )
    except NoVault:
        tell(_("No copy of a vault is in this folder."))
        click.get_current_context().exit(NoVault.exit_status)
    findings = [_(each) for each in found.findings]
    data = {
        "path": str(found.path),
        "commits": found.commits,
        "findings": findings,
        "sound": not findings,
    }
    show(data, as_json, lines=[str(found.path), *(findings or [_("Nothing is off.")])])
    if findings:
        for each in findings:
            tell(each)
        click.get_current_context().exit(VaultDamaged.exit_status)
    _remember(asked, path, secret)


@backup.command(name="list")
@json_option
@pass_node
def list_(node: Node, as_json: bool) -> None:
    """The copies that the vault remembers, newest first, and whether they can be seen from here."""
    found = copies.listed(node)
    data = [
        {"made": e.made, "path": str(e.path), "commits": e.commits, "verified": e.verified,
         "there": e.there}
        for e in found
    ]  # fmt: skip
    lines = [
        f"{e.made.replace('T', ' ')}  {'' if e.there else _('(not here)') + '  '}{e.path}"
        for e in found
    ]
    show(data, as_json, lines=lines or [_("There is no backup yet: panoh backup create.")])


@backup.command()
@click.argument("folder", required=False)
@click.option(
    "--every",
    "days",
    type=int,
    default=1,
    show_default=True,
    cls=Option,
    help=N_("Days between two copies."),
)
@click.option("--off", is_flag=True, cls=Option, help=N_("Make no copies by itself any more."))
@json_option
@pass_node
def schedule(node: Node, folder: str | None, days: int, off: bool, as_json: bool) -> None:
    """Make a copy in FOLDER when the vault is opened and the last one is old enough.

    Only what changed is written, and everything is read back. Without FOLDER: what is set, and make
    the copy now if one is due.
    """
    from panoh.core import schedule as plans

    if off:
        plans.end(node)
    elif folder is not None:
        plans.set_to(node, here(folder).absolute(), days)
    made = plans.run(node)
    held = plans.of(node)
    data = {
        "folder": str(held.folder) if held else None,
        "days": held.days if held else None,
        "last": held.last.isoformat(timespec="minutes") if held and held.last else None,
        "made": str(made.path) if made else None,
        "written": made.written if made else 0,
        "bytes": made.size if made else 0,
    }
    if held is None:
        lines = [_("No copies are made by themselves.")]
    else:
        lines = [f"{held.folder}  {held.days}  {data['last'] or '-'}"]
    show(data, as_json, lines=[*lines, *([str(made.path)] if made else [])])


@click.command()
@click.argument("folder", required=False)
@click.option(
    "--from-hub",
    "hub",
    metavar="ADDRESS",
    cls=Option,
    help=N_("Without a copy: by the code on paper, from what lies at this hub."),
)
@click.option(
    "--code-file",
    metavar="FILE",
    cls=Option,
    help=N_("File that holds the code on paper; else it is asked for."),
)
@json_option
@pass_asked
def restore(
    asked: Asked, folder: str | None, hub: str | None, code_file: str | None, as_json: bool
) -> None:
    """Put the copy in FOLDER back as a vault on this computer, as a new device.

    It opens with the phrase, or paper key, of the day it was made. The old computer, if it still
    runs, goes on beside it: neither can be taken for the other. Shut out a lost one with
    `panoh device revoke`.

    With --from-hub there is no copy: the code of `panoh device paper` brings everything back, under
    a new phrase.
    """
    if hub is not None:
        _from_hub(asked, hub, code_file, as_json)
        return
    if folder is None:
        raise WrongUsage(what=_("Name the folder with the copy, or a hub with --from-hub."))
    try:
        place = restoring.restore(
            Path(folder).absolute(),
            asked.phrase(),
            asked.folder(),
            lambda p, k: asked.doors.open_node(p, k, as_new_device=True),
        )
    except NoVault:
        tell(_("No copy of a vault is in this folder."))
        click.get_current_context().exit(NoVault.exit_status)
    mark = str(rules.mark(place.id))
    show({"id": place.id, "mark": mark}, as_json, lines=[mark])
    tell(_("What was written after the copy is not in it. This computer goes on as a new device."))


def _from_hub(asked: Asked, hub: str, code_file: str | None, as_json: bool) -> None:
    from panoh.sync import on_paper, running
    from panoh.sync.carriers.hub import HubCarrier

    code = phrase.from_file(Path(code_file)) if code_file else phrase.ask(_("The code on paper"))
    language = asked.language or current_language()
    HubCarrier(hub)  # an address that is none is told before a vault is made
    paper.decode(code)  # and so is a slip
    new = phrase.for_new(asked.passphrase_file, language)
    place, key = asked.doors.create_vault(asked.folder(), new.phrase, "", language)
    try:
        node = asked.doors.open_node(place, key)
        try:
            report = on_paper.come_back(node, code, lambda: HubCarrier(hub))
            running.remember_hub(node, hub)
        finally:
            node.close()
    except BaseException as problem:  # an interruption too: what came by halves is no vault
        files.remove_folder(place.folder)
        anchor.forget(place)
        if isinstance(problem, NotFound):
            raise WrongUsage(what=_("Nothing for this code lies at this hub.")) from problem
        raise
    mark = str(rules.mark(place.id))
    data = {"id": place.id, "mark": mark, "received": report.received}
    if new.unseen:
        data["phrase"] = new.phrase
    show(data, as_json, lines=[mark, *([new.phrase] if new.unseen else [])])
    tell(_("This computer goes on as a new device. Shut out the lost ones: panoh device revoke."))
    tell(_("The code on paper still opens everything. Make a new one: panoh device paper."))


def _remember(asked: Asked, path: Path, secret: str) -> None:
    """Note in the vault that the copy was looked at, if it is of this vault and opens likewise."""
    try:
        place = asked.place()
        if not (path / place.id).is_dir():
            return
        with asked.unlocked(secret) as (node, _key):
            copies.note_verified(node, path)
    except PanohError:
        return  # no vault here, or another phrase by now: the copy is whole all the same
