"""The run: its equation, its exactness, its levers, where it can rest."""

from __future__ import annotations

import math

import numpy as np
import pytest

from panoh.apps.circle.rules.draws import Wanted, draw
from panoh.apps.circle.rules.engine import Ensemble, Pull, logistic, run
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.resting import growth, resting

Table = list[list[float]]


def ring(size: int = 12, extra: int = 18, seed: int = 3) -> Map:
    """A map with loops, unknown signs and delays that nobody drew by hand."""
    random = np.random.default_rng(seed)
    pairs = {(i, (i + 1) % size) for i in range(size)}
    while len(pairs) < size + extra:
        a, b = (int(each) for each in random.integers(0, size, 2))
        pairs.add((a, b))
    signs = ["+", "-", "?"]
    links = [
        Link(f"N{a:02}", f"N{b:02}", signs[(a + b) % 3], "unknown", (0.0, float((a * b) % 5)))
        for a, b in sorted(pairs)
    ]
    return Map.of("ring", [Node(f"N{i:02}", f"Factor {i}") for i in range(size)], links)


def slowly(e: Ensemble, pulls: list[Pull], steps: int, column: int) -> Table:
    """The same equation for one draw, written out factor by factor in plain numbers."""
    nodes, links = range(len(e.bias)), range(len(e.start))
    today = [1 / (1 + math.exp(-float(e.bias[i, column]))) for i in nodes]
    x = list(today)
    arrived = [today[int(e.start[k])] for k in links]
    told = [list(x)]
    for step in range(steps):
        on = [p for p in pulls if p.start <= step < p.end]
        push = [0.0] * len(x)
        for k in links:
            start, end = int(e.start[k]), int(e.end[k])
            delay = float(e.lag[k, column]) if e.lag is not None else 0.0
            level = arrived[k] if delay > 0 else x[start]
            times = math.prod(float(p.factor[column]) for p in on if p.on_link and p.at == k)
            push[end] += float(e.weight[k, column]) * (times * level - today[start])
            if delay > 0:
                arrived[k] += (x[start] - arrived[k]) * min(1.0, 1 / delay)
        after = []
        for i in nodes:
            if e.clamped[column]:
                answer = min(1.0, max(0.0, today[i] + today[i] * (1 - today[i]) * push[i]))
            else:
                answer = 1 / (1 + math.exp(-(float(e.bias[i, column]) + push[i])))
            for pull in on:
                if not pull.on_link and pull.at == i:
                    answer = min(1.0, max(0.0, answer * float(pull.factor[column])))
            after.append(x[i] + (answer - x[i]) / float(e.tau[i, column]))
        x = after
        told.append(list(x))
    return [[value - t for value, t in zip(row, today, strict=True)] for row in told]


def in_doubles(e: Ensemble) -> Ensemble:
    lag = None if e.lag is None else e.lag.astype(float)
    return Ensemble(e.start, e.end, e.bias.astype(float), e.weight.astype(float),
                    e.tau.astype(float), e.clamped, lag)  # fmt: skip


def test_vectors_of_draws_give_what_one_draw_gives_alone() -> None:
    e = in_doubles(draw(ring(), Wanted(40, 5)).ensemble)
    half = np.full(40, 0.5)
    pulls = [Pull(2, half, 6, 60), Pull(4, half * 3, 12, 90, on_link=True)]
    found = run(e, pulls, steps=120)
    for column in (0, 7, 39):
        expected = np.array(slowly(e, pulls, 120, column))
        assert np.abs(found[:, :, column] - expected).max() < 1e-13


def test_change_nothing_changes_nothing_exactly() -> None:
    for kind in (np.float32, np.float64):
        drawn = draw(ring(), Wanted(500, 9)).ensemble
        e = Ensemble(drawn.start, drawn.end, drawn.bias.astype(kind), drawn.weight.astype(kind),
                     drawn.tau.astype(kind), drawn.clamped,
                     drawn.lag.astype(kind) if drawn.lag is not None else None,
                     np.zeros_like(drawn.bias, dtype=kind))  # fmt: skip
        assert not run(e, steps=240).any()  # computed, as `begin` is given
        one = np.ones(500, dtype=kind)
        held = [Pull(0, one, 0, 240), Pull(3, one, 0, 240, on_link=True)]
        assert not run(e, held, steps=240).any()


