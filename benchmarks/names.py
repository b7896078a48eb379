"""Names: recall and speed of our search beside what others do, on one corpus in one run.

    python benchmarks/names.py [SET] [--sample N] [--only PART] [--write]

SET holds corpus.csv.gz and queries.csv.gz; without one a set is made of the gazetteer's spellings.
Also measured: the index in an encrypted vault (time to make, size, memory, search from end to end),
candidates a query, false pairs among composed names, and the warning of doubles at intake. A
method whose package or server is not here is named as missing.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import registrations, searches
from benchmarks.figures import Table, machine, percentile, resident, timed
from panoh import bootstrap
from panoh.apps.casework import views
from panoh.apps.casework.records import CLIENT
from panoh.core.node import Node
from panoh.core.views.names import NameIndex
from panoh.lexicon import gazetteer
from panoh.lexicon.names import Memory, measure, ranking, search
from panoh.lexicon.names.folding import fold, script_of
from panoh.lexicon.names.memory import Row
from panoh.storage.sqlite import Database

PHRASE = "umbrella lantern gravel monday orchard violin"
NAMES = 100_000
A_WRITE = 2_000
CASELOAD, AGAIN = 2_000, 250
SURE = 0.95
GOALS = {
    measure.ALL: "≥ .860 / .940", "same-spelling": "≥ .990 / 1.000", "latin-latin": "≥ .800 / .910",
    "cyr-cyr": "≥ .920 / .960", "latin-cyr": "≥ .890 / .950", "arabic-x": "≥ .780 / .910",
    "typo": "≥ .910 / .975", "homonym": "@5 ≥ .900", "suffix": "@5 ≥ .800",
}  # fmt: skip
_SCRIPTS = {"Latn": "latin", "Cyrl": "cyr"}


# ── the set ─────────────────────────────────────────────────────────────────────────────────


def of_gazetteer(seed: int = 3) -> tuple[list[Row], list[measure.Query]]:
    """One spelling of every place is held, the others are asked for, old names among them."""
    chance = random.Random(seed)
    rows: list[Row] = []
    queries: list[measure.Query] = []
    for place in gazetteer.places():
        known = dict.fromkeys((place.name, place.russian, place.own, *place.spellings))
        forms = [each for each in known if each and script_of(each)]
        chance.shuffle(forms)
        rows.append((place.id, forms[0], "und", script_of(forms[0])))
        queries += [measure.Query(each, place.id, _category(forms[0], each)) for each in forms[1:4]]
    return rows, queries


def _category(held: str, asked: str) -> str:
    first, second = sorted((script_of(held), script_of(asked)))
    if "Arab" in (first, second):
        return "arabic-x"
    found = "-".join(_SCRIPTS[each] for each in sorted((first, second), reverse=True))
    return {"cyr-latin": "latin-cyr"}.get(found, found)


# ── beside others ───────────────────────────────────────────────────────────────────────────


def compare(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    methods: dict[str, searches.Make] = {"Panoh": search, **searches.METHODS}
    for name, make in methods.items():
        try:
            _one(name, make, rows, queries, table)
        except searches.Missing as missing:
            table.add(f"{name}: not measured", f"{missing}")
    try:
        with searches.Trigram() as server:
            _one("pg_trgm and unaccent, GiST", server.make, rows, queries, table)
    except searches.Missing as missing:
        table.add("pg_trgm: not measured", f"{missing}")


def _one(
    name: str, make: searches.Make, rows: list[Row], queries: list[measure.Query], table: Table
) -> None:
    began = time.perf_counter()
    find = make(rows)
    built = time.perf_counter() - began
    scores, (half, most) = measure.scored(find, queries)
    table.add(
        f"{name}: made in s · a search p50 · p95 ms", f"{built:.1f} · {half:.1f} · {most:.1f}"
    )
    for category, each in scores.items():
        table.add(f"{name}: {category}, recall@1 / @5", f"{each.first:.3f} / {each.five:.3f}")


def ours(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    """Our search over every query of the set, beside the goals."""
    scores, (half, most) = measure.scored(search(rows), queries)
    table.add(
        f"Panoh, all {len(queries):,} queries: a search in memory p50 · p95 ms",
        f"{half:.1f} · {most:.1f}",
    )
    for name, each in scores.items():
        table.add(f"Panoh, all: {name} ({each.queries}), recall@1 / @5",
                  f"{each.first:.3f} / {each.five:.3f}", GOALS.get(name, ""))  # fmt: skip


def with_places(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    """Former names of places, with the gazetteer beside the search by spelling."""
    asked = [each for each in queries if each.category == "rename"]
    if asked:
        found, _ = measure.scored(measure.with_places(search(rows)), asked)
        each = found["rename"]
        table.add("Panoh with the gazetteer: rename, recall@1 / @5",
                  f"{each.first:.3f} / {each.five:.3f}")  # fmt: skip


# ── in a vault ──────────────────────────────────────────────────────────────────────────────


def hundred_thousand(rows: list[Row], seed: int = 1) -> list[str]:
    """The corpus, and full names composed of its words, until there are 100,000."""
    rng = random.Random(seed)
    forms = [row[1] for row in rows]
    whole = [form.split() for form in forms if len(form.split()) >= 2]
    while len(forms) < NAMES:
        first, last = rng.choice(whole), rng.choice(whole)
        forms.append(f"{first[0]} {last[-1]}")
    return forms[:NAMES]


def index_alone(forms: list[str], folder: Path, table: Table) -> None:
    """What the index costs: time, size in the encrypted file, memory of the process."""
    database = Database.create(folder / "index.db", bytes(range(32)))
    index = NameIndex(database)
    before = resident(os.getpid())
    began, spent = time.perf_counter(), time.process_time()
    with database.write():
        index.make()
        for number, form in enumerate(forms):
            index.enter(CLIENT.table, f"{number:032x}", "names", form)
    table.add(f"vault: index of {len(forms):,} names made in s (processor)",
              f"{time.perf_counter() - began:.1f} ({time.process_time() - spent:.1f})")  # fmt: skip
    database.checkpoint()
    size = (folder / "index.db").stat().st_size
    table.add("vault: size of the index with its forms, MB", f"{size / 1e6:.1f}")
    table.add("vault: memory after making it, MiB", f"{resident(os.getpid()) - before:.0f}")
    database.close()


def in_a_vault(forms: list[str], queries: list[measure.Query], table: Table) -> None:
    """One hundred thousand clients in a real vault, looked for as the page and the command do."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        os.environ["PANOH_STATE"] = str(folder / "state")
        index_alone(forms, folder, table)
        place, key = bootstrap.create_vault(folder / "home", PHRASE, "Amina", "en")
        node = bootstrap.open_node(place, key)
        seconds = timed(partial(_fill, node, forms))
        table.add(f"vault: {len(forms):,} clients written in s", f"{seconds:.0f}")
        acts: dict[str, Callable[[str], object]] = {
            "candidates by name": lambda text: node.find_names(text, begun=False),
            "candidates as one types": lambda text: node.find_names(text, begun=True),
            "the whole search of the page": lambda text: views.search(node, text),
            "the warning of doubles": lambda text: views.alike(node, [text]),
        }
        texts = [each.text for each in queries]
        for name, act in acts.items():
            _timed_acts(name, act, texts, table)
        begun = [text[: 3 + number % 6] for number, text in enumerate(texts)]
        _timed_acts("the whole search, 3 to 8 letters typed", acts["the whole search of the page"],
                    begun, table)  # fmt: skip
        shown = [len(views.search(node, text)) for text in texts]
        table.add("vault: results shown a query, p50 · p95",
                  f"{percentile(shown, 0.5):.0f} · {percentile(shown, 0.95):.0f}")  # fmt: skip
        table.add("vault: memory of the process, MiB", f"{resident(os.getpid()):.0f}")
        node.close()


