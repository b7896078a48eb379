"""Figures, and where they stand against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.evidence import access, records
from panoh.apps.evidence.rules import disagree
from panoh.apps.evidence.rules.figures import Figure, differences, figure, plain
from panoh.apps.evidence.rules.figures import key as key_of
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.lexicon.letters import fold
from panoh.words import N_

AT_ONCE = 500


KIND_WORDS = {
    "agrees": N_("They agree"),
    "one-origin": N_("One origin, repeated"),
    "later-count": N_("A later count"),
    "range-overlap": N_("Different, and both may hold"),
    "definition": N_("Counted differently"),
    "arithmetic": N_("Does not add up"),
    "unresolved": N_("Not explained"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A disagreement with the rows it is about. `remark` is the key a note is kept under."""

    kind: str
    measure: str
    rows: list[Row]  # figures, or claims for rival accounts
    refs: list[str]  # ids of claims (or of figures that stand in none), as people know them
    sums: tuple[str, str] | None
    remark: str

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {"measure": self.measure, "kind": self.kind, "claims": self.refs}
        if self.sums:
            found["stated"], found["computed"] = self.sums
        return found


def figures(
    node: Node,
    *,
    measure: str | None = None,
    place: str | None = None,
    source: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Row]:
    """Figures by measure and time."""
    parts, params = ["1"], list[Any]()
    if measure:
        start = key_of(measure, "", "").split("|")[0]
        parts.append("key >= ? AND key < ?")
        params += [start, start + "\U0010ffff"]
    if place:
        parts.append("key LIKE ?")
        params.append("%|%" + key_of("", "", place).rsplit("|", 1)[-1] + "%")
    if source:
        parts.append("source = ?")
        params.append(source)
    rest = "ORDER BY key, period_start, ref LIMIT ? OFFSET ?"
    return access.select(node, records.FIGURE, " AND ".join(parts), [*params, limit, offset], rest)


def count_figures(node: Node) -> int:
    access.mount(node)
    return int(node.rows("SELECT count(*) AS n FROM temp.evidence_all_figure")[0]["n"])


