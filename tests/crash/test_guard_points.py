"""Power cuts and refusals while a disaster is prepared for, or while one is survived."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.faults import Scenario, assert_nothing_lost
from tests.crash.guard_scenarios import GUARD_SCENARIOS

POINTS = {"trustees": 60, "grow": 40, "restore": 60, "wipe": 150, "travel": 30}


@pytest.mark.usefixtures("quick_phrases")
@pytest.mark.parametrize("make", GUARD_SCENARIOS, ids=lambda make: str(make.name))
def test_nothing_is_lost_and_nothing_is_half(make: type[Scenario], tmp_path: Path) -> None:
    assert_nothing_lost(make(), POINTS[make.name], tmp_path)
