"""Codes given out, and the words that are compared afterwards: more of `panoh space`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from panoh.cli.context import pass_node
from panoh.cli.options import json_option
from panoh.cli.output import show, tell
from panoh.core import membership
from panoh.core.space.model import SpaceId
from panoh.words import _

if TYPE_CHECKING:
    from panoh.core.node import Node


@click.command()
@json_option
@pass_node
def invitations(node: Node, as_json: bool) -> None:
    """Codes given out and what became of them."""
    from panoh.sync import invitations as given

    data = [
        {
            "number": each.no,
            "opens": [_space_name(node, space) for space in each.offer.get("spaces", [])],
            "ends": datetime.fromtimestamp(each.expires / 1000).astimezone().isoformat(),
            "state": each.state,
            "person": membership.name_of(node, each.person) if each.person else None,
        }
        for each in given.given_out(node)
    ]
    show(data, as_json, lines=[f"{e['number']}  {e['state']}  {e['person'] or ''}" for e in data])


def _space_name(node: Node, space: SpaceId) -> str:
    row = node.spaces.row(space)
    return f"{node.name_of(row)} {row.restricted}" if row.restricted else node.name_of(row)


@click.command(name="take-back")
@click.argument("number", type=int)
@pass_node
def take_back(node: Node, number: int) -> None:
    """Make a code worthless that nobody used yet: its NUMBER in `panoh space invitations`."""
    from panoh.sync import invitations as given

    given.take_back(node, number)
    tell(_("This code lets nobody in any more."))


@click.command()
@click.argument("person")
@json_option
@pass_node
def words(node: Node, person: str, as_json: bool) -> None:
    """Twelve words to compare aloud with a colleague: the same on both sides, or somebody else
    took their place."""
    from panoh.sync import invitations

    other = membership.find_person(node, person)
    found = invitations.twelve_words(node.person.id, other)
    show({"person": other.hex(), "words": list(found)}, as_json, lines=[" ".join(found)])
