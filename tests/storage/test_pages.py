"""Every page is read: damage anywhere is found or refused, and what is gone is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import apsw
import pytest

from panoh.errors import NotOpened, StorageFailed, VaultDamaged
from panoh.storage import pages
from panoh.storage.sqlite import Database

PAGE = 4096
OPEN_HEAD = range(16, 24)  # page size and format: readable without the key, in every sealed file


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small database with every kind of page: leaves, overflow, an index, free pages."""
    from tests.storage.conftest import KEY

    path = tmp_path_factory.mktemp("sealed") / "vault.db"
    database = Database.create(path, KEY)
    database.script("CREATE TABLE t(n INTEGER PRIMARY KEY, text TEXT); CREATE INDEX i ON t(text)")
    rows = [(n, f"row {n} " + "x" * (n * 331 % 5000)) for n in range(40)]
    database.many("INSERT INTO t VALUES(?, ?)", rows)
    database.execute("DELETE FROM t WHERE n BETWEEN 10 AND 20")
    ((free,),) = database.execute("PRAGMA freelist_count")
    assert free > 5
    database.close()
    return path.read_bytes()


def _findings(path: Path, key: bytes) -> list[str]:
    """What is told about a file: a refusal to open, or the findings of the check."""
    try:
        database = Database.open(path, key, key_is_proved=True)
    except (VaultDamaged, NotOpened) as refused:
        return [str(refused)]
    try:
        return database.check_pages()
    finally:
        database.close()


def _flips(pages: int) -> Iterator[tuple[int, int]]:
    random = Random("flips")
    for page in range(pages):
        places = {0, 15, 16, 23, 24, PAGE - 33, PAGE - 32, PAGE - 17, PAGE - 16, PAGE - 1}
        places |= {random.randrange(PAGE) for _ in range(6)}
        for place in sorted(places):
            yield page * PAGE + place, 1 << random.randrange(8)


def test_a_sound_file_has_no_findings(sealed: bytes, path: Path, key: bytes) -> None:
    path.write_bytes(sealed)
    assert _findings(path, key) == []


