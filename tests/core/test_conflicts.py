"""Two values: shown with who said them and when, until one or another is chosen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from panoh.core import conflicts
from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.space.model import SpaceId
from panoh.errors import NotFound
from tests.core.support import THING, Vaults, entries, put_thing, share


@pytest.fixture
def apart(amina: Node, bo: Node, vaults: Vaults) -> tuple[SpaceId, str]:
    """A record of which both changed title, a quiet field and a number, apart from each other."""
    with amina.writing() as work:
        space = work.new_space("case")
    record = put_thing(amina, space, title="0", secret="0", count=1)
    share(amina, bo, space)
    take_in(bo, entries(amina, space))
    put_thing(amina, space, record, title="A", secret="a", text="only here")
    vaults.clock.forward(hours=1)
    put_thing(bo, space, record, title="B", secret="b", count=2)
    take_in(amina, entries(bo, space))
    take_in(bo, entries(amina, space))
    return space, record


def test_both_values_are_told_and_quiet_ones_only_when_asked_for(
    amina: Node, bo: Node, apart: tuple[SpaceId, str], vaults: Vaults
) -> None:
    for node in (amina, bo):
        (found,) = conflicts.conflicts(node)
        assert (found.field.name, found.record, found.rtype) == ("title", apart[1], THING)
        assert {each.value for each in found.values} == {"A", "B"}
        now = vaults.clock()
        times = {each.value: each.time for each in found.values}
        assert times["B"] - now < timedelta(seconds=1)
        assert times["B"] > times["A"]
        assert found.case == apart[0].hex()[:8]
        names = {each.field.name for each in conflicts.conflicts(node, quiet=True)}
        assert names == {"title", "secret"}
    assert "Amina" in {each.author for each in conflicts.conflicts(amina)[0].values}


def test_one_is_chosen_by_its_number_and_then_there_are_not_two(
    amina: Node, bo: Node, apart: tuple[SpaceId, str]
) -> None:
    space, record = apart
    (found,) = conflicts.conflicts(amina)
    for choice in (0, 3, -1):
        with pytest.raises(NotFound):
            conflicts.resolve(amina, record, "title", choice)
    for wrong in (("0" * 32, "title"), (record, "count")):
        with pytest.raises(NotFound):
            conflicts.resolve(amina, *wrong, 1)
    conflicts.resolve(amina, record, "title", 2)
    row = amina.get(THING, record)
    assert row is not None
    assert row["title"] == found.values[1].value
    assert conflicts.conflicts(amina) == []
    conflicts.resolve(amina, record, "secret", 1)
    assert conflicts.conflicts(amina, quiet=True) == []
    take_in(bo, entries(amina, space))
    assert conflicts.conflicts(bo, quiet=True) == []


def test_another_value_than_the_two_may_be_set(amina: Node, apart: tuple[SpaceId, str]) -> None:
    (found,) = conflicts.conflicts(amina)
    conflicts.settle(amina, found, "C")
    row = amina.get(THING, apart[1])
    assert row is not None
    assert (row["title"], row["count"]) == ("C", 2)


def test_what_is_hidden_at_this_moment_is_not_told(
    amina: Node, apart: tuple[SpaceId, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amina, "is_hidden", lambda *_: True)
    assert conflicts.conflicts(amina, quiet=True) == []


def test_the_latest_comes_first(
    amina: Node, bo: Node, apart: tuple[SpaceId, str], vaults: Vaults
) -> None:
    space, record = apart
    vaults.clock.forward(hours=1)
    put_thing(amina, space, record, text="one")
    put_thing(bo, space, record, text="two")
    take_in(amina, entries(bo, space))
    assert [each.field.name for each in conflicts.conflicts(amina)] == ["text", "title"]