def of_claims(node: Node, claims: Sequence[str]) -> list[Row]:
    """The figures that stand in these claims."""
    found: list[Row] = []
    for start in range(0, len(claims), AT_ONCE):
        some = claims[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        found += access.select(node, records.FIGURE, f"claim IN ({marks})", some, "ORDER BY ref")
    return found


def by_ids(node: Node, ids: Collection[str]) -> dict[str, Row]:
    listed = sorted(ids)
    found: dict[str, Row] = {}
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows = access.select(node, records.FIGURE, f"id IN ({marks})", some)
        found.update({each["id"]: each for each in rows})
    return found


def differing(
    node: Node, *, measure: str | None = None, keys: Collection[str] | None = None
) -> list[Shown]:
    """Where figures agree or not, then sums and shares that do not come out, by kind."""
    wanted = keys if keys is not None else _shared_keys(node, measure)
    rows: list[Row] = []
    listed = sorted(wanted)
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        rows += access.select(node, records.FIGURE, f"key IN ({marks})", some, "ORDER BY ref")
    found = disagree.disagreements(_read(rows))
    known = {each["id"]: each for each in rows}
    clashes = _arithmetic(node, measure, wanted if keys is not None else None)
    missing = {name for each in clashes for name in each.figures} - set(known)
    known.update(by_ids(node, missing))
    refs = _claim_refs(node, known.values())
    shown = [_shown(each, known, refs) for each in (*found, *clashes)]
    return sorted(
        shown, key=lambda each: (each.measure, disagree.KINDS.index(each.kind), each.refs)
    )


def _shared_keys(node: Node, measure: str | None) -> set[str]:
    """Keys under which more than one source, or more than one claim, gives a figure.

    Own figures are counted along one index; a pack's few are looked up among them.
    """
    access.mount(node)
    where, params = "key IS NOT NULL", list[Any]()
    if measure:
        start = key_of(measure, "", "").split("|")[0] + "|"
        where = "key >= ? AND key < ?"
        params = [start, start + "\U0010ffff"]
    several = "GROUP BY key HAVING min(source) <> max(source) OR min(claim) <> max(claim)"
    packed = "temp.evidence_in_figure"
    rows = node.rows(f"SELECT key FROM main.evidence_figure WHERE {where} {several}", params)
    rows += node.rows(f"SELECT key FROM {packed} WHERE {where} {several}", params)
    rows += node.rows(
        f"SELECT DISTINCT key FROM {packed} p WHERE {where} AND EXISTS"
        " (SELECT 1 FROM main.evidence_figure o WHERE o.key = p.key)",
        params,
    )
    return {each["key"] for each in rows}


def _arithmetic(
    node: Node, measure: str | None, keys: Collection[str] | None
) -> list[disagree.Disagreement]:
    # Not IS NOT NULL: only a comparison makes SQLite use the index.
    parts = access.select(node, records.FIGURE, "part_of > ''", (), "ORDER BY ref")
    stated = access.select(node, records.FIGURE, "share_of > ''", (), "ORDER BY ref")
    linked = {each["part_of"] for each in parts}
    linked |= {name for each in stated for name in (each["share_of"], each["share_part"]) if name}
    around = {name: figure(row) for name, row in by_ids(node, linked).items()}
    found = disagree.sums(around, _read(parts)) + disagree.shares(around, _read(stated))
    if keys is not None:
        return [each for each in found if each.key in keys]
    if measure:
        wanted = key_of(measure, "", "").split("|")[0]
        found = [each for each in found if each.key.split("|")[0] == wanted]
    return found


def _read(rows: Iterable[Row]) -> list[Figure]:
    return [figure(each) for each in rows]


def _claim_refs(node: Node, rows: Iterable[Row]) -> dict[str, str]:
    """Record id of a claim → what people call it."""
    ids = sorted({each["claim"] for each in rows if each["claim"]})
    found: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id, ref FROM temp.evidence_all_claim WHERE id IN ({marks})"
        found.update({each["id"]: each["ref"] for each in node.rows(sql, some)})
    return found


def _shown(each: disagree.Disagreement, known: dict[str, Row], refs: dict[str, str]) -> Shown:
    rows = [known[name] for name in each.figures if name in known]
    names = [refs.get(row["claim"] or "") or str(row["ref"]) for row in rows]
    listed = sorted(dict.fromkeys(names))
    about = f"{each.kind}:{each.key}"
    return Shown(each.kind, each.measure, rows, listed, each.sums, about)


def rival_accounts(node: Node) -> list[Shown]:
    """Claims that explain one thing in different ways, side by side."""
    found = []
    for row in access.select(node, records.CONTEST, "1", (), "ORDER BY ref"):
        marks = ", ".join("?" * len(row["claims"]))
        held = access.select(node, records.CLAIM, f"id IN ({marks})", row["claims"], "ORDER BY ref")
        refs = [each["ref"] for each in held]
        about = f"{row['pack']}:{row['ref']}" if row["pack"] else row["id"]
        found.append(Shown("unresolved", row["topic"], held, refs, None, about))
    return found


def contested_pairs(node: Node, claim: Row) -> list[Row]:
    """Claims set against this one, by itself or by the other."""
    access.mount(node)
    wanted = set(claim.get("against") or [])
    sql = "SELECT id FROM temp.evidence_all_claim WHERE against LIKE ?"
    wanted |= {each["id"] for each in node.rows(sql, (f'%"{claim["id"]}"%',))}
    if not wanted:
        return []
    marks = ", ".join("?" * len(wanted))
    return access.select(node, records.CLAIM, f"id IN ({marks})", sorted(wanted), "ORDER BY ref")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A figure near another one, and what keeps them from being the same count."""

    row: Row
    differs: list[tuple[str, str]]


def neighbours(
    node: Node, row: Row, *, source: str | None = None, limit: int = 12
) -> list[Neighbour]:
    """Figures on a like measure, population or place; fewest differences first."""
    words = [
        each
        for each in fold(f"{row['measure']} {row['population'] or ''}").split()
        if len(each) > 4
    ]
    place = key_of("", "", row["place"]).rsplit("|", 1)[-1]
    tests, params = [], list[Any]()
    for each in words[:6]:
        tests.append("key LIKE ?")
        params.append(f"%{each[:8]}%")
    if not tests:
        return []
    where = f"({' OR '.join(tests)}) AND id <> ?"
    params.append(row["id"])
    if source:
        where += " AND source = ?"
        params.append(source)
    elif place:
        where += " AND key LIKE ?"
        params.append(f"%{place}%")
    held = access.select(node, records.FIGURE, where, [*params, 400], "LIMIT ?")
    found = [Neighbour(each, [(n, str(w)) for n, w in differences(row, each)]) for each in held]
    found.sort(
        key=lambda each: (len(each.differs), each.row["period_start"] or "", each.row["ref"])
    )
    return found[:limit]


def value_words(row: Row) -> str:
    """The number of a figure for a person: as worded when there is no number."""
    read = figure(row)
    if read.value is not None:
        return _grouped(plain(read.value))
    if read.low is not None and read.high is not None:
        return f"{_grouped(plain(read.low))}–{_grouped(plain(read.high))}"
    return str(row["words"] or "")


def _grouped(digits: str) -> str:
    whole, point, rest = digits.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", " ")
    return whole + point + rest
