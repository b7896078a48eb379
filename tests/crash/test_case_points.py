"""Power cuts and refusals while a whole case is erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.case_scenarios import CASE_SCENARIOS
from tests.crash.faults import Scenario, assert_nothing_lost

POINTS = 300


@pytest.mark.usefixtures("quick_phrases")
@pytest.mark.parametrize("make", CASE_SCENARIOS, ids=lambda make: str(make.name))
def test_a_case_is_erased_whole_or_not_at_all(make: type[Scenario], tmp_path: Path) -> None:
    assert_nothing_lost(make(), POINTS, tmp_path)
