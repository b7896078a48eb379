"""One list of how a vault is protected: each finding has its level, and goes once put right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from panoh import bootstrap, platform
from panoh.core import backup, doctor, recovery, schedule, travel
from panoh.core.doctor import Level
from panoh.core.node import Node
from panoh.core.vault import slots, store
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import StretchCost
from panoh.errors import StorageFailed
from tests.core.support import PHRASE, Vaults, note_backup


@pytest.fixture
def own(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> tuple[Node, bytes]:
    monkeypatch.setattr(platform, "no_core_dumps", lambda: True)
    monkeypatch.setattr(platform, "swap_in_use", lambda: False)
    place, key = vaults.make("Amina")
    return vaults.open(place, key), key


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def _levels(node: Node, **how: bool) -> dict[str, Level]:
    found = doctor.examine(node, **how)
    assert len({each.key for each in found}) == len(found)
    assert all(each.words for each in found)
    return {each.key: each.level for each in found}


def _open(place: VaultPlace, key: bytes) -> Node:
    return bootstrap.open_node(place, key, anchored=False)


def test_a_fresh_vault_is_told_what_to_do(own: tuple[Node, bytes]) -> None:
    assert _levels(own[0]) == {
        "backup": Level.DO, "paper": Level.DO, "cost": Level.KNOW, "trustees": Level.KNOW,
        "devices": Level.FINE,
    }  # fmt: skip


def test_copies_grow_old_and_are_to_be_opened(
    own: tuple[Node, bytes], vaults: Vaults, stick: Path
) -> None:
    node, _ = own
    made = backup.create(node, stick)
    assert _levels(node)["backup"] is Level.FINE
    assert _levels(node)["verified"] is Level.DO
    backup.note_verified(node, made.path)
    assert "verified" not in _levels(node)
    vaults.clock.forward(days=7)
    assert _levels(node)["backup"] is Level.FINE
    vaults.clock.forward(days=1)
    assert _levels(node)["backup"] is Level.DO
    vaults.clock.forward(days=-20)  # a clock that was put back makes no copy of the future
    words = next(each.words for each in doctor.examine(node) if each.key == "backup")
    assert "0 days" in words
    assert backup.verify(made.path, PHRASE, _open).findings == ()


def test_a_copy_that_was_to_be_made_by_itself_and_was_not(
    own: tuple[Node, bytes], vaults: Vaults, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, _ = own
    schedule.set_to(node, stick, 1)
    schedule.run(node)
    assert "schedule" not in _levels(node)
    vaults.clock.forward(days=1)

    def full(*_: object) -> None:
        raise StorageFailed(reason="full")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "grow", full)
        with pytest.raises(StorageFailed):
            schedule.run(node)
    assert _levels(node)["schedule"] is Level.DO
    schedule.run(node)
    assert "schedule" not in _levels(node)


def test_days_between_two_copies(own: tuple[Node, bytes], vaults: Vaults, stick: Path) -> None:
    node, _ = own
    assert schedule.of(node) is None
    schedule.set_to(node, stick, schedule.MOST_DAYS)
    schedule.set_to(node, stick, 2)
    held = schedule.of(node)
    assert held is not None
    assert (held.folder, held.days, held.last, held.failed) == (stick, 2, None, False)
    assert held.is_due(node.now())
    assert held.is_late(node.now())
    assert schedule.run(node) is not None
    held = schedule.of(node)
    assert held is not None
    assert held.last is not None
    for hours, due, late in ((47.9, False, False), (0.1, True, False), (47.9, True, False),
                             (0.1, True, True)):  # fmt: skip
        vaults.clock.forward(hours=hours)
        now = node.now().replace(tzinfo=None)
        assert (held.is_due(now), held.is_late(now)) == (due, late)
    # A copy made by hand elsewhere is none of the schedule's.
    note_backup(node, place=str(stick.with_name("elsewhere")))
    assert schedule.of(node) == held
    schedule.end(node)
    assert schedule.of(node) is None


def test_ways_in(own: tuple[Node, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    node, key = own
    given = recovery.setup(node, key, recovery.Choice(2, (), 3))
    levels = _levels(node)
    assert "paper" not in levels  # somebody can open it
    assert levels["drill"] is Level.DO
    recovery.drill(node, [each.drill for each in given[:2]])
    assert _levels(node)["trustees"] is Level.FINE
    store.add_paper_key(node.place, key)
    assert _levels(node)["paper"] is Level.FINE
    plan = next(node.place.slots.glob("*.plan"))
    plan.write_bytes(b"damaged")
    assert _levels(node)["trustees"] is Level.BROKEN
    read = slots.read

    def costly(*which: Any) -> Any:
        return replace(read(*which), cost=StretchCost())

    monkeypatch.setattr(slots, "read", costly)
    assert "cost" not in _levels(node)


def test_shares_that_are_to_be_given_out_again(own: tuple[Node, bytes]) -> None:
    node, key = own
    recovery.setup(node, key, recovery.Choice(2, (), 3))
    held = recovery._plan_row(node)
    assert held is not None
    with node.writing() as work:
        work.put(recovery.own.TRUSTEES, node.space("personal"), held["id"], {"renew": True})
    assert _levels(node)["trustees"] is Level.DO


def test_the_machine_and_what_is_away(
    own: tuple[Node, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    node, _ = own
    monkeypatch.setattr(platform, "no_core_dumps", lambda: False)
    monkeypatch.setattr(platform, "swap_in_use", lambda: True)
    with node.writing() as work:
        work.set(travel.SINCE, "2026-11-20")
    levels = _levels(node)
    assert (levels["dumps"], levels["swap"], levels["travel"]) == (Level.DO, Level.KNOW, Level.KNOW)


def test_the_deep_look_reads_everything(
    own: tuple[Node, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    node, _ = own
    assert _levels(node, deep=True)["check"] is Level.FINE
    monkeypatch.setattr(doctor, "check", lambda *_: ["page 3 of 40 does not open"])
    (found,) = [each for each in doctor.examine(node, deep=True) if each.key == "check"]
    assert (found.level, found.words) == (Level.BROKEN, "page 3 of 40 does not open")
