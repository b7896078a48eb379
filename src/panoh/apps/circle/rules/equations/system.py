"""A model with equations, and its run. Values are worked out when asked for, once a step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from panoh.apps.circle.rules.equations.expression import UNREAD, Tree
from panoh.apps.circle.rules.equations.functions import (
    CONSTANTS,
    FUNCTIONS,
    Function,
    Moment,
    Points,
)
from panoh.apps.circle.rules.equations.hidden import HIDDEN, Stock
from panoh.errors import BadEquation, BadFile
from panoh.words import N_

MOST_STEPS = 200_000
ROUND = N_("Equations in it depend on each other without a stock between them.")
NOT_NUMBERS = N_("Its equations leave the numbers: something is divided by nothing.")
BELOW = N_("A stock that may not fall below zero does; that is not read here.")
NOT_KNOWN = N_("It uses a function that is not known here.")
BACK = ("delay_fixed", "delay", "previous", "sample_if_true")
"""Functions that hand on what was, some time ago."""
KINDS = {"lookup_extrapolate": "extrapolate", "lookup_backward": "discrete",
         "lookup_forward": "forward"}  # fmt: skip
OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "^": lambda a, b: a**b, "mod": math.fmod,
    "=": lambda a, b: float(a == b), "<>": lambda a, b: float(a != b),
    "<": lambda a, b: float(a < b), ">": lambda a, b: float(a > b),
    "<=": lambda a, b: float(a <= b), ">=": lambda a, b: float(a >= b),
    ":and:": lambda a, b: float(a != 0 and b != 0), ":or:": lambda a, b: float(a != 0 or b != 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """`values`: equations by name; `points` tables by name, and `through` the table that a value
    goes through; `labels`: names as the file spells them, `lines`: where they stand
    in it."""

    stocks: Mapping[str, Stock]
    values: Mapping[str, Tree]
    points: Mapping[str, Points] = field(default_factory=dict)
    through: Mapping[str, Points] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    begin: float = 0.0
    end: float = 0.0
    step: float = 1.0
    every: float = 1.0
    runge_kutta: bool = False
    functions: Mapping[str, Function] = field(default_factory=lambda: FUNCTIONS)


def settled(system: System) -> System:
    """The same with its clocks read from equations of those names, and smooths and delays turned
    into stocks of their own."""
    hidden: dict[str, Stock] = {}

    def turned(tree: Tree) -> Tree:
        parts = tuple(turned(each) for each in tree.parts)
        tree = replace(tree, parts=parts)
        if tree.kind == "call" and tree.name in HIDDEN:
            return HIDDEN[tree.name](tree, hidden)
        return tree

    stocks = {
        name: Stock(turned(each.change), turned(each.begin), each.floor)
        for name, each in system.stocks.items()
    }
    values = {name: turned(each) for name, each in system.values.items()}
    return replace(system, stocks={**stocks, **hidden}, values=values)


class Run:
    """One moment: the stocks' values, and what was asked for so far."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.stocks: dict[str, float] = {}
        self.first: dict[int, float] = {}
        self.past: dict[int, list[float]] = {}  # what a function that looks back was given
        self.known: dict[str, float] = {}
        self.open: set[str] = set()
        self.moment = Moment(system.begin, system.step, system.begin, system.end)
        self.starting = True
        self.looking: list[Tree] = []

    def value(self, name: str) -> float:
        if name in self.known:
            return self.known[name]
        if name in self.stocks:
            return self.stocks[name]
        if name == "time":
            return self.moment.time
        if name in _CLOCK and name not in self.system.values:
            return float(getattr(self.moment, _CLOCK[name]))
        if name in self.open:
            raise BadFile(why=ROUND)
        self.open.add(name)
        try:
            found = self._fresh(name)
        finally:
            self.open.discard(name)
        self.known[name] = found
        return found

    def _fresh(self, name: str) -> float:
        try:
            return self._read(name)
        except BadEquation:
            raise
        except BadFile as problem:
            if name not in self.system.values and name not in self.system.stocks:
                raise  # told of where it is asked for
            raise told(problem, self.system, name) from None

    def _read(self, name: str) -> float:
        system = self.system
        if name in system.stocks and self.starting:
            found = self.work(system.stocks[name].begin)
            self.stocks[name] = found
            return found
        if name in system.values:
            found = self.work(system.values[name])
            table = system.through.get(name)
            return table.at(found) if table else found
        if name in CONSTANTS:
            return CONSTANTS[name]
        raise BadFile(why=UNREAD, what=name)

    def work(self, tree: Tree) -> float:
        kind = tree.kind
        if kind == "number":
            return tree.value
        if kind == "name":
            return self.value(tree.name)
        if kind == "negative":
            return -self.work(tree.parts[0])
        if kind == ":not:":
            return float(not self.work(tree.parts[0]))
        if kind == "call":
            return self._call(tree)
        left, right = tree.parts
        return float(OPERATIONS[kind](self.work(left), self.work(right)))

    def _call(self, tree: Tree) -> float:
        name, parts = tree.name, tree.parts
        if name == "if_then_else":
            return self.work(parts[1] if self.work(parts[0]) else parts[2])
        if name in ("initial", "init"):
            if id(tree) not in self.first:
                self.first[id(tree)] = self.work(parts[0])
            return self.first[id(tree)]
        if name == "active_initial":
            return self.work(parts[1] if self.starting else parts[0])
        if name in BACK:
            return self._back(tree)
        if name in HIDDEN:  # not settled: asked which way it leads, and that is its signal's way
            return self.work(parts[0])
        if name in self.system.points:
            return self.system.points[name].at(self.work(parts[0]))
        if name in KINDS and len(parts) == 2 and parts[0].name in self.system.points:
            points = replace(self.system.points[parts[0].name], kind=KINDS[name])
            return points.at(self.work(parts[1]))
        if name == "lookup" and len(parts) == 2 and parts[0].name in self.system.points:
            return self.system.points[parts[0].name].at(self.work(parts[1]))
        function = self.system.functions.get(name)
        if function is None:
            raise BadFile(why=NOT_KNOWN, what=name.replace("_", " ").upper())
        return function([self.work(each) for each in parts], self.moment)

    def _back(self, tree: Tree) -> float:
        """What a function that looks back gives; `keep` writes down what it is given."""
        now = 1 if tree.name == "sample_if_true" else 0
        past = self.past.get(id(tree))
        if tree.name == "sample_if_true":
            if self.work(tree.parts[0]):
                return self.work(tree.parts[1])
            return past[-1] if past else self.work(tree.parts[2])
        if past is None and not self.looking:
            return self.work(tree.parts[now])  # asked which way it leads
        steps = 1 if tree.name == "previous" else self._steps(tree.parts[1])
        if past is not None and len(past) >= steps > 0:
            return past[-steps]
        if steps == 0:
            return self.work(tree.parts[0])
        first = tree.parts[1:2] if tree.name == "previous" else tree.parts[2:3]
        return self.work(first[0] if first else tree.parts[0])

    def _steps(self, time: Tree) -> int:
        """Of a delay, as it was at the start; a broken one takes the next whole step."""
        if id(time) not in self.first:
            self.first[id(time)] = self.work(time)
        return max(0, math.ceil(self.first[id(time)] / self.moment.step - 1e-6))

    def keep(self, looking: Sequence[Tree]) -> None:
        """At the end of a step, before the stocks move."""
        for tree in looking:
            sampled = tree.name == "sample_if_true"
            found = self._back(tree) if sampled else self.work(tree.parts[0])
            held = self.past.setdefault(id(tree), [])
            held[:] = [found] if sampled else [*held, found]


