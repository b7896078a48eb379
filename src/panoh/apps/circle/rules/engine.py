"""The run of an ensemble: every draw is one column, every step a handful of vector operations.

For a factor i with the level x, today's level x⁰ and the inertia τ (months):

    x'ᵢ = (mᵢ·σ(bᵢ + Σⱼ wᵢⱼ·(kᵢⱼ·xⱼ − x⁰ⱼ)) − xᵢ) / τᵢ

m and k are levers, 1 where nobody pulls. x⁰ is made from b by the very function that the run uses,
and the run keeps deviations from today, so a run in which nothing is changed stays at exactly
nothing. A link with a delay hands on a first-order lag of its cause. Euler steps of one month.

Inside, σ(v) = (1 + tanh(v/2))/2 is kept as t = 2σ − 1: one pass where the other form takes three.
Links are put in layers: each factor's first, each one's second, and so on. A layer is added in one
operation, which leaves so little to do per step that draws go through in blocks small enough for
the processor's nearest memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
BLOCK = 4096
"""Draws that come from one generator, and that go to another computer together."""
AT_ONCE = 512
"""Draws that are run together: their numbers stay in the processor's own memory."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A lever in force from month `start` to before `end`. `factor`: one multiplier a draw; `at` is
    the number of a node, or of a link if `on_link`."""

    at: int
    factor: Floats
    start: int
    end: int
    on_link: bool = False


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Shapes: `bias`, `tau` (nodes, draws); `weight`, `lag` (links, draws); `clamped` (draws,).

    `start`, `end`: the nodes of each link. Links are ordered by `end`.
    """

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    bias: Floats
    weight: Floats
    tau: Floats
    clamped: NDArray[np.bool_]
    lag: Floats | None = None
    begin: Floats | None = None  # deviation at month 0; none: at rest

    @property
    def draws(self) -> int:
        return int(self.bias.shape[1])

    @property
    def today(self) -> Floats:
        return logistic(self.bias)

    def part(self, chosen: slice) -> Ensemble:
        return Ensemble(
            self.start, self.end, self.bias[:, chosen], self.weight[:, chosen],
            self.tau[:, chosen], self.clamped[chosen],
            None if self.lag is None else self.lag[:, chosen],
            None if self.begin is None else self.begin[:, chosen],
        )  # fmt: skip


def logistic(value: Floats) -> Floats:
    """1 / (1 + e^−value), by the same operations wherever it is used."""
    return _level(_bent(value))


def _bent(value: Floats) -> Floats:
    found: Floats = np.tanh(np.multiply(value, value.dtype.type(0.5)))
    return found


def _level(bent: Floats) -> Floats:
    half = bent.dtype.type(0.5)
    found: Floats = bent * half
    found += half
    return found


