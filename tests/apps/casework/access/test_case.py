"""A case as a whole and as data."""

from __future__ import annotations

import json

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from tests.cast import FULL


def _case(node: Node) -> str:
    code = commands.add_client(node, {"goes_by": "Aziz", "contact_ok": "yes"})
    need = commands.add_need(node, code, {"factor": "I10", "priority": "high"})
    commands.add_strength(node, code, {"factor": "F21"})
    goal = commands.add_goal(node, code, {"text": "be paid for the summer", "need": need})
    commands.add_step(node, code, {"text": "write down the days", "goal": goal})
    commands.add_step(node, code, {"text": "ask the brother"})
    commands.add_support(node, code, {"text": "explained the claim", "sort": "advice"})
    commands.add_follow_up(node, code, {"span": "72h", "what": "did they pay"})
    note = commands.add_note(node, code, {"text": "first note of the case"})
    commands.amend_note(node, note, "it was the summer before")
    return code


def test_a_case_holds_everything_in_its_place(amina: Node) -> None:
    found = access.case(amina, _case(amina))
    assert [each["title"] for each in found.needs] == ["Unpaid or withheld wages"]
    assert [each["factor"] for each in found.strengths] == ["F21"]
    (goal,) = found.goals
    assert goal.row["need"] == found.needs[0]["id"]
    assert [each["text"] for each in goal.steps] == ["write down the days"]
    assert goal.steps[0]["need"] == found.needs[0]["id"]
    assert [each["text"] for each in found.loose_steps] == ["ask the brother"]
    (note,) = found.notes
    assert [each["text"] for each in note.amendments] == ["it was the summer before"]
    assert found.follow_ups[0]["due"] == "2026-11-23"
    assert found.support[0]["given_on"] == "2026-11-20"
    assert found.restricted == []


def test_circumstances_are_marked_as_such(amina: Node) -> None:
    code = commands.add_client(amina, {})
    commands.add_need(amina, code, {"factor": "C01"})
    commands.add_need(amina, code, {"factor": "S02"})
    commands.add_need(amina, code, {"factor": "I10"})
    marked = {each["factor"]: each["circumstance"] for each in access.case(amina, code).needs}
    assert marked == {"C01": True, "S02": True, "I10": False}


def test_the_next_step_is_what_hurts_first_and_never_a_strength(amina: Node) -> None:
    code = commands.add_client(amina, {})

    def proposed() -> str:
        return access.case(amina, code).next_step.kind

    assert proposed() == "keeping"  # before anything else is asked
    commands.keep(amina, code, FULL)
    assert proposed() == "reach"
    commands.edit_client(amina, code, {"contact_ok": "?not_safe"})
    assert proposed() == "need"
    commands.add_need(amina, code, {"own_words": "somebody to talk to"})
    assert proposed() == "goal"
    commands.add_goal(amina, code, {"text": "sleep again"})
    assert proposed() == "follow_up"
    follow_up = commands.add_follow_up(amina, code, {"due": "2026-11-19"})
    assert proposed() == "overdue"
    commands.edit_client(amina, code, {"danger_tonight": "yes"})
    assert proposed() == "danger"
    commands.edit_client(amina, code, {"danger_tonight": "no"})
    commands.finish_follow_up(amina, follow_up)
    assert proposed() == "follow_up"
    commands.close(amina, code, {"reason": "done"})
    assert proposed() == "none"


def test_data_has_the_promised_keys_and_is_json(amina: Node) -> None:
    data = access.as_data(amina, _case(amina))
    for key in ("needs", "strengths", "goals", "support", "follow_ups", "notes", "timeline"):
        assert data[key], key
    assert data["goals"][0]["steps"][0]["text"] == "write down the days"
    assert data["notes"][0]["amendments"]
    assert data["status"] == "open"
    assert json.loads(json.dumps(data)) == data


def test_the_programme_is_in_the_data_only_on_request(amina: Node) -> None:
    code = commands.add_client(amina, {"programme": "survivor", "programme_agreed": True})
    assert "survivor" not in json.dumps(access.as_data(amina, code))
    assert "programme" not in json.dumps(access.as_data(amina, code))
    assert access.as_data(amina, code, with_programme=True)["programme"]["key"] == "survivor"


def test_faith_as_a_strength_leaves_the_vault_in_no_export(amina: Node) -> None:
    code = commands.add_client(amina, {})
    offered = {"factor": "I38", "client_offered": True, "detail": "prayer steadies him"}
    record = commands.add_strength(amina, code, offered)
    assert [each["factor"] for each in access.case(amina, code).strengths] == ["I38"]
    exported = json.dumps(access.as_data(amina, code, with_programme=True))
    for trace in ("I38", "prayer steadies", record):
        assert trace not in exported


def test_restricted_classes_are_named(amina: Node) -> None:
    code = commands.add_client(amina, {})
    commands.add_need(amina, code, {"factor": "I13"})
    commands.add_note(amina, code, {"text": "about the barracks", "restricted": "military"})
    assert access.case(amina, code).restricted == ["military", "violence"]
