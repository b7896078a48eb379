"""An open database with a few rows, and its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from panoh.storage.sqlite import Database

KEY = bytes(range(32, 64))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    made = Database.create(path, KEY)
    made.script("CREATE TABLE t(n INTEGER PRIMARY KEY, text TEXT, more BLOB)")
    yield made
    made.close()


@pytest.fixture
def copy_with_journal(tmp_path: Path, path: Path, database: Database) -> Callable[[str], Path]:
    """The files as they stand with the database open, copied: what a power cut would leave."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for each in (path, path.with_name("vault.db-wal")):
            (folder / each.name).write_bytes(each.read_bytes())
        return folder / "vault.db"

    return copy
