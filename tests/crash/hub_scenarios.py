"""A hub's mailbox on a disk that forgets: what was acknowledged is there, under its number."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from random import Random

from panoh.hub import sqlite
from panoh.hub.model import Append, Drop, Make, Quotas, Wish
from panoh.wire.model import Blob, mailbox_id
from tests.crash.faults import World

KEY = bytes(range(32))
BOX = mailbox_id(KEY)
_random = Random(4)
BLOBS = [Blob(_random.randbytes(355), _random.randbytes(500 + 700 * n)) for n in range(12)]
NUMBER = "SELECT place & ((1 << 40) - 1), head, body, dropped FROM blob ORDER BY place"


class Mailbox:
    """Appends of one to four blobs; a drop, after which the body stands nowhere on the disk."""

    name = "mailbox"

    def prepare(self, folder: Path) -> None:
        sqlite.prepare(folder / "hub.db")

    def act(self, world: World) -> None:
        asyncio.run(self._act(world))

    async def _act(self, world: World) -> None:
        store = sqlite.SqliteStore(world.folder / "hub.db", Quotas())
        try:
            wishes: dict[object, Wish] = {
                "made": Make(BOX, KEY),
                1: Append(BOX, BLOBS[:1]),
                5: Append(BOX, BLOBS[1:5]),
                "dropped": Drop(BOX, [BLOBS[2].name], KEY),
                8: Append(BOX, BLOBS[4:8]),
                12: Append(BOX, BLOBS[8:]),
            }
            for what, wish in wishes.items():
                with world.step(what):
                    (outcome,) = await store.write([wish])
                    assert outcome in (None, 1) or isinstance(outcome, list)
                    if what == "dropped":
                        await store.tidy()
        finally:
            await store.close()

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        appended = max((each for each in done if isinstance(each, int)), default=0)
        most = pending if isinstance(pending, int) else appended
        with closing(sqlite.open_ready(folder / "hub.db")) as database:
            rows = database.execute(NUMBER)
            assert len(rows) in (appended, most), f"{len(rows)} blobs, {appended} acknowledged"
            for at, (number, head, body, dropped) in enumerate(rows):
                assert (number, head) == (at + 1, BLOBS[at].head), "another number"
                assert body == (None if dropped else BLOBS[at].body), "half a blob"
                assert not dropped or at == 2
            if "dropped" in done:
                assert rows[2][3], "a dropped body came back"
                there = [path.read_bytes() for path in folder.iterdir()]
                assert not any((BLOBS[2].body or b"")[100:400] in each for each in there)
            last = database.execute("SELECT last FROM mailbox")
            assert last == [(len(rows),)] or (not last and not rows)
            assert database.check_pages() == []
