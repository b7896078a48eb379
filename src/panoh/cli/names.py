"""`panoh names`: who or what is found by a name however it is spelled, and why."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show
from panoh.errors import NotFound
from panoh.words import N_, _, current_language

if TYPE_CHECKING:
    from panoh.core.node import Node


@click.group()
def names() -> None:
    """Names of people and places, in any spelling and script. Nothing is ever merged."""


@names.command()
@click.argument("text", nargs=-1, required=True)
@json_option
@pass_node
def search(node: Node, /, text: tuple[str, ...], as_json: bool) -> None:
    """Who may be meant in the vault, and which places, each with the reason."""
    from panoh.lexicon.names import places

    wanted = " ".join(text)
    kept = [each for app in node.apps for each in app.search(node, wanted)]
    found = [
        {"title": each.title, "detail": each.detail, "reason": each.reason, "link": each.link}
        for each in kept
    ]
    language = current_language()
    found += [
        {
            "title": each.place.name_in(language),
            "detail": each.place.country,
            "reason": _(each.reason).format(name=each.place.name_in(language)),
            "link": "",
        }
        for each in places.find(wanted)
    ]
    show(found, as_json, ["  ".join((f["title"], f["detail"], f["reason"])) for f in found])


@names.command()
@click.argument("first")
@click.argument("second")
@json_option
def explain(first: str, second: str, as_json: bool) -> None:
    """How alike two names are, and why. Like names may be two people."""
    from panoh.lexicon import names as lexicon

    said = lexicon.explain(first, second)
    data = {
        "likeness": round(said.likeness, 3),
        "reasons": [_(each) for each in said.reasons],
        "words": [
            {"first": a.plain, "second": b.plain, "sounds": [a.sound, b.sound], "reason": _(why)}
            for a, b, why in said.pairs
        ],
    }
    lines = [f"{said.likeness:.2f}  {', '.join(_(each) for each in said.reasons)}"]
    lines += [
        f"  {a.plain} [{a.sound}]  {b.plain} [{b.sound}]  {_(why)}" for a, b, why in said.pairs
    ]
    show(data, as_json, lines)


@names.command()
@click.argument("folder", metavar="SET")
@click.option("--sample", type=click.IntRange(min=1), default=None, cls=Option,
              help=N_("Only so many of the questions, always the same ones."))  # fmt: skip
@click.option("--places", is_flag=True, cls=Option,
              help=N_("Also look for the other names of a place in the gazetteer."))  # fmt: skip
@json_option
def evaluate(folder: str, sample: int | None, places: bool, as_json: bool) -> None:
    """Measure the search on a SET: a folder with corpus.csv.gz and queries.csv.gz."""
    from panoh.lexicon.names import measure

    path = Path(folder)
    if not (path / "corpus.csv.gz").is_file() or not (path / "queries.csv.gz").is_file():
        raise NotFound(what=folder)
    found = measure.measure(*measure.read_set(path), sample=sample, places=places)
    lines = [
        _("{rows} rows, made in {seconds} s; half of the searches within {half} ms, 95 of 100"
          " within {most} ms").format(
            rows=found.rows, seconds=f"{found.build_seconds:.1f}", half=f"{found.middle_ms:.1f}",
            most=f"{found.slow_ms:.1f}",
        )
    ]  # fmt: skip
    lines += [
        f"{name:<16}{each.queries:>6}  {each.first:.3f}  {each.five:.3f}"
        for name, each in found.scores.items()
    ]
    show(asdict(found), as_json, lines)
