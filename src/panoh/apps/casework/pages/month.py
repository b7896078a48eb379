"""A month's own tally: a table and a bar for each count, and the words that keep it at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from panoh.apps.casework import rules, views
from panoh.apps.casework.pages.common import show
from panoh.apps.casework.records import CONTACT
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_, _
from panoh.words.dates import month_title

EARLIEST = "2000-01"
TITLES = {
    "channel": N_("How they came"),
    "topic": N_("Topics"),
    "district": N_("Districts"),
    "sex": N_("Sex"),
    "age_band": N_("Age"),
}


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    count: int
    width: int
    """Of a hundred, of the longest bar of its table."""


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    lines: list[Line]


def tally(visit: Visit) -> Reply:
    asked = visit.query.get("month", "")
    now = visit.node.today().strftime("%Y-%m")
    month = asked if rules.is_month(asked) and EARLIEST <= asked <= now else now
    first = date.fromisoformat(month + "-01")
    counted = views.month_tally(visit.node, month)
    return show(
        "month.html",
        _("Month"),
        counted=counted,
        name=month_title(first.year, first.month),
        before=(first - timedelta(days=1)).strftime("%Y-%m") if month > EARLIEST else "",
        after=_after(first, visit.node.today()),
        tables=[_table(name, counted.by[name]) for name in views.TALLIED],
    )


def _after(first: date, today: date) -> str:
    following = (first + timedelta(days=32)).replace(day=1)
    return following.strftime("%Y-%m") if following <= today else ""


def _table(name: str, counts: Mapping[str, int]) -> Table:
    field = CONTACT.field(name)
    words = {each.key: _(each.label) for each in field.choices} if field else {}
    longest = max(counts.values(), default=1)
    lines = [
        Line(words.get(key, key) or _("not noted"), count, max(1, 100 * count // longest))
        for key, count in counts.items()
    ]
    return Table(_(TITLES[name]), lines)


PAGES: tuple[Page, ...] = (Page("GET", "/contacts/month", tally, "casework.month"),)
