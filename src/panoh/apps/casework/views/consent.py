"""Cases in which consent to keep was not asked yet, and consents to share that end soon."""

from __future__ import annotations

from datetime import timedelta

from panoh.apps.casework import rules
from panoh.apps.casework.rules.consent import WARNING_DAYS
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.apps.casework.views.paths import client_path
from panoh.core.app import Row, TodayItem
from panoh.core.node import Node
from panoh.words import _
from panoh.words.dates import show_date

ONE_BY_ONE = 5
"""So many cases without a consent to keep stand on Today each; more of them are one line."""
NOT_ASKED_PATH = "/consent/not-asked"

_NOT_ASKED = (
    f"FROM casework_client c WHERE c.status = 'open' AND {LISTED}"
    " AND NOT EXISTS (SELECT 1 FROM casework_keeping k WHERE k.client = c.id AND k.space = c.space)"
)


def not_asked(node: Node, *, limit: int = 50, offset: int = 0) -> list[Row]:
    """Open cases in which nobody recorded whether anything may be kept: id and code."""
    return node.rows(
        f"SELECT c.id, c.code {_NOT_ASKED}"
        " ORDER BY c.changed_at DESC, c.id LIMIT :limit OFFSET :offset",
        {**listed(node), "limit": limit, "offset": offset},
    )


def count_not_asked(node: Node) -> int:
    return int(node.rows(f"SELECT count(*) AS n {_NOT_ASKED}", listed(node))[0]["n"])


def today_items(node: Node, limit: int) -> list[TodayItem]:
    """As lines of Today: codes and days, nothing of what was agreed to."""
    return [*_unasked(node), *_ending(node, limit)]


def _unasked(node: Node) -> list[TodayItem]:
    found = not_asked(node, limit=ONE_BY_ONE + 1)
    if len(found) > ONE_BY_ONE:
        text = _("In several cases consent to keep is not recorded yet")
        return [TodayItem(None, rules.WAITING, text, NOT_ASKED_PATH, "keeping")]
    text = _("{code}: consent to keep is not recorded yet")
    return [
        TodayItem(
            None,
            rules.WAITING,
            text.format(code=each["code"]),
            client_path(each["id"]) + "/keeping",
            "keeping",
        )
        for each in found
    ]


def _ending(node: Node, limit: int) -> list[TodayItem]:
    """Consents that end soon and were not withdrawn; a restricted one is told of in its case."""
    today = node.today()
    rows = node.rows(
        "SELECT s.expires_on AS ends, c.id, c.code FROM casework_consent s"
        " CROSS JOIN casework_client c ON c.id = s.client AND c.space = s.space"
        f" WHERE s.expires_on BETWEEN :first AND :last AND c.status = 'open' AND {LISTED}"
        " AND NOT EXISTS (SELECT 1 FROM casework_withdrawal w WHERE w.consent = s.id)"
        " ORDER BY s.expires_on LIMIT :limit",
        {
            **listed(node),
            "first": today.isoformat(),
            "last": (today + timedelta(days=WARNING_DAYS)).isoformat(),
            "limit": limit,
        },
    )
    text = _("{code}: a consent ends on {day}; ask again")
    return [
        TodayItem(
            day,
            rules.WAITING,
            text.format(code=each["code"], day=show_date(day)),
            client_path(each["id"]) + "#consent",
            "consent",
        )
        for each in rows
        if (day := rules.day_of(each["ends"]))
    ]
