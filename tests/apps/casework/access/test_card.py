"""Past its review a card gives contacts only, whoever asks and in whatever way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from panoh.apps.casework import APP, access, commands, views
from panoh.apps.casework.records import CARD, CARD_TEXT
from panoh.core.node import Node
from tests.apps.casework.sample import DANGER, HELPER, STEP, WITHHELD, a_card
from tests.cast import Clock


def everything(node: Node, card: str) -> str:
    """All that can be read of the cards in the ordinary ways."""
    held = access.whole(node, card)
    read: list[Any] = [access.card(node, card), held.row, held.text, held.texts]
    read += [each.text for each in access.cards(node)]
    read += [access.card_text(node, each["id"]) for each in held.texts]
    read += [node.read(CARD.table, card), node.read(CARD_TEXT.table, held.text["id"])]
    read += [views.search(node, "wages"), views.search(node, "worked"), views.today(node, 50)]
    return json.dumps(read, default=str)


def test_a_card_that_holds_says_what_to_do(amina: Node) -> None:
    said = everything(amina, commands.add_card(amina, a_card()))
    for each in (*WITHHELD, HELPER, DANGER):
        assert each in said


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({}, 200),  # past its review
        ({"valid_until": "2026-12-01"}, 12),
        ({"valid_from": "2026-12-31"}, 0),
    ],
)
def test_a_card_that_does_not_hold_gives_contacts_only(
    amina: Node, clock: Clock, more: dict[str, str], days: int
) -> None:
    card = commands.add_card(amina, a_card(**more))
    clock.pass_days(days)
    said = everything(amina, card)
    assert [each for each in WITHHELD if each in said] == []
    assert "deadline_days" not in access.card(amina, card)
    assert HELPER in said
    assert DANGER in said
    held = access.whole(amina, card)
    assert held.withheld
    _frame, text = access.to_check(amina, card)  # for who reviews it, and nobody else
    assert text["steps"] == STEP


def test_a_card_in_whose_place_another_stands_gives_contacts_only(amina: Node) -> None:
    old = commands.add_card(amina, a_card())
    new = commands.add_card(amina, a_card(steps="Something else now.", supersedes=old))
    held = access.whole(amina, old)
    assert (held.row["standing"], held.row["replaced_by"]) == ("replaced", new)
    assert "steps" not in held.text
    assert access.whole(amina, new).text["steps"] == "Something else now."


def test_a_translation_withholds_by_itself(amina: Node) -> None:
    card = commands.add_card(amina, a_card())
    russian = {"language": "rus", "title": "Зарплата", "steps": "Записать каждый день.",
               "helpers": "Профсоюз", "reviewed_by": "Bo"}  # fmt: skip
    commands.translate_card(amina, card, russian)
    assert access.whole(amina, card, "rus").text["steps"] == "Записать каждый день."
    commands.review_card(amina, card, {"reviewed_by": "Bo", "source_on": "2026-11-20",
                                       "review_due": "2027-05-20", "steps": "New."})  # fmt: skip
    held = access.whole(amina, card, "rus")
    assert held.withheld
    assert "steps" not in held.text
    assert held.text["helpers"] == "Профсоюз"
    assert access.whole(amina, card, "eng").text["steps"] == "New."
    commands.translate_card(amina, card, {**russian, "steps": "Новое."})
    assert access.whole(amina, card, "rus").text["steps"] == "Новое."


def test_two_values_of_a_withheld_text_are_withheld_too(amina: Node, clock: Clock) -> None:
    card = commands.add_card(amina, a_card())
    text = access.whole(amina, card).text["id"]
    clock.pass_days(200)
    (registered,) = [each for each in APP.records if each.type is CARD_TEXT]
    row = registered.access(amina, text)
    assert "steps" not in row  # the page of two values shows no field that access leaves out


def test_steps_are_not_in_the_search_index_at_all(amina: Node) -> None:
    commands.add_card(amina, a_card())
    assert views.search(amina, "Exampleland")
    assert views.search(amina, "union")
    for word in ("worked", "sheet", "photos", "months", "Counted"):
        assert amina.find_text(word) == []
