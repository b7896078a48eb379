"""CSV: one link a row, or a matrix of weights with names on both sides (as cognitive maps have)."""

from __future__ import annotations

import csv
import io

from panoh.apps.circle.rules.exchange.common import NOT_A_MAP, Taken, key_of, listed, sign_of
from panoh.apps.circle.rules.markup import number
from panoh.apps.circle.rules.model import STRENGTHS, Link, Map, Node
from panoh.errors import BadFile, BadTable
from panoh.words import N_

HEADER = (
    "from", "to", "sign", "strength", "delay_low", "delay_high", "weight", "supports", "contests",
    "sources", "reason", "from_label", "to_label",
)  # fmt: skip
NAMES = {
    "from": ("from", "start", "source", "cause"),
    "to": ("to", "end", "target", "effect"),
    "sign": ("sign", "polarity"),
    "weight": ("weight", "value", "strength_value"),
}


def write(of: Map) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEADER)
    labels = of.labels()
    for each in of.links:
        weight = "" if each.weight is None else repr(each.weight)
        table.writerow([
            each.start, each.end, each.sign, each.strength, f"{each.delay[0]:g}",
            f"{each.delay[1]:g}", weight, "|".join(each.supports), "|".join(each.contests),
            "|".join(each.sources), each.reason, labels[each.start], labels[each.end],
        ])  # fmt: skip
    return out.getvalue()


def weight_of(link: Link) -> float:
    """A number for tools that want one: the given weight, else the middle of the class of 3."""
    middle = {"weak": 0.2, "medium": 0.4, "strong": 0.7, "unknown": 0.5}[link.strength]
    size = abs(link.weight) if link.weight is not None else middle
    return -size if link.sign == "-" else size


def write_matrix(of: Map) -> str:
    """Rows are causes, columns effects."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    keys = [each.key for each in of.nodes]
    table.writerow(["", *keys])
    held = {each.ends: repr(weight_of(each)) for each in of.links}
    for start in keys:
        table.writerow([start, *(held.get((start, end), "0") for end in keys)])
    return out.getvalue()


def read(text: str, name: str) -> Taken:
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(row)]
    if len(rows) < 2:
        raise BadFile(why=NOT_A_MAP)
    head = [cell.strip().lower() for cell in rows[0]]
    at = {
        wanted: next((head.index(each) for each in said if each in head), None)
        for wanted, said in NAMES.items()
    }
    start, end = at["from"], at["to"]
    if start is None or end is None:
        return Taken(_matrix(rows, name))
    nodes: dict[str, Node] = {}
    links = []
    for count, row in enumerate(rows[1:], start=2):
        cells = dict(zip(head, row, strict=False))
        if len(row) <= max(start, end):
            raise BadTable(row=count, why=N_("This link cannot be read."))
        keys = [key_of(row[start]), key_of(row[end])]
        for key, raw, label in zip(keys, (row[start], row[end]),
                                   ("from_label", "to_label"), strict=True):  # fmt: skip
            nodes.setdefault(key, Node(key, (cells.get(label) or raw).strip()[:200]))
        links.append(_link(keys, cells, row, at))
    return Taken(Map.of(name, nodes.values(), links, "csv"))


def _link(
    keys: list[str], cells: dict[str, str], row: list[str], at: dict[str, int | None]
) -> Link:  # fmt: skip
    def cell(name: str) -> str:
        place = at.get(name)
        return row[place] if place is not None and place < len(row) else ""

    weight = number(cell("weight"))
    sign = cell("sign").strip()
    if not sign and weight is not None:
        sign = "-" if weight < 0 else "+"
    strength = cells.get("strength", "").strip().lower()
    low, high = number(cells.get("delay_low")) or 0.0, number(cells.get("delay_high")) or 0.0
    return Link(
        keys[0], keys[1], sign_of(sign),
        strength if strength in STRENGTHS else "unknown", (low, max(low, high)), weight,
        listed(cells.get("supports")), listed(cells.get("contests")), listed(cells.get("sources")),
        cells.get("reason", "")[:2000],
    )  # fmt: skip


def _matrix(rows: list[list[str]], name: str) -> Map:
    """Claims of a file are its own: what supports a link there is not known here."""
    keys = [key_of(each) for each in rows[0][1:]]
    nodes = [
        Node(key, raw.strip()[:200]) for key, raw in zip(keys, rows[0][1:], strict=True)
    ]  # fmt: skip
    links = []
    for count, row in enumerate(rows[1:], start=2):
        start = key_of(row[0])
        if start not in keys:
            raise BadTable(row=count, why=N_("The names of rows and columns differ."))
        for end, cell in zip(keys, row[1:], strict=False):
            weight = number(cell)
            if weight:
                links.append(Link(start, end, "-" if weight < 0 else "+", weight=weight))
    if not links:
        raise BadFile(why=NOT_A_MAP)
    return Map.of(name, nodes, links, "matrix")
