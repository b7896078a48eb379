"""The fixture of the four documents, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.apps.evidence import access, commands, views
from panoh.core.node import Node
from tests.apps.evidence.conftest import terminal


@pytest.fixture
def found(four: Node) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = terminal(four)("disagreements", "--json")
    return listed


def kinds_of(found: list[dict[str, Any]], *claims: str) -> set[str]:
    return {each["kind"] for each in found if set(claims) <= set(each["claims"])}


def test_144_and_145_are_a_later_count(found: list[dict[str, Any]]) -> None:
    assert kinds_of(found, "C120", "C240") == {"later-count"}


def test_three_million_and_over_one_million_differ_in_definition(
    found: list[dict[str, Any]],
) -> None:
    assert kinds_of(found, "C150", "C247") == {"definition"}


def test_almost_a_fourth_of_ten_million_does_not_add_up(found: list[dict[str, Any]]) -> None:
    assert kinds_of(found, "C150", "C151", "C182") == {"arithmetic"}
    (clash,) = [each for each in found if "C151" in each["claims"]]
    assert (clash["stated"], clash["computed"]) == ("25", "30")


def test_24_in_ten_countries_is_one_origin(found: list[dict[str, Any]]) -> None:
    assert kinds_of(found, "C138", "C181") == {"one-origin"}


def test_eight_arrests_agree(found: list[dict[str, Any]]) -> None:
    assert kinds_of(found, "C003", "C239") == {"agrees"}


def test_the_two_thousands_are_never_matched(found: list[dict[str, Any]]) -> None:
    assert kinds_of(found, "C026", "C139") == set()


def test_531_does_not_add_up(found: list[dict[str, Any]]) -> None:
    (clash,) = [each for each in found if "F531" in each["claims"]]
    assert (clash["kind"], clash["stated"], clash["computed"]) == ("arithmetic", "531", "483")


def test_four_rival_accounts_of_causes_stand_side_by_side(
    four: Node, found: list[dict[str, Any]]
) -> None:
    rivals = [each for each in views.rival_accounts(four) if "C114" in each.refs]
    sources = {access.source(four, row["source"])["ref"] for row in rivals[0].rows}
    assert sources == {"S0", "S1", "S2", "S3"}
    assert kinds_of(found, "C114", "C154", "C192", "C245") == {"unresolved"}


def test_nothing_else_is_matched(found: list[dict[str, Any]]) -> None:
    figures = [each for each in found if each["kind"] != "unresolved"]
    assert sorted(each["kind"] for each in figures) == [
        "agrees", "agrees", "arithmetic", "arithmetic", "definition", "later-count", "one-origin",
    ]  # fmt: skip


def test_one_measure_can_be_asked_for(four: Node) -> None:
    found = terminal(four)("disagreements", "--measure", "Deaths", "--json")
    assert [each["kind"] for each in found] == ["later-count"]


def test_an_own_figure_stands_beside_those_of_the_pack(four: Node) -> None:
    number = {"measure": "deaths", "population": "concert-hall attack", "place": "Moscow region",
              "nature": "event", "value": "147", "as_of": "2024-11"}  # fmt: skip
    values = {"text": "147 died.", "kind": "figure", "period_start": "2024-03-22"}
    claim = commands.add_claim(four, values, {**number, "place": "Moscow region"})
    found = terminal(four)("disagreements", "--measure", "deaths", "--json")
    assert [(each["kind"], set(each["claims"])) for each in found] == [
        ("later-count", {"C120", "C240", claim})
    ]


def test_a_figure_that_no_public_table_shows_says_so(four: Node) -> None:
    shown = terminal(four)("claim", "show", "C231", "--json")
    (check,) = shown["checks"]
    assert check["result"] == "no_public_table"
    assert "1,060 (2023)" in check["neighbour"]
