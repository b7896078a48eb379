"""Packs kept in a vault: proved at each reading, gone when removed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from panoh.core.packs import read_pack, store
from panoh.errors import NotFound, Refused
from panoh.storage.sqlite import Database
from tests.core.packs.test_codec import KEY, made

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WORD = "зимородок-kingfisher"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database.create(tmp_path / "vault.db", bytes(range(32)))
    store.prepare(opened)
    store.prepare(opened)
    return opened


def test_a_pack_is_kept_once_and_read_back(database: Database) -> None:
    data = made()
    pack = store.keep(database, data, AT, {KEY})
    with database.write():
        store.keep(database, data, AT, {KEY})
    assert [(each.id, each.name) for each in store.kept(database)] == [(pack.id, "greetings")]
    assert store.open_kept(database, pack.id) == pack


def test_a_stranger_is_never_kept(database: Database) -> None:
    with pytest.raises(Refused):
        store.keep(database, made(), AT)
    assert store.kept(database) == []


def test_an_exchanged_pack_is_refused(database: Database) -> None:
    pack = store.keep(database, made(), AT, {KEY})
    with database.write():
        database.execute("UPDATE pack SET file = ?", (made(version=2),))
    with pytest.raises(Refused):
        store.open_kept(database, pack.id)


def test_a_removed_pack_leaves_no_byte(database: Database) -> None:
    rows = [[f"{number:05d}", WORD, 0, True, []] for number in range(3)]
    data = made(rows=rows)
    pack = store.keep(database, data, AT, {KEY})
    needle = read_pack(data, {KEY}).signer
    assert database.find_bytes([needle]) == [needle]
    store.remove(database, pack.id)
    database.checkpoint()
    assert database.find_bytes([needle, pack.id]) == []
    with pytest.raises(NotFound):
        store.open_kept(database, pack.id)
    with pytest.raises(NotFound):
        store.remove(database, pack.id)
