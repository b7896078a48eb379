"""What is known here of what was sent: for showing. Nothing tells what somebody has received."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from panoh.sync import letters
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.store import SyncStore

if TYPE_CHECKING:
    from panoh.core.node import Node


def unsent(node: Node, hub: str) -> int:
    """How many entries written here or taken in otherwise do not lie at this hub yet; 0 without
    one. What a first exchange would send is counted whole."""
    if not hub:
        return 0
    store = SyncStore(node.database, node.log)
    number = store.known_carrier(HubCarrier(hub).name)
    left, until = letters.left_spaces(node), store.newest_position()
    channels = letters.channels(node, store)
    cursors = [store.cursor(number, each) for each in channels]
    return sum(store.count_to_send(each, left, until) for each in cursors if not each.closed)


def last_with(node: Node, hub: str) -> int:
    """When the last exchange with this hub ended well, in milliseconds; 0 when there was none."""
    if not hub:
        return 0
    store = SyncStore(node.database, node.log)
    return store.last_with(HubCarrier(hub).name)


def findings(node: Node) -> list[tuple[str, datetime]]:
    """What was wrong with whoever carries, and when it was last seen; texts are message keys."""
    found = SyncStore(node.database, node.log).findings()
    return [
        (str(each["text"]), datetime.fromtimestamp(each["last"] / 1000, UTC).astimezone())
        for each in found
    ]
