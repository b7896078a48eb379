"""`panoh card`: the practice's own guidance. Past its review a card prints contacts only."""

from __future__ import annotations

from typing import Any

import click

from panoh.apps.casework import access, commands, rules_card
from panoh.apps.casework.cli.shown import SHORT, echo, lines, made, value_of
from panoh.apps.casework.records import CARD, CARD_TEXT, CARD_USED
from panoh.apps.casework.records.card import LANGUAGES, TOPICS
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.errors import Forbidden
from panoh.words import N_, _, ngettext_

_SET = ("version", "card", "of_version")
_LANGUAGE = click.option(
    "--in",
    "language",
    type=click.Choice([each.key for each in LANGUAGES]),
    default=None,
    cls=Option,
    help=N_("Which language of the card."),
)
OUT_OF_DATE = N_(
    "Past its review: what to do is not shown. Only contacts, until somebody checks it."
)
TO_CHECK = N_("Not for anybody to act on: the old words, to be checked line by line.")


@click.group()
def card() -> None:
    """Guidance cards that the practice writes itself."""


@card.command()
@options_for(CARD, without=(*_SET, "reviewed_on", "reviewed_by"))
@options_for(CARD_TEXT, without=_SET)
@json_option
@pass_node
def add(node: Node, /, as_json: bool, **options: Any) -> None:
    """Write a card; --supersedes ID says in whose place it comes."""
    values = given(options)
    if values.get("supersedes"):
        values["supersedes"] = access.card(node, values["supersedes"])["id"]
    made("id", commands.add_card(node, values), as_json)


@card.command(name="list")
@json_option
@pass_node
def list_(node: Node, /, as_json: bool) -> None:
    """All cards, those that hold first."""
    found = access.cards(node)
    if as_json:
        show([_data(each) for each in found], True)
        return
    topics = {each.key: each.label for each in TOPICS}
    for each in found:
        words = rules_card.STANDING_WORDS[each.row["standing"]]
        parts = [each.row["id"][:SHORT], _(words), _(topics.get(each.row["topic"], ""))]
        say("  ".join([*parts, each.row["country"] or "", each.title]))


def _data(held: access.Card) -> dict[str, Any]:
    """As JSON: what is withheld is not in it."""
    inner = ("space", "type", "newer")
    row = {name: value for name, value in held.row.items() if name not in inner}
    text = {name: value for name, value in held.text.items() if name not in inner}
    return {**row, "withheld": held.withheld, "text": text,
            "languages": [each["language"] for each in held.texts]}  # fmt: skip


@card.command(name="show")
@click.argument("ref", metavar="ID")
@_LANGUAGE
@json_option
@pass_node
def show_(node: Node, /, ref: str, language: str | None, as_json: bool) -> None:
    """A card, and the cases to look at again because it has changed."""
    held = access.whole(node, ref, language)
    cases = access.cases_of(node, held.row["id"])
    if as_json:
        listed = [{"code": each["code"], "used_on": each["used_on"]} for each in cases]
        show({**_data(held), "cases": listed}, True)
        return
    if held.withheld:
        tell(_(OUT_OF_DATE))
    echo(lines(CARD_TEXT, held.text))
    echo(lines(CARD, _withheld_fields(held.row)))
    if cases:
        words = ngettext_("{n} case to look at again:", "{n} cases to look at again:", len(cases))
        say(words.format(n=len(cases)))
        echo(f"  {each['code']}  {each['used_on']}" for each in cases)


def _withheld_fields(row: Row) -> Row:
    return {**dict.fromkeys(each.name for each in CARD.fields), **row}


@card.command()
@click.argument("ref", metavar="ID")
@_LANGUAGE
@click.option(
    "--old-text",
    is_flag=True,
    cls=Option,
    help=N_("Only print the words as they are, for checking them; nothing is changed."),
)
@options_for(CARD, without=("version", "supersedes", "topic", "country", "region"))
@options_for(CARD_TEXT, without=(*_SET, "language", "reviewed_on", "reviewed_by"))
@json_option
@pass_node
def review(
    node: Node, /, ref: str, language: str | None, old_text: bool, as_json: bool, **options: Any
) -> None:
    """Say that a card was checked against its source, and what is different now."""
    if old_text:
        if as_json:
            raise Forbidden(why=N_("The old words are for reading here, not for passing on."))
        frame, text = access.to_check(node, ref, language)
        tell(_(TO_CHECK))
        echo(lines(CARD_TEXT, text))
        echo(lines(CARD, frame))
        return
    made("id", commands.review_card(node, ref, given(options), language), as_json)


@card.command()
@click.argument("ref", metavar="ID")
@_LANGUAGE
@options_for(CARD, only=("topic", "country", "region", "audience"))
@options_for(CARD_TEXT, only=("title", "helpers", "contact_danger"))
@json_option
@pass_node
def edit(node: Node, /, ref: str, language: str | None, as_json: bool, **options: Any) -> None:
    """Put right a title, a contact, for whom it is. The rest is changed by a review."""
    made("id", commands.edit_card(node, ref, given(options), language), as_json)


@card.command()
@click.argument("ref", metavar="ID")
@options_for(CARD_TEXT, without=_SET)
@json_option
@pass_node
def translate(node: Node, /, ref: str, as_json: bool, **options: Any) -> None:
    """The card in another language, or that text checked for the card as it is now."""
    made("id", commands.translate_card(node, ref, given(options)), as_json)


@card.command()
@click.argument("code")
@click.argument("ref", metavar="ID")
@options_for(
    CARD_USED,
    only=("language", "used_on", "counted_from", "said", "restricted"),
    names={"language": "--in"},
)
@json_option
@pass_node
def use(node: Node, /, code: str, ref: str, as_json: bool, **options: Any) -> None:
    """Note in a case that a card was given; the case is listed when the card changes."""
    noted = commands.use_card(node, code, ref, given(options))
    row = access.card_used(node, noted)
    if row["only_contacts"]:
        tell(_(OUT_OF_DATE))
    if as_json:
        show({"id": noted, "last_day": row["last_day"], "version": row["version"]}, True)
        return
    say(noted)
    if row["last_day"]:
        field = CARD_USED.field("last_day")
        say(f"{_(field.label)}: {value_of(field, row)}" if field else "")


@card.command()
@click.argument("ref", metavar="ID")
@click.option("--said", default="", cls=Option, help=N_("What was said with it"))
@json_option
@pass_node
def looked(node: Node, /, ref: str, said: str, as_json: bool) -> None:
    """A card that has changed was looked at again for a client: ID is what `card use` printed."""
    made("id", commands.looked_again(node, ref, said), as_json)
