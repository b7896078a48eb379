"""Closed cases whose time is nearly over, and those that went, on Today."""

from __future__ import annotations

from datetime import timedelta

from panoh.apps.casework import access, rules, rules_term
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.apps.casework.views.paths import ERASED_PATH, client_path
from panoh.core.app import TodayItem
from panoh.core.node import Node
from panoh.words import _
from panoh.words.dates import show_date

TOLD_DAYS = 30
"""So long Today says which cases went because their time was over."""


def terms_today(node: Node, limit: int) -> list[TodayItem]:
    """What will be erased unless somebody says why not, and what was, by code."""
    return [*_ending(node, limit), *_ended(node, limit)]


def _ending(node: Node, limit: int) -> list[TodayItem]:
    last = (node.today() + timedelta(days=rules_term.NOTICE_DAYS)).isoformat()
    rows = node.rows(
        f"SELECT c.id, c.code, {LISTED} AS listed FROM casework_term t"
        " JOIN casework_client c ON c.id = t.client"
        " WHERE c.status = 'closed' AND t.keep_until <= :last ORDER BY t.keep_until LIMIT :limit",
        {**listed(node), "last": last, "limit": limit},
    )
    items = []
    for each in rows:
        term = access.term(node, each["id"])
        if term is None:
            continue
        if each["listed"]:
            text = _("{code}: closed, will be erased on {day} unless you keep it longer")
        else:  # a child's case must not go unnoticed either
            text = _("A restricted case: closed, will be erased on {day} unless you keep it longer")
        items.append(
            TodayItem(
                term.goes_on,
                rules.WAITING if term.goes_on > node.today() else rules.DUE_TODAY,
                text.format(code=each["code"], day=show_date(term.goes_on)),
                client_path(each["id"]) + "/term",
                "term",
            )
        )
    return items


def _ended(node: Node, limit: int) -> list[TodayItem]:
    since = (node.today() - timedelta(days=TOLD_DAYS)).isoformat()
    rows = node.rows(
        "SELECT code, erased_on FROM casework_erased_case"
        " WHERE by_term = 1 AND erased_on >= ? ORDER BY erased_on DESC LIMIT ?",
        (since, limit),
    )
    return [
        TodayItem(
            day,
            rules.SOON,
            _("{code}: erased on {day}, its time was over").format(
                code=each["code"], day=show_date(day)
            ),
            ERASED_PATH,
            "erased",
        )
        for each in rows
        if (day := rules.day_of(each["erased_on"]))
    ]
