"""Parts of the ledger as open formats: CSV, and the factor vocabulary as SKOS Turtle and back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable

from panoh.core.app import Row
from panoh.core.records.model import RecordType
from panoh.lexicon import factors

BASE = "urn:panoh:factor:"
_TAGS = {"uz_Cyrl": "uz-Cyrl", "fa_AF": "fa-AF"}
_LABEL = re.compile(r'skos:prefLabel "((?:[^"\\]|\\.)*)"@([\w-]+)')
_SUBJECT = re.compile(r"<urn:panoh:factor:([A-Za-z0-9]+)> a skos:Concept")


def as_csv(rtype: RecordType, rows: Iterable[Row]) -> bytes:
    """Rows with the ids that people know, every field, lists one value a line. A cell that a
    spreadsheet would take for a formula is marked as text."""
    file = io.StringIO(newline="")
    names = [each.name for each in rtype.fields if each.name != "key"]
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(["id", "record", "pack", *names])
    for row in rows:
        cells = ["\n".join(row[n]) if isinstance(row[n], list) else row[n] for n in names]
        writer.writerow([_cell(each) for each in (row["ref"], row["id"], row["pack"], *cells)])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


MARKED = "=@+-\t\r'"
"""What a spreadsheet may take for a formula, and the mark itself."""


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    start = text.lstrip()[:1] if text[:1] != "'" else text[1:2]
    if start and start in MARKED and not _number(text):
        return "'" + text
    return text


def unmarked(cell: str) -> str:
    """What stood in a cell before `_cell` marked it as text."""
    start = cell[1:].lstrip()[:1] if cell[1:2] != "'" else "'"
    return cell[1:] if cell[:1] == "'" and start and start in MARKED else cell


def _number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d*(\.\d+)?", text) is not None


def vocabulary() -> str:
    """The factors as SKOS: a concept each, its level above it, labels in every language."""
    lines = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "",
        f"<{BASE}scheme> a skos:ConceptScheme .",
    ]
    for level in factors.LEVELS.values():
        lines.append(f"<{BASE}{level}> a skos:Concept ; skos:topConceptOf <{BASE}scheme> .")
    for id_, each in factors.factors().items():
        labels = [
            f"skos:prefLabel {json.dumps(factors.label(id_, code), ensure_ascii=False)}"
            f"@{_TAGS.get(code, code)}"
            for code in factors.LANGUAGES
        ]
        parts = [f"skos:inScheme <{BASE}scheme>", f"skos:broader <{BASE}{each.level}>", *labels]
        parts.append(f'skos:notation "{id_}"')
        lines.append(f"<{BASE}{id_}> a skos:Concept ;\n    " + " ;\n    ".join(parts) + " .")
    return "\n".join(lines) + "\n"


def labels_of(turtle: str) -> dict[str, dict[str, str]]:
    """Factor → language tag → label, out of Turtle as `vocabulary` writes it."""
    found: dict[str, dict[str, str]] = {}
    for statement in re.split(r" \.\n", turtle):
        subject = _SUBJECT.search(statement)
        labels = {tag: json.loads(f'"{text}"') for text, tag in _LABEL.findall(statement)}
        if subject and labels:
            found[subject.group(1)] = labels
    return found
