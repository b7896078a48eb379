"""The run of an ensemble: every draw is one column, every step a handful of vector operations.

For a factor i with the level x, today's level x⁰ and the inertia τ (months):

    x'ᵢ = (mᵢ·σ(bᵢ + Σⱼ wᵢⱼ·(kᵢⱼ·xⱼ − x⁰ⱼ)) − xᵢ) / τᵢ

m and k are levers, 1 where nobody pulls. x⁰ is made from b by the very function that the run uses,
and the run keeps deviations from today, so a run in which nothing is changed stays at exactly
nothing. A link with a delay hands on a first-order lag of its cause. Euler steps of one month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
BLOCK = 4096
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
    out: Floats = np.negative(value)
    np.exp(out, out=out)
    out += 1
    return np.divide(1, out, out=out)


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
    small, moved, nodes = _that_moves(ensemble, pulls)
    place = {int(node): at for at, node in enumerate(nodes)}
    kept = [(at, place[node]) for at, node in enumerate(watched) if node in place]
    if not kept:
        return out
    mine = out if len(kept) == len(watched) else np.empty_like(out[:, : len(kept)])
    for first in range(0, ensemble.draws, BLOCK):
        part = slice(first, first + BLOCK)
        here = [Pull(p.at, p.factor[part], p.start, p.end, p.on_link) for p in moved]
        block = _Block(small.part(part), here)
        block.run(steps, [node for _at, node in kept], every, mine[:, :, part])
    if mine is not out:
        out[:, [at for at, _node in kept]] = mine
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


def _that_moves(
    ensemble: Ensemble, pulls: Sequence[Pull]
) -> tuple[Ensemble, Sequence[Pull], NDArray[np.intp]]:
    """The part of the map that a run has to compute, its levers, and which nodes it holds."""
    count = ensemble.bias.shape[0]
    if ensemble.begin is not None:
        return ensemble, pulls, np.arange(count)
    moving = reached(ensemble, pulls)
    held = sorted(moving | {int(ensemble.start[p.at]) for p in pulls if p.on_link})
    pulled = {p.at for p in pulls if p.on_link}
    links = [
        at
        for at, (start, end) in enumerate(zip(ensemble.start, ensemble.end, strict=True))
        if int(end) in moving and (int(start) in moving or at in pulled)
    ]
    node_at = {node: at for at, node in enumerate(held)}
    link_at = {link: at for at, link in enumerate(links)}
    small = Ensemble(
        np.array([node_at[int(ensemble.start[at])] for at in links], dtype=np.intp),
        np.array([node_at[int(ensemble.end[at])] for at in links], dtype=np.intp),
        ensemble.bias[held], ensemble.weight[links], ensemble.tau[held], ensemble.clamped,
        None if ensemble.lag is None else ensemble.lag[links],
    )  # fmt: skip
    moved = [
        Pull(link_at[p.at] if p.on_link else node_at[p.at], p.factor, p.start, p.end, p.on_link)
        for p in pulls
    ]
    return small, moved, np.array(held, dtype=np.intp)


@dataclass(slots=True)
class _Block:
    """One block of draws: its numbers, and rows of them ready for in-place work.

    The loop over links uses rows prepared once: making them anew would cost more than the sums.
    """

    e: Ensemble
    pulls: Sequence[Pull]
    today: Floats = field(init=False)
    y: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.today = self.e.today
        self.y = np.zeros_like(self.today) if self.e.begin is None else self.e.begin.copy()

    def run(self, steps: int, watched: list[int], every: int, out: Floats) -> None:
        e, y, today = self.e, self.y, self.today
        against = -e.bias
        target = np.empty_like(y)
        rate = np.reciprocal(e.tau)
        carried = np.empty_like(e.weight)
        into = [(target[head], carried[at]) for at, head in enumerate(e.end)]
        lag = _Lag(e, y) if e.lag is not None else None
        bend = _Bend(today, e.clamped) if e.clamped.any() else None
        curved = target if bend is None else target[:, bend.others]
        out[0] = y[watched]
        for step in range(steps):
            np.take(y, e.start, axis=0, out=carried, mode="clip")
            if lag is not None:
                lag.step(carried)
            carried *= e.weight
            self._pull_links(carried, step)
            np.copyto(target, against)
            for row, part in into:
                np.subtract(row, part, row)
            if bend is not None:
                bend.keep(target, against)
            np.exp(curved, out=curved)
            curved += 1
            np.divide(1, curved, out=curved)
            if bend is not None:
                bend.put(target)
            self._pull_nodes(target, step)
            target -= today
            target -= y
            target *= rate
            y += target
            if (step + 1) % every == 0:
                out[(step + 1) // every] = y[watched]

    def _pull_links(self, carried: Floats, step: int) -> None:
        """w·(k·x − x⁰) = k·w·(x − x⁰) + (k − 1)·w·x⁰."""
        for pull in self.pulls:
            if pull.on_link and pull.start <= step < pull.end:
                source = self.today[self.e.start[pull.at]]
                carried[pull.at] *= pull.factor
                carried[pull.at] += (pull.factor - 1) * self.e.weight[pull.at] * source

    def _pull_nodes(self, target: Floats, step: int) -> None:
        for pull in self.pulls:
            if not pull.on_link and pull.start <= step < pull.end:
                row = target[pull.at]
                row *= pull.factor
                np.clip(row, 0, 1, out=row)


class _Lag:
    """What has arrived of each cause by now: all of it where a link has no delay."""

    def __init__(self, e: Ensemble, y: Floats) -> None:
        delay = np.zeros_like(e.weight) if e.lag is None else e.lag
        self._share = np.minimum(1, np.reciprocal(np.maximum(delay, 1e-6)))
        self._slow = delay > 0
        self._arrived = y[e.start]

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

    def __init__(self, today: Floats, clamped: NDArray[np.bool_]) -> None:
        (columns,) = np.nonzero(clamped)
        whole = len(columns) == columns[-1] - columns[0] + 1
        last = whole and int(columns[-1]) + 1 == len(clamped)
        self.others = slice(0, int(columns[0]) if last else len(clamped))
        self._at = slice(int(columns[0]), int(columns[-1]) + 1) if whole else columns
        self._today = today[:, self._at]
        self._slope = self._today * (1 - self._today)
        self._bent = np.empty_like(self._today)

    def keep(self, target: Floats, against: Floats) -> None:
        """`target` is −(b + push) here."""
        np.subtract(against[:, self._at], target[:, self._at], out=self._bent)
        self._bent *= self._slope
        self._bent += self._today
        np.clip(self._bent, 0, 1, out=self._bent)

    def put(self, target: Floats) -> None:
        target[:, self._at] = self._bent
