"""Merging in any order: the pure rule on many histories, and three real vaults."""

from __future__ import annotations

import contextlib
import io
import os
import traceback
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from panoh import bootstrap
from tests.core.records import test_convergence as vaults
from tests.core.records import test_merge as merge
from tests.core.support import TOY, Vaults
from tests.soak.lane import Run, without_fsync

PURE = 0.3
EXAMPLES = 12
STEPS = 40
HISTORIES = 400


def run(run: Run) -> None:
    number = 0
    while not run.over(PURE):
        _histories(run, run.seed * 1_000_000 + number)
        number += 1
    without_fsync()
    bootstrap.apps = lambda: (TOY,)  # type: ignore[assignment]  # in this process only
    number = 0
    while not run.over() or number == 0:
        _machine(run, run.seed * 1_000_000 + number, number)
        number += 1


def _settings(examples: int, **more: Any) -> settings:
    """No shrinking: the seed replays, and the time is better spent on other histories."""
    return settings(
        max_examples=examples,
        derandomize=False,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        **more,
    )


def _histories(run: Run, number: int) -> None:
    alike = _inner(merge.test_every_causal_order_gives_the_same_values)
    kept = _inner(merge.test_no_value_is_lost_that_nobody_had_seen)
    examples = HISTORIES if run.left(PURE) > 5 else 25
    for name, test in (
        ("alike", given(merge.histories(), st.randoms())(alike)),
        ("kept", given(merge.histories())(kept)),
    ):
        _tried(run, f"histories {name}", number, seed(number)(_settings(examples)(test)))
        run.count("histories merged", examples)


def _inner(test: Any) -> Any:
    return test.hypothesis.inner_test


def _machine(run: Run, number: int, place: int) -> None:
    """Fresh vaults each time, so that a check never has much to read."""
    folder = run.folder / f"vaults-{place}"
    (folder / "homes").mkdir(parents=True)
    os.environ["PANOH_STATE"] = str(folder / "state")
    made = Vaults(folder / "homes")
    vaults._NODES[:] = [made.node(name) for name in ("Amina", "Bo", "Chen")]
    machine = seed(number)(type("Replicas", (vaults.Replicas,), {"checks_every": 1}))
    examples = EXAMPLES if run.left() > 10 else 2
    asked = _settings(examples, stateful_step_count=STEPS)
    try:
        _tried(
            run, "three vaults", number, lambda: run_state_machine_as_test(machine, settings=asked)
        )
        run.count("histories of three vaults", examples)
        entries = sum(
            int(node.database.execute("SELECT count(*) FROM entry")[0][0]) for node in vaults._NODES
        )
        run.count("entries in these vaults", entries)
    finally:
        made.close()
        vaults._NODES.clear()


def _tried(run: Run, name: str, number: int, test: Any) -> None:
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            test()
    except Exception:  # noqa: BLE001 - whatever it was, it is the finding
        what = traceback.format_exc(limit=-4) + said.getvalue()
        run.fail(f"{name}, seed {number}: {what}", f"--lane convergence --seed {run.seed}")
