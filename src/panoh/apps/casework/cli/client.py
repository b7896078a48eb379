"""`panoh client`: the people helped. A code alone is enough."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.cli.shown import echo, lines, made, programme_option
from panoh.apps.casework.records import CLIENT
from panoh.apps.casework.records.client import PROGRAMMES, STATUSES
from panoh.apps.casework.records.common import LEVELS
from panoh.apps.casework.records.consent import CAME_FIELD, KEEPING_CHOICES
from panoh.cli.context import pass_node
from panoh.cli.options import ChoiceOrAnswer, Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import Kind
from panoh.errors import WrongUsage
from panoh.words import N_, _

_FLAGS: dict[str, str | tuple[str, ...]] = {
    "names": "--name",
    "languages": "--language",
    "programme": ("--program", "--programme"),
}


@click.group()
def client() -> None:
    """Clients: the people helped."""


@client.command()
@click.option(
    "--keep",
    type=click.Choice([each.key for each in KEEPING_CHOICES]),
    default=None,
    cls=Option,
    help=N_("What may be kept, as the client chose before anything was."),
)
@click.option(
    "--heard-in", metavar="LANGUAGE", multiple=True, cls=Option, help=N_("Heard in which language?")
)
@click.option(
    "--came",
    type=ChoiceOrAnswer(CAME_FIELD),
    default=None,
    cls=Option,
    help=N_("How did the client come?"),
)
@options_for(CLIENT, without=("code", "status", "case_kind"), names=_FLAGS)
@json_option
@pass_node
def add(
    node: Node,
    /,
    keep: str | None,
    heard_in: tuple[str, ...],
    came: str | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Take on a client and print the new code. Nothing has to be said.

    Giving --program says that the client agreed to it; it lapses after a year at most. Whether
    anything may be kept is asked first: --keep, --heard-in and --came, or later by consent keep.
    """
    said = {"choice": keep, "languages": list(heard_in), "came": came}
    keeping = said if any(said.values()) else None
    code = commands.add_client(node, _agreed(given(options)), None, keeping)
    made("code", code, as_json)
    if keeping is None:
        tell(_("Consent to keep was not asked yet: panoh consent words, then panoh consent keep."))
    _warn(node, code)


def _warn(node: Node, code: str) -> None:
    """Say on standard error who may be the same person; nothing waits for an answer."""
    for each in views.alike_client(node, access.client(node, code)):
        tell(_("Perhaps already known as {code}: {why}").format(
            code=each.code, why="; ".join(each.reasons)
        ))  # fmt: skip


@client.command()
@click.argument("code")
@json_option
@pass_node
def alike(node: Node, /, code: str, as_json: bool) -> None:
    """Other clients who may be the same person, and why. Nothing is merged."""
    found = views.alike_client(node, access.client(node, code))
    data = [{"code": each.code, "reasons": list(each.reasons)} for each in found]
    show(data, as_json, [f"{each.code}  {'; '.join(each.reasons)}" for each in found])


@client.command(name="not-same")
@click.argument("code")
@click.argument("other")
@json_option
@pass_node
def not_same(node: Node, /, code: str, other: str, as_json: bool) -> None:
    """Keep that two clients with like names are two people."""
    made("id", commands.not_same(node, code, other), as_json)


def _agreed(values: dict[str, Any]) -> dict[str, Any]:
    """On the command line naming a programme is saying that the client agreed."""
    if values.get("programme") and "programme_agreed" not in values:
        values["programme_agreed"] = True
    return values


@client.command()
@click.argument("code")
@click.option(
    "--set",
    "changes",
    metavar="FIELD=VALUE",
    multiple=True,
    cls=Option,
    help=N_("A field and its new value; empty takes the value away. May be given again."),
)
@json_option
@pass_node
def edit(node: Node, /, code: str, changes: tuple[str, ...], as_json: bool) -> None:
    """Change what is known of a client."""
    if not changes:
        raise WrongUsage(what=_("Say what to change: --set FIELD=VALUE."))
    made("code", commands.edit_client(node, code, _agreed(_assigned(changes))), as_json)


