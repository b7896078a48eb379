"""docs/tour.md, run block by block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOUR = Path(__file__).parents[1] / "docs" / "tour.md"


def test_every_block_of_the_tour_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    blocks = re.findall(r"^```python\n(.*?)^```", TOUR.read_text("utf-8"), re.S | re.M)
    assert len(blocks) >= 8
    names: dict[str, object] = {"home": tmp_path}
    for number, block in enumerate(blocks, 1):
        exec(compile(block, f"tour.md, block {number}", "exec"), names)
