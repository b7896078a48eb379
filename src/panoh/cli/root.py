"""`panoh`: the core's own commands, and below the same root those of every app."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from panoh import __version__, platform
from panoh.cli.context import Asked, Doors
from panoh.cli.options import Option
from panoh.cli.output import tell, words_of
from panoh.cli.speech import click_speaks, speak
from panoh.errors import PanohError, VaultRolledBack
from panoh.words import LANGUAGES, N_, _, choose_language, use_language

OWN = {
    "start": "panoh.cli.start:start",
    "vault": "panoh.cli.vault:vault",
    "backup": "panoh.cli.backup:backup",
    "restore": "panoh.cli.backup:restore",
    "recovery": "panoh.cli.recovery:recovery",
    "travel": "panoh.cli.travel:travel",
    "doctor": "panoh.cli.doctor:doctor",
    "space": "panoh.cli.space:space",
    "device": "panoh.cli.device:device",
    "phone": "panoh.cli.phone:phone",
    "sync": "panoh.cli.sync:sync",
    "conflicts": "panoh.cli.conflicts:conflicts",
    "lock": "panoh.cli.lock:lock",
    "wipe": "panoh.cli.lock:wipe",
    "settings": "panoh.cli.settings:settings",
    "names": "panoh.cli.names:names",
    "demo": "panoh.cli.start:demo",
    "hub": "panoh.cli.hub:hub",
}
"""Loaded when they are needed: a command does not pay for the others."""

WENT_WRONG = N_("Something went wrong. What you saved before is safe; this was not saved.")
HINTS = {VaultRolledBack.code: N_("If you put back a copy yourself: panoh vault open-restored.")}
INTERRUPTED = 130
READER_GONE = 141


class Root(click.Group):
    def __init__(self, doors: Doors) -> None:
        options = [*_anywhere(hidden=False), _language_option(), _version_option()]
        super().__init__("panoh", params=[*options], help=_HELP, no_args_is_help=True)
        self._doors = doors
        self._whole = False

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        self._load_apps()
        return [*OWN, *sorted(name for name in self.commands if name not in OWN)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OWN:
            module, _colon, name = OWN[cmd_name].partition(":")
            found: click.Command = getattr(import_module(module), name)
            return speak(found, _hidden)
        self._load_apps()
        return super().get_command(ctx, cmd_name)

    def _load_apps(self) -> None:
        if self._whole:
            return
        self._whole = True
        for app in self._doors.apps():
            app.command_line(self)
        for each in self.commands.values():
            speak(each, _hidden)


_HELP = N_("Casework kept on one laptop, sealed, without a network.")


# ── options that may stand before the command or after it ───────────────────────────────────


def _anywhere(*, hidden: bool) -> list[click.Option]:
    return [
        Option(
            ["--home"],
            metavar="FOLDER",
            help=N_("Folder of the vaults; else PANOH_HOME, else the usual place."),
            callback=_remember("home"),
            expose_value=False,
            hidden=hidden,
        ),
        Option(
            ["--vault"],
            metavar="MARK",
            help=N_("Which vault, when there are several: its mark."),
            callback=_remember("vault"),
            expose_value=False,
            hidden=hidden,
        ),
        Option(
            ["--passphrase-file"],
            metavar="FILE",
            help=N_("File that holds the phrase; else PANOH_PASSPHRASE_FILE, else a prompt."),
            callback=_remember("passphrase_file"),
            expose_value=False,
            hidden=hidden,
        ),
    ]


def _hidden() -> list[click.Option]:
    return _anywhere(hidden=True)


def _remember(name: str) -> Any:
    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        asked = ctx.find_object(Asked)
        if value is not None and asked is not None:
            setattr(asked, name, value if name == "vault" else Path(value).absolute())

    return keep


def _language_option() -> click.Option:
    return Option(
        ["--language"],
        type=click.Choice([*LANGUAGES]),
        help=N_("Language of what is printed; else that of the vault."),
        expose_value=False,  # read before anything is parsed: errors of parsing speak it too
    )


def _version_option() -> click.Option:
    def show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(f"panoh {__version__}")
            ctx.exit()

    return Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show_version,
        help=N_("Show the version and exit."),
    )


# ── one command line from beginning to end ──────────────────────────────────────────────────


def run(argv: list[str], doors: Doors) -> int:
    """Carry out a command line; the exit status."""
    platform.no_core_dumps()  # before the first key is held
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    file = os.environ.get("PANOH_PASSPHRASE_FILE")
    said = tuple(_utf8(each) for each in argv)
    asked = Asked(doors, said, passphrase_file=Path(file).absolute() if file else None)
    asked.language = _said_language(said)
    use_language(asked.language or _usual_language())
    return perform(asked)


def _utf8(argument: str) -> str:
    """What was typed, read as UTF-8 even where the locale says something narrower."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def perform(asked: Asked) -> int:
    """Parse and execute; every way to end becomes an exit status and words for a person."""
    click_speaks()
    try:
        status = Root(asked.doors).main(
            args=list(asked.argv), prog_name="panoh", standalone_mode=False, obj=asked
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        tell(_("Stopped."))
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit:
        return _reader_gone()  # so click leaves when a pipe breaks under it, and only then
    except PanohError as error:
        tell(words_of(error))
        if error.code in HINTS:
            tell(_(HINTS[error.code]))
        return error.exit_status
    except Exception as error:  # noqa: BLE001 - a fault is told without what was in it
        return _fault(error)
    return status if type(status) is int else 0


def _fault(error: Exception) -> int:
    if os.environ.get("PANOH_TRACE") == "1":
        traceback.print_exc()
        return 1
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
    tell(f"{_(WENT_WRONG)} ({place})")
    return 1


def _reader_gone() -> int:
    """Whoever read our output had enough (`| head`): no complaint, not even at the very end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass  # no real stream there
    return READER_GONE


def _said_language(argv: Sequence[str]) -> str | None:
    """`--language` before the command; a command's own one means something else."""
    rest = iter(argv)
    for each in rest:
        name, equals, value = each.partition("=")
        if not name.startswith("--"):
            return None
        if name == "--language":
            wanted = value if equals else next(rest, "")
            return wanted if wanted in LANGUAGES else None
        if name in ("--home", "--vault", "--passphrase-file") and not equals:
            next(rest, None)
    return None


def _usual_language() -> str:
    """What the terminal speaks, until a vault is named."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    wishes = (os.environ.get(name, "").replace(":", ",") for name in names)
    return choose_language(*wishes)
