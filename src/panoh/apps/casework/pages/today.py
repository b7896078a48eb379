"""Today: one list of what to do, sorted by what hurts first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from panoh.apps.casework import rules, views
from panoh.apps.casework.pages.common import show
from panoh.core import backup, due
from panoh.core.app import TodayItem
from panoh.core.conflicts import conflicts
from panoh.core.node import Node
from panoh.web.fields import in_words
from panoh.web.page import Page, Reply, Visit
from panoh.words import N_, _

MOST = 100
ELSEWHERE = {
    "desk": N_("The desk"),
    "practice": N_("The practice"),
    "personal": N_("Your own notes"),
}
"""What stands in no case."""
BACKUP_DAYS = 7

URGENCY_WORDS = {
    rules.DANGER: N_("Danger tonight"),
    rules.OVERDUE: N_("Overdue"),
    rules.DUE_TODAY: N_("Due today"),
    rules.WAITING: N_("Open"),
    rules.SOON: N_("Soon"),
}


def items(node: Node) -> list[TodayItem]:
    """Of every app, each through what it declares, and of the vault itself; one order for all."""
    found = [each for app in node.apps for each in app.today(node, MOST)]
    found += due.items(node)
    found.sort(key=lambda each: (each.urgency, each.when or date.max, each.text))
    return found[:MOST]


def backup_age(node: Node) -> dict[str, Any]:
    """How many days ago the last backup was made; None when there is none."""
    made = backup.last_made(node)
    days = (node.today() - date.fromisoformat(made[:10])).days if made else None
    return {"days": days, "late": days is None or days > BACKUP_DAYS}


@dataclass(frozen=True, slots=True)
class Twice:
    """A field that two people wrote apart from each other, with what each of them wrote."""

    record: str
    case: str
    label: str
    values: list[tuple[str, str, datetime]]


def twice(node: Node) -> list[Twice]:
    """Of what may be shown at this moment; quiet fields stand on no list."""
    return [
        Twice(
            each.record,
            _(ELSEWHERE.get(each.case, each.case)),
            each.field.label,
            [(in_words(each.field, v.value), v.author, v.time) for v in each.values],
        )
        for each in conflicts(node)[:MOST]
    ]


def today(visit: Visit) -> Reply:
    node = visit.node
    return show(
        "today.html",
        _("Today"),
        day=node.today(),
        items=items(node),
        urgency_words=URGENCY_WORDS,
        cases=views.count_cases(node, status="all"),
        open_cases=views.count_cases(node),
        open_contacts=views.count_contacts(node),
        backup=backup_age(node),
        twice=twice(node),
    )


PAGES: tuple[Page, ...] = (Page("GET", "/today", today, "casework.today"),)
