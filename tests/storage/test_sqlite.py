"""The database file: what it refuses, what it promises about a write, and that no KDF runs."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from panoh.errors import NotOpened, StorageFailed, VaultBusy, VaultDamaged
from panoh.storage import sqlite
from panoh.storage.sqlite import ConstraintFailed, Database

WRONG = b"w" * 32
PLAIN = b"SQLite format 3\x00"


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.suffix != ".db-shm"}


# ── opening ─────────────────────────────────────────────────────────────────────────────────


def test_a_file_on_disk_is_not_plain(database: Database, path: Path) -> None:
    database.execute("INSERT INTO t VALUES(1, 'Marimba at dawn', NULL)")
    for each in path.parent.iterdir():
        data = each.read_bytes()
        assert not data.startswith(PLAIN), each.name
        assert b"Marimba" not in data, each.name
        assert b"CREATE TABLE" not in data, each.name


def test_a_wrong_key_is_refused_and_nothing_changes(database: Database, path: Path) -> None:
    database.close()
    before = _bytes_of(path.parent)
    for _ in range(3):
        with pytest.raises(NotOpened):
            Database.open(path, WRONG)
        with pytest.raises(VaultDamaged):
            Database.open(path, WRONG, key_is_proved=True)
    assert _bytes_of(path.parent) == before


def test_a_wrong_key_does_not_touch_a_journal_that_waits(
    database: Database, copy_with_journal: Callable[[str], Path], key: bytes
) -> None:
    database.execute("INSERT INTO t VALUES(1, 'kept in the journal', NULL)")
    path = copy_with_journal("crashed")
    before = _bytes_of(path.parent)
    assert len(before["vault.db-wal"]) > 4096
    with pytest.raises(NotOpened):
        Database.open(path, WRONG)
    after = _bytes_of(path.parent)
    assert after == before
    opened = Database.open(path, key)
    assert opened.execute("SELECT text FROM t") == [("kept in the journal",)]
    opened.close()


@pytest.mark.parametrize("bad", [b"", bytes(32), b"short", b"k" * 31, b"k" * 33])
def test_an_empty_or_misshapen_key_is_refused(path: Path, bad: bytes) -> None:
    with pytest.raises(NotOpened):
        Database.create(path, bad)
    assert not path.exists()
    with pytest.raises(NotOpened):
        Database.open(path, bad)
    assert not path.exists()


def test_a_missing_file_is_not_made(path: Path, key: bytes) -> None:
    with pytest.raises(VaultDamaged, match="missing"):
        Database.open(path, key)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 15, 16, 100, 511, 512, 4095])
def test_a_short_file_is_refused_and_left_alone(
    database: Database, path: Path, key: bytes, size: int
) -> None:
    database.close()
    data = path.read_bytes()[:size]
    path.write_bytes(data)
    with pytest.raises(VaultDamaged, match="short"):
        Database.open(path, key)
    assert path.read_bytes() == data


def test_a_plain_file_is_refused_and_left_alone(path: Path, key: bytes) -> None:
    plain = apsw.Connection(str(path))
    plain.execute("CREATE TABLE made(format); INSERT INTO made VALUES(1)")
    plain.close()
    data = path.read_bytes()
    with pytest.raises(VaultDamaged, match="not encrypted"):
        Database.open(path, key)
    assert path.read_bytes() == data


def test_a_file_of_noise_is_refused_and_left_alone(path: Path, key: bytes) -> None:
    data = bytes(range(256)) * 64
    path.write_bytes(data)
    with pytest.raises(NotOpened):
        Database.open(path, key)
    with pytest.raises(VaultDamaged):
        Database.open(path, key, key_is_proved=True)
    assert path.read_bytes() == data


def test_an_encrypted_file_of_another_program_is_refused(path: Path, key: bytes) -> None:
    other = apsw.Connection(str(path))
    other.execute("PRAGMA cipher='chacha20'").fetchall()
    other.execute(f"PRAGMA key='raw:{key.hex()}'").fetchall()
    other.execute("CREATE TABLE other(a)")
    other.close()
    with pytest.raises(VaultDamaged, match="not a vault"):
        Database.open(path, key)


@pytest.mark.parametrize("name", ["vault.db", "vault.db-wal"])
def test_create_refuses_what_is_there(path: Path, key: bytes, name: str) -> None:
    (path.parent / name).write_bytes(b"")
    with pytest.raises(VaultDamaged, match="already"):
        Database.create(path, key)
    assert (path.parent / name).read_bytes() == b""


def test_a_driver_without_the_cipher_leaves_no_plain_file(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pragma typo is silent in SQLite; here it must never end in a vault in plain text."""
    real = apsw.Connection

    class Deaf(real):  # type: ignore[misc,valid-type]
        def execute(self, sql: str, *args: object) -> apsw.Cursor:
            return super().execute(sql.replace("PRAGMA key=", "PRAGMA kye="), *args)

    monkeypatch.setattr(sqlite.apsw, "Connection", Deaf)
    with pytest.raises(StorageFailed, match="encrypt"):
        Database.create(path, key)
    assert list(path.parent.iterdir()) == []


