"""`panoh evidence brief|export`: briefs, and parts of the ledger in open formats."""

from __future__ import annotations

import os
from pathlib import PurePath

import click

from panoh.apps.evidence import access, citing, records, taking_out, views
from panoh.apps.evidence.cli.shown import name_of
from panoh.apps.evidence.cli.source import file_bytes
from panoh.apps.evidence.reading.plain import decode
from panoh.apps.evidence.rules.spec import Spec, parse_file, spec
from panoh.apps.evidence.views.briefs import build
from panoh.apps.evidence.written import WRITERS, write
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.streams import here
from panoh.core.node import Node
from panoh.errors import NotFound, StorageFailed, WrongUsage
from panoh.words import N_, _

MOST = 400_000
"""Bytes of a brief's text."""


def put_file(name: str, data: bytes) -> None:
    """A new file for its owner alone; one that is there is never overwritten."""
    path = here(name)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WrongUsage(what=_("There is such a file already.")) from None
    except OSError as problem:
        raise StorageFailed(reason=problem.strerror or "") from problem
    with os.fdopen(handle, "wb") as opened:
        opened.write(data)


@click.group()
def brief() -> None:
    """Briefs: a text in which every number has its claim."""


@brief.command(name="build")
@click.argument("what", metavar="SPEC")
@click.option("-o", "--output", required=True, cls=Option,
              help=N_("File to write: .html, .pdf or .docx."))  # fmt: skip
@json_option
@pass_node
def brief_build(node: Node, /, what: str, output: str, as_json: bool) -> None:
    """Build a brief from a file, or from one kept here. It refuses a number without its claim."""
    kind = PurePath(output).suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        raise WrongUsage(what=_("Name a file that ends in .html, .pdf or .docx."))
    built = build(node, _spec(node, what))
    put_file(output, write(built, kind))
    tell(_("This file is not sealed: whoever has it can read it."))
    if as_json:
        cited = {ref: each.where for ref, each in built.cited.items()}
        found = {"disagreements": [each.data() for each in built.disagreements]}
        show({"file": output, "cited": cited, "left_out": list(built.left_out), **found}, True)
        return
    if built.left_out:
        told = _("Left out, as risky for this reader or place: {claims}")
        tell(told.format(claims=", ".join(built.left_out)))
    say(output)


def _spec(node: Node, what: str) -> Spec:
    """A brief kept here by its id, else a file."""
    try:
        row = access.brief(node, what)
    except NotFound:
        data = file_bytes(what, MOST)
        if len(data) > MOST:
            raise WrongUsage(what=_("This text is too long.")) from None
        return parse_file(decode(data))
    return spec(row, row["body"])


@brief.command(name="list")
@json_option
@pass_node
def brief_list(node: Node, /, as_json: bool) -> None:
    """Briefs that are kept here."""
    rows = access.select(node, records.BRIEF, "1", (), "ORDER BY title, id")
    listed = [{"id": each["id"], "title": each["title"], "reader": each["reader"]} for each in rows]
    show(listed, as_json, [f"{name_of(each)}  {each['title']}" for each in rows])


@click.group(name="export")
def export() -> None:
    """Take parts of the ledger out, unsealed: citations, claims, figures, factors."""


@export.command(name="sources")
@click.option("-o", "--output", required=True, cls=Option,
              help=N_("File to write: .ris, .bib or .json."))  # fmt: skip
@pass_node
def export_sources(node: Node, /, output: str) -> None:
    """Citations as RIS, BibTeX or CSL-JSON."""
    ending = PurePath(output).suffix.lower().removeprefix(".")
    if ending not in citing.ENDINGS:
        raise WrongUsage(what=_("Name a file that ends in .ris, .bib or .json."))
    rows = access.select(node, records.SOURCE, rest="ORDER BY pack = '', ref")
    put_file(output, citing.write(citing.ENDINGS[ending], rows).encode())
    tell(_("This file is not sealed: whoever has it can read it."))


@export.command(name="claims")
@click.option("-o", "--output", required=True, cls=Option, help=N_("File to write: .csv."))
@pass_node
def export_claims(node: Node, /, output: str) -> None:
    """Claims as CSV."""
    put_file(output, taking_out.as_csv(records.CLAIM, views.claims(node, limit=1_000_000)))
    tell(_("This file is not sealed: whoever has it can read it."))


@export.command(name="figures")
@click.option("-o", "--output", required=True, cls=Option, help=N_("File to write: .csv."))
@pass_node
def export_figures(node: Node, /, output: str) -> None:
    """Figures as CSV; `table import --as csv` takes them back."""
    put_file(output, taking_out.as_csv(records.FIGURE, views.figures(node, limit=1_000_000)))
    tell(_("This file is not sealed: whoever has it can read it."))


@export.command(name="factors")
@click.option("-o", "--output", required=True, cls=Option, help=N_("File to write: .ttl."))
def export_factors(output: str) -> None:
    """The shared factor vocabulary as SKOS Turtle, in all languages."""
    put_file(output, taking_out.vocabulary().encode())
