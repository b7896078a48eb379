"""Demands by authorities: in the case or the practice, and in nothing that leaves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from panoh.apps.casework import APP, access, commands, views
from panoh.core.node import Node
from panoh.errors import Invalid

WORDS = {
    "authority": "Office of the Seventh Street", "asked_by": "a man who gave no name",
    "asked_for": "the list of everybody who came in March", "basis": "he said it was the law",
    "given_what": "an empty folder", "told_why_not": "she cannot be reached safely",
    "lawyer_said": "answer nothing by phone",
}  # fmt: skip
DEMAND: dict[str, Any] = {
    **WORDS, "how": "visit", "basis_kind": "words", "given": "part", "client_told": "no",
    "lawyer": "yes",
}  # fmt: skip


def test_a_demand_stands_in_the_case_and_in_the_practices_list(amina: Node) -> None:
    code = commands.add_client(amina, {})
    noted = commands.add_demand(amina, DEMAND, code)
    commands.add_demand(amina, {"authority": "Tax office", "asked_for": "all papers"})
    row = access.demand(amina, noted)
    assert {name: row[name] for name in WORDS} == WORDS
    assert row["asked_on"] == "2026-11-20"
    assert {each["code"] for each in access.demands(amina)} == {code, None}
    assert [each["id"] for each in access.demands(amina, code)] == [noted]
    commands.edit_demand(amina, noted, {"given": "nothing", "given_what": ""})
    assert access.demand(amina, noted)["given_what"] is None


def test_no_export_search_timeline_or_print_holds_it(amina: Node) -> None:
    code = commands.add_client(amina, {})
    noted = commands.add_demand(amina, DEMAND, code)
    client = access.client(amina, code)["id"]
    whole = access.case(amina, code)
    left = [
        access.as_data(amina, code, with_programme=True, restricted=True),
        [each.as_data() for each in access.timeline(amina, code)],
        [[each.type, dict(each.changes)] for each in APP.timeline(amina, client)]
        if APP.timeline
        else [],
        [views.search(amina, word) for each in WORDS.values() for word in each.split()],
        views.today(amina, 50),
        whole.demands,
        access.find(amina, commands.demand.DEMAND, noted),
    ]
    said = json.dumps(left, default=str)
    assert [each for each in WORDS.values() if each in said] == []
    assert "casework_demand" not in json.dumps(left[2], default=str)
    assert "demand" not in json.dumps(left[0], default=str)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, {"authority", "asked_for"}),
        ({"given": "all"}, {"given_what"}),
        ({"client_told": "no"}, {"told_why_not"}),
        ({"restricted": "violence"}, {"restricted"}),
        ({"client": "0" * 32}, {"client"}),
    ],
)
def test_what_was_given_and_why_nobody_was_told_must_be_said(
    amina: Node, values: dict[str, str], named: set[str]
) -> None:
    whole = {} if not values else {"authority": "Office", "asked_for": "names", **values}
    with pytest.raises(Invalid) as refused:
        commands.add_demand(amina, whole)
    assert set(refused.value.problems) == named
    assert access.demands(amina) == []


def test_a_restricted_demand_stands_only_in_its_case_once_shown(amina: Node) -> None:
    code = commands.add_client(amina, {})
    noted = commands.add_demand(amina, {**DEMAND, "restricted": "detention"}, code)
    assert access.demands(amina) == []
    assert access.demands(amina, code) == []
    assert access.is_hidden(amina, access.demand(amina, noted))
    access.set_shown(amina, access.client(amina, code)["id"], ["detention"], True)
    assert [each["id"] for each in access.demands(amina, code)] == [noted]
    assert access.demands(amina) == []
    with pytest.raises(Invalid):
        commands.edit_demand(amina, noted, {"restricted": ""})
