"""`panoh person|household|tie|child`: who is around the client, and a child's own case."""

from __future__ import annotations

import sys
from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.shown import SHORT, gone, last_of, made, value_of
from panoh.apps.casework.commands.people import DECIDES
from panoh.apps.casework.records import CHILD, HOUSEHOLD, PERSON, TIE
from panoh.apps.casework.records.child import INTAKE
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _

# ── people who stand by the client ──────────────────────────────────────────────────────────


@click.group()
def person() -> None:
    """People who stand by a client."""


@person.command(name="add")
@click.argument("code")
@options_for(PERSON, without=("client",))
@json_option
@pass_node
def person_add(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Note somebody the client trusts; a phone only if that is safe."""
    made("id", commands.add_person(node, code, given(options)), as_json)


@person.command(name="edit")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@options_for(PERSON, without=("client", "restricted"))
@json_option
@pass_node
def person_edit(node: Node, /, refs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """As it stands now. When it is no longer safe, the phone is taken away."""
    row = last_of(node, refs, PERSON)
    made("id", commands.edit_person(node, row["id"], given(options)), as_json)


@person.command(name="list")
@click.argument("code")
@click.option(
    "--restricted",
    "classes",
    multiple=True,
    metavar="CLASS",
    cls=Option,
    help=N_("Also show restricted lines of this sort. This is noted in the case."),
)
@json_option
@pass_node
def person_list(node: Node, /, code: str, classes: tuple[str, ...], as_json: bool) -> None:
    """Who stands by the client."""
    if classes:
        commands.note_shown(node, code, classes)
    data = access.as_data(node, code, restricted=classes)["people"]
    if as_json:
        show(data, True)
        return
    for each in data:
        shown = ("name", "relation", "may_contact", "phone")
        words = [value_of(field, each) for field in PERSON.fields if field.name in shown]
        say("  ".join([each["id"][:SHORT], *(part for part in words if part)]))


@person.command(name="erase")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def person_erase(node: Node, /, refs: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Erase what is noted of a person, everywhere in this vault."""
    row = last_of(node, refs, PERSON)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase it."))
        click.confirm(_("Erase what is noted of this person for good?"), abort=True)
    gone(row["id"], commands.erase_person(node, row["id"]), as_json)


# ── household, ties ─────────────────────────────────────────────────────────────────────────


@click.command()
@click.argument("code")
@options_for(HOUSEHOLD, without=("client",))
@json_option
@pass_node
def household(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Count the heads of a household: --adults, --children. No names."""
    made("id", commands.count_household(node, code, given(options)), as_json)


@click.group()
def tie() -> None:
    """Family ties between two cases, only if both clients agree."""


@tie.command(name="add")
@click.argument("code")
@click.argument("other")
@options_for(TIE, only=("relation", "agreed", "agreed_by", "restricted"))
@click.option("--other-agreed", is_flag=True, cls=Option, help=N_("The other client agreed too"))
@click.option(
    "--other-decides",
    is_flag=True,
    cls=Option,
    help=N_("The other is a child too young to be asked: whoever decides for the child agreed"),
)
@json_option
@pass_node
def tie_add(
    node: Node, /, code: str, other: str, other_decides: bool, as_json: bool, **options: Any
) -> None:
    """Tie two cases: --relation says what OTHER is for CODE. Each keeps its own side."""
    values = {**given(options), **({"other_agreed": DECIDES} if other_decides else {})}
    made("id", commands.add_tie(node, code, other, values)[0], as_json)


@tie.command(name="end")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@json_option
@pass_node
def tie_end(node: Node, /, refs: tuple[str, ...], as_json: bool) -> None:
    """The client takes a tie back; neither case leads to the other any more."""
    made("id", commands.end_tie(node, last_of(node, refs, TIE)["id"]), as_json)


# ── a child's own case ──────────────────────────────────────────────────────────────────────


@click.group()
def child() -> None:
    """Children as clients in their own right."""


@child.command(name="add")
@options_for(CHILD, only=INTAKE)
@json_option
@pass_node
def child_add(node: Node, /, as_json: bool, **options: Any) -> None:
    """Take on a child and print the code. No list and no search leads there without it."""
    made("code", commands.add_child(node, given(options)), as_json)


@child.command(name="edit")
@click.argument("code")
@options_for(CHILD, without=("client",))
@json_option
@pass_node
def child_edit(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Change what is known of a child."""
    made("id", commands.edit_child(node, code, given(options)), as_json)
