"""Flags made from the declaration of a record type, so that a field is named once.

`options_for(NOTE)` gives `--text`, `--text-file`, `--restricted`; `given(...)` turns what click
read back into raw values for a command of an app. Labels and help are translated when shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click

from panoh.cli.streams import beginning_of
from panoh.core.records.model import Answer, Field, Kind, RecordType
from panoh.core.records.rules import ANSWER_MARK
from panoh.errors import WrongUsage
from panoh.words import N_, _

Command = TypeVar("Command", bound=Callable[..., Any])

MANY = (Kind.CHOICES, Kind.LANGUAGES, Kind.NAMES)
STDIN = "-"
LONGEST_FILE = 1 << 20


class Option(click.Option):
    """An option whose help is a message key, translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        key, self.help = self.help, sentences((self.help or "").split("\0"))
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = key


def labels_of(command: click.Command) -> dict[str, str]:
    """What a person calls each thing that a command asks for: message keys by field name."""
    return {
        each.name: each.help.split("\0")[0]
        for each in command.params
        if isinstance(each, Option) and each.name and each.help
    }


def sentences(keys: list[str]) -> str:
    """Label and help one after the other, the label ended if it does not end by itself."""
    parts = [_(key) for key in keys]
    ended = [each if each[-1:] in ".?!…:" or each is parts[-1] else each + "." for each in parts]
    return " ".join(ended)


class ChoiceOrAnswer(click.Choice[str]):
    """One of the choices, or one of the ways of not answering."""

    name = "choice"

    def __init__(self, field: Field) -> None:
        self._keys = [each.key for each in field.choices]
        answers = [each.value for each in Answer] if field.open_ended else []
        self._answers = [each for each in answers if each not in self._keys]
        super().__init__([*self._keys, *self._answers])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        bare = str(value).removeprefix(ANSWER_MARK)
        chosen = super().convert(bare.replace("-", "_"), param, ctx)
        return ANSWER_MARK + chosen if chosen in self._answers else chosen


def options_for(
    rtype: RecordType,
    *,
    only: Iterable[str] | None = None,
    without: Iterable[str] = (),
    names: Mapping[str, str | tuple[str, ...]] | None = None,
) -> Callable[[Command], Command]:
    """Options of a command from the fields of a record type.

    A field `contact_when` becomes `--contact-when`; `names` gives other flags
    (`{"names": "--name"}`). Long texts also get `--<flag>-file`, so that the history of the shell
    need not hold them; `-` reads standard input.
    """
    left_out = set(without)
    wanted = None if only is None else set(only)
    chosen = [
        each
        for each in rtype.fields
        if each.name not in left_out and (wanted is None or each.name in wanted)
    ]

    def decorate(command: Command) -> Command:
        for each in reversed(chosen):
            for option in reversed(_options(each, (names or {}).get(each.name))):
                command = option(command)
        return command

    return decorate


def _options(field: Field, named: str | tuple[str, ...] | None) -> list[Callable[[Any], Any]]:
    flags = (named,) if isinstance(named, str) else named or ("--" + field.name.replace("_", "-"),)
    words = "\0".join(part for part in (field.label, field.help) if part)
    settings: dict[str, Any] = {"help": words, "default": None, "cls": Option}
    if field.kind is Kind.YES:
        pair = f"{flags[0]}/--no-{flags[0][2:]}"
        return [click.option(pair, field.name, **settings)]
    if field.kind in MANY:
        settings.update(multiple=True, default=())
        if field.kind is Kind.CHOICES:
            settings["type"] = ChoiceOrAnswer(field)
    elif field.kind is Kind.CHOICE:
        settings["type"] = ChoiceOrAnswer(field)
    elif field.kind is Kind.NUMBER:
        settings["type"] = click.IntRange(min=0)
    made = [click.option(*flags, field.name, metavar=_METAVARS.get(field.kind), **settings)]
    if field.kind is Kind.LONG:
        made.append(
            click.option(
                f"{flags[0]}-file",
                f"{field.name}__file",
                metavar="FILE",
                help=N_("Read this text from a file; - for standard input."),
                default=None,
                cls=Option,
            )
        )
    return made


_METAVARS = {
    Kind.TEXT: "TEXT",
    Kind.LONG: "TEXT",
    Kind.DATE: "YYYY-MM-DD",
    Kind.TIME: "YYYY-MM-DDTHH:MM",
    Kind.PHONE: "NUMBER",
    Kind.FACTOR: "FACTOR",
    Kind.LANGUAGES: "CODE",
    Kind.NAMES: "NAME",
    Kind.LINK: "ID",
}


def given(options: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was really said on the command line, files and standard input read."""
    values: dict[str, Any] = {}
    for name, value in options.items():
        if value is None or value == ():
            continue
        if name.endswith("__file"):
            values[name.removesuffix("__file")] = read_text(value)
        elif value == STDIN:
            values[name] = read_text(value)
        else:
            values[name] = list(value) if isinstance(value, tuple) else value
    return values


def read_text(source: str) -> str:
    """A text from a file, or from standard input for `-`."""
    try:
        if source == STDIN:
            data = sys.stdin.buffer.read(LONGEST_FILE + 1)
        else:
            data = beginning_of(source, LONGEST_FILE + 1)
        if len(data) > LONGEST_FILE:
            raise WrongUsage(what=_("This text is too long."))
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise WrongUsage(what=_("This text is not UTF-8.")) from problem
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem


def json_option(command: Command) -> Command:
    """`--json` of a reading command."""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        cls=Option,
        help=N_("Print JSON: UTF-8, sorted keys, ISO dates."),
    )(command)
