"""`panoh consent`: what may be kept, what may be shared, and the words that are read out."""

from __future__ import annotations

import sys
from typing import Any

import click

from panoh.apps.casework import access, commands
from panoh.apps.casework.cli.shown import SHORT, echo, last_of, lines, made, value_of
from panoh.apps.casework.pages.consent import NOT_PROVED, PROVED, name_of
from panoh.apps.casework.pages.sharing import stands_in_words
from panoh.apps.casework.records import CONSENT, KEEPING, OVERRIDE, WITHDRAWAL, WORDING
from panoh.apps.casework.rules import consent as rules
from panoh.apps.casework.rules.told import MAY_NOT_BE_FREE, PASSING_ON_UNKNOWN
from panoh.cli.context import pass_node
from panoh.cli.options import Option, given, json_option, options_for
from panoh.cli.output import say, show, tell
from panoh.core.app import Row
from panoh.core.node import Erased, Node
from panoh.errors import WrongUsage
from panoh.words import N_, _, current_language, ngettext_, reviewed

KEEP_FLAGS: dict[str, str | tuple[str, ...]] = {
    "told_on": "--on",
    "wording": "--heard",
    "languages": "--language",
    "present": "--present",
}
_ITEMS = click.option(
    "--items",
    multiple=True,
    metavar="KIND|ID",
    cls=Option,
    help=N_("What exactly: a kind, such as need, or the id of one entry. May be given again."),
)


@click.group()
def consent() -> None:
    """What the client agreed to: to keep, and to share."""


# ── to keep ─────────────────────────────────────────────────────────────────────────────────


@consent.command(name="keep")
@click.argument("code")
@options_for(KEEPING, without=("client", "duty"), names=KEEP_FLAGS)
@json_option
@pass_node
def keep(node: Node, /, code: str, as_json: bool, **options: Any) -> None:
    """Record that the client was told what is kept, and chose: --choice full, code or nothing.

    What is read out: panoh consent words.
    """
    record = commands.keep(node, code, given(options))
    made("id", record, as_json)
    if access.kept(node, access.client(node, code)).still_held:
        tell(_("A name or number is still held. Erase it: panoh consent forget {code}.").format(
            code=access.client(node, code)["code"]
        ))  # fmt: skip


@consent.command(name="forget")
@click.argument("code")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def forget(node: Node, /, code: str, yes: bool, as_json: bool) -> None:
    """Erase every name and number of a client who chose a code only. Notes are not read."""
    client = access.client(node, code)
    kept = access.kept(node, client)
    if kept.choice not in rules.NARROW:
        raise WrongUsage(what=_("The client has not chosen a code only."))
    if kept.still_held and not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(what=_("Nobody can be asked here. Say --yes to erase the names."))
        asked = _("Erase the names and numbers of {code} for good?")
        click.confirm(asked.format(code=client["code"]), abort=True)
    _told_erased(commands.forget(node, code), as_json)


def _told_erased(done: Erased, as_json: bool) -> None:
    if as_json:
        found = {"entries": done.entries, "backups": list(done.backups), "proved": done.proved}
        show(found, True)
        return
    if not done.entries:
        say(_("There is nothing to erase here."))
        return
    say(_("Erased.") + " " + _(PROVED if done.proved else NOT_PROVED))
    if done.backups:
        count = len(done.backups)
        words = ngettext_("{n} backup still holds it:", "{n} backups still hold it:", count)
        say(words.format(n=count))
        echo(done.backups)


# ── to share ────────────────────────────────────────────────────────────────────────────────


def _with_items(options: dict[str, Any], items: tuple[str, ...]) -> dict[str, Any]:
    """`--items`: kinds by their key, everything else the id of an entry."""
    field = CONSENT.field("kinds")
    kinds = {each.key for each in field.choices} if field else set()
    named = [part.strip() for each in items for part in each.split(",") if part.strip()]
    return {
        **given(options),
        "kinds": [each for each in named if each in kinds],
        "records": " ".join(each for each in named if each not in kinds),
    }


