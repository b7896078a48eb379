"""A vault of an older form: copied first, read through, then brought up; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.records import own
from panoh.errors import VaultNewer
from panoh.storage import migrate
from panoh.storage.sqlite import Database
from tests.core.support import Vaults, note_backup, put


def _age(node: Node) -> None:
    """As the program before this one left it."""
    with node.database.write():
        node.database.execute("DROP TABLE left_home")
        node.database.execute("DELETE FROM schema_piece WHERE name = 'log' AND version = 3")


def test_a_copy_is_made_first_and_goes_at_the_next_opening(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    record = note_backup(node, place="from before")
    _age(node)
    node.close()
    again = vaults.open(place, key)
    assert migrate.versions(again.database)["log"] == 3
    row = again.get(own.BACKUP, record)
    assert row is not None
    assert check(again, rebuild=True) == []
    copy = Database.open(place.upgrade_copy, again.database._key)
    try:
        assert copy.check_pages() == []
        assert migrate.versions(copy)["log"] == 2
    finally:
        copy.close()
    again.close()
    vaults.open(place, key)
    assert not place.upgrade_copy.exists()


def test_an_erasure_takes_the_copy_along(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    record = note_backup(node, place="to be forgotten soon")
    _age(node)
    node.close()
    again = vaults.open(place, key)
    assert place.upgrade_copy.exists()
    with again.writing() as work:
        work.erase(own.BACKUP, record)
    assert not place.upgrade_copy.exists()
    put(again, own.SETTING, None, name="a", value="b")


def test_where_the_copy_cannot_be_made_nothing_is_changed(
    vaults: Vaults, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    _age(node)
    node.close()

    def full(self: Database, path: Path, key: bytes | None = None) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "copy_to", full)
        with pytest.raises(OSError, match="No space"):
            vaults.open(place, key)
    again = bootstrap.open_node(place, key, clock=vaults.clock)
    again.close()


def test_a_newer_form_is_refused_and_left_alone(vaults: Vaults) -> None:
    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    with node.database.write():
        node.database.execute("INSERT INTO schema_piece VALUES ('log', 4, 'x')")
    node.close()
    before = place.database.read_bytes()
    with pytest.raises(VaultNewer):
        vaults.open(place, key)
    assert place.database.read_bytes() == before
    assert not place.upgrade_copy.exists()
