from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh import bootstrap
from panoh.core.node import Node
from tests.core.support import TOY, Vaults


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("moulds")


@pytest.fixture
def vaults(tmp_path: Path, moulds: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vaults]:
    # The core stands without the real apps; what they add has its own tests.
    monkeypatch.setattr(bootstrap, "apps", lambda: (TOY,))
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    made = Vaults(tmp_path / "homes", moulds=moulds)
    (tmp_path / "homes").mkdir()
    yield made
    made.close()


@pytest.fixture
def amina(vaults: Vaults) -> Node:
    return vaults.node("Amina")


@pytest.fixture
def bo(vaults: Vaults) -> Node:
    return vaults.node("Bo")
