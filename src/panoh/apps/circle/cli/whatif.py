"""`panoh whatif`."""

from __future__ import annotations

import json
from typing import Any

import click

from panoh.apps.circle import access, commands
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.views import answers
from panoh.apps.circle.views.told import (
    NOT_SAID,
    in_points,
    in_short,
    moved,
    rests_on,
    sure_words,
    verdict,
)
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option, read_text
from panoh.cli.output import progress, say, show
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _


@click.group()
def whatif() -> None:
    """What may follow if something is done: for populations, as an index, never a forecast."""


@whatif.command(name="run")
@click.argument("spec")
@click.option(
    "--map",
    "ref",
    default="",
    metavar="MAP",
    cls=Option,
    help=N_("The map; else the one the question names, else that of all sources."),
)
@click.option("--draws", metavar="N", cls=Option, help=N_("How many draws, 1 to 1,000,000."))
@click.option(
    "--seed", metavar="N", cls=Option, help=N_("The same seed and map give the same answer.")
)
@json_option
@pass_node
def whatif_run(node: Node, /, spec: str, ref: str, draws: str | None, seed: str | None,
               as_json: bool) -> None:  # fmt: skip
    """Run a question from a file (JSON; - for standard input) and keep the answer."""
    access.need(node)
    try:
        data = json.loads(read_text(spec))
    except ValueError:
        raise WrongUsage(what=_("This is no what-if question.")) from None
    if not isinstance(data, dict):
        raise WrongUsage(what=_("This is no what-if question."))
    data.update({k: v for k, v in (("draws", draws), ("seed", seed)) if v is not None})
    with progress() as tell:
        record = commands.ask(node, ref or str(data.get("map") or ""), data, tell)
    _explain(node, record, as_json)


@whatif.command(name="explain")
@click.argument("ref", metavar="RESULT")
@json_option
@pass_node
def whatif_explain(node: Node, /, ref: str, as_json: bool) -> None:
    """An answer in words: what was asked, what moved, how sure, what it rests on."""
    _explain(node, ref, as_json)


@whatif.command(name="list")
@json_option
@pass_node
def whatif_list(node: Node, /, as_json: bool) -> None:
    """Answers that are kept."""
    found = answers.listed(node)
    show(found, as_json, [f"{e['id'][:8]}  {e['seed']}  {e['title'] or ''}" for e in found])


def _explain(node: Node, ref: str, as_json: bool) -> None:
    row, body, of = answers.read(node, ref)
    if as_json:
        show({"id": row["id"], "stale": answers.is_stale(node, row), **body}, True)
        return
    say(f"{row['id'][:8]}  {row['title'] or ''}".rstrip())
    for line in _lines(body, of):
        say(line)
    if answers.is_stale(node, row):
        say(_("The map has changed since. Run it again."))


def _lines(body: dict[str, Any], of: Map) -> list[str]:
    found = [_("What was asked"), *("  " + each for each in answers.asked(of, body))]
    told = [moved(of, each) for each in body["outcomes"]]
    found.append(_("What moved"))
    found += ["  " + each for each in in_short(told)]
    found += [f"  {each.label}: {each.words}" for each in told]
    found.append(_("How sure"))
    for number, each in enumerate(told):
        if each.hardly <= 50:
            found.append(f"  {each.label}: {sure_words(body, number, each)}. {in_points(each)}")
            found += [f"      {words}" for words in verdict(body, number)]
    found.append(_("What it rests on"))
    found += ["  " + each for each in rests_on(body)]
    found.append(_("What it does not say"))
    found += ["  " + _(each) for each in NOT_SAID]
    return found
