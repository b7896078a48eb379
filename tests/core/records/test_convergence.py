"""Three real vaults share a space and write, erase and exchange in any order: all end alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from panoh import bootstrap
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.records.store import Place
from panoh.errors import NotFound
from tests.core.support import THING, TOY, Vaults, entries, share

_NODES: list[Node] = []
_WHO = st.integers(0, 2)
_FIELDS = st.sampled_from(("title", "text", "count"))


@pytest.fixture(autouse=True)
def _three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(bootstrap, "apps", lambda: (TOY,))
    (tmp_path / "homes").mkdir()
    vaults = Vaults(tmp_path / "homes")
    _NODES[:] = [vaults.node(name) for name in ("Amina", "Bo", "Chen")]
    yield
    vaults.close()
    _NODES.clear()


class Replicas(RuleBasedStateMachine):
    """Each example founds a space of its own in the same three vaults.

    A check reads all spaces so far: it is made after some of the examples, and after the last.
    """

    checks_every = 10
    ended = 0

    def __init__(self) -> None:
        super().__init__()
        self.space = b""
        self.records: list[str] = []

    @initialize()
    def found(self) -> None:
        owner = _NODES[0]
        with owner.writing() as work:
            self.space = work.new_space("case")
        for other in _NODES[1:]:
            share(owner, other, self.space)
        self.everybody_meets()

    @rule(who=_WHO, field=_FIELDS, value=st.integers(0, 999), pair=st.booleans())
    def write(self, who: int, field: str, value: int, pair: bool) -> None:
        node = _NODES[who]
        with node.writing() as work:
            targets = [None, *self.records[-2:]] if pair else [self._some(value)]
            for target in targets:
                try:
                    values = {field: str(value), "title": f"t{value}"}
                    record = work.put(THING, self.space, target, values)
                except NotFound:
                    continue  # erased here
                if target is None:
                    self.records.append(record)

    @rule(who=_WHO, which=st.integers(0, 99))
    def erase(self, who: int, which: int) -> None:
        target = self._some(which)
        if target is None or _NODES[who].get(THING, target) is None:
            return
        with _NODES[who].writing() as work:
            work.erase(THING, target)

    @rule(first=_WHO, second=_WHO)
    def meet(self, first: int, second: int) -> None:
        """What one holds reaches the other; what comes too early is refused and comes again."""
        take_in(_NODES[second], entries(_NODES[first], self.space))

    @invariant()
    def nothing_erased_comes_back(self) -> None:
        for node in _NODES:
            for record in self.records:
                if node.records.is_erased(self._place(node, record)):
                    assert node.get(THING, record) is None

    def _place(self, node: Node, record: str) -> Place:
        return Place(node.spaces.row(self.space).no, THING.table, bytes.fromhex(record))

    def _some(self, number: int) -> str | None:
        return self.records[number % len(self.records)] if self.records else None

    def everybody_meets(self) -> None:
        for _ in range(4):
            for first in _NODES:
                for second in _NODES:
                    if first is not second:
                        take_in(second, entries(first, self.space))

    def teardown(self) -> None:
        if not self.space:
            return
        self.everybody_meets()
        seen = [self._content(node) for node in _NODES]
        assert seen[0] == seen[1] == seen[2]
        Replicas.ended += 1
        if Replicas.ended % self.checks_every == 0:
            all_vaults_are_whole()

    def _content(self, node: Node) -> dict[str, object]:
        return {
            record: {
                name: sorted(repr(value.value) for value in values)
                for name, values in node.records.values(self._place(node, record)).items()
            }
            for record in self.records
        }


@pytest.mark.long
def all_vaults_are_whole() -> None:
    for node in _NODES:
        assert check(node, rebuild=True) == []


def test_all_replicas_end_alike() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Replicas,
        settings=settings(
            max_examples=30,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )
    all_vaults_are_whole()
