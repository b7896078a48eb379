"""The two pictures, a case over the months and what is due by week, say what their tables say."""

from __future__ import annotations

import re
from datetime import date

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.access.course import MOST_POINTS, points
from panoh.core.node import Node
from tests.apps.casework.browser import Browser
from tests.cast import Clock


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {"goes_by": "Z", "wants": "my wages"})


def test_points_are_the_ends_of_months_and_today() -> None:
    assert points(date(2026, 9, 15), date(2026, 11, 20)) == (
        date(2026, 9, 30),
        date(2026, 10, 31),
        date(2026, 11, 20),
    )
    assert points(date(2026, 11, 20), date(2026, 11, 20)) == (date(2026, 11, 20),)
    assert points(date(2026, 11, 1), date(2026, 11, 30)) == (date(2026, 11, 30),)
    old = points(date(2020, 1, 1), date(2026, 11, 20))
    assert len(old) == MOST_POINTS
    assert old[-1] == date(2026, 11, 20)


def test_need_that_is_over_no_longer_counts(amina: Node, clock: Clock, code: str) -> None:
    need = commands.add_need(amina, code, {"factor": "I12"})
    commands.add_need(amina, code, {"factor": "F02"})
    commands.add_need(
        amina, code, {"own_words": "her sister", "kind": "strength", "level": "family"}
    )
    clock.pass_days(40)
    commands.edit_need(amina, need, {"state": "over"})
    clock.pass_days(40)
    found = access.course(amina, access.case(amina, code))
    assert [each.month for each in found.days] == [11, 12, 1, 2]
    assert found.needs["individual"] == (1, 0, 0, 0)
    assert found.needs["family"] == (1, 1, 1, 1)
    assert found.strengths["family"] == (1, 1, 1, 1)


def test_picture_and_table_agree_and_hidden_lines_are_not_counted(amina: Node, code: str) -> None:
    commands.add_need(amina, code, {"factor": "I12"})
    commands.add_need(amina, code, {"factor": "I13"})
    path = "/client/" + str(access.client(amina, code)["id"])
    page = Browser(amina).get(path + "/course")
    drawn = re.findall(r'<rect x="0\.0" y="0" width="([\d.]+)" height="10"', page.body)
    assert [float(each) for each in drawn] == [100.0]
    assert "Restricted lines are not counted" in page.body
    assert [int(n) for n in re.findall(r'<td class="number">(\d+)</td>', page.body)] == [1, 0, 0, 0]


def test_load_counts_what_is_overdue_and_what_is_due_by_week(
    amina: Node, clock: Clock, code: str
) -> None:
    today = amina.today()
    for days in (0, 1, 30):
        due = date.fromordinal(today.toordinal() + days).isoformat()
        commands.add_follow_up(amina, code, {"due": due})
    weeks = views.load(amina)
    assert weeks[0].first is None
    assert weeks[0].due == 0
    assert sum(each.due for each in weeks) == 3
    assert weeks[1].first is not None
    assert weeks[1].first.weekday() == 0
    clock.pass_days(3)
    assert views.load(amina)[0].due == 2
    page = Browser(amina).get("/today/weeks")
    assert '<td class="number">2</td>' in page.body


def test_closed_case_is_not_due(amina: Node, code: str) -> None:
    commands.add_follow_up(amina, code, {"due": amina.today().isoformat()})
    commands.close(amina, code, {"reason": "done", "write_again": "yes"})
    assert sum(each.due for each in views.load(amina)) == 0
