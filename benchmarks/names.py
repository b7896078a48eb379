"""Names: recall and speed of our search beside what others do, on one corpus in one run.

    python benchmarks/names.py SET [--sample N]      SET holds corpus.csv.gz and queries.csv.gz

Beside ours: FTS5 (words, and trigrams), Double Metaphone with upper case for other scripts as
Primero v2 publishes it (needs `metaphone`), RapidFuzz over anyascii (needs both), pg_trgm (needs a
PostgreSQL with contrib; the wheel `pgserver` has no pg_trgm). What is missing is said, not skipped
silently. Also: time, size and memory of the index in a vault; candidates a query; false pairs;
the warning of doubles on generated registrations.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.figures import Table, machine, percentile, resident  # noqa: E402
from panoh.lexicon.names import Memory, measure, ranking  # noqa: E402
from panoh.lexicon.names.folding import fold  # noqa: E402
from panoh.lexicon.names.memory import Row, search  # noqa: E402

Find = Callable[[str], list[str]]
Make = Callable[[list[Row]], Find]
NAMES = 100_000
SURE = 0.95


def words(rows: list[Row]) -> Find:
    """FTS5, unicode61 without marks."""
    return _fts(rows, "unicode61 remove_diacritics 2", lambda q: " ".join(_quoted(q.split())))


def trigrams(rows: list[Row]) -> Find:
    """FTS5, any trigram, by weight."""
    return _fts(
        rows,
        "trigram",
        lambda q: " OR ".join(_quoted(q[i : i + 3] for i in range(max(1, len(q) - 2)))),
    )


def _quoted(parts: Sequence[str] | object) -> list[str]:
    return ['"' + each.replace('"', '""') + '"' for each in parts]  # type: ignore[attr-defined]


def _fts(rows: list[Row], tokens: str, ask: Callable[[str], str]) -> Find:
    held = sqlite3.connect(":memory:")
    held.execute(f"CREATE VIRTUAL TABLE n USING fts5(id UNINDEXED, form, tokenize='{tokens}')")
    held.executemany("INSERT INTO n VALUES (?, ?)", [(row[0], row[1].casefold()) for row in rows])
    sql = "SELECT id FROM n WHERE n MATCH ? ORDER BY rank LIMIT 50"
    return lambda query: [each[0] for each in held.execute(sql, (ask(query.casefold()),))]


def metaphone(rows: list[Row]) -> Find:
    """Every word of the query must share a code; other scripts in upper case."""
    double = importlib.import_module("metaphone").doublemetaphone

    def codes(form: str) -> frozenset[str]:
        found = set()
        for each in form.split():
            made = double(each) if each.isascii() else (each.upper(), "")
            found |= {code for code in made if code}
        return frozenset(found)

    held: dict[str, set[str]] = {}
    for id_, form, _, _ in rows:
        for code in codes(form):
            held.setdefault(code, set()).add(id_)

    def find(query: str) -> list[str]:
        counts: dict[str, int] = {}
        for code in codes(query):
            for id_ in held.get(code, ()):
                counts[id_] = counts.get(id_, 0) + 1
        return sorted(counts, key=lambda id_: (-counts[id_], id_))[:50]

    return find


def rapidfuzz(rows: list[Row]) -> Find:
    """RapidFuzz WRatio over anyascii, every row."""
    process = importlib.import_module("rapidfuzz.process")
    ratio = importlib.import_module("rapidfuzz.fuzz").WRatio
    plain = importlib.import_module("anyascii").anyascii
    forms = [plain(row[1]).casefold() for row in rows]
    return lambda query: [
        rows[each[2]][0]
        for each in process.extract(plain(query).casefold(), forms, scorer=ratio, limit=50)
    ]


def pg_trgm(rows: list[Row]) -> Find:
    """PostgreSQL pg_trgm, GiST nearest; the address comes from PANOH_BENCH_PG (libpq)."""
    import os

    where = os.environ["PANOH_BENCH_PG"]
    held = importlib.import_module("psycopg").connect(where, autocommit=True)
    held.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    held.execute("CREATE TEMP TABLE n (id text, form text)")
    with held.cursor() as cursor, cursor.copy("COPY n FROM STDIN") as copy:
        for row in rows:
            copy.write_row((row[0], row[1].casefold()))
    held.execute("CREATE INDEX ON n USING gist (form gist_trgm_ops)")
    sql = "SELECT id FROM n ORDER BY form <-> %s LIMIT 50"
    return lambda query: [each[0] for each in held.execute(sql, (query.casefold(),)).fetchall()]


METHODS: dict[str, Make] = {
    "Panoh": search,
    "FTS5 words": words,
    "FTS5 trigrams": trigrams,
    "Double Metaphone (as Primero v2)": metaphone,
    "RapidFuzz WRatio, anyascii": rapidfuzz,
    "pg_trgm": pg_trgm,
}


def compare(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    for name, make in METHODS.items():
        try:
            began = time.perf_counter()
            find = make(rows)
            built = time.perf_counter() - began
        except (ImportError, KeyError) as missing:
            table.add(f"{name}: not here", f"{missing}")
            continue
        scores, took = measure.scored(find, queries)
        table.add(f"{name}: made in, seconds", f"{built:.1f}")
        table.add(f"{name}: a search p50 / p95, ms", f"{took[0]:.1f} / {took[1]:.1f}", "≤ 20")
        for category, each in scores.items():
            table.add(f"{name}: {category}, recall@1 / @5", f"{each.first:.3f} / {each.five:.3f}")


def hundred_thousand(rows: list[Row], seed: int = 1) -> list[str]:
    """The corpus, and full names composed of its words, until there are 100,000."""
    rng = random.Random(seed)
    forms = [row[1] for row in rows]
    whole = [form.split() for form in forms if len(form.split()) >= 2]
    while len(forms) < NAMES:
        first, last = rng.choice(whole), rng.choice(whole)
        forms.append(f"{first[0]} {last[-1]}")
    return forms[:NAMES]


def in_a_vault(forms: list[str], queries: list[measure.Query], table: Table) -> None:
    from panoh.core.views.names import NameIndex
    from panoh.storage.sqlite import Database

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Database.create(Path(folder) / "names.db", bytes(range(32)))
        index = NameIndex(database)
        with database.write():
            index.make()
        before = resident_now()
        began, spent = time.perf_counter(), time.process_time()
        with database.write():
            for number, form in enumerate(forms):
                index.enter("casework_client", f"{number:032x}", "names", form)
        spent = time.process_time() - spent
        seconds = time.perf_counter() - began
        table.add(f"vault: {len(forms):,} names entered, seconds (processor)",
                  f"{seconds:.1f} ({spent:.1f})")  # fmt: skip
        database.checkpoint()
        size = (Path(folder) / "names.db").stat().st_size
        table.add("vault: size of the index with its forms, MB", f"{size / 1e6:.1f}")
        for begun in (False, True):
            wall, own = [], []
            for each in queries:
                began, spent = time.perf_counter(), time.process_time()
                index.find(each.text, begun=begun)
                own.append(1000 * (time.process_time() - spent))
                wall.append(1000 * (time.perf_counter() - began))
            table.add(
                f"vault: a search{' as one types' if begun else ''} p50 / p95, ms",
                f"{percentile(wall, 0.5):.1f} / {percentile(wall, 0.95):.1f}", "≤ 20",
            )  # fmt: skip
            table.add(
                "vault: the same, processor time",
                f"{percentile(own, 0.5):.1f} / {percentile(own, 0.95):.1f}",
            )
        table.add("vault: memory it took, MiB", f"{resident_now() - before:.0f}")
        database.close()


def resident_now() -> float:
    import os

    return resident(os.getpid())


def false_pairs(forms: list[str], table: Table, asked: int = 500) -> None:
    """How often the best candidate for a name is another person: why nothing is ever merged."""
    composed = [form for form in dict.fromkeys(forms) if len(fold(form)) >= 2]
    held = Memory(composed)
    sample = random.Random(2).sample(range(len(composed)), asked)
    pairs = candidates = 0
    for number in sample:
        found = [each for each in ranking.search(held, composed[number]) if each.name != number]
        near = [each for each in found if each.likeness >= SURE]
        candidates += len(near)
        pairs += bool(near)
    table.add(
        f"false pairs: of {asked} of {len(composed):,} names, with another person ≥ {SURE}",
        f"{100 * pairs / asked:.1f} %",
    )
    table.add("false pairs: candidates a name at that likeness", f"{candidates / asked:.2f}")


def doubles(rows: list[Row], queries: list[measure.Query], table: Table) -> None:
    """The warning at intake: people registered again, and people who are new."""
    from panoh.apps.casework.views.names import PERHAPS_SAME

    persons = {row[0]: row[1] for row in rows if len(fold(row[1])) >= 2}
    again = [each for each in queries if each.target in persons]
    held = list(persons)
    memory = Memory(persons[each] for each in held)
    told: dict[str, list[bool]] = {}
    for each in again:
        found = ranking.search(memory, each.text, 24)
        shown = [held[hit.name] for hit in found if hit.likeness >= PERHAPS_SAME][:8]
        told.setdefault(each.category, []).append(each.target in shown)
    for category, right in sorted(told.items()):
        table.add(f"doubles: {category}, told of", f"{sum(right) / len(right):.3f} of {len(right)}")
    rng = random.Random(4)
    parts = [form.split() for form in persons.values()]
    alarms = 0
    for _ in range(300):
        new = f"{rng.choice(parts)[0]} {rng.choice(parts)[-1]}"
        found = ranking.search(memory, new, 24)
        alarms += any(hit.likeness >= PERHAPS_SAME for hit in found)
    table.add(f"doubles: false alarms, of 300 new among {len(persons):,}", f"{alarms / 300:.3f}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("set", type=Path)
    options.add_argument("--sample", type=int, default=1500)
    options.add_argument("--only", choices=("compare", "vault", "pairs", "doubles"))
    chosen = options.parse_args()
    print(machine())
    rows, queries = measure.read_set(chosen.set)
    if chosen.sample < len(queries):
        queries = random.Random(7).sample(queries, chosen.sample)
    table = Table()
    forms = hundred_thousand(rows)
    steps: dict[str, Callable[[], None]] = {
        "compare": lambda: compare(rows, queries, table),
        "vault": lambda: in_a_vault(forms, queries, table),
        "pairs": lambda: false_pairs(forms, table),
        "doubles": lambda: doubles(rows, queries, table),
    }
    for name, step in steps.items():
        if chosen.only in (None, name):
            step()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
