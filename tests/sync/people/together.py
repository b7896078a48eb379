"""Colleagues with a vault each, and a hub or what stands for one between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from panoh.core.node import Node
from panoh.core.space.model import History, Role, SpaceId
from panoh.sync import invitations
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.invitations import Offer
from panoh.sync.model import Carrier, Report
from panoh.sync.session import Session


@dataclass
class Together:
    """Whoever exchanges by this way."""

    way: Callable[[], Carrier] = field(default_factory=lambda: _in_memory())

    def sync(self, *nodes: Node, times: int = 2) -> list[Report]:
        return [Session(each, self.way()).run() for _ in range(times) for each in nodes]

    def let_in(
        self,
        owner: Node,
        other: Node,
        *spaces: SpaceId,
        role: Role = Role.WRITER,
        history: History = History.CURRENT,
        notes: bool = False,
    ) -> None:
        """By a one-time code, as people do it."""
        code = invitations.invite(owner, Offer(spaces, role, history, notes))
        invitations.join(other, code)
        self.sync(other, owner, other)


def _in_memory() -> Callable[[], Carrier]:
    held = MemoryCarrier("http://hub")
    return lambda: held


def through(url: str) -> Together:
    """By the real hub at this address."""
    return Together(lambda: HubCarrier(url))
