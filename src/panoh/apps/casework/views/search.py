"""Codes, names, phones and notes; a result shows a code and why it was found, no name."""

from __future__ import annotations

import re
from dataclasses import replace

from panoh.apps.casework import rules
from panoh.apps.casework.access.one import select
from panoh.apps.casework.access.shown import hides, is_hidden
from panoh.apps.casework.records import ALL, CARD, CARD_TEXT, CASE_CONTACT, CLIENT, CONTACT
from panoh.apps.casework.views import names
from panoh.apps.casework.views.cards import card_found
from panoh.apps.casework.views.paths import client_path, contact_path
from panoh.apps.casework.views.today import CHANNEL_WORDS
from panoh.core.app import Found, Row
from panoh.core.node import Node
from panoh.words import _
from panoh.words.dates import show_date

MOST_FOUND = 50
_LABELS = {each.table: each.label for each in ALL}


def search(node: Node, query: str) -> list[Found]:
    """Codes, names, phones, notes. A result shows the code and why it was found, no name."""
    wanted = query.strip()
    if not wanted:
        return []
    found: dict[tuple[str, str], Found] = {}
    code = rules.read_code(wanted)
    if code:
        for row in select(node, CLIENT, "code = ?", (code,)):
            by_code = _client_found(row, _("Code"))
            found[by_code.link, by_code.reason] = by_code
    pairs = [(hit.type, hit.record) for hit in node.find_text(wanted, _SEARCHED, MOST_FOUND)]
    for table, record in dict.fromkeys([*pairs, *_by_phone(node, wanted)]):
        one = _result(node, table, record, wanted)
        if one is not None:
            found.setdefault((one.link, one.reason), one)
    shown = {link for link, _reason in found}
    for hit, why in names.by_name(node, wanted):
        one = _result(node, hit.type, hit.record, wanted)
        if one is not None and one.link not in shown:
            shown.add(one.link)
            found[one.link, why] = replace(one, reason=why)
    return list(found.values())[:MOST_FOUND]


_SEARCHED = tuple(each.table for each in ALL if any(field.search for field in each.fields))
_PHONES = ((CLIENT, "phone"), (CLIENT, "phone_other"), (CONTACT, "phone"), (CASE_CONTACT, "phone"))
_LEAST_DIGITS = 4


def _number(typed: str) -> str:
    """The digits that do not depend on where somebody dials: 8 916 and +7 916 are one number."""
    digits = re.sub(r"\D", "", typed).lstrip("0")
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits


def _by_phone(node: Node, wanted: str) -> list[tuple[str, str]]:
    """A number typed with other signs, or without the country, than it was kept with."""
    digits = _number(wanted)
    if len(digits) < _LEAST_DIGITS or re.search(r"[^\d\s()+./\-]", wanted):
        return []
    found: list[tuple[str, str]] = []
    for rtype, name in _PHONES:
        bare = name
        for sign in " -()+./":
            bare = f"replace({bare}, '{sign}', '')"
        rows = node.rows(
            f"SELECT id FROM {rtype.table} WHERE {name} IS NOT NULL AND instr({bare}, ?) LIMIT ?",
            (digits, MOST_FOUND),
        )
        found += [(rtype.table, each["id"]) for each in rows]
    return found


def _result(node: Node, table: str, record: str, wanted: str) -> Found | None:
    if table in (CARD.table, CARD_TEXT.table):
        return card_found(node, table, record)
    if table == CONTACT.table:
        rows = select(node, CONTACT, "id = ?", (record,))
        return _contact_found(rows[0], wanted) if rows else None
    if table == CLIENT.table:
        rows = select(node, CLIENT, "id = ?", (record,))
        if not rows or is_hidden(node, rows[0]):
            return None  # a child's case is reached by its whole code alone
        return _client_found(rows[0], _reason(rows[0], wanted))
    rows = node.rows(
        "SELECT c.id, c.code, c.status, r.space FROM casework_client c"
        f" JOIN {table} r ON c.id = r.client JOIN casework_space s ON s.space = r.space"
        " AND s.main = c.space WHERE r.id = ?",
        (record,),
    )
    if not rows or hides(node, rows[0]["id"], rows[0]["space"]):
        return None  # to be found by it would tell what is hidden
    return _client_found(rows[0], _(_LABELS[table]))


def _client_found(row: Row, reason: str) -> Found:
    status = _("Open") if row["status"] == "open" else _("Closed")
    return Found(row["code"], status, client_path(row["id"]), reason)


def _contact_found(row: Row, wanted: str) -> Found:
    day = rules.day_of(row["held_at"])
    return Found(
        _("Contact without a case, {day}").format(day=show_date(day) if day else ""),
        _(CHANNEL_WORDS.get(row["channel"], "")),
        contact_path(row["id"]),
        _reason(row, wanted),
    )


def _reason(row: Row, wanted: str) -> str:
    plain = re.sub(r"[\W_]", "", wanted).upper()
    if plain and str(row.get("code", "")).replace("-", "").startswith(plain):
        return _("Code")
    digits = _number(wanted)
    phones = [row.get("phone"), row.get("phone_other")]
    kept = [re.sub(r"\D", "", each) for each in phones if each]
    if digits and plain.isdigit() and any(digits in each for each in kept):
        return _("Phone")
    return _("Name")
