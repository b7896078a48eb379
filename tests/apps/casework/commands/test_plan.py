"""Goals, steps, support given, follow-ups."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def test_a_goal_and_its_steps_answer_a_need(amina: Node, code: str) -> None:
    need = commands.add_need(amina, code, {"factor": "I10"})
    goal = commands.add_goal(amina, code, {"text": "I want my money", "need": need})
    values = {"text": "collect witnesses", "goal": goal, "owner": "client", "due": "2026-12-01"}
    step = access.step(amina, commands.add_step(amina, code, values))
    assert (step["goal"], step["need"], step["owner"]) == (goal, need, "client")
    commands.finish_step(amina, step["id"])
    assert access.step(amina, step["id"])["done_on"] == "2026-11-20"
    commands.edit_goal(amina, goal, {"state": "reached"})
    assert access.goal(amina, goal)["state_on"] == "2026-11-20"


def test_links_stay_within_the_case(amina: Node, code: str) -> None:
    other = commands.add_client(amina, {})
    need = commands.add_need(amina, other, {"factor": "I10"})
    goal = commands.add_goal(amina, other, {"text": "another's goal"})
    with pytest.raises(Invalid):
        commands.add_goal(amina, code, {"text": "mine", "need": need})
    with pytest.raises(Invalid):
        commands.add_step(amina, code, {"text": "mine", "goal": goal})
    with pytest.raises(NotFound):
        commands.add_step(amina, code, {"text": "mine", "goal": "0" * 32})


def test_nothing_open_is_made_to_point_at_what_is_restricted(amina: Node, code: str) -> None:
    need = commands.add_need(amina, code, {"own_words": "rest", "restricted": "violence"})
    goal = commands.add_goal(amina, code, {"text": "sleep", "need": need})
    step = commands.add_step(amina, code, {"text": "call"})
    for link in ({"need": need}, {"goal": goal}):
        with pytest.raises(Invalid, match=next(iter(link))):
            commands.edit_step(amina, step, link)
    inside = commands.add_step(amina, code, {"text": "lock", "goal": goal})
    commands.edit_step(amina, inside, {"need": need, "text": "change the lock"})
    assert access.step(amina, inside)["need"] == need


@pytest.mark.parametrize(
    ("values", "due", "span"),
    [
        ({"span": "24h"}, "2026-11-21", "24h"),
        ({"span": "72h"}, "2026-11-23", "72h"),
        ({"span": "2w"}, "2026-12-04", "2w"),
        ({"due": "2026-11-29"}, "2026-11-29", "own"),
        ({"span": "24h", "due": "2026-11-29"}, "2026-11-29", "own"),
    ],
)
def test_follow_ups_fall_due(
    amina: Node, code: str, values: dict[str, str], due: str, span: str
) -> None:
    row = access.follow_up(amina, commands.add_follow_up(amina, code, values))
    assert (row["due"], row["span"], row["done"]) == (due, span, None)


def test_a_follow_up_says_when(amina: Node, code: str) -> None:
    for values in ({}, {"span": "own"}):
        with pytest.raises(Invalid):
            commands.add_follow_up(amina, code, values)


def test_a_done_follow_up_has_an_outcome(amina: Node, code: str) -> None:
    follow_up = commands.add_follow_up(amina, code, {"span": "24h"})
    with pytest.raises(Invalid):
        commands.finish_follow_up(amina, follow_up, "magic")
    commands.finish_follow_up(amina, follow_up, "not_reached", "no answer, twice")
    row = access.follow_up(amina, follow_up)
    assert (row["done"], row["outcome"], row["outcome_text"]) == (
        True,
        "not_reached",
        "no answer, twice",
    )


def test_empty_texts_are_refused(amina: Node, code: str) -> None:
    for add in (commands.add_goal, commands.add_step, commands.add_support):
        with pytest.raises(Invalid) as refused:
            add(amina, code, {"text": "  "})
        assert set(refused.value.problems) == {"text"}
        with pytest.raises(Invalid):
            add(amina, code, {})


def test_support_is_dated_today_unless_said_otherwise(amina: Node, code: str) -> None:
    support = commands.add_support(amina, code, {"text": "went along to court", "sort": "company"})
    assert access.support(amina, support)["given_on"] == "2026-11-20"
