"""`panoh caseload` and `panoh second-look`: who keeps which case, and what colleagues look over."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.access.second_look import Look
from panoh.apps.casework.cli.shown import SHORT, made
from panoh.apps.casework.pages.practice import LOOK_WORDS
from panoh.apps.casework.records.second_look import LOOKED_AT
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.core import membership
from panoh.core.node import Node
from panoh.errors import NotFound
from panoh.words import N_, _, ngettext_

_TEXT = click.option("--text", default=None, cls=Option, help=N_("In own words."))


@click.group()
def caseload() -> None:
    """Who keeps which case of the practice: codes and days, nothing of what a case is about."""


@caseload.command(name="show")
@click.option("--counts", is_flag=True, cls=Option, help=N_("Counts in your quiet hours too."))
@json_option
@pass_node
def show_(node: Node, /, counts: bool, as_json: bool) -> None:
    """What everybody keeps, people by name. Everybody sees the same."""
    if counts:
        access.show_counts(node)
    found = access.loads(node)
    until = access.quiet_until(node)
    if as_json:
        people = [
            {
                "person": each.keeper,
                "name": each.name,
                "open": each.cases,
                "overdue": each.overdue,
                "cases": [
                    {"code": line.code, "next_due": line.next_due, "overdue": line.overdue}
                    for line in each.lines
                ],
            }
            for each in found
        ]
        show({"quiet_until": until.strftime("%H:%M") if until else None, "people": people}, True)
        return
    if until:
        tell(_("These are your quiet hours: no counts until {time}.").format(
            time=until.strftime("%H:%M")))  # fmt: skip
    for each in found:
        say(_summed(each))
        for line in each.lines:
            due = _("next due {day}").format(day=line.next_due) if line.next_due else ""
            say(f"  {line.code}  {due}  {_overdue(line.overdue)}".rstrip())


def _summed(load: access.Load) -> str:
    if load.cases is None:
        return load.name
    cases = ngettext_("{n} open case", "{n} open cases", load.cases).format(n=load.cases)
    return f"{load.name}: {cases}  {_overdue(load.overdue)}".rstrip()


def _overdue(count: int | None) -> str:
    if not count:
        return ""
    return ngettext_("{n} thing overdue", "{n} things overdue", count).format(n=count)


@caseload.command()
@click.argument("code")
@click.argument("person")
@json_option
@pass_node
def assign(node: Node, /, code: str, person: str, as_json: bool) -> None:
    """Say who is to keep a case. Whoever has it finds on Today that it is to be handed over."""
    chosen = membership.find_person(node, person, node.space("practice"))
    made("id", commands.assign(node, code, chosen), as_json)


@caseload.command()
@json_option
@pass_node
def refresh(node: Node, /, as_json: bool) -> None:
    """Bring the lines of your own cases up to date. It happens at every unlock, too."""
    count = commands.bring_up_to_date(node)
    text = ngettext_("{n} line was not as it should be.", "{n} lines were not as they should be.",
                     count)  # fmt: skip
    show({"lines": count}, as_json, lines=[text.format(n=count)])


@caseload.command()
@click.argument("hours")
@json_option
@pass_node
def quiet(node: Node, /, hours: str, as_json: bool) -> None:
    """When no counts are shown to you: HOURS as 20:00-07:00, or off."""
    commands.set_quiet_hours(node, hours)
    made("quiet_hours", access.quiet_hours(node), as_json)


# ── second looks ────────────────────────────────────────────────────────────────────────────


@click.group(name="second-look")
def second_look() -> None:
    """Ask a colleague who is in a case to look something over, and answer."""


@second_look.command()
@click.argument("code")
@click.option(
    "--what",
    type=click.Choice([each.key for each in LOOKED_AT]),
    required=True,
    cls=Option,
    help=N_("What to look over"),
)
@click.option("--of", "person", required=True, metavar="PERSON", cls=Option,
              help=N_("A colleague who is in this case."))  # fmt: skip
@_TEXT
@json_option
@pass_node
def ask(node: Node, /, code: str, what: str, person: str, text: str | None, as_json: bool) -> None:
    """Ask; it stands on Today of both of you."""
    client = access.client(node, code)
    try:
        chosen = membership.find_person(node, person, node.space_id(client["space"])).hex()
    except NotFound:
        chosen = "?"  # refused with words on what to do
    values: dict[str, Any] = {"what": what, "asked_of": chosen, "text": text}
    made("id", commands.ask_second_look(node, code, values), as_json)


@second_look.command(name="list")
@click.argument("code")
@json_option
@pass_node
def list_(node: Node, /, code: str, as_json: bool) -> None:
    """What was asked in a case, newest first."""
    found = access.looks(node, access.client(node, code))
    data = [_as_data(node, each) for each in found]
    lines = [
        f"{each['id'][:SHORT]}  {each['what']}  {_(LOOK_WORDS[each['state']])}"
        f"  {each['asked_by']} → {each['asked_of']}"
        for each in data
    ]
    show(data, as_json, lines=lines)


def _as_data(node: Node, look: Look) -> dict[str, Any]:
    def name(person: str) -> str:
        return membership.name_of(node, bytes.fromhex(person))

    return {
        "id": look.row["id"],
        "what": look.row["what"],
        "text": look.row["text"],
        "asked_by": name(look.asked_by),
        "asked_of": name(look.asked_of),
        "state": look.state,
        "comment": look.answer["text"] if look.answer else None,
    }


@second_look.command()
@click.argument("ref", metavar="ID")
@_TEXT
@json_option
@pass_node
def approve(node: Node, /, ref: str, text: str | None, as_json: bool) -> None:
    """Approve what you were asked to look over."""
    values = {"verdict": "approved", "text": text}
    made("id", commands.answer_second_look(node, ref, values), as_json)


@second_look.command(name="return")
@click.argument("ref", metavar="ID")
@_TEXT
@json_option
@pass_node
def return_(node: Node, /, ref: str, text: str | None, as_json: bool) -> None:
    """Give it back; --text says what should be different."""
    values = {"verdict": "returned", "text": text}
    made("id", commands.answer_second_look(node, ref, values), as_json)
