"""`panoh recovery`: trustees who together can open a vault whose phrase is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from panoh.cli import phrase
from panoh.cli.context import Asked, pass_asked, pass_node
from panoh.cli.options import Option, json_option, read_text
from panoh.cli.output import say, show, tell
from panoh.errors import NotFound, VaultRolledBack, WrongUsage
from panoh.words import N_, _, current_language, ngettext_

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.core.shares import Words

PRIVATE = 0o600
NO_TRUSTEES = N_("No trustees were chosen for this vault.")

_shares = click.option(
    "--share-file",
    "files",
    metavar="FILE",
    multiple=True,
    cls=Option,
    help=N_("File that holds one share; else they are asked for. May be given again."),
)
_sheet = click.option(
    "--sheet",
    metavar="FOLDER",
    cls=Option,
    help=N_("Write the shares for paper as PDFs into this folder; else they are printed here."),
)
_set = click.option(
    "--set",
    "wanted",
    type=int,
    metavar="NUMBER",
    cls=Option,
    help=N_("Which shares, where you hold some of two vaults of one colleague."),
)
NUMBER = N_("Number of these shares: {number}")


@click.group()
def recovery() -> None:
    """Trustees: people of whom some together can open your vault when the phrase is lost."""


@recovery.command()
@click.option(
    "--need",
    type=int,
    default=3,
    show_default=True,
    cls=Option,
    help=N_("How many shares open the vault."),
)
@click.option(
    "--trustee",
    "people",
    metavar="NAME",
    multiple=True,
    cls=Option,
    help=N_("A colleague whose device keeps a share. May be given again."),
)
@click.option(
    "--papers",
    type=int,
    cls=Option,
    help=N_("How many shares go on paper; else as many as make five in all."),
)
@click.option(
    "--wait",
    "hours",
    type=int,
    default=72,
    show_default=True,
    cls=Option,
    help=N_("Hours that a request waits before it is answered."),
)
@_sheet
@json_option
@pass_asked
def setup(
    asked: Asked, need: int, people: tuple[str, ...], papers: int | None, hours: int,
    sheet: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Choose trustees and give out shares; earlier shares are worth nothing from then on.

    Choose people in different places, of whom one is abroad. Any so many of them together open
    everything in the vault; fewer learn nothing.
    """
    from panoh.core import membership
    from panoh.core import recovery as core

    with asked.unlocked() as (node, key):
        found = tuple(membership.find_person(node, each) for each in people)
        count = max(0, 5 - len(found)) if papers is None else papers
        given = core.setup(node, key, core.Choice(need, found, count, hours))
        _give_out(given, sheet, node, as_json)
    tell(_("Now do the drill, so that you know it works: panoh recovery drill."))


@recovery.command()
@_shares
@click.option(
    "--for",
    "owner",
    metavar="NAME",
    cls=Option,
    help=N_("As a trustee: print your words for this colleague's drill."),
)
@_set
@json_option
@pass_node
def drill(
    node: Node, files: tuple[str, ...], owner: str | None, wanted: int | None, as_json: bool
) -> None:
    """Prove that it works: a test secret is rebuilt from the trustees' second lists of words.

    Nothing is opened and nothing waits. Do it with each set of people once a year.
    """
    from panoh.core import recovery as core

    if owner is not None:
        words = core.drill_words(node, core.find_owner(node, owner), wanted)
        show({"number": words.number, "words": words.drill}, as_json, lines=[words.drill])
        return
    standing = core.standing(node)
    if standing is None:
        raise WrongUsage(what=NO_TRUSTEES)
    took = core.drill(node, _typed(files, standing.need))
    done = ngettext_("It works with {n} share.", "It works with {n} shares.", took).format(n=took)
    show({"shares": took, "works": True}, as_json, lines=[done])