def test_a_flipped_bit_in_any_page_is_found(sealed: bytes, path: Path, key: bytes) -> None:
    missed = []
    count = 0
    for at, bit in _flips(len(sealed) // PAGE):
        data = bytearray(sealed)
        data[at] ^= bit
        path.write_bytes(data)
        count += 1
        if not _findings(path, key):
            missed.append((at // PAGE + 1, at % PAGE, bit))
    print(f"{count} flips in {len(sealed) // PAGE} pages")
    assert missed == []


def test_each_bit_of_the_open_head_is_found_or_harmless(
    sealed: bytes, path: Path, key: bytes
) -> None:
    for at in OPEN_HEAD:
        for bit in range(8):
            data = bytearray(sealed)
            data[at] ^= 1 << bit
            path.write_bytes(data)
            assert _findings(path, key), (at, bit)


def test_a_free_page_is_read_too(sealed: bytes, path: Path, key: bytes) -> None:
    """SQLite's own check passes over it."""
    missed_by_sqlite = 0
    for page in range(1, len(sealed) // PAGE):
        data = bytearray(sealed)
        data[page * PAGE + 1000] ^= 1
        path.write_bytes(data)
        try:
            database = Database.open(path, key, key_is_proved=True)
        except VaultDamaged:
            continue  # a page that opening reads already
        with suppress(VaultDamaged):
            missed_by_sqlite += database.execute("PRAGMA integrity_check") == [("ok",)]
        assert f"page {page + 1} of" in database.check_pages()[0]
        database.close()
    assert missed_by_sqlite > 3


def test_pages_exchanged_are_found(sealed: bytes, path: Path, key: bytes) -> None:
    pages = [sealed[at : at + PAGE] for at in range(0, len(sealed), PAGE)]
    random = Random("swap")
    for _ in range(60):
        first, second = random.sample(range(len(pages)), 2)
        swapped = list(pages)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        path.write_bytes(b"".join(swapped))
        assert _findings(path, key), (first, second)


def test_a_file_cut_or_lengthened_is_found(sealed: bytes, path: Path, key: bytes) -> None:
    count = len(sealed) // PAGE
    for size in [*range(PAGE, len(sealed), 7 * PAGE + 513), len(sealed) - 1, (count - 1) * PAGE]:
        path.write_bytes(sealed[:size])
        assert _findings(path, key), size
        assert path.stat().st_size == size
    for extra in (b"\0", b"x" * 100, b"\0" * PAGE, sealed[-PAGE:]):
        path.write_bytes(sealed + extra)
        assert _findings(path, key), len(extra)


def test_all_bad_pages_are_named(sealed: bytes, path: Path, key: bytes) -> None:
    data = bytearray(sealed)
    for page in (4, 9, 11):
        data[page * PAGE + 50] ^= 1
    path.write_bytes(data)
    found = _findings(path, key)
    assert [line.split(" of")[0] for line in found if line.startswith("page")] == [
        "page 5",
        "page 10",
        "page 12",
    ]


def test_a_reference_to_nothing_is_found(database: Database) -> None:
    database.script("CREATE TABLE child(t INTEGER REFERENCES t(n))")
    database.execute("PRAGMA foreign_keys=OFF")
    database.execute("INSERT INTO child VALUES(99)")
    assert "child" in database.check_pages()[0]


def test_progress_is_told(database: Database) -> None:
    told: list[tuple[int, int]] = []
    database.check_pages(lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 1


# ── proof of absence ────────────────────────────────────────────────────────────────────────


def test_what_was_erased_is_in_no_page(database: Database) -> None:
    secret, other = b"a very secret sentence", b"an open sentence"
    database.execute("INSERT INTO t VALUES(1, ?, ?)", (secret.decode(), secret * 900))
    database.execute("INSERT INTO t VALUES(2, ?, NULL)", (other.decode(),))
    assert database.find_bytes([secret, other, b"never said"]) == [secret, other]
    database.execute("DELETE FROM t WHERE n = 1")
    assert database.find_bytes([secret, other]) == [other]


def test_what_an_unsafe_delete_leaves_in_a_free_page_is_found(database: Database) -> None:
    secret = b"left behind in a free page"
    database.execute("INSERT INTO t VALUES(1, NULL, ?)", (secret * 900,))
    database.execute("PRAGMA secure_delete=OFF")
    database.execute("DELETE FROM t WHERE n = 1")
    assert database.find_bytes([secret]) == [secret]
    database.vacuum()
    assert database.find_bytes([secret]) == []


def _needle(number: int) -> bytes:
    return b"needle %06d in a haystack" % number


def test_a_needle_cut_by_a_page_end_is_found(database: Database) -> None:
    """At each place around the two cuts in a value that spreads over three pages."""
    shifts = [*range(960, 1040), *range(5020, 5100)]
    database.many(
        "INSERT INTO t VALUES(?, NULL, ?)",
        [(n, (b"." * shift + _needle(n)).ljust(9132, b",")) for n, shift in enumerate(shifts)],
    )
    needles = [_needle(n) for n in range(len(shifts))]
    pages = b"|".join(_pages(database))
    cut = [needle for needle in needles if needle not in pages]
    assert len(cut) == 2 * (len(_needle(0)) - 1), "the test shows nothing"
    assert database.find_bytes([*needles, b"needle of another haystack"]) == needles


def _pages(database: Database) -> list[bytes]:
    database.checkpoint()
    ((count,),) = database.execute("PRAGMA page_count")
    return [database._connection.read("main", 0, n * PAGE, PAGE)[1] for n in range(count)]


def test_a_needle_longer_than_a_page_is_found(database: Database) -> None:
    random = Random("long")
    needle = random.randbytes(20_000)
    database.execute("INSERT INTO t VALUES(1, NULL, ?)", (b"before" + needle,))
    assert database.find_bytes([needle, needle[:-1] + b"?"]) == [needle]


def test_nothing_is_found_for_nothing(database: Database) -> None:
    assert database.find_bytes([]) == []
    assert database.find_bytes([b""]) == []


def test_a_disk_that_refuses_in_the_middle_is_told_as_itself(
    sealed: bytes, path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some refusals of the disk end the transaction; that must not hide them."""

    def refuse(connection: apsw.Connection) -> list[str]:
        connection.execute("ROLLBACK")
        raise apsw.IOError

    path.write_bytes(sealed)
    database = Database.open(path, key, key_is_proved=True)
    monkeypatch.setattr(pages, "_structure", refuse)
    with pytest.raises(StorageFailed):
        database.check_pages()
    monkeypatch.undo()
    assert database.check_pages() == []
    database.close()
