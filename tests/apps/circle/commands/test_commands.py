"""What changes something: maps kept, links set otherwise, questions asked; and what is refused."""

from __future__ import annotations

import json

import pytest

from panoh.apps.circle import access, commands
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.views import answers
from panoh.core import node as nodes
from panoh.errors import Forbidden, Invalid, NotFound

OWN = Map.of(
    "own",
    [Node("debt", "Debt"), Node("work", "Work"), Node("pay", "Withheld pay")],
    [Link("debt", "work", "+", supports=("C012", "X999")), Link("work", "pay", "+")],
    "csv",
)
LEVER = {"on": "S02", "times": [0.3, 0.8], "start": 0}
QUESTION = {"levers": [LEVER], "draws": 300, "months": 60, "seed": 4}


def test_a_map_is_kept_and_unsaid_and_cites_only_claims_that_are_here(four: nodes.Node) -> None:
    record = commands.keep_map(four, OWN, "Money")
    of = access.find_map(four, record[:8])[1]
    assert of.links[0].supports == ("C012",)
    assert of.links[1].is_assumption
    commands.erase_map(four, record)
    with pytest.raises(NotFound):
        access.find_map(four, record)


def test_a_change_needs_a_reason_and_is_kept_beside_the_claims(four: nodes.Node) -> None:
    asked = {"start": "C02", "end": "O02", "sign": "unclear"}
    with pytest.raises(Invalid) as refused:
        commands.change_link(four, "S1", asked)
    assert "reason" in refused.value.problems
    commands.change_link(four, "S1", {**asked, "reason": "One source, said second hand."})
    link = access.find_map(four, "S1")[1].link("C02", "O02")
    assert link is not None
    assert (link.sign, link.supports) == ("?", ("C132",))
    assert link.reason.startswith("One source")
    whole = access.find_map(four, "pooled")[1].link("C02", "O02")
    assert whole is not None
    assert whole.sign == "+"  # a change belongs to its map


@pytest.mark.parametrize(
    "change",
    [
        {"start": "Amina Karimovna", "end": "O02", "sign": "more"},
        {"start": "O99", "end": "O02", "sign": "more"},
        {"start": "S01", "end": "S02", "sign": "none"},
        {"start": "S01", "end": "S02", "sign": "more", "delay_low": "9", "delay_high": "3"},
    ],
)
def test_changes_that_cannot_be_are_refused(four: nodes.Node, change: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        commands.change_link(four, "pooled", {**change, "reason": "because"})


def test_a_person_is_refused_on_a_map(four: nodes.Node) -> None:
    person = Map.of("m", [Node("a", "Client Karim"), Node("b", "Debt")], [Link("a", "b", "+")])
    with pytest.raises(Invalid):
        commands.keep_map(four, person, "Mine")
    with pytest.raises(Invalid):
        commands.keep_map(four, Map.of("m", person.nodes, ()), "Mine")


def test_the_same_seed_and_map_give_the_same_answer(four: nodes.Node) -> None:
    one, two = (commands.ask(four, "pooled", QUESTION) for _each in range(2))
    bodies = [answers.read(four, each)[1] for each in (one, two)]
    assert bodies[0] == bodies[1]
    other = answers.read(four, commands.ask(four, "pooled", {**QUESTION, "seed": 5}))[1]
    assert other["outcomes"] != bodies[0]["outcomes"]
    row = access.answer(four, one)
    assert row["hash"] == access.find_map(four, "pooled")[1].hash
    assert not answers.is_stale(four, row)


def test_an_answer_holds_shares_fans_checks_and_no_person(four: nodes.Node) -> None:
    body = answers.read(four, commands.ask(four, "pooled", QUESTION))[1]
    first = [each["key"] for each in body["outcomes"]][:5]
    assert first == ["O06", "O07", "O10", "O03", "O05"]
    for each in body["outcomes"]:
        assert sum(each["share"].values()) == pytest.approx(1)
        assert len(each["fan"]) == 5
    kinds = [each["kind"] for each in body["checks"]]
    assert kinds.count("without") == kinds.count("only") == 4
    assert {"shuffled", "cap"} <= set(kinds)
    assert 0 <= body["resting"]["several"] <= 1
    assert not {"person", "client", "people", "date"} & set(keys_in(body))


def keys_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in keys_in(each))]
    if isinstance(value, list):
        return [key for each in value for key in keys_in(each)]
    return []


def test_a_practice_stands_for_levers_on_what_it_works_on(four: nodes.Node) -> None:
    asked = {"practice": "P03", "start": "0", "draws": 200, "months": 60}
    body = answers.read(four, commands.ask(four, "pooled", asked))[1]
    levers = {tuple(each["on"]): each["times"] for each in body["spec"]["levers"]}
    assert ("I13",) in levers
    assert levers["I13",][0] < levers["I13",][1] <= 1.1  # a need goes down
    with pytest.raises(Invalid) as refused:
        commands.ask(four, "pooled", {"practice": "P03"})
    assert "start" in refused.value.problems


def test_questions_about_a_person_or_without_a_pack_are_refused(
    four: nodes.Node, without_pack: nodes.Node
) -> None:
    with pytest.raises(Invalid):
        commands.ask(four, "pooled", {**QUESTION, "title": "My client Karim"})
    with pytest.raises(Forbidden):
        commands.ask(without_pack, "pooled", QUESTION)
    with pytest.raises(Forbidden):
        commands.keep_map(without_pack, OWN, "Money")


def test_an_answer_goes_stale_when_the_map_changes(four: nodes.Node) -> None:
    record = commands.ask(four, "S2", {**QUESTION, "levers": [{**LEVER, "on": "S05"}]})
    row = access.answer(four, record)
    assert not answers.is_stale(four, row)
    commands.change_link(
        four,
        "S2",
        {"start": "S05", "end": "O01", "sign": "unclear", "reason": "Too strong a word."},
    )
    assert answers.is_stale(four, row)
    assert json.loads(access.answer(four, record)["body"])["map"] == row["hash"]
