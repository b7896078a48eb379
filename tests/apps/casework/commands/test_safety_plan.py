"""Safety plans, and whom to call."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.records.safety_plan import NOW_WORDS, PLAN_WORDS, spoken
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound
from panoh.words import LANGUAGES, _, reviewed, use_language


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {"contact_ok": "yes"})


def test_every_plan_lies_in_a_compartment(amina: Node, code: str) -> None:
    plan = commands.edit_safety_plan(amina, code, {"signs": "the third glass"})
    row = access.safety_plan(amina, plan)
    assert amina.spaces.row_of(row["space"]).restricted == "violence"
    assert access.is_hidden(amina, row)
    assert access.as_data(amina, code)["safety_plan"] is None
    shown = access.as_data(amina, code, restricted=["violence"])
    assert shown["safety_plan"]["signs"] == "the third glass"
    assert access.safety_plan(amina, code)["id"] == plan


def test_it_is_offered_as_soon_as_something_restricted_is_noted(amina: Node, code: str) -> None:
    assert access.case(amina, code).next_step.kind != "safety"
    for factor in ("I23", "I13"):
        commands.add_need(amina, code, {"factor": factor})
        assert access.case(amina, code).next_step.kind == "safety"
        commands.edit_safety_plan(amina, code, {"talked_only": True})
        assert access.case(amina, code).next_step.kind != "safety"
    classes = {
        amina.spaces.row_of(each["space"]).restricted
        for each in access.case(amina, code).safety_plans
    }
    assert classes == {"self_harm", "violence"}


def test_talked_through_means_that_nothing_is_written(amina: Node, code: str) -> None:
    with pytest.raises(Invalid):
        commands.edit_safety_plan(amina, code, {})
    with pytest.raises(Invalid):
        commands.edit_safety_plan(amina, code, {"talked_only": True, "call": "the aunt"})
    plan = commands.edit_safety_plan(amina, code, {"talked_only": True})
    assert access.safety_plan(amina, plan)["talked_on"] == "2026-11-20"
    commands.edit_safety_plan(amina, code, {"call": "the aunt"})
    assert access.safety_plan(amina, plan)["talked_only"] is False
    with pytest.raises(Invalid):
        commands.edit_safety_plan(amina, code, {"talked_only": True})


def test_a_hidden_plan_is_not_written_over(amina: Node, code: str) -> None:
    plan = commands.edit_safety_plan(amina, code, {"call": "the aunt"})
    with pytest.raises(Invalid):
        commands.edit_safety_plan(amina, code, {"call": "nobody"}, new=True)
    assert access.safety_plan(amina, plan)["call"] == "the aunt"


def test_a_plan_can_be_unsaid(amina: Node, code: str) -> None:
    commands.edit_safety_plan(amina, code, {"code_word": "heliotrope lemonade"})
    assert commands.erase_safety_plan(amina, code).proved
    with pytest.raises(NotFound):
        access.safety_plan(amina, code)


def test_whom_to_call_is_the_practices_own_text(amina: Node) -> None:
    assert access.whom_to_call(amina) is None
    with pytest.raises(Invalid):
        commands.set_whom_to_call(amina, {"where": "the clinic"})
    first = commands.set_whom_to_call(amina, {"whom": "Dr. N., day and night"})
    assert commands.set_whom_to_call(amina, {"checked_on": "2026-11-01"}) == first
    held = access.whom_to_call(amina)
    assert held is not None
    assert (held["whom"], held["checked_on"]) == ("Dr. N., day and night", "2026-11-01")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_machines_draft_passes_for_reviewed(language: str) -> None:
    assert len(PLAN_WORDS) > 12
    assert len(NOW_WORDS) > 8
    with use_language(language):
        shown = reviewed(*PLAN_WORDS)
        assert tuple(spoken(each) for each in PLAN_WORDS) == shown.texts
        assert spoken("Save") == _("Save")  # every other label is said as it is
    if language != "en":
        assert shown.language != language  # until somebody takes the mark off
