"""`panoh export`: one case or all, sealed with a phrase."""

from __future__ import annotations

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.paper import warn_if_sent
from panoh.apps.casework.cli.shown import fixed
from panoh.apps.casework.documents import advice
from panoh.apps.casework.records.common import RESTRICTED_CLASSES
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.streams import here
from panoh.cli.written import (
    copy_phrase_option,
    output_option,
    phrase_of_copy,
    write_all,
    writing,
)
from panoh.core.node import Node
from panoh.sheets.sealed import FORMATS
from panoh.words import N_, _, ngettext_


@click.group()
def export() -> None:
    """Sealed copies of cases for another program."""


@export.command(name="case")
@click.argument("code", metavar="CODE|all")
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="age",
    show_default=True,
    cls=Option,
    help=N_("age protects better; zip opens with more programs."),
)
@click.option(
    "--restricted",
    type=click.Choice([each.key for each in RESTRICTED_CLASSES]),
    multiple=True,
    cls=Option,
    help=N_("Also take restricted lines of this class. May be given again."),
)
@click.option(
    "--to",
    "recipient",
    default="",
    metavar="NAME",
    cls=Option,
    help=N_("Somebody else who gets it, as a consent names them; only what it names is in it."),
)
@copy_phrase_option
@json_option
@pass_node
def case(
    node: Node, /, code: str, output: str, form: str, restricted: tuple[str, ...],
    phrase_file: str | None, recipient: str, as_json: bool,
) -> None:  # fmt: skip
    """Write one case or all into a sealed file. It is noted in each case.

    Never in it: programmes, faith, and restricted lines that were not asked for. The phrase is
    asked for, never taken from the command line.
    """
    refs = None if code == "all" else [access.client(node, code)["id"]]
    phrase = phrase_of_copy(phrase_file)
    path = here(output).absolute()
    with writing(path) as handle:
        made = commands.export_cases(node, refs, phrase, form, restricted, recipient)
        write_all(handle, made.data)
    data = {"path": str(path), "cases": made.cases, "files": list(made.files), "format": form,
            "restricted": sorted(restricted)}  # fmt: skip
    show(data, True) if as_json else say(str(path))
    tell(ngettext_("{n} case is in it.", "{n} cases are in it.", made.cases).format(n=made.cases))
    for each in refs or ():
        warn_if_sent(node, access.client(node, each))
    if refs is None and (sent := access.count_sent(node)):
        words = ngettext_(
            "In {n} case the client was sent by somebody: a consent in it may not be free.",
            "In {n} cases the client was sent by somebody: a consent in them may not be free.",
            sent,
        )
        tell(words.format(n=sent))
    tell(_(advice.WHERE_FILE))
    tell(_(advice.PHRASE_APART))


export.add_command(fixed(case, "all", N_("The same as: panoh export case all."), code="all"))
