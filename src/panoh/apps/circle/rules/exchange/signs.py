"""Which way one thing moves another in a model with equations: tried along its own run.

A sign stands only when every moment that was tried gives the same one; else it is unknown.
"""

from __future__ import annotations

from panoh.apps.circle.rules.equations.expression import Tree, names_in
from panoh.apps.circle.rules.equations.functions import Moment
from panoh.apps.circle.rules.equations.system import Run, System, simulate

TRIED = 25
_TIMES = {"time", "time_step", "final_time", "initial_time", "saveper", "dt"}


def dependences(system: System) -> dict[tuple[str, str], str]:
    """(cause, effect) → sign, for everything that an equation reads."""
    times, values = simulate(system)
    known = (set(system.stocks) | set(system.values)) - _TIMES
    at = sorted({round(i * (len(times) - 1) / TRIED) for i in range(TRIED + 1)})
    found: dict[tuple[str, str], str] = {}
    trees = {**{n: s.change for n, s in system.stocks.items()}, **system.values}
    for end, tree in trees.items():
        if end in _TIMES:
            continue
        for start in names_in(tree) & known:
            signs = {_sign(system, tree, end, start, times[i], values, i) for i in at} - {0}
            found[start, end] = {1: "+", -1: "-"}[signs.pop()] if len(signs) == 1 else "?"
    return found


def _sign(
    system: System, tree: Tree, end: str, start: str, time: float,
    values: dict[str, list[float]], at: int,
) -> int:  # fmt: skip
    base = values[start][at]
    nudge = max(1e-6, abs(base) * 1e-4)
    up = _worked(system, tree, end, time, {n: v[at] for n, v in values.items()}, start, nudge)
    down = _worked(system, tree, end, time, {n: v[at] for n, v in values.items()}, start, -nudge)
    if up is None or down is None or abs(up - down) < 1e-15:
        return 0
    return 1 if up > down else -1


def _worked(
    system: System, tree: Tree, end: str, time: float, now: dict[str, float], start: str,
    nudge: float,
) -> float | None:  # fmt: skip
    run = Run(system)
    run.starting = False
    run.moment = Moment(time, system.step, system.begin, system.end)
    run.stocks = {**now, start: now[start] + nudge}
    try:
        found = run.work(tree)
    except (ArithmeticError, ValueError):
        return None
    table = system.through.get(end)
    return table.at(found) if table else found
