"""Fifty processes killed with the real signal while they save, two of them at once in one vault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash.kills import kill_rounds

SEED = 20_261_120
ROUNDS = 25


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter")
def test_nothing_acknowledged_is_lost_by_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    kills, saves = kill_rounds(tmp_path, SEED, ROUNDS)
    print(f"\n{kills} kills, {saves} saves there, 0 acknowledged lost (seed {SEED})")
    assert kills >= 50
    assert saves >= kills
