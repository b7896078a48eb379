"""After a wipe no slot opens, none can be carved out, and the rest goes too."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from panoh.core.vault import anchor, slots, store, wipe
from panoh.core.vault.model import SlotKind, VaultPlace
from panoh.errors import NoVault, StorageFailed
from panoh.storage import files
from tests.core.vault.conftest import PHRASE, Made


def _carve(folder: Path, pieces: list[bytes]) -> list[Path]:
    return [
        each
        for each in folder.rglob("*")
        if each.is_file() and any(piece in each.read_bytes() for piece in pieces)
    ]


def test_no_slot_is_left_to_open_or_to_carve(made: Made, tmp_path: Path) -> None:
    place = made.place
    held = [each.read_bytes() for each in sorted(place.slots.iterdir())]
    assert len(held) == 2
    pieces = [data[at : at + 24] for data in held for at in range(0, len(data) - 24, 24)]
    # What the disk holds under the files' names: a second name of the same blocks shows it.
    for number, each in enumerate(sorted(place.slots.iterdir())):
        os.link(each, tmp_path / f"blocks-{number}")
    assert _carve(tmp_path, pieces)
    began = time.monotonic()
    assert wipe.keys(place) == 2
    assert time.monotonic() - began < 1
    assert _carve(tmp_path, pieces) == []
    for secret in (PHRASE, made.paper):
        with pytest.raises(NoVault):
            store.pick(place.home)
        with pytest.raises(Exception):  # noqa: B017 - whatever way is tried
            store.unlock(VaultPlace(place.home, ".wiped-" + place.id), secret)


def test_the_rest_goes_too(made: Made) -> None:
    place = made.place
    anchor.write(place, 1, bytes(32), bytes(32))
    wipe.keys(place)
    assert wipe.finish(place.home) == []
    assert list(place.home.iterdir()) == []
    assert not anchor.path(place).exists()


def test_half_written_slots_go_as_well(made: Made) -> None:
    (made.place.slots / "passphrase.slot.old").write_bytes(b"an older slot")
    assert wipe.keys(made.place) == 3


def test_other_vaults_stay(made: Made) -> None:
    other, _key = store.create(made.place.home, PHRASE, language="en")
    wipe.keys(made.place)
    assert wipe.finish(made.place.home) == []
    assert [each.id for each in store.list_vaults(made.place.home)] == [other.id]
    assert slots.read(other, SlotKind.PASSPHRASE)


def test_a_slot_that_will_not_go_is_told_and_the_others_are_gone(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn = made.place.slot(SlotKind.PASSPHRASE)
    real = files.layer.unlink

    def unlink(path: Path) -> None:
        if path == stubborn:
            raise OSError(30, "read-only")
        real(path)

    monkeypatch.setattr(files.layer, "unlink", unlink)
    with pytest.raises(StorageFailed):
        wipe.keys(made.place)
    assert not made.place.slot(SlotKind.PAPER).exists()
    monkeypatch.undo()
    with pytest.raises(Exception):  # noqa: B017 - overwritten, although its name stands
        store.unlock(made.place, PHRASE)
    assert wipe.keys(made.place) == 1


def test_a_folder_that_cannot_be_renamed_is_told_by_a_file(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_old: Path, _new: Path) -> None:
        raise OSError(13, "in use")

    real = files.layer.rename
    monkeypatch.setattr(
        files.layer,
        "rename",
        lambda old, new: refuse(old, new) if old == made.place.folder else real(old, new),
    )
    wipe.keys(made.place)
    assert (made.place.folder / wipe.MARKER).exists()
    assert wipe.finish(made.place.home) == []
    assert list(made.place.home.iterdir()) == []
