"""When something may be shared, and what is never kept under a code only."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from panoh.apps.casework import records, rules
from panoh.apps.casework.records.consent import ITEM_KINDS, REASONS, WRITTEN_IN
from panoh.apps.casework.rules import consent
from panoh.apps.casework.rules.consent import Item, may_share
from panoh.errors import Forbidden, Invalid
from panoh.words import LANGUAGES

TODAY = date(2026, 11, 20)
LAWYER = "Bureau of migrants' lawyers"
NEED, NOTE = "a" * 32, "b" * 32


def given(**more: Any) -> dict[str, Any]:
    return {
        "type": "consent", "id": "c" * 32, "recipient": LAWYER, "kinds": ["need", "code"],
        "records": NOTE, "given_on": "2026-11-01", "expires_on": "2027-04-30",
        "withdrawn_on": None, **more,
    }  # fmt: skip


def decided(**more: Any) -> dict[str, Any]:
    row = given(type="override", decided_on="2026-11-19", expires_on="2026-11-22", **more)
    del row["given_on"], row["withdrawn_on"]
    return row


def test_nothing_is_shared_without_a_consent() -> None:
    for kind in (each.key for each in ITEM_KINDS):
        assert may_share([], LAWYER, Item(kind), TODAY) is None


def test_exactly_what_was_agreed_is_shared() -> None:
    row = given()
    may: list[Item] = [Item("code"), Item("need", NEED, "2026-10-30T10:00"), Item("note", NOTE)]
    may_not: list[Item] = [
        Item("names"), Item("reaching"), Item("note", "d" * 32, "2026-10-30"),
        Item("strength", NEED, "2026-10-30"),
    ]  # fmt: skip
    for item in may:
        assert may_share([row], LAWYER, item, TODAY) is row
    for item in may_not:
        assert may_share([row], LAWYER, item, TODAY) is None


def test_what_was_noted_later_or_is_restricted_must_be_named_itself() -> None:
    row = given()
    assert may_share([row], LAWYER, Item("need", NEED, "2026-11-02T08:00"), TODAY) is None
    hidden = Item("need", NEED, "2026-10-30", "violence")
    assert may_share([row], LAWYER, hidden, TODAY) is None
    assert may_share([given(records=NEED)], LAWYER, hidden, TODAY) is not None


@pytest.mark.parametrize("whom", ["", "Bureau", LAWYER + " Ltd", "police"])
def test_no_other_recipient_gets_it(whom: str) -> None:
    assert may_share([given()], whom, Item("code"), TODAY) is None
    assert may_share([given(recipient=None)], whom, Item("code"), TODAY) is None


def test_a_recipient_is_known_however_it_is_typed() -> None:
    assert may_share([given()], "  bureau of  MIGRANTS' lawyers", Item("code"), TODAY)


@pytest.mark.parametrize(
    ("row", "day", "state"),
    [
        (given(), date(2026, 10, 31), "not_yet"),
        (given(), date(2026, 11, 1), "holds"),
        (given(), date(2027, 4, 30), "holds"),
        (given(), date(2027, 5, 1), "lapsed"),
        (given(withdrawn_on="2026-11-20"), date(2026, 11, 19), "holds"),
        (given(withdrawn_on="2026-11-20"), TODAY, "withdrawn"),
        (given(expires_on=None), TODAY, "lapsed"),
        (given(given_on=None), TODAY, "not_yet"),
        (decided(), TODAY, "holds"),
        (decided(), date(2026, 11, 23), "lapsed"),
    ],
)
def test_an_agreement_holds_from_its_first_day_to_its_last(
    row: dict[str, Any], day: date, state: str
) -> None:
    assert consent.state_of(row, day) == state
    assert (may_share([row], LAWYER, Item("code"), day) is not None) == (state == "holds")


def test_a_consent_goes_before_an_override() -> None:
    both = [decided(), given()]
    found = rules.may_share(both, LAWYER, rules.Item("code"), TODAY)
    assert found is both[1]
    assert may_share(both[:1], LAWYER, Item("code"), TODAY) is both[0]


# ── what must be said ───────────────────────────────────────────────────────────────────────


def test_a_consent_says_what_and_ends_within_a_year() -> None:
    def wrong(**values: Any) -> set[str]:
        return set(consent.wrong_with_sharing(given(given="written", **values), TODAY))

    assert wrong() == set()
    assert wrong(kinds=[], records="") == {"kinds"}
    assert wrong(given_on="2026-11-21") == {"given_on"}
    for end in ("2026-10-31", "2027-11-02"):
        assert wrong(expires_on=end) == {"expires_on"}
    assert wrong(expires_on="2027-11-01") == set()
    oral = given(given="oral")
    assert set(consent.wrong_with_sharing(oral, TODAY)) == {"certified_by"}
    assert set(consent.wrong_with_sharing({}, TODAY)) == {"kinds"}  # the rest could not be read
    assert consent.usual_end(TODAY) == "2027-05-21"


def wrong_override(**values: Any) -> set[str]:
    return set(consent.wrong_with_override(decided(**values), TODAY))


def test_an_authority_that_asks_is_never_a_reason() -> None:
    assert [each.key for each in REASONS] == ["life", "child", "incapable", "law"]
    bare = {"reason": "law", "told": "told", "told_on": "2026-11-20"}
    assert wrong_override(**bare) == {"law", "lawyer_asked"}
    assert wrong_override(**bare, law="Act 5, article 7", lawyer_asked="yes") == set()
    assert wrong_override(**{**bare, "reason": "life"}) == set()


def test_an_override_says_when_the_client_is_told_or_why_not() -> None:
    assert wrong_override(reason="child", told="told") == {"told_on"}
    for later in ("later", "no"):
        assert wrong_override(reason="child", told=later) == {"not_told_why"}


def test_an_override_holds_for_days_not_for_months() -> None:
    far = decided(reason="child", told="no", not_told_why="his phone is read")
    assert set(consent.wrong_with_override(far, TODAY)) == set()
    far["expires_on"] = "2026-12-20"
    assert set(consent.wrong_with_override(far, TODAY)) == {"expires_on"}


# ── under a code only ───────────────────────────────────────────────────────────────────────


def test_every_name_and_number_of_every_type_says_who_somebody_is() -> None:
    assert set(consent.identifying(records.CLIENT)) == {"goes_by", "names", "phone", "phone_other"}
    assert set(consent.identifying(records.CASE_CONTACT)) == {"name", "phone"}
    assert consent.identifying(records.NEED) == ()


def test_names_and_numbers_are_refused_under_a_code_only() -> None:
    filled = {"goes_by": "Gul", "names": ["Gul"], "phone": "123", "phone_other": "123"}
    for name, choice in product(filled, ("code", "nothing")):
        with pytest.raises(Invalid) as found:
            consent.refuse_identity(records.CLIENT, {name: filled[name], "wants": "rest"}, choice)
        assert set(found.value.problems) == {name}
    for choice in ("full", "not_asked"):
        consent.refuse_identity(records.CLIENT, filled, choice)
    consent.refuse_identity(records.CLIENT, {"phone": None, "names": [], "wants": "rest"}, "code")


def test_no_new_client_is_made_where_nothing_is_kept() -> None:
    told = {"told_on": "2026-11-20", "choice": "nothing"}
    with pytest.raises(Forbidden):
        consent.check_keeping(told, TODAY, new=True)
    consent.check_keeping(told, TODAY, new=False)
    with pytest.raises(Invalid):
        consent.check_keeping({**told, "told_on": "2026-11-21"}, TODAY, new=False)


def test_own_words_are_written_in_every_language_of_the_pages() -> None:
    assert [each.key for each in WRITTEN_IN] == list(LANGUAGES)
