"""A SQLite file without a cipher, for a hub: everything in it was sealed elsewhere.

The same settings as a vault's file where they are about durability. `Database` does the rest.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from panoh.errors import StorageFailed, VaultDamaged
from panoh.storage import files, journal, sqlite
from panoh.storage.faults import translated
from panoh.storage.sqlite import Database

PAGE_SIZE = 8192
"""Rows are a little above 1 KiB: seven to a page leave little of it empty."""
CHECKPOINT_PAGES = 2000
MAGIC = b"SQLite format 3\x00"
_MADE_BY = int.from_bytes(b"PnHb", "big")


def create(path: Path) -> Database:
    """A new file, readable to its owner only; refuses one that is there."""
    with translated():
        if path.exists():
            raise VaultDamaged(finding=f"{path.name} is there already")
        files.layer.create(path, b"")
        try:
            connection = _connect(path)
            try:
                connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
                sqlite.settle(connection)
                connection.execute(f"PRAGMA application_id={_MADE_BY}")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                files.layer.sync_folder(path.parent)
            except BaseException:
                connection.close(True)
                raise
        except BaseException:
            sqlite.remove_unfinished(path)
            raise
    return _opened(connection, path)


def open_existing(path: Path) -> Database:
    """Opens a file made by `create`; never makes one."""
    with translated():
        try:
            head = files.layer.read(path, 16)
        except FileNotFoundError:
            raise VaultDamaged(finding=f"{path.name} is missing") from None
        if head != MAGIC:
            raise VaultDamaged(finding=f"{path.name} is no database")
        connection = _connect(path)
        try:
            if connection.execute("PRAGMA application_id").fetchall() != [(_MADE_BY,)]:
                raise VaultDamaged(finding=f"{path.name} was made by another program")
            journal.refuse_if_damaged(path, connection)
            sqlite.settle(connection)
        except BaseException:
            connection.close(True)
            raise
    return _opened(connection, path)


def copy(database: Database, path: Path) -> None:
    """A copy of this moment at `path`, on the disk and read back; others may write meanwhile."""
    target = create(path)
    try:
        database.fill(target)
        if target.check_pages():
            raise StorageFailed(reason="the copy did not read back whole")
    except BaseException:
        target.close()
        sqlite.remove_unfinished(path)
        raise
    target.close()
    files.layer.sync(path)


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(
        str(path), apsw.SQLITE_OPEN_READWRITE, sqlite.VFS, sqlite.STATEMENTS
    )
    connection.set_busy_timeout(sqlite.BUSY_MILLISECONDS)
    return connection


def _opened(connection: apsw.Connection, path: Path) -> Database:
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}").fetchall()
    return Database(connection, path, b"")
