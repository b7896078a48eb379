"""A hub on PostgreSQL: any number of processes, each with one connection that writes.

Whoever appends to a mailbox holds its row until the commit, so numbers have no gap and appear in
order. Rows are locked in the order of their ids: two processes cannot wait for each other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib import resources
from time import monotonic, time
from typing import Any

from panoh.errors import HubNewer, NoHub, StorageFailed, VaultNewer
from panoh.hub import rules
from panoh.hub.model import Held, Mailbox, Make, Outcome, Quotas, Standing, Wish
from panoh.hub.store import ID_SIZE, PIECE, VERSION, Store
from panoh.storage import postgres
from panoh.storage.postgres import Again, Server
from panoh.wire import limits
from panoh.wire.model import Blob, Page

_SHIFT = 40
_COLUMNS = "no, id, key, successor, last, bytes"
READERS = 3
TRIES = 5
COUNT_SECONDS = 60.0
"""How old the sum of all mailboxes may be: other processes write too."""

_PAGE = """
SELECT head, body FROM blob JOIN (
    SELECT place, sum(8 + octet_length(head) + coalesce(octet_length(body), 0))
        OVER (ORDER BY place) AS so_far
    FROM (SELECT place, head, body FROM blob
          WHERE place > $1 AND place <= $2 ORDER BY place LIMIT $3) AS next
) AS summed USING (place) WHERE so_far <= $4 OR place = $1 + 1 ORDER BY place
"""
"""Lengths are known without fetching the bytes of long bodies."""


async def prepare(url: str) -> None:
    """Makes the tables, or brings them up to date."""
    server = Server(url, readers=1)
    try:
        await postgres.apply(server, PIECE, VERSION, _schema)
        async with server.write() as connection:
            await connection.execute(
                "INSERT INTO hub VALUES(1, $1, $2) ON CONFLICT DO NOTHING",
                os.urandom(ID_SIZE),
                os.urandom(ID_SIZE),
            )
    except VaultNewer:
        raise HubNewer from None
    finally:
        await server.close()


class PostgresStore(Store):
    """See `Store`."""

    def __init__(self, server: Server, quotas: Quotas, hub: bytes, line: bytes) -> None:
        self.hub, self.line = hub, line
        self._server = server
        self._quotas = quotas
        self._mailboxes = self._bytes = 0
        self._counted = float("-inf")

    @classmethod
    async def open(cls, url: str, quotas: Quotas, readers: int = READERS) -> PostgresStore:
        """Opens what `prepare` made; NoHub when there is none."""
        server = Server(url, readers)
        try:
            if not await postgres.has(server, PIECE, VERSION):
                raise NoHub
            async with server.reading() as connection:
                hub, line = await connection.fetchrow("SELECT id, line FROM hub")
            store = cls(server, quotas, hub, line)
            await store._recount()
        except BaseException:
            await server.close()
            raise
        return store

    async def mailbox(self, mailbox: bytes) -> Mailbox | None:
        async with self._server.reading() as connection:
            return await _mailbox(connection, mailbox)

    async def write(self, wishes: Sequence[Wish]) -> list[Outcome]:
        await self._recount()
        for _ in range(TRIES):
            with suppress(Again):
                return await self._write(wishes)
        raise StorageFailed(reason="others are writing")

    async def _write(self, wishes: Sequence[Wish]) -> list[Outcome]:
        hour = rules.hour(time())
        async with self._server.write() as connection:
            made = await _make(connection, [w for w in wishes if isinstance(w, Make)], hour)
            found = await connection.fetch(
                f"SELECT {_COLUMNS} FROM mailbox WHERE id = ANY($1::bytea[]) "
                "ORDER BY id FOR UPDATE",
                sorted({wish.mailbox for wish in wishes}),
            )
            mailboxes = {each["id"]: Mailbox(*each) for each in found}
            held = await _held(connection, mailboxes, wishes)
            batch = rules.Batch(
                mailboxes.values(), held, self._quotas,
                bytes_left=self._quotas.all_bytes - self._bytes,
            )  # fmt: skip
            outcomes = [batch.carry_out(wish) for wish in wishes]
            await _save(connection, batch, hour)
        self._mailboxes += made
        self._bytes += batch.grown
        return outcomes

    async def page(self, mailbox: bytes, after: int, most: int) -> Page | None:
        async with self._server.reading() as connection:
            # First how far, then the blobs: up to there they are all committed.
            found = await _mailbox(connection, mailbox)
            if found is None:
                return None
            rows = []
            if after < found.last:
                rows = await connection.fetch(
                    _PAGE, _place(found.no, after), _place(found.no, found.last),
                    limits.MOST_BLOBS, most,
                )  # fmt: skip
        blobs = tuple(Blob(head, body) for head, body in rows)
        return Page(self.line, found.last, found.successor is not None, blobs)

    async def standing(self) -> Standing:
        async with self._server.snapshot() as connection:
            boxes = await connection.fetchrow(
                "SELECT count(*), count(successor), coalesce(sum(bytes), 0)::bigint FROM mailbox"
            )
            blobs = await connection.fetchrow(
                "SELECT count(*), count(*) FILTER (WHERE dropped) FROM blob"
            )
        return Standing(boxes[0], boxes[1], blobs[0], blobs[1], boxes[2])

    async def count(self) -> tuple[int, int]:
        async with self._server.reading() as connection:
            await connection.fetchval("SELECT 1 FROM hub")
        return self._mailboxes, self._bytes

    async def _recount(self) -> None:
        if monotonic() - self._counted < COUNT_SECONDS:
            return
        async with self._server.reading() as connection:
            row = await connection.fetchrow(
                "SELECT count(*), coalesce(sum(bytes), 0)::bigint FROM mailbox"
            )
        self._mailboxes, self._bytes = row
        self._counted = monotonic()

    async def tidy(self) -> None:
        """PostgreSQL's own autovacuum lets dropped bodies leave its files."""

    async def close(self) -> None:
        await self._server.close()


