"""Pieces of schema: once each, in order, whole or not at all, newer ones refused."""

from __future__ import annotations

import apsw
import pytest

from panoh.errors import VaultNewer
from panoh.storage import migrate
from panoh.storage.sqlite import Database


def test_a_piece_runs_once(database: Database) -> None:
    assert migrate.apply(database, "log", 1, "CREATE TABLE log(a); CREATE INDEX i ON log(a)")
    assert not migrate.apply(database, "log", 1, "CREATE TABLE log(a); CREATE INDEX i ON log(a)")
    assert migrate.versions(database) == {"log": 1}


def test_versions_follow_each_other(database: Database) -> None:
    migrate.apply(database, "log", 1, "CREATE TABLE log(a)")
    with pytest.raises(migrate.PieceChanged):
        migrate.apply(database, "log", 3, "ALTER TABLE log ADD COLUMN c")
    assert migrate.apply(database, "log", 2, "ALTER TABLE log ADD COLUMN b")
    assert migrate.versions(database) == {"log": 2}


def test_a_changed_text_is_a_mistake(database: Database) -> None:
    migrate.apply(database, "log", 1, "CREATE TABLE log(a)")
    with pytest.raises(migrate.PieceChanged):
        migrate.apply(database, "log", 1, "CREATE TABLE log(a, b)")


def test_a_piece_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(apsw.SQLError):
        migrate.apply(database, "log", 1, "CREATE TABLE log(a); CREATE NONSENSE")
    assert migrate.versions(database) == {}
    assert database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'log'") == []


def test_inside_a_write_it_joins(database: Database) -> None:
    def apply_and_fail() -> None:
        with database.write():
            migrate.apply(database, "log", 1, "CREATE TABLE log(a)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        apply_and_fail()
    assert migrate.versions(database) == {}


def test_a_newer_vault_is_refused(database: Database) -> None:
    migrate.apply(database, "log", 1, "CREATE TABLE log(a)")
    migrate.refuse_newer(database, {"log": 1, "views": 3})
    migrate.refuse_newer(database, {"log": 2})
    with pytest.raises(VaultNewer):
        migrate.refuse_newer(database, {"log": 0})
    with pytest.raises(VaultNewer):
        migrate.refuse_newer(database, {"views": 1})
