"""Build the pack on the four documents from `packs/evidence/*.csv`.

    .venv/bin/python -m tools.build_evidence

The pack is no part of the install: it lies beside the program, is added by a person who read what
holding it can mean, and is pinned by its id in `apps/evidence/shipped.py`. The same sources give
the same bytes.
"""

from __future__ import annotations

import csv
from pathlib import Path

from panoh.apps.evidence import records
from panoh.apps.evidence.access.mounting import COLUMNS, NODE_FIELDS
from panoh.apps.evidence.shipped import SHIPPED
from panoh.core.packs.model import Cell
from panoh.core.records.model import Kind
from panoh.lexicon import container
from tools.packing import ROOT, content_of, shipped

FOLDER = ROOT / "packs" / "evidence"
FILE = FOLDER / "four-documents.pack"
ABOUT = {
    "kind": "evidence",
    "name": "four-documents",
    "version": 1,
    "licence": "MIT",
    "source": "Panoh: what four documents say, in our own words, with where they say it",
    "made_on": "2026-11-20",
}
LISTS = {
    each.name for rtype in records.IN_PACKS for each in rtype.fields if each.kind is Kind.NAMES
}
KINDS = {"source": "sources", "figure": "figures", "practice": "practices"}
KINDS |= {"finding": "findings", "contest": "contests", "check": "checks"}


def table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claim(row: dict[str, str], sources: dict[str, str]) -> dict[str, str]:
    """A row of claims.csv as our record type holds it."""
    factors = "|".join(each for each in (row["factor_from"], row["factor_to"]) if each)
    return {
        "id": row["id"],
        "text": row["paraphrase"],
        "kind": row["kind"],
        "source": sources[row["document"]],
        "locator": row["locator"],
        "says": row["attributed_to"],
        "subject": row["subject"],
        "place": row["place"],
        "period_start": row["period_start"],
        "period_end": row["period_end"],
        "factors": factors,
        "factor_from": row["factor_from"],
        "factor_to": row["factor_to"],
        "sign": row["sign"],
        "against": row["contested_with"].replace(";", "|"),
    }


def cells(kind: str, row: dict[str, str]) -> list[Cell]:
    fields: list[str] = []
    for name, said in row.items():
        if name in ("id", "file") or not said:
            continue
        values = said.split("|") if name in LISTS else [said]
        fields += [f"{name}={each.strip()}" for each in values if each.strip()]
    return [row["id"], kind, fields]


def build(folder: Path = FOLDER) -> bytes:
    of_file = {row["file"]: row["id"] for row in table("sources", folder) if row["file"]}
    claims = table("claims", folder)
    of_claim = {row["id"]: of_file[row["document"]] for row in claims}
    rows = [cells("claim", claim(row, of_file)) for row in claims]
    for kind, name in KINDS.items():
        for row in table(name, folder):
            if kind == "figure":
                row["source"] = row["source"] or of_claim[row["claim"]]
            if kind == "check" and row["claim"].startswith("F"):
                row["figure"] = row.pop("claim")
            rows.append(cells(kind, row))
    for row in table("outcome_nodes", folder):
        said = dict(zip(NODE_FIELDS, (row["label_en"], row["use_limit"]), strict=True))
        rows.append(cells("node", {"id": row["id"], **said}))
    rows.sort(key=lambda each: str(each[0]))
    return shipped(COLUMNS, rows, **ABOUT)


if __name__ == "__main__":
    made = build()
    FILE.write_bytes(made)
    identity = container.pack_id(content_of(made)).hex()
    print(f"four-documents: {len(made)} bytes")
    if identity != SHIPPED["four-documents"]:
        print(f'put into src/panoh/apps/evidence/shipped.py: "four-documents": "{identity}",')
