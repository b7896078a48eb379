"""`panoh print`: a plan, a summary, an agreement or a safety plan as a PDF."""

from __future__ import annotations

import sys

import click

from panoh.apps.casework import access, commands, documents
from panoh.apps.casework.documents import advice
from panoh.apps.casework.records.common import RESTRICTED_CLASSES
from panoh.apps.casework.records.outside import FOUND_BY, PAPERS
from panoh.apps.casework.rules.told import MAY_NOT_BE_FREE
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.streams import beginning_of, here, secret
from panoh.cli.written import write_all, writing
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import Invalid, WrongUsage
from panoh.paper import pdf
from panoh.paper.locked import password_bytes
from panoh.words import LANGUAGES, N_, _, current_language, reviewed

_LONGEST = 1024


@click.command(name="print")
@click.argument("what", type=click.Choice([each.key.replace("_", "-") for each in PAPERS]))
@click.argument("code")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    cls=Option,
    help=N_("Where the PDF is written. A file that is there already is left alone."),
)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES]),
    default=None,
    cls=Option,
    help=N_("Language of the paper; else the one spoken here."),
)
@click.option(
    "--with",
    "second",
    type=click.Choice([*LANGUAGES]),
    default=None,
    cls=Option,
    help=N_("A second language beside it, for what is signed."),
)
@click.option(
    "--found-by",
    type=click.Choice([each.key for each in FOUND_BY]),
    default=None,
    cls=Option,
    help=N_("Who might find this? It is asked when it is not said."),
)
@click.option(
    "--to",
    "recipient",
    default="",
    metavar="NAME",
    cls=Option,
    help=N_("Somebody else who gets it, as a consent names them; only what it names is on it."),
)
@click.option(
    "--restricted",
    type=click.Choice([each.key for each in RESTRICTED_CLASSES]),
    multiple=True,
    cls=Option,
    help=N_("Also print restricted lines of this class. May be given again."),
)
@click.option(
    "--blank",
    is_flag=True,
    cls=Option,
    help=N_("A blank form, to be written by hand"),
)
@click.option(
    "--password",
    "locked",
    is_flag=True,
    cls=Option,
    help=N_("Ask for a password, unseen, and lock the PDF with it."),
)
@click.option(
    "--password-file",
    metavar="FILE",
    default=None,
    cls=Option,
    help=N_("Lock the PDF with the password in this file."),
)
@json_option
@pass_node
def print_(
    node: Node, /, what: str, code: str, output: str, language: str | None, second: str | None,
    found_by: str | None, restricted: tuple[str, ...], blank: bool, locked: bool,
    password_file: str | None, recipient: str, as_json: bool,
) -> None:  # fmt: skip
    """Write a paper as a PDF, where you say. It is noted in the case.

    The paper carries the code and no name, no programme and no restricted line that was not asked
    for. consent and safety-plan are forms, blank with --blank; they stand in a language in
    which a person has reviewed their words.
    """
    kind = what.replace("-", "_")
    client = access.client(node, code)
    found_by = found_by or _ask_who()
    password = read_password(locked, password_file)
    languages = [language or current_language(), *([second] if second else [])]
    if len(set(languages)) != len(languages):
        raise Invalid({"with": N_("Choose another language than the first, or none.")})
    sheets = documents.sheets(
        node, client["id"], kind, languages, restricted, blank=blank, recipient=recipient
    )
    made = pdf.write(sheets, password)
    path = here(output).absolute()
    with writing(path) as handle:
        commands.note_taken_out(
            node, client["id"], kind, "pdf_password" if password else "pdf",
            found_by=found_by, restricted=restricted, recipient=recipient,
        )  # fmt: skip
        write_all(handle, made.data)
    betraying = documents.betraying(sheets, client)
    warn_if_sent(node, client)
    if documents.no_copy_is_safe(node, client["id"], kind, restricted) and not blank:
        tell(reviewed(advice.NO_COPY).texts[0])
    planned = documents.plan_classes(node, client["id"]) if kind == "safety_plan" else []
    if kind == "safety_plan" and not blank and not set(planned) & set(restricted):
        tell(_("Nothing of a safety plan stands on it: a plan is restricted and is printed "
               "only with --restricted and its sort."))  # fmt: skip
    if sheets[0].language != languages[0]:
        tell(_("Nobody has checked these words in your language; here they are in: {language}.")
             .format(language=LANGUAGES[sheets[0].language]))  # fmt: skip
    if missing := documents.not_beside(sheets, second):
        tell(_("Nobody has checked the words of this paper in {language} yet, so it does not stand "
               "beside the first. Read it aloud in that language before it is signed.")
             .format(language=missing))  # fmt: skip
    _warn(found_by, made, betraying, bool(password))
    data = {
        "path": str(path), "pages": made.pages, "locked": bool(password), "found_by": found_by,
        "restricted": sorted(restricted), "betraying": len(betraying),
    }  # fmt: skip
    show(data, True) if as_json else say(str(path))


def _ask_who() -> str:
    """The question before every paper."""
    if not sys.stdin.isatty():
        raise WrongUsage(what=_("Say who might find this: --found-by."))
    tell(_("Who might find this?"))
    for number, each in enumerate(FOUND_BY, 1):
        tell(f"  {number}  {_(each.label)}")
    number = click.prompt(_("Number"), type=click.IntRange(1, len(FOUND_BY)), err=True)
    return FOUND_BY[number - 1].key


def read_password(asked: bool, file: str | None) -> str | None:
    """From a file, or typed twice and unseen; None for no password."""
    if file is not None:
        try:
            data = beginning_of(file, _LONGEST)
            password = data.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except OSError as problem:
            raise WrongUsage(what=_("This file cannot be read.")) from problem
        except UnicodeDecodeError:
            raise WrongUsage(what=_("This text is not UTF-8.")) from None
    elif asked:
        password = secret(_("Password of the file"))
        if secret(_("The same password again")) != password:
            raise Invalid({"password": N_("The two are not alike.")})
    else:
        return None
    try:
        password_bytes(password)
    except ValueError:
        raise Invalid({"password": N_("A password has 1 to 127 signs.")}) from None
    return password


def warn_if_sent(node: Node, client: Row) -> None:
    """Wherever something of a client leaves: somebody who was sent may not have felt free."""
    if access.kept(node, client).sent and not access.is_hidden(node, client):
        tell(reviewed(MAY_NOT_BE_FREE).texts[0])


def _warn(found_by: str, made: pdf.Printed, betraying: list[str], locked: bool) -> None:
    for each in reviewed(*advice.FOUND[found_by]).texts:
        tell(each)
    for each in (advice.WHERE_FILE, advice.WHERE_QUEUE):
        tell(_(each))
    tell(_(advice.PASSWORD if locked else advice.NOT_SEALED))
    if betraying:
        tell(_("A name or a number of the client stands in these lines. Change them in the case "
               "first:"))  # fmt: skip
        for each in betraying:
            tell("  " + each)
    for each in warnings(made):
        tell(each)


def warnings(made: pdf.Printed) -> list[str]:
    """What the fonts of this computer could not do, in words."""
    found = []
    if made.missing:
        found.append(_("No font here shows these signs; a question mark stands for them: {signs}")
                     .format(signs=" ".join(sorted(made.missing))))  # fmt: skip
    if made.fallen:
        found.append(_("Another font had to show these signs: {signs}")
                     .format(signs=" ".join(sorted(made.fallen))))  # fmt: skip
    if made.turned:
        found.append(_("Writing from right to left is not laid out in a PDF yet. Print it from "
                       "the page."))  # fmt: skip
    return found
