"""What pages and commands read: lists, rivals, loops in sentences, answers in words."""

from __future__ import annotations

import pytest

from panoh.apps.circle import APP, access
from panoh.apps.circle.rules.model import Link
from panoh.apps.circle.views import maps, practices, told
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound


def test_lists_hold_the_pooled_map_and_one_for_each_source(four: Node) -> None:
    found = {each.key: each for each in maps.maps(four)}
    assert [*found] == ["pooled", "S0", "S1", "S2", "S3"]
    assert found["S0"].links > found["S3"].links == 2
    assert found["pooled"].assumed == 0


def test_rivals_say_what_only_one_of_them_says(four: Node) -> None:
    found, alone = maps.side_by_side(four)
    assert set(found) == {"S0", "S1", "S2", "S3"}
    assert ("S12", "O01") not in {each.ends for each in alone["S3"]}  # S2 says it too
    assert ("S15", "O04") in {each.ends for each in alone["S3"]}


def test_loops_of_the_four_documents_read_aloud_with_citations(four: Node) -> None:
    of, found = maps.loops(four, "pooled")
    kinds = {each.nodes: each.kind for each in found.loops}
    assert kinds["C02", "O02"] == "reinforcing"
    assert kinds["O03", "S07"] == "balancing"
    loop = next(each for each in found.loops if each.nodes == ("C02", "O02"))
    words = told.loop_words(loop.links, of.labels(), loop.kind)
    assert "[C132]" in words
    assert "[C035]" in words
    assert words.endswith("this loop feeds itself.")
    assert found.cut is not None
    assert found.cut[0].supports


def test_directions_are_followed_round_a_loop() -> None:
    links = [Link("a", "b", "-"), Link("b", "a", "-")]
    words = told.loop_words(links, {"a": "debt", "b": "work"}, "reinforcing")
    assert words.startswith("More “debt” leads to less “work” (assumption); less “work” leads to")


def test_what_hurts_people_first_is_told_first(four: Node) -> None:
    of = access.find_map(four, "pooled")[1]
    watched = maps.watched(of)
    assert watched[:5] == ["O06", "O07", "O10", "O03", "O05"]
    assert len(watched) == 11  # O11 stands in no claim
    assert maps.better(of, "O06") == 1
    assert maps.better(of, "O05") == -1
    assert maps.better(of, "S02") == -1


def test_practices_know_what_of_theirs_stands_on_the_map(four: Node) -> None:
    of = access.find_map(four, "pooled")[1]
    found = {each.name: each for each in practices.practices(four, of)}
    assert "I13" in found["P03"].factors
    assert set(found["P01"].factors) & set(found["P01"].missing) == set()
    none = next(each for each in found.values() if not each.factors)
    with pytest.raises(Invalid):
        practices.levers(four, of, none.id, 0)
    with pytest.raises(NotFound):
        practices.levers(four, of, "P99", 0)


def test_effects_that_nobody_graded_may_be_nothing(four: Node) -> None:
    of = access.find_map(four, "pooled")[1]
    for each in practices.practices(four, of):
        if each.factors and each.grade not in ("high", "moderate"):
            _found, levers = practices.levers(four, of, each.id, 0)
            assert all(low <= 1 <= high for low, high in (lever["times"] for lever in levers))


def test_today_and_the_common_search_know_nothing_of_it(four: Node) -> None:
    assert APP.today(four, 50) == []
    assert APP.search(four, "discrimination") == []
    assert APP.timeline is None
