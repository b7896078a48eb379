"""A file on a stick wipes: only after the owner chose so, only under its name, only its vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh import platform
from panoh.core.vault import stick, store
from tests.core.vault.conftest import PHRASE, Made


@pytest.fixture
def sticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    monkeypatch.setattr(platform, "stick_folders", lambda: [tmp_path / "gone", folder])
    return folder


def test_it_wipes_when_it_was_chosen_and_wears_its_name(made: Made, sticks: Path) -> None:
    asleep = stick.arm(made.place, sticks)
    assert stick.look(made.place.home) == []
    assert store.unlock(made.place, PHRASE) == made.key
    awake = asleep.rename(sticks / stick.NAME)
    assert stick.look(made.place.home) == [made.place.id]
    assert store.list_vaults(made.place.home) == []
    assert not list(made.place.home.rglob("*.slot"))
    assert stick.look(made.place.home) == []
    assert awake.exists()


def test_any_other_file_and_an_earlier_one_do_nothing(made: Made, sticks: Path) -> None:
    awake = sticks / stick.NAME
    awake.write_bytes(b"ff" * 16)
    assert stick.look(made.place.home) == []  # nobody chose it
    early = stick.arm(made.place, sticks).read_bytes()
    late = stick.arm(made.place, sticks).read_bytes()
    for content in (early, b"", b"x" * 5000):
        awake.write_bytes(content)
        assert stick.look(made.place.home) == []
    stick.disarm(made.place)
    awake.write_bytes(late)
    assert stick.look(made.place.home) == []
    assert store.unlock(made.place, PHRASE) == made.key


def test_folders_of_sticks_can_be_listed() -> None:
    assert isinstance(platform.stick_folders(), list)
