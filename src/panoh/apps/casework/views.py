"""Typed reads of the casework projections: lists, Today, search, the month's tally.

Lists carry codes, never names; no list shows or filters by programme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from panoh.apps.casework import rules
from panoh.apps.casework.access.one import select
from panoh.apps.casework.records import ALL, CASE_CONTACT, CLIENT, CONTACT
from panoh.apps.casework.records.contact import CHANNELS
from panoh.core.app import Found, Row, TodayItem
from panoh.core.node import Node
from panoh.errors import WrongUsage
from panoh.words import N_, _
from panoh.words.dates import show_date

SQL = (Path(__file__).parent / "views.sql").read_text(encoding="utf-8")

HORIZON_DAYS = 3
"""How far Today looks ahead for what is not due yet."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list of cases."""

    id: str
    code: str
    status: str
    danger: bool
    next_due: str | None
    overdue: int
    needs: int  # present or easing
    strengths: int
    changed_at: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A month's own count, not for passing on: cells are small and nothing is suppressed."""

    month: str
    contacts: int
    people: int  # a group session counts its heads
    by: Mapping[str, Mapping[str, int]]  # channel, topic, district, sex, age_band → key → count


def client_path(record: str) -> str:
    return f"/client/{record}"


def contact_path(record: str) -> str:
    return f"/contact/{record}"


# ── cases ───────────────────────────────────────────────────────────────────────────────────


def cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[CaseLine]:
    """`status`: open, closed or all. Danger and overdue first, then by next due date."""
    where, params = _wanted(status, overdue, level, factor)
    today = node.today().isoformat()
    found = node.rows(
        f"""
        SELECT c.id, c.code, c.status, c.changed_at,
               c.status = 'open' AND c.danger_tonight IS 'yes' AS danger,
               d.next_due, COALESCE(d.overdue, 0) AS overdue,
               (SELECT count(*) FROM casework_need n WHERE n.client = c.id
                   AND n.kind = 'need' AND n.state IS NOT 'over') AS needs,
               (SELECT count(*) FROM casework_need n WHERE n.client = c.id
                   AND n.kind = 'strength' AND n.state IS NOT 'over') AS strengths
          FROM casework_client c {_DUES}
         WHERE {where}
         ORDER BY danger DESC, COALESCE(d.overdue, 0) > 0 DESC, d.next_due IS NULL, d.next_due,
                  c.changed_at DESC, c.code
         LIMIT :limit OFFSET :offset""",
        {**params, "today": today, "limit": limit, "offset": offset},
    )
    return [CaseLine(**{**each, "danger": bool(each["danger"])}) for each in found]


def count_cases(
    node: Node,
    *,
    status: str = "open",
    overdue: bool = False,
    level: str | None = None,
    factor: str | None = None,
) -> int:
    """How many cases `cases` would list without a limit."""
    where, params = _wanted(status, overdue, level, factor)
    dues = _DUES if overdue else ""
    if overdue:
        params["today"] = node.today().isoformat()
    found = node.rows(
        f"SELECT count(*) AS n FROM casework_client c {dues} WHERE {where}",
        params,
    )
    return int(found[0]["n"])


_DUES = """LEFT JOIN (
    SELECT client, min(due) AS next_due, sum(due < :today) AS overdue
      FROM casework_due GROUP BY client) d ON d.client = c.id AND c.status = 'open'"""


def _wanted(
    status: str, overdue: bool, level: str | None, factor: str | None
) -> tuple[str, dict[str, Any]]:
    parts, params = ["1"], dict[str, Any]()
    if status != "all":
        parts.append("c.status = :status")
        params["status"] = status
    if overdue:
        parts.append("d.overdue > 0")
    if level:
        parts.append(
            "EXISTS (SELECT 1 FROM casework_need n WHERE n.client = c.id AND n.level = :level"
            " AND n.state IS NOT 'over')"
        )
        params["level"] = level
    if factor:
        parts.append(
            "c.id IN (SELECT n.client FROM casework_need n WHERE n.factor = :factor"
            " AND n.state IS NOT 'over')"
        )
        params["factor"] = rules.searchable(factor)
    return " AND ".join(parts), params


