"""`panoh evidence source|passage|suggest`: sources, their text, marked places, suggestions."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import click

from panoh.apps.evidence import access, citing, commands, records
from panoh.apps.evidence.cli.shown import data, lines, made, name_of
from panoh.apps.evidence.reading import LIMITS
from panoh.apps.evidence.rules.suggest import Suggestion, suggestions
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _, ngettext_


def file_bytes(name: str, most: int = LIMITS.file) -> bytes:
    """A file named on the command line, one byte above the limit at most."""
    try:
        return beginning_of(name, most + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem


@click.group()
def source() -> None:
    """Sources: documents and citations."""


@source.command(name="add")
@click.argument("file", required=False)
@options_for(records.SOURCE, without=("sha256", "extra"))
@json_option
@pass_node
def source_add(node: Node, /, file: str | None, as_json: bool, **options: Any) -> None:
    """Take in a document (PDF, DOCX, HTML, text), a file of citations (.ris, .bib, .json), or a
    source by --title alone."""
    values = given(options)
    if file is None:
        made(commands.add_source(node, values), as_json)
        return
    ending = PurePath(file).suffix.lower().removeprefix(".")
    if ending in citing.ENDINGS:
        ids = commands.take_citations(node, citing.ENDINGS[ending], file_bytes(file))
        show({"ids": ids}, as_json, ids)
        return
    taken = commands.take_in(node, PurePath(file).name, file_bytes(file), values)
    if as_json:
        found = {"id": taken.source, "same": taken.same, "letters": taken.letters}
        show({**found, "language": taken.language}, True)
        return
    if taken.same:
        tell(_("This document is here already."))
    else:
        told = ngettext_("{n} letter was read.", "{n} letters were read.", taken.letters)
        tell(told.format(n=taken.letters))
    say(taken.source)


@source.command(name="list")
@json_option
@pass_node
def source_list(node: Node, /, as_json: bool) -> None:
    """Sources with what is known of them."""
    rows = access.select(node, records.SOURCE, rest="ORDER BY pack = '', pack, ref")
    if as_json:
        show([data(records.SOURCE, each) for each in rows], True)
        return
    for each in rows:
        say(f"{name_of(each)}  {each['title']}  {each['issued'] or ''}")
    if not rows:
        say(_("There is no source here."))


@source.command(name="show")
@click.argument("ref")
@click.option("--text", "whole", is_flag=True, cls=Option, help=N_("Also print its text."))
@json_option
@pass_node
def source_show(node: Node, /, ref: str, whole: bool, as_json: bool) -> None:
    """A source, its passages, and how many sentences were set aside."""
    row = access.source(node, ref)
    text = commands.text_of(node, row["id"])
    passages = access.select(node, records.PASSAGE, "source = ?", (row["id"],), 'ORDER BY "start"')
    aside = access.select(node, records.SET_ASIDE, "source = ?", (row["id"],))
    if as_json:
        more: dict[str, Any] = {
            "letters": len(text["text"]) if text else 0,
            "passages": [data(records.PASSAGE, each) for each in passages],
            "set_aside": len(aside),
        }
        if whole:
            more["text"] = text["text"] if text else None
        show(data(records.SOURCE, row, **more), True)
        return
    for each in lines(records.SOURCE, row, without=("extra",)):
        say(each)
    for passage in passages:
        say(f"  {name_of(passage)}  {passage['exact']}")
    n = len(aside)
    say(ngettext_("{n} sentence was set aside.", "{n} sentences were set aside.", n).format(n=n))
    if whole and text:
        say()
        say(text["text"])


@source.command(name="reread")
@click.argument("ref")
@click.argument("file")
@json_option
@pass_node
def source_reread(node: Node, /, ref: str, file: str, as_json: bool) -> None:
    """Read a source out anew; its passages are looked for again, and what is lost is named."""
    found = commands.reread(node, ref, PurePath(file).name, file_bytes(file))
    lost = [each["id"] for each in found.lost]
    if as_json:
        show({"exact": found.exact, "near": found.near, "lost": lost}, True)
        return
    say(_("Found as they were: {exact}. Found, slightly changed: {near}. Lost: {lost}.").format(
        exact=found.exact, near=found.near, lost=len(lost)
    ))  # fmt: skip
    for each in found.lost:
        say(f"  {name_of(each)}  {each['was'] or each['exact']}")


@click.command()
@click.argument("ref", metavar="SOURCE")
@click.argument("words")
@json_option
@pass_node
def passage(node: Node, /, ref: str, words: str, as_json: bool) -> None:
    """Mark a passage by its words; give its id to a claim with --passage."""
    made(commands.mark_passage(node, ref, words=words), as_json)


@click.command()
@click.argument("file", required=False)
@click.option("--source", "ref", cls=Option, help=N_("In the text of this source instead."))
@click.option("--language", "code", cls=Option, help=N_("Language of the document."))
@click.option("--aside", "why", type=click.Choice(["no_figure", "not_needed", "already", "wrong"]),
              cls=Option, help=N_("Set these sentences aside for this reason."))  # fmt: skip
@click.option("--only", type=int, multiple=True, cls=Option,
              help=N_("Only the suggestions with these numbers."))  # fmt: skip
@json_option
@pass_node
def suggest(
    node: Node, /, file: str | None, ref: str | None, code: str | None, why: str | None,
    only: tuple[int, ...], as_json: bool,
) -> None:  # fmt: skip
    """Sentences that hold a figure, with what can be read off. Nothing is filed: you do that."""
    if (file is None) is (ref is None):
        raise WrongUsage(what=_("Give a file, or --source."))
    if ref is not None:
        row = access.source(node, ref)
        held = commands.text_of(node, row["id"])
        text, language = (held["text"] if held else ""), row["language"]
    else:
        found = commands.read(PurePath(file or "").name, file_bytes(file or ""))
        row, text, language = None, found.text, found.language
    listed = list(enumerate(suggestions(text, code or language or "en"), 1))
    chosen = [(n, each) for n, each in listed if not only or n in only]
    if why:
        for _n, each in chosen:
            values = {"source": row["id"] if row else None, "exact": each.sentence, "why": why}
            commands.set_aside(node, values)
    if as_json:
        show([_data(n, each) for n, each in chosen], True)
        return
    for n, each in chosen:
        value = each.value or f"{each.low}–{each.high}"
        said = " ".join(part for part in (each.qualifier, value, each.unit, each.period) if part)
        say(f"{n}  {said}")
        say(f"   {' '.join(each.sentence.split())}")
    if not chosen:
        say(_("No sentence with a figure was found."))


def _data(number: int, each: Suggestion) -> dict[str, Any]:
    return {
        "number": number,
        "start": each.start,
        "end": each.end,
        "sentence": each.sentence,
        "value": each.value,
        "low": each.low,
        "high": each.high,
        "qualifier": each.qualifier,
        "unit": each.unit,
        "period": each.period,
    }
