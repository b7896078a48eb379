"""Copies where the disk or somebody's hand is in the way: refused whole, and nothing half stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core import backup, canonical, increments, restoring
from panoh.core.node import Node
from panoh.core.vault import slots, store
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import FLOOR
from panoh.errors import (
    NoVault,
    Refused,
    StorageFailed,
    VaultDamaged,
    WrongPhrase,
    WrongUsage,
)
from panoh.storage import files
from tests.core.support import PHRASE, TOY, Clock


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: None) -> Iterator[Node]:
    monkeypatch.setattr(bootstrap, "apps", lambda: (TOY,))
    clock = Clock()
    place, key = bootstrap.create_vault(tmp_path / "home", PHRASE, "Amina", cost=FLOOR, clock=clock)
    made = bootstrap.open_node(place, key, clock=clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def _open(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


def _rewrite(path: Path, **changes: object) -> None:
    """A list whose body says something else, under its old check."""
    fields = canonical.decode(path.read_bytes())
    body = {**canonical.decode(fields["body"]), **changes}
    fields["body"] = canonical.encode(body)
    path.write_bytes(canonical.encode(fields))


def test_a_second_copy_of_the_same_second_is_refused(node: Node, stick: Path) -> None:
    for make in (backup.create, backup.grow):
        make(node, stick)
        with pytest.raises(StorageFailed, match="there already"):
            make(node, stick)
    assert len(backup.listed(node)) == 2
    assert backup.last_made(node) is not None


@pytest.mark.parametrize("call", ["write", "rename", "sync_folder", "make_folder"])
def test_a_disk_that_refuses_leaves_nothing_that_looks_like_a_copy(
    node: Node, stick: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(files.layer, call):
        pytest.skip("the layer has no such call")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for make in (backup.create, backup.grow):
        with monkeypatch.context() as patched:
            patched.setattr(files.layer, call, refuse)
            with pytest.raises(StorageFailed, match="No space left"):
                make(node, stick)
    assert backup.listed(node) == []
    assert backup.last_made(node) is None
    with pytest.raises(NoVault):
        restoring.newest(stick)


def test_a_copy_that_is_not_noted_is_taken_back(
    node: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_remember", refuse)
    with pytest.raises(KeyboardInterrupt):
        backup.create(node, stick)
    assert list(stick.iterdir()) == []


def test_where_a_copy_may_stand(node: Node, stick: Path) -> None:
    for wrong in (
        node.place.home, node.place.folder, stick / "none", stick.joinpath("x" * 200, "y" * 200)
    ):  # fmt: skip
        with pytest.raises(WrongUsage):
            backup.refuse_place(node, wrong)
    odd = stick / "two\nlines"
    odd.mkdir()
    for make in (backup.grow, backup.create):
        with pytest.raises(WrongUsage, match="name of this folder"):
            make(node, odd)
    backup.refuse_place(node, stick)


def test_a_whole_copy_is_put_back_once_and_whole(
    node: Node, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup.create(node, stick)
    assert made.commits == node.log.journal()[0] - 1  # noting it was one more
    assert made.size > 4096
    home = tmp_path / "new"

    def open_new(place: VaultPlace, key: bytes) -> Node:
        return bootstrap.open_node(place, key, as_new_device=True)

    with pytest.raises(WrongPhrase):
        restoring.restore(stick, "orbit velvet canyon marble thicket lamp", home, open_new)
    assert not home.exists() or list(home.iterdir()) == []
    left = store.unfinished(home, node.place.id)
    left.folder.mkdir(parents=True)
    (left.folder / "old").write_bytes(b"what an interrupted one left")
    for problem, told in ((OSError(5, "I/O error"), StorageFailed), (KeyboardInterrupt(),) * 2):
        with monkeypatch.context() as patched:

            def refuse(*_: object, _problem: BaseException = problem) -> None:  # type: ignore[assignment]
                raise _problem

            patched.setattr(files, "make_folder_atomically", refuse)
            with pytest.raises(told if isinstance(told, type) else type(told)):
                restoring.restore(stick, PHRASE, home, open_new)
        assert list(home.iterdir()) == []
    place = restoring.restore(stick, PHRASE, home, open_new)
    again = bootstrap.open_node(place, slots.open_slot(
        place, slots.read(place, store.kind_of(place, PHRASE)), PHRASE
    ))  # fmt: skip
    assert again.person.id == node.person.id
    assert again.person.device != node.person.device
    assert len(again.spaces.state(again.spaces.row(again.space("personal"))).devices) == 2
    again.close()
    with pytest.raises(WrongUsage):
        restoring.restore(stick, PHRASE, home, open_new)
    grown = backup.grow(node, stick)
    with pytest.raises(StorageFailed, match="there already"):
        increments.unpack(grown.path, PHRASE, home)


def test_a_list_that_was_changed_is_refused_before_anything_is_made(
    node: Node, stick: Path, tmp_path: Path
) -> None:
    path = backup.grow(node, stick).path
    whole = path.read_bytes()
    held = canonical.decode(canonical.decode(whole)["body"])
    home = tmp_path / "new"
    for changes in (
        {"vault": 7}, {"commits": "1"}, {"pieces": [b"short"]}, {"pieces": ["x" * 16]},
        {"files": {"header": "text"}}, {"size": None, "pieces": None},
    ):  # fmt: skip
        _rewrite(path, **changes)
        with pytest.raises(VaultDamaged, match="malformed"):
            increments.commits_of(path)
        path.write_bytes(whole)
    for changes in (
        {"size": held["size"] - 1}, {"commits": held["commits"] + 1},
        {"pieces": held["pieces"][:-1]},
    ):  # fmt: skip
        _rewrite(path, **changes)
        with pytest.raises(VaultDamaged, match="altered"):
            increments.unpack(path, PHRASE, home)
        assert list(home.iterdir()) == []
        path.write_bytes(whole)
    for name in ("slots/.hidden", "../escape", "slots/", "a/b", "slots/a\\b"):
        _rewrite(path, files={**held["files"], name: b""})
        with pytest.raises(VaultDamaged, match="malformed"):
            increments.unpack(path, PHRASE, home)
        assert list(home.iterdir()) == []
        path.write_bytes(whole)
    for vault in ("../else", "", "nothex!!"):
        _rewrite(path, vault=vault)
        with pytest.raises(StorageFailed):
            increments.unpack(path, PHRASE, home)
        path.write_bytes(whole)
    for garbage in (b"", b"\xa0", whole[:-1], whole + b"\x00"):
        path.write_bytes(garbage)
        with pytest.raises(VaultDamaged, match="malformed"):
            increments.vault_of(path)
    path.unlink()
    with pytest.raises(NoVault):
        increments.commits_of(path)


def test_a_copy_that_reaches_less_far_than_it_says_is_told(
    node: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, grown = backup.create(node, stick).path, backup.grow(node, stick).path
    assert backup.verify(whole, PHRASE, _open).findings == ()
    real = increments.commits_of(grown)
    monkeypatch.setattr(increments, "commits_of", lambda _path: real + 1)
    assert "less far" in "".join(backup.verify(grown, PHRASE, _open).findings)
    assert not list(grown.parent.glob(".new-*"))
    (whole / backup.MANIFEST).write_bytes(backup.manifest(real + 100))
    assert "less far" in "".join(backup.verify(whole, PHRASE, _open).findings)
    (whole / backup.MANIFEST).write_bytes(b"damaged")
    assert "malformed" in "".join(backup.verify(whole, PHRASE, _open).findings)
    for wrong in (-1, 2**63):
        fields = canonical.encode({"v": 1, "commits": wrong, "check": bytes(32)})
        with pytest.raises(Refused):
            backup.read_manifest(fields)
    assert backup.read_manifest(backup.manifest(2**63 - 1)) == 2**63 - 1
    assert backup.read_manifest(backup.manifest(0)) == 0


def test_a_copy_that_is_a_link_to_the_vault_is_none(node: Node, stick: Path) -> None:
    made = backup.create(node, stick).path
    inner = made / node.place.id
    database = inner / "vault.db"
    database.unlink()
    database.symlink_to(node.place.database)
    with pytest.raises(VaultDamaged, match="link"):
        backup.place_in(made)
    with pytest.raises(NoVault):
        backup.place_in(stick)
