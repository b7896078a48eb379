"""A world whose hub means harm. Afterwards everybody meets by a stick, compares what they were
shown, and must hold the same; nothing that nobody wrote may stand anywhere."""

from __future__ import annotations

from panoh.errors import NotReached, Refused
from panoh.sync import rules
from tests.simulator.compare import Diverged
from tests.simulator.hostile import HostileCarrier, Hub, Strategy
from tests.simulator.network import Stick
from tests.simulator.people import Person
from tests.simulator.world import World


class Besieged(World):
    def __init__(self, seed: int, strategy: Strategy, *, steps: int = 25) -> None:
        super().__init__(seed, steps=steps)
        self.people = self.people[:4]
        self.strategy = strategy
        self.evil = Hub(self.hub, self.random)
        self.together = Stick()

    def sync(self, person: Person) -> None:
        if self.random.random() < 0.15:
            self.session(person, self.together)
            return
        self.tell(person, f"syncs with {self.strategy.name}")
        try:
            self.session(person, HostileCarrier(self.evil, self.strategy, person.name))
        except (NotReached, Refused) as error:
            self.tell(person, f"refuses: {error}")

    def restore(self, person: Person) -> None:
        """Not here: who restores begins a second history of their own."""

    def lose_all(self, person: Person) -> None:
        """Nor this: what they wrote could not be told from what nobody wrote."""

    def _heal(self) -> None:
        self.told.append("all meet by a stick")
        for person in self.people:  # once more each, so that everybody was shown something
            self.sync(person)
        quiet = 0
        for _ in range(30):
            moved = sum(self.session(each, self.together).moved for each in self.people)
            quiet = quiet + 1 if not moved else 0
            if quiet == 2:
                break
        else:
            raise Diverged("they never come to rest")
        for person in self.people:  # they have seen each other's views: now ask the hub again
            self.sync(person)

    def _compare(self) -> None:
        super()._compare()
        self._nothing_forged()
        for person in self.people:
            self._bounded(person)

    def _nothing_forged(self) -> None:
        written = {
            bytes(identity)
            for person in self.people
            for (identity,) in person.node.database.execute(
                "SELECT e.id FROM entry e WHERE e.device = ?", (person.node.person.device_no,)
            )
        }
        for person in self.people:
            for (identity,) in person.node.database.execute("SELECT id FROM entry"):
                if bytes(identity) not in written:
                    raise Diverged(f"{person.name} holds what nobody wrote")

    def _bounded(self, person: Person) -> None:
        count, size = person.node.database.execute(
            "SELECT count(*), coalesce(sum(length(entry)), 0) FROM waiting"
        )[0]
        if count > rules.MOST_WAITING or size > rules.MOST_WAITING_BYTES:
            raise Diverged(f"{person.name} keeps {count} entries of {size} bytes waiting")

    def findings(self) -> set[str]:
        return {text for report in self.reports for text in report.findings}
