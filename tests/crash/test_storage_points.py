"""Power cuts and refusals under the storage layer; and proof that the harness has teeth."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.storage import sqlite
from tests.crash import recorder
from tests.crash.faults import Scenario, run_points
from tests.crash.storage_scenarios import STORAGE_SCENARIOS, SaveRows, SmallFile

SEED = 20_261_120
POINTS = 400


@pytest.mark.parametrize("make", STORAGE_SCENARIOS, ids=lambda make: str(make.name))
def test_nothing_acknowledged_is_lost(make: type[Scenario], tmp_path: Path) -> None:
    tally = run_points(make(), POINTS, SEED, tmp_path)
    print(f"\n{make.name}: {tally}")
    assert not tally.failures, str(tally)
    assert tally.points >= POINTS


def test_without_fsync_in_the_database_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite.SETTINGS, "synchronous", ("OFF", 0))
    assert run_points(SaveRows(), 200, SEED, tmp_path).failures


def test_without_fsync_of_small_files_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder._Layer, "sync", lambda layer, path: None)
    assert run_points(SmallFile(), 200, SEED, tmp_path).failures


def test_without_fsync_of_folders_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder._Layer, "sync_folder", lambda layer, path: None)
    assert run_points(SmallFile(), 200, SEED, tmp_path).failures
