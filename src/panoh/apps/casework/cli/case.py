"""`panoh note` and `panoh case`: notes, the whole case, reviewing, closing, reopening."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import Any

import click

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.cli.shown import (
    SHORT,
    echo,
    gone,
    last_of,
    lines,
    made,
    programme_option,
    value_of,
)
from panoh.apps.casework.records import (
    CHILD,
    CLIENT,
    CLOSURE,
    FOLLOW_UP,
    HOUSEHOLD,
    NEED,
    NOTE,
    PERSON,
    REOPENING,
    REVIEW,
    SAFETY_PLAN,
    STEP,
    TIE,
)
from panoh.apps.casework.records.common import LEVELS
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for, read_text
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import WrongUsage
from panoh.lexicon import factors
from panoh.words import N_, _, ngettext_

# ── notes ───────────────────────────────────────────────────────────────────────────────────


@click.group()
def note() -> None:
    """Notes: written once, amended by a new one, or erased at once."""


@note.command(name="add")
@click.argument("code")
@options_for(NOTE, only=("text", "about_on", "restricted"))
@json_option
@pass_node
def note_add(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Write a note; without --text it is read from standard input."""
    access.client(node, code)  # a mistyped code is told before anything is typed
    values = _with_stdin(given(options))
    made("id", commands.add_note(node, code, values), as_json)


def _with_stdin(values: dict[str, Any]) -> dict[str, Any]:
    if "text" not in values:
        if sys.stdin.isatty():
            tell(
                _("Write the note. At its end press Enter, then Ctrl-D (on Windows Ctrl-Z, Enter).")
            )
        values["text"] = read_text("-")
    return values


