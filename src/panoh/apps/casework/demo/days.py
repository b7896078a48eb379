"""Half a year of days: acts are planned in any order and done in order of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from panoh.core.node import Node

Act = Callable[[Node], object]


class Days:
    """What happens when. `ago` counts days before now; what would lie ahead is left out."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._acts: list[tuple[datetime, int, Act]] = []

    def plan(self, ago: int, hour: int, act: Act) -> None:
        if ago < 0:
            return
        minute = 7 * len(self._acts) % 60
        moment = (self.now - timedelta(days=ago)).replace(hour=hour, minute=minute)
        self._acts.append((min(moment, self.now), len(self._acts), act))

    def day(self, ago: int) -> str:
        """The ISO date so many days ago; negative is ahead."""
        return self._date(ago).isoformat()

    def _date(self, ago: int) -> date:
        return self.now.date() - timedelta(days=ago)

    def live(self, node: Node) -> None:
        """Do everything in order, each act at its own time."""
        moment = self.now
        with node.dated(lambda: moment):
            in_order = sorted(self._acts, key=lambda each: each[:2])
            for moment, _order, act in in_order:  # noqa: B007 - the clock reads `moment`
                act(node)
