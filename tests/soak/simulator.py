"""Worlds from seeds: honest hubs first, then every hostile one in turn."""

from __future__ import annotations

import itertools

from tests.simulator.hostile import STRATEGIES
from tests.simulator.seeds import besiege, play, play_real
from tests.soak.lane import Run

HONEST = 0.7
REAL_EVERY = 100
"""One seed of so many plays with real signatures and boxes."""


def run(run: Run) -> None:
    first = run.seed * 1_000_000
    wanted, sieges = run.wanted("seeds"), run.wanted("sieges")
    for seed in itertools.count(first):
        enough = run.over(HONEST) if not wanted else run.counted("worlds") >= wanted
        if enough and seed > first:
            break
        failed = (play_real if seed % REAL_EVERY == 0 else play)([seed])
        run.result.failures.extend(failed)
        run.count("worlds")
    for number, strategy in enumerate(itertools.cycle(STRATEGIES)):
        if number and (number >= sieges if sieges else run.over()):
            break
        seed = first + number // len(STRATEGIES)
        run.result.failures.extend(besiege(strategy, [seed]))
        run.count("worlds with a hostile hub")
    run.tell("ways of a hostile hub", str(len(STRATEGIES)))
