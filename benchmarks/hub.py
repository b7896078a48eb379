"""The hub under load, on SQLite and PostgreSQL, beside Matrix Synapse on the same opaque messages.

python benchmarks/hub.py [--quick] [--write]

Synapse is AGPL and no part of Panoh: install it into a virtual environment of its own and name that
one in PANOH_BENCH_SYNAPSE; without it the rows of comparison say that they were not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import synapse
from benchmarks.figures import Table, machine, percentile, resident
from tests.hub import cluster
from tests.hub.running import Running, hub

LINES = 8
NODES = 100
BATCH = 32


@dataclass
class Figures:
    """Of one load."""

    rate: float
    p99: float

    def __str__(self) -> str:
        return f"{self.rate:,.0f}/s · {self.p99 * 1e3:.1f}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    scale = 10 if chosen.quick else 1
    table, where = Table(), machine()
    ours = _sqlite(table, scale)
    with cluster.running() as server:
        for processes in (1, 4):
            _postgres(server, processes, table, scale)
    _beside(table, ours, scale)
    if chosen.write:
        _write(table, where)
    return 0


def _load(url: str, act: str, **asked: Any) -> Figures:
    """One run of the load in a process of its own."""
    settings = {"connections": 1, "mailboxes": 1, "requests": 1, "batch": 1, **asked}
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.hub_load"],
        input=json.dumps({"url": url, "act": act, **settings}),
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    if not found:
        return Figures(0, 0)
    return Figures(found["messages"] / found["seconds"], percentile(found["took"], 0.99))


def _rows(running: Running, name: str, table: Table, scale: int) -> dict[str, Figures]:
    found: dict[str, Figures] = {}

    def row(what: str, figures: Figures, bar: str = "") -> None:
        found[what] = figures
        table.add(f"{name}: {what}, a second · p99 ms", str(figures), bar)

    def load(act: str, **asked: Any) -> Figures:
        return _load(running.url, act, **asked)

    load("create", mailboxes=1_000)
    one, many = 5_000 // scale, 20_000 // scale
    row("appends, 1 connection", load("append", requests=one), "≥ 2,700 tried")
    row("appends, 8 connections", load("append", requests=one, connections=LINES))
    batches = {"requests": many // BATCH, "batch": BATCH}
    row("appends in batches of 32, 1 connection", load("append", **batches))
    row("appends in batches of 32, 8 connections", load("append", connections=LINES, **batches))
    row("fetches, 1 mailbox", load("fetch"))
    for mailboxes in (100, 1_000):
        spread = {"mailboxes": mailboxes, "connections": NODES}
        row(f"appends, {mailboxes:,} mailboxes, 100 nodes", load("append", requests=one, **spread))
        row(f"fetches, {mailboxes:,} mailboxes, 100 nodes", load("fetch", **spread))
    return found


def _sqlite(table: Table, scale: int) -> dict[str, Figures]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "hub.db"
        with hub(f"sqlite:///{file}", "--new-mailboxes", "100000") as running:
            found = _rows(running, "SQLite", table, scale)
            kept = _kept(f"sqlite:///{file}")
            memory = resident(running.children()[0])
            running.stop()
        table.add("SQLite: resident MiB after that", f"{memory:.0f}", "≤ 100")
        size = file.stat().st_size / kept
        table.add("SQLite: bytes on disk a message of 1,024", f"{size:,.0f}", "≤ 1,500")
    return found


def _postgres(server: cluster.Cluster, processes: int, table: Table, scale: int) -> None:
    url = server.database()
    more = ("--processes", str(processes), "--new-mailboxes", "100000")
    with hub(url, *more) as running:
        _rows(running, f"PostgreSQL, {processes} processes", table, scale)
        most = max(resident(each) for each in running.children())
        table.add(f"PostgreSQL, {processes}: resident MiB, largest process", f"{most:.0f}", "≤ 100")
    sizes = server.ask(url, "SELECT pg_total_relation_size('blob') AS size")
    table.add(
        f"PostgreSQL, {processes}: bytes on disk a message of 1,024",
        f"{sizes[0]['size'] / _kept(url):,.0f}",
        "≤ 1,500",
    )


def _kept(url: str) -> int:
    ran = subprocess.run(
        [sys.executable, "-m", "panoh", "hub", "status", "--database", url, "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(json.loads(ran.stdout)["blobs"])


def _beside(table: Table, ours: dict[str, Figures], scale: int) -> None:
    """Synapse in the same run, and the ratios."""
    place = os.environ.get("PANOH_BENCH_SYNAPSE")
    if not place:
        table.add("beside Matrix Synapse", "not measured", "PANOH_BENCH_SYNAPSE is not set")
        return
    with tempfile.TemporaryDirectory(prefix="bench-synapse-") as folder:
        theirs = synapse.measure(Path(place), Path(folder), 2_000 // scale, LINES)
    table.add("Synapse: sends, 1 connection, a second", f"{theirs.one:,.1f}")
    table.add("Synapse: sends, 8 connections, a second", f"{theirs.eight:,.1f}")
    table.add("Synapse: fetches, a second", f"{theirs.fetch:,.0f}")
    table.add("Synapse: resident MiB", f"{theirs.memory:.0f}")
    table.add("Synapse: bytes on disk a message of 1,024", f"{theirs.disk:,.0f}")
    compared: list[tuple[str, str, float, str]] = [
        ("one a request, 1 connection", "appends, 1 connection", theirs.one, "≥ 20×"),
        ("one a request, 8 connections", "appends, 8 connections", theirs.eight, "≥ 20×"),
        ("batches of 32", "appends in batches of 32, 1 connection", theirs.one, "≥ 50×"),
        ("fetches", "fetches, 1 mailbox", theirs.fetch, "≥ 40×"),
    ]
    for what, row, their, bar in compared:
        table.add(f"hub on SQLite against Synapse: {what}", f"{ours[row].rate / their:.1f}×", bar)


def _write(table: Table, where: str) -> None:
    """Replaces the part of docs/benchmarks.md that is about the hub."""
    page = ROOT / "docs" / "benchmarks.md"
    text = page.read_text("utf-8").partition("\n## The hub\n")[0].rstrip("\n")
    text += (
        "\n\n## The hub\n\nWritten by `python benchmarks/hub.py --write`; one run, one machine "
        f"({where}), client, hub and database on the same cores. Messages of 1,024 opaque bytes, "
        "each append signed, verified and fsynced. One connection waits for the disk and for its "
        "turn on the cores; beside busy neighbours that wait is most of what is measured.\n\n"
        f"{table.markdown()}\n"
    )
    page.write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
