"""`panoh erase` and `panoh retention`: what goes, when, and the proof that it went."""

from __future__ import annotations

import sys
from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli import elsewhere
from panoh.apps.casework.cli.shown import SHORT, echo, gone, made
from panoh.apps.casework.records import RETENTION_PERIOD
from panoh.apps.casework.rules_term import STAYS
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import progress, say, show
from panoh.core.node import Node
from panoh.core.space.store import SpaceRow
from panoh.errors import NotFound, WrongUsage
from panoh.words import N_, _, ngettext_


@click.group()
def erase() -> None:
    """Erase for good."""


@erase.command(name="client")
@click.argument("code")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@click.option(
    "--prove",
    is_flag=True,
    cls=Option,
    help=N_("Look through every page of the vault and at the hub; say what cannot be known."),
)
@json_option
@pass_node
def erase_client(node: Node, /, code: str, yes: bool, prove: bool, as_json: bool) -> None:
    """Erase a client's whole case: everything of it goes at once, or nothing does.

    With --prove of a case erased before: what became of it elsewhere.
    """
    if prove and (left := _erased_before(node, code)):
        _tell_elsewhere(node, left, as_json)
        return
    going = access.going(node, code)
    rows = _rows_of(node, code)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase the case."))
        echo(going_lines(going))
        row = access.client(node, code)
        click.confirm(_("Erase {code} for good?").format(code=row["code"]), abort=True)
    with progress() as told:
        done = commands.erase_client(
            node, code, prove=prove, progress=lambda page, of: told("pages", page, of)
        )
    found = elsewhere.look(node, rows) if prove else None
    if as_json:
        also = {"elsewhere": elsewhere.as_data(node, found)} if found else {}
        show({**as_data(done, going), **also}, True)
        return
    echo(done_lines(done))
    if found:
        echo(elsewhere.lines(node, found))


def _erased_before(node: Node, ref: str) -> list[SpaceRow]:
    """The spaces of a case that was erased; none of one that is here."""
    try:
        access.client(node, ref)
    except NotFound:
        return commands.spaces_of_erased(node, ref)
    return []


def _rows_of(node: Node, code: str) -> list[SpaceRow]:
    main = node.spaces.row(access.space_of(node, code))
    return [main, *node.spaces.compartments(main)]


def _tell_elsewhere(node: Node, rows: list[SpaceRow], as_json: bool) -> None:
    found = elsewhere.look(node, rows)
    show({"elsewhere": elsewhere.as_data(node, found)}, as_json, lines=elsewhere.lines(node, found))


@erase.command(name="note")
@click.argument("ref", metavar="ID")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@click.option(
    "--prove",
    is_flag=True,
    cls=Option,
    help=N_("Say afterwards what is gone where, and what cannot be known."),
)
@json_option
@pass_node
def erase_note(node: Node, /, ref: str, yes: bool, prove: bool, as_json: bool) -> None:
    """Erase a note at once, wherever it can be reached."""
    row = access.note(node, ref)
    place = node.spaces.row_of(row["space"])
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase the note."))
        client = access.client(node, row["client"])
        asked = _("Erase the note {note} of {code} for good?")
        click.confirm(asked.format(note=row["id"][:SHORT], code=client["code"]), abort=True)
    done = commands.erase_note(node, row["id"])
    found = elsewhere.look(node, [place], row["id"]) if prove else None
    if as_json:
        told = {"elsewhere": elsewhere.as_data(node, found)} if found else {}
        show(
            {"id": row["id"], "entries": done.entries, "backups": list(done.backups),
             "proved": done.proved, **told},
            True,
        )  # fmt: skip
        return
    gone(row["id"], done, as_json)
    if found:
        echo([_("Proved.") if done.proved else _("Not proved."), *elsewhere.lines(node, found)])


