"""A hub on one SQLite file: one process, one thread that writes, one that reads."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from time import time
from typing import Any, TypeVar

from panoh.errors import HubDamaged, HubNewer, NoHub, VaultBusy, VaultDamaged, VaultNewer
from panoh.hub import rules
from panoh.hub.model import Append, Held, Mailbox, Make, Outcome, Quotas, Row, Standing, Wish
from panoh.hub.store import ID_SIZE, PIECE, VERSION, Store
from panoh.storage import migrate, plain
from panoh.storage.sqlite import Database
from panoh.wire import limits
from panoh.wire.model import Blob, Page

_SHIFT = 40
_MAILBOX = "SELECT no, id, key, successor, last, bytes FROM mailbox WHERE id = ?"
_NAMES_AT_ONCE = 200
AT_ONCE = 128 * 1024
"""Bytes up to which a batch is written where it stands, while others wait for the disk anyway."""

T = TypeVar("T")


def prepare(file: Path) -> None:
    """Makes the file when there is none, and brings its tables up to date."""
    with _in_our_words():
        database = _open(file) if file.exists() else plain.create(file)
        try:
            migrate.refuse_newer(database, {PIECE: VERSION})
            with database.write():
                for version in range(1, VERSION + 1):
                    migrate.apply(database, PIECE, version, _schema(version))
                database.execute(
                    "INSERT OR IGNORE INTO hub VALUES(1, ?, ?)",
                    (os.urandom(ID_SIZE), os.urandom(ID_SIZE)),
                )
        finally:
            database.close()


def open_ready(file: Path) -> Database:
    """Opens a hub's file as it is; NoHub when there is none."""
    if not file.exists():
        raise NoHub
    with _in_our_words():
        database = _open(file)
        try:
            migrate.refuse_newer(database, {PIECE: VERSION})
            if migrate.versions(database).get(PIECE) != VERSION:
                raise NoHub
        except BaseException:
            database.close()
            raise
    return database


class SqliteStore(Store):
    """See `Store`."""

    def __init__(self, file: Path, quotas: Quotas) -> None:
        self._quotas = quotas
        self._writer = ThreadPoolExecutor(1, "hub-writer")
        self._reader = ThreadPoolExecutor(1, "hub-reader")
        self._writing = open_ready(file)
        self._reading = open_ready(file)
        ((self.hub, self.line),) = self._writing.execute("SELECT id, line FROM hub")
        self._mailboxes, self._bytes = self._count()
        self._dropped = False
        self._one_write = asyncio.Lock()

    async def mailbox(self, mailbox: bytes) -> Mailbox | None:
        return await self._read(lambda: _mailbox(self._reading, mailbox))

    async def write(self, wishes: Sequence[Wish]) -> list[Outcome]:
        async with self._one_write:
            if _bytes_of(wishes) <= AT_ONCE:
                # To another thread and back takes longer than to write this.
                return self._write(wishes)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._writer, self._write, wishes)

    def _write(self, wishes: Sequence[Wish]) -> list[Outcome]:
        database = self._writing
        made = 0
        with database.write():
            hour = rules.hour(time())
            for wish in wishes:
                if isinstance(wish, Make):
                    database.execute(
                        "INSERT OR IGNORE INTO mailbox (id, key, used) VALUES(?, ?, ?)",
                        (wish.mailbox, wish.key, hour),
                    )
                    made += database.changes()
            found = (_mailbox(database, each) for each in {wish.mailbox for wish in wishes})
            mailboxes = {each.id: each for each in found if each is not None}
            held: list[Held] = []
            for mailbox, names in rules.names_in(wishes).items():
                if mailbox in mailboxes:
                    held += _held(database, mailboxes[mailbox].no, sorted(names))
            batch = rules.Batch(
                mailboxes.values(), held, self._quotas,
                bytes_left=self._quotas.all_bytes - self._bytes,
            )  # fmt: skip
            outcomes = [batch.carry_out(wish) for wish in wishes]
            _save(database, batch, hour)
        self._mailboxes += made
        self._bytes += batch.grown
        self._dropped = self._dropped or bool(batch.drops)
        return outcomes

    async def page(self, mailbox: bytes, after: int, most: int) -> Page | None:
        return await self._read(lambda: self._page(mailbox, after, most))

    def _page(self, mailbox: bytes, after: int, most: int) -> Page | None:
        with self._reading.reading():
            found = _mailbox(self._reading, mailbox)
            if found is None:
                return None
            blobs: list[Blob] = []
            size = 0
            for head, body in self._reading.rows(
                "SELECT head, body FROM blob WHERE place > ? AND place <= ? ORDER BY place LIMIT ?",
                (_place(found.no, after), _place(found.no, found.last), limits.MOST_BLOBS),
            ):
                size += 8 + len(head) + len(body or b"")
                if blobs and size > most:
                    break
                blobs.append(Blob(head, body))
        return Page(self.line, found.last, found.successor is not None, tuple(blobs))

    async def standing(self) -> Standing:
        return await self._read(lambda: standing(self._reading))

    async def count(self) -> tuple[int, int]:
        await self._read(lambda: self._reading.execute("SELECT 1 FROM hub"))
        return self._mailboxes, self._bytes

    def _count(self) -> tuple[int, int]:
        sql = "SELECT count(*), coalesce(sum(bytes), 0) FROM mailbox"
        ((mailboxes, size),) = self._writing.execute(sql)
        return mailboxes, size

    async def tidy(self) -> None:
        """A dropped body is overwritten in its page, but an older page stands in the journal."""
        if self._dropped:
            self._dropped = False
            async with self._one_write:
                await asyncio.get_running_loop().run_in_executor(self._writer, self._empty_journal)

    def _empty_journal(self) -> None:
        try:
            self._writing.checkpoint()
        except VaultBusy:  # somebody is reading at this moment: the next time
            self._dropped = True

    async def close(self) -> None:
        self._reader.shutdown()
        self._writer.shutdown()
        self._reading.close()
        self._writing.close()

    async def _read(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, call)


