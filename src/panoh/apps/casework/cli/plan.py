"""`panoh need|strength|goal|step|support|follow-up`: what a case holds."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.shown import last_of, made
from panoh.apps.casework.records import FOLLOW_UP, GOAL, NEED, STEP, SUPPORT
from panoh.apps.casework.records.plan import OUTCOMES
from panoh.apps.casework.rules import SPAN_DAYS, check_ahead, known_factor
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for, read_text
from panoh.core.node import Node
from panoh.errors import Invalid, WrongUsage
from panoh.lexicon import factors
from panoh.words import N_, _, current_language

_TEXT = click.argument("words", metavar="[TEXT]", required=False)


def _worded(options: dict[str, Any], words: str | None, field: str = "text") -> dict[str, Any]:
    """Options with a text given as an argument; `-` reads it from standard input."""
    values = given(options)
    if words is not None:
        values[field] = read_text(words) if words == "-" else words
    return values


def _linked(node: Node, /, values: dict[str, Any]) -> dict[str, Any]:
    """Links given by the beginning of an id."""
    if values.get("need"):
        values["need"] = access.need(node, values["need"])["id"]
    if values.get("goal"):
        values["goal"] = access.goal(node, values["goal"])["id"]
    return values


_PAST = click.option(
    "--past", is_flag=True, cls=Option, help=N_("The day is over, and is meant so.")
)


def _check_ahead(node: Node, values: dict[str, Any], past: bool) -> None:
    """A day that is over is mostly a slip: it must be meant."""
    if past:
        return
    try:
        check_ahead(values.get("due"), node.today())
    except Invalid as over:
        raise Invalid({"due": N_("This day is over. If it is meant so, say --past.")}) from over


# ── needs and strengths ─────────────────────────────────────────────────────────────────────


@click.group()
def need() -> None:
    """Needs of a client, from the list or in own words."""


@click.group()
def strength() -> None:
    """Strengths of a client. Nobody must invent one."""


MOST_LIKE = 8


def _factor(typed: str | None) -> str | None:
    """The id itself; for anything else the error names what the list has that is like it."""
    if not typed or typed.strip().upper() in factors.factors():
        return typed
    language = current_language()
    like = factors.search_factors(typed, language)[:MOST_LIKE]
    if not like or factors.FORBIDDEN.fullmatch(typed.strip().upper()):
        return typed
    names = "".join(f"\n  {each.id}  {factors.label(each.id, language)}" for each in like)
    raise WrongUsage(what=_("Choose one of the list by its id:") + names)


_NEED_OPTIONS = ("client", "factor", "kind")


@need.command(name="add")
@click.argument("code")
@click.argument("factor", required=False)
@options_for(NEED, without=_NEED_OPTIONS)
@json_option
@pass_node
def need_add(node: Node, /, code: str, factor: str | None, as_json: bool, **options: Any) -> None:
    """Add a need: FACTOR from the list, its id or a word of it, or --own-words."""
    values = {**given(options), "factor": _factor(factor)}
    made("id", commands.add_need(node, code, values), as_json)


@strength.command(name="add")
@click.argument("code")
@click.argument("factor", required=False)
@options_for(NEED, without=_NEED_OPTIONS)
@click.option(
    "--as-strength",
    is_flag=True,
    cls=Option,
    help=N_("For this client it is a strength, though the list has it as a need."),
)
@json_option
@pass_node
def strength_add(
    node: Node, /, code: str, factor: str | None, as_strength: bool, as_json: bool, **options: Any
) -> None:
    """Add a strength: FACTOR from the list, its id or a word of it, or --own-words."""
    values = {**given(options), "factor": _factor(factor)}
    known = known_factor((values["factor"] or "").strip().upper())
    if known is not None and known.kind == "need" and not as_strength:
        what = _(
            "{factor} is a need in the list. If it is a strength of this client: --as-strength."
        )
        raise WrongUsage(what=what.format(factor=known.id))
    made("id", commands.add_strength(node, code, values), as_json)


@need.command(name="edit")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@options_for(NEED, without=("client", "factor"))
@json_option
@pass_node
def need_edit(node: Node, /, refs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Change a need or strength: how it stands, how much it matters, which of the two it is."""
    row = last_of(node, refs, NEED)
    made("id", commands.edit_need(node, row["id"], given(options)), as_json)


