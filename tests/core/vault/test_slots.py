"""Opening and exchanging slots: nothing altered opens, one secret works after any interruption."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest

from panoh.core.vault import codec, slots, store
from panoh.core.vault.model import Slot, SlotKind, VaultPlace
from panoh.crypto.derive import FLOOR, StretchCost
from panoh.errors import NotOpened, StorageFailed, VaultDamaged, WrongPhrase
from panoh.storage import files
from tests.core.vault.conftest import NEW_PHRASE, PHRASE, Made

KIND = SlotKind.PASSPHRASE


def read(made: Made) -> Slot:
    return slots.read(made.place, KIND)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("field", ["salt", "vault", "sealed", "commitment"])
def test_every_changed_bit_is_refused_even_with_its_check_made_good(made: Made, field: str) -> None:
    data = slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    slot = codec.decode_slot(data, KIND)
    assert slots.open_slot(made.place, slot, PHRASE) == made.key
    value = getattr(slot, field)
    for position in range(8 * len(value)):
        changed = bytearray(value)
        changed[position // 8] ^= 1 << position % 8
        forged = dataclasses.replace(slot, **{field: bytes(changed)})
        with pytest.raises((WrongPhrase, VaultDamaged)):
            slots.open_slot(made.place, forged, PHRASE)


@pytest.mark.parametrize(
    "cost", [StretchCost(4, FLOOR.memory), StretchCost(3, FLOOR.memory + 1024)]
)
def test_a_changed_cost_does_not_open(made: Made, cost: StretchCost) -> None:
    with pytest.raises(WrongPhrase):
        slots.open_slot(made.place, dataclasses.replace(read(made), cost=cost), PHRASE)


def test_a_paper_slot_does_not_open_as_a_passphrase_slot(made: Made) -> None:
    forged = dataclasses.replace(slots.read(made.place, SlotKind.PAPER), kind=KIND)
    with pytest.raises(WrongPhrase):
        slots.open_slot(made.place, forged, made.paper)


def test_a_slot_opens_in_its_own_vault_only(made: Made) -> None:
    other = VaultPlace(made.place.home, "00000000")
    with pytest.raises(WrongPhrase):
        slots.open_slot(other, read(made), PHRASE)


def test_a_damaged_seal_is_not_taken_for_a_wrong_phrase(made: Made) -> None:
    """The commitment proves the phrase right, so its owner is not left guessing."""
    forged = dataclasses.replace(read(made), sealed=bytes(codec.SEALED_SIZE))
    with pytest.raises(VaultDamaged):
        slots.open_slot(made.place, forged, PHRASE)
    with pytest.raises(WrongPhrase):
        slots.open_slot(made.place, forged, NEW_PHRASE)


def test_a_slot_that_opens_to_another_key_than_it_names_is_damaged(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(slots.rules, "vault_check", lambda key, vault_id: bytes(16))
        data = slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    with pytest.raises(VaultDamaged):
        slots.open_slot(made.place, codec.decode_slot(data, KIND), PHRASE)


def test_salts_and_nonces_are_fresh_in_every_slot(made: Made, quick: None) -> None:
    made_slots = [
        codec.decode_slot(slots.make(made.place, KIND, PHRASE, made.key, FLOOR), KIND)
        for _ in range(500)
    ]
    assert len({slot.salt for slot in made_slots}) == 500
    assert len({slot.sealed[:24] for slot in made_slots}) == 500


# ── exchanging ──────────────────────────────────────────────────────────────────────────────


class Stopped(BaseException):
    """The power went."""


class StoppingLayer(files.FileLayer):
    """Does what it is asked, until the call of this number, which is half done or not at all."""

    def __init__(self, last: int) -> None:
        self.left = last

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Stopped

    def create(self, path: Path, data: bytes) -> None:
        if self.left == 0:
            super().create(path, data[: len(data) // 2])
        self._count()
        super().create(path, data)

    def overwrite(self, path: Path, data: bytes, at: int = 0) -> None:
        self._count()
        super().overwrite(path, data, at)

    def sync(self, path: Path) -> None:
        self._count()
        super().sync(path)

    def rename(self, old: Path, new: Path) -> None:
        self._count()
        super().rename(old, new)

    def unlink(self, path: Path) -> None:
        self._count()
        super().unlink(path)

    def sync_folder(self, path: Path) -> None:
        self._count()
        super().sync_folder(path)


def working(place: VaultPlace, kind: SlotKind, secrets: tuple[str, ...]) -> list[str]:
    """Which of these secrets open the slot that counts."""
    found = []
    for secret in secrets:
        try:
            slots.open_slot(place, slots.read(place, kind), secret)
            found.append(secret)
        except NotOpened:
            continue
    return found


@pytest.mark.usefixtures("quick")
def test_stopped_anywhere_exactly_one_phrase_works(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = (PHRASE, NEW_PHRASE)
    now = PHRASE
    seen = set()
    point = 0
    while True:
        data = slots.make(made.place, KIND, now, made.key, FLOOR)
        monkeypatch.setattr(files, "layer", files.FileLayer())
        slots.drop(made.place, KIND)
        files.write_atomically(made.place.slot(KIND), data)
        new = slots.make(made.place, KIND, NEW_PHRASE, made.key, FLOOR)
        layer = StoppingLayer(point)
        monkeypatch.setattr(files, "layer", layer)
        try:
            slots.exchange(made.place, KIND, new, NEW_PHRASE, made.key)
            stopped = False
        except Stopped:
            stopped = True
        monkeypatch.setattr(files, "layer", files.FileLayer())
        works = working(made.place, KIND, both)
        assert len(works) == 1, f"after {point} calls: {works}"
        seen.add(works[0])
        slots.settle(made.place, KIND, abandoned_after=0)
        assert working(made.place, KIND, both) == works, "settling changed which phrase works"
        assert [path.name for path in made.place.slots.iterdir() if path.stem == "passphrase"] == [
            "passphrase.slot"
        ]
        if not stopped:
            break
        point += 1
    assert works == [NEW_PHRASE]
    assert seen == set(both)
    assert point >= 10


@pytest.mark.usefixtures("quick")
def test_a_disk_that_refuses_anywhere_leaves_one_phrase(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    for point in range(40):
        monkeypatch.setattr(files, "layer", files.FileLayer())
        slots.drop(made.place, KIND)
        files.write_atomically(made.place.slot(KIND), old)
        new = slots.make(made.place, KIND, NEW_PHRASE, made.key, FLOOR)

        class Refusing(StoppingLayer):
            def _count(self) -> None:
                self.left -= 1
                if self.left < 0:
                    raise OSError(28, "No space left on device")

        monkeypatch.setattr(files, "layer", Refusing(point))
        try:
            slots.exchange(made.place, KIND, new, NEW_PHRASE, made.key)
            wanted = [[NEW_PHRASE]]
        except StorageFailed:
            wanted = [[PHRASE], [NEW_PHRASE]]
        monkeypatch.setattr(files, "layer", files.FileLayer())
        assert working(made.place, KIND, (PHRASE, NEW_PHRASE)) in wanted


@pytest.mark.usefixtures("quick")
def test_a_slot_that_does_not_read_back_never_takes_the_place(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was verified in memory may still lie wrong on the disk."""
    old = slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    files.write_atomically(made.place.slot(KIND), old)
    new = slots.make(made.place, KIND, NEW_PHRASE, made.key, FLOOR)
    with pytest.raises(WrongPhrase):
        slots.exchange(made.place, KIND, new, PHRASE + "!", made.key)
    with pytest.raises(StorageFailed):
        slots.exchange(made.place, KIND, new, NEW_PHRASE, bytes(32))
    assert working(made.place, KIND, (PHRASE, NEW_PHRASE)) == [PHRASE]