def _bytes_of(wishes: Sequence[Wish]) -> int:
    return sum(wish.size for wish in wishes if isinstance(wish, Append))


# ── SQL ─────────────────────────────────────────────────────────────────────────────────────


def standing(database: Database) -> Standing:
    """Counts everything; slow on a large hub."""
    ((mailboxes, closed, size),) = database.execute(
        "SELECT count(*), count(successor), coalesce(sum(bytes), 0) FROM mailbox"
    )
    ((blobs, dropped),) = database.execute("SELECT count(*), coalesce(sum(dropped), 0) FROM blob")
    return Standing(mailboxes, closed, blobs, dropped, size)


def _open(file: Path) -> Database:
    return plain.open_existing(file)


def _schema(version: int) -> str:
    name = "schema_sqlite.sql" if version == 1 else f"schema_sqlite_{version}.sql"
    return resources.files("panoh.hub").joinpath(name).read_text("utf-8")


def _place(mailbox: int, number: int) -> int:
    return (mailbox << _SHIFT) + number


def _mailbox(database: Database, mailbox: bytes) -> Mailbox | None:
    rows = database.execute(_MAILBOX, (mailbox,))
    return Mailbox(*rows[0]) if rows else None


def _held(database: Database, mailbox: int, names: Sequence[bytes]) -> Iterator[Held]:
    low, high = _place(mailbox, 0), _place(mailbox + 1, 0)
    for at in range(0, len(names), _NAMES_AT_ONCE):
        some = names[at : at + _NAMES_AT_ONCE]
        # Filled up to one of two lengths: the driver then knows both statements already.
        if len(some) > 1:
            some = [*some, *[some[0]] * (_NAMES_AT_ONCE - len(some))]
        marks = ",".join("?" * len(some))
        sql = (
            "SELECT place, name, fingerprint, length(body), dropped FROM blob "
            f"WHERE name IN ({marks}) AND place BETWEEN ? AND ?"
        )
        for place, name, fingerprint, body, dropped in database.rows(sql, (*some, low, high)):
            number = place & (1 << _SHIFT) - 1
            yield Held(mailbox, number, name, fingerprint, body or 0, bool(dropped))


def _save(database: Database, batch: rules.Batch, hour: int) -> None:
    rows = batch.rows.values()
    if rows:
        database.many("INSERT INTO blob VALUES(?, ?, ?, ?, ?, ?)", [_values(row) for row in rows])
    if batch.drops:
        database.many(
            "UPDATE blob SET body = NULL, dropped = 1 WHERE place = ?",
            [(_place(*each),) for each in sorted(batch.drops)],
        )
    database.many(
        "UPDATE mailbox SET successor = ?, last = ?, bytes = ?, used = ? WHERE no = ?",
        [(m.successor, m.last, m.bytes, hour, m.no) for m in batch.changed.values()],
    )


def _values(row: Row) -> tuple[Any, ...]:
    return (
        _place(row.mailbox, row.number),
        row.name,
        row.fingerprint,
        int(row.dropped),
        row.blob.head,
        row.blob.body,
    )


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Storage speaks of vaults; whoever runs a hub has none."""
    try:
        yield
    except VaultNewer:
        raise HubNewer from None
    except VaultDamaged as problem:
        raise HubDamaged(**problem.details) from problem
