"""Which loop matters: the method of its authors, on models small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from panoh.apps.circle.rules.engine import Ensemble, logistic, run
from panoh.apps.circle.rules.mattering import EVERY, MONTHS, scores, shares

X_Y, Y_X, X_Z, Z_X = 0, 1, 2, 3


def two_loops(strong: float, lag: float = 0.0) -> Ensemble:
    """x feeds y and z, both feed x; the way over z is `strong` times as strong at each step."""
    weight = np.array([[1.0], [1.0], [strong], [strong]])
    start, end = np.array([0, 1, 0, 2]), np.array([1, 0, 2, 0])
    order = np.argsort(end, kind="stable")
    begin = np.array([[1e-5], [0.0], [0.0]])
    return Ensemble(
        start[order], end[order], np.zeros((3, 1)), weight[order], np.full((3, 1), 12.0),
        np.zeros(1, dtype=bool), np.full((4, 1), lag) if lag else None, begin,
    )  # fmt: skip


def loops_of(e: Ensemble) -> list[list[int]]:
    at = {ends: row for row, ends in enumerate(zip(e.start.tolist(), e.end.tolist(), strict=True))}
    return [[at[0, 1], at[1, 0]], [at[0, 2], at[2, 0]]]


@pytest.mark.parametrize("lag", [0.0, 4.0])
def test_two_loops_share_as_their_strengths_do(lag: float) -> None:
    """z is always `strong` times y, so its loop brings strong² as much of each change of x."""
    e = two_loops(2.0, lag)
    assert shares(e, loops_of(e)) == pytest.approx([0.2, 0.8], abs=1e-3)


def test_scores_are_those_of_the_paper() -> None:
    """Equation 1 and 2 of Schoenberg and others, 2020, written out for one link and one month."""
    e = two_loops(2.0)
    links, settling = scores(e)
    y, month = run(e, steps=MONTHS), EVERY
    row = next(at for at in range(4) if (e.start[at], e.end[at]) == (2, 0))

    def speed(x: float, of_y: float, of_z: float) -> float:
        aim = logistic(np.array([of_y * 1.0 + of_z * 2.0]))[0] - 0.5
        return float(aim - x) / 12.0

    before, after = y[month - 1, :, 0], y[month, :, 0]
    changed = speed(*after) - speed(*before)
    by_z = speed(before[0], before[1], after[2]) - speed(*before)
    assert np.exp(links[row, 0, 0]) == pytest.approx(abs(by_z / changed), rel=1e-6)
    alone = speed(after[0], before[1], before[2]) - speed(*before)
    assert np.exp(settling[0, 0, 0]) == pytest.approx(abs(alone / changed), rel=1e-6)


def test_where_nothing_moves_no_loop_matters() -> None:
    still = two_loops(2.0)
    at_rest = Ensemble(still.start, still.end, still.bias, still.weight, still.tau, still.clamped,
                       None, np.zeros((3, 1)))  # fmt: skip
    assert shares(at_rest, loops_of(still)).tolist() == [0.0, 0.0]