def test_single_numbers_stay_near_double_ones() -> None:
    e = draw(ring(), Wanted(300, 2)).ensemble
    pull = [Pull(1, np.full(300, 0.6, dtype=np.float32), 0, 240)]
    near = run(e, pull) - run(in_doubles(e), pull)
    assert 0 < np.abs(near).max() < 2e-5


def test_what_no_lever_leads_to_is_left_out_and_stays_at_today() -> None:
    of = Map.of("line", [Node(k, k) for k in "abc"], [Link("a", "b", "+"), Link("c", "a", "+")])
    e = draw(of, Wanted(50, 1)).ensemble
    found = run(e, [Pull(0, np.zeros(50, dtype=np.float32), 0, 60)], steps=60)
    assert (found[-1, 0] < 0).all()
    assert (found[-1, 1] <= 0).all()
    assert not found[:, 2].any()


def test_a_lever_on_a_link_takes_away_what_the_link_holds_up_today() -> None:
    of = Map.of("pair", [Node(k, k) for k in "ab"], [Link("a", "b", "+", "strong")])
    e = draw(of, Wanted(50, 1)).ensemble
    gone = np.zeros(50, dtype=np.float32)
    found = run(e, [Pull(0, gone, 0, 120, on_link=True)], steps=240)
    assert (found[120, 1] < -0.01).all()
    assert (np.abs(found[240, 1]) < np.abs(found[120, 1])).all()  # and it comes back after


@pytest.mark.parametrize(("gain", "rests"), [(3.0, False), (5.0, True)])
def test_a_loop_above_its_threshold_has_more_than_one_rest(gain: float, rests: bool) -> None:
    """One factor that feeds itself, at ½: the slope is ¼, so the threshold is a weight of 4."""
    size = 20
    e = Ensemble(
        np.array([0]), np.array([0]), np.zeros((1, size)), np.full((1, size), gain),
        np.full((1, size), 10.0), np.zeros(size, dtype=bool),
    )  # fmt: skip
    assert growth(e)[0] == pytest.approx((gain / 4 - 1) / 10)
    assert resting(e).several.all() == rests


def test_a_second_rest_is_found_though_today_is_stable() -> None:
    """Today low and stable, another rest high: a touch does not show it, a far start does."""
    size = 8
    bias = np.full((1, size), math.log(0.1 / 0.9))
    e = Ensemble(
        np.array([0]), np.array([0]), bias, np.full((1, size), 7.0), np.full((1, size), 6.0),
        np.zeros(size, dtype=bool),
    )  # fmt: skip
    found = resting(e)
    assert not found.unstable.any()
    assert found.several.all()


def test_threshold_of_a_published_kind_within_one_percent() -> None:
    """Santoprete (arXiv 1901.05440): what spreads by contact dies out below R₀ = 1 and stays above.

    S' = Λ − βSE − μS, E' = βSE − (μ + c)E; R₀ = βΛ/(μ(μ + c)). Written as equations of a model, run
    by our own reader, the contact rate at which it stays is looked for by halving.
    """
    from panoh.apps.circle.rules.equations import simulate, vensim

    birth, death, leaving = 1.0, 0.05, 0.15
    text = """
    S= INTEG (birth - beta*S*E - death*S, birth/death) ~ ~ |
    E= INTEG (beta*S*E - (death + leaving)*E, 0.001) ~ ~ |
    beta= {beta} ~ ~ |
    birth= 1 ~ ~ |
    death= 0.05 ~ ~ |
    leaving= 0.15 ~ ~ |
    FINAL TIME= 3000 ~ ~ |
    INITIAL TIME= 0 ~ ~ |
    TIME STEP= 1 ~ ~ |
    SAVEPER= 3000 ~ ~ |
    """

    def stays(beta: float) -> bool:
        found = simulate(vensim.system(text.replace("{beta}", repr(beta))))[1]["e"]
        return found[-1] > 0.001

    low, high = 0.001, 0.05
    assert stays(high)
    assert not stays(low)
    for _halving in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if stays(middle) else (middle, high)
    threshold = death * (death + leaving) / birth
    assert high == pytest.approx(threshold, rel=0.01)


def test_logistic_is_one_function_for_today_and_for_the_run() -> None:
    values = np.linspace(-5, 5, 11)
    assert logistic(values) == pytest.approx(1 / (1 + np.exp(-values)))
