"""`panoh safety-plan`: what makes it safer, and whom to call."""

from __future__ import annotations

import sys
from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.paper import print_
from panoh.apps.casework.cli.shown import echo, fixed, gone, lines, made
from panoh.apps.casework.records import CRISIS, SAFETY_PLAN
from panoh.apps.casework.records.common import RESTRICTED_CLASSES
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _

CLASS = click.Choice([each.key for each in RESTRICTED_CLASSES])


@click.group(name="safety-plan")
def safety_plan() -> None:
    """Safety plans: made together, kept under their own key."""


@safety_plan.command(name="edit")
@click.argument("code")
@options_for(SAFETY_PLAN, without=("client",), names={"talked_only": "--talked-only"})
@json_option
@pass_node
def edit(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Write or change the plan; --talked-only notes that nothing is written."""
    made("id", commands.edit_safety_plan(node, code, given(options)), as_json)


@safety_plan.command(name="show")
@click.argument("code")
@click.option("--restricted", type=CLASS, default=None, cls=Option,
              help=N_("The plan of this sort, if there are several."))  # fmt: skip
@json_option
@pass_node
def show_(node: Node, /, code: str, restricted: str | None, as_json: bool) -> None:
    """Show the plan. That it was shown is noted in the case."""
    row = access.safety_plan_of(node, code, restricted)
    commands.note_shown(node, code, {str(node.spaces.row_of(row["space"]).restricted)})
    if as_json:
        show({name: value for name, value in row.items() if name not in ("space", "client")}, True)
        return
    echo(lines(SAFETY_PLAN, row))


@safety_plan.command(name="erase")
@click.argument("code")
@click.option("--restricted", type=CLASS, default=None, cls=Option,
              help=N_("The plan of this sort, if there are several."))  # fmt: skip
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def erase(node: Node, /, code: str, restricted: str | None, yes: bool, as_json: bool) -> None:
    """Erase the plan at once, everywhere in this vault; backups that still hold it are named."""
    row = access.safety_plan_of(node, code, restricted)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase it."))
        click.confirm(_("Erase the safety plan of {code} for good?").format(code=code), abort=True)
    gone(row["id"], commands.erase_safety_plan(node, row["id"]), as_json)


@safety_plan.command(name="whom")
@options_for(CRISIS)
@json_option
@pass_node
def whom(node: Node, /, as_json: bool, **options: Any) -> None:
    """Whom to call when somebody may die: the practice's own text, shown or, with options, set."""
    values = given(options)
    if values:
        made("id", commands.set_whom_to_call(node, values), as_json)
        return
    held = access.whom_to_call(node)
    if as_json:
        show(held and {name: held[name] for name in ("whom", "where", "checked_on")}, True)
    elif held:
        echo(lines(CRISIS, held))
    else:
        say(_("Your practice has not written yet whom to call."))


safety_plan.add_command(
    fixed(print_, "print", N_("The same as: panoh print safety-plan."), what="safety-plan")
)
