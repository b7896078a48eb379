"""The journal of recent changes: damage is told apart from a write that never finished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from panoh.errors import VaultDamaged
from panoh.storage import journal
from panoh.storage.sqlite import Database

FRAME = journal.FRAME_HEADER + 4096


def _rows(path: Path, key: bytes) -> int | str:
    """How many rows are read, or `refused`; the journal must not change by being refused."""
    before = journal.path_of(path).read_bytes()
    try:
        database = Database.open(path, key, key_is_proved=True)
    except VaultDamaged:
        assert journal.path_of(path).read_bytes() == before
        return "refused"
    try:
        return int(database.execute("SELECT count(*) FROM t")[0][0])
    finally:
        database.close()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else writes here, so a second look need not wait."""
    monkeypatch.setattr(journal, "_PAUSE", 0)


@pytest.fixture
def journalled(database: Database, copy_with_journal: Callable[[str], Path]) -> Path:
    """Ten acknowledged saves, all of them only in the journal; the last of four frames."""
    database.checkpoint()
    for number in range(9):
        database.execute("INSERT INTO t VALUES(?, ?, NULL)", (number, "short"))
    database.execute("INSERT INTO t VALUES(9, ?, NULL)", ("x" * 9000,))
    return copy_with_journal("crashed")


def test_a_sound_journal_is_taken_in(journalled: Path, key: bytes) -> None:
    assert _rows(journalled, key) == 10


def test_damage_before_the_last_save_is_refused(journalled: Path, key: bytes) -> None:
    """In each frame of the saves before the last: page number, salts, sums, page."""
    sound = journal.path_of(journalled).read_bytes()
    frames = (len(sound) - journal.HEADER) // FRAME
    last = frames - 4  # the first frame of the last save
    for number in range(last):
        for place in (0, 5, 9, 24, 2000, FRAME - 1, *([16] if number < last - 1 else [])):
            data = bytearray(sound)
            data[journal.HEADER + number * FRAME + place] ^= 1
            journal.path_of(journalled).write_bytes(data)
            assert _rows(journalled, key) == "refused", (number, place)


def test_damage_to_the_last_save_looks_like_a_power_cut(journalled: Path, key: bytes) -> None:
    """Nothing in the file can tell the two apart; the anchor outside the vault does."""
    sound = journal.path_of(journalled).read_bytes()
    data = bytearray(sound)
    data[-100] ^= 1
    journal.path_of(journalled).write_bytes(data)
    assert _rows(journalled, key) == 9


def test_every_byte_of_the_head_is_guarded(journalled: Path, key: bytes) -> None:
    sound = journal.path_of(journalled).read_bytes()
    for place in range(journal.HEADER):
        data = bytearray(sound)
        data[place] ^= 4
        journal.path_of(journalled).write_bytes(data)
        assert _rows(journalled, key) == "refused", place


def test_a_journal_cut_at_any_frame_reads_what_is_before(journalled: Path, key: bytes) -> None:
    sound = journal.path_of(journalled).read_bytes()
    main = journalled.read_bytes()
    for size in range(0, len(sound), 1500):
        journalled.write_bytes(main)
        journal.path_of(journalled).write_bytes(sound[:size])
        rows = _rows(journalled, key)
        assert isinstance(rows, int), size
        assert rows <= 10


def test_the_check_tells_damage_that_came_while_open(
    database: Database, path: Path, key: bytes
) -> None:
    database.checkpoint()
    for number in range(5):
        database.execute("INSERT INTO t VALUES(?, 'short', NULL)", (number,))
    found = journal.findings(path, database._connection)
    assert found == []


def test_leftovers_of_older_runs_are_not_damage(
    database: Database, copy_with_journal: Callable[[str], Path], key: bytes
) -> None:
    """After a restart of the journal, old frames lie behind the new ones."""
    for number in range(6):
        database.execute("INSERT INTO t VALUES(?, ?, NULL)", (number, "y" * 5000))
    database.execute("PRAGMA wal_checkpoint(RESTART)")
    database.execute("INSERT INTO t VALUES(100, 'new', NULL)")
    path = copy_with_journal("restarted")
    assert journal.path_of(path).stat().st_size > 10 * FRAME
    assert _rows(path, key) == 7
