"""Each lane runs for a moment, so that the long run cannot rot; and the mutants have teeth."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from panoh.core import canonical
from tests.soak import report
from tests.soak.inputs import altered, encoded, encoded_otherwise, some_value
from tests.soak.lane import ROOT, Result, load
from tests.soak.mutation import mutants, mutated

LANES = {
    "crash": "2",
    "convergence": "1.5",
    "simulator": "1",
    "fuzz": "2",
    "hostile": "1",
    "hub": "4",
    "frozen": "1",
}


def soak(lane: str, seconds: str, folder: Path, *more: str) -> Result:
    (folder / "tmp").mkdir(exist_ok=True)
    command = [sys.executable, "tools/soak.py", "--lane", lane, "--seconds", seconds, *more]
    ran = subprocess.run(
        [*command, "--seed", "7", "--results", str(folder / "results")],
        cwd=ROOT, env={**os.environ, "TMPDIR": str(folder / "tmp")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    result = load(lane, folder / "results")
    assert result is not None
    assert f"── {lane}: seed 7, commit {result.commit}" in ran.stdout
    return result


@pytest.mark.parametrize("lane", LANES)
def test_lane_runs(lane: str, tmp_path: Path) -> None:
    result = soak(lane, LANES[lane], tmp_path)
    assert result.failures == []
    assert result.counts


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutants are tried in splits of one process")
def test_mutants_are_noticed_and_the_checkout_stays(tmp_path: Path) -> None:
    file = ROOT / "src/panoh/core/log/rules.py"
    before = file.read_bytes()
    few = ("-o", "files=core/log/rules.py", "-o", "tests=tests/core/log/", "-o", "most=2")
    result = soak("mutants", "60", tmp_path, *few)
    assert result.counts["mutants tried"] == "2"
    assert file.read_bytes() == before


def test_every_mutant_is_another_program() -> None:
    source = "def f(a: int) -> int:\n    if a < 3 and a:\n        raise ValueError\n    return a\n"
    made = {mutated(source, each) for each in mutants("f.py", source)}
    plain = mutated(source, mutants("f.py", source)[0])
    assert len(made) == len(mutants("f.py", source)) == 7
    assert "int" in plain
    for each in made:
        compile(each, "f.py", "exec")
        assert each != source


def test_the_second_encoder_agrees_with_the_first() -> None:
    random = Random(5)
    others = 0
    for _ in range(300):
        value = some_value(random)
        assert canonical.encode(value) == encoded(value)
        others += encoded_otherwise(value, random) != encoded(value)
        altered(encoded(value), b"\x00\x01", random)
    assert others > 20


def test_page_has_a_row_for_each_lane_that_ran(tmp_path: Path) -> None:
    from tests.soak.lane import save

    save(Result("fuzz", 3, "abc", "2026-11-20T10:00Z", 5.0, 5.1, {"inputs": "7"}), tmp_path)
    report.write(tmp_path, tmp_path / "soak.md")
    text = (tmp_path / "soak.md").read_text(encoding="utf-8")
    assert "| fuzz | 2026-11-20 10:00 | `abc` | 3 | 5 | 0 |" in text
    assert "| inputs | 7 |" in text
