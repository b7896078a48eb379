"""Review, closing, reopening, and who opened the case."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.core.node import Node
from panoh.errors import Invalid
from tests.cast import FULL, Clock


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {}, keeping=FULL)


def test_a_case_is_closed_and_reopened(amina: Node, code: str) -> None:
    commands.add_follow_up(amina, code, {"due": "2026-11-01"})
    commands.close(amina, code, {"reason": "unsafe", "write_again": "no", "text": "he reads it"})
    found = access.case(amina, code)
    assert not found.is_open
    assert found.closures[0]["write_again"] == "no"
    assert found.closures[0]["closed_on"] == "2026-11-20"
    assert views.today(amina, 20) == []
    assert [each.code for each in views.cases(amina, status="closed")] == [code]
    commands.reopen(amina, code, {"text": "she came back"})
    found = access.case(amina, code)
    assert found.is_open
    assert found.reopenings[0]["text"] == "she came back"
    assert [each.kind for each in views.today(amina, 20)] == ["follow_up"]


def test_closing_needs_a_reason_and_an_open_case(amina: Node, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        commands.close(amina, code, {})
    assert set(refused.value.problems) == {"reason"}
    with pytest.raises(Invalid):
        commands.reopen(amina, code, {})
    commands.close(amina, code, {"reason": "died", "write_again": "?not_asked"})
    with pytest.raises(Invalid):
        commands.close(amina, code, {"reason": "died"})


def test_the_latest_review_sets_the_next_one(amina: Node, code: str, clock: Clock) -> None:
    commands.review(amina, code, {"next_on": "2026-11-21", "client_says": "it is better"})
    assert [each.kind for each in views.today(amina, 9)] == ["review"]
    clock.pass_days(1)
    commands.review(amina, code, {"next_on": "2027-01-15"})
    assert views.today(amina, 9) == []
    (line,) = amina.rows("SELECT next_due, overdue FROM casework_caseload")
    assert line == {"next_due": "2027-01-15", "overdue": 0}
    assert len(access.case(amina, code).reviews) == 2


def test_opening_is_noted_once_for_each_session(amina: Node, code: str) -> None:
    commands.note_opened(amina, code)
    commands.note_opened(amina, code)
    assert len(access.case(amina, code).opened) == 1
    amina.session.clear()  # as on locking
    commands.note_opened(amina, code)
    assert len(access.case(amina, code).opened) == 2
