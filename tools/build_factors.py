"""Build the factor vocabulary that ships, from `data/factors/*.csv`.

    .venv/bin/python -m tools.build_factors

`factors.csv` holds what a factor is; `words_<language>.csv` its label and definition, each with a
state: `given` (from the source list), `written` (ours) or `draft` (machine-made, awaits a native
reader). Every factor must have words in every language; `C06` and `O..` are refused here too.
"""

from __future__ import annotations

import csv
from pathlib import Path

from panoh.core.packs.model import Cell
from panoh.lexicon.factors import FLAGS, FORBIDDEN, KINDS, LANGUAGES, LEVELS, RESTRICTED
from tools.packing import ROOT, finish, shipped

DATA = ROOT / "data" / "factors"
STATES = frozenset({"given", "written", "draft"})
ABOUT = {
    "kind": "factors",
    "name": "factors",
    "version": 1,
    "licence": "MIT",
    "source": "Panoh: needs and strengths at four levels, after the socio-ecological model",
    "made_on": "2026-11-20",
}


def table(name: str, data: Path = DATA) -> dict[str, dict[str, str]]:
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def build(data: Path = DATA) -> bytes:
    factors = table("factors", data)
    words = {language: table(f"words_{language}", data) for language in LANGUAGES}
    columns = ["id", "level", "kind", "restricted", "flags", "drafts"]
    columns += [
        f"{part}_{language.lower()}" for language in LANGUAGES for part in ("label", "text")
    ]
    rows: list[list[Cell]] = []
    for id_, factor in sorted(factors.items()):
        check(factor)
        row: list[Cell] = [id_, factor["level"], factor["kind"], factor["restricted"] or None]
        drafts: list[str] = []
        texts: list[Cell] = []
        for language, entries in words.items():
            entry = entries[id_]
            if not {entry["label_state"], entry["definition_state"]} <= STATES:
                raise SystemExit(f"{id_} {language}: unknown state")
            if not entry["label"].strip() or not entry["definition"].strip():
                raise SystemExit(f"{id_} {language}: no words")
            texts += [entry["label"], entry["definition"]]
            drafts += [f"label_{language}"] * (entry["label_state"] == "draft")
            drafts += [f"text_{language}"] * (entry["definition_state"] == "draft")
        rows.append([*row, factor["flags"].split(), drafts, *texts])
    return shipped(columns, rows, **ABOUT)


def check(factor: dict[str, str]) -> None:
    if FORBIDDEN.fullmatch(factor["id"]):
        raise SystemExit(f"{factor['id']} belongs to another pack and never to a person")
    known = (
        factor["level"] == LEVELS[factor["id"][0]],
        factor["kind"] in KINDS,
        not factor["restricted"] or factor["restricted"] in RESTRICTED,
        set(factor["flags"].split()) <= FLAGS,
    )
    if not all(known):
        raise SystemExit(f"{factor['id']}: {known}")


if __name__ == "__main__":
    finish("factors", build())
