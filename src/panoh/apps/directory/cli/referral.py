"""`panoh referral new|items|list|answer|done|revoke|print|share`."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.directory import access, commands, documents, records, views
from panoh.apps.directory.cli.shown import made_data, made_line
from panoh.apps.directory.rules import referral as rules
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.cli.written import copy_phrase_option, output_option, phrase_of_copy, write_new
from panoh.core.node import Node
from panoh.sheets.sealed import FORMATS
from panoh.words import N_, _


@click.group()
def referral() -> None:
    """Referrals: with the client's agreement, and with an answer."""


@referral.command()
@click.argument("service")
@click.argument("case", metavar="CASE")
@click.option(
    "--item",
    "items",
    multiple=True,
    cls=Option,
    help=N_("What is passed on: a sort, or the id of one entry. May be given again."),
)
@click.option(
    "--risk-told",
    is_flag=True,
    cls=Option,
    help=N_("The client knows what contact with this service may mean."),
)
@options_for(records.REFERRAL, only=("priority", "by", "delivered"))
@options_for(records.TOLD, only=records.referral.REQUEST)
@json_option
@pass_node
def new(
    node: Node, /, service: str, case: str, items: tuple[str, ...], risk_told: bool, as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Refer a case to a service. Only what the client agreed to is passed on, nothing by itself.

    `panoh referral items` says what could be.
    """
    held = commands.offered(node, service, case)
    if held.asks_apart and not risk_told:
        tell(_(held.asks_apart))
    record = commands.new(node, service, case, items, given(options), risk_told=risk_told)
    made = views.made_of(node, access.referral(node, record))
    show(made_data(node, made), as_json, lines=[made_line(made)])


@referral.command()
@click.argument("service")
@click.argument("case", metavar="CASE")
@json_option
@pass_node
def items(node: Node, /, service: str, case: str, as_json: bool) -> None:
    """What of a case could go to a service, and what the client has agreed to."""
    held = commands.offered(node, service, case)
    data = [{"item": e.key, "label": e.label, "agreed": bool(e.agreement), "basis": e.basis,
             "ends": e.ends} for e in held.items]  # fmt: skip
    agreed, not_agreed = _("agreed"), _("not agreed")
    lines = [f"{e.key[:12]:12}  {agreed if e.agreement else not_agreed}  {e.label}"
             for e in held.items]  # fmt: skip
    show(data, as_json, lines=lines)


@referral.command(name="list")
@click.option("--all", "every", is_flag=True, cls=Option, help=N_("Those that are over too."))
@json_option
@pass_node
def list_(node: Node, /, every: bool, as_json: bool) -> None:
    """Referrals that run, made and received."""
    rows = views.referrals(node, running=not every)
    show([made_data(node, each) for each in rows], as_json, lines=map(made_line, rows))


@referral.command()
@click.argument("ref", metavar="REFERRAL")
@click.argument("answer", type=click.Choice([rules.ACCEPTED, rules.DECLINED]))
@options_for(records.STEP, only=("why", "on", "by"))
@options_for(records.TOLD, only=("note",))
@json_option
@pass_node
def answer(node: Node, /, ref: str, answer: str, as_json: bool, **options: Any) -> None:
    """Accepted or declined: one's own answer, or what a receiver outside Panoh said."""
    made = commands.step(node, ref, answer, given(options))
    show(made_data(node, made), as_json, lines=[made_line(made)])


@referral.command()
@click.argument("ref", metavar="REFERRAL")
@options_for(records.FEEDBACK, only=("result",))
@options_for(records.STEP, only=("on",))
@options_for(records.TOLD, only=("note",))
@json_option
@pass_node
def done(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """The client got what was asked for. How it went is kept with the provider."""
    made = commands.step(node, ref, rules.DONE, given(options))
    show(made_data(node, made), as_json, lines=[made_line(made)])


@referral.command()
@click.argument("ref", metavar="REFERRAL")
@options_for(records.TOLD, only=("note",))
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def revoke(node: Node, /, ref: str, yes: bool, as_json: bool, **options: Any) -> None:
    """Take a referral back. The copies in it, and all that tells of the client, are erased here and
    wherever this reaches."""
    row = access.referral(node, ref)
    if not yes:
        question = _("Take back referral {code} to {to}?").format(code=row["code"], to=row["to"])
        click.confirm(question, abort=True, err=True)
    made = commands.step(node, ref, rules.REVOKED, given(options))
    show(made_data(node, made), as_json, lines=[made_line(made)])


@referral.command(name="print")
@click.argument("ref", metavar="REFERRAL")
@output_option
@click.option(
    "--sealed",
    "as_sealed",
    is_flag=True,
    cls=Option,
    help=N_("A sealed file for somebody outside Panoh, opened by a phrase."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="age",
    show_default=True,
    cls=Option,
    help=N_("age protects better; zip opens with more programs."),
)
@copy_phrase_option
@pass_node
def print_(
    node: Node, /, ref: str, output: str, as_sealed: bool, form: str, phrase_file: str | None
) -> None:
    """Write the form as a PDF in three copies, or all of it as a sealed file.

    It is noted with the referral. What has left cannot be taken back.
    """
    phrase = phrase_of_copy(phrase_file) if as_sealed else ""
    kind = form if as_sealed else "pdf"
    say(write_new(output, lambda: commands.hand_out(node, ref, kind, phrase)))
    tell(_(documents.WHERE_FILE))
    if as_sealed:
        tell(_(documents.PHRASE_APART))


@referral.command()
@click.argument("ref", metavar="REFERRAL")
@click.option(
    "--days",
    type=click.IntRange(1, 90),
    default=7,
    cls=Option,
    help=N_("The code ends after so many days."),
)
@json_option
@pass_node
def share(node: Node, /, ref: str, days: int, as_json: bool) -> None:
    """Make a one-time code that lets one colleague into this referral, never into the case.

    They run `panoh space join`; then both of you run `panoh sync`.
    """
    code = commands.hand_to_colleague(node, ref, days=days)
    show({"code": code}, as_json, lines=[code])
