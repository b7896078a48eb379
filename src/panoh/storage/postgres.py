"""PostgreSQL under a hub of several processes. The only importer of its driver.

One connection writes, a few read. A connection that broke is made anew at the next call; whatever
was under way is not kept, and the caller hears StorageFailed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from panoh.errors import StorageFailed, VaultNewer
from panoh.storage.migrate import PieceChanged, digest_of

CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 30.0
_MIGRATING = 0x506E4862
"""Whoever makes the tables holds this lock: several hubs may start at one time."""
_TABLE = """CREATE TABLE IF NOT EXISTS schema_piece(
    name text NOT NULL,
    version integer NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (name, version)
)"""
_BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
_AGAIN = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)


class Server:
    """Connections to one database. `write` and `reading` hand out one at a time."""

    def __init__(self, url: str, readers: int) -> None:
        self._url = url
        self._writer: Any = None
        self._write_lock = asyncio.Lock()
        self._idle: asyncio.LifoQueue[Any] = asyncio.LifoQueue()
        for _ in range(readers):
            self._idle.put_nowait(None)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        """A connection inside a transaction: on the server's disk when the block ends."""
        async with self._write_lock, _translated():
            connection = self._writer = await self._alive(self._writer)
            async with connection.transaction():
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        connection = await self._idle.get()
        try:
            async with _translated():
                connection = await self._alive(connection)
                yield connection
        finally:
            self._idle.put_nowait(connection)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Any]:
        """Everything read in this block is of one moment."""
        async with (
            self.reading() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield connection

    async def _alive(self, connection: Any) -> Any:
        if connection is not None and not connection.is_closed():
            return connection
        return await _connect(self._url)

    async def close(self) -> None:
        every = [self._writer]
        while not self._idle.empty():
            every.append(self._idle.get_nowait())
        for each in every:
            if each is not None:
                with suppress(*_BROKEN):
                    await each.close(timeout=2)


class Again(Exception):
    """Two transactions stood in each other's way: nothing was kept; the same once more will do."""


async def apply(server: Server, name: str, newest: int, sql_of: Callable[[int], str]) -> None:
    """Brings one piece of schema up to `newest`; VaultNewer when it is beyond that already."""
    async with server.write() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATING)
        await connection.execute(_TABLE)
        rows = await connection.fetch(
            "SELECT version, digest FROM schema_piece WHERE name = $1 ORDER BY version", name
        )
        if len(rows) > newest:
            raise VaultNewer
        for version in range(1, newest + 1):
            sql = sql_of(version)
            if version <= len(rows):
                if rows[version - 1]["digest"] != digest_of(sql):
                    raise PieceChanged(name, version)
                continue
            await connection.execute(sql)
            await connection.execute(
                "INSERT INTO schema_piece VALUES($1, $2, $3)", name, version, digest_of(sql)
            )


async def has(server: Server, name: str, version: int) -> bool:
    """Whether a piece stands in exactly this version."""
    async with server.reading() as connection:
        there = await connection.fetchval("SELECT to_regclass('schema_piece') IS NOT NULL")
        if not there:
            return False
        found = await connection.fetchval(
            "SELECT max(version) FROM schema_piece WHERE name = $1", name
        )
    return bool(found == version)


async def _connect(url: str) -> Any:
    connection = await asyncpg.connect(
        url,
        timeout=CONNECT_SECONDS,
        command_timeout=COMMAND_SECONDS,
        server_settings={"application_name": "panoh", "synchronous_commit": "on"},
    )
    try:
        # What is acknowledged must stand on the disk: a server that does not wait is refused.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            if await connection.fetchval(f"SHOW {setting}") == "off":
                raise StorageFailed(reason=f"the database server runs with {setting} = off")
    except BaseException:
        await connection.close(timeout=2)
        raise
    return connection


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except _AGAIN as problem:
        raise Again from problem
    except _BROKEN as problem:
        raise StorageFailed(reason=_reason(problem)) from problem


def _reason(problem: BaseException) -> str:
    """Kind of trouble only: the server's own words may repeat what was sent."""
    if isinstance(problem, asyncpg.PostgresError):
        return f"the database server says {type(problem).__name__}"
    return "the database server is not there"