# ── SQL ─────────────────────────────────────────────────────────────────────────────────────


def _schema(version: int) -> str:
    name = "schema_postgres.sql" if version == 1 else f"schema_postgres_{version}.sql"
    return resources.files("panoh.hub").joinpath(name).read_text("utf-8")


def _place(mailbox: int, number: int) -> int:
    return (mailbox << _SHIFT) + number


async def _mailbox(connection: Any, mailbox: bytes) -> Mailbox | None:
    row = await connection.fetchrow(f"SELECT {_COLUMNS} FROM mailbox WHERE id = $1", mailbox)
    return Mailbox(*row) if row else None


async def _make(connection: Any, makes: Sequence[Make], hour: int) -> int:
    if not makes:
        return 0
    wanted = sorted({(each.mailbox, each.key) for each in makes})
    said = await connection.execute(
        "INSERT INTO mailbox (id, key, used) SELECT id, key, $3 "
        "FROM unnest($1::bytea[], $2::bytea[]) AS wanted(id, key) "
        "ORDER BY id ON CONFLICT (id) DO NOTHING",
        [mailbox for mailbox, _ in wanted],
        [key for _, key in wanted],
        hour,
    )
    return int(said.rpartition(" ")[2])


async def _held(
    connection: Any, mailboxes: dict[bytes, Mailbox], wishes: Sequence[Wish]
) -> list[Held]:
    named = rules.names_in(wishes)
    names = {name for mailbox in mailboxes for name in named.get(mailbox, ())}
    if not names:
        return []
    rows = await connection.fetch(
        "SELECT place, name, fingerprint, octet_length(body), dropped FROM blob "
        "WHERE name = ANY($1::bytea[])",
        sorted(names),
    )
    return [
        Held(place >> _SHIFT, place & (1 << _SHIFT) - 1, name, fingerprint, body or 0, dropped)
        for place, name, fingerprint, body, dropped in rows
    ]


async def _save(connection: Any, batch: rules.Batch, hour: int) -> None:
    rows = sorted(batch.rows.values(), key=lambda row: (row.mailbox, row.number))
    if rows:
        await connection.copy_records_to_table(
            "blob",
            records=[
                (_place(row.mailbox, row.number), row.name, row.fingerprint, row.dropped,
                 row.blob.head, row.blob.body)
                for row in rows
            ],
        )  # fmt: skip
    if batch.drops:
        await connection.execute(
            "UPDATE blob SET body = NULL, dropped = true WHERE place = ANY($1::bigint[])",
            [_place(*each) for each in sorted(batch.drops)],
        )
    changed = list(batch.changed.values())
    if changed:
        await connection.execute(
            "UPDATE mailbox SET successor = c.successor, last = c.last, bytes = c.bytes, used = $5 "
            "FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[]) "
            "AS c(no, successor, last, bytes) WHERE mailbox.no = c.no",
            [each.no for each in changed],
            [each.successor for each in changed],
            [each.last for each in changed],
            [each.bytes for each in changed],
            hour,
        )
