"""Forty ways in which a hub can lie. Whatever it does, nothing that nobody wrote is taken in, what
is kept waiting is bounded, and by a stick everybody ends alike."""

from __future__ import annotations

import pytest

from tests.simulator.hostile import STRATEGIES, Strategy
from tests.simulator.seeds import besiege

SEEDS = 3


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda each: each.name)
def test_nothing_forged_is_taken_in_and_a_stick_heals_all(strategy: Strategy) -> None:
    assert besiege(strategy, range(SEEDS)) == []


@pytest.mark.parametrize("name", ["twice", "other-box-too"])
def test_who_was_told_more_than_came_writes_nothing_that_others_refuse(name: str) -> None:
    strategy = next(each for each in STRATEGIES if each.name == name)
    assert besiege(strategy, [110]) == []


def test_there_are_many_ways() -> None:
    assert len({each.name for each in STRATEGIES}) >= 30
