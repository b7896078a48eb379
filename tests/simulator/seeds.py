"""Plays seeds and says which fail, with what it takes to play them again."""

from __future__ import annotations

from collections.abc import Iterable

from tests.simulator.besieged import Besieged
from tests.simulator.hostile import Strategy
from tests.simulator.stubs import stubbed
from tests.simulator.world import World


def play(seeds: Iterable[int]) -> list[str]:
    with stubbed():
        return play_real(seeds)


def play_real(seeds: Iterable[int]) -> list[str]:
    failed = []
    for seed in seeds:
        try:
            World(seed).run()
        except Exception as error:  # noqa: BLE001 - whatever it is, the seed is told
            failed.append(f"python -m tests.simulator {seed}: {type(error).__name__}: {error}")
    return failed


def besiege(strategy: Strategy, seeds: Iterable[int]) -> list[str]:
    failed = []
    with stubbed():
        for seed in seeds:
            try:
                Besieged(seed, strategy).run()
            except Exception as error:  # noqa: BLE001 - whatever it is, the seed is told
                command = f"python -m tests.simulator --hub {strategy.name} {seed}"
                failed.append(f"{command}: {type(error).__name__}: {error}")
    return failed
