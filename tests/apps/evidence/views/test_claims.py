"""Lists, search, a factor, the timeline."""

from __future__ import annotations

from panoh.apps.evidence import access, commands, views
from panoh.core.node import Node


def test_lists_are_filtered(four: Node) -> None:
    assert views.count_claims(four, kind="recommendation") == 11
    source = access.source(four, "S3")["id"]
    assert {each["source"] for each in views.claims(four, source=source)} == {source}
    named = views.claims(four, factor="I10", limit=300)
    assert all("I10" in each["factors"] for each in named)


def test_search_finds_own_and_packed_alike(four: Node) -> None:
    own = commands.add_claim(four, {"text": "Physicians were trained.", "kind": "event"})
    found = {each["ref"] for each in views.found(four, "physic train")}
    assert own in found
    assert "C102" in {each["ref"] for each in views.found(four, "trauma training")}
    assert views.found(four, "") == []
    assert views.found(four, '"*( )') == []


def test_what_is_known_of_a_factor_and_what_is_not(four: Node) -> None:
    found = views.about_factor(four, "I13")
    assert {each["ref"] for each in found.practices} >= {"P03", "P04"}
    assert "C106" in {each["ref"] for each in found.claims}
    assert found.gaps == ["no_figure"]
    assert views.about_factor(four, "I24").gaps == [
        "no_claim", "no_figure", "no_practice", "no_graded",
    ]  # fmt: skip


def test_factors_that_are_used_are_counted(four: Node) -> None:
    used = {id_: n for id_, _label, n in views.factors_used(four)}
    assert used["S15"] == 7
    assert "O03" in used


def test_the_timeline_is_in_order(four: Node) -> None:
    rows = views.timeline(four, limit=400)
    starts = [each["period_start"] or each["period_end"] for each in rows]
    assert starts == sorted(starts)
    assert len(rows) > 60