def test_a_setting_that_does_not_take_hold_is_refused(
    database: Database, path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    monkeypatch.setitem(sqlite.SETTINGS, "synchronous", ("OFF", 2))
    with pytest.raises(VaultDamaged, match="synchronous"):
        Database.open(path, key)


def test_the_settings_hold(database: Database) -> None:
    for name, (_, answer) in sqlite.SETTINGS.items():
        assert database.execute(f"PRAGMA {name}") in ([(answer,)], []), name
    assert database.execute("PRAGMA foreign_keys") == [(1,)]
    assert database.execute("PRAGMA trusted_schema") == [(0,)]
    assert database.execute("PRAGMA cipher") == [("chacha20",)]


def test_no_key_derivation_runs(tmp_path: Path, key: bytes) -> None:
    """The raw form opens much faster than the same bytes given as a phrase."""

    def opening(name: str, form: str) -> float:
        best = 1.0
        for turn in range(20):
            began = time.perf_counter()
            connection = apsw.Connection(str(tmp_path / f"{name}{turn}"))
            connection.execute("PRAGMA cipher='chacha20'").fetchall()
            connection.execute(f"PRAGMA key='{form}'").fetchall()
            connection.execute("CREATE TABLE t(a)")
            connection.close()
            best = min(best, time.perf_counter() - began)
        return best

    slow = opening("phrase", key.hex())
    fast = opening("raw", f"raw:{key.hex()}")
    assert fast < slow / 2, (fast, slow)


def test_the_key_is_used_as_it_is(tmp_path: Path, key: bytes) -> None:
    """Each file has its own salt; were a key derived from it, no page would fit another file."""
    for name in ("a.db", "b.db"):
        made = Database.create(tmp_path / name, key)
        made.script("CREATE TABLE t(text)")
        made.execute("INSERT INTO t VALUES(?)", (f"from {name}",))
        made.close()
    first, second = (tmp_path / "a.db").read_bytes(), (tmp_path / "b.db").read_bytes()
    assert first[:16] != second[:16]
    page = second.rindex(second[-4096:])
    (tmp_path / "a.db").write_bytes(first[:page] + second[page:])
    opened = Database.open(tmp_path / "a.db", key)
    assert opened.execute("SELECT text FROM t") == [("from b.db",)]
    opened.close()


# ── reading and writing ─────────────────────────────────────────────────────────────────────


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.write():
            database.execute("INSERT INTO t VALUES(1, 'gone', NULL)")
            assert database.in_write
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not database.in_write
    assert database.execute("SELECT * FROM t") == []


def test_a_broken_rule_of_the_schema_reaches_the_caller(database: Database) -> None:
    database.execute("INSERT INTO t VALUES(1, 'a', NULL)")
    with pytest.raises(ConstraintFailed), database.write():
        database.execute("INSERT INTO t VALUES(1, 'b', NULL)")
    assert database.execute("SELECT text FROM t") == [("a",)]


def test_a_write_inside_a_write_is_a_mistake(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass


def test_many_and_script_are_whole_or_absent(database: Database) -> None:
    with pytest.raises(ConstraintFailed):
        database.many("INSERT INTO t(n) VALUES(?)", [(1,), (2,), (1,)])
    assert database.execute("SELECT * FROM t") == []
    with pytest.raises(apsw.SQLError):
        database.script("INSERT INTO t(n) VALUES(5); INSERT INTO nowhere VALUES(1)")
    assert database.execute("SELECT * FROM t") == []
    database.many("INSERT INTO t(n) VALUES(?)", [(1,), (2,)])
    assert list(database.rows("SELECT n FROM t")) == [(1,), (2,)]


def test_columns_by_name(database: Database) -> None:
    assert database.columns("SELECT n, text FROM t") == []
    database.execute("INSERT INTO t VALUES(1, 'a', NULL)")
    assert database.columns("SELECT n AS number, text FROM t") == [{"number": 1, "text": "a"}]
    assert database.columns("SELECT :a AS a", {"a": 3}) == [{"a": 3}]


def test_foreign_keys_are_enforced(database: Database) -> None:
    database.script("CREATE TABLE child(t INTEGER NOT NULL REFERENCES t(n))")
    with pytest.raises(ConstraintFailed):
        database.execute("INSERT INTO child VALUES(7)")


def test_the_schema_cannot_be_rewritten_by_sql(database: Database) -> None:
    with pytest.raises(apsw.SQLError):
        database.script("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema")


def test_another_writer_waits_then_is_told(
    database: Database, path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_MILLISECONDS", 30)
    other = Database.open(path, key)
    with database.write():
        database.execute("INSERT INTO t(n) VALUES(1)")
        with pytest.raises(VaultBusy), other.write():
            pass
        assert other.execute("SELECT count(*) FROM t") == [(0,)]
    with other.write():
        other.execute("INSERT INTO t(n) VALUES(2)")
    assert database.execute("SELECT n FROM t") == [(1,), (2,)]
    other.close()


def test_two_processes_worth_of_writers_lose_nothing(path: Path, key: bytes) -> None:
    Database.create(path, key).close()
    first = Database.open(path, key)
    first.script("CREATE TABLE t(who TEXT, n INTEGER)")

    def save(who: str) -> None:
        mine = Database.open(path, key)
        for _ in range(60):
            with mine.write():
                ((before,),) = mine.execute("SELECT count(*) FROM t")
                mine.execute("INSERT INTO t VALUES(?, ?)", (who, before))
        mine.close()

    threads = [threading.Thread(target=save, args=(who,)) for who in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.execute("SELECT count(*), count(DISTINCT n) FROM t") == [(180, 180)]
    assert first.check_pages() == []
    first.close()


def test_closing_twice_is_harmless(database: Database) -> None:
    database.close()
    database.close()


# ── upkeep ──────────────────────────────────────────────────────────────────────────────────


def test_vacuum_gives_pages_back(database: Database, path: Path) -> None:
    database.many("INSERT INTO t(text) VALUES(?)", [("x" * 3000,) for _ in range(300)])
    database.execute("DELETE FROM t")
    database.checkpoint()
    before = path.stat().st_size
    database.vacuum()
    assert path.stat().st_size < before / 10
    assert database.check_pages() == []


def test_a_copy_has_its_own_key_and_everything(
    database: Database, path: Path, key: bytes, tmp_path: Path
) -> None:
    database.many("INSERT INTO t(text) VALUES(?)", [(f"row {n}",) for n in range(500)])
    copy = tmp_path / "copy.db"
    database.copy_to(copy, WRONG)
    with pytest.raises(NotOpened):
        Database.open(copy, key)
    opened = Database.open(copy, WRONG)
    assert opened.execute("SELECT * FROM t") == database.execute("SELECT * FROM t")
    assert opened.check_pages() == []
    opened.close()
    assert sorted(each.name for each in tmp_path.iterdir() if "copy" in each.name) == ["copy.db"]
    with pytest.raises(VaultDamaged, match="already"):
        database.copy_to(copy, WRONG)


def test_a_copy_of_a_damaged_file_is_refused(database: Database, path: Path, key: bytes) -> None:
    database.many("INSERT INTO t(text) VALUES(?)", [("x" * 3000,) for _ in range(50)])
    database.close()
    data = bytearray(path.read_bytes())
    data[30 * 4096 + 9] ^= 1
    path.write_bytes(data)
    opened = Database.open(path, key)
    with pytest.raises(VaultDamaged):
        opened.copy_to(path.with_name("copy.db"), WRONG)
    assert not path.with_name("copy.db").exists()
    opened.close()


def test_a_copy_without_a_key_keeps_the_same_one(
    database: Database, key: bytes, tmp_path: Path
) -> None:
    database.execute("INSERT INTO t VALUES(1, 'a', NULL)")
    database.copy_to(tmp_path / "copy.db")
    opened = Database.open(tmp_path / "copy.db", key)
    assert opened.execute("SELECT text FROM t") == [("a",)]
    opened.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_only_the_owner_reads(database: Database, path: Path) -> None:
    database.execute("INSERT INTO t VALUES(1, 'a', NULL)")
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert modes == dict.fromkeys(modes, 0o600)
    assert len(modes) == 3


def test_ninety_nine_saves_in_a_hundred_are_quick(database: Database) -> None:
    """A guard against a lost fsync setting or statement cache, not a benchmark: 5x the bar."""
    taken = []
    for number in range(300):
        began = time.perf_counter()
        with database.write():
            database.execute("INSERT INTO t VALUES(?, ?, ?)", (number, "t" * 300, b"b" * 900))
        taken.append(time.perf_counter() - began)
    taken.sort()
    print(f"save p50 {taken[150] * 1000:.2f} ms, p99 {taken[296] * 1000:.2f} ms")
    assert taken[296] < 0.1
