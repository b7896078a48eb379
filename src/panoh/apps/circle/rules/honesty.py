"""The checks that stand with every result: does it come from the evidence, or from the drawing?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from panoh.apps.circle.rules.draws import Wanted, stories_of
from panoh.apps.circle.rules.engine import Floats
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.spec import Spec
from panoh.apps.circle.rules.whatif import Share, paired

DRAWS = 2_000
CAPS = (1.5, 2.0, 4.0, 5.0)


@dataclass(frozen=True, slots=True)
class Check:
    """One rerun. `kind`: shuffled, without, only, cap; `what`: the source or the cap. `shares`:
    one for each watched outcome."""

    kind: str
    what: str
    shares: tuple[Share, ...]


def checks(of: Map, spec: Spec, watch: Sequence[str], draws: int = DRAWS) -> list[Check]:
    """Every check on fewer draws."""
    count = min(draws, spec.draws)
    plain = Wanted(count, spec.seed, spec.cap)
    asked: list[tuple[str, str, Wanted]] = [("shuffled", "", replace(plain, shuffle=True))]
    stories = stories_of(of)
    for name in stories:
        asked.append(("without", name, replace(plain, without=name)))
    for name in stories:
        asked.append(("only", name, replace(plain, only=name)))
    for cap in CAPS:
        asked.append(("cap", f"{cap:g}", replace(plain, cap=cap)))
    return [Check(kind, what, _shares(of, spec, watch, wanted)) for kind, what, wanted in asked]


def _shares(of: Map, spec: Spec, watch: Sequence[str], wanted: Wanted) -> tuple[Share, ...]:
    return tuple(Share.of(each) for each in paired(of, spec, watch, wanted).last)


def stands(before: Share, after: Share) -> bool:
    """Whether the conclusion is the same: the way that most draws go, or that most hardly move."""
    return _way(before) == _way(after)


def _way(share: Share) -> str:
    ways = {"up": share.up, "down": share.down, "hardly": share.hardly}
    return max(ways, key=lambda each: ways[each])


def spread(moved: Floats) -> float:
    """Half of the middle nine tenths, in points of the index."""
    low, high = np.quantile(moved, (0.05, 0.95))
    return float(high - low) / 2
