"""`panoh service add|find|show|change|translate|form|proposal|approve|decline`."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.directory import access, commands, records, views
from panoh.apps.directory.cli.shown import entry_data, entry_line, entry_lines
from panoh.apps.directory.records.form import FORM
from panoh.apps.directory.rules.find import Hit
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of
from panoh.cli.written import output_option, write_new
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.sheets.model import FILE_LIMIT
from panoh.words import N_, _

FLAGS: dict[str, str | tuple[str, ...]] = {
    "phones": "--phone", "documents": "--document", "factors": "--factor",
    "activities": "--activity", "spoken": "--language",
}  # fmt: skip


@click.group()
def service() -> None:
    """Services: find one, add one, keep it true."""


@service.command()
@options_for(FORM, names=FLAGS)
@json_option
@pass_node
def add(node: Node, /, as_json: bool, **options: Any) -> None:
    """Add a service."""
    made = commands.add(node, given(options))
    show({"id": made}, True) if as_json else say(made[:8])


@service.command()
@click.argument("ref", metavar="SERVICE")
@options_for(FORM, names=FLAGS)
@json_option
@pass_node
def change(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """Change what is said of a service. What is not named stays as it is."""
    changed = commands.change(node, ref, given(options))
    show({"changed": changed}, as_json, lines=[", ".join(changed)] if changed else [])


@service.command()
@click.argument("words", nargs=-1)
@click.option(
    "--need",
    "factor",
    metavar="FACTOR",
    cls=Option,
    help=N_("A need or factor by its id, such as I07."),
)
@click.option("--place", cls=Option, help=N_("Near which town, in any spelling."))
@click.option("--country", metavar="CC", cls=Option, help=N_("In which country, such as TJ."))
@click.option("--district", cls=Option, help=N_("In which district of the practice's own list."))
@click.option("--language", metavar="CODE", cls=Option, help=N_("In which language, such as tgk."))
@click.option(
    "--open", "when", metavar="now|YYYY-MM-DDTHH:MM", cls=Option, help=N_("Open at this moment.")
)
@click.option("--free", is_flag=True, cls=Option, help=N_("Only what costs nothing."))
@click.option(
    "--safe-for",
    type=click.Choice([e.key for e in records.entry.SAFE_FOR]),
    cls=Option,
    help=N_("Only what is known to be safe for them."),
)
@json_option
@pass_node
def find(node: Node, /, as_json: bool, words: tuple[str, ...], **asked: Any) -> None:
    """Who can help with this, near here, now, in this language, safely; and why.

    When nothing fits, the nearest there is stands apart, and the gap is counted.
    """
    looked = commands.find(node, {**asked, "words": " ".join(words)})
    if as_json:
        show({"found": [_hit(node, each) for each in looked.answer.found],
              "nearest": [_hit(node, each) for each in looked.answer.nearest]}, True)  # fmt: skip
        return
    if looked.near():
        tell(looked.near())
    if not looked.answer.found:
        tell(_("Nothing fits all of it."))
        if looked.answer.nearest:
            tell(_("The nearest there is:"))
    for each in (*looked.answer.found, *looked.answer.nearest):
        entry = views.catalogue(node).entry(each.card.record)
        say(entry_line(entry))
        say("    " + "; ".join(text for _state, text in views.why(each)))


def _hit(node: Node, hit: Hit) -> dict[str, Any]:
    entry = views.catalogue(node).entry(hit.card.record)
    return {
        **entry_data(entry),
        "km": hit.km,
        "why": [{"state": state, "words": text} for state, text in views.why(hit)],
    }


@service.command(name="show")
@click.argument("ref", metavar="SERVICE")
@json_option
@pass_node
def show_(node: Node, /, ref: str, as_json: bool) -> None:
    """All that is known of a service."""
    entry = views.catalogue(node).entry(access.service(node, ref)["id"])
    show(entry_data(entry), as_json, lines=entry_lines(node, entry))


@service.command()
@click.argument("ref", metavar="SERVICE")
@options_for(records.TRANSLATION, without=("service",))
@pass_node
def translate(node: Node, /, ref: str, **options: Any) -> None:
    """Say the name and what is offered in another language."""
    commands.translate(node, ref, given(options))


# ── the provider's own word ─────────────────────────────────────────────────────────────────


@service.command()
@click.argument("ref", metavar="SERVICE")
@output_option
@pass_node
def form(node: Node, /, ref: str, output: str) -> None:
    """Write a form in which the provider corrects its own entry, in any spreadsheet."""
    say(write_new(output, lambda: commands.form_file(node, ref)))


@service.command()
@click.argument("file")
@click.option("--by", default="", cls=Option, help=N_("Who filled it in."))
@json_option
@pass_node
def proposal(node: Node, /, file: str, by: str, as_json: bool) -> None:
    """Take in a form that a provider filled. Nothing changes until it is approved."""
    try:
        data = beginning_of(file, FILE_LIMIT + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem
    made = commands.take_form(node, data, by)
    changes = commands.changes_of(access.proposal(node, made))
    show({"id": made, "changes": changes}, as_json,
         lines=[made[:8], *(f"  {name}: {value}" for name, value in changes.items())])  # fmt: skip


@service.command()
@click.argument("ref", metavar="PROPOSAL")
@pass_node
def approve(node: Node, /, ref: str) -> None:
    """Take over what a provider wrote into the entry. It counts as a verification."""
    commands.decide(node, ref, "approved")


@service.command()
@click.argument("ref", metavar="PROPOSAL")
@click.option("--why", default="", cls=Option, help=N_("Why"))
@pass_node
def decline(node: Node, /, ref: str, why: str) -> None:
    """Leave the entry as it is."""
    commands.decide(node, ref, "declined", why)
