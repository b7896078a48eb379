"""`panoh travel`: leave at home what the journey does not need, and bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from panoh.cli.context import Asked, pass_asked, pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show, tell
from panoh.cli.streams import here
from panoh.words import N_, _, ngettext_

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.core.travel import Seen


@click.group()
def travel() -> None:
    """A journey: cases that are not needed are taken out of the vault, not hidden in it."""


@travel.command()
@click.option(
    "--keep",
    "codes",
    metavar="CODE",
    multiple=True,
    cls=Option,
    help=N_("A case that comes along. May be given again."),
)
@click.option(
    "--copy",
    "folder",
    metavar="FOLDER",
    required=True,
    cls=Option,
    help=N_("Where the whole copy is made, that stays at home: a stick, for instance."),
)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def leave(node: Node, codes: tuple[str, ...], folder: str, yes: bool, as_json: bool) -> None:
    """Take out every case that is not kept: keys, entries, rows, search index, attachments.

    A copy is made first and read back. Leave it at home: only from it, or from another device of
    yours, it all comes back.
    """
    from panoh.core import travel as core

    keep = [node.find_space(each) for each in codes]
    going = [row for row in core.cases(node) if row.id not in keep]
    if not yes:
        tell(
            ngettext_("{n} case stays at home.", "{n} cases stay at home.", len(going)).format(
                n=len(going)
            )
        )
        tell(_("The copy must stay there too. Whoever has it and the phrase has everything."))
        click.confirm(_("Take them out of this vault now?"), abort=True, err=True)
    left = core.leave(node, keep, here(folder).absolute())
    data = {
        "spaces": left.spaces, "records": left.records, "entries": left.entries,
        "texts": left.looked, "found": left.found, "copy": str(left.copy),
    }  # fmt: skip
    proof = _("Texts looked for in every page: {n}, found: {found}").format(
        n=left.looked, found=left.found
    )
    show(data, as_json, lines=[str(left.copy), proof])
    tell(_("What somebody who searches this vault finds now: panoh travel status."))


@travel.command(name="return")
@click.argument("folder", required=False)
@json_option
@pass_asked
def return_(asked: Asked, folder: str | None, as_json: bool) -> None:
    """Bring back what stayed at home, from the copy in FOLDER.

    Without FOLDER: after another device of yours has handed it over (`panoh travel give`) and both
    have synced.
    """
    from panoh.sync import homecoming

    with asked.unlocked() as (node, _key):
        if folder is None:
            done = homecoming.settle(node)
            rest = homecoming.rest_away(node)
            show({"back": done, "missing": rest}, as_json, lines=[_said(done, rest)])
            return
        back = homecoming.from_folder(
            node,
            Path(folder).absolute(),
            asked.phrase(),
            lambda p, k: asked.doors.open_node(p, k, anchored=False),
        )
        data = {"spaces": back.spaces, "entries": back.entries}
        words = ngettext_("{n} entry came back.", "{n} entries came back.", back.entries)
        show(data, as_json, lines=[words.format(n=back.entries)])


def _said(done: bool, rest: int) -> str:
    if done:
        return _("Everything is here again.")
    return _("Not everything is back yet: {n}").format(n=rest)


@travel.command()
@click.argument("ident", metavar="DEVICE")
@json_option
@pass_node
def give(node: Node, ident: str, as_json: bool) -> None:
    """At home: hand everything over again to your DEVICE that comes back from a journey.

    Then sync here, there, and here again, and run `panoh travel return` there.
    """
    from panoh.cli.device import find_device
    from panoh.sync import homecoming

    count = homecoming.give(node, find_device(node, ident))
    words = ngettext_("Handed over: {n} space.", "Handed over: {n} spaces.", count)
    show({"spaces": count}, as_json, lines=[words.format(n=count)])


@travel.command()
@json_option
@pass_node
def status(node: Node, as_json: bool) -> None:
    """Exactly what somebody finds who makes you unlock this vault."""
    from panoh.core import travel as core

    seen = core.seen(node)
    data = {
        "away": seen.away, "cases": list(seen.cases), "colleagues": list(seen.colleagues),
        "kinds": {_(label): count for label, count in seen.kinds}, "devices": seen.devices,
        "hubs": list(seen.hubs), "copies": list(seen.copies),
    }  # fmt: skip
    show(data, as_json, lines=lines_of(seen))


def lines_of(seen: Seen) -> list[str]:
    lines = []
    if seen.away:
        lines.append(
            _("Something was left at home on {day}; that can be seen.").format(day=seen.away)
        )
    lines.append(_("Cases: {names}").format(names=", ".join(seen.cases) or "-"))
    lines.append(_("Colleagues: {names}").format(names=", ".join(seen.colleagues) or "-"))
    lines += [f"  {count:>5}  {_(label)}" for label, count in seen.kinds]
    lines.append(_("Devices of yours: {n}").format(n=seen.devices))
    lines.append(_("Hubs: {names}").format(names=", ".join(seen.hubs) or "-"))
    lines.append(_("Places of copies: {names}").format(names=", ".join(seen.copies) or "-"))
    return lines
