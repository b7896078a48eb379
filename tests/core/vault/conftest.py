"""A vault made once at the lowest cost, copied for each test; a state folder of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from panoh.core.vault import slots, store, tries
from panoh.core.vault.model import VaultPlace
from panoh.crypto.derive import FLOOR, StretchCost, derive
from panoh.crypto.labels import Label
from panoh.storage.sqlite import Database

PHRASE = "lantern orchard gravel ёлка willow seventeen"
NEW_PHRASE = "copper meadow ticket июнь harbour nineteen"


@dataclass(frozen=True)
class Made:
    place: VaultPlace
    key: bytes
    paper: str


def fill(database: Database, key: bytes) -> None:
    database.script("CREATE TABLE t(a TEXT) STRICT; INSERT INTO t VALUES('first')")


@pytest.fixture(scope="session")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Made:
    home = tmp_path_factory.mktemp("original")
    place, key = store.create(home, PHRASE, language="ru", cost=FLOOR, fill=fill)
    return Made(place, key, store.add_paper_key(place, key))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    tries._remembered.clear()
    return tmp_path / "state"


@pytest.fixture
def made(_original: Made, tmp_path: Path) -> Made:
    """Amina's vault: its phrase, a paper key, one row."""
    home = tmp_path / "home"
    shutil.copytree(_original.place.home, home)
    return Made(VaultPlace(home, _original.place.id), _original.key, _original.paper)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretching in no time, where a test opens slots a thousand times; bounds still hold."""

    def stretched(label: Label, secret: bytes, salt: bytes, cost: StretchCost) -> bytes:
        cost.check()
        parts = (secret, salt, bytes([cost.time]), cost.memory.to_bytes(8, "big"))
        return derive(label, bytes(32), *parts)

    monkeypatch.setattr(slots, "stretch", stretched)
