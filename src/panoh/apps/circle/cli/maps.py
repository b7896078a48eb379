"""`panoh map`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from panoh.apps.circle import access, commands, records
from panoh.apps.circle.rules import exchange
from panoh.apps.circle.rules.model import Link, Map
from panoh.apps.circle.views import maps as views
from panoh.apps.circle.views.told import KINDS, loop_words
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of, here
from panoh.cli.written import write_all, writing
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _

LONGEST_FILE = 4 * 1024 * 1024


@click.group(name="map")
def map_() -> None:
    """Causal maps: what leads to what, by whose word."""


@map_.command(name="list")
@json_option
@pass_node
def map_list(node: Node, /, as_json: bool) -> None:
    """The map of all sources, one for each, and your own."""
    found = views.maps(node)
    if as_json:
        show([asdict(each) for each in found], True)
        return
    for each in found:
        say(f"{each.key[:8]}  {each.nodes} · {each.links}  {each.title}")
    if not found:
        say(_("There is no map here yet."))


def link_line(link: Link, of: Map) -> str:
    labels = of.labels()
    cited = ", ".join(link.supports) or _("assumption")
    against = " ≠ " + ", ".join(link.contests) if link.contests else ""
    return f"{labels[link.start]} —{link.sign}→ {labels[link.end]}  [{cited}{against}]"


@map_.command(name="show")
@click.argument("ref", metavar="[MAP]", default="pooled")
@json_option
@pass_node
def map_show(node: Node, /, ref: str, as_json: bool) -> None:
    """The links of a map with the claims behind each."""
    key, of = access.find_map(node, ref)
    if as_json:
        show({"key": key, "hash": of.hash, **of.data()}, True)
        return
    say(f"{of.name}  {of.hash}")
    for link in of.links:
        say("  " + link_line(link, of) + (f"  {link.reason}" if link.reason else ""))


@map_.command(name="import")
@click.argument("file")
@click.option("--title", cls=Option, help=N_("What you call this map."))
@click.option("--nodes", cls=Option, metavar="FILE",
              help=N_("Names of factors, if the file of links has only numbers."))  # fmt: skip
@json_option
@pass_node
def map_import(node: Node, /, file: str, title: str | None, nodes: str | None,
               as_json: bool) -> None:  # fmt: skip
    """Take in a map: CSV, GraphML, XMILE, Vensim text, or a matrix of weights."""
    access.need(node)
    data = _read(file)
    names = _read(nodes) if nodes else b""
    taken = exchange.read(data, file, names)
    record = commands.keep_map(node, taken.map, title or taken.map.name, taken.equations)
    if as_json:
        show({"id": record, "nodes": len(taken.map.nodes), "links": len(taken.map.links),
              "hash": taken.map.hash}, True)  # fmt: skip
        return
    say(f"{record[:8]}  {len(taken.map.nodes)} · {len(taken.map.links)}  {taken.map.hash}")


def _read(file: str) -> bytes:
    try:
        data = beginning_of(file, LONGEST_FILE + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem
    if len(data) > LONGEST_FILE:
        raise WrongUsage(what=_("This file is too large."))
    return data


@map_.command(name="export")
@click.argument("ref", metavar="MAP")
@click.argument("file")
@click.option("--format", "kind", type=click.Choice([*exchange.WRITERS]), cls=Option,
              help=N_("The format; else by the ending of the file."))  # fmt: skip
@pass_node
def map_export(node: Node, /, ref: str, file: str, kind: str | None) -> None:
    """Write a map to a file for other tools. The file is not sealed."""
    _key, of = access.find_map(node, ref)
    made = exchange.write(of, kind or exchange.kind_of(file))
    with writing(here(file).absolute()) as out:
        write_all(out, made)
    tell(_("This file is not sealed: whoever has it can read it."))
    say(file)


@map_.command(name="run")
@click.argument("ref", metavar="MAP")
@json_option
@pass_node
def map_run(node: Node, /, ref: str, as_json: bool) -> None:
    """Run the equations that came with a map, and print every value at every time."""
    times, found = views.run_equations(node, ref)
    if as_json:
        show({"times": times, "values": found}, True)
        return
    say(",".join(["time", *found]))
    for at, time in enumerate(times):
        say(",".join(f"{value:.12g}" for value in (time, *(each[at] for each in found.values()))))


@map_.command(name="rivals")
@json_option
@pass_node
def map_rivals(node: Node, /, as_json: bool) -> None:
    """The map of each source side by side, with what only this one says."""
    found, alone = views.side_by_side(node)
    if as_json:
        data: dict[str, Any] = {
            name: {"links": len(of.links), "only_here": [list(each.ends) for each in alone[name]]}
            for name, of in found.items()
        }
        show(data, True)
        return
    for name, of in found.items():
        say(f"{name}  {len(of.links)}")
        for link in alone[name]:
            say("  " + link_line(link, of))


@map_.command(name="loops")
@click.argument("ref", metavar="[MAP]", default="pooled")
@click.option("--max-length", "longest", type=click.IntRange(1, 20), default=8, cls=Option,
              help=N_("Longest loop, in links."))  # fmt: skip
@json_option
@pass_node
def map_loops(node: Node, /, ref: str, longest: int, as_json: bool) -> None:
    """Loops, the strongest first, in sentences with the claims behind each step."""
    of, found = views.loops(node, ref, longest)
    labels = of.labels()
    if as_json:
        loops = [
            {"nodes": list(each.nodes), "kind": each.kind, "share": each.share,
             "words": loop_words(each.links, labels, each.kind)}
            for each in found.loops
        ]  # fmt: skip
        cut = {"link": list(found.cut[0].ends), "share": found.cut[1]} if found.cut else None
        show({"loops": loops, "all_found": found.all_found, "cut": cut, "hash": of.hash}, True)
        return
    for each in found.loops:
        said = loop_words(each.links, labels, each.kind)
        say(f"{_(KINDS[each.kind])} ({each.share:.0%}): {said}")
    if not found.loops:
        say(_("There is no loop on this map."))
    if found.cut:
        say(_("A cut here weakens the loops that feed themselves most: {link}").format(
            link=link_line(found.cut[0], of)))  # fmt: skip
    if not found.all_found:
        say(_("There are more loops than are counted here; ask for shorter ones."))


@map_.command(name="link")
@click.argument("ref", metavar="MAP")
@options_for(records.CHANGE, without=("map",))
@json_option
@pass_node
def map_link(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """Set a link otherwise, add one as an assumption, or take one out, and say why."""
    made = commands.change_link(node, ref, given(options))
    show({"id": made}, True) if as_json else say(made)


@map_.command(name="erase")
@click.argument("ref", metavar="MAP")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@pass_node
def map_erase(node: Node, /, ref: str, yes: bool) -> None:
    """Unsay a map of your own."""
    row = access.map_(node, ref)
    if not yes:
        click.confirm(_("Erase “{title}” for good?").format(title=row["title"]), abort=True)
    commands.erase_map(node, row["id"])
    say(_("Erased."))