@pytest.mark.usefixtures("quick")
def test_the_old_slot_is_overwritten_before_its_name_goes(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_atomically(
        made.place.slot(KIND), slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    )
    was = made.place.slot(KIND).read_bytes()
    gone: list[tuple[str, bytes]] = []

    class Watching(files.FileLayer):
        def unlink(self, path: Path) -> None:
            gone.append((path.name, path.read_bytes()))
            super().unlink(path)

    monkeypatch.setattr(files, "layer", Watching())
    new = slots.make(made.place, KIND, NEW_PHRASE, made.key, FLOOR)
    slots.exchange(made.place, KIND, new, NEW_PHRASE, made.key)
    assert [name for name, _ in gone] == ["passphrase.old"]
    assert len(gone[0][1]) == len(was)
    assert not [at for at in range(len(was) - 8) if was[at : at + 8] in gone[0][1]]


def test_unlocking_finishes_what_was_interrupted(made: Made) -> None:
    slot = made.place.slot(KIND)
    slot.rename(slot.with_suffix(".old"))
    assert store.unlock(made.place, PHRASE) == made.key
    assert slot.exists()
    assert not slot.with_suffix(".old").exists()


def test_an_abandoned_new_slot_goes_but_a_fresh_one_stays(made: Made) -> None:
    """A change by another process may be going on."""
    fresh = made.place.slot(KIND).with_suffix(".next")
    fresh.write_bytes(b"another process is at work")
    slots.settle(made.place, KIND)
    assert fresh.exists()
    long_ago = time.time() - slots.ABANDONED_AFTER - 1
    os.utime(fresh, (long_ago, long_ago))
    slots.settle(made.place, KIND)
    assert not fresh.exists()


@pytest.mark.usefixtures("quick")
def test_an_exchange_finished_by_another_process_is_a_success(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write_atomically(
        made.place.slot(KIND), slots.make(made.place, KIND, PHRASE, made.key, FLOOR)
    )

    class OtherUnlocksNow(files.FileLayer):
        def rename(self, old: Path, new: Path) -> None:
            super().rename(old, new)
            if new.suffix == ".old":
                slots.settle(made.place, KIND)

    monkeypatch.setattr(files, "layer", OtherUnlocksNow())
    new = slots.make(made.place, KIND, NEW_PHRASE, made.key, FLOOR)
    slots.exchange(made.place, KIND, new, NEW_PHRASE, made.key)
    assert working(made.place, KIND, (PHRASE, NEW_PHRASE)) == [NEW_PHRASE]
