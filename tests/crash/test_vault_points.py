"""Power cuts and refusals under whole vaults: creation, saves, a phrase changed, an erasure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.faults import Scenario, assert_nothing_lost
from tests.crash.vault_scenarios import VAULT_SCENARIOS

POINTS = {"create": 500, "save": 700, "phrase": 500, "erase": 500, "backup": 300}


@pytest.mark.usefixtures("quick_phrases")
@pytest.mark.parametrize("make", VAULT_SCENARIOS, ids=lambda make: str(make.name))
def test_nothing_acknowledged_is_lost(make: type[Scenario], tmp_path: Path) -> None:
    assert_nothing_lost(make(), POINTS[make.name], tmp_path)
