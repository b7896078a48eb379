"""`panoh phone`: pages of this computer on a phone of your own, while its vault is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import show, tell
from panoh.words import N_, _, ngettext_

if TYPE_CHECKING:
    from panoh.core.node import Node
    from panoh.core.phones import Door

EXPOSES = (
    N_("Whoever holds the phone while it is open sees what you see on it."),
    N_("Who is on the same network sees that it is used and when, not what is said."),
    N_("Do it on a network of your own only, and compare the fingerprint, every sign of it."),
)
PAIRS = 8


@click.group()
def phone() -> None:
    """Show pages to your own phone, on the same network. Off until you switch it on."""


@phone.command()
@click.option(
    "--address",
    metavar="ADDRESS",
    default="",
    cls=Option,
    help=N_("Which address of this computer, when it has several."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=None,
    cls=Option,
    help=N_("A port of your choice; else the one of last time."),
)
@click.option(
    "--anew",
    is_flag=True,
    cls=Option,
    help=N_("Make a new certificate: every phone compares anew."),
)
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def on(
    node: Node, address: str, port: int | None, anew: bool, yes: bool, as_json: bool
) -> None:  # fmt: skip
    """Show pages to paired phones until it is switched off or Panoh locks.

    A Panoh must stand open in the browser. Only over TLS, under the vault's own certificate.
    """
    from panoh.core import phones

    door = phones.door(node)
    if not yes:
        for each in EXPOSES:
            tell(_(each))
        click.confirm(_("Switch it on now?"), abort=True, err=True)
    door.on(address, port or 0, anew=anew)
    _say(door, as_json)


@phone.command()
@json_option
@pass_node
def off(node: Node, as_json: bool) -> None:
    """Show nothing to any phone any more, at once."""
    from panoh.core import phones

    if node.phones is not None:
        phones.door(node).off()
    show({"on": False}, as_json, lines=[_("Switched off.")])


@phone.command()
@json_option
@pass_node
def pair(node: Node, as_json: bool) -> None:
    """Make a one-time code for a phone, good for ten minutes."""
    from panoh.core import phones

    door = phones.door(node)
    code = door.offer()
    place = f"{door.address}/P/{code.place}"
    data = {"place": place, "code": code.shown, "fingerprint": door.fingerprint}
    show(data, as_json, lines=[place, code.shown, *_lines(door.fingerprint)])
    tell(_("Open the address on the phone, compare the fingerprint there, then type the code."))


@phone.command(name="list")
@json_option
@pass_node
def list_(node: Node, as_json: bool) -> None:
    """The phones paired with this computer."""
    from panoh.core import phones

    found = phones.listed(node)
    data = [
        {
            "id": each.id, "called": each.called, "paired": each.paired.isoformat(),
            "last": each.last, "out": each.out,
        }
        for each in found
    ]  # fmt: skip
    gone = _("shut out")
    lines = [
        f"{each.id[:8]}  {each.called}  {each.last or ''}" + (f"  {gone}" if each.out else "")
        for each in found
    ]
    show(data, as_json, lines=lines)


@phone.command()
@click.argument("named", metavar="PHONE")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def revoke(node: Node, named: str, yes: bool, as_json: bool) -> None:
    """Shut out one phone, by its name or the beginning of its id."""
    from panoh.core import phones

    found = phones.find(node, named)
    if not yes:
        asked = _("Shut out {name}?").format(name=found.called)
        click.confirm(asked, abort=True, err=True)
    phones.shut_out(node, found.id)
    words = _("Shut out: {name}.").format(name=found.called)
    show({"id": found.id, "called": found.called}, as_json, lines=[words])


@phone.command()
@json_option
@pass_node
def status(node: Node, as_json: bool) -> None:
    """Whether pages are shown to phones, and under which address and fingerprint."""
    _say(node.phones, as_json)
    from panoh.core import phones

    count = sum(not each.out for each in phones.listed(node))
    tell(ngettext_("{n} phone is paired.", "{n} phones are paired.", count).format(n=count))


def _say(door: Door | None, as_json: bool) -> None:
    address = door.address if door is not None else ""
    fingerprint = door.fingerprint if door is not None and address else ""
    data = {"on": bool(address), "address": address, "fingerprint": fingerprint}
    lines = [address, *_lines(fingerprint)] if address else [_("Switched off.")]
    show(data, as_json, lines=lines)


def _lines(fingerprint: str) -> list[str]:
    pairs = fingerprint.split()
    return [" ".join(pairs[at : at + PAIRS]) for at in range(0, len(pairs), PAIRS)]
