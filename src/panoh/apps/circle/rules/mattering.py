"""How much each loop matters: "Loops that Matter", over the ensemble.

After Schoenberg, Davidsen and Eberlein, "Understanding model behavior using the Loops that Matter
method", System Dynamics Review 36(2), 2020. The score of a link in a month is the part of what
changes in its effect that its cause alone brings; the score of a loop is the product of its links'
scores, and its share is that score among all loops of the model in that month, the factors' own
settling included. Every draw gets a small touch of all factors; shares are the mean over draws and
months, told among the loops of the map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from panoh.apps.circle.rules.engine import Ensemble, Floats, logistic, run

MONTHS = 120
EVERY = 5
TOUCH = 0.02
"""How far a factor is moved at the start, either way; little, so that none is pushed to its end."""
LARGEST = 20_000_000
"""Scores of loops, draws and months that are worked out; with very many loops, of fewer draws."""
NOTHING = -1e4
"""The logarithm of no score at all."""


def shares(e: Ensemble, loops: Sequence[Sequence[int]], seed: int = 1) -> Floats:
    """The share of each loop, a list of links of the ensemble; they sum to 1, or all are 0.

    An ensemble that begins away from today is taken as it is."""
    moments = MONTHS // EVERY
    draws = max(1, min(e.draws, LARGEST // (moments * max(1, len(loops)))))
    few = e.part(slice(0, draws))
    links, settling = scores(few if few.begin is not None else touched(few, seed))
    through = np.zeros((len(loops), links.shape[0]))
    for row, loop in enumerate(loops):
        through[row, list(loop)] = 1
    found = np.zeros(len(loops))
    for month in range(moments):
        of_loops = through @ links[:, month]
        highest = np.maximum(of_loops.max(axis=0), settling[:, month].max(axis=0))
        each = np.exp(of_loops - highest)
        whole = each.sum(axis=0) + np.exp(settling[:, month] - highest).sum(axis=0)
        found += np.where(highest > NOTHING / 2, each / whole, 0.0).sum(axis=1)
    total = float(found.sum())
    return found / total if total > 0 else found


def touched(e: Ensemble, seed: int) -> Ensemble:
    """The same in double precision, each factor a little off from today at the start."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 3])))
    begin = random.uniform(-TOUCH, TOUCH, e.bias.shape)
    lag = None if e.lag is None else e.lag.astype(float)
    bias, weight, tau = (each.astype(float) for each in (e.bias, e.weight, e.tau))
    return Ensemble(e.start, e.end, bias, weight, tau, e.clamped, lag, begin)


def scores(e: Ensemble) -> tuple[Floats, Floats]:
    """Logarithms of the scores of links and of the factors' own settling: (links or nodes,
    months / EVERY, draws)."""
    y = run(e, steps=MONTHS)
    arrived = _arrived(e, y)
    answer = _Answer(e)
    after = range(EVERY, MONTHS + 1, EVERY)
    links = np.empty((len(e.start), len(after), e.draws))
    settling = np.empty((e.bias.shape[0], len(after), e.draws))
    for at, month in enumerate(after):
        before = answer.push(arrived(month - 1))
        drift = y[month] - y[month - 1]
        aimed = answer.at(answer.push(arrived(month))) - answer.at(before)
        net = _log(aimed - drift)  # how the speed changes, but for 1/τ, which falls out
        settling[:, at] = _ratio(_log(drift), net)
        came = arrived(month) - arrived(month - 1)
        pushed = before[e.end]
        alone = answer.at(pushed + e.weight * came, e.end) - answer.at(pushed, e.end)
        links[:, at] = _ratio(_log(alone), net[e.end])
        if e.lag is not None:  # what is under way stands between as a stock of its own
            cause = drift[e.start]
            under_way = _ratio(_log(cause), _log(cause - came))
            links[:, at] += np.where(e.lag > 0, under_way, 0.0)
    return links, settling


class _Answer:
    """The transfer function of each draw, as the engine has it, less today's level."""

    def __init__(self, e: Ensemble) -> None:
        self.e = e
        self.today = logistic(e.bias)
        self.slope = self.today * (1 - self.today)
        self.into = np.zeros((e.bias.shape[0], len(e.start)))
        self.into[e.end, np.arange(len(e.start))] = 1

    def push(self, arrived: Floats) -> Floats:
        found: Floats = self.into @ (self.e.weight * arrived)
        return found

    def at(self, push: Floats, rows: NDArray[np.intp] | slice = slice(None)) -> Floats:
        today = self.today[rows]
        curved = logistic(self.e.bias[rows] + push) - today
        straight = np.clip(today + self.slope[rows] * push, 0, 1) - today
        found: Floats = np.where(self.e.clamped, straight, curved)
        return found


def _arrived(e: Ensemble, y: Floats) -> Callable[[int], Floats]:
    """What each link hands on in a month: (links, draws)."""
    if e.lag is None:
        return lambda month: y[month][e.start]
    share = np.minimum(1, 1 / np.maximum(e.lag, 1e-6))
    late = y[:, e.start]
    for month in range(1, len(late)):
        late[month] = late[month - 1] + share * (y[month - 1][e.start] - late[month - 1])
    slow = e.lag > 0
    return lambda month: np.where(slow, late[month], y[month][e.start])


def _log(values: Floats) -> Floats:
    size = np.abs(values)
    found: Floats = np.log(size, where=size > 1e-300, out=np.full_like(size, NOTHING))
    return found


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Nothing where nothing changes: the method's own rule."""
    found: Floats = np.where((part <= NOTHING) | (whole <= NOTHING), NOTHING, part - whole)
    return found
