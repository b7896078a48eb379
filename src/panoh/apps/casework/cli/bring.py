"""`panoh import`: a list of clients or contacts out of a spreadsheet, all or nothing."""

from __future__ import annotations

import re
import stat
from typing import Any

import click

from panoh.apps.casework import bring, commands, views
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import progress, say, show, tell
from panoh.cli.streams import here
from panoh.core.node import Node
from panoh.errors import Invalid, WrongUsage
from panoh.sheets import read, text
from panoh.sheets.model import FILE_LIMIT, Table
from panoh.words import N_, _, ngettext_

MOST_TOLD = 50


@click.command(name="import")
@click.argument("kind", type=click.Choice(list(bring.KINDS)))
@click.argument("file")
@click.option(
    "--preview",
    is_flag=True,
    cls=Option,
    help=N_("Say what would be taken and what is refused; write nothing."),
)
@click.option(
    "--map",
    "pairs",
    metavar="COLUMN=FIELD",
    multiple=True,
    cls=Option,
    help=N_(
        "Which field a column fills: its heading or its letter, and the field; "
        "an empty field leaves the column out. May be given again."
    ),
)
@click.option(
    "--encoding",
    type=click.Choice(text.ENCODINGS),
    default=None,
    cls=Option,
    help=N_("How a CSV is written, when it is not recognised."),
)
@json_option
@pass_node
def import_(
    node: Node, /, kind: str, file: str, preview: bool, pairs: tuple[str, ...],
    encoding: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take over a list from a CSV or XLSX file: all of it, or nothing.

    Every row that cannot be taken is named with its reason. Formulas are never carried out. The
    file stays where it is, readable: delete it afterwards.
    """
    table = read.read(_bytes(file), encoding or "")
    mapping = _mapped(kind, table, pairs)
    found = bring.understand(table, kind, mapping, lambda code: commands.code_taken(node, code))
    data: dict[str, Any] = {
        "columns": {table.heads[column]: name for column, name in sorted(mapping.items())},
        "rows": len(found.rows),
        "problems": [
            {"row": each.row, "column": each.column, "why": _(each.why)} for each in found.problems
        ],
        "alike": _alike(node, kind, found),
        "taken": [],
    }
    if found.problems or preview:
        _told(data, as_json)
        if found.problems:
            tell(_("Nothing was taken: put these rows right first, or leave a column out."))
            click.get_current_context().exit(Invalid.exit_status)
        return
    with progress() as told:
        data["taken"] = _take(node, kind, found, lambda done, of: told("import", done, of))
    if as_json:
        show(data, True)
    else:
        for each in data["taken"]:
            say("  ".join(str(part) for part in each.values() if part))
        words = ngettext_("{n} row was taken.", "{n} rows were taken.", len(found.rows))
        tell(words.format(n=len(found.rows)))
        _tell_alike(data)
    if kind == "clients":
        tell(_(bring.NOT_ASKED))
    tell(_(bring.LEFT_BEHIND))


def _alike(node: Node, kind: str, found: bring.Understood) -> list[dict[str, Any]]:
    """Rows that may be clients of this vault, each with the likeliest one."""
    if kind != "clients":
        return []
    rows = [(row, values) for row, _old, values in found.rows]
    with progress() as told:
        several = views.alike_rows(node, rows, lambda done, of: told("rows", done, of))
    return [{"row": row, "code": e.code, "why": list(e.reasons)} for row, e in several]


def _tell_alike(data: dict[str, Any]) -> None:
    if data["alike"]:
        tell(_(bring.ALIKE))
    for each in data["alike"][:MOST_TOLD]:
        tell(row_words(each["row"], each["code"], ", ".join(each["why"])))


def _take(node: Node, kind: str, found: bring.Understood, told: Any) -> list[dict[str, Any]]:
    values = [each for _row, _old, each in found.rows]
    if kind == "contacts":
        commands.bring_contacts(node, values, told)
        return [{"row": row} for row, _old, _values in found.rows]
    codes = commands.bring_clients(node, values, told)
    return [
        {"code": code, "row": row, "old_number": old}
        for code, (row, old, _values) in zip(codes, found.rows, strict=True)
    ]


def _told(data: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show(data, True)
        return
    for head, name in data["columns"].items():
        say(f"{head} → {name}")
    words = ngettext_("{n} row can be taken.", "{n} rows can be taken.", data["rows"])
    say(words.format(n=data["rows"]))
    for each in data["problems"][:MOST_TOLD]:
        say(row_words(each["row"], each["column"], each["why"]))
    if len(data["problems"]) > MOST_TOLD:
        say(_("… and {n} more").format(n=len(data["problems"]) - MOST_TOLD))
    _tell_alike(data)


def row_words(row: int, column: str, why: str) -> str:
    """A problem as one line."""
    where = _("Row {n}").format(n=row) if row else _("The whole list")
    return ": ".join(part for part in (where, _(column) if not row else column, why) if part)


def _mapped(kind: str, table: Table, pairs: tuple[str, ...]) -> dict[int, str]:
    """The recognised columns, with what was said on the command line on top."""
    mapping = bring.guess(kind, table.heads)
    for pair in pairs:
        head, equals, name = pair.rpartition("=")
        column = _column(table, head.strip())
        if not equals or column is None:
            raise WrongUsage(what=_("There is no such column: {name}").format(name=head or pair))
        if not name:
            mapping.pop(column, None)
        elif bring.target(kind, name.strip()) is None:
            names = ", ".join(each.name for each in bring.targets(kind))
            raise WrongUsage(
                what=_("There is no such field. These are: {names}").format(names=names)
            )
        else:
            mapping[column] = name.strip()
    return mapping


def _column(table: Table, head: str) -> int | None:
    if head in table.heads:
        return table.heads.index(head)
    if re.fullmatch(r"[A-Za-z]{1,2}", head):
        number = 0
        for letter in head.upper():
            number = number * 26 + ord(letter) - 64
        return number - 1 if number <= len(table.heads) else None
    return None


def _bytes(name: str) -> bytes:
    """The file, read where the command runs: a list may be longer than what a command hands over.
    Only an ordinary file; a pipe would keep the pages waiting."""
    path = here(name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise WrongUsage(what=_("This is not an ordinary file."))
        with path.open("rb") as opened:
            return opened.read(FILE_LIMIT + 1)
    except OSError as problem:
        raise WrongUsage(what=_("This file cannot be read.")) from problem
