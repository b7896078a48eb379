"""A world made from a seed: people with vaults, a hub, sticks, bad lines, wrong clocks, power cuts.

`World(seed).run()` plays and, at its end, brings everybody together again and compares. Whatever
happens follows from the seed alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from panoh.core import conflicts, sharing
from panoh.core.check import check
from panoh.core.space.model import History, Role, SpaceId
from panoh.errors import Forbidden, NotFound, NotReached, WrongUsage
from panoh.sync import invitations
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.invitations import Offer
from panoh.sync.model import Carrier, Report
from panoh.sync.session import Session
from tests.core.support import LINE
from tests.simulator.compare import Diverged, compare, ever_let_in
from tests.simulator.disk import Crash
from tests.simulator.network import Flaky, Stick
from tests.simulator.people import NEWER, OLDER, Person, made

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class World:
    """Everything of one seed. `people` up to 50, most often few."""

    def __init__(self, seed: int, *, steps: int | None = None) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.now = START
        self.hub = MemoryCarrier("http://hub", page=8 * 1024)
        self.hub.hub = self.hub.line = self._bytes(16)
        self.sticks = [Stick()]
        self.loss = self.random.choice((0.0, 0.0, 0.02, 0.1, 0.3))
        self.crashes = self.random.choice((0.0, 0.0, 0.05, 0.2))
        self.apart: set[str] = set()
        self.told: list[str] = []
        self.reports: list[Report] = []
        self.codes: list[str] = []
        self.spaces: list[SpaceId] = []
        self.forgotten: set[SpaceId] = set()
        count = self.random.choice((2, 2, 2, 3, 3, 3, 4, 4, 5, 6))
        if seed % 50 == 49:
            count = self.random.randint(12, 50)
        self.steps = steps or self.random.randint(10, 40)
        with self._played():
            self.people = [
                made(f"p{at}", lambda: self.now, self.random.choice((OLDER, NEWER, NEWER)))
                for at in range(count)
            ]

    def _bytes(self, size: int) -> bytes:
        return self.random.randbytes(size)

    @contextmanager
    def _played(self) -> Iterator[None]:
        """Keys and nonces follow from the seed too."""
        with patch.object(os, "urandom", self._bytes), _urandom(self._bytes):
            yield

    # ── playing ─────────────────────────────────────────────────────────────────────────────

    def run(self) -> None:
        with self._played():
            self._first_case()
            for _ in range(self.steps):
                self._step()
            self._heal()
            self._compare()

    def _first_case(self) -> None:
        owner = self.people[0]
        self._new_case(owner)
        for other in self.people[1 : 1 + self.random.randint(1, len(self.people) - 1)]:
            self._invite(owner, other)

    def _step(self) -> None:
        person = self.random.choice(self.people)
        act = self.random.choices(ACTS, WEIGHTS)[0]
        if self.random.random() < self.crashes:
            person.database.crash_after = self.random.randint(0, 120)
        try:
            with suppress(Forbidden, NotFound, NotReached, WrongUsage):
                getattr(self, act)(person)
        except Crash:
            self.told.append(f"{person.name} lost power")
            person.restart()
        person.database.crash_after = None
        self.now += timedelta(minutes=self.random.choice((1, 5, 60, 600)))

    def tell(self, person: Person, what: str) -> None:
        self.told.append(f"{person.name} {what}")

    def _cases(self, person: Person) -> list[SpaceId]:
        return [
            row.id
            for row in person.node.spaces.all()
            if row.home == "case"
            and person.node.spaces.is_founded(row)
            and person.node.may_write(row.id)
        ]

    def _new_case(self, person: Person) -> None:
        with person.node.writing() as work:
            space = work.new_space("case")
            work.put(LINE, space, None, {"text": f"{person.name} begins"})
        self.spaces.append(space)
        self.tell(person, f"begins a case {space.hex()[:4]}")

    def edit(self, person: Person) -> None:
        cases = self._cases(person)
        if not cases:
            return self._new_case(person)
        space = self.random.choice(cases)
        row = person.node.spaces.row(space)
        rtype = person.node.types["toy_thing"]
        held = person.node.rows("SELECT id FROM toy_thing WHERE space = ? ORDER BY id", (row.no,))
        with person.node.writing() as work:
            for _ in range(self.random.choice((1, 1, 1, 3))):
                record = None
                if held and self.random.random() < 0.75:
                    record = str(self.random.choice(held)["id"])
                values: dict[str, Any] = {
                    "title": f"{person.name}-{self.random.randint(0, 99)}",
                    "count": self.random.randint(0, 9),
                    "colour": self.random.choice(("red", "blue")),
                }
                names = [each.name for each in rtype.fields]
                chosen = self.random.sample(names, self.random.randint(1, len(names)))
                work.put(rtype, space, record, {name: values[name] for name in chosen})
        self.tell(person, f"edits in {space.hex()[:4]}")
        return None

    def note(self, person: Person) -> None:
        cases = self._cases(person)
        if cases:
            space = self.random.choice(cases)
            with person.node.writing() as work:
                work.put(LINE, space, None, {"text": f"note {self.random.randint(0, 999)}"})
            self.tell(person, f"notes in {space.hex()[:4]}")

    def erase(self, person: Person) -> None:
        cases = self._cases(person)
        if not cases:
            return
        space = self.random.choice(cases)
        number = person.node.spaces.row(space).no
        for name in self.random.sample(["toy_thing", "toy_line"], 2):
            held = person.node.rows(f"SELECT id FROM {name} WHERE space = ? ORDER BY id", (number,))
            if held:
                record = str(self.random.choice(held)["id"])
                with person.node.writing() as work:
                    work.erase(person.node.types[name], record)
                self.tell(person, f"erases in {space.hex()[:4]}")
                return

    def choose(self, person: Person) -> None:
        """Settle what has two values."""
        for each in conflicts.conflicts(person.node)[:1]:
            conflicts.resolve(person.node, each.record, each.field.name, 1)
            self.tell(person, "chooses")

    def sync(self, person: Person) -> None:
        way: MemoryCarrier = self.hub
        if self.random.random() < 0.25:
            way = self.random.choice(self.sticks)
        elif person.name in self.apart:
            raise NotReached(where="hub", reason="apart")
        self.tell(person, f"syncs by {way.name}")
        self.session(person, Flaky(way, self.random, self.loss))

    def session(self, person: Person, way: Carrier) -> Report:
        report = Session(person.node, way).run()
        self.reports.append(report)
        if report.moved or report.findings:
            self.told.append(f"  {report}")
        return report

    def meet(self, person: Person) -> None:
        """Two on one network: the one serves, both exchange."""
        other = self.random.choice(self.people)
        if other is person:
            return
        self.tell(person, f"meets {other.name}")
        between = Stick()
        between.place = b"lan"
        for each in (person, other, person):
            self.session(each, between)
            between.finish()

    def invite(self, person: Person) -> None:
        other = self.random.choice(self.people)
        self._invite(person, other)

    def _invite(self, person: Person, other: Person) -> None:
        node = person.node
        managed = [
            each
            for each in self._cases(person)
            if node.spaces.state(node.spaces.row(each)).members[node.person.id] is Role.MANAGER
        ]
        if not managed or other is person:
            return
        space = self.random.choice(managed)
        history = self.random.choice(list(History))
        role = self.random.choice((Role.READER, Role.WRITER, Role.WRITER, Role.MANAGER))
        offer = Offer((space,), role, history, self.random.random() < 0.5)
        code = invitations.invite(node, offer)
        self.tell(
            person, f"invites {other.name} to {space.hex()[:4]} {role} {history} {offer.notes}"
        )
        if self.random.random() < 0.9:
            invitations.join(other.node, code)

    def take_out(self, person: Person) -> None:
        for space in self.random.sample(self._cases(person), len(self._cases(person))):
            row = person.node.spaces.row(space)
            others = sorted(person.node.spaces.state(row).members)
            whom = self.random.choice(others)
            with suppress(Forbidden), person.node.writing():
                sharing.remove(person.node, space, whom)
                self.tell(person, f"takes {whom.hex()[:4]} out of {space.hex()[:4]}")
                return

    def grant(self, person: Person) -> None:
        """Another role, or in again those one knows."""
        for space in self._cases(person)[:1]:
            state = person.node.spaces.state(person.node.spaces.row(space))
            whom = self.random.choice(sorted(state.members))
            if whom != person.node.person.id:
                with suppress(Forbidden), person.node.writing():
                    sharing.change_role(
                        person.node, space, whom, self.random.choice((Role.READER, Role.WRITER))
                    )
                    self.tell(person, f"changes the role of {whom.hex()[:4]}")

    def wait(self, _person: Person) -> None:
        self.now += timedelta(days=self.random.choice((1, 10, 31, 90)))

    def turn_clock(self, person: Person) -> None:
        person.skew = timedelta(days=self.random.randint(-3650, 3650))
        self.tell(person, f"has a clock off by {person.skew.days} days")

    def part(self, person: Person) -> None:
        self.apart ^= {person.name}
        self.tell(person, "loses or finds the network")

    def copy(self, person: Person) -> None:
        person.backup = person.database.content()
        self.tell(person, "makes a backup")

    def restore(self, person: Person) -> None:
        if person.backup is None:
            return
        before = {each: ever_let_in(person.node, each) for each in self.spaces}
        person.restore()
        self.tell(person, "loses the laptop and restores")
        for each, known in before.items():
            if known - ever_let_in(person.node, each):
                # Whom they let in since the copy they have forgotten; nobody else may have heard.
                self.forgotten.add(each)

    def lose_all(self, person: Person) -> None:
        """The laptop is gone and there is no copy: a new vault, which nobody knows."""
        self.tell(person, "loses everything")
        fresh = made(person.name, lambda: self.now, person.app)
        person.database, person.backup = fresh.database, None
        person.open()

    def old_stick(self, _person: Person) -> None:
        """A copy of the stick from before is found."""
        found = Stick()
        found.boxes = {key: _copied(each) for key, each in self.sticks[0].boxes.items()}
        found.finish()
        if len(self.sticks) < 3:
            self.sticks.append(found)
        else:
            self.sticks[self.random.randrange(3)] = found

    # ── the end ─────────────────────────────────────────────────────────────────────────────

    def _heal(self) -> None:
        """Everybody finds the network again; nobody changes anything but what sync asks for."""
        self.apart.clear()
        self.told.append("all come together")
        quiet = 0
        for _ in range(40):
            moved = sum(self.session(each, self.hub).moved for each in self.people)
            quiet = quiet + 1 if not moved else 0
            if quiet == 2:
                return
        raise Diverged("they never come to rest")

    def _compare(self) -> None:
        for space in self.spaces:
            if space not in self.forgotten:
                compare(self.people, space)
        for each in self.people[:3]:
            findings = check(each.node, rebuild=self.seed % 10 == 0)
            if findings:
                raise Diverged(f"{each.name}: {findings}")


def _copied(box: Any) -> Any:
    import copy

    return copy.deepcopy(box)


# By name, so that a world of another kind plays its own acts.
_CHOICES = [
    ("edit", 30),
    ("note", 6),
    ("erase", 5),
    ("choose", 3),
    ("sync", 30),
    ("meet", 3),
    ("invite", 5),
    ("take_out", 3),
    ("grant", 2),
    ("wait", 3),
    ("turn_clock", 2),
    ("part", 3),
    ("copy", 2),
    ("restore", 2),
    ("old_stick", 1),
    ("lose_all", 1),
]
ACTS = [act for act, _ in _CHOICES]
WEIGHTS = [weight for _, weight in _CHOICES]


@contextmanager
def _urandom(source: Callable[[int], bytes]) -> Iterator[None]:
    """The modules that took the name for themselves."""
    with (
        patch("panoh.crypto.derive.urandom", source),
        patch("panoh.crypto.seal.urandom", source),
        patch("panoh.crypto.sign.urandom", source),
    ):
        yield
