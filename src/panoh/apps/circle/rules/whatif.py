"""A question run over the ensemble, always as the paired difference against doing nothing.

The answer is an index: today's level is 100, and what is told is by how many points of it an
outcome moves. No date of an event, no count of people, no forecast comes out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from panoh.apps.circle.rules.draws import CAP, Drawn, Wanted, draw
from panoh.apps.circle.rules.engine import Ensemble, Floats, Pull, run
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.spec import Lever, Spec

HARDLY = 1.0
"""Points of the index: what moves less is said to hardly move."""
TIMES = 40
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Paired:
    """`moved`: (times, watched, draws) in points of the index, the lever's arm less the other."""

    drawn: Drawn
    moved: Floats
    months: tuple[int, ...]
    factors: Floats  # (levers, draws)


def pulls(
    of: Map, drawn: Drawn, levers: Sequence[Lever], seed: int, salt: int
) -> tuple[list[Pull], Floats]:
    """The levers as the engine takes them, their effect drawn within its range."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 2**31 + salt])))
    nodes = of.index()
    at_link = {of.links[link].ends: row for row, link in enumerate(drawn.order)}
    share = random.random((len(levers), drawn.ensemble.draws), dtype=np.float32)
    found, rows = [], []
    for lever, part in zip(levers, share, strict=True):
        low, high = lever.times
        factor = np.float32(low) + part * np.float32(high - low)
        on_link = len(lever.on) == 2
        at = at_link[(lever.on[0], lever.on[1])] if on_link else nodes[lever.on[0]]
        found.append(Pull(at, factor, lever.start, lever.end, on_link))
        rows.append(factor)
    empty = np.zeros((0, drawn.ensemble.draws), dtype=np.float32)
    return found, np.stack(rows) if rows else empty


def paired(of: Map, spec: Spec, watch: Sequence[str], wanted: Wanted | None = None) -> Paired:
    """Both arms with the same numbers. Where nothing goes on around, the other arm stays at today
    exactly, so it is not computed."""
    asked = wanted or Wanted(spec.draws, spec.seed, spec.cap)
    drawn = draw(of, asked)
    every = max(1, spec.months // TIMES)
    index = of.index()
    rows = [index[key] for key in watch]
    mine, factors = pulls(of, drawn, spec.levers, asked.seed, 1)
    around, _ = pulls(of, drawn, spec.world, asked.seed, 2)

    def arm(levers: Sequence[Pull]) -> Floats:
        return run(drawn.ensemble, levers, steps=spec.months, watch=rows, every=every)

    moved = arm([*around, *mine])
    if around:
        moved -= arm(around)
    moved *= 100 / drawn.ensemble.today[rows]
    months = tuple(range(0, spec.months + 1, every))
    return Paired(drawn, moved, months, factors)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the draws: how many move up, down, and hardly."""

    up: float
    down: float
    hardly: float

    @classmethod
    def of(cls, last: Floats) -> Share:
        if not len(last):
            return cls(0.0, 0.0, 0.0)
        up, down = float((last > HARDLY).mean()), float((last < -HARDLY).mean())
        return cls(up, down, max(0.0, 1.0 - up - down))


def direction(last: Floats) -> int:
    """1, −1, or 0 when less than half of the draws move one way."""
    share = Share.of(last)
    if share.up > 0.5:
        return 1
    return -1 if share.down > 0.5 else 0


def fan(moved: Floats) -> Floats:
    """Quantiles over the draws: (quantiles, times)."""
    found: Floats = np.quantile(moved, QUANTILES, axis=1)
    return found


def change_nothing(ensemble: Ensemble, steps: int) -> float:
    """How far a run goes in which nobody does anything: exactly 0."""
    return float(np.abs(run(ensemble, (), steps=steps, every=steps)).max())


__all__ = ["CAP", "HARDLY", "Paired", "Share", "change_nothing", "direction", "fan", "paired"]
