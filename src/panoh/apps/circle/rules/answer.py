"""The whole answer to a question as plain data: what is kept, printed and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from panoh.apps.circle.rules import deciding, honesty
from panoh.apps.circle.rules.draws import CLASSES, INERTIA
from panoh.apps.circle.rules.engine import Floats, Pull, reached
from panoh.apps.circle.rules.model import Map
from panoh.apps.circle.rules.resting import MOST, resting
from panoh.apps.circle.rules.spec import Spec
from panoh.apps.circle.rules.whatif import HARDLY, Paired, Share, fan, paired

VERSION = 1
SHOWN = 3
"""Outcomes that are asked what decides them."""
Tell = Callable[[str, int, int], None]


def answer(of: Map, spec: Spec, watch: Sequence[str], tell: Tell | None = None) -> dict[str, Any]:
    """Run it, ask what decides, check it. `watch`: keys of outcomes, the first ones matter most."""
    say = tell or _quiet
    say("running", 0, 3)
    found = paired(of, spec, watch)
    say("running", 1, 3)
    last, kept = found.last, found.moved[-1]
    flags = resting(found.drawn.ensemble)
    seen = min(MOST, spec.draws)
    outcomes = [_outcome(found, number, key) for number, key in enumerate(watch)]
    for each, row in zip(outcomes, kept, strict=True):
        part = row[:seen][~flags.several]
        each["alone"] = asdict(Share.of(part))
    asked = _asked(kept)
    if asked:
        names, numbers = _uncertain(of, found, spec)
        for number in asked:
            outcomes[number]["decides"] = _decides(names, numbers, kept[number])
    say("running", 2, 3)
    checks = honesty.checks(of, spec, watch)
    say("running", 3, 3)
    return {
        "version": VERSION,
        "map": of.hash,
        "map_name": of.name,
        "spec": spec.data(),
        "outcomes": outcomes,
        "months": list(found.months),
        "resting": {
            "looked": seen,
            "unstable": float(flags.unstable.mean()),
            "several": float(flags.several.mean()),
        },
        "checks": [_checked(each, last) for each in checks],
        "assumed": of.assumed(),
        "unknown_signs": sum(each.sign == "?" for each in of.links),
        "links": len(of.links),
        "drawn": {"cap": spec.cap, "classes": CLASSES, "inertia": INERTIA, "hardly": HARDLY},
        "stories": list(found.drawn.stories),
    }


def _quiet(_step: str, _done: int, _total: int) -> None:
    return


def _outcome(found: Paired, number: int, key: str) -> dict[str, Any]:
    moved, last = found.moved[:, number, :], found.last[number]
    by_story = {
        name: asdict(Share.of(last[found.story == place + 1]))
        for place, name in enumerate(found.drawn.stories)
    }
    return {
        "key": key,
        "share": asdict(Share.of(last)),
        "fan": np.round(fan(moved), 2).tolist(),
        "stories": by_story,
    }


def _asked(last: Floats) -> list[int]:
    """Those outcomes that move the most, in the order they were given."""
    sizes = np.abs(last).mean(axis=1)
    chosen = [int(at) for at in np.argsort(-sizes, kind="stable")[:SHOWN] if sizes[at] > 0.1]
    return sorted(chosen)


def _uncertain(of: Map, found: Paired, spec: Spec) -> tuple[list[list[str]], deciding.Sorted]:
    """What may decide: numbers of the part of the map that the levers lead to."""
    index = of.index()
    pulled = {index[lever.on[-1]] for lever in (*spec.levers, *spec.world)}
    moving = reached(found.drawn.ensemble, [Pull(node, np.zeros(0), 0, 1) for node in pulled]) | {
        index[lever.on[0]] for lever in (*spec.levers, *spec.world)
    }
    kept = [
        at
        for at, name in enumerate(found.drawn.names)
        if all(index.get(key, -1) in moving for key in name[1:])
    ]
    names = [list(found.drawn.names[at]) for at in kept]
    names += [["lever", *each.on] for each in spec.levers]
    values = np.concatenate([found.drawn.values[kept], found.factors])
    return names, deciding.Sorted(values)


def _decides(names: list[list[str]], numbers: deciding.Sorted, last: Floats) -> dict[str, Any]:
    ranked = numbers.correlations(last)
    mostly = Share.of(last)
    upward = mostly.up >= mostly.down
    box = deciding.box(numbers, last > HARDLY if upward else last < -HARDLY)
    return {
        "ranks": [
            {"name": names[at], "rank": round(float(ranked[at]), 3)}
            for at in deciding.strongest(ranked, 5)
        ],
        "box": {
            "way": "up" if upward else "down",
            "sides": [
                {"name": names[each.at], "low": each.low, "high": each.high} for each in box.sides
            ],
            "density": box.density,
            "before": box.before,
            "coverage": box.coverage,
            "mass": box.mass,
        },
    }


def _checked(check: honesty.Check, last: Floats) -> dict[str, Any]:
    whole = [Share.of(each) for each in last]
    return {
        "kind": check.kind,
        "what": check.what,
        "shares": [asdict(each) for each in check.shares],
        "stands": [
            honesty.stands(before, after) for before, after in zip(whole, check.shares, strict=True)
        ],
    }
