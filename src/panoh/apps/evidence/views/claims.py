"""Claims: lists with filters, search, what is known of a factor, what happened when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.views.figures import Shown, differing, of_claims
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.lexicon.letters import fold

MOST_FOUND = 200
_WORD = re.compile(r"\w+")


def _where(
    kind: str | None, source: str | None, factor: str | None, speaker: str | None
) -> tuple[str, list[Any]]:
    parts, params = ["1"], list[Any]()
    for column, value in (("kind", kind), ("source", source), ("says", speaker)):
        if value:
            parts.append(f"{column} = ?")
            params.append(value)
    if factor:
        parts.append("(factor_from = ? OR factor_to = ? OR factors LIKE ?)")
        params += [factor, factor, f'%"{factor}"%']
    return " AND ".join(parts), params


def claims(
    node: Node,
    *,
    kind: str | None = None,
    source: str | None = None,
    factor: str | None = None,
    speaker: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Row]:
    """Claims in the order of their ids; those of packs first, by their row ids."""
    where, params = _where(kind, source, factor, speaker)
    return access.select(
        node, records.CLAIM, where, [*params, limit, offset],
        "ORDER BY pack = '', pack, ref LIMIT ? OFFSET ?",
    )  # fmt: skip


def count_claims(node: Node, **filters: str | None) -> int:
    access.mount(node)
    given = {"kind": None, "source": None, "factor": None, "speaker": None, **filters}
    where, params = _where(**given)
    sql = f"SELECT count(*) AS n FROM temp.evidence_all_claim WHERE {where}"
    return int(node.rows(sql, params)[0]["n"])


def found(node: Node, query: str, limit: int = MOST_FOUND) -> list[Row]:
    """Claims and practices that hold every word, each as a beginning; own ones first."""
    words = _WORD.findall(query)[:12]
    if not words:
        return []
    access.mount(node)
    own = node.find_text(
        query, (records.CLAIM.table, records.PRACTICE.table, records.SOURCE.table), limit
    )
    pairs = [(each.type, each.record) for each in own]
    match = " AND ".join(f'"{word}"*' for word in (*words,))
    folded = " AND ".join(f'"{word}"*' for word in _WORD.findall(fold(query))) or match
    sql = (
        "SELECT type, record FROM temp.evidence_words WHERE evidence_words MATCH ?"
        " ORDER BY rowid LIMIT ?"
    )
    rows = node.rows(sql, (f"words : (({match}) OR ({folded}))", limit))
    pairs += [(each["type"], each["record"]) for each in rows]
    by_type: dict[str, list[str]] = {}
    for table, record in pairs:
        by_type.setdefault(table, []).append(record)
    listed: list[Row] = []
    for rtype in (records.CLAIM, records.PRACTICE, records.SOURCE):
        ids = list(dict.fromkeys(by_type.get(rtype.table, [])))[:limit]
        if ids:
            marks = ", ".join("?" * len(ids))
            listed += access.select(node, rtype, f"id IN ({marks})", ids, "ORDER BY pack = '', ref")
    return listed[:limit]


def status_of(node: Node, rows: Iterable[Row]) -> dict[str, str]:
    """How each claim stands: what the person last said of it, else what the claim itself says."""
    stands = {each["id"]: each.get("status") or "draft" for each in rows}
    abouts = {about_of(each): each["id"] for each in rows}
    if abouts:
        marks = ", ".join("?" * len(abouts))
        said = node.rows(
            f"SELECT about, stance FROM main.evidence_remark WHERE about IN ({marks})"
            " AND stance <> 'note' ORDER BY created_at, id",
            list(abouts),
        )
        stands.update({abouts[each["about"]]: each["stance"] for each in said})
    return stands


def about_of(row: Row) -> str:
    """What a remark is kept under: outlives a new version of a pack."""
    return f"{row['pack']}:{row['ref']}" if row["pack"] else str(row["id"])


def remarks(node: Node, about: str) -> list[Row]:
    return access.select(node, records.REMARK, "about = ?", (about,), "ORDER BY created_at, id")


@dataclass(frozen=True, slots=True)
class Factor:
    """What is known about one factor, and what is not."""

    id: str
    label: str
    claims: list[Row]
    figures: list[Row]
    practices: list[Row]
    findings: dict[str, list[Row]]  # by practice id
    disagreements: list[Shown]
    gaps: list[str]  # no_claim, no_figure, no_practice, no_graded


def about_factor(node: Node, factor: str, limit: int = 200) -> Factor:
    """Everything in the ledger that names this factor."""
    held = claims(node, factor=factor, limit=limit)
    practices = access.select(
        node, records.PRACTICE, "factors LIKE ?", (f'%"{factor}"%',), "ORDER BY pack = '', ref"
    )
    findings = {
        each["id"]: access.select(
            node, records.FINDING, "practice = ?", (each["id"],), "ORDER BY ref"
        )
        for each in practices
    }
    numbers = of_claims(node, [each["id"] for each in held])
    keys = {each["key"] for each in numbers if each["key"]}
    graded = [f for group in findings.values() for f in group if f["state"] == "assessed"]
    gaps = [
        name
        for name, there in (
            ("no_claim", held),
            ("no_figure", numbers),
            ("no_practice", practices),
            ("no_graded", graded),
        )
        if not there
    ]
    return Factor(
        factor, access.factor_label(node, factor), held, numbers, practices, findings,
        differing(node, keys=keys) if keys else [], gaps,
    )  # fmt: skip


def factors_used(node: Node) -> list[tuple[str, str, int]]:
    """Factors that claims or practices name: id, what it is called, how often."""
    access.mount(node)
    rows = node.rows(
        "SELECT value AS factor, count(*) AS n FROM ("
        " SELECT j.value FROM temp.evidence_all_claim c, json_each(c.factors) j"
        "  WHERE c.factors IS NOT NULL"
        " UNION ALL"
        " SELECT j.value FROM temp.evidence_all_practice p, json_each(p.factors) j"
        "  WHERE p.factors IS NOT NULL"
        ") GROUP BY value ORDER BY value"
    )
    return [
        (each["factor"], access.factor_label(node, each["factor"]), int(each["n"])) for each in rows
    ]


def timeline(node: Node, *, limit: int = 200, offset: int = 0) -> list[Row]:
    """Claims that say when, oldest first."""
    return access.select(
        node, records.CLAIM, "period_start IS NOT NULL OR period_end IS NOT NULL",
        (limit, offset), "ORDER BY COALESCE(period_start, period_end), ref LIMIT ? OFFSET ?",
    )  # fmt: skip
