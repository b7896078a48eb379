"""Lists, Today, search, the month's tally."""

from __future__ import annotations

import pytest

from panoh.apps.casework import commands, views
from panoh.core.node import Node
from panoh.errors import Forbidden, WrongUsage
from tests.cast import FULL, Clock

NAMES = ["Зебунисо", "Zebuniso"]


def test_cases_are_listed_with_what_hurts_first(amina: Node) -> None:
    quiet, late, danger = (commands.add_client(amina, {"names": NAMES}) for _ in range(3))
    commands.add_follow_up(amina, late, {"due": "2026-11-01"})
    commands.add_follow_up(amina, quiet, {"due": "2026-12-01"})
    commands.edit_client(amina, danger, {"danger_tonight": "yes"})
    commands.add_need(amina, quiet, {"factor": "I10"})
    commands.add_strength(amina, quiet, {"factor": "F21"})
    found = views.cases(amina)
    assert [each.code for each in found] == [danger, late, quiet]
    assert (found[1].overdue, found[2].next_due) == (1, "2026-12-01")
    assert (found[2].needs, found[2].strengths) == (1, 1)
    assert not {"Зебунисо", "Zebuniso"} & set(repr(found).split("'"))
    assert [each.code for each in views.cases(amina, limit=1, offset=1)] == [late]


def test_cases_are_filtered(amina: Node) -> None:
    one, two, closed = (commands.add_client(amina, {}) for _ in range(3))
    commands.add_need(amina, one, {"factor": "I10"})
    commands.add_need(amina, two, {"factor": "F02"})
    commands.add_step(amina, two, {"text": "call", "due": "2026-11-10"})
    commands.close(amina, closed, {"reason": "done"})

    def codes(**wanted: object) -> set[str]:
        found = {each.code for each in views.cases(amina, **wanted)}  # type: ignore[arg-type]
        assert views.count_cases(amina, **wanted) == len(found)  # type: ignore[arg-type]
        return found

    assert codes() == {one, two}
    assert codes(status="closed") == {closed}
    assert codes(status="all") == {one, two, closed}
    assert codes(overdue=True) == {two}
    assert codes(level="family") == {two}
    assert codes(factor="I10") == {one}
    assert codes(factor="i10", overdue=True) == set()


@pytest.mark.parametrize("factor", ["I38", "C06", "O01"])
def test_faith_and_places_are_never_a_filter(amina: Node, factor: str) -> None:
    with pytest.raises(Forbidden):
        views.cases(amina, factor=factor)
    with pytest.raises(Forbidden):
        views.count_cases(amina, factor=factor)


def test_a_dropped_goal_takes_its_steps_off_today(amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping=FULL)
    goal = commands.add_goal(amina, code, {"text": "a room of his own"})
    commands.add_step(amina, code, {"text": "look", "goal": goal, "due": "2026-11-20"})
    assert [each.kind for each in views.today(amina, 9)] == ["step"]
    commands.edit_goal(amina, goal, {"state": "dropped"})
    assert views.today(amina, 9) == []


def test_today_is_sorted_by_what_hurts_and_names_nobody(amina: Node) -> None:
    code = commands.add_client(amina, {"names": NAMES, "goes_by": "Zeb"}, keeping=FULL)
    commands.add_follow_up(amina, code, {"due": "2026-11-10", "what": "ask Zeb"})
    commands.add_step(amina, code, {"text": "with Zeb", "due": "2026-11-20"})
    commands.add_follow_up(amina, code, {"due": "2026-11-22"})
    commands.add_follow_up(amina, code, {"due": "2026-12-22"})
    commands.add_contact(amina, {"channel": "phone", "name": "Зебунисо"})
    commands.add_contact(amina, {"channel": "phone", "danger_tonight": "yes"})
    commands.edit_client(amina, code, {"danger_tonight": "yes"})
    items = views.today(amina, 20)
    assert [each.kind for each in items] == [
        "danger", "contact", "follow_up", "step", "contact", "follow_up",
    ] or [each.kind for each in items] == [
        "contact", "danger", "follow_up", "step", "contact", "follow_up",
    ]  # fmt: skip
    assert [each.urgency for each in items] == sorted(each.urgency for each in items)
    told = " ".join(each.text + each.link for each in items)
    assert not any(name in told for name in (*NAMES, "Zeb"))
    assert len(views.today(amina, 2)) == 2