def told(problem: BadFile, system: System, name: str) -> BadEquation:
    """The same refusal with the line and the name of what it stands in."""
    what = str(problem.details.get("what") or "")
    label = str(system.labels.get(name, name))
    return BadEquation(
        row=system.lines.get(name, 0) or "?", why=problem.details.get("why", UNREAD),
        name=f"{label}: {what}" if what else label,
    )  # fmt: skip


def looking_back(tree: Tree) -> Iterator[Tree]:
    if tree.kind == "call" and tree.name in BACK:
        yield tree
    for part in tree.parts:
        yield from looking_back(part)


_CLOCK = {
    "time_step": "step", "dt": "step", "initial_time": "begin", "starttime": "begin",
    "final_time": "end", "stoptime": "end",
}  # fmt: skip


def value_at_start(system: System, name: str) -> float:
    """A number that stands before any run, such as a time step; one that moves is refused."""
    run = Run(system)
    run.moment = replace(run.moment, time=math.nan, step=math.nan, begin=math.nan, end=math.nan)
    try:
        found = run.value(name)
    except (ArithmeticError, ValueError, TypeError, IndexError, RecursionError):
        found = math.nan
    if not math.isfinite(found):
        raise told(BadFile(why=UNREAD), system, name)
    return found


def simulate(system: System) -> tuple[list[float], dict[str, list[float]]]:
    """Times, and for each name its values then. BadFile when the model cannot be run."""
    try:
        return _simulate(settled(system))
    except (ZeroDivisionError, OverflowError, ValueError, TypeError, IndexError):
        raise BadFile(why=NOT_NUMBERS) from None
    except RecursionError:
        raise BadFile(why=UNREAD) from None


def _simulate(system: System) -> tuple[list[float], dict[str, list[float]]]:
    run = Run(system)
    trees = (*(each.change for each in system.stocks.values()), *system.values.values())
    run.looking = [found for each in trees for found in looking_back(each)]
    names = [each for each in (*system.stocks, *system.values) if not each.startswith("\0")]
    for name in (*system.stocks, *system.values):
        run.value(name)
    run.starting = False
    steps = round((system.end - system.begin) / system.step)
    if not 0 < steps <= MOST_STEPS:
        raise BadFile(why=N_("Its times make no sense, or too many steps."))
    every = max(1, round(system.every / system.step))
    times: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in names}
    for step in range(steps + 1):
        _move(run, system.begin + step * system.step, run.stocks)
        if step % every == 0:
            times.append(run.moment.time)
            for name in names:
                found[name].append(run.value(name))
        run.keep(run.looking)
        if step < steps:
            run.stocks = _next(run, system)
    return times, found


def _move(run: Run, time: float, stocks: dict[str, float]) -> None:
    run.moment = replace(run.moment, time=time)
    run.stocks = stocks
    run.known = {}


def _changes(run: Run, system: System) -> dict[str, float]:
    return {name: run.work(each.change) for name, each in system.stocks.items()}


def _next(run: Run, system: System) -> dict[str, float]:
    step, time, now = system.step, run.moment.time, run.stocks
    slope = _changes(run, system)
    if system.runge_kutta:
        slopes = [slope]
        for share in (0.5, 0.5, 1.0):
            last = slopes[-1]
            _move(run, time + share * step, {k: v + share * step * last[k] for k, v in now.items()})
            slopes.append(_changes(run, system))
        a, b, c, d = slopes
        slope = {k: (a[k] + 2 * b[k] + 2 * c[k] + d[k]) / 6 for k in now}
    found = {name: now[name] + step * slope[name] for name in now}
    for name, each in system.stocks.items():
        if each.floor and found[name] < -1e-9:
            raise BadFile(why=BELOW)
    return found
