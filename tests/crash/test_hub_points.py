"""Power cuts and refusals under a hub on SQLite; and proof that the lane has teeth."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.storage import sqlite
from tests.crash.faults import assert_nothing_lost, run_points
from tests.crash.hub_scenarios import Mailbox


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert_nothing_lost(Mailbox(), 500, tmp_path)


def test_without_fsync_the_lane_finds_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite.SETTINGS, "synchronous", ("OFF", 0))
    assert run_points(Mailbox(), 150, 1, tmp_path).failures
