"""`panoh evidence claim|figure|disagreements|remark`."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.evidence import access, commands, records, views
from panoh.apps.evidence.cli.shown import data, figure_line, kind_words, lines, made, name_of
from panoh.apps.evidence.cli.source import file_bytes
from panoh.apps.evidence.views.claims import about_of, remarks
from panoh.apps.evidence.views.figures import KIND_WORDS, value_words
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.words import N_, _, ngettext_

LIMIT = click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=1000,
    show_default=True,
    cls=Option,
    help=N_("At most so many."),
)
OF_FIGURE = ("measure", "population", "definition", "nature", "as_of", "value", "low", "high",
             "unit", "qualifier", "words", "lineage")  # fmt: skip


@click.group()
def claim() -> None:
    """Claims: what a source says, where, and by whose word."""


@claim.command(name="add")
@options_for(records.CLAIM, without=("status", "checked_by"))
@options_for(records.FIGURE, only=OF_FIGURE)
@json_option
@pass_node
def claim_add(node: Node, /, as_json: bool, **options: Any) -> None:
    """File a claim; with --measure and --value also the figure it gives."""
    values = given(options)
    number = {name: values.pop(name) for name in OF_FIGURE if name in values}
    made(commands.add_claim(node, values, number or None), as_json)


@claim.command(name="import")
@click.argument("file")
@json_option
@pass_node
def claim_import(node: Node, /, file: str, as_json: bool) -> None:
    """Claims out of a CSV as `export claims` writes it: all of them, or none."""
    found = commands.import_claims(node, file_bytes(file))
    if as_json:
        show({"claims": found.claims, "loose": found.loose}, True)
        return
    n, m = found.claims, found.loose
    say(ngettext_("{n} claim was filed.", "{n} claims were filed.", n).format(n=n))
    if m:
        told = ngettext_("{n} link leads to nothing here.", "{n} links lead to nothing here.", m)
        tell(told.format(n=m))


@claim.command(name="list")
@click.option("--kind", type=click.Choice([e.key for e in records.CLAIM.field("kind").choices]),  # type: ignore[union-attr]
              cls=Option, help=N_("Only this kind."))  # fmt: skip
@click.option("--source", cls=Option, help=N_("Only of this source."))
@click.option("--factor", cls=Option, help=N_("Only about this factor."))
@click.option("--speaker", cls=Option, help=N_("Only said by this speaker."))
@LIMIT
@json_option
@pass_node
def claim_list(
    node: Node, /, kind: str | None, source: str | None, factor: str | None,
    speaker: str | None, limit: int, as_json: bool,
) -> None:  # fmt: skip
    """Claims with their sources."""
    wanted = access.source(node, source)["id"] if source else None
    named = factor.upper() if factor else None
    rows = views.claims(node, kind=kind, source=wanted, factor=named, speaker=speaker, limit=limit)
    _print_claims(node, rows, as_json)


@claim.command(name="search")
@click.argument("words", nargs=-1, required=True)
@LIMIT
@json_option
@pass_node
def claim_search(node: Node, /, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Claims that hold every word."""
    rows = [e for e in views.found(node, " ".join(words), limit) if e["type"] == "claim"]
    _print_claims(node, rows, as_json)


def _print_claims(node: Node, rows: list[Row], as_json: bool) -> None:
    sources = _sources(node)
    stands = views.status_of(node, rows)
    if as_json:
        listed = [
            data(
                records.CLAIM, each,
                source=sources.get(each["source"] or "", None), status=stands[each["id"]],
            )
            for each in rows
        ]  # fmt: skip
        show(listed, True)
        return
    for each in rows:
        kind = kind_words(records.CLAIM, each, "kind")
        say(f"{name_of(each)}  {kind}  {each['text']}  [{sources.get(each['source'] or '', '')}]")
    if not rows:
        say(_("There is no claim here."))


def _sources(node: Node) -> dict[str, str]:
    """Record id of a source → what people call it."""
    return {each["id"]: name_of(each) for each in access.select(node, records.SOURCE)}