def test_a_lapsing_programme_is_not_called_one(amina: Node, clock: Clock) -> None:
    values = {"programme": "returnee", "programme_agreed": True, "programme_until": "2026-12-10"}
    commands.add_client(amina, values, keeping=FULL)
    assert views.today(amina, 9) == []
    clock.pass_days(7)
    (item,) = views.today(amina, 9)
    assert item.kind == "lapse"
    assert "rogram" not in item.text
    assert "eturn" not in item.text


def test_search_finds_codes_names_phones_and_notes_and_shows_codes(amina: Node) -> None:
    code = commands.add_client(amina, {"names": NAMES, "phone": "+992 (90) 123-45-67"})
    commands.add_note(amina, code, {"text": "lost the blue folder"})
    commands.add_contact(amina, {"channel": "phone", "name": "Мансур", "phone": "8 900 555 44 33"})

    def found(query: str) -> list[tuple[str, str]]:
        hits = views.search(amina, query)
        assert not any(name in repr(hits) for name in (*NAMES, "Мансур"))
        return [(each.title, each.reason) for each in hits]

    assert found(code.lower().replace("-", "")) == [(code, "Code")]
    assert found(code[:3]) == [(code, "Code")]
    assert found("зебу") == [(code, "Name")]
    assert found("ZEBUNISO") == [(code, "Name")]
    assert found("901234567") == [(code, "Phone")]
    assert found("+992 90 1234567") == [(code, "Phone")]
    assert found("blue fold") == [(code, "Note")]
    assert [each[1] for each in found("Мансур")] == ["Name"]
    for number in ("9005554433", "+7 900 555-44-33", "8 900 5554433", "007 900 555 44 33"):
        assert [each[1] for each in found(number)] == ["Phone"]
    assert found("") == found("nobody") == found('"*') == []


def test_programme_and_faith_are_never_found(amina: Node) -> None:
    code = commands.add_client(amina, {"programme": "survivor", "programme_agreed": True})
    offered = {"factor": "I38", "client_offered": True, "detail": "mosque", "own_words": "prayer"}
    commands.add_strength(amina, code, offered)
    for query in ("survivor", "I38", "mosque", "prayer", "programme"):
        assert views.search(amina, query) == []


def test_contacts_of_the_desk(amina: Node) -> None:
    done = commands.add_contact(amina, {"channel": "phone", "answered": "yes"})
    later = commands.add_contact(amina, {"channel": "phone", "look_again_on": "2026-12-01"})
    sooner = commands.add_contact(amina, {"channel": "phone", "look_again_on": "2026-11-25"})
    danger = commands.add_contact(amina, {"channel": "phone", "danger_tonight": "yes"})
    assert [each["id"] for each in views.contacts(amina)] == [danger, sooner, later]
    assert [each["id"] for each in views.contacts(amina, state="done")] == [done]
    assert views.count_contacts(amina) == 3
    assert views.contacts(amina, state="all", month="2026-10") == []


def test_the_month_is_counted_with_cases_and_without(amina: Node) -> None:
    code = commands.add_client(amina, {})
    values = {
        "channel": "phone",
        "topic": "work",
        "district": "Panj",
        "held_at": "2026-11-03T10:00",
    }
    commands.add_contact(amina, values)
    contact = commands.add_contact(amina, {**values, "sex": "woman", "age_band": "25_34"})
    commands.attach(amina, contact, code)
    commands.add_contact(amina, {"channel": "group", "head_count": 12})
    commands.add_contact(amina, {**values, "held_at": "2026-10-31T23:59"})
    tally = views.month_tally(amina, "2026-11")
    assert (tally.contacts, tally.people) == (3, 14)
    assert tally.by["channel"] == {"phone": 2, "group": 1}
    assert tally.by["district"] == {"Panj": 2, "": 1}
    assert tally.by["sex"] == {"": 2, "woman": 1}
    assert tally.by["age_band"] == {"": 2, "25_34": 1}
    assert views.month_tally(amina, "2026-12").contacts == 0
    with pytest.raises(WrongUsage):
        views.month_tally(amina, "2026-13")
