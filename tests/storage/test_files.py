"""Small files: whole or as before, overwritten before they go, folders that appear at once."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from panoh.errors import StorageFailed, VaultDamaged
from panoh.storage import files


class Spy(files.FileLayer):
    """Notes the calls, and what a file held when it was removed."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.last: dict[str, bytes] = {}

    def create(self, path: Path, data: bytes) -> None:
        self.calls.append("create")
        super().create(path, data)

    def sync(self, path: Path) -> None:
        self.calls.append("sync")
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self.calls.append("rename")
        super().rename(old, new)

    def sync_folder(self, path: Path) -> None:
        self.calls.append("sync_folder")
        super().sync_folder(path)

    def unlink(self, path: Path) -> None:
        self.calls.append("unlink")
        self.last[path.name] = path.read_bytes()
        super().unlink(path)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    made = Spy()
    monkeypatch.setattr(files, "layer", made)
    return made


def test_write_goes_through_every_step(tmp_path: Path, spy: Spy) -> None:
    files.write_atomically(tmp_path / "slot", b"abc")
    assert spy.calls == ["create", "sync", "rename", "sync_folder"]
    assert [each.name for each in tmp_path.iterdir()] == ["slot"]
    assert files.read(tmp_path / "slot", 3) == b"abc"


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_only_the_owner_reads(tmp_path: Path) -> None:
    files.write_atomically(tmp_path / "slot", b"abc")
    files.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "slot").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_disk_that_changes_bytes_is_noticed_before_the_old_file_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_atomically(tmp_path / "slot", b"old")

    class Liar(files.FileLayer):
        def create(self, path: Path, data: bytes) -> None:
            super().create(path, data[:-1] + b"?")

    monkeypatch.setattr(files, "layer", Liar())
    with pytest.raises(StorageFailed, match="read back"):
        files.write_atomically(tmp_path / "slot", b"new")
    assert (tmp_path / "slot").read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["slot"]


def test_what_an_interrupted_write_left_goes_after_a_while(tmp_path: Path, spy: Spy) -> None:
    old, young = tmp_path / "slot.01020304.new", tmp_path / "slot.05060708.new"
    other = tmp_path / "slots.01020304.new"
    for each in (old, young, other):
        each.write_bytes(b"half a secret")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    files.write_atomically(tmp_path / "slot", b"whole")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "slot", young, other]
    assert spy.last[old.name] != b"half a secret"
    os.utime(young, (1, 1))
    files.remove(tmp_path / "slot")
    assert sorted(tmp_path.iterdir()) == [other]


def test_several_writers_at_once_do_not_hinder_each_other(tmp_path: Path) -> None:
    failures: list[Exception] = []

    def write(who: int) -> None:
        try:
            for _ in range(40):
                files.write_atomically(tmp_path / "anchor", bytes([who]) * 200)
        except StorageFailed as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(who,)) for who in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert files.read(tmp_path / "anchor", 200) in [bytes([who]) * 200 for who in (1, 2, 3)]
    assert len(list(tmp_path.iterdir())) == 1


def test_read_is_bounded_and_refuses_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "slot").write_bytes(b"x" * 100)
    assert files.read(tmp_path / "slot", 100) == b"x" * 100
    with pytest.raises(VaultDamaged, match="longer"):
        files.read(tmp_path / "slot", 99)
    with pytest.raises(VaultDamaged, match="missing"):
        files.read(tmp_path / "nothing", 99)
    with pytest.raises(StorageFailed):
        files.read(tmp_path, 99)


def test_removed_means_overwritten_first(tmp_path: Path, spy: Spy) -> None:
    (tmp_path / "slot").write_bytes(b"secret" * 50)
    files.remove(tmp_path / "slot")
    assert spy.calls == ["sync", "unlink", "sync_folder"]
    assert len(spy.last["slot"]) == 300
    assert b"secret" not in spy.last["slot"]
    assert not (tmp_path / "slot").exists()
    files.remove(tmp_path / "slot")


def test_errors_name_the_reason_and_never_the_path(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed) as raised:
        files.write_atomically(tmp_path / "nowhere" / "slot", b"x")
    assert str(tmp_path) not in str(raised.value)


def test_a_folder_appears_at_once(tmp_path: Path) -> None:
    built = tmp_path / ".new"
    files.make_folder(built / "inner")
    files.write_atomically(built / "inner" / "a", b"1")
    files.make_folder_atomically(built, tmp_path / "final")
    assert (tmp_path / "final" / "inner" / "a").read_bytes() == b"1"
    files.make_folder(built)
    with pytest.raises(StorageFailed, match="already"):
        files.make_folder_atomically(built, tmp_path / "final")


def test_a_folder_goes_with_all_in_it(tmp_path: Path, spy: Spy) -> None:
    files.make_folder(tmp_path / "v" / "slots")
    (tmp_path / "v" / "slots" / "a").write_bytes(b"secret")
    (tmp_path / "v" / "b").write_bytes(b"secret")
    files.remove_folder(tmp_path / "v")
    assert list(tmp_path.iterdir()) == []
    assert all(data != b"secret" for data in spy.last.values())
    files.remove_folder(tmp_path / "v")
