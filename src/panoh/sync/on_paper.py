"""A device of one's own on paper: the way back when every computer is gone and a hub is there.

It is let in like any further device and never writes. So whatever is founded or renewed is sealed
to it too, and lies at the hub. Its code is the only place where its secrets are: no computer keeps
them, so that a computer that was shut out cannot read on by them. Whoever has the code and knows
the hub reads everything. Who comes back goes on as a new device, which the person's root certifies;
the root lies in the letters to the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panoh.core import sharing
from panoh.core.identity import store as identity_store
from panoh.core.identity.store import NO_ROOT
from panoh.core.vault import paper
from panoh.errors import Forbidden, NotFound
from panoh.sync import letters, running
from panoh.sync.letters import PAPER
from panoh.sync.store import SyncStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from panoh.core.node import Node
    from panoh.sync.model import Carrier, Report

_DAYS = 24 * 3600 * 1000


def make(node: Node) -> str:
    """A code for paper; the one made before it is shut out. Sync afterwards, so that the hub has
    what it opens."""
    if node.person.root_seed is None:
        raise Forbidden(why=NO_ROOT)
    text = paper.new()
    keys = letters.OnPaper.of(paper.decode(text))
    store = SyncStore(node.database, node.log)
    earlier = [
        each for each in store.invitations(mine=True, state="open") if "device" in each.offer
    ]
    for each in earlier:
        sharing.revoke_device_everywhere(node, each.offer["device"])
    with node.writing() as work:
        for each in earlier:
            store.settle_invitation(each.no, "refused")
        made = identity_store.certify_other(
            node.database, node.person, keys.sign_public, keys.box_public,
            issued=node.milliseconds(),
        )  # fmt: skip
        channel = node.spaces.channel_of(keys.channel)
        offer = {"kind": PAPER, "device": made.device}
        store.invite(channel, offer, node.milliseconds() + _DAYS)
        sharing.add_device(node, work, made, letters.route_of(channel))
    return text


def devices(node: Node) -> set[bytes]:
    """Ids of devices that are on paper, as this computer made them."""
    store = SyncStore(node.database, node.log)
    return {
        each.offer["device"]
        for each in store.invitations(mine=True)
        if each.offer["kind"] == PAPER and "device" in each.offer
    }


def come_back(node: Node, code: str, way: Callable[[], Carrier]) -> Report:
    """Fill a fresh, empty vault with all that the code opens at a hub; it is a new device of the
    person who made the code. Raises NotFound when nothing for this code lies there."""
    keys = letters.OnPaper.of(paper.decode(code))
    store = SyncStore(node.database, node.log)
    before = node.person.id
    with node.database.write():
        channel = node.spaces.channel_of(keys.channel)
        store.invite(channel, {"kind": PAPER}, node.milliseconds() + _DAYS)
    node.session[PAPER] = keys
    try:
        report = running.run(node, way())
        if node.person.id == before:
            raise NotFound(what="the code on paper")
        with node.writing():  # the other devices, and `device list`, learn of it at once
            node.log.ready(node.spaces.row(node.space("personal")), now=node.milliseconds())
        again = running.run(node, way())
        with node.database.write():  # it was for this once: the channel is looked into no more
            for each in store.invitations(mine=True, state="open"):
                store.settle_invitation(each.no, "refused")
    finally:
        del node.session[PAPER]
    report.received += again.received
    report.sent += again.sent
    return report
