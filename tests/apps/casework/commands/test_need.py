"""Needs and strengths."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound
from tests.cast import Clock


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def test_a_need_from_the_list_takes_its_level(amina: Node, code: str) -> None:
    need = commands.add_need(amina, code, {"factor": "f02", "said_by": "family"})
    row = access.need(amina, need)
    assert (row["factor"], row["level"], row["kind"]) == ("F02", "family", "need")
    assert (row["state"], row["state_on"]) == ("present", "2026-11-20")


def test_own_words_need_no_factor_and_choose_their_level(amina: Node, code: str) -> None:
    values = {"own_words": "the foreman keeps the passports", "level": "institutional"}
    row = access.need(amina, commands.add_need(amina, code, values))
    assert (row["factor"], row["level"]) == (None, "institutional")


def test_the_kind_is_editable_and_the_change_dated(amina: Node, code: str, clock: Clock) -> None:
    need = commands.add_need(amina, code, {"factor": "C22"})
    clock.pass_days(2)
    commands.edit_need(amina, need, {"kind": "strength", "state": "easing"})
    row = access.need(amina, need)
    assert (row["kind"], row["state"], row["state_on"]) == ("strength", "easing", "2026-11-22")


@pytest.mark.parametrize("factor", ["C06", "O01", "O12"])
def test_places_and_populations_are_refused_of_a_person(
    amina: Node, code: str, factor: str
) -> None:
    for add in (commands.add_need, commands.add_strength):
        with pytest.raises(Forbidden):
            add(amina, code, {"factor": factor})
    need = commands.add_need(amina, code, {"factor": "I10"})
    with pytest.raises(Forbidden):
        commands.edit_need(amina, need, {"factor": factor})
    assert len(access.case(amina, code).needs) == 1


def test_an_unknown_factor_is_refused(amina: Node, code: str) -> None:
    with pytest.raises((Invalid, NotFound)):
        commands.add_need(amina, code, {"factor": "X99"})


def test_faith_needs_to_be_offered_and_stays_a_strength(amina: Node, code: str) -> None:
    with pytest.raises(Forbidden):
        commands.add_need(amina, code, {"factor": "I38", "client_offered": True})
    with pytest.raises(Forbidden):
        commands.add_strength(amina, code, {"factor": "I38"})
    strength = commands.add_strength(amina, code, {"factor": "I38", "client_offered": True})
    for change in ({"kind": "need"}, {"client_offered": False}):
        with pytest.raises(Forbidden):
            commands.edit_need(amina, strength, change)
    commands.edit_need(amina, strength, {"state": "over"})


def test_restricted_factors_live_in_a_compartment_made_once(amina: Node, code: str) -> None:
    main = access.client(amina, code)["space"]
    spaces = [
        access.need(amina, commands.add_need(amina, code, {"factor": factor}))["space"]
        for factor in ("I13", "F01", "I14")
    ]
    assert main not in spaces
    assert spaces[0] == spaces[1] != spaces[2]
    main_log = amina.history(amina.space_id(main))
    assert "I13" not in repr(main_log)


def test_who_may_see_it_is_decided_when_it_is_added(amina: Node, code: str) -> None:
    need = commands.add_need(amina, code, {"own_words": "afraid to go home"})
    with pytest.raises(Invalid):
        commands.edit_need(amina, need, {"restricted": "violence"})
    with pytest.raises(Invalid):
        commands.edit_need(amina, need, {"factor": "I13"})
    restricted = commands.add_need(amina, code, {"factor": "I13"})
    commands.edit_need(amina, restricted, {"state": "easing"})


def test_the_plan_for_a_restricted_need_goes_where_the_need_is(amina: Node, code: str) -> None:
    need = commands.add_need(amina, code, {"factor": "I13"})
    space = access.need(amina, need)["space"]
    goal = commands.add_goal(amina, code, {"text": "sleep somewhere safe", "need": need})
    step = commands.add_step(amina, code, {"text": "call the aunt", "goal": goal})
    note = commands.add_note(amina, code, {"text": "only this", "restricted": "violence"})
    amended = commands.amend_note(amina, note, "and this")
    for row in (
        access.goal(amina, goal),
        access.step(amina, step),
        access.note(amina, note),
        access.note(amina, amended),
    ):
        assert (row["space"], row["restricted"]) == (space, "violence")