@consent.command(name="add")
@click.argument("code")
@_ITEMS
@options_for(
    CONSENT,
    without=("client", "kinds", "records"),
    names={"given_on": "--on", "expires_on": "--expires"},
)
@json_option
@pass_node
def add(node: Node, /, code: str, items: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Record a consent to share: for what, with whom, exactly what, until when."""
    made("id", commands.share(node, code, _with_items(options, items)), as_json)
    _warn_if_sent(node, code)


def _warn_if_sent(node: Node, code: str) -> None:
    if access.kept(node, access.client(node, code)).sent:
        tell(reviewed(MAY_NOT_BE_FREE).texts[0])


@consent.command(name="withdraw")
@click.argument("refs", metavar="[CODE] ID", nargs=-1, required=True)
@options_for(
    WITHDRAWAL, without=("client", "consent", "restricted"), names={"withdrawn_on": "--on"}
)
@json_option
@pass_node
def withdraw(node: Node, /, refs: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Withdraw a consent to share; from that day on nothing is shared on it."""
    row = last_of(node, refs, CONSENT)
    made("id", commands.withdraw(node, row["id"], given(options)), as_json)


@consent.command(name="override")
@click.argument("code")
@_ITEMS
@options_for(
    OVERRIDE,
    without=("client", "kinds", "records"),
    names={"decided_on": "--on", "expires_on": "--expires"},
)
@json_option
@pass_node
def override(
    node: Node, /, code: str, items: tuple[str, ...], as_json: bool, **options: Any
) -> None:
    """Record sharing without consent, for one of four reasons: --reason.

    That an authority asks is not a reason by itself.
    """
    made("id", commands.override(node, code, _with_items(options, items)), as_json)


@consent.command(name="list")
@click.argument("code")
@click.option(
    "--restricted",
    "classes",
    multiple=True,
    metavar="CLASS",
    cls=Option,
    help=N_("Also show restricted lines of this sort. This is noted in the case."),
)
@json_option
@pass_node
def list_(node: Node, /, code: str, classes: tuple[str, ...], as_json: bool) -> None:
    """What a client agreed to, newest first."""
    commands.note_opened(node, code)
    shown = commands.note_shown(node, code, classes)
    data = access.as_data(node, code, restricted=shown)
    if as_json:
        show({name: data[name] for name in ("keeping", "consents", "overrides")}, True)
        return
    kept = access.kept(node, access.client(node, code))
    if data["keeping"]["choice"] == kept.choice:  # else the case as a whole is hidden
        _print_keeping(kept)
    listed = {each["id"] for each in (*data["consents"], *data["overrides"])}
    for row in access.agreements(node, access.client(node, code)):
        if row["id"] in listed:
            say(_line(row))


def _print_keeping(kept: access.Kept) -> None:
    if kept.row is None:
        say(_("Consent to keep is not recorded yet: ask the client."))
    else:
        echo(lines(KEEPING, kept.row))
    if kept.sent:
        say(reviewed(MAY_NOT_BE_FREE).texts[0])


def _line(row: Row) -> str:
    rtype = CONSENT if row["type"] == CONSENT.name else OVERRIDE
    names = ("reason", "purpose", "recipient", "kinds", "expires_on")
    words = [value_of(field, row) for field in rtype.fields if field.name in names]
    state = stands_in_words(row)
    return "  ".join([row["id"][:SHORT], f"[{_(state)}]", *(each for each in words if each)])


# ── the words ───────────────────────────────────────────────────────────────────────────────


@consent.command(name="words")
@json_option
@pass_node
def words(node: Node, /, as_json: bool) -> None:
    """What is read out before anything is kept, and what the practice must pass on."""
    found, duties = access.before_keeping(node), access.passing_on(node)
    if as_json:
        show({"keeping": _told(found), "pass_on": [_told(each) for each in duties]}, True)
        return
    if found.language != current_language():
        language = name_of(found.language)
        tell(_("Nobody has checked these words in your language; here they are in: {language}.")
             .format(language=language))  # fmt: skip
    echo(found.texts)
    for each in duties:
        if each.row:
            echo(lines(WORDING, each.row))
    if not duties:
        echo(reviewed(PASSING_ON_UNKNOWN).texts)


def _told(told: access.Told) -> dict[str, Any]:
    row = told.row or {}
    about = {name: row.get(name) for name in ("id", "country", "checked_by", "checked_on")}
    return {**about, "version": told.version, "language": told.language, "texts": list(told.texts)}


@consent.command(name="write")
@options_for(WORDING)
@json_option
@pass_node
def write(node: Node, /, as_json: bool, **options: Any) -> None:
    """Write the practice's own words: --part pass_on for a country, or keeping; checked by whom.

    The newest words count. Earlier ones stay, so that a consent still names what was heard.
    """
    made("id", commands.write_wording(node, given(options)), as_json)
