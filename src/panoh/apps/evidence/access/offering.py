"""What other apps may read of the ledger (`App.offers`): causal claims, places and populations,
practices, packs. Each row says what a person calls it (`name`), and holds no way to a client."""

from __future__ import annotations

from panoh.apps.evidence import records
from panoh.apps.evidence.access.mounting import adopted, mount
from panoh.apps.evidence.access.one import select
from panoh.core.app import Row
from panoh.core.node import Node

CAUSAL = "factor_from IS NOT NULL AND factor_to IS NOT NULL AND sign IS NOT NULL"


def name_of(row: Row) -> str:
    """The row id in a pack, else the beginning of the record's id."""
    return str(row["ref"]) if row["pack"] else str(row["id"])[:8]


def causal_claims(node: Node) -> list[Row]:
    """Claims that say what leads to what, unless withdrawn. `story`: its source's name, `against`:
    names of claims that stand against it."""
    sources = {each["id"]: each for each in select(node, records.SOURCE)}
    rows = select(
        node,
        records.CLAIM,
        f"{CAUSAL} AND coalesce(status, '') <> 'withdrawn'",
        rest="ORDER BY pack = '', pack, ref",
    )
    wanted = sorted({each for row in rows for each in row["against"]})
    marks = ", ".join("?" * len(wanted))
    others = select(node, records.CLAIM, f"id IN ({marks})", wanted) if wanted else []
    names = {each["id"]: name_of(each) for each in others}
    return [
        {
            "id": row["id"],
            "name": name_of(row),
            "text": row["text"],
            "says": row["says"],
            "locator": row["locator"],
            "factor_from": row["factor_from"],
            "factor_to": row["factor_to"],
            "sign": row["sign"],
            "against": [names[each] for each in row["against"] if each in names],
            "against_ids": [each for each in row["against"] if each in names],
            "story": name_of(sources[row["source"]]) if row["source"] in sources else "",
            "title": sources[row["source"]]["title"] if row["source"] in sources else "",
            "source": row["source"],
            "pack": row["pack"],
        }
        for row in rows
    ]


def populations(node: Node) -> list[Row]:
    """Places and populations of held packs: id, label, use_limit."""
    mount(node)
    return node.rows("SELECT id, label, use_limit FROM temp.evidence_node ORDER BY id")


def practices(node: Node) -> list[Row]:
    """Practices with the factors they work on, and the certainty of each assessed finding."""
    grades: dict[str, list[str]] = {}
    for row in select(node, records.FINDING, "state = 'assessed'"):
        grades.setdefault(str(row["practice"]), []).append(str(row["grade"]))
    return [
        {
            "id": row["id"],
            "name": name_of(row),
            "title": row["title"],
            "factors": row["factors"],
            "grades": grades.get(row["id"], []),
        }
        for row in select(node, records.PRACTICE, rest="ORDER BY pack = '', pack, ref")
    ]


def packs(node: Node) -> list[Row]:
    """Packs that were taken in and lie here."""
    return [each for each in adopted(node) if each["here"]]


OFFERS = {
    "causal-claims": causal_claims,
    "populations": populations,
    "practices": practices,
    "evidence-packs": packs,
}
