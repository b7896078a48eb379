"""Cards: written, reviewed, given to a client, and followed up when they change."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.core.node import Node
from panoh.errors import Invalid
from tests.apps.casework.sample import STEP, a_card
from tests.cast import Clock

CHECKED = {"reviewed_by": "Bo", "source_on": "2026-11-20", "review_due": "2027-05-20"}


@pytest.fixture
def card(amina: Node) -> str:
    return commands.add_card(amina, a_card())


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def today(node: Node) -> list[str]:
    return [each.text for each in views.today(node, 50)]


def client_of(node: Node, code: str) -> str:
    return str(access.client(node, code)["id"])


@pytest.mark.parametrize(
    "missing", ["topic", "country", "title", "language", "source", "source_on", "reviewed_on",
                "reviewed_by", "review_due"],
)  # fmt: skip
def test_a_card_says_its_source_and_who_checked_it(amina: Node, missing: str) -> None:
    values = a_card()
    del values[missing]
    with pytest.raises(Invalid) as refused:
        commands.add_card(amina, values)
    assert set(refused.value.problems) == {missing}
    assert access.cards(amina) == []


def test_what_the_program_sets_cannot_be_set(amina: Node, card: str) -> None:
    for values in ({"version": 7}, {"of_version": 7}, {"card": card}, {"nothing": "x"}):
        with pytest.raises(Invalid):
            commands.add_card(amina, a_card(**values))


def test_a_deadline_is_counted_for_the_client(amina: Node, card: str, code: str) -> None:
    noted = commands.use_card(amina, code, card, {"counted_from": "2026-11-20", "said": "slowly"})
    row = access.card_used(amina, noted)
    assert (row["version"], row["last_day"], row["language"]) == (1, "2027-02-18", "eng")
    assert not row["only_contacts"]
    (used,) = access.case(amina, code).cards_used
    assert (used["title"], used["again"]) == ("Wages that were not paid", False)


def test_a_review_without_changes_lists_nobody(amina: Node, card: str, code: str) -> None:
    commands.use_card(amina, code, card, {})
    commands.review_card(amina, card, {**CHECKED, "steps": STEP})
    assert access.card(amina, card)["version"] == 1
    assert access.card(amina, card)["reviewed_on"] == "2026-11-20"
    assert access.cases_of(amina, card) == []


def test_a_review_with_changes_lists_each_case_until_it_was_looked_at(
    amina: Node, card: str, code: str
) -> None:
    other = commands.add_client(amina, {})
    commands.add_client(amina, {})
    noted = commands.use_card(amina, code, card, {})
    commands.use_card(amina, other, card, {})
    commands.review_card(amina, card, {**CHECKED, "not_sign": "Nothing at all."})
    assert {each["code"] for each in access.cases_of(amina, card)} == {code, other}
    assert f"{code}: a guidance card given here has changed" in today(amina)
    (used,) = access.case(amina, code).cards_used
    assert used["again"]
    commands.looked_again(amina, noted, "told her on the phone")
    assert {each["code"] for each in access.cases_of(amina, card)} == {other}
    assert f"{code}: a guidance card given here has changed" not in today(amina)


def test_a_card_in_its_place_lists_the_cases_through_all_that_lie_between(
    amina: Node, card: str, code: str
) -> None:
    noted = commands.use_card(amina, code, card, {})
    second = commands.add_card(amina, a_card(supersedes=card))
    assert [each["code"] for each in access.cases_of(amina, card)] == [code]
    third = commands.add_card(amina, a_card(supersedes=second))
    assert [each["code"] for each in access.cases_of(amina, card)] == [code]
    commands.looked_again(amina, noted)
    assert access.cases_of(amina, card) == []
    assert access.newest(amina, card) == third
    # Whoever names an old one means the last of its line.
    fourth = commands.add_card(amina, a_card(supersedes=card))
    assert access.card(amina, third)["replaced_by"] == fourth
    with pytest.raises(Invalid):
        commands.review_card(amina, card, CHECKED)


def test_restricted_uses_stand_in_no_list(amina: Node, card: str, code: str) -> None:
    commands.use_card(amina, code, card, {"restricted": "violence"})
    commands.review_card(amina, card, {**CHECKED, "steps": "Other."})
    assert access.cases_of(amina, card) == []
    assert not [each for each in today(amina) if code in each and "card" in each]
    part = access.open_part(access.case(amina, code), False)
    assert part.case.cards_used == []
    assert part.lines == 1
    access.set_shown(amina, client_of(amina, code), ["violence"], True)
    (used,) = access.case(amina, code).cards_used
    assert used["again"]


def test_what_is_given_past_the_review_is_contacts(
    amina: Node, card: str, code: str, clock: Clock
) -> None:
    clock.pass_days(200)
    row = access.card_used(
        amina, commands.use_card(amina, code, card, {"counted_from": "2027-01-01"})
    )
    assert row["only_contacts"]
    assert row["last_day"] is None
    assert any("past its review" in each for each in today(amina))


def test_only_a_review_changes_what_to_do(amina: Node, card: str) -> None:
    commands.edit_card(amina, card, {"helpers": "Another union", "title": "Wages"})
    held = access.whole(amina, card)
    assert (held.title, held.text["helpers"], held.row["version"]) == ("Wages", "Another union", 1)
    for name in ("steps", "not_sign", "review_due", "valid_until", "source", "version"):
        with pytest.raises(Invalid) as refused:
            commands.edit_card(amina, card, {name: "2027-01-01"})
        assert set(refused.value.problems) == {name}


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({}, {"reviewed_by", "source_on", "review_due"}),
        ({**CHECKED, "review_due": "2026-11-19"}, {"review_due"}),
        ({**CHECKED, "review_due": "2029-01-01"}, {"review_due"}),
        ({**CHECKED, "source_on": "2026-11-21"}, {"source_on"}),
    ],
)
def test_a_review_says_who_when_and_until_when(
    amina: Node, card: str, values: dict[str, str], named: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        commands.review_card(amina, card, values)
    assert set(refused.value.problems) == named
    assert access.card(amina, card)["reviewed_on"] == "2026-11-02"


def test_a_reviewed_card_shows_its_steps_again(amina: Node, card: str, clock: Clock) -> None:
    clock.pass_days(200)
    assert access.whole(amina, card).withheld
    day = amina.today().isoformat()
    commands.review_card(amina, card, {"reviewed_by": "Bo", "source_on": day,
                                       "review_due": "2027-12-01"})  # fmt: skip
    assert access.whole(amina, card).text["steps"] == STEP