def going_lines(going: access.Going) -> list[str]:
    """Exactly what goes, and what it cannot reach; the page says the same."""
    lines = [_("This goes, and it cannot be brought back:")]
    lines += [f"  {count:>5}  {_(label)}" for label, count in going.kinds]
    if going.hidden:
        lines.append(f"  {going.hidden:>5}  " + _("restricted, not named here"))
    if going.others:
        lines.append(_("These people have it too; it goes there when they next exchange:"))
        lines += [f"  {each}" for each in going.others]
    else:
        lines.append(_("Nobody else has it."))
    if going.pointing:
        lines.append(_("These lines of other cases point at it and will point at nothing:"))
        lines += [f"  {count:>5}  {_(label)}" for label, count in going.pointing]
    if going.backups:
        lines.append(_("These copies were made earlier and may still hold it:"))
        lines += [f"  {each['made']}  {each['place']}" for each in going.backups]
    return lines


def done_lines(done: commands.ErasedCase) -> list[str]:
    """What went where, what stays, and what cannot be known."""
    erased = ngettext_("Erased: {n} record of {code}.", "Erased: {n} records of {code}.",
                       done.records)  # fmt: skip
    lines = [erased.format(n=done.records, code=done.code)]
    proof = done.proof
    if proof is not None:
        lines += [
            _("Log: entries of the case that still have a body: {n}").format(n=proof.bodies),
            _("Values, lists, search: {n}").format(n=proof.values + proof.rows + proof.indexed),
            _("Texts looked for in every page: {n}, found: {found}").format(
                n=proof.texts, found=proof.found
            ),
            _("Texts that other records say too, so that nothing is proved of them: {n}").format(
                n=proof.elsewhere
            ),
            _("Texts too short to be looked for: {n}").format(n=proof.short),
            _("Proved.") if proof.holds else _("Not proved."),
            _(STAYS),
        ]
    if done.backups:
        lines.append(_("These copies were made earlier and may still hold it:"))
        lines += [f"  {each}" for each in done.backups]
    return lines


def as_data(done: commands.ErasedCase, going: access.Going) -> dict[str, Any]:
    proof = done.proof
    return {
        "code": done.code,
        "records": done.records,
        "entries": done.entries,
        "compartments": done.compartments,
        "others": going.others,
        "backups": list(done.backups),
        "proved": proof.holds if proof else None,
        "proof": {name: getattr(proof, name) for name in proof.__slots__} if proof else None,
    }


# ── how long closed cases are kept ──────────────────────────────────────────────────────────


@click.group()
def retention() -> None:
    """How long closed cases are kept."""


@retention.command(name="show")
@json_option
@pass_node
def retention_show(node: Node, /, as_json: bool) -> None:
    """The practice's rule, and the codes of erased cases."""
    months = access.period(node)
    erased = access.erased_cases(node)
    if as_json:
        listed = [
            {"code": each["code"], "erased_on": each["erased_on"],
             "by_term": bool(each["by_term"])}
            for each in erased
        ]  # fmt: skip
        show({"months": months, "erased": listed}, True)
        return
    say(ngettext_("Closed cases are kept for {n} month.", "Closed cases are kept for {n} months.",
                  months).format(n=months))  # fmt: skip
    echo(f"{each['code']}  {each['erased_on']}" for each in erased)


@retention.command(name="set")
@options_for(RETENTION_PERIOD)
@json_option
@pass_node
def retention_set(node: Node, /, as_json: bool, **options: Any) -> None:
    """Say for how many months closed cases are kept. Terms already set stay."""
    values = given(options)
    if "months" not in values:
        raise WrongUsage(what=_("Say how many: --months."))
    made("id", commands.set_period(node, values["months"], values.get("why", "")), as_json)


@retention.command(name="renew")
@click.argument("code")
@click.option("--reason", required=True, cls=Option, help=N_("Why it is kept longer"))
@click.option("--until", metavar="YYYY-MM-DD", default=None, cls=Option, help=N_("Keep until"))
@json_option
@pass_node
def retention_renew(
    node: Node, /, code: str, reason: str, until: str | None, as_json: bool
) -> None:
    """Keep a closed case longer, at most as long again as the practice keeps cases."""
    made("id", commands.renew(node, code, reason, until), as_json)
