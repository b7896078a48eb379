"""`panoh start` and `panoh demo`: serve the pages until Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from panoh.cli.context import Asked, pass_asked
from panoh.cli.options import Option
from panoh.cli.output import say, tell
from panoh.errors import WrongUsage
from panoh.words import N_, _, current_language


def _serving(command: Callable[..., Any]) -> Callable[..., Any]:
    port = click.option(
        "--port",
        type=click.IntRange(1, 65535),
        cls=Option,
        help=N_("Port on this computer; any free one when left out."),
    )
    browser = click.option(
        "--no-browser",
        is_flag=True,
        cls=Option,
        help=N_("Only print the address; do not open a browser."),
    )
    return port(browser(command))


@click.command()
@_serving
@pass_asked
def start(asked: Asked, port: int | None, no_browser: bool) -> None:
    """Open Panoh in the browser. Prints the address, which works once; Ctrl-C stops."""
    _run(lambda: asked.doors.start(asked.folder(), port or 0, not no_browser, _address))


@click.command()
@_serving
@pass_asked
def demo(asked: Asked, port: int | None, no_browser: bool) -> None:
    """Try Panoh with a practice of invented people, which is removed when you stop."""
    language = asked.language or current_language()
    _run(lambda: asked.doors.demo(port or 0, not no_browser, language))


def _address(address: str) -> None:
    """The address alone on standard output, for whoever reads it from there."""
    say(address)
    if sys.stderr.isatty():
        tell(_("This address opens once, in a browser on this computer. Ctrl-C stops Panoh."))


def _run(serve: Callable[[], int]) -> None:
    try:
        status = serve()
    except OSError as problem:
        raise WrongUsage(
            what=_("This port cannot be used. Leave out --port, or choose another.")
        ) from problem
    if status:
        tell(_("Panoh could not be started."))
        click.get_current_context().exit(status)