@claim.command(name="show")
@click.argument("ref")
@json_option
@pass_node
def claim_show(node: Node, /, ref: str, as_json: bool) -> None:
    """A claim with its figures, remarks, and what stands against it."""
    row = access.claim(node, ref)
    numbers = views.of_claims(node, [row["id"]])
    against = views.contested_pairs(node, row)
    said = remarks(node, about_of(row))
    checks = access.select(node, records.CHECK, "claim = ?", (row["id"],))
    status = views.status_of(node, [row])[row["id"]]
    if as_json:
        more = {
            "status": status,
            "source": _sources(node).get(row["source"] or "", None),
            "against": [each["ref"] for each in against],
            "figures": [data(records.FIGURE, e, shown=value_words(e)) for e in numbers],
            "remarks": [{"stance": each["stance"], "text": each["text"]} for each in said],
            "checks": [data(records.CHECK, each) for each in checks],
        }
        show(data(records.CLAIM, row, **more), True)
        return
    for text in lines(records.CLAIM, row, without=("against", "status")):
        say(text)
    if row["source"]:
        say(_("Source: {title}").format(title=access.source(node, row["source"])["title"]))
    for each in numbers:
        say("  " + figure_line(each))
    for each in against:
        say(_("Stands against: {claim}").format(claim=f"{name_of(each)}  {each['text']}"))
    for each in checks:
        say(
            f"{kind_words(records.CHECK, each, 'result')}: {each['text']} {each['neighbour'] or ''}"
        )
    for each in said:
        say(f"{kind_words(records.REMARK, each, 'stance')}: {each['text'] or ''}")


@click.group()
def figure() -> None:
    """Figures: what is counted, where, when, and the number."""


@figure.command(name="list")
@click.option("--measure", cls=Option, help=N_("Only this measure."))
@click.option("--place", cls=Option, help=N_("Only this place."))
@click.option("--source", cls=Option, help=N_("Only of this source."))
@LIMIT
@json_option
@pass_node
def figure_list(
    node: Node, /, measure: str | None, place: str | None, source: str | None,
    limit: int, as_json: bool,
) -> None:  # fmt: skip
    """Figures by measure and time."""
    wanted = access.source(node, source)["id"] if source else None
    rows = views.figures(node, measure=measure, place=place, source=wanted, limit=limit)
    if as_json:
        show([data(records.FIGURE, each) for each in rows], True)
        return
    for each in rows:
        say(figure_line(each))
    if not rows:
        say(_("There is no figure here."))


@figure.command(name="add")
@options_for(records.FIGURE, without=("key",))
@json_option
@pass_node
def figure_add(node: Node, /, as_json: bool, **options: Any) -> None:
    """A figure of a claim, or of a source."""
    made(commands.add_figure(node, given(options)), as_json)


@figure.command(name="beside")
@click.argument("ref")
@click.option("--source", cls=Option, help=N_("Only of this source."))
@json_option
@pass_node
def figure_beside(node: Node, /, ref: str, source: str | None, as_json: bool) -> None:
    """Figures near this one, and what keeps them from being the same count."""
    row = access.figure(node, ref)
    wanted = access.source(node, source)["id"] if source else None
    near = views.neighbours(node, row, source=wanted)
    if as_json:
        show([data(records.FIGURE, e.row, differs=[n for n, _w in e.differs]) for e in near], True)
        return
    say(figure_line(row))
    for each in near:
        differs = ", ".join(_(words) for _name, words in each.differs)
        say(f"  {figure_line(each.row)}  ({_('differs in')}: {differs})")


@click.command()
@click.option("--measure", cls=Option, help=N_("Only this measure."))
@json_option
@pass_node
def disagreements(node: Node, /, measure: str | None, as_json: bool) -> None:
    """Figures on one thing side by side, and rival accounts. Nothing is averaged or preferred."""
    found = views.differing(node, measure=measure)
    rivals = [] if measure else views.rival_accounts(node)
    if as_json:
        show([each.data() for each in (*found, *rivals)], True)
        return
    for each in found:
        say(f"{each.measure}: {_(KIND_WORDS[each.kind])}")
        for row in each.rows:
            say("  " + figure_line(row))
        if each.sums:
            stated, computed = each.sums
            say("  " + _("said {stated}, computed {computed}").format(
                stated=stated, computed=computed
            ))  # fmt: skip
    for each in rivals:
        say(f"{each.measure}: {_(KIND_WORDS[each.kind])}")
        for row in each.rows:
            say(f"  {name_of(row)}  {row['says'] or ''}: {row['text']}")
    if not found and not rivals:
        say(_("No two figures speak of the same thing."))


@click.command()
@click.argument("ref")
@options_for(records.REMARK, without=("about",))
@json_option
@pass_node
def remark(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """Say what you think of a claim, figure or practice; also checked, contested, withdrawn."""
    made(commands.add_remark(node, ref, given(options)), as_json)


@click.command()
@click.argument("topic")
@click.argument("claims", nargs=-1, required=True)
@json_option
@pass_node
def contest(node: Node, /, topic: str, claims: tuple[str, ...], as_json: bool) -> None:
    """Set claims side by side that explain one thing in different ways."""
    made(commands.add_contest(node, topic, list(claims)), as_json)
