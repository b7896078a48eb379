"""How needs and strengths went over the months of a case: counts by level, never a score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from panoh.apps.casework.access.case import Case
from panoh.apps.casework.access.timeline import events
from panoh.apps.casework.records import NEED
from panoh.apps.casework.records.common import LEVELS
from panoh.core.app import Row
from panoh.core.node import Node

MOST_POINTS = 12
"""Columns that a phone can show; an older case shows its last months."""
OVER = "over"


@dataclass(frozen=True, slots=True)
class Course:
    """`needs` and `strengths`: level → one count for each day of `days`, oldest first. A need that
    is met or over no longer counts; a strength counts as long as it is there."""

    days: tuple[date, ...]
    needs: dict[str, tuple[int, ...]]
    strengths: dict[str, tuple[int, ...]]

    def as_data(self) -> dict[str, Any]:
        return {
            "days": [each.isoformat() for each in self.days],
            "needs": {level: list(counts) for level, counts in self.needs.items()},
            "strengths": {level: list(counts) for level, counts in self.strengths.items()},
        }


def course(node: Node, found: Case) -> Course:
    """Of what stands in `found`: give it a case from which hidden lines were taken out."""
    rows = [*found.needs, *found.strengths]
    states = _states(node, found, {each["id"] for each in rows})
    begun = min((_day(each["created_at"]) for each in rows), default=node.today())
    days = points(begun, node.today())
    return Course(
        days,
        _counted(found.needs, states, days),
        _counted(found.strengths, states, days),
    )


def points(first: date, last: date) -> tuple[date, ...]:
    """The ends of the months from `first` on, and `last`; the newest MOST_POINTS of them."""
    found = []
    day = _month_end(first)
    while day < last:
        found.append(day)
        day = _month_end(day + timedelta(days=1))
    return (*found, last)[-MOST_POINTS:]


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _day(moment: str) -> date:
    return date.fromisoformat(str(moment)[:10])


def _states(node: Node, found: Case, ids: set[str]) -> dict[str, list[tuple[date, str]]]:
    """Record → when it took which state, oldest first."""
    said: dict[str, list[tuple[date, str]]] = {}
    for event in events(node, found.client["id"]):
        state = event.changes.get("state")
        if event.type == NEED.table and event.record in ids and isinstance(state, str):
            said.setdefault(event.record, []).append((event.time.date(), state))
    return said


def _counted(
    rows: Sequence[Row], states: dict[str, list[tuple[date, str]]], days: Iterable[date]
) -> dict[str, tuple[int, ...]]:
    return {
        level.key: tuple(
            sum(1 for each in rows if each["level"] == level.key and _counts(each, states, day))
            for day in days
        )
        for level in LEVELS
    }


def _counts(row: Row, states: dict[str, list[tuple[date, str]]], day: date) -> bool:
    if _day(row["created_at"]) > day:
        return False
    before = [state for when, state in states.get(row["id"], []) if when <= day]
    return not before or before[-1] != OVER