def _fill(node: Node, forms: list[str]) -> None:
    for start in range(0, len(forms), A_WRITE):
        with node.writing() as work:
            space = work.new_space("case")
            for number, form in enumerate(forms[start : start + A_WRITE], start):
                work.put(CLIENT, space, None, {
                    "code": f"B{number:07d}", "status": "open", "names": [form],
                })  # fmt: skip


def _timed_acts(
    name: str, act: Callable[[str], object], texts: list[str], table: Table
) -> None:  # fmt: skip
    for text in texts[:20]:
        act(text)
    wall, own = [], []
    for text in texts:
        began, spent = time.perf_counter(), time.process_time()
        act(text)
        own.append(1e3 * (time.process_time() - spent))
        wall.append(1e3 * (time.perf_counter() - began))
    table.add(f"vault: {name}, p50 · p95 ms",
              f"{percentile(wall, 0.5):.1f} · {percentile(wall, 0.95):.1f}", "≤ 20")  # fmt: skip
    table.add(f"vault: {name}, processor p50 · p95 ms",
              f"{percentile(own, 0.5):.1f} · {percentile(own, 0.95):.1f}")  # fmt: skip


# ── precision ───────────────────────────────────────────────────────────────────────────────


def false_pairs(forms: list[str], table: Table, asked: int = 1_000) -> None:
    """How often another person has the like name: why nothing is ever put together by itself."""
    composed = list(dict.fromkeys(form for form in forms if len(fold(form)) >= 2))
    while len(composed) < NAMES:
        rng = random.Random(len(composed))
        more = [f"{rng.choice(composed).split()[0]} {rng.choice(composed).split()[-1]}"
                for _ in range(NAMES)]  # fmt: skip
        composed = list(dict.fromkeys((*composed, *more)))[:NAMES]
    held = Memory(composed)
    pairs = candidates = told = 0
    for number in random.Random(2).sample(range(len(composed)), asked):
        found = [each for each in ranking.search(held, composed[number]) if each.name != number]
        near = sum(each.likeness >= SURE for each in found)
        candidates += near
        pairs += bool(near)
        told += sum(each.likeness >= views.PERHAPS_SAME for each in found)
    of = f"of {asked:,} in {len(composed):,} composed names"
    table.add(f"false pairs: {of}, another at {SURE} or more", f"{100 * pairs / asked:.1f} %")
    table.add(f"false pairs: others a name at {SURE} or more", f"{candidates / asked:.2f}")
    table.add(f"false pairs: others a name at {views.PERHAPS_SAME} (asked about)",
              f"{told / asked:.2f}")  # fmt: skip


