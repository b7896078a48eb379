"""What others do to find a name, each as `rows -> (query -> ids, best first)`.

`words` and `trigrams`: SQLite FTS5. `metaphone`: Double Metaphone with upper case for other
scripts, as Primero v2 publishes it. `rapidfuzz`: WRatio over anyascii, every row. `Trigram`:
PostgreSQL's pg_trgm in a cluster of its own, made and thrown away here, where Debian's PostgreSQL
is installed. The packages stand in requirements/bench.in; `Missing` says what is not here.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from panoh.lexicon.names.memory import Row

Find = Callable[[str], list[str]]
Make = Callable[[list[Row]], Find]
SHOWN = 50
DEBIAN = Path("/usr/lib/postgresql")


class Missing(Exception):
    """What a method needs and this machine lacks."""


def _need(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Missing(f"the package {name.partition('.')[0]} is not installed") from None


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────


def words(rows: list[Row]) -> Find:
    return _fts(rows, "unicode61 remove_diacritics 2", lambda q: " ".join(_quoted(q.split())))


def trigrams(rows: list[Row]) -> Find:
    """Any trigram, by weight."""
    return _fts(
        rows,
        "trigram",
        lambda q: " OR ".join(_quoted(q[i : i + 3] for i in range(max(1, len(q) - 2)))),
    )


def _quoted(parts: Iterable[str]) -> list[str]:
    return ['"' + each.replace('"', '""') + '"' for each in parts]


def _fts(rows: list[Row], tokens: str, ask: Callable[[str], str]) -> Find:
    held = sqlite3.connect(":memory:")
    held.execute(f"CREATE VIRTUAL TABLE n USING fts5(id UNINDEXED, form, tokenize='{tokens}')")
    held.executemany("INSERT INTO n VALUES (?, ?)", [(row[0], row[1].casefold()) for row in rows])
    sql = f"SELECT id FROM n WHERE n MATCH ? ORDER BY rank LIMIT {SHOWN}"
    return lambda query: [each[0] for each in held.execute(sql, (ask(query.casefold()),))]


# ── packages ────────────────────────────────────────────────────────────────────────────────


def metaphone(rows: list[Row]) -> Find:
    """Names that share a code, those that share most first."""
    double = _need("metaphone").doublemetaphone

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
        return sorted(counts, key=lambda id_: (-counts[id_], id_))[:SHOWN]

    return find


def rapidfuzz(rows: list[Row]) -> Find:
    process = _need("rapidfuzz.process")
    ratio = _need("rapidfuzz.fuzz").WRatio
    plain = _need("anyascii").anyascii
    forms = [plain(row[1]).casefold() for row in rows]
    return lambda query: [
        rows[each[2]][0]
        for each in process.extract(plain(query).casefold(), forms, scorer=ratio, limit=SHOWN)
    ]


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────


class Trigram:
    """pg_trgm and unaccent, GiST nearest, over a Unix socket; ends its server with the block."""

    def __init__(self) -> None:
        self._driver = _need("asyncpg")
        found = [each for each in DEBIAN.glob("*/bin") if (each / "initdb").exists()]
        if not found:
            raise Missing("Debian's postgresql is not installed")
        self._programs = max(found, key=lambda each: int(each.parent.name))
        if not any(DEBIAN.parent.parent.glob("share/postgresql/*/extension/pg_trgm.control")):
            raise Missing("PostgreSQL is here without its extension pg_trgm")

    def __enter__(self) -> Trigram:
        # PostgreSQL will not run as root: there it gets the account that Debian made for it.
        self._as = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        self._folder = Path(tempfile.mkdtemp(prefix="bench-"))
        if self._as:
            shutil.chown(self._folder, **self._as)
        self._loop = asyncio.new_event_loop()
        self._run("initdb", "-D", "data", "-U", "bench", "-A", "trust", "-E", "UTF8",
                  "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        settings = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}'"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", settings, "start")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self._programs / program, *words],
            cwd=self._folder, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._as,
        )  # fmt: skip

    def make(self, rows: list[Row]) -> Find:
        wait = self._loop.run_until_complete
        held = wait(self._driver.connect(host=str(self._folder), user="bench", database="postgres"))
        wait(held.execute("CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent"))
        wait(held.execute("CREATE TABLE n (id text, form text)"))
        wait(held.copy_records_to_table(
            "n", records=[(row[0], row[1].casefold()) for row in rows]
        ))  # fmt: skip
        wait(held.execute("UPDATE n SET form = unaccent(form)"))
        wait(held.execute("CREATE INDEX ON n USING gist (form gist_trgm_ops); ANALYZE n"))
        ask = wait(held.prepare(
            f"SELECT id FROM n ORDER BY form <-> unaccent($1) LIMIT {SHOWN}"
        ))  # fmt: skip
        return lambda query: [each[0] for each in wait(ask.fetch(query.casefold()))]


METHODS: dict[str, Make] = {
    "FTS5 words": words,
    "FTS5 trigrams": trigrams,
    "Double Metaphone (as Primero v2)": metaphone,
    "RapidFuzz WRatio over anyascii": rapidfuzz,
}
