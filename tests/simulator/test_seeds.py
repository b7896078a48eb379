"""Five hundred worlds, half of them here. A failing one is told by its seed and replays:
python -m tests.simulator SEED"""

from __future__ import annotations

import pytest

from tests.simulator.seeds import play, play_real

FROM, TO, STEP = 0, 250, 25


@pytest.mark.parametrize("first", range(FROM, TO, STEP))
def test_honest_vaults_end_alike(first: int) -> None:
    assert play(range(first, first + STEP)) == []


@pytest.mark.parametrize("first", range(1_000, 1_010, 5))
def test_with_real_signatures_and_boxes_too(first: int) -> None:
    assert play_real(range(first, first + 5)) == []


def test_worlds_that_once_ended_apart_end_alike() -> None:
    """Whoever let somebody in was gone; a key came after what it opens; a newcomer handed on what
    they could not read."""
    once = (20261121000237, 30261121000118, 30261121000546, 40261121000158, 40261121000576)
    assert play(once) == []
