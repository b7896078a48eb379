"""`panoh space`: share a case, see who is in it, let go of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from panoh.cli.abroad import ask, ask_of, consent_options, country_option
from panoh.cli.before import to_share
from panoh.cli.context import pass_node
from panoh.cli.given import invitations, take_back, words
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.sync import hub_option
from panoh.core import abroad, membership, sharing
from panoh.core.membership import HISTORIES, ROLES
from panoh.core.space.model import History, Role, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.errors import NotFound
from panoh.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core.node import Node


def _options(*given: str) -> Callable[..., Any]:
    made = {
        "role": click.option(
            "--role",
            type=click.Choice([each.value for each in Role]),
            default=Role.WRITER.value,
            cls=Option,
            help=N_("What they may do; a writer when left out."),
        ),
        "history": click.option(
            "--history",
            type=click.Choice([each.value for each in History]),
            default=History.CURRENT.value,
            cls=Option,
            help=N_("What they may read of before; how things stand now when left out."),
        ),
        "notes": click.option(
            "--notes", is_flag=True, cls=Option, help=N_("With how things stand: the notes too.")
        ),
        "compartment": click.option(
            "--compartment",
            multiple=True,
            metavar="CLASS",
            cls=Option,
            help=N_("Also what is restricted in this way; each one by itself."),
        ),
    }

    def decorate(command: Any) -> Any:
        for name in reversed(given):
            command = made[name](command)
        return command

    return decorate


@click.group()
def space() -> None:
    """Share a case, see who can read it, take somebody out."""


@space.command(name="list")
@json_option
@pass_node
def list_(node: Node, as_json: bool) -> None:
    """What you share, and the practice."""
    rows = [each for each in node.spaces.carried_apart() if each.parent is None]
    rows += [each for each in node.spaces.of_home("practice") if each not in rows]
    data: list[dict[str, Any]] = []
    for row in rows:
        if not node.spaces.is_founded(row):
            continue
        state = node.spaces.state(row)
        role = state.members.get(node.person.id)
        data.append(
            {
                "code": node.name_of(row),
                "home": row.home,
                "id": row.id.hex(),
                "role": role.value if role else None,
                "members": len(state.members),
                "restricted": sorted(_classes(node, row)),
            }
        )
    outside = _("not in it any more")
    shown = []
    for each in data:
        may = _(ROLES[Role(each["role"])]) if each["role"] else outside
        shown.append(f"{each['code']}  {may}  {each['members']}")
    show(data, as_json, lines=shown)


def _classes(node: Node, row: SpaceRow) -> list[str]:
    return [each.restricted for each in node.spaces.compartments(row) if each.restricted]


@space.command(name="show")
@click.argument("code")
@json_option
@pass_node
def show_(node: Node, code: str, as_json: bool) -> None:
    """Who can read a case and since when, and how that changed."""
    main = node.find_space(code)
    row = node.spaces.row(main)
    parts = [row, *node.spaces.compartments(row)]
    data: dict[str, Any] = {"code": node.name_of(row), "parts": [_part(node, e) for e in parts]}
    lost = _("without effect: something done apart from it counts")
    lines = []
    for part in data["parts"]:
        lines.append(str(part["restricted"] or data["code"]))
        for each in part["members"]:
            role, history = _(ROLES[Role(each["role"])]), _(HISTORIES[History(each["history"])])
            lines.append(f"  {each['name']}: {role}; {history}")
        lines += [
            f"  {each['when'] or ''}  {each['by']} {_(membership.HAPPENED[each['what']])}"
            f" {each['whom']}" + (f" ({lost})" if each["overtaken"] else "")
            for each in part["changes"]
        ]
    show(data, as_json, lines=lines)


def _part(node: Node, row: SpaceRow) -> dict[str, Any]:
    state = node.spaces.state(row)
    return {
        "id": row.id.hex(),
        "restricted": row.restricted,
        "epoch": state.epochs[state.current].number,
        "members": [
            {
                "person": each.person.hex(),
                "name": each.name,
                "country": abroad.country_of(node, each.person) or None,
                "role": each.role.value,
                "since": _time(each.since),
                "history": each.history.value,
                "devices": [device.hex() for device in each.devices],
            }
            for each in membership.members(node, row.id)
        ],
        "changes": [
            {
                "when": _time(each.when),
                "by": each.by,
                "what": each.what,
                "whom": each.whom,
                "overtaken": each.overtaken,
            }
            for each in membership.changes(node, row.id)
        ],
        "without_effect": [why for _fact, why in state.refused],
    }


def _time(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None


# ── inviting and joining ────────────────────────────────────────────────────────────────────


def _chosen(node: Node, code: str, classes: tuple[str, ...]) -> list[SpaceId]:
    """The main space of a case and the compartments that were named."""
    main = to_share(node, code)
    held = {each.restricted: each.id for each in node.spaces.compartments(node.spaces.row(main))}
    if missing := [each for each in classes if each not in held]:
        raise NotFound(what=missing[0])
    return [main, *(held[each] for each in classes)]


@space.command()
@click.argument("code")
@_options("role", "history", "notes", "compartment")
@click.option(
    "--days",
    type=click.IntRange(1, 90),
    default=7,
    cls=Option,
    help=N_("The code ends after so many days."),
)
@country_option(N_("Where the colleague works, if that is another country than yours."))
@consent_options
@hub_option
@json_option
@pass_node
def invite(
    node: Node,
    /,
    code: str,
    role: str,
    history: str,
    notes: bool,
    compartment: tuple[str, ...],
    days: int,
    country: str | None,
    hub: str | None,
    as_json: bool,
    **agreed: str | None,
) -> None:
    """Make a one-time code that lets one colleague into a case.

    Say it in person or by a way that nobody else reads: whoever has it first is let in. They run
    `panoh space join`; then both of you run `panoh sync`, and compare the twelve words.
    """
    from panoh.sync import invitations, running

    spaces = _chosen(node, code, compartment)
    ask(node, spaces, country or "", _("A colleague"), **agreed)
    offer = invitations.Offer(tuple(spaces), Role(role), History(history), notes)
    made = invitations.invite(node, offer, days=days)
    if hub is not None:
        running.remember_hub(node, hub)
    data: dict[str, Any] = {
        "code": made,
        "opens": [node.name_of(node.spaces.row(spaces[0])), *compartment],
        "role": role,
        "history": history,
        "days": days,
    }
    show(data, as_json, lines=[made])
    opened = ", ".join(data["opens"])
    tell(_("It opens: {what}.").format(what=opened))
    tell(f"{_(ROLES[Role(role)])}; {_(HISTORIES[History(history)])}.")


@space.command()
@click.argument("invitation")
@hub_option
@json_option
@pass_node
def join(node: Node, invitation: str, hub: str | None, as_json: bool) -> None:
    """Answer an invitation. What it opens comes with the next syncs of both of you."""
    from panoh.sync import invitations, running

    invitations.join(node, invitation)
    if hub is not None:
        running.remember_hub(node, hub)
    if as_json:
        show({"answered": True}, True)
    else:
        say(_("Answered. Both of you sync now, you once more after your colleague."))


for each in (invitations, take_back, words):
    space.add_command(each)


# ── those one knows already ─────────────────────────────────────────────────────────────────


@space.command()
@click.argument("code")
@click.argument("person")
@_options("role", "history", "notes", "compartment")
@consent_options
@json_option
@pass_node
def grant(
    node: Node,
    /,
    code: str,
    person: str,
    role: str,
    history: str,
    notes: bool,
    compartment: tuple[str, ...],
    as_json: bool,
    **agreed: str | None,
) -> None:
    """Let in a colleague with whom you share something already, or change what they may do."""
    other = membership.find_person(node, person)
    chosen = _chosen(node, code, compartment)
    ask_of(node, chosen, other, **agreed)
    with node.writing() as work:
        for each in chosen:
            sharing.grant(node, work, each, other, Role(role), History(history), notes=notes)
    _done(node, code, other, as_json)


@space.command(name="hand-over")
@click.argument("code")
@click.argument("person")
@click.option("--leave", is_flag=True, cls=Option, help=N_("And leave the case yourself."))
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@consent_options
@json_option
@pass_node
def hand_over(
    node: Node,
    /,
    code: str,
    person: str,
    leave: bool,
    yes: bool,
    as_json: bool,
    **agreed: str | None,
) -> None:
    """Hand a case over with its whole history and all that is restricted in it.

    With --leave you read nothing that is written after it.
    """
    main = to_share(node, code)
    other = membership.find_person(node, person)
    if leave and not yes:
        name = membership.name_of(node, other)
        click.confirm(_("Leave this case to {name}?").format(name=name), abort=True, err=True)
    row = node.spaces.row(main)
    parts = (row, *node.spaces.compartments(row))
    ask_of(node, [each.id for each in parts], other, **agreed)
    sharing.hand_over(node, main, other, leave=leave)
    _done(node, code, other, as_json)


@space.command()
@click.argument("code")
@click.argument("person")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def revoke(node: Node, code: str, person: str, yes: bool, as_json: bool) -> None:
    """Take somebody out of a case and all that is restricted in it.

    They keep what they have read. What is written from now on they cannot open.
    """
    main = node.find_space(code)
    other = membership.find_person(node, person, main)
    name = membership.name_of(node, other)
    if not yes:
        click.confirm(_("Take {name} out of this case?").format(name=name), abort=True, err=True)
    sharing.take_out(node, main, other)
    _done(node, code, other, as_json)


def _done(node: Node, code: str, person: bytes, as_json: bool) -> None:
    name = membership.name_of(node, person)
    show({"code": code, "person": person.hex(), "name": name}, as_json, lines=[name])
    tell(_("Done here. It reaches the others with the next syncs."))
