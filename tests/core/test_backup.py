"""Backups by the core itself: half made, linked, moved, exchanged; the copy is only looked at."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core import backup
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.errors import NoVault, Refused, StorageFailed, VaultBusy, VaultDamaged, WrongUsage
from panoh.storage import files
from tests.core.support import PHRASE, note_backup


def _open(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def _content(folder: Path) -> dict[str, bytes]:
    return {
        str(each.relative_to(folder)): blake2b(each.read_bytes()).digest()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_backup_is_whole_and_remembered(amina: Node, stick: Path) -> None:
    note_backup(amina, place="something to keep")
    made = backup.create(amina, stick)
    found = backup.verify(made.path, PHRASE, _open)
    assert (found.findings, found.commits) == ((), made.commits)
    backup.note_verified(amina, made.path)
    remembered = [row for row in amina.all(own.BACKUP) if row["place"] == str(made.path)]
    assert [row["journal"] for row in remembered] == [made.commits]
    assert remembered[0]["verified"]


def test_looking_at_a_backup_leaves_it_as_it_was(amina: Node, stick: Path) -> None:
    made = backup.create(amina, stick)
    before = _content(made.path)
    assert backup.verify(made.path, PHRASE, _open).findings == ()
    assert _content(made.path) == before


def test_backup_of_a_vault_whose_change_of_phrase_was_interrupted_opens(
    amina: Node, stick: Path
) -> None:
    slot = amina.place.slot(SlotKind.PASSPHRASE)
    slot.rename(slot.with_suffix(".old"))
    made = backup.create(amina, stick)
    assert backup.verify(made.path, PHRASE, _open).findings == ()


def test_copy_that_cannot_be_remembered_is_not_left_behind(
    amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an erasure could not name it."""

    def refuse(*_: object) -> None:
        raise VaultBusy

    monkeypatch.setattr(backup, "_remember", refuse)
    with pytest.raises(VaultBusy):
        backup.create(amina, stick)
    assert list(stick.iterdir()) == []


def test_half_made_copy_is_not_left_behind(
    amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "make_folder_atomically", refuse)
    with pytest.raises(StorageFailed):
        backup.create(amina, stick)
    assert list(stick.iterdir()) == []
    assert amina.all(own.BACKUP) == []


def test_folder_whose_name_cannot_be_remembered_is_refused(amina: Node, stick: Path) -> None:
    for name in (b"name-\xff", b"odd\nname"):
        folder = stick / os.fsdecode(name)
        folder.mkdir()
        with pytest.raises(WrongUsage):
            backup.create(amina, folder)
        assert list(folder.iterdir()) == []


def test_place_inside_the_vault_is_refused_through_a_link_too(amina: Node, stick: Path) -> None:
    inside = amina.place.folder / "backups"
    inside.mkdir()
    link = stick / "link"
    link.symlink_to(inside)
    for folder in (inside, link, amina.place.home, stick / "missing"):
        with pytest.raises(WrongUsage):
            backup.create(amina, folder)


def test_link_to_the_vault_itself_is_no_backup(amina: Node, stick: Path) -> None:
    made = backup.create(amina, stick)
    inner = made.path / amina.place.id
    inner.rename(stick / "aside")
    inner.symlink_to(amina.place.folder)
    with pytest.raises(VaultDamaged, match="link"):
        backup.verify(made.path, PHRASE, _open)
    inner.unlink()
    with pytest.raises(NoVault):
        backup.verify(made.path, PHRASE, _open)


def test_older_copy_under_a_newer_manifest_is_found(
    amina: Node, stick: Path, tmp_path: Path
) -> None:
    older = backup.create(amina, stick)
    amina._clock.forward(seconds=1)  # type: ignore[attr-defined]
    note_backup(amina, place="later")
    newer = backup.create(amina, stick)
    (older.path / backup.MANIFEST).write_bytes((newer.path / backup.MANIFEST).read_bytes())
    findings = backup.verify(older.path, PHRASE, _open).findings
    assert findings == ("it reaches less far than when it was made",)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x80", b"\xa0", b"\xa1gcommits\x01"])
def test_malformed_manifest_is_a_finding(amina: Node, stick: Path, data: bytes) -> None:
    with pytest.raises(Refused):
        backup.read_manifest(data)
    made = backup.create(amina, stick)
    (made.path / backup.MANIFEST).write_bytes(data)
    assert backup.verify(made.path, PHRASE, _open).findings == ("its manifest is malformed",)
