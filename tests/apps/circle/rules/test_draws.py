"""One ensemble: reproducible, block by block, within its ranges; what decides; the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from panoh.apps.circle.rules import deciding, honesty
from panoh.apps.circle.rules.draws import CAP, Wanted, draw, draw_block
from panoh.apps.circle.rules.engine import BLOCK
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.spec import read
from panoh.apps.circle.rules.whatif import KEPT_BLOCKS, Piece, Share, paired
from panoh.errors import Invalid

OF = Map.of(
    "small",
    [Node(key, key, "need") for key in "abcd"],
    [
        Link("a", "b", "+", "strong", sources=("S0",), supports=("C1",)),
        Link("b", "c", "?", "unknown", sources=("S1",), supports=("C2",)),
        Link("c", "a", "-", "weak", (1.0, 6.0), sources=("S0", "S1"), supports=("C3",)),
        Link("a", "d", "+", "medium"),
    ],
)
LEVER = {"levers": [{"on": "a", "times": 0.5, "start": 0}], "draws": 600, "months": 60}


def test_seed_and_map_give_the_same_draws_again() -> None:
    one, two = draw(OF, Wanted(300, 7)), draw(OF, Wanted(300, 7))
    assert np.array_equal(one.ensemble.weight, two.ensemble.weight)
    assert not np.array_equal(one.ensemble.weight, draw(OF, Wanted(300, 8)).ensemble.weight)


def test_a_block_needs_none_of_those_before_it() -> None:
    wanted = Wanted(BLOCK + 500, 7)
    whole, last = draw(OF, wanted), draw_block(OF, wanted, 1)
    assert np.array_equal(whole.ensemble.weight[:, BLOCK:], last.ensemble.weight)
    assert np.array_equal(whole.story[BLOCK:], last.story)
    assert not np.array_equal(whole.ensemble.weight[:, :500], last.ensemble.weight)


def test_strengths_signs_and_stories_stay_within_what_is_said() -> None:
    drawn = draw(OF, Wanted(4000, 1))
    at = {OF.links[link].ends: row for row, link in enumerate(drawn.order)}
    weight = drawn.ensemble.weight
    told = weight[at["a", "b"]][drawn.story != 2]
    assert ((told >= 1) & (told <= CAP)).all()
    assert not weight[at["a", "b"]][drawn.story == 2].any()  # the other story has no such link
    unknown = weight[at["b", "c"]][drawn.story != 1]
    assert 0.4 < (unknown > 0).mean() < 0.6
    assert (weight[at["c", "a"]] < 0).all()
    assert (weight[at["a", "d"]] > 0).all()  # what no source tells stands in each story
    assert np.abs(weight).max() <= CAP
    assert 0.4 < (drawn.story == 0).mean() < 0.6


def test_a_dropped_source_takes_only_its_own_links_along() -> None:
    drawn = draw(OF, Wanted(100, 1, without="S0", rivals=False))
    at = {OF.links[link].ends: row for row, link in enumerate(drawn.order)}
    assert not drawn.ensemble.weight[at["a", "b"]].any()
    assert drawn.ensemble.weight[at["c", "a"]].all()


def test_the_other_arm_is_today_and_going_on_around_is_taken_off() -> None:
    spec = read(LEVER, OF)
    world = [{"on": "b", "times": 2, "start": 0}]
    around = read({**LEVER, "world": world}, OF)
    alone, both = paired(OF, spec, ["a", "b"]), paired(OF, around, ["a", "b"])
    assert not np.array_equal(alone.moved, both.moved)
    assert (alone.moved[-1, 0] < 0).all()
    nothing = read({**LEVER, "levers": [{"on": "a", "times": 1, "start": 0}], "world": world}, OF)
    assert not paired(OF, nothing, ["a", "b", "c"]).moved.any()


def test_a_million_draws_keep_their_ends_and_only_the_first_courses() -> None:
    spec = read({**LEVER, "draws": 8 * BLOCK + 10}, OF)
    found = paired(OF, spec, ["a", "b"])
    assert found.last.shape == (2, spec.draws)
    assert found.moved.shape[2] == KEPT_BLOCKS * BLOCK == found.drawn.ensemble.draws
    assert np.array_equal(found.moved[-1], found.last[:, : KEPT_BLOCKS * BLOCK])
    assert found.months[-1] == spec.months

    def backwards(act: Callable[[int], Piece], numbers: Iterable[int]) -> list[Piece]:
        done = {number: act(number) for number in sorted(numbers, reverse=True)}
        return [done[number] for number in sorted(done)]

    spread = paired(OF, spec, ["a", "b"], each=backwards)
    assert np.array_equal(spread.last, found.last)


def test_rank_correlation_is_spearmans() -> None:
    random = np.random.default_rng(1)
    values = random.random((3, 500)).astype(np.float32)
    result = values[0] ** 3 - 0.1 * values[1]
    found = deciding.Sorted(values).correlations(result)
    order = np.argsort(np.argsort(values[0])), np.argsort(np.argsort(result))
    assert found[0] == pytest.approx(np.corrcoef(*order)[0, 1], abs=1e-5)
    assert abs(found[2]) < 0.15
    ties = deciding.ranks(np.array([[1.0, 2.0, 2.0, 3.0]], dtype=np.float32))
    assert ties.tolist() == [[0.0, 1.5, 1.5, 3.0]]


def test_the_box_is_found_and_tells_its_sides_only() -> None:
    random = np.random.default_rng(2)
    values = random.random((20, 4000)).astype(np.float32)
    hit = (values[3] > 0.7) & (values[8] < 0.4)
    found = deciding.box(deciding.Sorted(values), hit)
    assert {each.at for each in found.sides} == {3, 8}
    assert found.density > 0.9
    assert found.coverage > 0.5
    low = next(each.low for each in found.sides if each.at == 3)
    assert low == pytest.approx(0.7, abs=0.05)


def test_checks_shuffle_drop_and_vary_the_cap() -> None:
    found = honesty.checks(OF, read(LEVER, OF), ["b"], draws=400)
    assert [(each.kind, each.what) for each in found] == [
        ("shuffled", ""), ("without", "S0"), ("without", "S1"), ("only", "S0"), ("only", "S1"),
        ("cap", "1.5"), ("cap", "2"), ("cap", "4"), ("cap", "5"),
    ]  # fmt: skip
    kinds = {(each.kind, each.what): each.shares[0] for each in found}
    assert kinds["without", "S0"].hardly == 1.0
    assert kinds["only", "S0"].down > 0.9
    assert not honesty.stands(kinds["only", "S0"], kinds["without", "S0"])
    assert honesty.stands(Share(0.1, 0.8, 0.1), Share(0.0, 0.6, 0.4))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"levers": [{"on": "a", "times": 0.5}]}, "levers"),  # no start
        ({"levers": [{"on": "zz", "times": 0.5, "start": 0}]}, "levers"),
        ({"levers": [{"on": ["a", "c"], "times": 0.5, "start": 0}]}, "levers"),
        ({"levers": [{"on": "a", "times": 9, "start": 0}]}, "levers"),
        ({"levers": [{"on": "a", "times": "nan", "start": 0}]}, "levers"),
        ({"levers": [{"on": "a", "times": 0.5, "start": 8, "end": 8}]}, "levers"),
        ({"levers": []}, "levers"),
        ({"draws": 10**9}, "draws"),
        ({"draws": 0}, "draws"),
        ({"months": 10**6}, "months"),
        ({"cap": 50}, "cap"),
        ({"seed": -1}, "seed"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read({**LEVER, **change}, OF)
    assert field in refused.value.problems


def test_a_map_without_links_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        read(LEVER, Map.of("empty", OF.nodes, ()))
    assert "map" in refused.value.problems
