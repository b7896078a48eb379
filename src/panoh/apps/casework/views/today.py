"""What is due, sorted by what hurts first."""

from __future__ import annotations

from datetime import date, timedelta

from panoh.apps.casework import rules
from panoh.apps.casework.records.contact import CHANNELS, CONTACT
from panoh.apps.casework.views.apart import apart
from panoh.apps.casework.views.cards import cards_today
from panoh.apps.casework.views.consent import today_items
from panoh.apps.casework.views.contacts import contacts
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.apps.casework.views.paths import APART_PATH, client_path, contact_path
from panoh.apps.casework.views.practice import practice_today
from panoh.apps.casework.views.terms import terms_today
from panoh.core.app import TodayItem
from panoh.core.node import Node
from panoh.words import N_, _, ngettext_
from panoh.words.dates import show_date

HORIZON_DAYS = 3
"""How far Today looks ahead for what is not due yet."""


def today(node: Node, limit: int) -> list[TodayItem]:
    """What is due, sorted by what hurts first; texts carry codes, never names."""
    items = [
        *_dangers(node, limit),
        *_waiting_contacts(node, limit),
        *_dues(node, limit),
        *_lapsing(node, limit),
        *cards_today(node, limit),
        *terms_today(node, limit),
        *today_items(node, limit),
        *practice_today(node, limit),
        *_apart(node),
    ]
    items.sort(key=lambda each: (each.urgency, each.when or date.max, each.text))
    return items[:limit]


def _dangers(node: Node, limit: int) -> list[TodayItem]:
    rows = node.rows(
        "SELECT c.id, c.code FROM casework_client c WHERE c.danger_tonight = 'yes'"
        f" AND +c.status = 'open' AND {LISTED} ORDER BY c.changed_at LIMIT :limit",
        {"limit": limit, **listed(node)},
    )
    return [
        TodayItem(
            node.today(),
            rules.DANGER,
            _("Case {code}").format(code=each["code"]),
            client_path(each["id"]),
            "danger",
        )
        for each in rows
    ]


CHANNEL_WORDS = {each.key: each.label for each in CHANNELS}


def _waiting_contacts(node: Node, limit: int) -> list[TodayItem]:
    items = []
    for each in contacts(node, limit=limit):
        channel = _(CHANNEL_WORDS.get(each["channel"], CONTACT.label))
        held = rules.day_of(each["held_at"])
        day = show_date(held) if held else ""
        in_danger = each["danger_tonight"] == "yes"
        text = _("{channel}, {day}: contact without a case")
        due = each["look_again_on"]
        items.append(
            TodayItem(
                rules.day_of(due),
                rules.DANGER if in_danger else rules.urgency(due, node.today()),
                text.format(day=day, channel=channel),
                contact_path(each["id"]),
                "contact",
            )
        )
    return items


DUE_WORDS = {
    "follow_up": N_("{code}: follow-up due {day}"),
    "step": N_("{code}: step due {day}"),
    "review": N_("{code}: review due {day}"),
}


def _dues(node: Node, limit: int) -> list[TodayItem]:
    last = (node.today() + timedelta(days=HORIZON_DAYS)).isoformat()
    rows = node.rows(
        "SELECT d.kind, d.due, c.id, c.code FROM casework_due d"
        " CROSS JOIN casework_client c ON c.id = d.client AND c.space = d.space"
        f" WHERE d.due <= :last AND c.status = 'open' AND {LISTED} ORDER BY d.due LIMIT :limit",
        {"last": last, "limit": limit, **listed(node)},
    )
    return [
        TodayItem(
            day,
            rules.urgency(each["due"], node.today()),
            _(DUE_WORDS[each["kind"]]).format(code=each["code"], day=show_date(day)),
            client_path(each["id"]),
            each["kind"],
        )
        for each in rows
        if (day := rules.day_of(each["due"]))
    ]


def _lapsing(node: Node, limit: int) -> list[TodayItem]:
    """Programmes about to lapse or lapsed; the text does not say that it is one."""
    last = (node.today() + timedelta(days=rules.LAPSE_WARNING_DAYS)).isoformat()
    rows = node.rows(
        "SELECT c.id, c.code, c.programme_until AS until FROM casework_client c"
        f" WHERE c.programme_until <= :last AND +c.status = 'open' AND {LISTED}"
        " ORDER BY c.programme_until LIMIT :limit",
        {"last": last, "limit": limit, **listed(node)},
    )
    return [
        TodayItem(
            day,
            rules.WAITING,
            _("{code}: an agreement with the client lapses on {day}; ask again").format(
                code=each["code"], day=show_date(day)
            ),
            client_path(each["id"]),
            "lapse",
        )
        for each in rows
        if (day := rules.day_of(each["until"]))
    ]


def _apart(node: Node) -> list[TodayItem]:
    """One line for all that is restricted and due: neither whose it is nor what it is."""
    found = apart(node, node.today() + timedelta(days=HORIZON_DAYS))
    if not found:
        return []
    text = ngettext_("{n} restricted thing is due", "{n} restricted things are due", len(found))
    first = min(found, key=lambda each: (not each.danger, each.due or ""))
    urgency = rules.DANGER if first.danger else rules.urgency(first.due, node.today())
    day = rules.day_of(first.due)
    return [TodayItem(day, urgency, text.format(n=len(found)), APART_PATH, "restricted")]
