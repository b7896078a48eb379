"""`panoh evidence practice|factor|timeline`."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.evidence import access, commands, records, views
from panoh.apps.evidence.cli.shown import data, figure_line, kind_words, lines, made, name_of
from panoh.apps.evidence.pages.sides import GAPS
from panoh.cli.context import pass_node
from panoh.cli.options import given, json_option, options_for
from panoh.cli.output import say, show
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.words import _


@click.group()
def practice() -> None:
    """Practices: what can be done about a factor, and how well that is shown."""


@practice.command(name="list")
@json_option
@pass_node
def practice_list(node: Node, /, as_json: bool) -> None:
    """Practices with the factors they work on."""
    rows = access.select(node, records.PRACTICE, rest="ORDER BY pack = '', pack, ref")
    if as_json:
        show([data(records.PRACTICE, each, findings=_findings(node, each)) for each in rows], True)
        return
    for each in rows:
        say(f"{name_of(each)}  {each['title']}  [{', '.join(each['factors'])}]")
    if not rows:
        say(_("There is no practice here."))


def _findings(node: Node, row: Row) -> list[dict[str, Any]]:
    held = access.select(node, records.FINDING, "practice = ?", (row["id"],), "ORDER BY ref")
    sources = {each["id"]: name_of(each) for each in access.select(node, records.SOURCE)}
    return [data(records.FINDING, each, source=sources.get(each["source"] or "")) for each in held]


@practice.command(name="show")
@click.argument("ref")
@json_option
@pass_node
def practice_show(node: Node, /, ref: str, as_json: bool) -> None:
    """A practice, outcome by outcome."""
    row = access.practice(node, ref)
    findings = _findings(node, row)
    if as_json:
        show(data(records.PRACTICE, row, findings=findings), True)
        return
    for each in lines(records.PRACTICE, row):
        say(each)
    for finding in findings:
        graded = {**finding, "type": "finding"}
        grade = kind_words(records.FINDING, graded, "grade" if finding["grade"] else "state")
        say(f"  {finding['id'][:12]}  {finding['outcome']}: {grade}")
        say(f"      {finding['effect'] or ''} {finding['locator'] or ''}".rstrip())


@practice.command(name="add")
@options_for(records.PRACTICE)
@json_option
@pass_node
def practice_add(node: Node, /, as_json: bool, **options: Any) -> None:
    """Add a practice; `practice finding` then says how well it is shown."""
    made(commands.add_practice(node, given(options)), as_json)


@practice.command(name="finding")
@click.argument("ref", metavar="PRACTICE")
@options_for(records.FINDING, without=("practice",))
@json_option
@pass_node
def practice_finding(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """What is known of one outcome. A grade needs the place where it can be read."""
    made(commands.add_finding(node, {**given(options), "practice": ref}), as_json)


@click.group()
def factor() -> None:
    """Factors: what is known about each."""


@factor.command(name="show")
@click.argument("id_", metavar="FACTOR")
@json_option
@pass_node
def factor_show(node: Node, /, id_: str, as_json: bool) -> None:
    """Claims, figures, practices, disagreements about a factor, and what is missing."""
    found = views.about_factor(node, id_.upper())
    if as_json:
        show(
            {
                "id": found.id,
                "label": found.label,
                "claims": [each["ref"] for each in found.claims],
                "figures": [data(records.FIGURE, each) for each in found.figures],
                "practices": [each["ref"] for each in found.practices],
                "disagreements": [each.data() for each in found.disagreements],
                "gaps": found.gaps,
            },
            True,
        )
        return
    say(f"{found.id}  {found.label}")
    for gap in found.gaps:
        say(f"  ! {_(GAPS[gap])}")
    for row in found.practices:
        say(f"  {name_of(row)}  {row['title']}")
    for row in found.figures:
        say("  " + figure_line(row))
    for row in found.claims:
        say(f"  {name_of(row)}  {row['text']}")


@factor.command(name="list")
@json_option
@pass_node
def factor_list(node: Node, /, as_json: bool) -> None:
    """Factors that claims or practices name, and how often."""
    used = [{"id": i, "label": label, "named": n} for i, label, n in views.factors_used(node)]
    show(used, as_json, [f"{e['id']}  {e['label']}  {e['named']}" for e in used])


@click.command()
@json_option
@pass_node
def timeline(node: Node, /, as_json: bool) -> None:
    """Claims that say when, oldest first."""
    rows = views.timeline(node, limit=100_000)
    if as_json:
        show([data(records.CLAIM, each) for each in rows], True)
        return
    for each in rows:
        say(f"{each['period_start'] or each['period_end']}  {name_of(each)}  {each['text']}")