@note.command(name="amend")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@options_for(NOTE, only=("text",))
@json_option
@pass_node
def note_amend(node: Node, /, refs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Put a note right by a new one; both stay readable."""
    row = last_of(node, refs, NOTE)
    text = _with_stdin(given(options))["text"]
    made("id", commands.amend_note(node, row["id"], text), as_json)


@note.command(name="erase")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def note_erase(node: Node, /, refs: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Erase a note at once, everywhere in this vault; backups that still hold it are named."""
    row = last_of(node, refs, NOTE)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase the note."))
        client = access.client(node, row["client"])
        asked = _("Erase the note {note} of {code} for good?")
        click.confirm(asked.format(note=row["id"][:SHORT], code=client["code"]), abort=True)
    gone(row["id"], commands.erase_note(node, row["id"]), as_json)


# ── the case ────────────────────────────────────────────────────────────────────────────────


@click.group()
def case() -> None:
    """A client's case: show, review, close, reopen."""


@case.command(name="show")
@click.argument("code")
@click.option(
    "--restricted",
    "classes",
    multiple=True,
    metavar="CLASS",
    cls=Option,
    help=N_("Also show restricted lines of this sort. This is noted in the case."),
)
@programme_option
@json_option
@pass_node
def case_show(
    node: Node, /, code: str, classes: tuple[str, ...], with_programme: bool, as_json: bool
) -> None:
    """What a case holds. That it was opened is noted in the case."""
    row = access.client(node, code)
    shown = {*commands.note_shown(node, code, classes), *access.shown_classes(node, row["id"])}
    if shown or not access.is_hidden(node, row):
        commands.note_opened(node, code)
    if as_json:
        data = access.as_data(node, code, with_programme=with_programme, restricted=shown)
        show(data, True)
        return
    part = access.open_part(access.case(node, code), shown)
    _print_case(node, part, shown)


@case.command(name="course")
@click.argument("code")
@json_option
@pass_node
def case_course(node: Node, /, code: str, as_json: bool) -> None:
    """How many needs and strengths there were at each month's end, by level."""
    row = access.client(node, code)
    if not access.is_hidden(node, row):
        commands.note_opened(node, code)
    shown = access.shown_classes(node, row["id"])
    found = access.course(node, access.open_part(access.case(node, code), shown).case)
    if as_json:
        show(found.as_data(), True)
        return
    for title, counts in ((_("Needs"), found.needs), (_("Strengths"), found.strengths)):
        say(title)
        for number, day in enumerate(found.days):
            numbers = "  ".join(f"{counts[level.key][number]:3}" for level in LEVELS)
            say(f"  {day.isoformat()}  {numbers}")
    say(" · ".join(_(level.label) for level in LEVELS))


@case.command(name="load")
@json_option
@pass_node
def case_load(node: Node, /, as_json: bool) -> None:
    """How much is overdue, and due in this and the next five weeks."""
    weeks = views.load(node)
    if as_json:
        show(
            [{"week": w.first.isoformat() if w.first else None, "due": w.due} for w in weeks], True
        )
        return
    for each in weeks:
        say(f"{each.due:4}  {each.first.isoformat() if each.first else _('Overdue')}")


@case.command(name="restricted")
@click.argument("code")
@json_option
@pass_node
def case_restricted(node: Node, /, code: str, as_json: bool) -> None:
    """Which sorts of restricted lines a case has, and how many lines of each."""
    held = access.lines_by_class(access.case(node, code))
    if as_json:
        show(held, True)
        return
    for key, count in held.items():
        say(f"{key:<12}{count:>5}  {_(factors.RESTRICTED.get(key, key))}")


def _print_case(node: Node, part: access.OpenPart, shown: Collection[str]) -> None:
    found = part.case
    echo(lines(CLIENT, found.client))
    _section(_("Needs"), (_need_line(each) for each in found.needs))
    _section(_("Strengths"), (_need_line(each) for each in found.strengths))
    goals: list[str] = []
    for each in found.goals:
        goals.append(f"{_short(each.row)}  {each.row['text']}")
        goals += [f"  {_line(STEP, step)}" for step in each.steps]
    _section(_("Goals"), [*goals, *(_line(STEP, each) for each in found.loose_steps)])
    _section(
        _("Support given"), (f"{_short(e)}  {e['given_on']}  {e['text']}" for e in found.support)
    )
    _section(_("Follow-ups"), (_line(FOLLOW_UP, each) for each in found.follow_ups))
    notes: list[str] = []
    for thread in found.notes:
        notes.append(f"{_short(thread.row)}  {thread.row['text']}")
        notes += [f"  {_short(each)}  {each['text']}" for each in thread.amendments]
    _section(_("Notes"), notes)
    _print_people(found)
    _section(_("Closed"), ("  ".join(lines(CLOSURE, each)) for each in found.closures))
    moments = access.timeline(node, found.code, shown)
    _section(_("Timeline"), (f"{each.time}  {each.by}  {each.text}" for each in moments))
    if part.lines:
        hidden = ngettext_(
            "{n} restricted line is hidden: --restricted CLASS shows it.",
            "{n} restricted lines are hidden: --restricted CLASS shows them.",
            part.lines,
        )
        tell(hidden.format(n=part.lines))


def _print_people(found: access.Case) -> None:
    _section(_("The child"), (line for each in found.child[:1] for line in lines(CHILD, each)))
    _section(_("People around the client"), (_person_line(each) for each in found.people))
    _section(
        _("Household"), (line for each in found.household[:1] for line in lines(HOUSEHOLD, each))
    )
    ties = ((each, each["other"]["code"] if each["other"] else "") for each in found.ties)
    tied = TIE.field("relation")
    _section(
        _("Family tie"),
        (f"{_short(row)}  {value_of(tied, row) if tied else ''}  {code}" for row, code in ties),
    )
    _section(
        _("Safety plan"), (line for each in found.safety_plans for line in lines(SAFETY_PLAN, each))
    )


def _person_line(row: Row) -> str:
    shown = ("name", "relation", "may_contact", "phone")
    words = [value_of(each, row) for each in PERSON.fields if each.name in shown]
    return "  ".join([_short(row), *(each for each in words if each)])


def _section(title: str, texts: Iterable[str]) -> None:
    held = list(texts)
    if held:
        say()
        say(title)
        echo(f"  {each}" for each in held)


def _short(row: Row) -> str:
    return str(row["id"])[:SHORT]


def _need_line(row: Row) -> str:
    words = [value_of(each, row) for each in NEED.fields if each.name in _IN_NEED_LINE]
    return "  ".join([_short(row), row["title"], *(each for each in words if each)])


def _line(rtype: RecordType, row: Row) -> str:
    words = [value_of(field, row) for field in rtype.fields if field.name in _IN_LINE]
    return "  ".join([_short(row), *(each for each in words if each)])


_IN_NEED_LINE = ("level", "priority", "state")
_IN_LINE = ("text", "what", "owner", "due", "done_on", "outcome")


@case.command(name="review")
@click.argument("code")
@options_for(REVIEW, without=("client",))
@json_option
@pass_node
def case_review(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Look back with the client; --next-on sets the next review."""
    made("id", commands.review(node, code, given(options)), as_json)


@case.command(name="close")
@click.argument("code")
@options_for(CLOSURE, without=("client",))
@json_option
@pass_node
def case_close(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Close a case: --reason, and --write-again says whether we may ever write."""
    made("id", commands.close(node, code, given(options)), as_json)


@case.command(name="reopen")
@click.argument("code")
@options_for(REOPENING, without=("client",))
@json_option
@pass_node
def case_reopen(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Open a closed case again."""
    made("id", commands.reopen(node, code, given(options)), as_json)
