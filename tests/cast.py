"""The fixed cast of the tests.

Amina keeps the case; Bo shares Amina's practice and is let into her space; Chen keeps cases of her
own elsewhere; Hub sees only bytes. Everybody's vault is real, at the lowest cost of a guess.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from panoh import bootstrap
from panoh.core.node import Node
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import FLOOR

PHRASE = "umbrella lantern gravel monday orchard violin"
MORNING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PEOPLE = ("Amina", "Bo", "Chen")


FULL = {"choice": "full", "languages": ["tgk"], "came": "freely"}
CODE_ONLY = {**FULL, "choice": "code"}
"""What a client chose before anything was kept; heard in Tajik, came freely."""


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    moment: datetime = MORNING

    def __call__(self) -> datetime:
        return self.moment

    def pass_days(self, days: int) -> None:
        self.moment += timedelta(days=days)


@dataclass
class Template:
    """A new vault made once and copied for each test that wants one."""

    folder: Path
    made: dict[str, tuple[VaultPlace, bytes]] = field(default_factory=dict)

    def of(self, person: str) -> tuple[VaultPlace, bytes]:
        if person not in self.made:
            home = self.folder / person
            self.made[person] = bootstrap.create_vault(
                home, PHRASE, name=person, cost=FLOOR, clock=Clock()
            )
        return self.made[person]

    def copy(self, person: str, to: Path, clock: Clock) -> Node:
        """An unlocked node on a fresh copy; PANOH_STATE must be a folder of the test's own."""
        place, key = self.of(person)
        home = to / person
        shutil.copytree(place.home, home)
        return bootstrap.open_node(VaultPlace(home, place.id), key, clock=clock)


def hub_sees(node: Node) -> list[bytes]:
    """All that leaves the vault for a hub: sealed slots, no table, no name."""
    slots = node.database.execute("SELECT header, body FROM entry")
    return [bytes(each) for row in slots for each in row if each is not None]
