"""Guidance cards on Today and in search: what is due for review, and whom a change concerns."""

from __future__ import annotations

from datetime import date, timedelta

from panoh.apps.casework import access, rules, rules_card
from panoh.apps.casework.records.card import CARD_TEXT, TOPICS
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.apps.casework.views.paths import card_path, client_path
from panoh.core.app import Found, TodayItem
from panoh.core.node import Node
from panoh.errors import NotFound
from panoh.words import _
from panoh.words.dates import show_date

TOPIC_WORDS = {each.key: each.label for each in TOPICS}


def cards_today(node: Node, limit: int) -> list[TodayItem]:
    """Cases whose card has changed, and cards that are past their review or soon will be."""
    return [*_again(node, limit), *_reviews(node, limit)]


def _again(node: Node, limit: int) -> list[TodayItem]:
    rows = node.rows(
        "SELECT DISTINCT c.id, c.code FROM casework_card_again a"
        " JOIN casework_client c ON c.id = a.client"
        f" WHERE a.restricted IS NULL AND c.status = 'open' AND {LISTED}"
        " ORDER BY c.code LIMIT :limit",
        {**listed(node), "limit": limit},
    )
    return [
        TodayItem(
            node.today(),
            rules.DUE_TODAY,
            _("{code}: a guidance card given here has changed").format(code=each["code"]),
            client_path(each["id"]) + "#cards",
            "card",
        )
        for each in rows
    ]


def _reviews(node: Node, limit: int) -> list[TodayItem]:
    last = (node.today() + timedelta(days=rules_card.WARN_DAYS)).isoformat()
    rows = node.rows(
        "SELECT c.id, c.topic, c.review_due FROM casework_card c WHERE c.review_due <= ?"
        " AND NOT EXISTS (SELECT 1 FROM casework_card s WHERE s.supersedes = c.id)"
        " ORDER BY c.review_due LIMIT ?",
        (last, limit),
    )
    return [
        TodayItem(day, _urgency(node, day), _words(node, day, each["topic"]),
                  card_path(each["id"]), "card_review")
        for each in rows
        if (day := rules.day_of(each["review_due"]))
    ]  # fmt: skip


def _urgency(node: Node, day: date) -> int:
    return rules.OVERDUE if day < node.today() else rules.SOON


def _words(node: Node, day: date, topic: str) -> str:
    text = (
        _("Card “{topic}” is past its review and shows contacts only")
        if day < node.today()
        else _("Card “{topic}”: review due {day}")
    )
    return text.format(topic=_(TOPIC_WORDS.get(topic, topic)), day=show_date(day))


def card_found(node: Node, table: str, record: str) -> Found | None:
    """A card found by its title, country, audience or helpers; never by what may be withheld."""
    try:
        if table == CARD_TEXT.table:
            record = access.card_text(node, record)["card"]
        held = access.whole(node, record)
    except NotFound:
        return None
    standing = rules_card.STANDING_WORDS[held.row["standing"]]
    detail = _(standing)
    return Found(held.title, detail, card_path(held.row["id"]), _("Guidance card"))
