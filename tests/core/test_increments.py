"""Growing copies: only what changed is written, all of it is read back, and damage is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core import backup, due, increments, restoring, schedule
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.vault.model import VaultPlace
from panoh.errors import NoVault, PanohError, VaultDamaged, WrongPhrase, WrongUsage
from tests.core.support import PHRASE, Vaults, note_backup


def _open(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def _pieces(stick: Path) -> list[Path]:
    return sorted(next(stick.glob("*.copies")).glob("pieces/*"))


def test_second_copy_writes_only_what_changed(vaults: Vaults, amina: Node, stick: Path) -> None:
    with amina.writing() as work:
        for number in range(300):
            values = {"made": "2026-11-20T10:00", "journal": 1, "place": f"{number} " * 800}
            work.put(own.BACKUP, amina.space("personal"), None, values)
    first = backup.grow(amina, stick)
    vaults.clock.forward(days=1)
    note_backup(amina, place="one more")
    second = backup.grow(amina, stick)
    assert first.written >= first.size * 0.9
    assert second.written < first.written / 4, (first, second)
    print(f"first {first.written} bytes, second {second.written} of {second.size}")
    for each in (first, second):
        found = backup.verify(each.path, PHRASE, _open)
        assert (found.findings, found.commits) == ((), each.commits)
    assert [each.name for each in stick.iterdir()] == [f"{amina.place.id}.copies"]
    listed = backup.listed(amina)
    assert [each.path for each in listed if each.there] == [second.path, first.path]
    assert all(each.verified for each in listed if each.there)


def test_a_copy_holds_no_word_and_opens_with_the_phrase_only(amina: Node, stick: Path) -> None:
    note_backup(amina, place="a canary that sings")
    made = backup.grow(amina, stick)
    for each in stick.rglob("*"):
        assert not each.is_file() or b"canary" not in each.read_bytes()
    with pytest.raises(WrongPhrase):
        backup.verify(made.path, PHRASE + " no", _open)


def test_damage_to_any_piece_or_the_list_is_found(amina: Node, stick: Path) -> None:
    made = backup.grow(amina, stick)
    for each in (*_pieces(stick)[:3], made.path):
        whole = each.read_bytes()
        for broken in (whole[:-1], whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]):
            each.write_bytes(broken)
            with pytest.raises(PanohError):
                backup.verify(made.path, PHRASE, _open)
        each.write_bytes(whole)
    _pieces(stick)[0].unlink()
    with pytest.raises(VaultDamaged):
        backup.verify(made.path, PHRASE, _open)


def test_the_next_copy_mends_a_damaged_piece(vaults: Vaults, amina: Node, stick: Path) -> None:
    made = backup.grow(amina, stick)
    broken = _pieces(stick)[0]
    broken.write_bytes(bytes(len(broken.read_bytes())))
    vaults.clock.forward(days=1)
    again = backup.grow(amina, stick)
    assert backup.verify(again.path, PHRASE, _open).findings == ()
    assert made.path.exists()


def test_old_copies_go_and_their_pieces_with_them(
    vaults: Vaults, amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increments, "KEPT", 2)
    for number in range(4):
        note_backup(amina, place=f"{number} " * 200)
        backup.grow(amina, stick)
        vaults.clock.forward(days=1)
    left = increments.lists(next(stick.glob("*.copies")))
    assert len(left) == 2
    named = {name.hex() for each in left for name in increments._read(each).pieces}
    assert {each.name for each in _pieces(stick)} == named
    for each in left:
        assert backup.verify(each, PHRASE, _open).findings == ()


def test_a_copy_made_while_the_clock_is_wrong_is_not_the_first_to_go(
    vaults: Vaults, amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(increments, "KEPT", 2)
    for _ in range(2):
        backup.grow(amina, stick)
        vaults.clock.forward(days=1)
    vaults.clock.forward(days=-4000)
    made = backup.grow(amina, stick)
    assert made.path.exists()
    assert len(increments.lists(next(stick.glob("*.copies")))) == 2


def test_the_copy_that_reaches_furthest_is_meant_whatever_the_clock_said(
    vaults: Vaults, amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup.create(amina, stick).path
    assert restoring.newest(stick) == first
    vaults.clock.forward(days=4000)
    from_future = backup.grow(amina, stick).path
    vaults.clock.forward(days=-3999)
    note_backup(amina, place="written since")
    last = backup.grow(amina, stick).path
    assert last.name < from_future.name
    assert restoring.newest(stick) == last
    whole = backup.create(amina, stick).path
    assert restoring.newest(stick) == whole
    # A damaged list counts for nothing, and what reaches least goes first.
    (last.with_name("99990101-000000.copy")).write_bytes(b"damaged")
    assert restoring.newest(stick) == whole
    last.with_name("99990101-000000.copy").unlink()
    monkeypatch.setattr(increments, "KEPT", 2)
    vaults.clock.forward(days=1)
    backup.grow(amina, stick)
    assert last.exists()
    assert not from_future.exists()


def test_among_copies_of_two_vaults_none_is_guessed(vaults: Vaults, stick: Path) -> None:
    amina, bo = vaults.node("Amina"), vaults.node("Bo")
    grown = [backup.grow(each, stick).path for each in (amina, bo)]
    with pytest.raises(WrongUsage, match="more than one vault"):
        restoring.newest(stick)
    assert restoring.newest(grown[0].parent) == grown[0]
    grown[1].rename(grown[0].with_name("99990101-000000.copy"))
    with pytest.raises(WrongUsage):
        restoring.newest(grown[0].parent)
    elsewhere = stick.with_name("elsewhere")
    elsewhere.mkdir()
    backup.create(amina, elsewhere)
    vaults.clock.forward(hours=1)
    backup.create(bo, elsewhere)
    with pytest.raises(WrongUsage):
        restoring.newest(elsewhere)


def test_restored_copy_is_another_device_and_has_everything(
    vaults: Vaults, amina: Node, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = note_backup(amina, place="kept")
    backup.grow(amina, stick)
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "elsewhere"))

    def open_new(place: VaultPlace, key: bytes) -> Node:
        return bootstrap.open_node(place, key, as_new_device=True, clock=vaults.clock)

    home = tmp_path / "new"
    place = restoring.restore(stick, PHRASE, home, open_new)
    again = vaults.open(place, _key(place))
    row = again.get(own.BACKUP, record)
    assert row is not None
    assert row["place"] == "kept"
    assert again.person.id == amina.person.id
    assert again.person.device != amina.person.device
    assert not place.put_back.exists()
    assert check(again, rebuild=True) == []
    with pytest.raises(WrongUsage):
        restoring.restore(stick, PHRASE, home, open_new)


def test_a_copy_of_a_fresh_vault_is_another_device_too(
    vaults: Vaults, amina: Node, stick: Path, tmp_path: Path
) -> None:
    """Nothing was written yet, so no anchor would tell it apart."""
    backup.create(amina, stick)
    place = restoring.restore(
        stick, PHRASE, tmp_path / "new",
        lambda p, k: bootstrap.open_node(p, k, as_new_device=True, clock=vaults.clock),
    )  # fmt: skip
    again = vaults.open(place, _key(place))
    assert again.person.device != amina.person.device


def test_stopped_before_it_was_opened_it_still_becomes_another_device(
    vaults: Vaults, amina: Node, stick: Path, tmp_path: Path
) -> None:
    backup.create(amina, stick)

    def cut(place: VaultPlace, key: bytes) -> Node:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restoring.restore(stick, PHRASE, tmp_path / "new", cut)
    place = VaultPlace(tmp_path / "new", amina.place.id)
    with pytest.raises(PanohError) as refused:
        vaults.open(place, _key(place))
    assert refused.value.code == "vault-rolled-back"
    again = vaults.open(place, _key(place), accept_restored=True)
    assert again.person.device != amina.person.device


def _key(place: VaultPlace) -> bytes:
    from panoh.core.vault import store

    return store.unlock(place, PHRASE)


def test_no_copy_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoVault):
        restoring.newest(tmp_path)


def test_schedule_makes_copies_by_itself_and_today_tells_when_it_cannot(
    vaults: Vaults, amina: Node, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stands() -> bool:
        return any(item.kind == "backup" for item in due.items(amina))

    assert schedule.run(amina) is None
    schedule.set_to(amina, stick, 2)
    assert schedule.run(amina) is not None
    assert schedule.run(amina) is None
    assert not stands()
    vaults.clock.forward(days=2)
    assert schedule.run(amina) is not None
    vaults.clock.forward(days=2)

    def refuse(*_: object) -> None:
        raise VaultDamaged(finding="no")

    with monkeypatch.context() as patch:
        patch.setattr(increments, "add", refuse)
        with pytest.raises(VaultDamaged):
            schedule.run(amina)
    assert stands()
    assert schedule.run(amina) is not None
    assert not stands()
    stick.rename(stick.with_name("away"))
    vaults.clock.forward(days=3)
    assert schedule.run(amina) is None
    assert not stands()
    vaults.clock.forward(days=2)
    assert stands()
    schedule.end(amina)
    assert not stands()
    for days in (0, 91):
        with pytest.raises(WrongUsage):
            schedule.set_to(amina, stick.with_name("away"), days)
