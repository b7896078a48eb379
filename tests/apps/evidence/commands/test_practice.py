"""Practices and their grades."""

from __future__ import annotations

import pytest

from panoh.apps.evidence import access, commands, records
from panoh.core.node import Node
from panoh.errors import Invalid


def test_a_grade_needs_a_place_where_it_can_be_read(amina: Node) -> None:
    practice = commands.add_practice(amina, {"title": "Peer group", "what": "They meet."})
    with pytest.raises(Invalid):
        commands.add_finding(
            amina, {"practice": practice, "outcome": "calm", "kind": "research", "grade": "high"}
        )
    made = commands.add_finding(
        amina, {"practice": practice, "outcome": "calm", "kind": "research"}
    )
    assert access.finding(amina, made)["state"] == "not_assessed"


def test_what_was_not_assessed_has_no_grade(four: Node) -> None:
    values = {"practice": "P01", "outcome": "x", "kind": "research", "source": "R03",
              "locator": "p. 1", "grade": "low", "state": "none_eligible"}  # fmt: skip
    with pytest.raises(Invalid):
        commands.add_finding(four, values)


def test_the_first_library_is_honest(four: Node) -> None:
    practices = access.select(four, records.PRACTICE)
    assert len(practices) >= 8
    for each in access.select(four, records.FINDING):
        if each["state"] == "assessed":
            assert each["grade"], each["ref"]
            assert each["source"], each["ref"]
            assert each["locator"], each["ref"]
        else:
            assert not each["grade"], each["ref"]
    states = {each["state"] for each in access.select(four, records.FINDING)}
    assert states == {"assessed", "not_assessed", "none_eligible"}
