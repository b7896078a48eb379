"""People who stand by the client, the household, family ties."""

from __future__ import annotations

import json

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import TIE
from panoh.core.node import Node
from panoh.errors import Invalid

AGREED = {"relation": "sibling", "agreed": True, "other_agreed": True}


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def test_a_phone_is_kept_only_when_it_is_safe_and_agreed(amina: Node, code: str) -> None:
    phone = {"name": "the aunt", "phone": "+992 900 111 222"}
    for lacking in ({}, {"safe": "unsure"}, {"safe": "yes"}, {"safe": "yes", "may_contact": "no"}):
        with pytest.raises(Invalid):
            commands.add_person(amina, code, {**phone, **lacking})
    safe = {**phone, "safe": "yes", "may_contact": "in_danger"}
    person = commands.add_person(amina, code, safe)
    assert access.person(amina, person)["phone"] == "+992 900 111 222"
    commands.edit_person(amina, person, {"safe": "unsure"})
    assert access.person(amina, person)["phone"] is None


def test_nobody_is_found_by_who_stands_by_somebody(amina: Node, code: str) -> None:
    commands.add_person(amina, code, {"name": "Savri", "knows": "that she comes here"})
    assert views.search(amina, "Savri") == []


def test_a_person_can_be_unsaid(amina: Node, code: str) -> None:
    person = commands.add_person(amina, code, {"name": "the heliotrope aunt"})
    assert commands.erase_person(amina, person).proved
    assert access.case(amina, code).people == []


def test_a_household_is_counted_once(amina: Node, code: str) -> None:
    first = commands.count_household(amina, code, {"adults": 2, "children": 3})
    assert commands.count_household(amina, code, {"children": "4", "small": "1"}) == first
    held = access.household_of(amina, code)
    assert held is not None
    assert (held["adults"], held["children"], held["small"]) == (2, 4, 1)
    with pytest.raises(Invalid):
        commands.count_household(amina, code, {"small": 5})


# ── ties ────────────────────────────────────────────────────────────────────────────────────


def _ties(node: Node, code: str) -> list[object]:
    return [each["other"] for each in access.case(node, code).ties]


def test_a_tie_needs_the_yes_of_both(amina: Node, code: str) -> None:
    other = commands.add_client(amina, {})
    for lacking in ({"agreed": False}, {"other_agreed": False}, {"relation": None}):
        with pytest.raises(Invalid):
            commands.add_tie(amina, code, other, {**AGREED, **lacking})
    with pytest.raises(Invalid):
        commands.add_tie(amina, code, code, AGREED)
    assert _ties(amina, code) == _ties(amina, other) == []


def test_each_side_names_neither_the_other_client_nor_the_case(amina: Node, code: str) -> None:
    other = commands.add_client(amina, {"goes_by": "Nargis"})
    mine, theirs = commands.add_tie(amina, code, other, {**AGREED, "relation": "parent"})
    client = access.client(amina, other)
    space = amina.space_id(access.tie(amina, mine)["space"])
    said = repr(amina.history(space))
    for trace in (other, client["id"], "Nargis", theirs):
        assert trace not in said
    assert access.tie(amina, theirs)["relation"] == "child"
    assert _ties(amina, code) == [{"id": client["id"], "code": other}]


def test_either_side_takes_it_back_for_both(amina: Node, code: str) -> None:
    other = commands.add_client(amina, {})
    _mine, theirs = commands.add_tie(amina, code, other, AGREED)
    commands.end_tie(amina, theirs)
    assert _ties(amina, code) == _ties(amina, other) == [None]
    assert other not in json.dumps(access.as_data(amina, code))


def test_a_third_side_that_somebody_plants_leads_nowhere(amina: Node, code: str) -> None:
    other, third = commands.add_client(amina, {}), commands.add_client(amina, {})
    mine, _theirs = commands.add_tie(amina, code, other, AGREED)
    stranger = access.client(amina, third)
    values = {
        "client": stranger["id"],
        "relation": "sibling",
        "agreed": True,
        "pair": access.tie(amina, mine)["pair"],
    }
    with amina.writing() as work:
        work.put(TIE, amina.space_id(stranger["space"]), None, values)
    assert _ties(amina, code) == _ties(amina, other) == _ties(amina, third) == [None]


def test_a_tie_tells_of_a_child_only_while_its_lines_are_shown(amina: Node, code: str) -> None:
    child = commands.add_child(amina, {})
    mine, theirs = commands.add_tie(amina, code, child, {**AGREED, "relation": "child"})
    parent, own = access.client(amina, code)["id"], access.client(amina, child)["id"]
    assert access.is_hidden(amina, access.tie(amina, mine))
    assert access.tie(amina, theirs)["space"] == access.client(amina, child)["space"]
    assert access.as_data(amina, code)["ties"] == []
    assert _ties(amina, code) == [None]
    access.set_shown(amina, parent, ["child"], True)
    assert _ties(amina, code) == [{"id": own, "code": child}]
    access.set_shown(amina, parent, ["child"], False)
    access.set_shown(amina, own, ["child"], True)
    assert _ties(amina, child) == [{"id": parent, "code": code}]
    assert access.as_data(amina, code)["ties"] == []


def test_for_a_child_too_young_somebody_else_agrees(amina: Node, code: str) -> None:
    child = commands.add_child(amina, {"assent": "too_young", "decides": "parent_with"})
    values = {"relation": "child", "agreed": True, "other_agreed": "decides"}
    _mine, theirs = commands.add_tie(amina, code, child, values)
    assert access.tie(amina, theirs)["agreed_by"] == "decides"
    grown = commands.add_client(amina, {})
    with pytest.raises(Invalid, match="too young"):
        commands.add_tie(amina, code, grown, values)


def test_a_restricted_side_is_not_told_by_the_other(amina: Node, code: str) -> None:
    other = commands.add_client(amina, {})
    commands.add_tie(amina, code, other, {**AGREED, "restricted": "violence"})
    assert access.as_data(amina, code)["ties"] == access.as_data(amina, other)["ties"] == []
    shown = access.as_data(amina, code, restricted=["violence"])["ties"]
    assert [each["other"] for each in shown] == [None]
