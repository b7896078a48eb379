"""Opening times, age, finding in order with reasons, and the life of a referral."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from panoh.apps.directory.rules import age, find, hours
from panoh.apps.directory.rules import referral as life

TODAY = date(2026, 11, 20)  # a Friday


def right(*days: str) -> list[dict[str, str]]:
    return [{"on": day, "result": "right"} for day in days]


@pytest.mark.parametrize(
    ("line", "when", "opened"),
    [
        ("mo-fr 09:00-17:00", "2026-11-20T16:59", True),
        ("mo-fr 09:00-17:00", "2026-11-20T17:00", False),
        ("mo-fr 09:00-17:00", "2026-11-21T10:00", False),
        ("Sa, Su 8.30 – 12:00", "2026-11-21T08:30", True),
        ("fr-mo 20:00-02:00", "2026-11-21T01:30", True),
        ("fr 20:00-02:00", "2026-11-22T01:30", False),
        ("mo-su 00:00-24:00", "2026-11-22T23:59", True),
        ("1-3,5 09:00-17:00", "2026-11-20T10:00", True),
        ("1-3,5 09:00-17:00", "2026-11-19T10:00", False),
    ],
)
def test_opening_times_are_read_and_kept(line: str, when: str, opened: bool) -> None:
    slot = hours.read_line(line)
    assert slot is not None
    assert hours.is_open([slot], datetime.fromisoformat(when)) is opened
    again = hours.slot_of(slot.schedule(), TODAY)
    assert again == slot
    assert hours.read_line(slot.line()) == slot


@pytest.mark.parametrize(
    "line",
    ["", "always", "xx 09:00-17:00", "mo 25:00-26:00", "mo-fr", "8 09:00-10:00", "15 09:00-10:00"],
)
def test_what_is_no_opening_time_is_not_guessed(line: str) -> None:
    assert hours.read_line(line) is None


def test_schedule_that_ended_does_not_open() -> None:
    row = {"byday": "MO", "opens_at": "09:00", "closes_at": "17:00", "valid_to": "2026-11-19"}
    assert hours.slot_of(row, TODAY) is None
    assert hours.slot_of({**row, "valid_to": "2026-11-20"}, TODAY) is not None


@pytest.mark.parametrize(
    ("checks", "state", "failures", "due"),
    [
        ([], age.NEVER, 0, True),
        (right("2026-11-01"), age.FRESH, 0, False),
        (right("2026-08-01"), age.DUE, 0, True),
        (right("2026-01-01"), age.STALE, 0, True),
        ([*right("2026-11-01"), {"on": "2026-11-10", "result": "no_answer"}], age.FRESH, 1, False),
        ([*right("2026-11-01"), *({"on": "2026-11-02", "result": "no_answer"},) * 2],
         age.UNANSWERED, 2, True),
        ([{"on": "2026-11-02", "result": "no_answer"}, *right("2026-11-03")], age.FRESH, 0, False),
        ([{"on": "2026-11-02", "result": "closed"}], age.GONE, 1, False),
    ],
)  # fmt: skip
def test_an_entry_ages(checks: list[dict[str, str]], state: str, failures: int, due: bool) -> None:
    found = age.age_of(checks, TODAY)
    assert (found.state, found.failures, found.due) == (state, failures, due)


DUSHANBE = find.Spot("Dushanbe", "TJ", "02", "", 38.54, 68.78)
KHUJAND = find.Spot("Khujand", "TJ", "01", "", 40.28, 69.62)
FRESH = age.age_of(right("2026-11-01"), TODAY)
STALE = age.age_of(right("2026-01-01"), TODAY)


def card(name: str, **more: object) -> find.Card:
    given = {"age": FRESH, "factors": frozenset({"I07"}), "spots": (DUSHANBE,), **more}
    return find.Card(name, name, **given)  # type: ignore[arg-type]


def test_stale_entries_sink_and_say_why() -> None:
    old = card("a old", age=STALE, languages=frozenset({"tgk"}), cost="free")
    new = card("b new")
    wanted = find.Wanted(factor="I07", spot=DUSHANBE, language="tgk", free=True)
    found = find.find([old, new], wanted).found
    assert [each.card.name for each in found] == ["b new", "a old"]
    states = {each.what: each.state for each in found[0].reasons}
    assert (states["language"], states["cost"]) == (find.UNKNOWN, find.UNKNOWN)


def test_nearer_comes_first_and_the_distance_is_right() -> None:
    near, far = card("z near"), card("a far", spots=(find.Spot("x", "TJ", "02", "", 38.9, 68.8),))
    found = find.find([far, near], find.Wanted(factor="I07", spot=DUSHANBE)).found
    assert [each.card.name for each in found] == ["z near", "a far"]
    km = find.distance(DUSHANBE, KHUJAND)
    assert km is not None
    assert 200 < km < 215


def test_nothing_fits_then_the_nearest_but_never_what_is_not_safe() -> None:
    safe = card("safe", spots=(KHUJAND,), safe_for=frozenset({"survivor"}))
    wanted = find.Wanted(factor="I07", spot=DUSHANBE, safe_for="survivor")
    answer = find.find([card("near, not safe"), safe, card("other need", factors=frozenset())],
                       wanted)  # fmt: skip
    assert answer.found == []
    assert [each.card.name for each in answer.nearest] == ["safe"]


def test_closed_for_good_is_never_found() -> None:
    gone = card("gone", age=age.age_of([{"on": "2026-11-02", "result": "closed"}], TODAY))
    answer = find.find([gone, card("shut", active=False)], find.Wanted(factor="I07"))
    assert (answer.found, answer.nearest) == ([], [])


def steps(*said: str) -> list[dict[str, str]]:
    return [{"what": each, "on": f"2026-11-{20 + at}"} for at, each in enumerate(said)]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (("sent",), "sent"),
        (("sent", "accepted"), "accepted"),
        (("sent", "accepted", "done"), "done"),
        (("sent", "declined", "accepted"), "declined"),
        (("sent", "revoked", "accepted"), "revoked"),
        (("sent", "done"), "done"),
    ],
)
def test_what_may_follow_on_what(said: tuple[str, ...], state: str) -> None:
    assert life.standing(steps(*said)).state == state


def test_of_two_things_on_one_day_taking_back_wins_on_both_sides() -> None:
    both = [{"what": w, "on": "2026-11-20"} for w in ("sent", "revoked", "accepted")]
    assert life.standing(both).state == life.standing(both[::-1]).state == "revoked"


def test_somebody_is_reminded_in_time() -> None:
    for priority, day in (("emergency", 21), ("urgent", 23), ("normal", 34 - 30)):
        assert life.due_on(TODAY, priority).day == day
    row = {"due": "2026-11-23"}
    assert life.reminder(row, life.standing(steps("sent"))) == date(2026, 11, 23)
    assert life.reminder(row, life.standing(steps("sent", "accepted"))) == date(2026, 12, 21)
    assert life.reminder(row, life.standing(steps("sent", "declined"))) is None


def test_agreement_that_ends_calls_the_referral_back() -> None:
    running = life.standing(steps("sent", "accepted"))
    assert life.must_be_taken_back(["holds", "withdrawn"], running)
    assert life.must_be_taken_back(["lapsed"], running)
    assert not life.must_be_taken_back(["holds", ""], running)
    assert not life.must_be_taken_back(["withdrawn"], life.standing(steps("sent", "revoked")))
