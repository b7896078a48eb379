"""What decides an outcome: rank correlations, and the box of draws in which it turns out so (PRIM).

PRIM peels, again and again, the twentieth of the draws whose loss raises the share the most. Each
column is sorted once; a peel keeps the order, so a step costs one pass over what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from panoh.apps.circle.rules.engine import Floats

PEEL = 0.05
TELLING = 0.02
"""A side is told only when it raises the share by this much."""
LEAST = 0.05
"""The smallest share of draws a box may keep."""


class Sorted:
    """Uncertain numbers, one row each, in their order: sorted once, asked many times."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self.order = np.argsort(values, axis=1, kind="stable").astype(np.int32)
        self._ranks: Floats | None = None

    def correlations(self, result: Floats) -> Floats:
        """Spearman's rank correlation of each row with `result`; 0 for a constant."""
        if self._ranks is None:
            self._ranks = _centred(ranks(self.values, self.order))
        right = _centred(ranks(result[None, :]))[0]
        scale = np.sqrt((self._ranks**2).sum(axis=1) * float((right**2).sum()))
        found: Floats = (self._ranks @ right) / np.where(scale > 0, scale, 1)
        return found


def ranks(rows: Floats, order: NDArray[np.int32] | None = None) -> Floats:
    """Ranks along the last axis; ties get their middle rank."""
    sorted_by = np.argsort(rows, axis=-1, kind="stable") if order is None else order
    found = np.empty(rows.shape, dtype=np.float32)
    steps = np.arange(rows.shape[-1], dtype=np.float32)
    for row, by, out in zip(rows, sorted_by, found, strict=True):
        ordered = row[by]
        first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
        if first.all():
            out[by] = steps
        else:
            group = np.cumsum(first) - 1
            counts = np.bincount(group)
            out[by] = (np.cumsum(counts) - (counts + 1) / 2)[group]
    return found


def _centred(rows: Floats) -> Floats:
    found: Floats = rows - rows.mean(axis=1, keepdims=True)
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """A bound of the box: row `at` of the values lies above (`low`) or below (`high`)."""

    at: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Box:
    """`density`: the share that turned out so inside; `before`: among all; `coverage`: of those
    that did, the share inside; `mass`: the share of all draws inside."""

    sides: tuple[Side, ...]
    density: float
    before: float
    coverage: float
    mass: float


def box(sorted_by: Sorted, hit: NDArray[np.bool_], sides: int = 4) -> Box:
    """The box after peeling, told by its most telling sides only."""
    values, order = sorted_by.values, sorted_by.order
    count = values.shape[1]
    low = np.full(len(values), -np.inf)
    high = np.full(len(values), np.inf)
    wanted = hit.astype(np.float32)
    least = max(1, int(count * LEAST))
    while order.shape[1] > least and 0 < (share := _share(wanted, order)) < 1:
        found = _best_peel(values, wanted, order, least)
        if found is None or found[0] < share - 1e-9:
            break
        _mean, row, cut, is_low = found
        if is_low:
            low[row] = cut
            alive = values[row] >= cut
        else:
            high[row] = cut
            alive = values[row] <= cut
        kept = alive[order]
        order = order[kept].reshape(len(values), -1)
    return _told(values, hit, low, high, sides)


def _share(wanted: Floats, order: NDArray[np.int32]) -> float:
    return float(wanted[order[0]].mean())


def _best_peel(
    values: Floats, wanted: Floats, order: NDArray[np.int32], least: int
) -> tuple[float, int, float, bool] | None:
    """(share left, row, new bound, whether it is the lower one) of the best single peel."""
    left = order.shape[1]
    take = max(1, int(left * PEEL))
    if left - take < least:
        return None
    total = float(wanted[order[0]].sum())
    first = wanted[order[:, :take]].sum(axis=1)
    last = wanted[order[:, -take:]].sum(axis=1)
    means = np.stack([(total - first) / (left - take), (total - last) / (left - take)])
    for at in np.argsort(-means, axis=None, kind="stable"):
        side, row = divmod(int(at), len(values))
        ordered = order[row]
        kept = ordered[take] if side == 0 else ordered[-take - 1]
        gone = ordered[take - 1] if side == 0 else ordered[-take]
        if values[row, kept] != values[row, gone]:  # a peel may not cut through equal values
            return float(means[side, row]), row, float(values[row, kept]), side == 0
    return None


def _told(
    values: Floats, hit: NDArray[np.bool_], low: Floats, high: Floats, sides: int
) -> Box:  # fmt: skip
    """Keep only the sides without which the share inside would fall the most."""
    rows = [at for at in range(len(values)) if np.isfinite(low[at]) or np.isfinite(high[at])]
    inside = {at: (values[at] >= low[at]) & (values[at] <= high[at]) for at in rows}
    chosen: list[int] = []
    mask = np.ones(values.shape[1], dtype=bool)
    while rows and len(chosen) < sides:
        best = max(rows, key=lambda at: _density(hit, mask & inside[at]))
        if _density(hit, mask & inside[best]) <= _density(hit, mask) + TELLING:
            break
        mask &= inside[best]
        chosen.append(best)
        rows.remove(best)
    said = tuple(
        Side(
            at,
            float(low[at]) if np.isfinite(low[at]) else None,
            float(high[at]) if np.isfinite(high[at]) else None,
        )
        for at in chosen
    )
    hits = max(1, int(hit.sum()))
    return Box(
        said, _density(hit, mask), float(hit.mean()), float((hit & mask).sum() / hits),
        float(mask.mean()),
    )  # fmt: skip


def _density(hit: NDArray[np.bool_], mask: NDArray[np.bool_]) -> float:
    return float(hit[mask].mean()) if mask.any() else 0.0


def strongest(found: Floats, most: int) -> Sequence[int]:
    """Rows by the size of their correlation, the largest first."""
    return [int(at) for at in np.argsort(-np.abs(found), kind="stable")[:most]]
