"""Where a draw can come to rest: at today, and possibly elsewhere as well.

Today is a resting state of every draw by construction. It is a balance on a knife's edge when the
largest eigenvalue of the Jacobian there has a positive real part: then a touch grows by itself.
Whether other resting states exist is tried from all factors low and all factors high.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from panoh.apps.circle.rules.engine import Ensemble, Floats, run

MOST = 2_000
"""Draws that are looked at; the share is told for these."""
LONG = 720
APART = 0.02


@dataclass(frozen=True, slots=True)
class Resting:
    """One flag a draw looked at: `unstable` today, `several` resting states found."""

    unstable: NDArray[np.bool_]
    several: NDArray[np.bool_]


def resting(ensemble: Ensemble) -> Resting:
    e = ensemble.part(slice(0, MOST))
    knots = _knots(e)
    unstable = _growth(e, knots) > 0
    inside = sorted({node for knot in knots for node in knot})
    if not inside:  # without a loop everything follows from what stands outside: one rest only
        return Resting(unstable, unstable.copy())
    small = _within(e, inside)
    ends = [_settled(small, begin) for begin in _starts(small)]
    apart = np.stack([np.abs(end).max(axis=0) > APART for end in ends])
    return Resting(unstable, unstable | apart.any(axis=0))


def growth(e: Ensemble) -> Floats:
    """The largest real part of an eigenvalue at today, one a draw, per month.

    Factors that are in no loop each give −1/τ; only the knots of loops need an eigenvalue.
    """
    return _growth(e, _knots(e))


def _knots(e: Ensemble) -> list[list[int]]:
    """Groups of factors that are in loops with each other."""
    graph = nx.DiGraph()
    graph.add_edges_from(zip(e.start.tolist(), e.end.tolist(), strict=True))
    return [
        sorted(knot)
        for knot in nx.strongly_connected_components(graph)
        if len(knot) > 1 or any(graph.has_edge(node, node) for node in knot)
    ]


def _growth(e: Ensemble, knots: list[list[int]]) -> Floats:
    today = e.today
    slope = today * (1 - today)
    most: Floats = (-1 / e.tau).max(axis=0)
    for knot in knots:
        inside = {node: at for at, node in enumerate(knot)}
        jacobian = np.zeros((e.draws, len(knot), len(knot)), dtype=np.float64)
        for node, at in inside.items():
            jacobian[:, at, at] = -1 / e.tau[node]
        for link, (start, end) in enumerate(zip(e.start.tolist(), e.end.tolist(), strict=True)):
            if start in inside and end in inside:
                gain = slope[end] * e.weight[link] / e.tau[end]
                jacobian[:, inside[end], inside[start]] += gain
        most = np.maximum(most, np.linalg.eigvals(jacobian).real.max(axis=1))
    return most


def _within(e: Ensemble, nodes: list[int]) -> Ensemble:
    """The part of the map between these nodes; whatever else acts on them stays at today."""
    at = {node: place for place, node in enumerate(nodes)}
    links = [
        link
        for link, (start, end) in enumerate(zip(e.start.tolist(), e.end.tolist(), strict=True))
        if start in at and end in at
    ]
    return Ensemble(
        np.array([at[int(e.start[link])] for link in links], dtype=np.intp),
        np.array([at[int(e.end[link])] for link in links], dtype=np.intp),
        e.bias[nodes], e.weight[links], e.tau[nodes], e.clamped,
    )  # fmt: skip


def _starts(e: Ensemble) -> tuple[Floats, Floats]:
    today = e.today
    return -0.98 * today, 0.98 * (1 - today)


def _settled(e: Ensemble, begin: Floats) -> Floats:
    begun = Ensemble(e.start, e.end, e.bias, e.weight, e.tau, e.clamped, None, begin)
    found: Floats = run(begun, steps=LONG, every=LONG)[-1]
    return found
