"""`panoh device`: a second computer of your own, and shutting out a lost one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from panoh.cli.context import pass_node
from panoh.cli.options import Option, json_option
from panoh.cli.output import say, show, tell
from panoh.cli.sync import hub_option
from panoh.core import sharing
from panoh.errors import Forbidden, NotFound, WrongUsage
from panoh.words import N_, _, ngettext_

NOT_YOURS = N_("Only its owner, or somebody who manages what it is in, can do this.")

if TYPE_CHECKING:
    from panoh.core.identity.model import DeviceId
    from panoh.core.node import Node


@click.group()
def device() -> None:
    """Your own devices. Each has its own vault and keys; none is ever copied."""


@device.command()
@hub_option
@json_option
@pass_node
def invite(node: Node, hub: str | None, as_json: bool) -> None:
    """Make a one-time code for a second computer of your own, good for a day.

    There: make a new, empty vault and run `panoh device join`. Then both sync, in turn.
    """
    from panoh.sync import invitations, running

    code = invitations.invite_device(node)
    if hub is not None:
        running.remember_hub(node, hub)
    show({"code": code}, as_json, lines=[code])
    tell(_("It opens everything in this vault. Type it only on your own computer."))


@device.command()
@click.argument("code")
@hub_option
@json_option
@pass_node
def join(node: Node, code: str, hub: str | None, as_json: bool) -> None:
    """Make this new, empty vault another device of yours, with the CODE from the first one."""
    from panoh.sync import invitations, running

    invitations.join_as_device(node, code)
    if hub is not None:
        running.remember_hub(node, hub)
    if as_json:
        show({"answered": True}, True)
    else:
        say(_("Answered. Sync here, then on the first device, then here again."))


@device.command()
@hub_option
@json_option
@pass_node
def paper(node: Node, hub: str | None, as_json: bool) -> None:
    """Make a code for paper that brings everything back from the hub when every computer is gone.

    Copy it by hand, or print it, and keep it where nobody finds it with a computer of yours. A code
    made earlier opens nothing new from then on. Sync afterwards.
    """
    from panoh.sync import on_paper, running

    if hub is not None:
        running.remember_hub(node, hub)
    if not node.setting(running.HUB_SETTING):
        raise WrongUsage(what=_("Without a hub there is nothing to come back from: use --hub."))
    code = on_paper.make(node)
    url = running.shown(str(node.setting(running.HUB_SETTING)))
    show({"code": code, "hub": url}, as_json, lines=[code, url])
    tell(_("Whoever has this code and the address of the hub reads everything and can be you."))
    tell(_("It works once you have synced, and after each sync with what was new by then."))


@device.command(name="list")
@json_option
@pass_node
def list_(node: Node, as_json: bool) -> None:
    """Your devices and when each was let in."""
    from panoh.sync import on_paper

    state = node.spaces.state(node.spaces.row(node.space("personal")))
    papers = on_paper.devices(node)
    data = [
        {
            "id": key.hex(),
            "number": each.number,
            "since": datetime.fromtimestamp(each.issued / 1000, UTC).astimezone().isoformat(),
            "this": key == node.person.device,
            "paper": key in papers,
        }
        for key, each in sorted(state.devices.items(), key=lambda pair: pair[1].number)
    ]
    this, paper = _("this one"), _("on paper")
    lines = [
        f"{str(each['id'])[:8]}  {each['number']}  {str(each['since'])[:10]}"
        + (f"  {this}" if each["this"] else "")
        + (f"  {paper}" if each["paper"] else "")
        for each in data
    ]
    show(data, as_json, lines=lines)


@device.command()
@click.argument("ident", metavar="DEVICE")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@json_option
@pass_node
def revoke(node: Node, ident: str, yes: bool, as_json: bool) -> None:
    """Shut out a lost device, of your own or of somebody in what you manage.

    DEVICE is its id or the beginning of it (`panoh device list`, `panoh space show CODE`). What it
    holds stays on it; what is written from now on it cannot open.
    """
    found = find_device(node, ident)
    if found == node.person.device:
        raise Forbidden(why=N_("This is the device you are using. Do it on another one."))
    if not yes:
        click.confirm(_("Shut out this device everywhere?"), abort=True, err=True)
    count = sharing.revoke_device_everywhere(node, found)
    if not count:
        raise Forbidden(
            why=N_("Only its owner, or somebody who manages what it is in, can do this.")
        )
    show({"device": found.hex(), "spaces": count}, as_json, lines=[found.hex()[:8]])
    tell(ngettext_("Shut out of {n} space.", "Shut out of {n} spaces.", count).format(n=count))


def find_device(node: Node, ident: str) -> DeviceId:
    wanted = ident.strip().lower()
    known = {
        key
        for row in node.spaces.all_present()
        if node.spaces.is_founded(row)
        for key in node.spaces.state(row).devices
    }
    found = {each for each in known if len(wanted) >= 6 and each.hex().startswith(wanted)}
    if len(found) != 1:
        raise NotFound(what=ident)
    return found.pop()
