"""The same run over other processes or computers: blocks of draws handed to Dask.

A block needs its number, the question and the map, and nothing of another block, so the answer is
the same wherever it is computed. The map goes there as it is, unsealed: use computers of your own.
Dask is the extra `spread`; nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from panoh.apps.circle.rules.whatif import Each, Piece


def over(client: Any) -> Each:
    """Goes through blocks on the workers of a `distributed.Client`."""

    def each(act: Callable[[int], Piece], numbers: Iterable[int]) -> list[Piece]:
        waiting = client.map(act, list(numbers), pure=False)
        found: list[Piece] = client.gather(waiting)
        return found

    return each