def top_is_another(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    """Of queries whose best candidate is as good as certain: how often it is another record."""
    held = Memory(row[1] for row in rows)
    counts: list[int] = []
    sure = wrong = 0
    for each in queries:
        if each.category not in measure.CORE:
            continue
        found = ranking.search(held, each.text)
        counts.append(sum(hit.likeness >= views.LIKE for hit in found))
        if found and found[0].likeness >= SURE:
            sure += 1
            wrong += rows[found[0].name][0] != each.target
    table.add(f"candidates a query at {views.LIKE} or more, p50 · p95",
              f"{percentile(counts, 0.5):.0f} · {percentile(counts, 0.95):.0f}")  # fmt: skip
    table.add(f"best candidate at {SURE} or more is another", f"{100 * wrong / max(1, sure):.1f} %")


# ── doubles at intake ───────────────────────────────────────────────────────────────────────


def doubles(table: Table) -> None:
    """People taken on a second time, and people who are new, before a vault of 2,000 clients."""
    rng = random.Random(4)
    everybody = registrations.people(CASELOAD + 500, rng)
    held, new = everybody[:CASELOAD], everybody[CASELOAD:]
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        os.environ["PANOH_STATE"] = str(Path(made) / "state")
        place, key = bootstrap.create_vault(Path(made) / "home", PHRASE, "Amina", "en")
        node = bootstrap.open_node(place, key)
        ways = [rng.randrange(5) for _ in held]
        _fill(node, [each.written(how) for each, how in zip(held, ways, strict=True)])
        ids = {row["code"]: row["id"] for row in node.rows("SELECT code, id FROM casework_client")}
        told: dict[str, list[bool]] = {}
        for number in rng.sample(range(CASELOAD), AGAIN):
            for what, name in registrations.again(held[number], ways[number], rng).items():
                found = {each.client for each in views.alike(node, [name])}
                told.setdefault(what, []).append(ids[f"B{number:07d}"] in found)
        for what, right in told.items():
            table.add(f"doubles: {what}, told of", f"{sum(right) / len(right):.3f}")
        alarms = [len(views.alike(node, [each.written(rng.randrange(5))])) for each in new]
        table.add("doubles: new people for whom somebody is named",
                  f"{sum(map(bool, alarms)) / len(alarms):.3f}")  # fmt: skip
        table.add("doubles: people named for somebody new", f"{sum(alarms) / len(alarms):.2f}")
        node.close()


# ── all of it ───────────────────────────────────────────────────────────────────────────────


def run(table: Table, folder: Path | None, sample: int, only: str | None = None) -> None:
    rows, queries = measure.read_set(folder) if folder else of_gazetteer()
    if only in (None, "all"):
        ours(rows, queries, table)
    if sample < len(queries):
        queries = random.Random(7).sample(queries, sample)
    table.add("names: rows, queries", f"{len(rows):,}, {len(queries):,}")
    forms = hundred_thousand(rows)
    steps: dict[str, Callable[[], None]] = {
        "compare": lambda: compare(rows, queries, table),
        "places": lambda: with_places(rows, queries, table),
        "vault": lambda: in_a_vault(forms, queries[:1_500], table),
        "pairs": lambda: (top_is_another(rows, queries, table), false_pairs(forms, table))[-1],
        "doubles": lambda: doubles(table),
    }
    for name, step in steps.items():
        if only in (None, name):
            step()


def write(table: Table, where: str) -> None:
    text = (
        "# Benchmarks of names\n\nWritten by `python benchmarks/names.py SET --write`, or by"
        f" `make bench BENCH=--write`; one run, one machine ({where}), shared with other work.\n"
        "Every method had the same corpus and the same queries, one thread each. What the words of"
        " the table mean stands in [names](concepts/names.md).\n\n"
        f"{table.markdown()}\n"
    )
    (ROOT / "docs" / "benchmarks-names.md").write_text(text, "utf-8")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("set", type=Path, nargs="?")
    options.add_argument("--sample", type=int, default=1500)
    options.add_argument(
        "--only", choices=("all", "compare", "places", "vault", "pairs", "doubles")
    )
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    where, table = machine(), Table()
    print(where)
    run(table, chosen.set, chosen.sample, chosen.only)
    if chosen.write:
        write(table, where)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
