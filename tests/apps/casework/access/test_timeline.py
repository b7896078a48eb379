"""What happened in a case, from its log."""

from __future__ import annotations

from panoh.apps.casework import access, commands
from panoh.apps.casework.access.timeline import events
from panoh.core.node import Node
from tests.cast import Clock


def test_moments_of_all_compartments_newest_first(amina: Node, clock: Clock) -> None:
    code = commands.add_client(amina, {"goes_by": "Gulnora"})
    clock.pass_days(1)
    commands.add_need(amina, code, {"factor": "I13"})
    clock.pass_days(1)
    commands.add_note(amina, code, {"text": "wants to sleep at her aunt's"})
    clock.pass_days(1)
    commands.close(amina, code, {"reason": "moved"})
    hidden = {each.type for each in access.timeline(amina, code)}
    assert hidden == {"closure", "note", "client"}
    found = access.timeline(amina, code, ["violence"])
    assert [each.act for each in found] == ["closed", "added", "added", "added"]
    assert [each.type for each in found] == ["closure", "note", "need", "client"]
    assert {each.by for each in found} == {"Amina"}
    assert [each.time for each in found] == sorted((each.time for each in found), reverse=True)


def test_a_changed_state_is_seen_over_time(amina: Node, clock: Clock) -> None:
    code = commands.add_client(amina, {})
    need = commands.add_need(amina, code, {"factor": "I10"})
    clock.pass_days(5)
    commands.edit_need(amina, need, {"state": "easing"})
    changed = access.timeline(amina, code)[0]
    assert changed.act == "changed"
    assert changed.changes == {"state": "easing", "state_on": "2026-11-25"}


def test_an_erased_note_leaves_no_word(amina: Node) -> None:
    code = commands.add_client(amina, {})
    note = commands.add_note(amina, code, {"text": "a sentence to be unsaid"})
    commands.erase_note(amina, note)
    found = access.timeline(amina, code)
    assert [each.act for each in found] == ["erased", "added"]
    assert "unsaid" not in repr(found)


def test_quiet_changes_and_faith_are_not_in_it(amina: Node) -> None:
    code = commands.add_client(amina, {})
    before = len(access.timeline(amina, code))
    commands.edit_client(amina, code, {"programme": "returnee", "programme_agreed": True})
    commands.add_strength(amina, code, {"factor": "I38", "client_offered": True})
    assert len(access.timeline(amina, code)) == before
    told = repr(access.timeline(amina, code)) + repr(events(amina, code))
    for trace in ("returnee", "programme", "I38"):
        assert trace not in told


def test_who_opened_the_case_is_in_it_once_a_session(amina: Node) -> None:
    code = commands.add_client(amina, {})
    commands.note_opened(amina, code)
    commands.note_opened(amina, code)
    opened = [each for each in access.timeline(amina, code) if each.act == "opened"]
    assert [each.by for each in opened] == ["Amina"]
    assert len(access.case(amina, code).opened) == 1
