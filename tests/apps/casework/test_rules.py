"""Codes, what is refused about a person, dates and order: pure decisions."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.apps.casework import rules
from panoh.crypto.derive import random
from panoh.errors import Forbidden, Invalid

DAY = date(2026, 11, 20)
bodies = st.text(alphabet=rules.CODE_ALPHABET, min_size=5, max_size=5)


@given(bodies)
def test_a_code_is_read_back_however_it_is_typed(body: str) -> None:
    plain = body + rules.check_sign(body)
    code = f"{plain[:3]}-{plain[3:]}"
    for typed in (code, code.lower(), plain, f" {plain[:3]} {plain[3:]} ", code.replace("-", "–")):
        assert rules.read_code(typed) == code


@given(bodies, st.integers(0, 5), st.sampled_from(rules.CODE_ALPHABET))
def test_one_wrong_sign_is_noticed(body: str, place: int, sign: str) -> None:
    plain = body + rules.check_sign(body)
    wrong = plain[:place] + sign + plain[place + 1 :]
    assert (rules.read_code(wrong) is None) == (wrong != plain)


@given(bodies, st.integers(0, 3))
def test_two_neighbours_exchanged_are_noticed(body: str, place: int) -> None:
    plain = body + rules.check_sign(body)
    signs = list(plain)
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    wrong = "".join(signs)
    assert (rules.read_code(wrong) is None) == (wrong != plain)


def test_cyrillic_letters_that_look_alike_are_read() -> None:
    body = "CHKMP"
    plain = body + rules.check_sign(body)
    typed = plain.translate(str.maketrans("CHKMP", "СНКМР"))
    assert rules.read_code(typed) == f"{plain[:3]}-{plain[3:]}"


def test_new_codes_are_unlike_taken_ones_and_evenly_spread() -> None:
    taken: set[str] = set()
    for _ in range(2000):
        code = rules.make_code(random, taken.__contains__)
        assert code not in taken
        assert rules.read_code(code) == code
        taken.add(code)
    signs = Counter(sign for code in taken for sign in code if sign != "-")
    assert set(signs) == set(rules.CODE_ALPHABET)
    assert max(signs.values()) < 1.5 * min(signs.values())


@pytest.mark.parametrize("factor", ["C06", "c06", "O01", "O14", " o03 "])
def test_what_is_about_places_is_refused_about_a_person(factor: str) -> None:
    with pytest.raises(Forbidden):
        rules.person_factor(factor)
    assert rules.refuse_factor(factor)
    assert rules.refuse_asked(factor)


def test_factors_of_the_list_are_taken_and_others_named() -> None:
    assert rules.refuse_factor("I10") is None
    assert rules.refuse_asked("I10") is None
    assert rules.refuse_factor("X99")


def test_a_need_says_what_it_is() -> None:
    with pytest.raises(Invalid):
        rules.check_need({"kind": "need"})
    rules.check_need({"kind": "need", "own_words": "nobody to ask"})
    rules.check_need({"kind": "need", "factor": "I10"})


def test_faith_is_only_an_offered_strength() -> None:
    rules.check_need({"kind": "strength", "factor": "I38", "client_offered": True})
    for kind, offered in (("need", True), ("strength", False), ("strength", None)):
        with pytest.raises(Forbidden):
            rules.check_need({"kind": kind, "factor": "I38", "client_offered": offered})
    assert rules.refuse_asked("I38")


def test_level_and_restricted_class_follow_the_factor() -> None:
    assert rules.level_of("F02", "individual") == "family"
    assert rules.level_of("C01", None) == "community"
    assert rules.level_of(None, "institutional") == "institutional"
    assert rules.level_of(None, None) == "individual"
    assert rules.restricted_class("I10", None) is None
    assert rules.restricted_class("I13", None) == "violence"
    assert rules.restricted_class("I14", None) == "detention"
    assert rules.restricted_class("I15", None) == "military"
    assert rules.restricted_class("I23", None) == "self_harm"
    assert rules.restricted_class("I10", "child") == "child"


def test_spans_become_dates() -> None:
    assert rules.due_date("24h", None, DAY) == "2026-11-21"
    assert rules.due_date("72h", None, DAY) == "2026-11-23"
    assert rules.due_date("2w", None, DAY) == "2026-12-04"
    assert rules.due_date("2w", "2026-11-30", DAY) == "2026-11-30"
    assert rules.due_date("own", None, DAY) is None


def test_a_programme_is_agreed_and_lapses() -> None:
    with pytest.raises(Invalid):
        rules.check_programme({"programme": "returnee"})
    rules.check_programme({"programme": "returnee", "programme_agreed": True})
    assert rules.programme_until(None, DAY) == (DAY + timedelta(days=365)).isoformat()
    assert rules.programme_until("2027-01-01", DAY) == "2027-01-01"
    assert rules.programme_until("2099-01-01", DAY) == (DAY + timedelta(days=365)).isoformat()
    row = {"programme": "returnee", "programme_agreed": True, "programme_until": "2026-11-20"}
    assert rules.programme_now(row, DAY) == "returnee"
    assert rules.programme_now(row, DAY + timedelta(days=1)) is None
    assert rules.programme_now({**row, "programme_agreed": False}, DAY) is None


def test_a_contact_is_open_while_something_is_left_to_do() -> None:
    answered = {"answered": "told her where to go"}
    assert rules.contact_state(answered) == "done"
    assert rules.contact_state({}) == "open"
    for waiting in (
        {"look_again_on": "2026-11-22"},
        {"handed_to": "Bo"},
        {"danger_tonight": "yes"},
        {"danger_tonight": "unsure"},
    ):
        assert rules.contact_state({**answered, **waiting}) == "open"


def test_what_hurts_first_comes_first() -> None:
    assert rules.urgency("2026-11-19", DAY) < rules.urgency("2026-11-20", DAY)
    assert rules.urgency("2026-11-20", DAY) < rules.urgency(None, DAY)
    assert rules.urgency(None, DAY) < rules.urgency("2026-11-21", DAY)
    assert rules.urgency("2026-01-01", DAY) > rules.DANGER
    needs = [
        {"state": "over", "priority": "high"},
        {"state": "present", "priority": "low"},
        {"state": "present", "priority": "high"},
        {"state": "easing", "priority": "high"},
    ]
    ordered = sorted(needs, key=rules.by_weight)
    assert [each["priority"] for each in ordered[:2]] == ["high", "low"]
    assert ordered[-1]["state"] == "over"


def test_caseload_figures() -> None:
    assert rules.caseload_figures([], DAY) == (None, 0)
    dues = ["2026-11-19", "2026-11-20", "2026-11-18"]
    assert rules.caseload_figures(dues, DAY) == ("2026-11-18", 2)


def test_months() -> None:
    assert rules.is_month("2026-11")
    for wrong in ("2026-13", "2026-1", "26-11", "2026-11-01", ""):
        assert not rules.is_month(wrong)
