"""Read every page of an open database as it is once decrypted, free pages included.

SQLite's own check never looks inside a free page, and no table shows one. Here each page is read
below SQLite, through the cipher alone: its seal is proved and its bytes can be searched, one page
in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from panoh.errors import VaultBusy
from panoh.storage import files

_MAIN_FILE = 0
_JOURNAL_FILE = 1
_LINK = 4  # bytes of a page number, at the start of each overflow page
_TELL_EVERY = 256
_UNREADABLE = (apsw.CorruptError, apsw.NotADBError, apsw.FormatError)
_UNREAD = "structure: the database does not read through"

Progress = Callable[[int, int], None]


def check(connection: apsw.Connection, progress: Progress | None = None) -> list[str]:
    """Findings of a full read: seals of all pages, structure, and references between tables."""
    try:
        with _still(connection):
            return _seals(connection, progress) + _structure(connection)
    except _UNREADABLE:
        return [_UNREAD]


def _seals(connection: apsw.Connection, progress: Progress | None) -> list[str]:
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
    more = files.layer.size(Path(connection.filename)) - count * size
    if more > 0:
        found.append(f"the file is {more} bytes longer than its pages")
    return found


def _structure(connection: apsw.Connection) -> list[str]:
    found = []
    try:
        for (line,) in connection.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                found.append(f"structure: {line}")
        for table, row, _parent, _key in connection.execute("PRAGMA foreign_key_check"):
            found.append(f"a row of {table} refers to one that is not there (row {row})")
    except _UNREADABLE:
        found.append(_UNREAD)
    return found


def find(
    connection: apsw.Connection, needles: Sequence[bytes], progress: Progress | None = None
) -> list[bytes]:
    """Those needles that occur in any page, also when a page's end cuts them in two.

    SQLite continues a long value on another page, whose number stands beside the cut. Two kinds
    of text escape: a needle shorter than `SHORTEST_CUT` that is cut, and words in a search index,
    which keeps only what differs from the word before.
    """
    wanted = [needle for needle in dict.fromkeys(needles) if needle]
    with _still(connection):
        look = _Look(connection, wanted)
        count, _size = _shape(connection)
        for done, (page, data) in enumerate(look.pages(), 1):
            look.at(page, data)
            if progress is not None and (done % _TELL_EVERY == 0 or done == count):
                progress(done, count)
        look.at_halves()
    return [needle for needle in wanted if needle in look.found]


def image(connection: apsw.Connection) -> bytes:
    """All pages one after the other, as SQLite would write them without cipher and journal.

    What the cipher keeps at each page's end is left out, so an unchanged page stays the same.
    """
    with _still(connection):
        count, size = _shape(connection)
        kept = size - _reserved(connection)
        found = bytearray()
        for page in range(count):
            whole, data = connection.read("main", _MAIN_FILE, page * size, size)
            if not whole:
                raise apsw.CorruptError
            found += data[:kept] + bytes(size - kept)
        found[_VERSIONS] = b"\x01\x01"  # it has no write-ahead log
        return bytes(found)


_VERSIONS = slice(18, 20)


def pour(image: bytes, into: Path, key: bytes, cipher: str) -> None:
    """The content of an image as a new, sealed file; raises what the driver says of a broken one.

    Page by page it cannot be copied: the driver does not copy a bare database into a sealed one.
    """
    source = apsw.Connection(":memory:", flags=_ANY | apsw.SQLITE_OPEN_URI)
    try:
        source.deserialize("main", image)
        uri = f"{into.absolute().as_uri()}?cipher={cipher}&key=raw:{key.hex()}"
        source.execute("VACUUM INTO ?", (uri,))
    finally:
        source.close()


_ANY = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


SHORTEST_CUT = 8
_TAIL = 4


class _Look:
    """One search through all pages. What follows a cut is met first, then what is before it."""

    def __init__(self, connection: apsw.Connection, needles: list[bytes]) -> None:
        self._connection = connection
        self._needles = needles
        self._count, self._size = _shape(connection)
        self._usable = self._size - _reserved(connection)
        self._starts: dict[bytes, list[tuple[bytes, int]]] = {}
        for needle in needles:
            if len(needle) >= SHORTEST_CUT:
                for cut in range(1, len(needle) - _TAIL + 1):
                    start = needle[cut : cut + _TAIL]
                    self._starts.setdefault(start, []).append((needle, cut))
        self._halves: set[tuple[bytes, int, int]] = set()  # needle, cut, page of the later half
        self.found: set[bytes] = set()

    def pages(self) -> Iterator[tuple[int, bytes]]:
        for page in range(1, self._count + 1):
            yield page, self._page(page)

    def _page(self, page: int) -> bytes:
        whole, data = self._connection.read("main", _MAIN_FILE, (page - 1) * self._size, self._size)
        if not whole:
            raise apsw.CorruptError
        return data

    def at(self, page: int, data: bytes) -> None:
        for needle in self._needles:
            if needle in self.found:
                continue
            if needle in data or self._nearly_whole(needle, data):
                self.found.add(needle)
        for needle, cut in self._starts.get(data[_LINK : _LINK + _TAIL], ()):
            if self._goes_on(data, needle, cut):
                self._halves.add((needle, cut, page))

    def _goes_on(self, data: bytes, needle: bytes, cut: int) -> bool:
        """Whether a chain of overflow pages, this one first, begins with the needle's rest."""
        room = self._usable - _LINK
        while data[_LINK : self._usable].startswith(needle[cut : cut + room]):
            cut += room
            following = int.from_bytes(data[:_LINK], "big")
            if cut >= len(needle):
                return True
            if not 1 <= following <= self._count:
                return False
            data = self._page(following)
        return False

    def _nearly_whole(self, needle: bytes, data: bytes) -> bool:
        """All but the last few bytes are here, and the rest is on the page named after them."""
        shortest = len(needle) - _TAIL + 1
        if len(needle) < SHORTEST_CUT:
            return False
        at = data.find(needle[:shortest])
        while at >= 0:
            for cut in range(shortest, len(needle)):
                end = at + cut
                link = data[:_LINK] if end == self._usable else data[end : end + _LINK]
                page = int.from_bytes(link, "big")
                there = data[at:end] == needle[:cut] and 1 <= page <= self._count
                if there and self._goes_on(self._page(page), needle, cut):
                    return True
            at = data.find(needle[:shortest], at + 1)
        return False

    def at_halves(self) -> None:
        """A second reading, only if a later half was met: is its first half beside its number?"""
        by_page: dict[bytes, list[tuple[bytes, int]]] = {}
        for needle, cut, page in self._halves:
            if needle not in self.found:
                by_page.setdefault(page.to_bytes(_LINK, "big"), []).append((needle, cut))
        if not by_page:
            return
        for _, data in self.pages():
            for link, halves in by_page.items():
                if link not in data:
                    continue
                for needle, cut in halves:
                    ends = data[:_LINK] == link and data[: self._usable].endswith(needle[:cut])
                    if ends or needle[:cut] + link in data:
                        self.found.add(needle)


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
        # Some disk errors have rolled back already; the first error is the one worth telling.
        if connection.in_transaction:
            with suppress(apsw.Error):
                connection.execute("ROLLBACK")


def _journal_is_empty(connection: apsw.Connection) -> bool:
    try:
        whole, _ = connection.read("main", _JOURNAL_FILE, 0, 1)
    except apsw.Error:
        return True
    return not whole
