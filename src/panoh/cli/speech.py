"""Help and usage errors in the language of the person, for every command, whoever made it.

Commands are plain click: their help is the docstring, in English. Here each gets the gift of
speech: the paragraphs of its help are translated when they are shown, and so are click's own words.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any

import click

from panoh.cli.options import Option
from panoh.words import N_, _, ngettext_

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_SPOKEN = "_panoh_spoken"

WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Error: invalid input"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} does not take a value."),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{value!r} is not one of {choices}."),
    N_("default: {default}"),
    N_("Aborted!"),
)
"""What click says by itself."""


def click_speaks() -> None:
    """Let click look up its words where ours are."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for its, ours in (("_", _), ("ngettext", ngettext_)):
            if hasattr(module, its):
                setattr(module, its, ours)


def paragraphs(text: str | None) -> list[str]:
    """The message keys of a docstring: one a paragraph, its lines joined."""
    cleaned = inspect.cleandoc(text or "").partition("\f")[0]
    return [" ".join(part.split()) for part in cleaned.split("\n\n") if part.strip()]


def speak(command: click.Command, also: Callable[[], list[click.Option]]) -> click.Command:
    """Give a command and all below it their words, and the options that may stand anywhere."""
    if getattr(command, _SPOKEN, False):
        return command
    setattr(command, _SPOKEN, True)
    _bind(command, "format_help_text", _format_help_text)
    _bind(command, "get_short_help_str", _short_help)
    for option in command.params:
        if isinstance(option, click.Option) and not isinstance(option, Option):
            _bind(option, "get_help_record", _help_record)
    if isinstance(command, click.Group):
        for each in command.commands.values():
            speak(each, also)
    else:
        taken = {flag for option in command.params for flag in option.opts}
        command.params += [each for each in also() if not taken & set(each.opts)]
    return command


def _bind(owner: object, name: str, function: Callable[..., Any]) -> None:
    setattr(owner, name, MethodType(function, owner))


def _format_help_text(
    self: click.Command, _ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    for each in paragraphs(self.help):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(each))


def _short_help(self: click.Command, limit: int = 45) -> str:  # noqa: ARG001 - click's signature
    found = paragraphs(self.short_help or self.help)
    return _(found[0]).partition(". ")[0].rstrip(".") if found else ""


def _help_record(self: click.Option, ctx: click.Context) -> tuple[str, str] | None:
    key, self.help = self.help, _(" ".join((self.help or "").split()))
    try:
        return click.Option.get_help_record(self, ctx)
    finally:
        self.help = key
