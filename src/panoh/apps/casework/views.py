"""Typed reads of the casework projections: lists, Today, search, the month's tally.

Lists carry codes, never names; no list shows or filters by programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from panoh.core.app import Found
from panoh.core.node import Node, Row
from panoh.core.views.today import TodayItem


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of cases."""

    code: str
    status: str
    danger: bool
    next_due: str | None
    overdue: int
    needs: int  # present or easing
    strengths: int
    changed_at: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A month's own count, not for passing on: cells are small and nothing is suppressed."""

    month: str
    contacts: int
    people: int  # a group session counts its heads
    by: Mapping[str, Mapping[str, int]]  # channel, topic, district, sex, age_band → key → count


def cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[CaseLine]:
    """`status`: open, closed or all. Overdue first, then by next due date, then newest change."""
    raise NotImplementedError


def count_cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
) -> int:
    raise NotImplementedError


def contacts(
    node: Node,
    *,
    state: str = "open",
    month: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Row]:
    """Contacts on the desk; `state`: open, done or all. Danger first, then look-again date."""
    raise NotImplementedError


def month_tally(node: Node, month: str) -> Tally:
    """`month` as YYYY-MM; contacts on the desk and those attached to clients."""
    raise NotImplementedError


def today(node: Node, limit: int) -> list[TodayItem]:
    """What is due, sorted by what hurts first; texts carry codes, never names."""
    raise NotImplementedError


def search(node: Node, query: str) -> list[Found]:
    """Codes, names, phones, notes. A result shows the code and why it was found, no name."""
    raise NotImplementedError
