"""Contacts without a case."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound


def test_a_contact_needs_nothing_but_how_it_came(amina: Node) -> None:
    row = access.contact(amina, commands.add_contact(amina, {"channel": "phone"}))
    assert row["held_at"][:10] == "2026-11-20"
    assert row["state"] == "open"
    assert row["name"] == []


def test_an_answered_contact_is_done_and_a_handed_one_open_again(amina: Node) -> None:
    contact = commands.add_contact(amina, {"channel": "phone", "answered": "where to ask"})
    assert access.contact(amina, contact)["state"] == "done"
    commands.hand_over(amina, contact, "Bo", "2026-11-25")
    row = access.contact(amina, contact)
    assert (row["state"], row["handed_to"], row["look_again_on"]) == ("open", "Bo", "2026-11-25")
    commands.finish_contact(amina, contact)
    assert access.contact(amina, contact)["state"] == "done"
    with pytest.raises(Invalid):
        commands.hand_over(amina, contact, "  ")


@pytest.mark.parametrize("factor", ["C06", "O01"])
def test_places_and_populations_are_refused(amina: Node, factor: str) -> None:
    with pytest.raises(Forbidden):
        commands.add_contact(amina, {"channel": "phone", "factor": factor})
    assert views.contacts(amina, state="all") == []


def test_every_wrong_field_is_named_and_nothing_saved(amina: Node) -> None:
    wrong = {"channel": "pigeon", "look_again_on": "soon", "belief": "x", "factor": "I38"}
    with pytest.raises(Invalid) as refused:
        commands.add_contact(amina, wrong)
    assert set(refused.value.problems) == set(wrong)
    with pytest.raises(Invalid):
        commands.add_contact(amina, {"channel": "phone", "head_count": 4})
    assert views.contacts(amina, state="all") == []


def test_attaching_moves_the_contact_into_the_case(amina: Node) -> None:
    code = commands.add_client(amina, {})
    values = {
        "channel": "message",
        "asked": "wages not paid since June",
        "answered": "told him to keep the messages",
        "name": ["Фаррух", "Farrux"],
        "age_band": "?declined",
        "danger_tonight": "no",
    }
    contact = commands.add_contact(amina, values)
    attached = commands.attach(amina, contact, code)
    row = access.case_contact(amina, attached)
    assert row["client"] == access.client(amina, code)["id"]
    assert row["name"] == ["Фаррух", "Farrux"]
    assert row["answers"] == {"age_band": "declined"}
    with pytest.raises(NotFound):
        access.contact(amina, contact)
    desk = amina.history(amina.space("desk"))
    assert "wages not paid" not in repr(desk)
    assert [each["id"] for each in access.case(amina, code).contacts] == [attached]


def test_a_restricted_contact_goes_into_a_compartment(amina: Node) -> None:
    code = commands.add_client(amina, {})
    contact = commands.add_contact(amina, {"channel": "phone", "factor": "I13"})
    row = access.case_contact(amina, commands.attach(amina, contact, code))
    assert row["space"] != access.client(amina, code)["space"]
    assert access.case(amina, code).restricted == ["violence"]
