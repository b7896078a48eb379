"""A hub's file without a cipher: made by us or refused, durable like a vault's, copied whole."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from panoh.errors import StorageFailed, VaultDamaged
from panoh.storage import plain
from panoh.storage.sqlite import Database


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "hub.db"


def _made(where: Path) -> Database:
    made = plain.create(where)
    made.script("CREATE TABLE t(a TEXT) STRICT; INSERT INTO t VALUES('first')")
    return made


def test_what_was_made_opens_again_with_its_settings(where: Path) -> None:
    _made(where).close()
    assert where.read_bytes()[:16] == plain.MAGIC
    assert where.stat().st_mode & 0o777 == 0o600
    again = plain.open_existing(where)
    assert again.execute("SELECT a FROM t") == [("first",)]
    for name, value in (
        ("page_size", plain.PAGE_SIZE), ("journal_mode", "wal"), ("synchronous", 2),
        ("wal_autocheckpoint", plain.CHECKPOINT_PAGES), ("secure_delete", 1),
    ):  # fmt: skip
        assert again.execute(f"PRAGMA {name}") == [(value,)]
    assert again.execute("PRAGMA busy_timeout")[0][0] > 1000
    again.close()


def test_nothing_is_made_over_what_is_there(where: Path) -> None:
    for content in (b"", b"somebody's file"):
        where.write_bytes(content)
        with pytest.raises(VaultDamaged, match="there already"):
            plain.create(where)
        assert where.read_bytes() == content


def test_what_is_missing_or_of_another_kind_is_refused_and_left_alone(where: Path) -> None:
    with pytest.raises(VaultDamaged, match="missing"):
        plain.open_existing(where)
    assert not where.exists()
    for content in (b"", plain.MAGIC[:15], bytes(8192)):
        where.write_bytes(content)
        with pytest.raises(VaultDamaged, match="no database"):
            plain.open_existing(where)
        assert where.read_bytes() == content
    where.unlink()
    other = apsw.Connection(str(where))
    other.execute("CREATE TABLE t(a)")
    other.close()
    before = where.read_bytes()
    with pytest.raises(VaultDamaged, match="another program"):
        plain.open_existing(where)
    assert where.read_bytes() == before


def test_a_creation_that_fails_leaves_nothing(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_connection: object) -> None:
        raise VaultDamaged(finding="refused")

    monkeypatch.setattr("panoh.storage.sqlite.settle", refuse)
    with pytest.raises(VaultDamaged, match="refused"):
        plain.create(where)
    assert list(where.parent.iterdir()) == []


def test_a_copy_is_whole_or_not_there(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _made(where)
    copy = where.with_name("copy.db")
    plain.copy(made, copy)
    found = plain.open_existing(copy)
    assert found.execute("SELECT a FROM t") == [("first",)]
    assert found.check_pages() == []
    found.close()
    with pytest.raises(VaultDamaged, match="there already"):
        plain.copy(made, copy)
    copy.unlink()
    monkeypatch.setattr(Database, "check_pages", lambda *_: ["a page does not open"])
    with pytest.raises(StorageFailed, match="read back"):
        plain.copy(made, copy)
    assert not copy.exists()
    made.close()


def test_damage_in_the_journal_is_refused(where: Path) -> None:
    made = _made(where)
    with made.write():
        made.execute("INSERT INTO t VALUES('second')")
    with made.write():
        made.execute("INSERT INTO t VALUES('third')")
    journal = where.with_name("hub.db-wal")
    broken, data = where.with_name("broken.db"), bytearray(journal.read_bytes())
    broken.write_bytes(where.read_bytes())
    data[32 + 24 + 100] ^= 1  # in the first of several transactions
    broken.with_name("broken.db-wal").write_bytes(data)
    with pytest.raises(VaultDamaged, match="journal"):
        plain.open_existing(broken)
    made.close()
