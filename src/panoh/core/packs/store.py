"""Packs kept in the vault: taken whole, read whole, removed whole.

The log says "adopts pack H"; this holds H. A pack is proved again each time it is read: the page
it lies on may have been exchanged by somebody who holds the key. Removing one leaves no byte of it
in the file, because the database overwrites what it frees.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from panoh.core.packs.codec import read_pack
from panoh.core.packs.model import Pack
from panoh.errors import NotFound, Refused
from panoh.storage import migrate
from panoh.storage.sqlite import Database

SCHEMA = ("packs", 1)


@dataclass(frozen=True, slots=True)
class Kept:
    id: bytes
    kind: str
    name: str
    version: int
    made_on: str
    kept_at: str


def prepare(database: Database) -> None:
    """Make the table unless it is there."""
    sql = resources.files("panoh.core.packs").joinpath("schema.sql").read_text(encoding="utf-8")
    migrate.apply(database, *SCHEMA, sql)


def keep(
    database: Database,
    data: bytes,
    at: datetime,
    trusted_keys: Collection[bytes] = (),
    pinned: Collection[bytes] = (),
) -> Pack:
    """Prove the file and keep it, inside the caller's write if one is open. Twice is once."""
    pack = read_pack(data, trusted_keys, pinned)
    row = (pack.id, pack.kind, pack.name, pack.version, pack.made_on, at.isoformat(), data)
    sql = "INSERT INTO pack VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO NOTHING"
    if database.in_write:
        database.execute(sql, row)
    else:
        with database.write():
            database.execute(sql, row)
    return pack


def kept(database: Database) -> list[Kept]:
    """What this vault holds, newest version of a name first."""
    sql = (
        "SELECT id, kind, name, version, made_on, kept_at FROM pack"
        " ORDER BY kind, name, version DESC"
    )
    return [Kept(*row) for row in database.execute(sql)]


def open_kept(database: Database, pack: bytes) -> Pack:
    """The pack, proved against its own id; the signer was judged when it was taken."""
    rows = database.execute("SELECT file FROM pack WHERE id = ?", (pack,))
    if not rows:
        raise NotFound(what=pack.hex()[:8])
    found = read_pack(rows[0][0], pinned=(pack,))
    if found.id != pack:
        raise Refused(finding="a kept pack that is not the one it stands for")
    return found


def remove(database: Database, pack: bytes) -> None:
    """Take it out; the caller empties the write-ahead log (`checkpoint`) before claiming proof."""
    if database.in_write:
        gone = database.execute("DELETE FROM pack WHERE id = ? RETURNING id", (pack,))
    else:
        with database.write():
            gone = database.execute("DELETE FROM pack WHERE id = ? RETURNING id", (pack,))
    if not gone:
        raise NotFound(what=pack.hex()[:8])
