"""Maps out of claims, loops, and what a factor may not be."""

from __future__ import annotations

import pytest

from panoh.apps.circle.rules.draws import Wanted, draw
from panoh.apps.circle.rules.lint import check, why_not
from panoh.apps.circle.rules.loops import enumerate_loops, kind_of, rank
from panoh.apps.circle.rules.model import Link, Map, Node, read
from panoh.apps.circle.rules.pooled import only_there, overridden, pool, rivals
from panoh.errors import Invalid


def claim(
    name: str, start: str, sign: str, end: str, story: str, *against: str
) -> dict[str, object]:
    return {"name": name, "factor_from": start, "factor_to": end, "sign": sign, "story": story,
            "against": list(against)}  # fmt: skip


CLAIMS = [
    claim("C1", "A", "+", "B", "S0"),
    claim("C2", "A", "+", "B", "S1", "C9"),
    claim("C3", "B", "-", "A", "S0"),
    claim("C4", "B", "+", "C", "S0"),
    claim("C5", "B", "-", "C", "S1"),
    claim("C6", "C", "0", "A", "S1"),
    claim("C7", "C", "+", "A", "S0"),
]


def label(key: str) -> tuple[str, str]:
    return f"Factor {key}", "need"


def test_claims_become_links_with_all_that_support_and_contest_them() -> None:
    of = pool(CLAIMS, label)
    link = of.link("A", "B")
    assert link is not None
    assert (link.sign, link.supports, link.contests) == ("+", ("C1", "C2"), ("C9",))
    assert link.sources == ("S0", "S1")
    differing = of.link("B", "C")
    assert differing is not None
    assert differing.sign == "?"  # nobody is preferred
    denied = of.link("C", "A")
    assert denied is not None
    assert denied.contests == ("C6",)
    assert of.assumed() == 0


def test_each_source_has_its_map_and_what_only_it_says() -> None:
    found = rivals(pool(CLAIMS, label))
    assert {name: len(of.links) for name, of in found.items()} == {"S0": 4, "S1": 2}
    alone = only_there(found)
    assert {each.ends for each in alone["S0"]} == {("B", "A"), ("C", "A")}
    assert alone["S1"] == []


def test_an_own_change_stands_with_its_reason_and_a_new_link_is_an_assumption() -> None:
    of = pool(CLAIMS, label)
    changed = overridden(of, [
        {"start": "B", "end": "C", "sign": "more", "strength": "weak", "reason": "seen here"},
        {"start": "A", "end": "C", "sign": "unclear", "reason": "a thought", "delay_high": 6},
        {"start": "C", "end": "A", "sign": "none", "reason": "not so"},
    ])  # fmt: skip
    link = changed.link("B", "C")
    assert link is not None
    assert (link.sign, link.strength, link.reason) == ("+", "weak", "seen here")
    assert link.supports == ("C4", "C5")
    new = changed.link("A", "C")
    assert new is not None
    assert new.is_assumption
    assert new.delay == (0.0, 6.0)
    assert changed.link("C", "A") is None
    assert changed.hash != of.hash
    assert of.hash == pool(reversed(CLAIMS), label).hash


def test_a_map_comes_back_out_of_its_own_data() -> None:
    of = pool(CLAIMS, label)
    assert read(of.data()) == of
    with pytest.raises(ValueError, match="no map"):
        read({"nodes": [{"key": "a"}]})


def test_loops_have_the_sign_of_their_product() -> None:
    loops, whole = enumerate_loops(pool(CLAIMS, label))
    assert whole
    kinds = {each.nodes: each.kind for each in loops}
    assert kinds == {("A", "B"): "balancing", ("A", "B", "C"): "ambiguous"}
    twice = [Link("a", "b", "-"), Link("b", "a", "-")]
    assert kind_of(twice) == "reinforcing"


def test_loops_are_ranked_over_the_draws_and_the_best_cut_is_named() -> None:
    nodes = [Node(key, key) for key in "abcd"]
    links = [
        Link("a", "b", "+", "strong"), Link("b", "a", "+", "strong"),
        Link("b", "c", "+", "weak"), Link("c", "d", "+", "weak"), Link("d", "b", "+", "weak"),
    ]  # fmt: skip
    of = Map.of("two", nodes, links)
    loops, _whole = enumerate_loops(of)
    drawn = draw(of, Wanted(500, 1))
    found = rank(of, loops, drawn.ensemble, drawn.order)
    assert [each.nodes for each in found.loops] == [("a", "b"), ("b", "c", "d")]
    assert sum(each.share for each in found.loops) == pytest.approx(1)
    assert found.cut is not None
    assert set(found.cut[0].ends) == {"a", "b"}


def test_enumeration_is_bounded() -> None:
    keys = [f"N{i}" for i in range(9)]
    links = [Link(a, b, "+") for a in keys for b in keys if a != b]
    of = Map.of("full", [Node(k, k) for k in keys], links)
    loops, whole = enumerate_loops(of, longest=9, most=1000)
    assert len(loops) == 1000
    assert not whole
    assert max(len(each.links) for each in enumerate_loops(of, longest=3)[0]) == 3


@pytest.mark.parametrize(
    "label", ["My client", "Karim Rahimovich", "Passport AB1234567", "Амина Каримова кызы", "он"]
)  # fmt: skip
def test_a_person_is_no_factor(label: str) -> None:
    assert why_not(label) is not None
    with pytest.raises(Invalid) as refused:
        check(Map.of("m", [Node("a", label), Node("b", "Debt")], [Link("a", "b", "+")]))
    assert label in refused.value.problems


@pytest.mark.parametrize("label", ["Tajiks", "Uzbek workers", "Muslims", "мусульмане", "узбеки"])
def test_a_people_or_a_faith_is_no_factor(label: str) -> None:
    assert why_not(label) is not None


@pytest.mark.parametrize(
    "label",
    ["Unpaid wages", "Slavery and forced labour", "Jobs in Tajikistan", "Religious repression",
     "Work in Kazakhstan", "Intolerance+Religious/Ethical Beliefs", "Работа в Казахстане"],
)  # fmt: skip
def test_a_circumstance_is_one(label: str) -> None:
    assert why_not(label) is None


def test_maps_that_cannot_be_are_refused() -> None:
    nodes = [Node("a", "Debt"), Node("b", "Work")]
    for links in ([], [Link("a", "z", "+")], [Link("a", "b", "x")],
                  [Link("a", "b", "+"), Link("a", "b", "-")]):  # fmt: skip
        with pytest.raises(Invalid):
            check(Map.of("m", nodes, links))
