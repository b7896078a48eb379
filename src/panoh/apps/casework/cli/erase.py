"""`panoh erase` and `panoh retention`: what goes, when, and the proof that it went."""

from __future__ import annotations

import sys
from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.shown import echo, made
from panoh.apps.casework.records import RETENTION_PERIOD
from panoh.apps.casework.rules_term import CANNOT_KNOW, STAYS
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import progress, say, show
from panoh.core.node import Node
from panoh.errors import WrongUsage
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
    help=N_("Look afterwards through every page of the vault, and say what cannot be known."),
)
@json_option
@pass_node
def erase_client(node: Node, /, code: str, yes: bool, prove: bool, as_json: bool) -> None:
    """Erase a client's whole case: everything of it goes at once, or nothing does."""
    going = access.going(node, code)
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
    if as_json:
        show(as_data(done, going), True)
        return
    echo(done_lines(done))


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
            *(_(each) for each in (STAYS, *CANNOT_KNOW)),
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
