"""`panoh settings`: what a person may choose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from panoh.cli import listener
from panoh.cli.abroad import COUNTRY_WORDS, country_option
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show
from panoh.core import abroad
from panoh.words import LANGUAGES, N_, _

if TYPE_CHECKING:
    from panoh.core.node import Node

IDLE_SETTING = "idle_minutes"
IDLE_CHOICES = ("1", "2", "3", "5")
IDLE_USUAL = "5"


@click.command()
@click.option(
    "--idle-minutes",
    type=click.Choice(IDLE_CHOICES),
    cls=Option,
    help=N_("Lock after so many minutes without anybody doing anything."),
)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES]),
    cls=Option,
    help=N_("Language of the vault."),
)
@click.option(
    "--local-commands/--no-local-commands",
    default=None,
    cls=Option,
    help=N_("Whether commands may use the vault while it stands open in a browser."),
)
@country_option(N_("The country you work in. Before a case is read in another one, you are asked."))
@json_option
@pass_node
def settings(
    node: Node,
    idle_minutes: str | None,
    language: str | None,
    local_commands: bool | None,
    country: str | None,
    as_json: bool,
) -> None:
    """Show your settings, or change those that are named."""
    from panoh.core.vault import store

    changes = {IDLE_SETTING: idle_minutes}
    if local_commands is not None:
        changes[listener.LOCAL_SETTING] = "yes" if local_commands else listener.OFF
    changes = {name: value for name, value in changes.items() if value is not None}
    if changes:
        with node.writing() as work:
            for name, value in changes.items():
                work.set(name, value)
    if language is not None:
        store.set_language(node.place, language)
        node.language = language
    if country is not None:
        abroad.set_own_country(node, country)
    data = _present(node)
    words = {True: _("yes"), False: _("no")}
    show(
        data,
        as_json,
        lines=[
            f"{_('Language')}: {LANGUAGES.get(node.language, node.language)}",
            f"{_('Lock after minutes')}: {data[IDLE_SETTING]}",
            f"{_('Works in')}: {_country(data['country'])}",
            f"{_('Commands while open')}: {words[data[listener.LOCAL_SETTING]]}",
        ],
    )


def _country(key: str | None) -> str:
    return _(COUNTRY_WORDS.get(key, key)) if key else "—"


def _present(node: Node) -> dict[str, Any]:
    held = node.setting(IDLE_SETTING)
    return {
        IDLE_SETTING: int(held if held in IDLE_CHOICES else IDLE_USUAL),
        "language": node.language,
        "country": abroad.country_of(node, node.person.id) or None,
        listener.LOCAL_SETTING: node.setting(listener.LOCAL_SETTING) != listener.OFF,
    }
