"""What colleagues ask of each other, on Today: cases to keep or to hand over, second looks."""

from __future__ import annotations

from datetime import timedelta

from panoh.apps.casework import rules
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.apps.casework.views.paths import CASELOAD_PATH, client_path, look_path
from panoh.core.app import Row, TodayItem
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.words import N_, _

APPROVED_DAYS, RETURNED_DAYS = 3, 14
"""So long an answer stands on Today of both; what was given back until it is asked anew."""

ASKED_WORDS = {
    "assessment": N_("{code}: you are asked to look over needs and strengths"),
    "plan": N_("{code}: you are asked to look over the plan"),
    "referral": N_("{code}: you are asked to look over a referral"),
    "closure": N_("{code}: you are asked to look over the closing"),
}
WAITING_WORDS = {
    "assessment": N_("{code}: a colleague is asked to look over needs and strengths"),
    "plan": N_("{code}: a colleague is asked to look over the plan"),
    "referral": N_("{code}: a colleague is asked to look over a referral"),
    "closure": N_("{code}: a colleague is asked to look over the closing"),
}
APPROVED_WORDS = {
    "assessment": N_("{code}: needs and strengths were approved"),
    "plan": N_("{code}: the plan was approved"),
    "referral": N_("{code}: a referral was approved"),
    "closure": N_("{code}: the closing was approved"),
}
RETURNED_WORDS = {
    "assessment": N_("{code}: needs and strengths were given back with a word to it"),
    "plan": N_("{code}: the plan was given back with a word to it"),
    "referral": N_("{code}: a referral was given back with a word to it"),
    "closure": N_("{code}: the closing was given back with a word to it"),
}


def practice_today(node: Node, limit: int) -> list[TodayItem]:
    """Codes only; whom it is about stands in the case."""
    return [*_second_looks(node, limit), *_assigned(node, limit), *_to_hand_over(node, limit)]


def _second_looks(node: Node, limit: int) -> list[TodayItem]:
    """Of those asked by this person or of this person: the open ones, and fresh answers."""
    rows = node.rows(
        "SELECT l.id, l.what, l.asked_of, c.code, a.verdict, a.created_at AS answered,"
        " d.person AS asked_by FROM casework_second_look l"
        " JOIN casework_client c ON c.id = l.client AND c.space = l.space"
        " JOIN device d ON d.no = l.created_by"
        " LEFT JOIN casework_second_look_answer a ON a.request = l.id AND a.space = l.space"
        "  AND EXISTS (SELECT 1 FROM device e WHERE e.no = a.created_by"
        "   AND lower(hex(e.person)) = l.asked_of)"
        f" WHERE (l.asked_of = :me OR d.person = :own) AND {LISTED}"
        " AND NOT EXISTS (SELECT 1 FROM casework_second_look n WHERE n.client = l.client"
        "  AND n.space = l.space AND n.what = l.what AND (n.created_at, n.id) >"
        "  (l.created_at, l.id))"
        " AND (a.id IS NULL OR a.created_at >= :since) ORDER BY l.created_at LIMIT :limit",
        {
            **listed(node),
            "me": node.person.id.hex(),
            "own": node.person.id,
            "since": (node.today() - timedelta(days=RETURNED_DAYS)).isoformat(),
            "limit": limit,
        },
    )
    return [each for row in rows if (each := _second_look(node, row))]


def _second_look(node: Node, row: Row) -> TodayItem | None:
    asked = row["asked_of"] == node.person.id.hex()
    if row["verdict"] is None:
        words, urgency = (ASKED_WORDS, rules.WAITING) if asked else (WAITING_WORDS, rules.SOON)
    elif row["verdict"] == "approved":
        if row["answered"] < (node.today() - timedelta(days=APPROVED_DAYS)).isoformat():
            return None
        words, urgency = APPROVED_WORDS, rules.SOON
    else:
        words, urgency = RETURNED_WORDS, rules.SOON if asked else rules.WAITING
    text = _(words.get(row["what"], words["plan"])).format(code=row["code"])
    return TodayItem(None, urgency, text, look_path(row["id"]), "second_look")


def _assigned(node: Node, limit: int) -> list[TodayItem]:
    """Cases that this person is to keep, and that have not been handed over yet."""
    rows = node.rows(
        "SELECT DISTINCT l.code FROM casework_caseload l WHERE l.keeper = ? AND l.status = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM casework_client c WHERE c.code = l.code)"
        " ORDER BY l.code LIMIT ?",
        (node.person.id.hex(), limit),
    )
    text = _("{code}: you are to keep this case; it has not been handed over to you yet")
    return [
        TodayItem(None, rules.WAITING, text.format(code=each["code"]), CASELOAD_PATH, "assigned")
        for each in rows
    ]


def _to_hand_over(node: Node, limit: int) -> list[TodayItem]:
    """Own cases that a colleague is to keep who is not in them yet."""
    rows = node.rows(
        "SELECT c.id, c.code, c.space, l.keeper FROM casework_caseload l"
        " JOIN casework_client c ON c.code = l.code AND c.status = 'open'"
        f" WHERE (l.keeper < :me OR l.keeper > :me) AND {LISTED} ORDER BY l.code LIMIT :limit",
        {**listed(node), "me": node.person.id.hex(), "limit": limit},
    )
    text = _("{code}: a colleague is to keep this case; hand it over")
    return [
        TodayItem(
            None,
            rules.WAITING,
            text.format(code=each["code"]),
            client_path(each["id"]),
            "hand_over",
        )
        for each in rows
        if _hands_over(node, each)
    ]


def _hands_over(node: Node, row: Row) -> bool:
    members = node.spaces.state(node.spaces.row_of(row["space"])).members
    manages = members.get(node.person.id) is Role.MANAGER
    return manages and row["keeper"] not in {each.hex() for each in members}
