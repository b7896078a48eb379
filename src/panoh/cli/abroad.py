"""Asking once, before a case is read in another country, whether the client agrees to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from panoh.cli.options import Option
from panoh.core import abroad, membership
from panoh.core.identity.model import PersonId
from panoh.core.records.own import COUNTRIES
from panoh.core.space.model import SpaceId
from panoh.errors import Forbidden
from panoh.words import N_, _

if TYPE_CHECKING:
    from panoh.core.node import Node

WAYS = ("written", "audio", "oral")
COUNTRY_WORDS = {each.key: each.label for each in COUNTRIES}


def consent_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--consent` and `--heard-by`, for where nobody can be asked."""
    command = click.option(
        "--heard-by",
        default=None,
        metavar="NAME",
        cls=Option,
        help=N_("Who heard the client agree, where it was only said."),
    )(command)
    return click.option(
        "--consent",
        type=click.Choice(WAYS),
        default=None,
        cls=Option,
        help=N_("The client agrees that it is read in the colleague's country: how it was given."),
    )(command)


def country_option(text: str) -> Callable[..., Any]:
    return click.option(
        "--country", type=click.Choice([*COUNTRY_WORDS]), default=None, cls=Option, help=text
    )


def ask(
    node: Node,
    spaces: Sequence[SpaceId],
    country: str,
    recipient: str,
    consent: str | None = None,
    heard_by: str | None = None,
) -> None:
    """Before these spaces are opened to somebody there. Asked once: what was agreed to holds until
    it ends or is withdrawn."""
    rows = abroad.not_agreed(node, [node.spaces.row(each) for each in spaces], country)
    if not rows:
        return
    if consent is None:
        if not sys.stdin.isatty():
            raise Forbidden(why=abroad.NOT_AGREED)
        text = _("{name} works in another country: {country}. Does the client agree that it is read"
                 " there?")  # fmt: skip
        words = text.format(name=recipient, country=_(COUNTRY_WORDS.get(country, country)))
        click.confirm(words, abort=True, err=True)
        consent = click.prompt(_("How it was given"), type=click.Choice(WAYS), err=True)
        if consent == "oral" and heard_by is None:
            heard_by = click.prompt(_("Who heard it and certifies it"), err=True)
    given = {"given": consent, **({"certified_by": heard_by} if heard_by else {})}
    abroad.agree(node, rows, country, recipient, given)


def ask_of(node: Node, spaces: Sequence[SpaceId], person: PersonId, **agreed: str | None) -> None:
    """The same for somebody who is known."""
    country, name = abroad.country_of(node, person), membership.name_of(node, person)
    ask(node, spaces, country, name, **agreed)
