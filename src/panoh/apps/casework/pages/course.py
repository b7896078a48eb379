"""Two pictures, each with its table: a case's needs and strengths over the months, and how much is
due in which week. Bars of one ink in four densities, so that they are read in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.apps.casework import access, views
from panoh.apps.casework.pages.case import LEVELS, seen
from panoh.apps.casework.pages.common import note_opened, show, the_client
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_, _
from panoh.words.dates import month_name, show_date

INK = {"individual": 1.0, "family": 0.65, "community": 0.4, "institutional": 0.2}
"""Density of each level's bar."""
HEIGHT = 40
BAR, STEP = 6.0, 8.0
"""Width of a column and the distance to the next, in the units of the picture."""


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    y: float
    width: float
    height: float
    ink: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture and the table that says the same."""

    title: str
    width: float
    blocks: list[Block]
    rows: list[tuple[str, float, tuple[int, ...]]]
    """Label of a level, its ink, one count for each column."""

    @property
    def empty(self) -> bool:
        return not any(sum(counts) for _label, _ink, counts in self.rows)


def _chart(title: str, counts: dict[str, tuple[int, ...]], tallest: int) -> Chart:
    columns = len(next(iter(counts.values())))
    blocks = []
    for number in range(columns):
        top = float(HEIGHT)
        for level, _label, _around in LEVELS:
            height = HEIGHT * counts[level][number] / tallest
            top -= height
            if height:
                x = STEP * number + (STEP - BAR) / 2
                blocks.append(Block(x, round(top, 2), BAR, round(height, 2), INK[level]))
    rows = [(_(label), INK[level], counts[level]) for level, label, _around in LEVELS]
    return Chart(title, STEP * columns, blocks, rows)


def case_course(visit: Visit) -> Reply:
    about = the_client(visit)
    note_opened(visit, about)
    open_part = seen(visit.node, about)
    found = access.course(visit.node, open_part.case)
    tallest = max(1, *(max(column) for column in _columns(found.needs, found.strengths)))
    return show(
        "course.html",
        _("Over the months"),
        about=about,
        hidden=open_part.lines,
        charts=[
            _chart(_("Needs"), found.needs, tallest),
            _chart(_("Strengths"), found.strengths, tallest),
        ],
        days=[show_date(each, "short") for each in found.days],
        months=[month_name(each.month, width="abbreviated", alone=True) for each in found.days],
        height=HEIGHT,
    )


def _columns(*several: dict[str, tuple[int, ...]]) -> list[list[int]]:
    """For each picture the height of each of its columns, at least one."""
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