# ── goals and steps ─────────────────────────────────────────────────────────────────────────


@click.group()
def goal() -> None:
    """Goals in the client's words."""


@goal.command(name="add")
@click.argument("code")
@_TEXT
@options_for(GOAL, without=("client", "state", "state_on"))
@json_option
@pass_node
def goal_add(node: Node, /, code: str, words: str | None, as_json: bool, **options: Any) -> None:
    """Add a goal; --need ID says which need it answers."""
    values = _linked(node, _worded(options, words))
    made("id", commands.add_goal(node, code, values), as_json)


@goal.command(name="edit")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@options_for(GOAL, without=("client", "restricted"))
@json_option
@pass_node
def goal_edit(node: Node, /, refs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Change a goal, or say that it is reached or dropped: --state."""
    row = last_of(node, refs, GOAL)
    values = _linked(node, given(options))
    made("id", commands.edit_goal(node, row["id"], values), as_json)


@click.group()
def step() -> None:
    """Steps of the plan."""


@step.command(name="add")
@click.argument("code")
@_TEXT
@options_for(STEP, without=("client", "done", "done_on"))
@_PAST
@json_option
@pass_node
def step_add(
    node: Node, /, code: str, words: str | None, past: bool, as_json: bool, **options: Any
) -> None:
    """Add a step: who does it (--owner), by when (--due), for which --goal or --need."""
    values = _linked(node, _worded(options, words))
    _check_ahead(node, values, past)
    made("id", commands.add_step(node, code, values), as_json)


@step.command(name="done")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@click.option("--done-on", metavar="YYYY-MM-DD", cls=Option, help=N_("Done on"), default=None)
@json_option
@pass_node
def step_done(node: Node, /, refs: tuple[str, ...], done_on: str | None, as_json: bool) -> None:
    """A step is done."""
    row = last_of(node, refs, STEP)
    made("id", commands.finish_step(node, row["id"], done_on), as_json)


# ── support and follow-ups ──────────────────────────────────────────────────────────────────


@click.group()
def support() -> None:
    """Support given to a client."""


@support.command(name="add")
@click.argument("code")
@_TEXT
@options_for(SUPPORT, without=("client",), names={"sort": ("--sort", "--kind")})
@json_option
@pass_node
def support_add(node: Node, /, code: str, words: str | None, as_json: bool, **options: Any) -> None:
    """Note support that was given; today unless --given-on."""
    values = _linked(node, _worded(options, words))
    made("id", commands.add_support(node, code, values), as_json)


@click.group(name="follow-up")
def follow_up() -> None:
    """When to look again whether the client is well."""


@follow_up.command(name="add")
@click.argument("code")
@click.argument("words", metavar="[WHAT]", required=False)
@options_for(
    FOLLOW_UP,
    only=("span", "due", "what", "need", "restricted"),
    names={"span": "--in", "what": ("--what", "--text")},
)
@_PAST
@json_option
@pass_node
def follow_up_add(
    node: Node, /, code: str, words: str | None, past: bool, as_json: bool, **options: Any
) -> None:
    """Set a follow-up: --in 24h, 72h or 2w, or --due with a date of your own."""
    values = _linked(node, _worded(options, words, "what"))
    if values.get("due") and values.get("span") in SPAN_DAYS:
        raise WrongUsage(what=_("Say --in or --due, not both."))
    if values.get("due") in SPAN_DAYS:  # said with the other flag, and just as clear
        values["span"] = values.pop("due")
    _check_ahead(node, values, past)
    made("id", commands.add_follow_up(node, code, values), as_json)


@follow_up.command(name="done")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@click.option(
    "--outcome",
    type=click.Choice([each.key for each in OUTCOMES]),
    default="reached",
    show_default=True,
    cls=Option,
    help=N_("Outcome"),
)
@click.option("--text", default="", cls=Option, help=N_("How it went; - for standard input."))
@json_option
@pass_node
def follow_up_done(
    node: Node, /, refs: tuple[str, ...], outcome: str, text: str, as_json: bool
) -> None:
    """A follow-up is done."""
    row = last_of(node, refs, FOLLOW_UP)
    said = read_text(text) if text == "-" else text
    made("id", commands.finish_follow_up(node, row["id"], outcome, said), as_json)