# ── contacts ────────────────────────────────────────────────────────────────────────────────


def contacts(
    node: Node,
    *,
    state: str = "open",
    month: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Row]:
    """Contacts on the desk; `state`: open, done or all. Danger first, then look-again date."""
    parts, params = ["1"], list[Any]()
    if state != "all":
        parts.append("state = ?")
        params.append(state)
    if month:
        parts.append("held_at >= ? AND held_at < ?")
        params.extend(_month(month))
    order = (
        "ORDER BY state IS 'open' AND danger_tonight IS 'yes' DESC,"
        " state IS 'done', look_again_on IS NULL, look_again_on, held_at DESC, id LIMIT ? OFFSET ?"
    )
    return select(node, CONTACT, " AND ".join(parts), [*params, limit, offset], order)


def count_contacts(node: Node, *, state: str = "open") -> int:
    where, params = ("1", ()) if state == "all" else ("state = ?", (state,))
    sql = f"SELECT count(*) AS n FROM casework_contact WHERE {where}"
    return int(node.rows(sql, params)[0]["n"])


TALLIED = ("channel", "topic", "district", "sex", "age_band")


def month_tally(node: Node, month: str) -> Tally:
    """`month` as YYYY-MM; contacts on the desk and those attached to clients."""
    first, after = _month(month)
    span = "FROM casework_conversation WHERE held_at >= ? AND held_at < ?"
    total = node.rows(
        f"SELECT count(*) AS contacts, sum(COALESCE(head_count, 1)) AS people {span}",
        (first, after),
    )[0]
    by: dict[str, dict[str, int]] = {}
    for name in TALLIED:
        rows = node.rows(
            f"SELECT {name} AS key, count(*) AS n {span} GROUP BY 1 ORDER BY n DESC, 1",
            (first, after),
        )
        by[name] = {each["key"] or "": int(each["n"]) for each in rows}
    return Tally(month, int(total["contacts"]), int(total["people"] or 0), by)


def _month(month: str) -> tuple[str, str]:
    if not rules.is_month(month):
        raise WrongUsage(what=_("Write the month as year-month, such as 2026-11."))
    first = date.fromisoformat(month + "-01")
    return first.isoformat(), (first + timedelta(days=32)).replace(day=1).isoformat()


# ── Today ───────────────────────────────────────────────────────────────────────────────────


def today(node: Node, limit: int) -> list[TodayItem]:
    """What is due, sorted by what hurts first; texts carry codes, never names."""
    items = [
        *_dangers(node, limit),
        *_waiting_contacts(node, limit),
        *_dues(node, limit),
        *_lapsing(node, limit),
    ]
    items.sort(key=lambda each: (each.urgency, each.when or date.max, each.text))
    return items[:limit]


def _dangers(node: Node, limit: int) -> list[TodayItem]:
    rows = node.rows(
        "SELECT id, code FROM casework_client WHERE danger_tonight = 'yes' AND status = 'open'"
        " ORDER BY changed_at LIMIT ?",
        (limit,),
    )
    return [
        TodayItem(
            node.today(),
            rules.DANGER,
            _("{code}: danger tonight").format(code=each["code"]),
            client_path(each["id"]),
            "danger",
        )
        for each in rows
    ]


_CHANNEL_WORDS = {each.key: each.label for each in CHANNELS}


