"""The watch on written files works, here and in processes that tests start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import _watch
from tests.support import budgets


def _write(path: Path) -> None:
    with path.open("w") as opened:
        opened.write("x")


def test_write_outside_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.getbasetemp().parent / "panoh-watch-probe"
    try:
        _write(outside)
    finally:
        outside.unlink(missing_ok=True)
    noticed = _watch.take()
    assert len(noticed) == 1
    assert outside.name in noticed[0]


def test_write_by_a_child_is_noticed(tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.getbasetemp().parent / "panoh-watch-child"
    code = f"open({str(outside)!r}, 'wb').close()"
    try:
        subprocess.run([sys.executable, "-c", code], check=True)
    finally:
        outside.unlink(missing_ok=True)
    noticed = _watch.take()
    assert len(noticed) == 1
    assert outside.name in noticed[0]


def test_write_inside_is_nobodys_business(tmp_path: Path) -> None:
    _write(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    assert _watch.take() == []


def test_reading_is_not_writing() -> None:
    Path(__file__).read_bytes()
    assert _watch.take() == []


def test_budget_adds_folders_of_one_part() -> None:
    unit = budgets.SECONDS["unit"]
    seconds = {"core": unit - 40.0, "web": 50.0, "browser": 10.0}
    assert budgets.exceeded(seconds) == [f"unit: {unit + 10:.0f} s, above its {unit:.0f} s"]
    assert budgets.folder_of("tests/core/log/test_rules.py::test_x") == "core"


def test_budgets_together_keep_the_whole_run_within_25_minutes() -> None:
    assert sum(budgets.SECONDS.values()) <= 25 * 60
