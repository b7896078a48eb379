"""Power cuts and refusals under whole vaults: creation, saves, a phrase changed, an erasure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.faults import Scenario, run_points
from tests.crash.vault_scenarios import VAULT_SCENARIOS

SEED = 20_261_120
POINTS = 300


@pytest.mark.usefixtures("quick_phrases")
@pytest.mark.parametrize("make", VAULT_SCENARIOS, ids=lambda make: str(make.name))
def test_nothing_acknowledged_is_lost(make: type[Scenario], tmp_path: Path) -> None:
    tally = run_points(make(), POINTS, SEED, tmp_path)
    print(f"\n{make.name}: {tally}")
    assert not tally.failures, str(tally)
    assert tally.points >= POINTS
