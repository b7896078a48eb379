from __future__ import annotations

import subprocess
import sys
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


@pytest.fixture
def chen(vaults: Vaults) -> Node:
    return vaults.node("Chen")


@pytest.fixture
def hub_url(tmp_path: Path) -> Iterator[str]:
    """A real hub process; a new one, since the vaults are copies of the same ones."""
    file = tmp_path / "hub.db"
    command = [sys.executable, "-m", "panoh", "hub", "serve", "--database", f"sqlite:///{file}"]
    process = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, encoding="utf-8")
    if process.stdout is None:
        raise RuntimeError("the hub says nothing")
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(20)
    process.stdout.close()
