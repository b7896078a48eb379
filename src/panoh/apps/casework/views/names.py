"""Clients and contacts by a name however it is spelled, and who may be the same person.

Candidates with the reason for each. Nothing is merged, and what somebody found not to be the same
person is not shown again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.casework.records import ALL, CLIENT
from panoh.apps.casework.records.common import AGE_BANDS
from panoh.apps.casework.views.listed import LISTED, listed
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.views.names import NameHit, is_name
from panoh.lexicon.names import explain, may_be_one, places
from panoh.lexicon.names.ranking import contained
from panoh.words import N_, _

LIKE = 0.8
"""A name less like the text than this is not shown in a search."""
PERHAPS_SAME = 0.84
"""A name less like another than this is no reason to ask whether two clients are one."""
_AGES = [each.key for each in AGE_BANDS]
_SEXES = {"woman", "man"}
_PEOPLE = ((CLIENT.table, "goes_by"), (CLIENT.table, "names"))
_PLACES = ((CLIENT.table, "district"),)
_OWN = tuple((each.table, field.name) for each in ALL for field in each.fields if is_name(field))
"""Other apps index names too, of services for one, and find them themselves."""
_MOST = 8
_LEAST_DIGITS = 7
_PHONE = N_("the same phone number")


@dataclass(frozen=True, slots=True)
class Alike:
    """Another client who may be the same person, and why; a candidate, never a verdict."""

    client: str
    code: str
    reasons: tuple[str, ...]
    likeness: float


def by_name(node: Node, text: str) -> list[tuple[NameHit, str]]:
    """Records with a name or place like `text`, each with the reason in words."""
    found = [
        (hit, _why(text, hit))
        for hit in node.find_names(text, _OWN, begun=True)
        if hit.likeness >= LIKE or contained(text, hit.form, begun=True) >= PERHAPS_SAME
    ]
    for place, names in places.other_names(text).items():
        why = _(places.RENAMED).format(name=place)
        found += [(hit, why) for hit in node.names_sounding(names, _PLACES)]
    return found


def _why(text: str, hit: NameHit) -> str:
    return _("Name: {why}").format(
        why=", ".join(_(each) for each in explain(text, hit.form, begun=True).reasons)
    )


def alike(
    node: Node,
    names: Iterable[str],
    phones: Sequence[str] = (),
    but: str = "",
    about: Mapping[str, Any] | None = None,
) -> list[Alike]:
    """Clients who may be the one with these names or phones, the likeliest first. `about`: what is
    known of sex and age; who differs in them is asked about for the same phone only."""
    reasons: dict[str, list[str]] = {}
    likeness: dict[str, float] = {}
    for name in dict.fromkeys(each for each in names if each.strip()):
        for hit in node.find_names(name, _PEOPLE, limit=_MOST * 3):
            if hit.likeness < PERHAPS_SAME or not may_be_one(name, hit.form):
                continue
            why = ", ".join(_(each) for each in explain(name, hit.form).reasons)
            reasons.setdefault(hit.record, []).append(why)
            likeness[hit.record] = max(likeness.get(hit.record, 0.0), hit.likeness)
    differ = _differing(node, reasons, about or {})
    reasons = {record: why for record, why in reasons.items() if record not in differ}
    likeness = {record: likeness[record] for record in reasons}
    for record in _with_phone(node, phones):
        reasons.setdefault(record, []).append(_(_PHONE))
        likeness[record] = likeness.get(record, 0.0) + 1.0
    known = _apart(node, but)
    codes = _codes(node, reasons)
    found = [
        Alike(record, codes[record], tuple(dict.fromkeys(why)), likeness[record])
        for record, why in reasons.items()
        if record != but and record not in known and record in codes
    ]
    return sorted(found, key=lambda each: (-each.likeness, each.code))[:_MOST]


def alike_client(node: Node, row: Row) -> list[Alike]:
    """Other clients who may be this one."""
    called = [row["goes_by"] or "", *row["names"]]
    phones = [row["phone"] or "", row["phone_other"] or ""]
    return alike(node, called, phones, row["id"], row)


def alike_rows(
    node: Node, rows: Sequence[tuple[int, Mapping[str, Any]]], told: Callable[[int, int], None]
) -> list[tuple[int, Alike]]:
    """Of rows of a list, by their numbers, those that may be a client who is here already, each
    with the likeliest one. About 10 ms a row in a vault of a thousand clients."""
    if not node.rows("SELECT 1 AS held FROM casework_client LIMIT 1"):
        return []
    found = []
    for done, (number, values) in enumerate(rows, 1):
        called = [str(values.get("goes_by") or ""), *(values.get("names") or ())]
        phones = [str(values.get(name) or "") for name in ("phone", "phone_other")]
        found += [(number, each) for each in alike(node, called, phones, about=values)[:1]]
        told(done, len(rows))
    return found


def _differing(node: Node, records: Iterable[str], about: Mapping[str, Any]) -> set[str]:
    """Of these clients, those of whom another sex is kept, or an age two steps away or more: one
    step passes with the years. What is not known or was not told says nothing."""
    sex, age = about.get("sex"), about.get("age_band")
    if sex not in _SEXES and age not in _AGES:
        return set()
    rows = node.rows(
        f"SELECT id, sex, age_band FROM {CLIENT.table}"
        " WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(list(records))},
    )
    found = set()
    for row in rows:
        other_sex = {sex, row["sex"]} == _SEXES
        ages = [_AGES.index(each) for each in (age, row["age_band"]) if each in _AGES]
        if other_sex or (len(ages) > 1 and abs(ages[0] - ages[1]) > 1):
            found.add(row["id"])
    return found


def _with_phone(node: Node, phones: Sequence[str]) -> list[str]:
    digits = {re.sub(r"\D", "", each)[-_LEAST_DIGITS - 2 :] for each in phones if each}
    wanted = [each for each in digits if len(each) >= _LEAST_DIGITS]
    found: list[str] = []
    for each in wanted:
        for name in ("phone", "phone_other"):
            bare = name
            for sign in " -()+./":
                bare = f"replace({bare}, '{sign}', '')"
            rows = node.rows(
                f"SELECT id FROM {CLIENT.table} WHERE {name} IS NOT NULL AND instr({bare}, ?)",
                (each,),
            )
            found += [row["id"] for row in rows]
    return list(dict.fromkeys(found))


def _apart(node: Node, client: str) -> frozenset[str]:
    rows = node.rows(
        "SELECT first, second FROM casework_apart WHERE first = ? OR second = ?", (client, client)
    )
    return frozenset(row[name] for row in rows for name in ("first", "second")) - {client}


def _codes(node: Node, records: Iterable[str]) -> dict[str, str]:
    """Codes of those clients that stand in lists: a child's case is not told of."""
    rows = node.rows(
        "SELECT c.id, c.code FROM casework_client c"
        f" WHERE c.id IN (SELECT value FROM json_each(:ids)) AND {LISTED}",
        {**listed(node), "ids": json.dumps(list(records))},
    )
    return {row["id"]: str(row["code"]) for row in rows}
