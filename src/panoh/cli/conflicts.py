"""`panoh conflicts`: two values of one field, until somebody chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show
from panoh.core import conflicts as found
from panoh.core.records.model import Answer
from panoh.errors import NotFound
from panoh.words import N_, _

if TYPE_CHECKING:
    from panoh.core.conflicts import Conflict
    from panoh.core.node import Node


@click.group()
def conflicts() -> None:
    """Fields that two people changed apart from each other: both values, until you choose."""


@conflicts.command(name="list")
@click.option(
    "--quiet-fields",
    is_flag=True,
    cls=Option,
    help=N_("Also fields that stand in no list, such as the programme."),
)
@json_option
@pass_node
def list_(node: Node, quiet_fields: bool, as_json: bool) -> None:
    """Every field with two values, who set each and when."""
    held = found.conflicts(node, quiet=quiet_fields)
    lines: list[str] = []
    for each in held:
        lines.append(f"{each.case}  {each.record[:8]}  {_(each.field.label)} ({each.field.name})")
        for number, said in enumerate(each.values, 1):
            when = said.time.strftime("%Y-%m-%d %H:%M")
            lines.append(f"  {number}. {_shown(said.value)}  {said.author}  {when}")
    show([_data(each) for each in held], as_json, lines=lines or [_("No field has two values.")])


def _data(conflict: Conflict) -> dict[str, Any]:
    return {
        "client": conflict.case,
        "type": conflict.rtype.name,
        "record": conflict.record,
        "field": conflict.field.name,
        "values": [
            {
                "number": number,
                "value": _plain(said.value),
                "author": said.author,
                "time": said.time.isoformat(timespec="seconds"),
            }
            for number, said in enumerate(conflict.values, 1)
        ],
    }


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Answer) else value


def _shown(value: Any) -> str:
    if value is None:
        return _("(empty)")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(_plain(value)).replace("\n", " ")


@conflicts.command()
@click.argument("record")
@click.argument("field")
@click.argument("number", type=click.IntRange(1))
@json_option
@pass_node
def resolve(node: Node, record: str, field: str, number: int, as_json: bool) -> None:
    """Keep the value with this NUMBER of `conflicts list`; RECORD is an id or its beginning, or
    the code of the client."""
    held = [
        each
        for each in found.conflicts(node, quiet=True)
        if each.field.name == field
        and (each.case == record or (len(record) >= 6 and each.record.startswith(record.lower())))
    ]
    if len(held) != 1:
        raise NotFound(what=f"{record} {field}")
    found.resolve(node, held[0].record, field, number)
    if as_json:
        show({"record": held[0].record, "field": field, "number": number}, True)
    else:
        say(_("Chosen. The other value stays in the log."))
