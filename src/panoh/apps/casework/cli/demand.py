"""`panoh demand`: what authorities asked for."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.shown import SHORT, echo, made, value_of
from panoh.apps.casework.records import DEMAND
from panoh.apps.casework.records.demand import NEVER_A_REASON
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Kind
from panoh.words import N_, _

STAYS_HERE = N_("This stands in no export and no print. Think where these lines go to now.")
_CODE = click.option("--code", default=None, cls=Option, help=N_("Only of this client's case."))


@click.group()
def demand() -> None:
    """Demands by authorities: who asked for what, and what was given."""


@demand.command()
@click.argument("code", required=False)
@options_for(DEMAND, without=("client",))
@json_option
@pass_node
def add(node: Node, /, code: str | None, as_json: bool, **options: Any) -> None:
    """Note a demand in a client's case; without CODE in the practice."""
    noted = commands.add_demand(node, given(options), code)
    tell(_(NEVER_A_REASON))
    made("id", noted, as_json)


@demand.command(name="list")
@_CODE
@json_option
@pass_node
def list_(node: Node, /, code: str | None, as_json: bool) -> None:
    """Demands, newest first."""
    found = access.demands(node, code)
    if found:
        tell(_(STAYS_HERE))
    if as_json:
        inner = ("space", "type", "newer", "client")
        show([{k: v for k, v in each.items() if k not in inner} for each in found], True)
        return
    for each in found:
        whose = each["code"] or _("no single case")
        say(f"{each['id'][:SHORT]}  {each['asked_on']}  {whose}  {each['authority']}")
        echo(f"  {each}" for each in _lines(each))


def _lines(row: Row) -> list[str]:
    """What was noted, one a line: the usual way leaves quiet fields out."""
    return [
        f"{_(field.label)}: {said}"
        for field in DEMAND.fields
        if field.kind is not Kind.LINK
        and field.name not in ("asked_on", "authority")
        and (said := value_of(field, row))
    ]


@demand.command()
@click.argument("ref", metavar="ID")
@options_for(DEMAND, without=("client", "restricted"))
@json_option
@pass_node
def edit(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """Note what became known later: what was given, whether the client was told."""
    made("id", commands.edit_demand(node, ref, given(options)), as_json)