@recovery.command()
@click.argument("name", required=False)
@click.option("--stop", is_flag=True, cls=Option, help=N_("End a request that should not be."))
@json_option
@pass_asked
def request(asked: Asked, name: str | None, stop: bool, as_json: bool) -> None:
    """Ask for shares, and begin the wait.

    On the computer whose vault does not open: without NAME. A trustee who was asked in person does
    it with the NAME of that colleague, so that everybody in the practice sees it.
    """
    from panoh.core.vault import trustees

    if name is not None:
        with asked.unlocked() as (node, _key):
            _ask_for(node, name, stop, as_json)
        return
    place = asked.place()
    if stop:
        trustees.stop(place)
        show({"stopped": True}, as_json, lines=[_("Stopped.")])
        return
    plan = trustees.plan(place)
    if plan is None:
        raise WrongUsage(what=NO_TRUSTEES)
    from time import time

    until = trustees.moment(trustees.ask(place, int(time() * 1000)))
    number = plan.real.set
    lines = [_("It waits until {until}.").format(until=until), _(NUMBER).format(number=number)]
    show({"until": until, "set": number}, as_json, lines=lines)
    tell(_("Meet your trustees in person; they answer when they have seen you."))


def _ask_for(node: Node, name: str, stop: bool, as_json: bool) -> None:
    from panoh.core import recovery as core

    owner = core.find_owner(node, name) if not stop else _owner_of_request(node, name)
    if stop:
        for each in core.requests(node):
            if each.owner == owner and not each.over:
                core.stop(node, each.id)
        show({"stopped": True}, as_json, lines=[_("Stopped.")])
        return
    found = core.ask_for(node, owner)
    line = _("It waits until {until}.").format(until=found.until.replace("T", " "))
    show({"id": found.id, "until": found.until}, as_json, lines=[line])
    tell(_("Sync, so that everybody sees it: panoh sync."))


def _owner_of_request(node: Node, name: str) -> bytes:
    from panoh.core import recovery as core

    found = {
        each.owner
        for each in core.requests(node)
        if name.casefold() in (each.name.casefold(), each.owner.hex()[: len(name)])
    }
    if len(found) != 1:
        raise NotFound(what=name)
    return found.pop()


@recovery.command()
@click.argument("name")
@_set
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def approve(node: Node, name: str, wanted: int | None, yes: bool, as_json: bool) -> None:
    """As a trustee: print the words of your share, after the wait. Everybody sees that you did."""
    from panoh.core import recovery as core

    owner = core.find_owner(node, name)
    if not yes:
        click.confirm(_("Have you met this colleague in person?"), abort=True, err=True)
    words = core.approve(node, owner, wanted)
    show({"number": words.number, "words": words.real}, as_json, lines=[words.real])
    tell(_("Say them to your colleague in person, or over a line that you both trust."))


