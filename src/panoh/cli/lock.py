"""`panoh lock` and `panoh wipe`: end what is open here at once; destroy a vault for good."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh import platform
from panoh.cli.context import Asked, pass_asked
from panoh.cli.options import Option, json_option
from panoh.cli.output import show, tell
from panoh.errors import StillOpen, WrongUsage
from panoh.words import N_, _

if TYPE_CHECKING:
    from panoh.core.vault.model import VaultPlace

WAIT_SECONDS = 1.0

NOT_PROMISED = (
    N_(
        "Wiping after a search has begun, or to keep something from it, may be a crime and may harm"
        " you more than what was found. Ask a lawyer beforehand, not then."
    ),
    N_("Backups, paper keys to them, and what colleagues hold stay as they are."),
    N_("A flash disk may keep old blocks that no program can reach."),
    N_("That Panoh was used here can still be seen."),
)


@click.command()
@json_option
@pass_asked
def lock(asked: Asked, as_json: bool) -> None:
    """Lock every vault that stands open here, within a second."""
    from panoh.core.vault import store

    locked = [place.id for place in store.list_vaults(asked.folder()) if _end(place)]
    words = _("Locked.") if locked else _("Nothing open was found.")
    show({"locked": locked}, as_json, lines=[words])


@click.command()
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@click.option(
    "--by-stick",
    metavar="FOLDER",
    cls=Option,
    help=N_("Wipe nothing now: write a file into FOLDER that does it later from a stick."),
)
@click.option(
    "--no-stick", is_flag=True, cls=Option, help=N_("No file on a stick wipes this vault any more.")
)
@json_option
@pass_asked
def wipe(asked: Asked, yes: bool, by_stick: str | None, no_stick: bool, as_json: bool) -> None:
    """Destroy a vault: its keys at once, then the rest. Nothing brings it back from here.

    Needs no phrase: whoever can run this can delete the files too.
    """
    from panoh.core.vault import rules
    from panoh.core.vault import wipe as wiping

    place = asked.place()
    if by_stick is not None or no_stick:
        _arm(asked, by_stick, as_json)
        return
    mark = str(rules.mark(place.id))
    if not yes:
        for each in NOT_PROMISED:
            tell(_(each))
        typed = click.prompt(_("To wipe the vault, type its mark ({mark})").format(mark=mark))
        if typed.strip().casefold() != mark.casefold():
            raise WrongUsage(what=_("That is not its mark. Nothing was wiped."))
    slots = wiping.keys(place)
    ended = _end(place)
    left = wiping.finish(asked.folder())
    data = {"wiped": place.id, "slots": slots, "left": left}
    lines = [_("The keys of {mark} are gone.").format(mark=mark)]
    if not ended:
        lines.append(_("If Panoh still stands open in a browser, lock it there now."))
    if left:
        lines.append(_("Some sealed files could not be removed yet; nothing opens them."))
    show(data, as_json, lines=[*lines, *map(_, NOT_PROMISED)])


def _arm(asked: Asked, folder: str | None, as_json: bool) -> None:
    from panoh.core.vault import stick, store

    place = asked.place()
    store.unlock(place, asked.phrase())  # only its owner may choose this
    if folder is None:
        stick.disarm(place)
        show({"armed": False}, as_json, lines=[_("No file on a stick wipes this vault any more.")])
        return
    path = stick.arm(place, Path(folder).absolute())
    show({"armed": True, "path": str(path)}, as_json, lines=[str(path)])
    tell(
        _(
            "It sleeps under this name. Renamed to {name} and put in while Panoh runs, it wipes at"
            " once and asks nothing."
        ).format(name=stick.NAME)
    )
    for each in NOT_PROMISED:
        tell(_(each))


def _end(place: VaultPlace) -> bool:
    """Ends the process that holds a vault open; False when none did. Raises StillOpen."""
    path = platform.local_socket_path(place.id)
    process = _behind(path) if path is not None else None
    if path is None or process is None:
        return False
    if platform.ask_to_lock(process):
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            if _behind(path) is None:
                return True
            time.sleep(0.01)
    raise StillOpen


def _behind(path: Path) -> int | None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.settimeout(WAIT_SECONDS)
        try:
            asking.connect(str(path))
        except OSError:
            return None
        return platform.process_behind(asking) if platform.same_person(asking) else None
