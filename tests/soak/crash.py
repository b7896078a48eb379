"""Power cuts, refusals and real kills, at other points than `make test` takes."""

from __future__ import annotations

import os
import shutil

from panoh.core.vault import slots
from tests.crash.conftest import quick_stretch
from tests.crash.faults import REPLAY, Tally, run_points
from tests.crash.guard_scenarios import GUARD_SCENARIOS
from tests.crash.kills import kill_rounds
from tests.crash.recorder import REFUSALS
from tests.crash.storage_scenarios import STORAGE_SCENARIOS
from tests.crash.vault_scenarios import VAULT_SCENARIOS
from tests.soak.lane import Run

POINTS = 150
"""Points of one scenario in one round; each round has its own seed."""
KILLS = 0.85
"""Up to this share of the time points are made; then processes are killed."""


def run(run: Run) -> None:
    slots.stretch = quick_stretch  # type: ignore[assignment]  # in this process only
    points = POINTS if run.left() > 60 else 12
    number = 0
    while not run.over(KILLS):
        for make in (*STORAGE_SCENARIOS, *VAULT_SCENARIOS, *GUARD_SCENARIOS):
            if run.over(KILLS):
                break
            work = run.folder / "points"
            seed = run.seed * 1_000_000 + number
            _tell(run, make.name, run_points(make(), points, seed, work))
            shutil.rmtree(work, ignore_errors=True)
        number += 1
    if os.name == "posix":
        _kill(run)


def _tell(run: Run, scenario: str, tally: Tally) -> None:
    run.count("points", tally.points)
    run.count(f"points of {scenario}", tally.points)
    refusals = sum(count for kind, count in tally.kinds.items() if kind in REFUSALS)
    run.count("refusals among them", refusals)
    for point, why in tally.failures[:3]:
        run.fail(f"{point}: {why}", f"{REPLAY}={point} .venv/bin/pytest tests/crash")


def _kill(run: Run) -> None:
    number = 0
    while number == 0 or not run.over():
        folder = run.folder / f"kills-{number}"
        os.environ["PANOH_STATE"] = str(folder / "state")
        seed = run.seed * 1_000_000 + number
        try:
            kills, saves = kill_rounds(folder, seed, rounds=4, until=run.left)
        except AssertionError as lost:
            run.fail(str(lost), f"--lane crash --seed {run.seed}")
            return
        run.count("kills", kills)
        run.count("saves there after a kill", saves)
        number += 1
        shutil.rmtree(folder)