@recovery.command()
@_shares
@click.option(
    "--new-passphrase-file",
    metavar="FILE",
    cls=Option,
    help=N_("File that holds the new phrase; else it is agreed on at the terminal."),
)
@_sheet
@json_option
@pass_asked
def finish(
    asked: Asked, files: tuple[str, ...], new_passphrase_file: str | None, sheet: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Open the vault with enough shares, choose a new phrase, and give out fresh shares."""
    from time import time

    from panoh.core import recovery as core
    from panoh.core.vault import store, trustees

    place = asked.place()
    plan = trustees.plan(place)
    if plan is None:
        raise WrongUsage(what=NO_TRUSTEES)
    texts = _typed(files, plan.need)
    key = trustees.rebuild(place, texts, int(time() * 1000))
    file = Path(new_passphrase_file) if new_passphrase_file else None
    new = phrase.for_new(file, store.read_header(place).language)
    if new.unseen:
        raise WrongUsage(what=_("There is no terminal to ask. Use --new-passphrase-file."))
    store.set_phrase(place, key, new.phrase)
    tell(_("From now on the new phrase opens the vault; the old one does not."))
    try:
        node = asked.doors.open_node(place, key)
    except VaultRolledBack:
        trustees.drop(place)
        tell(_("The old shares open nothing any more. Choose trustees again after opening it."))
        raise
    try:
        given = core.renew(node, key)
        core.close_requests(node)
        _give_out(given, sheet, node, as_json)
    except NotFound:
        trustees.drop(place)
    finally:
        node.close()
        trustees.stop(place)
    tell(_("The shares that were used open nothing any more."))


@recovery.command()
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@pass_node
def end(node: Node, yes: bool) -> None:
    """Have no trustees any more: no share opens the vault."""
    from panoh.core import recovery as core

    if not yes:
        click.confirm(_("Shall no trustee be able to open the vault?"), abort=True, err=True)
    core.end(node)


@recovery.command()
@json_option
@pass_node
def status(node: Node, as_json: bool) -> None:
    """Your trustees, the last drill, what you hold for others, and who asks for what."""
    from panoh.core import recovery as core

    standing = core.standing(node)
    held, asked = core.held_for_others(node), core.requests(node)
    data: dict[str, Any] = {
        "trustees": standing and {
            "need": standing.need, "of": standing.of, "hours": standing.hours,
            "people": list(standing.people), "papers": standing.papers,
            "made": standing.made, "drilled": standing.drilled,
            "drill_due": standing.due, "unfinished": standing.unfinished,
        },
        "held": [{"name": e.name, "number": e.number, "need": e.need, "set": e.set} for e in held],
        "requests": [
            {"name": e.name, "by": e.by, "asked": e.asked, "until": e.until, "over": e.over,
             "approved": list(e.approved)}
            for e in asked
        ],
    }  # fmt: skip
    show(data, as_json, lines=_status_lines(standing, held, asked))


def _status_lines(standing: Any, held: list[Any], asked: list[Any]) -> list[str]:
    if standing is None:
        lines = [_(NO_TRUSTEES)]
    else:
        lines = [
            _("{need} of {of} shares open the vault; a request waits {hours} hours.").format(
                need=standing.need, of=standing.of, hours=standing.hours
            ),
            _("Last drill: {day}").format(day=standing.drilled or _("never")),
        ]
        if standing.unfinished:
            lines.append(_("Shares for your trustees are to be given out again."))
    lines += [_("You hold a share of the vault of {name}.").format(name=each.name) for each in held]
    for each in asked:
        if not each.over:
            words = _("{name}: asked for by {by}, waits until {until}")
            until = each.until.replace("T", " ")
            lines.append(words.format(name=each.name, by=each.by or "?", until=until))
    return lines


# ── words in and out ────────────────────────────────────────────────────────────────────────


def _typed(files: tuple[str, ...], need: int) -> list[str]:
    if files:
        return [read_text(each).strip() for each in files]
    if not sys.stdin.isatty():
        raise WrongUsage(what=_("There is no terminal to ask for shares. Use --share-file."))
    words = _("Share {number} of {need}")
    return [
        str(click.prompt(words.format(number=number, need=need), err=True))
        for number in range(1, need + 1)
    ]


def _give_out(given: list[Words], folder: str | None, node: Node, as_json: bool) -> None:
    if folder is not None and given:
        for each in _written(given, Path(folder), node):
            say(str(each))
        tell(_("Print them, then delete the files: enough of them open the vault."))
        return
    data = [{"number": e.number, "words": e.real, "drill": e.drill} for e in given]
    lines = [
        line for each in given for line in (f"{each.number}", f"  {each.real}", f"  {each.drill}")
    ]
    show({"papers": data}, as_json, lines=lines)


def _written(given: list[Words], folder: Path, node: Node) -> list[Path]:
    from panoh.paper import pdf
    from panoh.paper.words import share_sheet

    made = []
    for each in given:
        day = node.today().isoformat()
        sheet = share_sheet(each.number, day, each.real, each.drill, current_language())
        path = folder / f"{each.number}.pdf"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        except OSError as problem:
            raise WrongUsage(what=_("The sheets cannot be written there.")) from problem
        with os.fdopen(handle, "wb") as opened:
            opened.write(pdf.write([sheet]).data)
        made.append(path)
    return made
