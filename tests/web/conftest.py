"""One running Panoh per file, with an unlocked vault and a value to be protected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.running import Client, Running, start
from tests.web.shells import PHRASE

CANARY = "turquoise-canary-4711"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("web") / "home"
    home.mkdir()
    found = start(home)
    yield found
    found.stop()


@pytest.fixture(scope="module")
def owner(running: Running) -> Client:
    """The person whose vault it is, signed in, with one value saved."""
    client = Client(running)
    client.open()
    client.make_vault(PHRASE)
    client.get("/sample")
    client.follow(client.post("/sample", {"code": CANARY}))
    client.get("/sample")
    return client


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder
