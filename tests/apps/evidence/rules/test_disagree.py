"""How figures stand to each other, kind by kind."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from panoh.apps.evidence.records import FIGURE
from panoh.apps.evidence.rules import disagree
from panoh.apps.evidence.rules.figures import Figure, figure


def made(name: str, value: str | None, **more: Any) -> Figure:
    row: dict[str, Any] = {each.name: None for each in FIGURE.fields}
    row |= {"id": name, "claim": f"c{name}", "source": f"s{name}", "measure": "deaths"}
    row |= {"population": "an attack", "place": "A", "nature": "event", "period_start": "2024"}
    return figure({**row, "value": value, **more})


def kinds(*figures: Figure) -> list[str]:
    return [each.kind for each in disagree.disagreements(figures)]


def test_the_same_number_from_two_origins_agrees() -> None:
    assert kinds(made("1", "8"), made("2", "8")) == ["agrees"]


def test_two_that_repeat_one_speaker_are_one_origin() -> None:
    one, other = (made(name, "24", lineage="The President") for name in "12")
    assert kinds(one, other) == ["one-origin"]


def test_a_count_known_later_is_a_later_count() -> None:
    assert kinds(made("1", "144", as_of="2024-04"), made("2", "145", as_of="2024-06")) == [
        "later-count"
    ]


def test_another_way_of_counting_is_a_difference_of_definition() -> None:
    one = made("1", "3000000", definition="entries", nature="stock", period_start="2022")
    other = made("2", "1000000", definition="living there", nature="stock", period_start="2024")
    assert kinds(one, other) == ["definition"]


def test_standing_numbers_of_other_years_without_a_definition_are_not_compared() -> None:
    one = made("1", "3", nature="stock", period_start="2022")
    assert kinds(one, made("2", "4", nature="stock", period_start="2024")) == []


def test_ranges_that_meet_overlap() -> None:
    assert kinds(made("1", "100", qualifier="about"), made("2", "95")) == ["range-overlap"]
    assert kinds(made("1", "100", qualifier="over"), made("2", "9000")) == ["range-overlap"]


def test_what_nothing_explains_is_unresolved() -> None:
    assert kinds(made("1", "100"), made("2", "200")) == ["unresolved"]
    assert kinds(made("1", "100", qualifier="up_to"), made("2", "200")) == ["unresolved"]


def test_a_number_that_is_only_worded_is_compared_with_nothing() -> None:
    assert kinds(made("1", None, words="thousands"), made("2", "200")) == []


def test_another_measure_population_place_or_unit_is_never_matched() -> None:
    first = made("1", "2000")
    for name in ("measure", "population", "place", "unit"):
        other = made("2", "2000", **{name: "another"})
        if name == "unit":
            assert kinds(made("1", "2000", unit="persons"), other) == []
        else:
            assert kinds(first, other) == []


def test_a_series_of_one_source_is_no_disagreement_with_itself() -> None:
    series = [
        made(str(year), str(year), source="one", period_start=str(year), nature="stock")
        for year in range(2000, 2020)
    ]
    assert kinds(*series) == []


def test_parts_that_do_not_make_the_whole() -> None:
    whole = made("w", "531")
    parts = [made(n, v, part_of="w") for n, v in (("a", "331"), ("b", "125"), ("c", "27"))]
    (found,) = disagree.sums({"w": whole}, parts)
    assert (found.kind, found.sums) == ("arithmetic", ("531", "483"))
    parts[0] = made("a", "379", part_of="w")
    assert disagree.sums({"w": whole}, parts) == []


def test_one_part_alone_is_no_sum() -> None:
    assert disagree.sums({"w": made("w", "10")}, [made("a", "3", part_of="w")]) == []


def test_a_share_that_is_not_that_share() -> None:
    around = {"p": made("p", "3000000"), "t": made("t", "10000000")}
    stated = made("s", "25", qualifier="almost", share_part="p", share_of="t")
    (found,) = disagree.shares(around, [stated])
    assert found.sums == ("25", "30")
    right = made("s", "30", share_part="p", share_of="t")
    assert disagree.shares(around, [right]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", "100", None]),
            st.sampled_from(["", "about", "over", "up_to"]),
            st.sampled_from([None, "2024", "2025"]),
            st.sampled_from([None, "x", "y"]),
        ),
        max_size=6,
    )
)
def test_every_comparable_pair_has_one_kind_and_order_does_not_matter(rows: list[Any]) -> None:
    figures = [
        made(str(n), value, qualifier=qualifier, as_of=as_of, definition=definition)
        for n, (value, qualifier, as_of, definition) in enumerate(rows)
    ]
    there = disagree.disagreements(figures)
    back = disagree.disagreements(list(reversed(figures)))
    shape = {(each.kind, frozenset(each.figures)) for each in there}
    assert shape == {(each.kind, frozenset(each.figures)) for each in back}
    for one in figures:
        for other in figures:
            assert disagree.kind_of(one, other) == disagree.kind_of(other, one)
