"""Real vaults for the tests of casework."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from panoh.core.node import Node
from tests.cast import Clock, Template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("cast"))


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    return Clock()


@pytest.fixture
def amina(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Amina", tmp_path, clock)
    yield node
    node.close()


@pytest.fixture
def chen(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Chen", tmp_path, clock)
    yield node
    node.close()
