"""`panoh contact`: conversations that need no case."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.cli.shown import SHORT, echo, lines, made
from panoh.apps.casework.records import CASE_CONTACT, CONTACT
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show
from panoh.core.node import Node
from panoh.words import N_, _

_FLAGS: dict[str, str | tuple[str, ...]] = {"held_at": "--when", "topic": "--topic"}


@click.group()
def contact() -> None:
    """Contacts without a case."""


@contact.command()
@options_for(CONTACT, names=_FLAGS)
@json_option
@pass_node
def add(node: Node, /, as_json: bool, **options: Any) -> None:
    """Note a conversation. Nothing is needed: without --when it is now."""
    values = given(options)
    values.setdefault("channel", "other")
    made("id", commands.add_contact(node, values), as_json)


@contact.command(name="list")
@click.option(
    "--state",
    type=click.Choice(["open", "done", "all"]),
    default="open",
    show_default=True,
    cls=Option,
    help=N_("Open or finished contacts, or all."),
)
@click.option(
    "--month", metavar="YYYY-MM", default=None, cls=Option, help=N_("Only contacts of this month.")
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    cls=Option,
    help=N_("At most so many."),
)
@json_option
@pass_node
def list_(node: Node, /, state: str, month: str | None, limit: int, as_json: bool) -> None:
    """Contacts on the desk, open ones unless said otherwise."""
    rows = views.contacts(node, state=state, month=month, limit=limit)
    if as_json:
        show([{name: row[name] for name in _LISTED} for row in rows], True)
        return
    for row in rows:
        parts = [row["id"][:SHORT], row["held_at"] or "", *lines(CONTACT, row, _NOT_IN_LINES)]
        say("  ".join(parts))


_LISTED = (
    "id", "held_at", "channel", "topic", "factor", "danger_tonight", "look_again_on",
    "handed_to", "state",
)  # fmt: skip
_NOT_IN_LINES = tuple(
    field.name
    for field in CONTACT.fields
    if field.name not in ("channel", "topic", "danger_tonight", "look_again_on", "state")
)


@contact.command(name="show")
@click.argument("contact_id", metavar="ID")
@json_option
@pass_node
def show_(node: Node, /, contact_id: str, as_json: bool) -> None:
    """One contact on the desk."""
    row = access.contact(node, contact_id)
    if as_json:
        show({name: value for name, value in row.items() if name not in ("space", "type")}, True)
    else:
        echo([row["id"], *lines(CONTACT, row)])


@contact.command()
@click.argument("contact_id", metavar="ID")
@click.argument("code")
@options_for(CASE_CONTACT, only=("restricted",))
@json_option
@pass_node
def attach(
    node: Node, /, contact_id: str, code: str, as_json: bool, restricted: str | None
) -> None:
    """Move a contact into the case of a client; the one on the desk is erased."""
    made("id", commands.attach(node, contact_id, code, restricted), as_json)


@contact.command(name="hand-over")
@click.argument("contact_id", metavar="ID")
@click.argument("to", metavar="WHO", required=False)
@click.option("--to", "to_option", metavar="WHO", cls=Option, help=N_("Handed to whom"))
@click.option(
    "--look-again-on", metavar="YYYY-MM-DD", cls=Option, help=N_("Look again on"), default=None
)
@json_option
@pass_node
def hand_over(
    node: Node,
    /,
    contact_id: str,
    to: str | None,
    to_option: str | None,
    look_again_on: str | None,
    as_json: bool,
) -> None:
    """Note to whom a contact was handed. It stays open until it is done."""
    who = to or to_option or ""
    made("id", commands.hand_over(node, contact_id, who, look_again_on), as_json)


@contact.command()
@click.argument("contact_id", metavar="ID")
@json_option
@pass_node
def done(node: Node, /, contact_id: str, as_json: bool) -> None:
    """Nothing more is to do for this contact."""
    made("id", commands.finish_contact(node, contact_id), as_json)


NOT_FOR_PASSING_ON = N_("Your own tally. Not for passing on: small numbers can show a person.")


@contact.command()
@click.argument("which", metavar="[YYYY-MM]", required=False)
@json_option
@pass_node
def month(node: Node, /, which: str | None, as_json: bool) -> None:
    """A month's own tally, this month's if none is named. Not for passing on."""
    tally = views.month_tally(node, which or f"{node.today():%Y-%m}")
    if as_json:
        show({**asdict(tally), "not_for_passing_on": True}, True)
        return
    echo([
        _(NOT_FOR_PASSING_ON),
        _("{n} contacts, {people} people").format(n=tally.contacts, people=tally.people),
    ])  # fmt: skip
    for name, counts in tally.by.items():
        if not counts:
            continue
        field = CONTACT.field(name)
        labels = {each.key: each.label for each in field.choices} if field else {}
        say(_(field.label) if field else name)
        for key, count in counts.items():
            words = _(labels[key]) if key in labels else key or _("Not said")
            say(f"  {count:>5}  {words}")
