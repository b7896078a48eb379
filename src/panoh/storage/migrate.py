"""Pieces of schema, each by name and version, applied once and recorded with a digest.

A piece is SQL text that ships with the program. Versions of one name follow each other: 1, 2, 3.
A vault that records a version which this program does not ship was written by a newer one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from panoh.errors import VaultNewer
from panoh.storage.sqlite import Database

_TABLE = """CREATE TABLE IF NOT EXISTS schema_piece(
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID"""


class PieceChanged(Exception):
    """The program's text of a piece differs from the one applied: a mistake in the program."""


def apply(database: Database, name: str, version: int, sql: str) -> bool:
    """Run the piece unless this vault has it; True if it ran. Whole or not at all."""
    if database.in_write:
        return _apply(database, name, version, sql)
    if _is_applied(database, name, version, sql):
        return False  # the common case, without taking the write lock
    with database.write():
        return _apply(database, name, version, sql)


def versions(database: Database) -> dict[str, int]:
    """The newest recorded version of each piece."""
    if not _recorded(database):
        return {}
    return dict(database.execute("SELECT name, max(version) FROM schema_piece GROUP BY name"))


def refuse_newer(database: Database, known: Mapping[str, int]) -> None:
    """Raise VaultNewer if the vault holds a piece or a version that this program does not know."""
    for name, version in versions(database).items():
        if version > known.get(name, 0):
            raise VaultNewer


def digest_of(sql: str) -> str:
    return hashlib.blake2b(sql.encode(), digest_size=16, person=b"panoh/v1/schema").hexdigest()


def _apply(database: Database, name: str, version: int, sql: str) -> bool:
    database.execute(_TABLE)
    if _is_applied(database, name, version, sql):
        return False
    newest = versions(database).get(name, 0)
    if version != newest + 1:
        raise PieceChanged(name, newest, version)
    database.script(sql)
    database.execute("INSERT INTO schema_piece VALUES(?, ?, ?)", (name, version, digest_of(sql)))
    return True


def _is_applied(database: Database, name: str, version: int, sql: str) -> bool:
    if not _recorded(database):
        return False
    there = database.execute(
        "SELECT digest FROM schema_piece WHERE name = ? AND version = ?", (name, version)
    )
    if there and there != [(digest_of(sql),)]:
        raise PieceChanged(name, version)
    return bool(there)


def _recorded(database: Database) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schema_piece'"))
