"""The ledger's figures: suggestions, anchors, and speed with 10,000 claims and 50,000 figures.

What needs files beside this checkout (`../shared`) says so where they are absent.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.figures import Table, percentile, timed
from panoh.apps.evidence import records, views
from panoh.apps.evidence.access import mount
from panoh.apps.evidence.rules.anchors import find, mark
from panoh.apps.evidence.rules.figures import key
from panoh.apps.evidence.rules.sentences import sentences
from panoh.apps.evidence.rules.suggest import suggestions
from panoh.core.node import Node

HERE = Path(__file__).resolve()
LABELS = HERE.with_name("evidence_labels.json")
LANGUAGE = {"lines/ru": "ru"}
CLAIMS, FIGURES, AT_ONCE = 10_000, 50_000, 2_500


def beside() -> Path:
    """The folder of shared files, looked for above this checkout."""
    for parent in HERE.parents:
        if (parent / "shared" / "sources").is_dir():
            return parent / "shared"
    return HERE.parents[1].parent / "shared"


def measured(name: str) -> tuple[float, float, int]:
    """Precision and recall of the suggestions on one labelled text, and how many labels it has."""
    text = (beside() / name).read_text(encoding="utf-8")
    language = next((code for part, code in LANGUAGE.items() if part in name), "en")
    wanted = set(json.loads(LABELS.read_text())["labels"][name])
    found = suggestions(text, language)
    covered = {at for each in found for at in wanted if each.start <= at < each.end}
    right = sum(any(each.start <= at < each.end for at in wanted) for each in found)
    return right / max(1, len(found)), len(covered) / max(1, len(wanted)), len(wanted)


@dataclass(frozen=True)
class Refound:
    count: int
    lost: int
    wrong: int


def refound(folder: Path, share: float, seed: int) -> Refound:
    """How sentences of the documents fare when this share of their words is damaged."""
    dice = random.Random(seed)
    count = lost = wrong = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        damaged, places = _damage(text, share, dice)
        for each in sentences(text):
            words = text[each.start : each.end]
            if each.end - each.start < 25 or text.count(words) > 1:
                continue  # a line that stands twice has two right places
            count += 1
            place = find(mark(text, each.start, each.end), damaged)
            before = max(at for at in places if at <= each.start)
            right = places[before] + each.start - before
            lost += place.state == "lost"
            wrong += place.state != "lost" and abs(place.start - right) > 25
    return Refound(count, lost, wrong)


def _damage(text: str, share: float, dice: random.Random) -> tuple[str, dict[int, int]]:
    parts: list[str] = []
    places: dict[int, int] = {}
    length = 0
    for each in re.finditer(r"\S+|\s+", text):
        word = each.group()
        places[each.start()] = length
        if word.isspace():
            word = word if "\n" in word else " "
        elif dice.random() < share:
            word = dice.choice([word[::-1], "", word[:-1] + "x", word + word])
        parts.append(word)
        length += len(word)
    return "".join(parts), places


def measure(node: Node, scale: int, table: Table) -> None:
    _language(table)
    claims, figures = CLAIMS // scale, FIGURES // scale
    seconds = timed(partial(fill, node, claims, figures))
    table.add("evidence: records filed a second, in bulk", f"{(claims + figures) / seconds:,.0f}")
    mount(node)
    acts: dict[str, Callable[[], object]] = {
        "list": lambda: views.claims(node, limit=50, offset=claims // 2),
        "search": lambda: views.found(node, "wages osh"),
        "disagreements": lambda: views.differing(node),
        "factor page": lambda: views.about_factor(node, "I10"),
        "figures of one measure": lambda: views.figures(node, measure="measure 7"),
    }
    for name, act in acts.items():
        act()
        samples = [timed(act) for _ in range(20)]
        size = f"{claims:,} claims, {figures:,} figures"
        value = f"{percentile(samples, 0.95) * 1e3:.0f}"
        table.add(f"evidence: {name}, p95 ms, {size}", value, "≤ 200")


def fill(node: Node, claims: int, figures: int) -> None:
    """Claims of 200 sources on 60 factors; figures of which some hundreds can be compared."""
    dice = random.Random(3)
    space = node.space("personal")
    with node.writing() as work:
        sources = [
            work.put(records.SOURCE, space, None, {"title": f"Report {n}"}) for n in range(200)
        ]
    made: list[str] = []
    for start in range(0, claims, AT_ONCE):
        with node.writing() as work:
            for n in range(start, min(claims, start + AT_ONCE)):
                factor = f"{dice.choice('IFCS')}{1 + n % 15:02}"
                values = {
                    "text": f"Wages of {n} workers were withheld in {dice.choice(PLACES)}.",
                    "kind": dice.choice(["event", "assessment", "causal", "policy"]),
                    "source": sources[n % 200], "locator": f"p. {n % 90}", "factors": [factor],
                    "period_start": str(2000 + n % 25), "status": "draft",
                }  # fmt: skip
                made.append(work.put(records.CLAIM, space, None, values))
    for start in range(0, figures, AT_ONCE):
        with node.writing() as work:
            for n in range(start, min(figures, start + AT_ONCE)):
                work.put(records.FIGURE, space, None, _figure(n, made, sources))


PLACES = ("Osh", "Khujand", "Termez", "Shymkent", "Moscow", "Bishkek")


def _figure(n: int, claims: list[str], sources: list[str]) -> dict[str, object]:
    """One in a hundred shares its key with three others; the rest are series of tables."""
    shared = n % 100 == 0
    measure = f"measure {n // 100 % 125 if shared else n // 60}"
    place = PLACES[0] if shared else f"place {n // 60}"
    values: dict[str, object] = {
        "measure": measure, "population": "people", "place": place, "value": str(n % 997),
        "nature": "event" if shared else "stock", "period_start": str(2000 + n % 25),
        "source": sources[n // 100 % 7 if shared else (n // 60) % 200],
        "key": key(measure, "people", place),
    }  # fmt: skip
    if shared:
        values["claim"] = claims[n % len(claims)]
    return values


def _language(table: Table) -> None:
    for name in sorted(json.loads(LABELS.read_text())["labels"]):
        if not (beside() / name).exists():
            table.add(f"evidence: suggestions, {name}", "file is absent")
            continue
        precision, recall, n = measured(name)
        shown = f"{precision:.0%} / {recall:.0%}"
        table.add(f"evidence: suggestions, precision / recall, {name} ({n})", shown, "≥ 80 / 95 %")
    folder = beside() / "sources"
    if folder.is_dir():
        for share in (0.02, 0.10):
            result = refound(folder, share, seed=1)
            shown = f"{result.lost} / {result.wrong} of {result.count}"
            table.add(f"evidence: passages lost / wrong, {share:.0%} of words damaged", shown)


__all__ = ["fill", "measure", "measured", "refound"]
