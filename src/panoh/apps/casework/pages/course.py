"""Two pictures, each with its table: a case's needs and strengths over the months, and how much is
due in which week. Bars of one ink in four densities, so that they are read in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from panoh.apps.casework import access, views
from panoh.apps.casework.pages.case import LEVELS, seen
from panoh.apps.casework.pages.common import note_opened, show, the_client
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_, _
from panoh.words.dates import month_name, show_date

INK = {"individual": 1.0, "family": 0.65, "community": 0.4, "institutional": 0.2}
"""Density of each level's part of a bar."""
WIDTH = 100.0
"""How long the longest bar is, in the units of the picture."""


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    width: float
    ink: float


@dataclass(frozen=True, slots=True)
class Month:
    """One row: the bar, and the counts of the levels that say the same."""

    label: str
    day: str
    blocks: list[Block]
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture that is a table: a row for each month, so that it fits the smallest screen and
    every bar stands beside its month."""

    title: str
    months: list[Month]

    @property
    def empty(self) -> bool:
        return not any(sum(each.counts) for each in self.months)


def _chart(
    title: str, counts: dict[str, tuple[int, ...]], days: Sequence[date], longest: int
) -> Chart:
    months = []
    for number, day in enumerate(days):
        here = [counts[level][number] for level, _label, _around in LEVELS]
        blocks, x = [], 0.0
        for (level, _label, _around), count in zip(LEVELS, here, strict=True):
            width = WIDTH * count / longest
            if width:
                blocks.append(Block(round(x, 2), round(width, 2), INK[level]))
            x += width
        name = month_name(day.month, width="abbreviated", alone=True)
        months.append(Month(name, show_date(day, "short"), blocks, here))
    return Chart(title, months)


def case_course(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    open_part = seen(visit.node, about)
    found = access.course(visit.node, open_part.case)
    longest = max(1, *(max(column) for column in _columns(found.needs, found.strengths)))
    return show(
        "course.html",
        _("Over the months"),
        about=about,
        hidden=open_part.lines,
        charts=[
            _chart(_("Needs"), found.needs, found.days, longest),
            _chart(_("Strengths"), found.strengths, found.days, longest),
        ],
        levels=[(_(label), INK[level]) for level, label, _around in LEVELS],
    )


def _columns(*several: dict[str, tuple[int, ...]]) -> list[list[int]]:
    """For each picture the length of each of its bars, at least one."""
    return [
        [sum(column) for column in zip(*counts.values(), strict=True)] or [0] for counts in several
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    due: int
    width: int
    """Of a hundred, of the longest."""


def load(visit: Visit) -> Reply:
    weeks = views.load(visit.node)
    longest = max((each.due for each in weeks), default=0) or 1
    return show(
        "load.html",
        _("What is due, by week"),
        bars=_bars(weeks, longest),
        none=not any(each.due for each in weeks),
    )


def _bars(weeks: Sequence[views.Week], longest: int) -> list[Bar]:
    return [
        Bar(
            _("Overdue") if each.first is None else _(WEEK).format(day=show_date(each.first)),
            each.due,
            100 * each.due // longest,
        )
        for each in weeks
    ]


WEEK = N_("Week of {day}")

PAGES: tuple[Page, ...] = (
    Page("GET", "/client/{id}/course", case_course, "casework.course"),
    Page("GET", "/today/weeks", load, "casework.weeks"),
)