def _waiting_contacts(node: Node, limit: int) -> list[TodayItem]:
    items = []
    for each in contacts(node, limit=limit):
        channel = _(_CHANNEL_WORDS.get(each["channel"], ""))
        day = show_date(date.fromisoformat(each["held_at"][:10]))
        in_danger = each["danger_tonight"] == "yes"
        text = (
            _("Contact without a case, {day}, {channel}: danger tonight")
            if in_danger
            else _("Contact without a case, {day}, {channel}")
        )
        due = each["look_again_on"]
        items.append(
            TodayItem(
                date.fromisoformat(due) if due else None,
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
        " JOIN casework_client c ON c.id = d.client"
        " WHERE d.due <= ? AND c.status = 'open' ORDER BY d.due, c.code LIMIT ?",
        (last, limit),
    )
    return [
        TodayItem(
            date.fromisoformat(each["due"]),
            rules.urgency(each["due"], node.today()),
            _(DUE_WORDS[each["kind"]]).format(
                code=each["code"], day=show_date(date.fromisoformat(each["due"]))
            ),
            client_path(each["id"]),
            each["kind"],
        )
        for each in rows
    ]


def _lapsing(node: Node, limit: int) -> list[TodayItem]:
    """Programmes about to lapse or lapsed; the text does not say that it is one."""
    last = (node.today() + timedelta(days=rules.LAPSE_WARNING_DAYS)).isoformat()
    rows = node.rows(
        "SELECT id, code, programme_until AS until FROM casework_client"
        " WHERE programme_until <= ? AND status = 'open' ORDER BY programme_until LIMIT ?",
        (last, limit),
    )
    return [
        TodayItem(
            date.fromisoformat(each["until"]),
            rules.WAITING,
            _("{code}: an agreement with the client lapses on {day}; ask again").format(
                code=each["code"], day=show_date(date.fromisoformat(each["until"]))
            ),
            client_path(each["id"]),
            "lapse",
        )
        for each in rows
    ]


# ── search ──────────────────────────────────────────────────────────────────────────────────

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
    return list(found.values())[:MOST_FOUND]


_SEARCHED = tuple(each.table for each in ALL if any(field.search for field in each.fields))
_PHONES = ((CLIENT, "phone"), (CLIENT, "phone_other"), (CONTACT, "phone"), (CASE_CONTACT, "phone"))
_LEAST_DIGITS = 4


def _by_phone(node: Node, wanted: str) -> list[tuple[str, str]]:
    """A number typed with other signs, or without the country, than it was kept with."""
    digits = re.sub(r"\D", "", wanted)
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
    if table == CONTACT.table:
        rows = select(node, CONTACT, "id = ?", (record,))
        return _contact_found(rows[0], wanted) if rows else None
    if table == CLIENT.table:
        rows = select(node, CLIENT, "id = ?", (record,))
        return _client_found(rows[0], _reason(rows[0], wanted)) if rows else None
    rows = node.rows(
        "SELECT c.id, c.code, c.status FROM casework_client c"
        f" JOIN {table} r ON c.id = r.client WHERE r.id = ?",
        (record,),
    )
    return _client_found(rows[0], _(_LABELS[table])) if rows else None


def _client_found(row: Row, reason: str) -> Found:
    status = _("Open") if row["status"] == "open" else _("Closed")
    return Found(row["code"], status, client_path(row["id"]), reason)


def _contact_found(row: Row, wanted: str) -> Found:
    day = show_date(date.fromisoformat(row["held_at"][:10]))
    return Found(
        _("Contact without a case, {day}").format(day=day),
        _(_CHANNEL_WORDS.get(row["channel"], "")),
        contact_path(row["id"]),
        _reason(row, wanted),
    )


def _reason(row: Row, wanted: str) -> str:
    plain = re.sub(r"[\W_]", "", wanted).upper()
    if plain and str(row.get("code", "")).replace("-", "").startswith(plain):
        return _("Code")
    digits = "".join(each for each in plain if each.isdigit())
    phones = [row.get("phone"), row.get("phone_other")]
    if digits == plain and any(digits in re.sub(r"\D", "", each) for each in phones if each):
        return _("Phone")
    return _("Name")
