"""A child's own case."""

from __future__ import annotations

import json

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import CLIENT
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid
from tests.cast import Clock


@pytest.fixture
def child(amina: Node) -> str:
    values = {"age_band": "6_9", "wish": "to draw horses", "assent": "yes", "school": "not"}
    return commands.add_child(amina, values)


def test_all_of_it_lies_under_a_key_of_its_own(amina: Node, child: str) -> None:
    row = access.client(amina, child)
    space = amina.spaces.row_of(row["space"])
    assert (space.restricted, space.parent) == ("child", None)
    need = commands.add_need(amina, child, {"factor": "F06"})
    note = commands.add_note(amina, child, {"text": "drew a horse"})
    person = commands.add_person(amina, child, {"name": "the teacher"})
    follow_up = commands.add_follow_up(amina, child, {"span": "24h"})
    for read in (access.need(amina, need), access.note(amina, note),
                 access.person(amina, person), access.follow_up(amina, follow_up)):  # fmt: skip
        assert (read["space"], read["restricted"]) == (row["space"], "child")
        assert access.is_hidden(amina, read)
    apart = access.need(amina, commands.add_need(amina, child, {"factor": "I13"}))
    assert apart["space"] != row["space"]
    assert access.case(amina, child).restricted == ["child", "violence"]


def test_a_childs_case_stands_nowhere_until_it_is_shown(
    amina: Node, child: str, clock: Clock
) -> None:
    record = access.client(amina, child)["id"]
    commands.edit_client(amina, child, {"goes_by": "Sitora", "danger_tonight": "yes"})
    commands.add_follow_up(amina, child, {"due": "2026-11-19"})
    for status in ("open", "all"):
        assert views.cases(amina, status=status) == []
        assert views.count_cases(amina, status=status) == 0
    assert views.search(amina, "Sitora") == views.search(amina, child[:3]) == []
    (line,) = views.today(amina, 9)
    assert (line.kind, line.urgency) == ("restricted", 0)
    assert child not in line.text + line.link
    assert {each.code for each in views.apart(amina, amina.today())} == {child}
    data = access.as_data(amina, child)
    assert data["code"] == child
    told = json.dumps(data)
    for trace in ("Sitora", "horses", "6_9", "2026-11-19"):
        assert trace not in told
    access.set_shown(amina, record, ["child"], True)
    assert [each.code for each in views.cases(amina)] == [child]
    assert views.search(amina, "Sitora")
    assert "horses" in json.dumps(access.as_data(amina, child))


def test_the_whole_code_leads_to_it_and_tells_nothing(amina: Node, child: str) -> None:
    (found,) = views.search(amina, child)
    assert found.title == child
    assert access.timeline(amina, child) == []


def test_no_child_has_a_programme(amina: Node, child: str) -> None:
    noted = {"programme": "returnee", "programme_agreed": True}
    with pytest.raises(Forbidden):
        commands.edit_client(amina, child, noted)
    with pytest.raises(Forbidden):
        commands.add_client(amina, {**noted, "age_band": "under_14"})
    parent = commands.add_client(amina, noted)
    with pytest.raises(Forbidden):
        commands.edit_client(amina, parent, {"age_band": "14_17"})
    row = access.client(amina, child)
    with amina.writing() as work:  # past every check, as another program may write it
        work.put(CLIENT, amina.space_id(row["space"]), row["id"],
                 {**noted, "programme_until": "2027-01-01"})  # fmt: skip
    assert access.programme(amina, child) is None
    shown = access.as_data(amina, child, with_programme=True, restricted=True)
    assert "returnee" not in json.dumps(shown)


def test_who_may_be_the_danger_is_not_asked(amina: Node) -> None:
    for safe in ({}, {"caregiver_safe": "unsure"}, {"caregiver_safe": "no"}):
        child = commands.add_child(amina, {"caregiver_relation": "father", **safe})
        assert not access.may_ask_carer(amina, child)
        for name in ("caregiver", "caregiver_phone", "caregiver_agrees"):
            with pytest.raises(Invalid):
                commands.edit_child(amina, child, {name: "yes"})
    commands.edit_child(amina, child, {"caregiver_safe": "yes", "caregiver": "the uncle"})
    assert access.may_ask_carer(amina, child)
    commands.edit_child(amina, child, {"caregiver_safe": "unsure"})
    assert access.child_of(amina, child)["caregiver"] is None
    assert access.may_ask_carer(amina, commands.add_client(amina, {}))


def test_a_childs_age_follows_into_the_clients_record(amina: Node, child: str) -> None:
    assert access.client(amina, child)["age_band"] == "under_14"
    commands.edit_child(amina, child, {"age_band": "14_17"})
    assert access.client(amina, child)["age_band"] == "14_17"


def test_the_practice_reads_of_it_what_it_reads_of_any_case(amina: Node, child: str) -> None:
    grown = commands.add_client(amina, {})
    lines = amina.rows("SELECT code, status, next_due, overdue FROM casework_caseload")
    assert {each["code"] for each in lines} == {child, grown}
    assert len({(each["status"], each["next_due"], each["overdue"]) for each in lines}) == 1
