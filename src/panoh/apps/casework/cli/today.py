"""`panoh today`: what is due, of every app, and how old the last backup is."""

from __future__ import annotations

import re

import click

from panoh.apps.casework import commands
from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.core.node import Node
from panoh.words import N_, _, ngettext_


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    cls=Option,
    help=N_("At most so many."),
)
@json_option
@pass_node
def today(node: Node, /, limit: int, as_json: bool) -> None:
    """What is due, sorted by what hurts first. Codes stand here, never names."""
    from panoh.apps.casework.pages.today import URGENCY_WORDS, backup_age, items

    for code in commands.keep_terms(node):
        tell(_("{code}: erased, its time was over").format(code=code))
    commands.bring_up_to_date(node)
    found = items(node)[:limit]
    backup = backup_age(node)
    if as_json:
        listed = [
            {
                "when": each.when.isoformat() if each.when else None,
                "urgency": each.urgency,
                "kind": each.kind,
                "text": each.text,
                "id": _record_of(each.link),
            }
            for each in found
        ]
        show({"date": node.today().isoformat(), "items": listed, "backup": backup}, True)
        return
    for each in found:
        say(f"{_(URGENCY_WORDS[each.urgency])}  {each.text}")
    if not found:
        say(_("Nothing is due."))
    say(_backup_words(backup["days"]))


def _record_of(link: str) -> str:
    found = re.search(r"[0-9a-f]{32}", link)
    return found.group() if found else ""


def _backup_words(days: int | None) -> str:
    if days is None:
        return _("There is no backup yet: panoh backup create.")
    if days < 1:
        return _("Last copy: today")
    return ngettext_("Last copy: {n} day ago", "Last copy: {n} days ago", days).format(n=days)
