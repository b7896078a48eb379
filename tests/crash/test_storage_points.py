"""Power cuts and refusals under the storage layer; and proof that the harness has teeth."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.storage import sqlite
from tests.crash import recorder
from tests.crash.faults import Scenario, assert_nothing_lost, run_points
from tests.crash.storage_scenarios import STORAGE_SCENARIOS, SaveRows, SmallFile

POINTS = {
    "rows": 600,
    "erase-rows": 400,
    "copy": 400,
    "small-file": 500,
    "go-on": 500,
    "pieces": 300,
}


@pytest.mark.parametrize("make", STORAGE_SCENARIOS, ids=lambda make: str(make.name))
def test_nothing_acknowledged_is_lost(make: type[Scenario], tmp_path: Path) -> None:
    assert_nothing_lost(make(), POINTS[make.name], tmp_path)


def test_without_fsync_in_the_database_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite.SETTINGS, "synchronous", ("OFF", 0))
    assert run_points(SaveRows(), 200, 1, tmp_path).failures


def test_without_fsync_of_small_files_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder._Layer, "sync", lambda layer, path: None)
    assert run_points(SmallFile(), 200, 1, tmp_path).failures


def test_without_fsync_of_folders_the_harness_finds_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder._Layer, "sync_folder", lambda layer, path: None)
    assert run_points(SmallFile(), 200, 1, tmp_path).failures
