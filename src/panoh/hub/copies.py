"""Copies of a hub. Whatever it runs on, a copy is one SQLite file that a hub can also serve.

A copy is of one moment and may be made while the hub serves. Putting one back gives the hub a new
line: nodes see it, forget their cursors, and append again what the copy lacks.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from panoh.errors import HubDamaged, HubTaken, NoHub
from panoh.hub import database as databases
from panoh.hub import sqlite
from panoh.hub.model import Quotas, Standing
from panoh.hub.store import ID_SIZE
from panoh.storage import files, plain
from panoh.storage.sqlite import Database

AT_ONCE = 500
_MAILBOX = "no, id, key, successor, last, bytes, used"
_BLOB = "place, name, fingerprint, dropped, head, body"
_PUT_MAILBOX = f"INSERT INTO mailbox ({_MAILBOX}) VALUES(?, ?, ?, ?, ?, ?, ?)"
_PUT_BLOB = f"INSERT INTO blob ({_BLOB}) VALUES(?, ?, ?, ?, ?, ?)"


def standing(url: str) -> Standing:
    """Counts of the hub in this database, served or not; NoHub when there is none."""
    if databases.is_postgres(url):
        return asyncio.run(_standing(url))
    with closing(sqlite.open_ready(databases.file_of(url))) as database:
        return sqlite.standing(database)


async def _standing(url: str) -> Standing:
    store = await databases.open_store(url, Quotas())
    try:
        return await store.standing()
    finally:
        await store.close()


def backup(url: str, target: Path) -> Standing:
    """A copy at `target`, which must not exist, read back whole. Returns what stands in it."""
    if target.exists():
        raise HubTaken
    if databases.is_postgres(url):
        try:
            sqlite.prepare(target)
            with closing(sqlite.open_ready(target)) as copy:
                asyncio.run(_from_postgres(url, copy))
                copy.checkpoint()
        except BaseException:
            files.remove(target)
            raise
    else:
        with closing(sqlite.open_ready(databases.file_of(url))) as database:
            plain.copy(database, target)
    return verify(target)


def verify(copy: Path) -> Standing:
    """Reads all of a copy; HubDamaged when something is off."""
    with closing(sqlite.open_ready(copy)) as database:
        findings = database.check_pages()
        ((gaps,),) = database.execute(
            "SELECT count(*) FROM mailbox m WHERE last <> (SELECT count(*) FROM blob "
            "WHERE place > m.no << 40 AND place < (m.no + 1) << 40)"
        )
        if findings or gaps:
            raise HubDamaged(finding=findings[0] if findings else "numbers are missing")
        return sqlite.standing(database)


def restore(copy: Path, url: str) -> Standing:
    """Puts a copy into an empty database, under a new line. HubTaken when one is in use there."""
    if not copy.exists():
        raise NoHub
    found = verify(copy)
    if databases.is_postgres(url):
        with closing(sqlite.open_ready(copy)) as database:
            asyncio.run(_into_postgres(database, url))
        return found
    target = databases.file_of(url)
    if target.exists():
        raise HubTaken
    # Under a working name until the new line is in: a hub is never served under the old one.
    fresh = target.with_name(target.name + ".restoring")
    files.remove(fresh)
    with closing(sqlite.open_ready(copy)) as database:
        plain.copy(database, fresh)
    with closing(sqlite.open_ready(fresh)) as database:
        database.execute("UPDATE hub SET line = ?", (os.urandom(ID_SIZE),))
        database.checkpoint()
    files.layer.rename(fresh, target)
    files.layer.sync_folder(target.parent)
    return found


# ── between PostgreSQL and a file ───────────────────────────────────────────────────────────


async def _from_postgres(url: str, copy: Database) -> None:
    server = await _open(url)
    try:
        async with server.snapshot() as connection:
            row = await connection.fetchrow("SELECT id, line FROM hub")
            with copy.write():
                copy.execute("UPDATE hub SET id = ?, line = ?", tuple(row))
            for table, put in ((_MAILBOX, _PUT_MAILBOX), (_BLOB, _PUT_BLOB)):
                name = "mailbox" if put is _PUT_MAILBOX else "blob"
                order = table.partition(",")[0]
                cursor = await connection.cursor(f"SELECT {table} FROM {name} ORDER BY {order}")
                while rows := await cursor.fetch(AT_ONCE):
                    with copy.write():
                        copy.many(put, [_plain(each) for each in rows])
    finally:
        await server.close()


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(int(each) if isinstance(each, bool) else each for each in row)


async def _into_postgres(copy: Database, url: str) -> None:
    await databases.prepare(url)
    server = await _open(url)
    try:
        async with server.write() as connection:
            await connection.execute("LOCK TABLE hub, mailbox IN ACCESS EXCLUSIVE MODE")
            if await connection.fetchval("SELECT EXISTS(SELECT 1 FROM mailbox)"):
                raise HubTaken
            ((hub,),) = copy.execute("SELECT id FROM hub")
            await connection.execute("UPDATE hub SET id = $1, line = $2", hub, os.urandom(ID_SIZE))
            for columns, name in ((_MAILBOX, "mailbox"), (_BLOB, "blob")):
                every = _rows(copy, columns, name)
                while rows := list(islice(every, AT_ONCE)):
                    await connection.copy_records_to_table(
                        name, records=rows, columns=columns.split(", ")
                    )
            await connection.execute(
                "SELECT setval(pg_get_serial_sequence('mailbox', 'no'), "
                "coalesce((SELECT max(no) FROM mailbox), 0) + 1, false)"
            )
    finally:
        await server.close()


def _rows(copy: Database, columns: str, name: str) -> Iterator[tuple[Any, ...]]:
    for row in copy.rows(f"SELECT {columns} FROM {name} ORDER BY 1"):
        yield row if name == "mailbox" else (*row[:3], bool(row[3]), *row[4:])


async def _open(url: str) -> Any:
    from panoh.storage.postgres import Server

    store = await databases.open_store(url, Quotas())
    await store.close()
    return Server(url, readers=1)
