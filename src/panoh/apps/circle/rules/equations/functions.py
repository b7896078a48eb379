"""What the functions of equations do. Each gets numbers and the moment, and gives a number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NA = -(2.0**109)


@dataclass(frozen=True, slots=True)
class Moment:
    time: float
    step: float
    begin: float
    end: float


Function = Callable[[Sequence[float], Moment], float]


def _step(a: Sequence[float], at: Moment) -> float:
    return a[0] if at.time + at.step / 2 > a[1] else 0.0


def _ramp(a: Sequence[float], at: Moment) -> float:
    end = a[2] if len(a) > 2 else at.end
    if at.time < a[1]:
        return 0.0
    return a[0] * (min(at.time, end) - a[1])


def _pulse(a: Sequence[float], at: Moment) -> float:
    """Vensim: 1 from a start for a while."""
    start, width = a
    return 1.0 if start - at.step / 2 <= at.time < start + max(width, at.step) - at.step / 2 else 0


def _pulse_train(a: Sequence[float], at: Moment) -> float:
    start, width, every, end = a
    if at.time > end or at.time < start - at.step / 2 or every <= 0:
        return 0.0
    since = (at.time - start) % every
    return 1.0 if since < max(width, at.step) - at.step * 1e-6 else 0.0


def _pulse_of(a: Sequence[float], at: Moment) -> float:
    """XMILE: an amount in one step at a time, and again every so often."""
    amount, first = a[0], a[1] if len(a) > 1 else at.begin
    every = a[2] if len(a) > 2 else 0.0
    since = at.time - first
    if since < -at.step / 2:
        return 0.0
    if every > 0:
        since %= every
    return amount / at.step if since < at.step / 2 else 0.0


def _zidz(a: Sequence[float], _at: Moment) -> float:
    return 0.0 if abs(a[1]) < 1e-6 else a[0] / a[1]


def _xidz(a: Sequence[float], _at: Moment) -> float:
    return a[2] if abs(a[1]) < 1e-6 else a[0] / a[1]


def _safediv(a: Sequence[float], _at: Moment) -> float:
    return (a[2] if len(a) > 2 else 0.0) if a[1] == 0 else a[0] / a[1]


def _quantum(a: Sequence[float], _at: Moment) -> float:
    return a[0] if a[1] <= 0 else a[1] * math.trunc(a[0] / a[1])


def _log(a: Sequence[float], _at: Moment) -> float:
    return math.log(a[0]) / math.log(a[1])


def _of(function: Callable[..., float], count: int = 1) -> Function:
    def call(a: Sequence[float], _at: Moment) -> float:
        return float(function(*a[:count]))

    return call


def _wave(shape: Callable[[float], float]) -> Function:
    def call(a: Sequence[float], at: Moment) -> float:
        return a[0] * shape(2 * math.pi * at.time / a[1])

    return call


def _modulo(a: Sequence[float], _at: Moment) -> float:
    return math.fmod(a[0], a[1])


FUNCTIONS: dict[str, Function] = {
    "abs": _of(abs), "exp": _of(math.exp), "ln": _of(math.log), "log10": _of(math.log10),
    "log": _log, "sqrt": _of(math.sqrt), "sin": _of(math.sin), "cos": _of(math.cos),
    "tan": _of(math.tan), "arcsin": _of(math.asin), "arccos": _of(math.acos),
    "arctan": _of(math.atan), "sinh": _of(math.sinh), "cosh": _of(math.cosh),
    "tanh": _of(math.tanh), "integer": _of(math.trunc), "int": _of(math.floor),
    "min": lambda a, _at: min(a), "max": lambda a, _at: max(a), "modulo": _modulo,
    "power": _of(math.pow, 2), "step": _step, "ramp": _ramp, "zidz": _zidz, "xidz": _xidz,
    "safediv": _safediv, "quantum": _quantum, "pulse_train": _pulse_train,
    "game": lambda a, _at: a[0], "gamma_ln": _of(math.lgamma), "pi": lambda _a, _at: math.pi,
}  # fmt: skip
VENSIM: dict[str, Function] = {**FUNCTIONS, "pulse": _pulse}
XMILE: dict[str, Function] = {
    **FUNCTIONS, "pulse": _pulse_of, "sinwave": _wave(math.sin), "coswave": _wave(math.cos),
}  # fmt: skip
CONSTANTS = {"pi": math.pi}


@dataclass(frozen=True, slots=True)
class Points:
    """A table of points, straight between them. `kind`: continuous, extrapolate, discrete."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: str = "continuous"

    def at(self, value: float) -> float:
        x, y = self.x, self.y
        if value <= x[0] or value >= x[-1]:
            if self.kind == "extrapolate" and len(x) > 1:
                one, other = (0, 1) if value <= x[0] else (-2, -1)
                return y[one] + (value - x[one]) * (y[other] - y[one]) / (x[other] - x[one])
            return y[0] if value <= x[0] else y[-1]
        after = next(i for i, each in enumerate(x) if each > value)
        if self.kind == "discrete" or (self.kind == "forward" and x[after - 1] == value):
            return y[after - 1]
        if self.kind == "forward":
            return y[after]
        share = (value - x[after - 1]) / (x[after] - x[after - 1])
        return y[after - 1] + share * (y[after] - y[after - 1])
