"""Both kinds of database, as empty ones of their own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub import cluster


@pytest.fixture(scope="session", autouse=True)
def postgres() -> Iterator[cluster.Cluster]:
    """A PostgreSQL of this worker; begun before the watch on written files, being no part of it."""
    with cluster.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hub.db'}"
    made: cluster.Cluster = request.getfixturevalue("postgres")
    return made.database()
