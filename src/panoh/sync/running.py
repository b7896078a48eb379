"""One sync with what a person names, or with what they named before."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from panoh.errors import WrongUsage
from panoh.sync.carriers.file import FileCarrier
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.lan import LanBoxes, PeerCarrier, Serving
from panoh.sync.model import Carrier, Report
from panoh.sync.session import Progress, Session
from panoh.words import N_

if TYPE_CHECKING:
    from panoh.core.node import Node

HUB_SETTING = "hub"
PAUSE_SECONDS = 1.0
NOWHERE = N_("Say with what: --hub ADDRESS, --file FILE or --peer ADDRESS.")


def remember_hub(node: Node, url: str) -> None:
    """The hub that `panoh sync` uses from now on; its address is looked at first."""
    HubCarrier(url)
    if node.setting(HUB_SETTING) != url:
        with node.writing() as work:
            work.set(HUB_SETTING, url)


def set_hub(node: Node, url: str) -> None:
    """The same for an address typed on a page; an empty one means: no hub from now on."""
    if url:
        remember_hub(node, url)
    elif node.setting(HUB_SETTING):
        with node.writing() as work:
            work.set(HUB_SETTING, None)


def shown(url: str) -> str:
    """An address without what its operator gave for making mailboxes: that stays in the vault."""
    return url.partition("#")[0]


def carrier(
    node: Node, *, hub: str | None = None, peer: str | None = None, file: Path | None = None
) -> Carrier:
    if peer is not None:
        return PeerCarrier(peer)
    if file is not None:
        return FileCarrier(file)
    if hub is not None:
        remember_hub(node, hub)
    url = hub or node.setting(HUB_SETTING)
    if not url:
        raise WrongUsage(what=NOWHERE)
    return HubCarrier(str(url))


def run(node: Node, way: Carrier, progress: Progress | None = None) -> Report:
    return Session(node, way, progress=progress).run()


def serve(
    node: Node,
    say: Callable[[str], None],
    tell: Callable[[Report], None],
    *,
    host: str = "",
    port: int = 0,
) -> None:
    """Let neighbours on this network exchange with this vault, until Ctrl-C. `say` gets the address
    to type there."""
    boxes = LanBoxes()
    Session(node, boxes).run()
    serving = Serving(boxes, host, port)
    try:
        say(serving.address)
        while True:
            if not boxes.changed.wait(PAUSE_SECONDS):
                continue
            while boxes.changed.is_set():  # until they have nothing more to say for a moment
                boxes.changed.clear()
                time.sleep(PAUSE_SECONDS)
            tell(Session(node, boxes).run())
    finally:
        serving.stop()
