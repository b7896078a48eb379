"""One encrypted SQLite file: chacha20, a raw 32-byte key, WAL, synchronous=FULL, fail closed.

The driver leaves a file in plain text when a key pragma is misspelt or empty, and a wrong key
looks like damage. So every opening asserts the cipher by name, the file's first bytes, the
journal mode and that the key reads the file; creating also asserts that another key does not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from panoh.errors import NotOpened, PanohError, StorageFailed, VaultBusy, VaultDamaged
from panoh.storage import files, journal, pages
from panoh.storage.faults import translated

CIPHER = "chacha20"
KEY_SIZE = 32
PAGE_SIZE = 4096
BUSY_MILLISECONDS = 5_000
CACHE_KIB = 8 * 1024
STATEMENTS = 300
_PLAIN_MAGIC = b"SQLite format 3\x00"

# The crash tests put the name of their own VFS here; the cipher then runs on top of it.
VFS: str | None = None

# Of every connection: what is asked for, and what the database must answer afterwards.
SETTINGS: dict[str, tuple[str, Any]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "secure_delete": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "mmap_size": ("0", 0),
    "cache_size": (f"-{CACHE_KIB}", -CACHE_KIB),
    "fullfsync": ("ON", 1),
    "checkpoint_fullfsync": ("ON", 1),
    "cell_size_check": ("ON", 1),
}

Params = Sequence[Any] | Mapping[str, Any]

ConstraintFailed = apsw.ConstraintError
"""Raised as it is: a broken rule of the schema is the caller's business, not the disk's."""


class Database:
    """An open vault file. One thread at a time; several processes may hold it at once."""

    def __init__(self, connection: apsw.Connection, path: Path, key: bytes) -> None:
        self._connection = connection
        self._key = key
        self.path = path

    # ── opening ─────────────────────────────────────────────────────────────────────────────

    @classmethod
    def create(cls, path: Path, key: bytes, *, vfs: str | None = None) -> Database:
        """A new file; refuses an existing one, empty or not."""
        _check_key(key)
        for there in (path, journal.path_of(path)):
            if there.exists():
                raise VaultDamaged(finding=f"{there.name} is there already")
        with translated():
            files.layer.create(path, b"")  # by us first: for the owner alone, and never twice
            try:
                connection = _connect(path, key, apsw.SQLITE_OPEN_READWRITE, vfs)
                try:
                    _found(connection, path, vfs)
                except BaseException:
                    connection.close(True)
                    raise
            except BaseException:
                remove_unfinished(path)
                raise
        return cls(connection, path, key)

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, vfs: str | None = None, key_is_proved: bool = False
    ) -> Database:
        """Open an existing file; never creates one.

        A wrong key and a damaged first page look alike: NotOpened, unless the caller knows from
        elsewhere that the key is right (`key_is_proved`): then VaultDamaged.
        """
        _check_key(key)
        _check_header(path)
        with translated():
            connection = _connect(path, key, apsw.SQLITE_OPEN_READWRITE, vfs)
            try:
                # Until the key is proved, closing must not touch the journal of recent changes.
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
                _prove_key(connection, key_is_proved)
                journal.refuse_if_damaged(path, connection)
                settle(connection)
                _assert_sealed(connection, path)
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
            except BaseException:
                connection.close(True)
                raise
        return cls(connection, path, key)

    def close(self) -> None:
        """Close; the last one to close moves the journal into the file. Twice is harmless."""
        with translated():
            try:
                self._connection.close()
            except apsw.Error:
                self._connection.close(True)
                raise

    # ── reading and writing ─────────────────────────────────────────────────────────────────

    def execute(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of one statement."""
        with translated():
            return self._connection.execute(sql, params or None).fetchall()

    def rows(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """Row after row, without holding them all."""
        with translated():
            yield from self._connection.execute(sql, params or None)

    def many(self, sql: str, params: Iterable[Params]) -> None:
        """One statement for each of the given rows, inside the present write or one of its own."""
        with self._inside_write(), translated():
            self._connection.executemany(sql, params)

    def script(self, sql: str) -> None:
        """Several statements, all or none."""
        with self._inside_write(), translated():
            self._connection.execute(sql)

    def columns(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """All rows, each a dictionary by column name."""
        with translated():
            cursor = self._connection.execute(sql, params or None)
            try:
                names = [column[0] for column in cursor.get_description()]
            except apsw.ExecutionCompleteError:
                return []
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def changes(self) -> int:
        return self._connection.changes()

    @property
    def in_write(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction: on the disk when the block ends, or rolled back when it raises."""
        if self.in_write:
            raise RuntimeError("a write inside a write")
        with translated():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self
            with translated():
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read in this block is of one moment, whatever others write meanwhile."""
        if self.in_write:
            raise RuntimeError("a reading inside a write")
        with translated():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        # Some disk errors have rolled back already; what is left is only in memory.
        if self._connection.in_transaction:
            with suppress(apsw.Error):  # the first error is the one worth telling
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _inside_write(self) -> Iterator[None]:
        if self.in_write:
            yield
            return
        with self.write():
            yield

    # ── upkeep and proof ────────────────────────────────────────────────────────────────────

    def checkpoint(self) -> None:
        """Move the journal into the file and empty it; VaultBusy if someone still reads it.

        SQLite does not fsync the emptying: without it a power cut could bring erased text back.
        """
        with translated():
            busy, _frames, _moved = self._connection.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchall()[0]
            if busy:
                raise VaultBusy
            emptied = journal.path_of(self.path)
            if emptied.exists():
                files.layer.sync(emptied)

    def vacuum(self) -> None:
        """Rebuild the file without free pages; in memory up to the file's size meanwhile."""
        with translated():
            self._connection.execute("VACUUM")
        self.checkpoint()

    def check_pages(self, progress: Callable[[int, int], None] | None = None) -> list[str]:
        """What is wrong with this file; empty when nothing is. Reads and decrypts every page."""
        with translated():
            findings = journal.findings(self.path, self._connection)
            findings += pages.check(self._connection, progress)
        return findings

    def find_bytes(
        self, needles: Sequence[bytes], progress: pages.Progress | None = None
    ) -> list[bytes]:
        """Those of `needles` that occur in any decrypted page, free ones and journal included.

        The journal is emptied into the file first, so nothing older than the pages remains.
        """
        self.checkpoint()
        with translated():
            return pages.find(self._connection, needles, progress)

    def copy_to(self, path: Path, key: bytes | None = None) -> None:
        """A copy at `path` (which must not exist), checked page by page; under the same key
        unless another is given."""
        key = key or self._key
        copy = Database.create(path, key)
        try:
            try:
                self.fill(copy)
            finally:
                copy.close()
            _sync(path)
            again = Database.open(path, key, key_is_proved=True)
            try:
                if again.check_pages():
                    raise StorageFailed(reason="the copy did not read back whole")
            finally:
                again.close()
        except BaseException:
            remove_unfinished(path)
            raise

    def fill(self, target: Database) -> None:
        """Everything of this moment into another file, and on the disk."""
        connection = target._connection
        with translated(), connection.backup("main", self._connection, "main") as backup:
            backup.step(-1)
        target.checkpoint()

    def image(self) -> bytes:
        """All pages of this moment, decrypted: for memory only, to be sealed before it is kept."""
        with translated():
            return pages.image(self._connection)

    @classmethod
    def of_image(cls, path: Path, key: bytes, image: bytes) -> Database:
        """A new file with the content of an image, sealed, on the disk and open."""
        _check_key(key)
        poured = path.with_name(path.name + ".poured")
        try:
            with translated():
                pages.pour(image, poured, key, CIPHER)
                sealed = poured.read_bytes()
            if sealed.startswith(_PLAIN_MAGIC[:15]):
                raise StorageFailed(reason="the database driver cannot encrypt")
            files.write_atomically(path, sealed)  # the driver does not fsync what it pours
            return cls.open(path, key, key_is_proved=True)
        except BaseException:
            remove_unfinished(path)
            raise
        finally:
            poured.unlink(missing_ok=True)


# ── opening, step by step ───────────────────────────────────────────────────────────────────


def _check_key(key: bytes) -> None:
    if len(key) != KEY_SIZE or not any(key):
        raise NotOpened


def _check_header(path: Path) -> None:
    try:
        head = files.layer.read(path, 512)
        size = files.layer.size(path)
    except FileNotFoundError:
        raise VaultDamaged(finding=f"{path.name} is missing") from None
    except OSError as problem:
        raise files.failed(problem) from problem
    if head.startswith(_PLAIN_MAGIC[:15]):
        raise VaultDamaged(finding=f"{path.name} is not encrypted")
    if size < PAGE_SIZE or len(head) < 512:
        raise VaultDamaged(finding=f"{path.name} is too short")


def _connect(path: Path, key: bytes, flags: int, vfs: str | None) -> apsw.Connection:
    vfs = vfs or VFS
    connection = apsw.Connection(str(path), flags, vfs, STATEMENTS)
    try:
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        said = connection.execute(f"PRAGMA cipher='{CIPHER}'").fetchall()
        # "raw:" hands the 32 bytes to the cipher as they are; any other form runs a slow KDF.
        taken = connection.execute(f"PRAGMA key='raw:{key.hex()}'").fetchall()
        if said != [(CIPHER,)] or taken != [("ok",)]:
            raise StorageFailed(reason="the database driver cannot encrypt")
    except BaseException:
        connection.close(True)
        raise
    return connection


def _found(connection: apsw.Connection, path: Path, vfs: str | None) -> None:
    connection.execute(f"PRAGMA page_size={PAGE_SIZE}")
    settle(connection)
    connection.execute("CREATE TABLE made(format INTEGER NOT NULL) STRICT")
    connection.execute("INSERT INTO made VALUES(1)")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    _assert_sealed(connection, path)
    files.layer.sync_folder(path.parent)
    _assert_other_key_fails(path, vfs)


def remove_unfinished(path: Path) -> None:
    """What this process made and did not finish; the first error is the one worth telling."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with suppress(PanohError):
            files.remove(path.with_name(name))


def settle(connection: apsw.Connection) -> None:
    """Settings that did not take hold are refused: a file without them is not what we promise."""
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)
    for name, (value, answer) in SETTINGS.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        got = connection.execute(f"PRAGMA {name}").fetchall()
        if got not in ([(answer,)], []):
            raise VaultDamaged(finding=f"the database refuses the setting {name}")


def _prove_key(connection: apsw.Connection, key_is_proved: bool) -> None:
    try:
        (version,) = connection.execute("PRAGMA schema_version").fetchall()[0]
        made = connection.execute("SELECT format FROM made").fetchall()
    except apsw.NotADBError:
        if key_is_proved:
            raise VaultDamaged(finding="its first page does not open") from None
        raise NotOpened from None
    except apsw.SQLError:
        made, version = [], 0
    if not version or made != [(1,)]:
        raise VaultDamaged(finding="it is not a vault made by Panoh")


def _assert_sealed(connection: apsw.Connection, path: Path) -> None:
    cipher = connection.execute("PRAGMA cipher").fetchall()
    head = files.layer.read(path, 16)
    if cipher != [(CIPHER,)] or len(head) != 16 or head.startswith(_PLAIN_MAGIC[:15]):
        raise VaultDamaged(finding=f"{path.name} is not encrypted")


def _assert_other_key_fails(path: Path, vfs: str | None) -> None:
    other = _connect(path, os.urandom(KEY_SIZE), apsw.SQLITE_OPEN_READONLY, vfs)
    try:
        other.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        other.execute("SELECT * FROM sqlite_schema").fetchall()
    except apsw.NotADBError:
        return
    finally:
        other.close(True)
    raise VaultDamaged(finding=f"{path.name} opens with any key")


def _sync(path: Path) -> None:
    with translated():
        files.layer.sync(path)
        files.layer.sync_folder(path.parent)