def _assigned(changes: tuple[str, ...]) -> dict[str, Any]:
    """`--set` pairs; a list field named again gets one more value."""
    values: dict[str, Any] = {}
    for each in changes:
        name, equals, value = each.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise WrongUsage(what=_("Write FIELD=VALUE."))
        field = CLIENT.field(name)
        if field is not None and field.kind in (Kind.NAMES, Kind.LANGUAGES, Kind.CHOICES):
            values.setdefault(name, []).extend([value] if value else [])
        else:
            values[name] = value
    return values


@client.command(name="list")
@click.option("--status", type=click.Choice([*(each.key for each in STATUSES), "all"]),
              default="open", show_default=True, cls=Option,
              help=N_("Open or closed cases, or all."))  # fmt: skip
@click.option("--overdue", is_flag=True, cls=Option, help=N_("Only with something overdue."))
@click.option(
    "--level",
    type=click.Choice([each.key for each in LEVELS]),
    default=None,
    cls=Option,
    help=N_("Only cases with a need or strength at this level."),
)
@click.option(
    "--factor",
    metavar="FACTOR",
    default=None,
    cls=Option,
    help=N_("Only cases with this need or strength from the list."),
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    cls=Option,
    help=N_("At most so many."),
)
@click.option(
    "--offset",
    type=click.IntRange(0, 1_000_000),
    default=0,
    cls=Option,
    help=N_("Leave out so many at the beginning."),
)
@json_option
@pass_node
def list_(node: Node, /, as_json: bool, **wanted: Any) -> None:
    """Cases by code, what hurts first. No names stand here."""
    found = views.cases(node, **wanted)
    if as_json:
        show([asdict(each) for each in found], True)
        return
    for each in found:
        parts = [each.code, _STATUS_WORDS.get(each.status, each.status)]
        if each.danger:
            parts.append(_("danger tonight"))
        if each.overdue:
            parts.append(_("{n} overdue").format(n=each.overdue))
        if each.next_due:
            parts.append(_("next {day}").format(day=each.next_due))
        say("  ".join(_(part) for part in parts))


_STATUS_WORDS = {each.key: each.label for each in STATUSES}


@client.command(name="show")
@click.argument("code")
@programme_option
@json_option
@pass_node
def show_(node: Node, /, code: str, with_programme: bool, as_json: bool) -> None:
    """What is known of a client."""
    row = access.what_may_be_seen(node, access.client(node, code))
    if not access.is_hidden(node, row):
        commands.note_opened(node, row["id"])
    held = access.programme(node, code) if with_programme else None
    if as_json:
        show(_data(row, held, with_programme), True)
        return
    echo(lines(CLIENT, row))
    if held:
        labels = {each.key: each.label for each in PROGRAMMES}
        say(f"{_('Programme')}: {_(labels.get(held.key, held.key))} ({held.until})")


def _data(row: Row, held: access.Programme | None, with_programme: bool) -> dict[str, Any]:
    data = {name: value for name, value in row.items() if name not in ("space", "type")}
    if with_programme:
        data["programme"] = {"key": held.key, "until": held.until} if held else None
    return data


@client.command()
@click.argument("text", nargs=-1, required=True)
@json_option
@pass_node
def search(node: Node, /, text: tuple[str, ...], as_json: bool) -> None:
    """Look for a code, name, phone or words of a note. Codes are shown, never names."""
    found = views.search(node, " ".join(text))
    if as_json:
        show(
            [
                {
                    "code": each.title if each.link.startswith("/client/") else None,
                    "id": each.link.rsplit("/", 1)[-1],
                    "title": each.title,
                    "detail": each.detail,
                    "reason": each.reason,
                }
                for each in found
            ],
            True,
        )
        return
    echo("  ".join((each.title, each.detail, each.reason)) for each in found)
    if not found:
        tell(_("Nothing was found. Try fewer letters, another spelling, or the other script."))
