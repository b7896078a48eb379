"""Filing claims and figures."""

from __future__ import annotations

import pytest

from panoh.apps.evidence import access, commands, records, views
from panoh.core.node import Node
from panoh.errors import Invalid
from tests.apps.evidence.conftest import terminal


def test_a_claim_with_its_figure_is_filed_whole(amina: Node) -> None:
    source = commands.add_source(amina, {"title": "A report"})
    claim = terminal(amina)(
        "claim", "add", "--text", "Wages of 300 workers were withheld.", "--kind", "figure",
        "--source", source[:8], "--place", "Osh", "--period-start", "2024",
        "--measure", "workers unpaid", "--value", "300", "--qualifier", "about",
    )  # fmt: skip
    row = access.claim(amina, claim)
    (number,) = views.of_claims(amina, [claim])
    assert (row["source"], row["status"]) == (source, "draft")
    assert (number["place"], number["period_start"], number["source"]) == ("Osh", "2024", source)


def test_a_figure_without_a_number_is_not_filed_and_neither_is_its_claim(amina: Node) -> None:
    with pytest.raises(Invalid) as refused:
        commands.add_claim(amina, {"text": "x", "kind": "figure"}, {"measure": "deaths"})
    assert "value" in refused.value.problems
    with pytest.raises(Invalid):
        commands.add_claim(amina, {"text": "x", "kind": "figure"})
    assert views.count_claims(amina) == 0


def test_every_refused_field_is_named_at_once(amina: Node) -> None:
    wrong = {
        "text": "",
        "kind": "guess",
        "source": "nobody",
        "period_start": "soon",
        "factors": "Z9",
    }
    with pytest.raises(Invalid) as refused:
        commands.add_claim(amina, wrong)
    assert set(refused.value.problems) == set(wrong)


def test_a_population_can_be_named_only_where_a_pack_defines_it(amina: Node) -> None:
    values = {"text": "x", "kind": "causal", "factor_to": "O03"}
    with pytest.raises(Invalid):
        commands.add_claim(amina, values)
    commands.add_pack(amina, commands.offered())
    assert access.claim(amina, commands.add_claim(amina, values))["factors"] == ["O03"]


def test_a_person_says_how_a_claim_of_a_pack_stands(four: Node) -> None:
    commands.add_remark(four, "C001", {"stance": "withdrawn", "text": "The memo was replaced."})
    row = access.claim(four, "C001")
    assert views.status_of(four, [row])[row["id"]] == "withdrawn"
    commands.add_remark(four, "C001", {"stance": "checked"})
    assert views.status_of(four, [row])[row["id"]] == "checked"


def test_an_empty_note_is_refused(four: Node) -> None:
    with pytest.raises(Invalid):
        commands.add_remark(four, "C001", {})


def test_rival_accounts_need_two_claims(four: Node) -> None:
    with pytest.raises(Invalid):
        commands.add_contest(four, "why", ["C001"])
    commands.add_contest(four, "why", ["C001", "C002"])
    assert "why" in {each.measure for each in views.rival_accounts(four)}


def test_an_own_claim_can_be_erased_with_proof(amina: Node) -> None:
    words = "a sentence that nobody should find again"
    claim = commands.add_claim(amina, {"text": words, "kind": "event"})
    erased = commands.erase(amina, records.CLAIM, claim)
    assert erased.proved
    assert views.found(amina, "nobody should find") == []
