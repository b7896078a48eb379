"""`panoh backup`: a copy of the vault on a stick, and a look whether a copy is whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh.cli.context import Asked, pass_asked, pass_node
from panoh.cli.options import json_option
from panoh.cli.output import show, tell
from panoh.cli.streams import here
from panoh.core import backup as copies
from panoh.errors import NoVault, PanohError, VaultDamaged
from panoh.words import _

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
    path = _newest(Path(folder).absolute())
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


def _newest(folder: Path) -> Path:
    """The backup itself, or the newest of those below; their names begin with the date."""
    if (folder / copies.MANIFEST).exists() or not folder.is_dir():
        return folder
    below = sorted(each.parent for each in folder.glob(f"[0-9]*/{copies.MANIFEST}"))
    return below[-1] if below else folder


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
