"""A question run over the ensemble, always as the paired difference against doing nothing.

The answer is an index: today's level is 100, and what is told is by how many points of it an
outcome moves. No date of an event, no count of people, no forecast comes out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from panoh.apps.circle.rules.draws import CAP, Drawn, Wanted, draw_block, joined
from panoh.apps.circle.rules.engine import BLOCK, Ensemble, Floats, Pull, run
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.spec import Lever, Spec

HARDLY = 1.0
"""Points of the index: what moves less is said to hardly move."""
TIMES = 40
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


KEPT_BLOCKS = 5
"""Blocks of draws of which the whole course is kept, for fans and for asking what decides. Of all
others only where they end is kept: a million draws are not to fill an old laptop."""


@dataclass(frozen=True, slots=True)
class Paired:
    """`last`: (watched, draws) in points of the index, the lever's arm less the other, at the end;
    `story`: what each draw believes. `moved`: (times, watched, kept draws), `drawn` and `factors`
    (levers, kept draws): of the first blocks only."""

    last: Floats
    story: NDArray[np.intp]
    moved: Floats
    months: tuple[int, ...]
    drawn: Drawn
    factors: Floats


@dataclass(frozen=True, slots=True)
class Piece:
    """What one block of draws gives; the parts in brackets only of the first blocks."""

    last: Floats
    story: NDArray[np.intp]
    kept: tuple[Floats, Drawn, Floats] | None = None


Each = Callable[[Callable[[int], Piece], Iterable[int]], Iterable[Piece]]
"""How blocks are gone through: `map`, or something that hands them to other computers."""


def pulls(
    of: Map, drawn: Drawn, levers: Sequence[Lever], seed: Sequence[int]
) -> tuple[list[Pull], Floats]:
    """The levers as the engine takes them, their effect drawn within its range."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([*seed])))
    nodes = of.index()
    at_link = {of.links[link].ends: row for row, link in enumerate(drawn.order)}
    share = random.random((len(levers), drawn.ensemble.draws), dtype=np.float32)
    found = []
    for lever, row in zip(levers, share, strict=True):
        low, high = lever.times
        row *= np.float32(high - low)
        row += np.float32(low)
        on_link = len(lever.on) == 2
        at = at_link[(lever.on[0], lever.on[1])] if on_link else nodes[lever.on[0]]
        found.append(Pull(at, row, lever.start, lever.end, on_link))
    return found, share


def piece(of: Map, spec: Spec, watch: Sequence[str], asked: Wanted, number: int) -> Piece:
    """One block, both arms with the same numbers. Where nothing goes on around, the other arm
    stays at today exactly, so it is not computed."""
    drawn = draw_block(of, asked, number)
    every = stride(spec)
    index = of.index()
    rows = [index[key] for key in watch]
    mine, factors = pulls(of, drawn, spec.levers, (asked.seed, 1, number))
    around, _ = pulls(of, drawn, spec.world, (asked.seed, 2, number))

    def arm(levers: Sequence[Pull]) -> Floats:
        return run(drawn.ensemble, levers, steps=spec.months, watch=rows, every=every)

    moved = arm([*around, *mine])
    if around:
        moved -= arm(around)
    moved *= 100 / drawn.ensemble.today[rows]
    kept = (moved, drawn, factors) if number < KEPT_BLOCKS else None
    return Piece(moved[-1].copy(), drawn.story, kept)


def stride(spec: Spec) -> int:
    """Months between two moments that are kept: a divisor, so that the last month is one."""
    wanted = max(1, spec.months // TIMES)
    return next(each for each in range(wanted, 0, -1) if spec.months % each == 0)


def paired(
    of: Map, spec: Spec, watch: Sequence[str], wanted: Wanted | None = None, each: Each = map
) -> Paired:
    """All blocks of draws, put together."""
    asked = wanted or Wanted(spec.draws, spec.seed, spec.cap)
    count = -(-asked.draws // BLOCK)
    pieces = list(each(partial(piece, of, spec, watch, asked), range(count)))
    kept = [held.kept for held in pieces if held.kept is not None]
    return Paired(
        np.concatenate([held.last for held in pieces], axis=1),
        np.concatenate([held.story for held in pieces]),
        np.concatenate([moved for moved, _drawn, _factors in kept], axis=2),
        tuple(range(0, spec.months + 1, stride(spec))),
        joined([drawn for _moved, drawn, _factors in kept]),
        np.concatenate([factors for _moved, _drawn, factors in kept], axis=1),
    )


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
