"""How rows are written for a person in a terminal, and what adding commands print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import click

from panoh.apps.casework.access import factor_title
from panoh.apps.casework.access.timeline import ANSWER_WORDS
from panoh.apps.casework.records.safety_plan import spoken
from panoh.cli.options import Option
from panoh.cli.output import say, show
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.errors import NotFound, WrongUsage
from panoh.lexicon import languages
from panoh.words import N_, _, ngettext_

SHORT = 8
"""Digits of an id that are shown; the beginning of an id is enough for every command."""


def made(name: str, value: str, as_json: bool) -> None:
    """What an adding command prints: the id or code, bare or as JSON."""
    if as_json:
        show({name: value}, True)
    else:
        say(value)


def gone(record: str, erased: Erased, as_json: bool) -> None:
    """What an erasing command prints: how many entries, and which backups still hold it."""
    if as_json:
        told = {"id": record, "entries": erased.entries, "backups": list(erased.backups)}
        show({**told, "proved": erased.proved}, True)
        return
    say(_("Erased."))
    if erased.backups:
        say(
            ngettext_(
                "{n} backup still holds it:", "{n} backups still hold it:", len(erased.backups)
            ).format(n=len(erased.backups))
        )
        echo(erased.backups)


def value_of(field: Field, row: Mapping[str, Any]) -> str:
    """A field's value in words; empty when it was left empty."""
    answer = (row.get("answers") or {}).get(field.name)
    if answer:
        return _(ANSWER_WORDS.get(answer, answer))
    value = row.get(field.name)
    if value is None or value == []:
        return ""
    labels = {str(each.key): each.label for each in field.choices}
    if field.kind is Kind.YES:
        return _("Yes") if value else _("No")
    if field.kind is Kind.FACTOR:
        return factor_title(str(value))
    if field.kind is Kind.LANGUAGES:
        return ", ".join(_(languages.label(str(each))) for each in value)
    if isinstance(value, list):
        return ", ".join(_(labels.get(str(each), str(each))) for each in value)
    return spoken(labels[str(value)]) if value in labels else str(value)


def lines(rtype: RecordType, row: Row, without: Iterable[str] = ()) -> list[str]:
    """`Label: value`, one a line, empty fields left out."""
    left_out = {"client", *without}
    return [
        f"{_asked(spoken(field.label))} {value}"
        for field in rtype.fields
        if field.name not in left_out
        and field.kind is not Kind.LINK
        and field.sensitivity is not Sensitivity.QUIET
        and (value := value_of(field, row))
    ]


def _asked(label: str) -> str:
    return label if label.endswith("?") else label + ":"


def echo(texts: Iterable[str]) -> None:
    for each in texts:
        say(each)


def last_of(node: Node, refs: tuple[str, ...], rtype: RecordType) -> Row:
    """The record named last: `ID`, or `CODE ID` when a person likes to say whose it is."""
    from panoh.apps.casework import access

    if not 1 <= len(refs) <= 2:
        raise WrongUsage(what=_("Give the id, as it was printed."))
    row = access.find(node, rtype, refs[-1])
    if len(refs) == 2 and row.get("client") != access.client(node, refs[0])["id"]:
        raise NotFound(what=refs[-1])
    return row


def fixed(command: click.Command, name: str, about: str, **values: str) -> click.Command:
    """The same command under a second name, with some of what it asks already said."""
    callback = command.callback
    if callback is None:
        raise TypeError(name)
    params = [each for each in command.params if each.name not in values]
    return click.Command(name, callback=partial(callback, **values), params=params, help=about)


def programme_option(command: Any) -> Any:
    return click.option(
        "--with-programme",
        is_flag=True,
        cls=Option,
        help=N_("Also show the programme, which is left out by default."),
    )(command)
