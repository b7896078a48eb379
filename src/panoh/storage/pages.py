"""Read every page of an open database as it is once decrypted, free pages included.

SQLite's own check never looks inside a free page, and no table shows one. Here each page is read
below SQLite, through the cipher alone: its seal is proved and its bytes can be searched, one page
in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import apsw

from panoh.errors import VaultBusy

_MAIN_FILE = 0
_JOURNAL_FILE = 1
_LINK = 4  # bytes of a page number, at the start of each overflow page
_TELL_EVERY = 256

Progress = Callable[[int, int], None]


def check(connection: apsw.Connection, progress: Progress | None = None) -> list[str]:
    """Findings of a full read: seals of all pages, structure, and references between tables."""
    with _still(connection):
        count, size = _shape(connection)
        found = []
        for page in range(1, count + 1):
            try:
                whole, _ = connection.read("main", _MAIN_FILE, (page - 1) * size, size)
            except apsw.Error:
                whole = False
            if not whole:
                found.append(f"page {page} of {count} does not open")
            if progress is not None and (page % _TELL_EVERY == 0 or page == count):
                progress(page, count)
        return found + _structure(connection)


def _structure(connection: apsw.Connection) -> list[str]:
    found = []
    try:
        for (line,) in connection.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                found.append(f"structure: {line}")
        for table, row, _parent, _key in connection.execute("PRAGMA foreign_key_check"):
            found.append(f"a row of {table} refers to one that is not there (row {row})")
    except (apsw.CorruptError, apsw.NotADBError, apsw.FormatError):
        found.append("structure: the database does not read through")
    return found


def find(connection: apsw.Connection, needles: Sequence[bytes]) -> list[bytes]:
    """Those needles that occur in any page, also when a page's end cuts them in two.

    SQLite continues a long value on another page, with that page's number before and after the
    cut. A cut needle is met by its later half at the start of such a page; a second reading then
    looks for its first half with the number beside it.
    """
    with _still(connection):
        count, size = _shape(connection)
        usable = size - _reserved(connection)
        found: set[bytes] = set()
        halves: set[tuple[bytes, int, bytes]] = set()
        for page, data in _all_pages(connection, count, size):
            found.update(needle for needle in needles if needle in data)
            start = data[_LINK : _LINK + max(map(len, needles), default=0)]
            for needle in needles:
                for cut in range(1, len(needle)):
                    if start.startswith(needle[cut:]):
                        halves.add((needle[:cut], page, needle))
        wanted = [half for half in halves if half[2] not in found]
        if wanted:
            for _, data in _all_pages(connection, count, size):
                found.update(_met(data, usable, wanted))
        return [needle for needle in needles if needle in found]


def _met(data: bytes, usable: int, halves: list[tuple[bytes, int, bytes]]) -> Iterator[bytes]:
    link = int.from_bytes(data[:_LINK], "big")
    for first, page, needle in halves:
        from_overflow = link == page and data[:usable].endswith(first)
        if from_overflow or first + page.to_bytes(_LINK, "big") in data:
            yield needle


def _all_pages(connection: apsw.Connection, count: int, size: int) -> Iterator[tuple[int, bytes]]:
    for page in range(1, count + 1):
        whole, data = connection.read("main", _MAIN_FILE, (page - 1) * size, size)
        if not whole:
            raise apsw.CorruptError
        yield page, data


def _shape(connection: apsw.Connection) -> tuple[int, int]:
    count = connection.pragma("page_count")
    size = connection.pragma("page_size")
    if not isinstance(count, int) or not isinstance(size, int):
        raise apsw.CorruptError
    return count, size


def _reserved(connection: apsw.Connection) -> int:
    """Bytes at each page's end that belong to the cipher: stated in the file's own head."""
    _, head = connection.read("main", _MAIN_FILE, 0, 100)
    return head[20]


@contextmanager
def _still(connection: apsw.Connection) -> Iterator[None]:
    """Everything in the main file, nothing in the journal, and nobody writing meanwhile."""
    for _ in range(5):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        if _journal_is_empty(connection):
            break
        connection.execute("ROLLBACK")
    else:
        raise VaultBusy
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def _journal_is_empty(connection: apsw.Connection) -> bool:
    try:
        whole, _ = connection.read("main", _JOURNAL_FILE, 0, 1)
    except apsw.Error:
        return True
    return not whole
