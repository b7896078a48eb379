"""What the vault itself asks of its person, for Today: never about a client."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from panoh.core import recovery, schedule
from panoh.core.app import TodayItem
from panoh.errors import PanohError
from panoh.words import _

if TYPE_CHECKING:
    from panoh.core.node import Node

_FIRST, _OPEN = 1, 3
"""Urgencies as the apps count them: overdue, open."""
RECOVERY_PATH = "/recovery"
BACKUP_PATH = "/backup"


def items(node: Node) -> list[TodayItem]:
    """Requests to recover a vault first: who did not expect one has until the wait is over."""
    found = []
    me = node.person.id
    mine = {each.owner for each in recovery.held_for_others(node)}
    for each in recovery.requests(node):
        if each.over:
            continue
        if each.owner == me:
            text = _("Somebody asks your trustees to open your vault. If it was not you, stop it.")
        elif each.owner in mine:
            text = _("Your share of a colleague's vault is asked for. Meet them before you answer.")
        else:
            text = _("Somebody asks to recover a colleague's vault.")
        found.append(_item(node, text, _FIRST, "recovery"))
    plan = schedule.of(node)
    if plan is not None and (plan.failed or plan.is_late(node.now().replace(tzinfo=None))):
        text = _("The copy that should be made by itself was not made.")
        found.append(TodayItem(node.today(), _FIRST, text, BACKUP_PATH, "backup"))
    try:
        standing = recovery.standing(node)
    except PanohError:
        found.append(_item(node, _("The plan of your trustees does not read."), _FIRST, "trustees"))
        return found
    if standing is not None and standing.unfinished:
        text = _("Shares for your trustees are to be given out again.")
        found.append(_item(node, text, _FIRST, "trustees"))
    elif standing is not None and standing.due:
        found.append(_item(node, _("The yearly drill with your trustees is due."), _OPEN, "drill"))
    return found


def _item(node: Node, text: str, urgency: int, kind: str) -> TodayItem:
    today: date = node.today()
    return TodayItem(today if urgency == _FIRST else None, urgency, text, RECOVERY_PATH, kind)
