"""How much is due in which week: for planning one's own days, not for comparing people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from panoh.apps.casework.views.listed import LISTED, listed
from panoh.core.node import Node

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Week:
    """`first` is its Monday; None stands for all that is overdue."""

    first: date | None
    due: int


def load(node: Node) -> list[Week]:
    """What is overdue, then this week and the next five: open follow-ups, steps and reviews of
    open cases that may be listed."""
    today = node.today()
    monday = today - timedelta(days=today.weekday())
    counts = dict.fromkeys(range(-1, WEEKS), 0)
    last = (monday + timedelta(days=7 * WEEKS - 1)).isoformat()
    for row in node.rows(
        "SELECT d.due AS due, COUNT(*) AS n FROM casework_due d"
        " CROSS JOIN casework_client c ON c.id = d.client AND c.space = d.space"
        f" WHERE d.due <= :last AND c.status = 'open' AND {LISTED} GROUP BY d.due",
        {"last": last, **listed(node)},
    ):
        day = date.fromisoformat(str(row["due"])[:10])
        counts[-1 if day < today else (day - monday).days // 7] += int(row["n"])
    return [
        Week(None if number < 0 else monday + timedelta(days=7 * number), due)
        for number, due in counts.items()
    ]
