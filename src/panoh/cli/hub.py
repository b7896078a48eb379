"""`panoh hub`: for whoever runs a hub. No vault and no phrase is needed, and none is touched."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from panoh.cli.context import Asked, pass_asked
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.streams import here
from panoh.errors import NotFound, StorageFailed, WrongUsage
from panoh.words import N_, _

LONGEST_TOKEN = 64


def _database(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--database",
        required=True,
        metavar="URL",
        cls=Option,
        help=N_("Where the hub keeps its mailboxes: sqlite:///FILE or postgresql://HOST/NAME."),
    )(command)


@click.group()
def hub() -> None:
    """Run a hub: a relay that carries sealed entries between vaults and can read none."""


@hub.command()
@_database
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    cls=Option,
    help=N_("Port to listen on; any free one when left out."),
)
@click.option(
    "--address",
    default="127.0.0.1",
    cls=Option,
    help=N_("Address to listen on. Anything beyond this computer needs TLS in front."),
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    cls=Option,
    help=N_("How many processes serve; more than one needs PostgreSQL."),
)
@click.option(
    "--token-file",
    metavar="FILE",
    cls=Option,
    help=N_("File with a token; only those who were given it can make mailboxes."),
)
@click.option(
    "--mailbox-mib",
    type=click.IntRange(1, 1024 * 1024),
    default=2048,
    cls=Option,
    help=N_("Most that one mailbox holds, in MiB."),
)
@click.option(
    "--all-gib",
    type=click.IntRange(1, 1024 * 1024),
    default=50,
    cls=Option,
    help=N_("Most that all mailboxes hold together, in GiB."),
)
@click.option(
    "--new-mailboxes",
    type=click.IntRange(1, 1_000_000),
    default=3000,
    cls=Option,
    help=N_("How many mailboxes may be made in an hour."),
)
@pass_asked
def serve(asked: Asked, /, token_file: str | None, **chosen: Any) -> None:
    """Serve the hub until Ctrl-C. Prints its address once it answers."""
    token = _token(here(token_file)) if token_file else ""
    try:
        status = asked.doors.hub().serve(token=token, say=_address, **chosen)
    except OSError as problem:
        raise WrongUsage(
            what=_("This port cannot be used. Leave out --port, or choose another.")
        ) from problem
    if status:
        tell(_("The hub could not be started."))
        click.get_current_context().exit(status)


def _address(address: str) -> None:
    say(address)
    sys.stdout.flush()


def _token(file: Path) -> str:
    try:
        token = file.read_text("utf-8").strip()
    except FileNotFoundError as problem:
        raise NotFound(what=file.name) from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise StorageFailed(reason="the file cannot be read") from problem
    if not 16 <= len(token.encode()) <= LONGEST_TOKEN or not token.isprintable():
        raise WrongUsage(what=_("A token has 16 to 64 letters or digits on one line."))
    return token


@hub.command()
@_database
@json_option
@pass_asked
def status(asked: Asked, database: str, as_json: bool) -> None:
    """Show how much a hub holds. It may be serving meanwhile."""
    _show(asked.doors.hub().status(database), as_json)


@hub.command()
@_database
@click.argument("file")
@json_option
@pass_asked
def backup(asked: Asked, database: str, file: str, as_json: bool) -> None:
    """Copy a hub into the new FILE and read the copy back. It may be serving meanwhile."""
    _show(asked.doors.hub().backup(database, here(file)), as_json)


@hub.command()
@_database
@click.argument("file")
@json_option
@pass_asked
def restore(asked: Asked, database: str, file: str, as_json: bool) -> None:
    """Put the copy in FILE back, into a database that is still empty."""
    _show(asked.doors.hub().restore(here(file), database), as_json)


def _show(found: dict[str, int], as_json: bool) -> None:
    lines = [
        _("Mailboxes: {count}, of them closed: {closed}").format(
            count=found["mailboxes"], closed=found["closed"]
        ),
        _("Entries: {count}, of them without their text: {dropped}").format(
            count=found["blobs"], dropped=found["dropped"]
        ),
        _("Bytes held: {bytes}").format(bytes=found["bytes"]),
    ]
    show(found, as_json, lines=lines)