def run(
    ensemble: Ensemble,
    pulls: Sequence[Pull] = (),
    *,
    steps: int = 240,
    watch: Sequence[int] | None = None,
    every: int = 1,
) -> Floats:
    """Deviations from today of the watched nodes: (steps // every + 1, watched, draws)."""
    watched = list(range(ensemble.bias.shape[0])) if watch is None else list(watch)
    out = np.zeros((steps // every + 1, len(watched), ensemble.draws), dtype=ensemble.bias.dtype)
    plan = _planned(ensemble, pulls)
    kept = [(at, plan.place[node]) for at, node in enumerate(watched) if node in plan.place]
    if not kept:
        return out
    rows, columns = [node for _at, node in kept], [at for at, _node in kept]
    for first in range(0, ensemble.draws, AT_ONCE):
        part = slice(first, first + AT_ONCE)
        out[:, columns, part] = _Block(ensemble, plan, part).run(steps, rows, every)
    return out


def reached(ensemble: Ensemble, pulls: Sequence[Pull]) -> set[int]:
    """The nodes that can move at all: those that a lever leads to. All others stay at today."""
    after: dict[int, set[int]] = {}
    for start, end in zip(ensemble.start.tolist(), ensemble.end.tolist(), strict=True):
        after.setdefault(start, set()).add(end)
    waiting = [int(ensemble.end[p.at]) if p.on_link else p.at for p in pulls]
    found: set[int] = set()
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += after.get(node, ())
    return found


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a run has to compute, in the order in which it computes it.

    `nodes`: the ensemble's number of each row, those with the most causes first; `place` its
    inverse. `links`: layer after layer, each in the order of the rows that it leads to; `layers`:
    how many links each has. `start`: the row of each link's cause. `pulls` name rows.
    """

    nodes: list[int]
    links: list[int]
    layers: tuple[int, ...]
    start: NDArray[np.intp]
    pulls: tuple[Pull, ...]
    place: dict[int, int]


def _planned(e: Ensemble, pulls: Sequence[Pull]) -> _Plan:
    starts, ends = e.start.tolist(), e.end.tolist()
    moving = set(range(e.bias.shape[0])) if e.begin is not None else reached(e, pulls)
    pulled = {p.at for p in pulls if p.on_link}
    links = [
        at
        for at, (start, end) in enumerate(zip(starts, ends, strict=True))
        if end in moving and (start in moving or at in pulled)
    ]
    causes: dict[int, int] = {}
    layer: dict[int, int] = {}
    for at in links:
        layer[at] = causes.get(ends[at], 0)
        causes[ends[at]] = layer[at] + 1
    held = moving | {starts[at] for at in pulled}
    nodes = sorted(held, key=lambda node: (-causes.get(node, 0), node))
    place = {node: row for row, node in enumerate(nodes)}
    links.sort(key=lambda at: (layer[at], place[ends[at]]))
    counts = [0] * max(causes.values(), default=0)
    for at in links:
        counts[layer[at]] += 1
    row_of = {link: row for row, link in enumerate(links)}
    moved = tuple(
        Pull(row_of[p.at] if p.on_link else place[p.at], p.factor, p.start, p.end, p.on_link)
        for p in pulls
    )
    start = np.array([place[starts[at]] for at in links], dtype=np.intp)
    return _Plan(nodes, links, tuple(counts), start, moved, place)


class _Block:
    """One block of draws: its numbers in the order of the plan, ready for work in place."""

    def __init__(self, e: Ensemble, plan: _Plan, part: slice) -> None:
        half = e.bias.dtype.type(0.5)
        self.start = plan.start
        self.layers = plan.layers
        self.pulls = [
            Pull(p.at, p.factor[part], p.start, p.end, p.on_link) for p in plan.pulls
        ]  # fmt: skip
        bias = e.bias[:, part][plan.nodes]
        self.still = _bent(bias)  # t at today
        self.today = _level(self.still)
        self.bias = bias * half
        self.weight = e.weight[:, part][plan.links] * half
        self.rate = np.reciprocal(e.tau[:, part][plan.nodes])
        self.clamped = e.clamped[part]
        self.lag = None if e.lag is None else e.lag[:, part][plan.links]
        self.y = (
            np.zeros_like(bias) if e.begin is None else e.begin[:, part][plan.nodes].copy()
        )  # fmt: skip

    def run(self, steps: int, watched: list[int], every: int) -> Floats:
        """(steps // every + 1, watched, draws)."""
        y, still, weight, start = self.y, self.still, self.weight, self.start
        out = np.empty((steps // every + 1, len(watched), y.shape[1]), dtype=y.dtype)
        target, carried = np.empty_like(y), np.empty_like(weight)
        first, more, alone = self._layered(target, carried)
        lag = _Lag(self.lag, y[start]) if self.lag is not None and self.lag.any() else None
        bend = _Bend(self) if self.clamped.any() else None
        curved = target if bend is None else target[:, bend.others]
        share = self.rate * self.rate.dtype.type(0.5)  # of t, for a level is half of it
        left = 1 - self.rate
        out[0] = y[watched]
        for step in range(steps):
            np.take(y, start, axis=0, out=carried, mode="clip")
            if lag is not None:
                lag.step(carried)
            carried *= weight
            self._pull_links(carried, step)
            np.copyto(*alone)
            np.add(*first)
            for into, part in more:
                into += part
            if bend is not None:
                bend.keep(target)
            np.tanh(curved, out=curved)
            if bend is not None:
                bend.put(target)
            self._pull_nodes(target, step)
            target -= still
            target *= share
            y *= left
            y += target
            if (step + 1) % every == 0:
                out[(step + 1) // every] = y[watched]
        return out

    def _layered(
        self, target: Floats, carried: Floats
    ) -> tuple[tuple[Floats, ...], list[tuple[Floats, Floats]], tuple[Floats, Floats]]:
        """What is added to what: the first layer to b, the others on top; rows without a cause
        hold b alone."""
        found, at = [], 0
        for count in self.layers:
            found.append((target[:count], carried[at : at + count]))
            at += count
        count = self.layers[0] if self.layers else 0
        first = (self.bias[:count], carried[:count], target[:count])
        return first, found[1:], (target[count:], self.bias[count:])

    def _pull_links(self, carried: Floats, step: int) -> None:
        """w·(k·x − x⁰) = k·w·(x − x⁰) + (k − 1)·w·x⁰."""
        for pull in self.pulls:
            if pull.on_link and pull.start <= step < pull.end:
                source = self.today[self.start[pull.at]]
                carried[pull.at] *= pull.factor
                carried[pull.at] += (pull.factor - 1) * self.weight[pull.at] * source

    def _pull_nodes(self, target: Floats, step: int) -> None:
        """m·σ within 0 and 1, as t: t + (m − 1)·(t + 1). A factor of 1 changes no bit of it."""
        for pull in self.pulls:
            if not pull.on_link and pull.start <= step < pull.end:
                row = target[pull.at]
                row += (pull.factor - 1) * (row + 1)
                _held(row)


def _held(bent: Floats) -> None:
    """Within −1 and 1: two plain operations, which cost less than the one that asks what it got."""
    np.minimum(bent, 1, out=bent)
    np.maximum(bent, -1, out=bent)


class _Lag:
    """What has arrived of each cause by now: all of it where a link has no delay."""

    def __init__(self, delay: Floats, now: Floats) -> None:
        self._share = np.minimum(1, np.reciprocal(np.maximum(delay, 1e-6)))
        self._slow = delay > 0
        self._arrived = now

    def step(self, carried: Floats) -> None:
        now = carried.copy()
        np.copyto(carried, self._arrived, where=self._slow)
        now -= self._arrived
        now *= self._share
        self._arrived += now


class _Bend:
    """The other transfer function: straight with the slope of today, cut at 0 and 1.

    Draws that use it are the last columns as a rule, so only those are computed.
    """

    def __init__(self, block: _Block) -> None:
        (columns,) = np.nonzero(block.clamped)
        whole = len(columns) == columns[-1] - columns[0] + 1
        last = whole and int(columns[-1]) + 1 == len(block.clamped)
        self.others = slice(0, int(columns[0]) if last else len(block.clamped))
        self._at = slice(int(columns[0]), int(columns[-1]) + 1) if whole else columns
        self._against = block.bias[:, self._at]
        self._still = block.still[:, self._at]
        today = block.today[:, self._at]
        self._slope = 4 * today * (1 - today)
        self._bent = np.empty_like(self._still)

    def keep(self, target: Floats) -> None:
        """`target` is (b + push)/2 here; t = t⁰ + 2·slope·push."""
        np.subtract(target[:, self._at], self._against, out=self._bent)
        self._bent *= self._slope
        self._bent += self._still
        _held(self._bent)

    def put(self, target: Floats) -> None:
        target[:, self._at] = self._bent
