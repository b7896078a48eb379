"""Scenarios on the storage layer alone: rows, erasure, vacuum, a copy, a small file."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

import apsw

from panoh.errors import StorageFailed
from panoh.storage import files, journal, migrate
from panoh.storage.sqlite import PAGE_SIZE, Database
from tests.crash.faults import World

KEY = bytes(range(1, 33))
OTHER = bytes(range(2, 34))
SECRET = b"a word to be gone for good"


def _text(number: int) -> str:
    return f"row {number} " + "x" * (number * 977 % 6000)


class SaveRows:
    """Saves of different sizes, each acknowledged; one checkpoint in between and one at the end."""

    name = "rows"

    def prepare(self, folder: Path) -> None:
        with closing(Database.create(folder / "vault.db", KEY)) as database:
            database.script("CREATE TABLE t(n INTEGER PRIMARY KEY, a TEXT, b TEXT)")

    def act(self, world: World) -> None:
        with closing(Database.open(world.folder / "vault.db", KEY)) as database:
            for number in range(1, 9):
                with world.step(number), database.write():
                    database.execute("INSERT INTO t VALUES(?, ?, '')", (number, _text(number)))
                    database.execute("UPDATE t SET b = ? WHERE n = ?", (_text(number), number))
                if number == 4:
                    database.checkpoint()

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with closing(Database.open(folder / "vault.db", KEY, key_is_proved=True)) as database:
            rows = database.execute("SELECT n, a, b FROM t ORDER BY n")
            numbers = [row[0] for row in rows]
            assert numbers in (done, [*done, pending]), f"rows {numbers}"
            assert all(a == b == _text(number) for number, a, b in rows), "half a row"
            assert database.check_pages() == []
            with database.write():
                database.execute("INSERT INTO t VALUES(100, 'after', 'after')")
        with closing(Database.open(folder / "vault.db", KEY)) as database:
            assert database.execute("SELECT a FROM t WHERE n = 100") == [("after",)]


def journal_holds(path: Path, key: bytes, secret: bytes) -> bool:
    """Whether a page in the journal, decrypted as it stands, holds the secret.

    The vault must be open elsewhere: then closing here leaves the journal as it is.
    """
    size = files.layer.size(journal.path_of(path))
    first = journal.HEADER + journal.FRAME_HEADER
    with closing(Database.open(path, key)) as database:
        for place in range(first, size - PAGE_SIZE + 1, journal.FRAME_HEADER + PAGE_SIZE):
            with suppress(apsw.Error):  # a torn page tells nothing
                if secret in database._connection.read("main", 1, place, PAGE_SIZE)[1]:
                    return True
    return False


class Erase:
    """A long secret comes and goes: then no page holds it, neither in the file nor the journal."""

    name = "erase-rows"

    def prepare(self, folder: Path) -> None:
        with closing(Database.create(folder / "vault.db", KEY)) as database:
            database.script("CREATE TABLE t(n INTEGER PRIMARY KEY, a TEXT)")
            for number in range(5):
                database.execute("INSERT INTO t VALUES(?, ?)", (number, _text(number + 1)))

    def act(self, world: World) -> None:
        with closing(Database.open(world.folder / "vault.db", KEY)) as database:
            with world.step("said"):
                database.execute("INSERT INTO t VALUES(7, ?)", (SECRET.decode() * 300,))
            with world.step("erased"):
                with database.write():
                    database.execute("DELETE FROM t WHERE n = 7")
                database.checkpoint()
            with world.step("vacuumed"):
                database.vacuum()

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with closing(Database.open(folder / "vault.db", KEY, key_is_proved=True)) as database:
            there = [row[0] for row in database.execute("SELECT n FROM t ORDER BY n")]
            said = 7 in there
            assert there == [0, 1, 2, 3, 4, *([7] if said else [])], f"rows {there}"
            assert said or "said" not in done or "erased" in (pending, *done)
            if "erased" in done:
                assert not said
                assert not journal_holds(folder / "vault.db", KEY, SECRET), (
                    "the secret is still in the journal"
                )
                assert database.find_bytes([SECRET]) == [], "the secret is still there"
            assert database.check_pages() == []


class Copy:
    """A copy under another key: there and whole when acknowledged; the source never suffers."""

    name = "copy"

    def prepare(self, folder: Path) -> None:
        SaveRows().prepare(folder)
        with closing(Database.open(folder / "vault.db", KEY)) as database:
            for number in range(1, 5):
                database.execute("INSERT INTO t VALUES(?, ?, '')", (number, _text(number)))

    def act(self, world: World) -> None:
        opened = closing(Database.open(world.folder / "vault.db", KEY))
        with opened as database, world.step("copied"):
            database.copy_to(world.folder / "copy.db", OTHER)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        looked = [("vault.db", KEY)] + ([("copy.db", OTHER)] if done else [])
        for name, key in looked:
            with closing(Database.open(folder / name, key, key_is_proved=True)) as database:
                rows = database.execute("SELECT n, a FROM t ORDER BY n")
                assert rows == [(number, _text(number)) for number in range(1, 5)]
                assert database.check_pages() == []


class SmallFile:
    """A small file is rewritten three times, and one is removed."""

    name = "small-file"

    def prepare(self, folder: Path) -> None:
        files.write_atomically(folder / "slot", self._bytes(0))
        files.write_atomically(folder / "old", b"to be removed" * 100)

    def act(self, world: World) -> None:
        for number in (1, 2, 3):
            with world.step(number):
                files.write_atomically(world.folder / "slot", self._bytes(number))
        with world.step("removed"):
            files.remove(world.folder / "old")

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        numbers = [what for what in done if isinstance(what, int)] or [0]
        allowed = [numbers[-1], *([pending] if isinstance(pending, int) else [])]
        there = files.read(folder / "slot", 10_000)
        assert there in [self._bytes(number) for number in allowed], "the file is neither"
        assert "removed" not in done or not (folder / "old").exists()

    @staticmethod
    def _bytes(number: int) -> bytes:
        return bytes([number]) * (1500 + number * 400)


class GoOn:
    """Saves go on after a refusal, in the same open database: nothing is broken by it."""

    name = "go-on"

    def prepare(self, folder: Path) -> None:
        SaveRows().prepare(folder)

    def act(self, world: World) -> None:
        with closing(Database.open(world.folder / "vault.db", KEY)) as database:
            for number in range(1, 9):
                with suppress(StorageFailed), world.step(number), database.write():
                    database.execute("INSERT INTO t VALUES(?, ?, '')", (number, _text(number)))
                    database.execute("UPDATE t SET b = ? WHERE n = ?", (_text(number), number))
                if number % 3 == 0:
                    with suppress(StorageFailed):
                        database.checkpoint()

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with closing(Database.open(folder / "vault.db", KEY, key_is_proved=True)) as database:
            rows = database.execute("SELECT n, a, b FROM t ORDER BY n")
            assert {row[0] for row in rows} >= set(done), f"{done} done, {rows} there"
            assert all(a == b == _text(number) for number, a, b in rows), "half a row"
            assert database.check_pages() == []


class Pieces:
    """Schema pieces: each version whole with its record, or not there."""

    name = "pieces"
    _tables = (
        "CREATE TABLE a(x); CREATE TABLE b(x); CREATE INDEX i ON a(x); INSERT INTO a VALUES(1)"
    )
    _more = "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = 2; CREATE TABLE c(x)"

    def prepare(self, folder: Path) -> None:
        Database.create(folder / "vault.db", KEY).close()

    def act(self, world: World) -> None:
        with closing(Database.open(world.folder / "vault.db", KEY)) as database:
            with world.step(1):
                migrate.apply(database, "log", 1, self._tables)
            with world.step(2):
                migrate.apply(database, "log", 2, self._more)

    def check(self, folder: Path, done: list[object], pending: object | None) -> None:
        with closing(Database.open(folder / "vault.db", KEY, key_is_proved=True)) as database:
            version = migrate.versions(database).get("log", 0)
            assert version in (len(done), pending)
            tables = {
                name
                for (name,) in database.execute("SELECT name FROM sqlite_schema")
                if name in "abci"
            }
            assert tables == [set(), {"a", "b", "i"}, {"a", "b", "i", "c"}][version]
            if version:
                rows = database.execute("SELECT * FROM a")
                assert rows == [(1,)] if version == 1 else rows == [(1, 2)]
            assert database.check_pages() == []


STORAGE_SCENARIOS = (SaveRows, Erase, Copy, SmallFile, GoOn, Pieces)
