"""Functions that remember: smooths, delays and trends become stocks of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from panoh.apps.circle.rules.equations.expression import UNREAD, Tree
from panoh.errors import BadFile


@dataclass(frozen=True, slots=True)
class Stock:
    """`change` a unit of time, `begin` at the start."""

    change: Tree
    begin: Tree
    floor: bool = False


Turn = Callable[[Tree, dict[str, Stock]], Tree]
MOST = 50
"""The highest order of a delay."""


def number(value: float) -> Tree:
    return Tree("number", value)


def named(name: str) -> Tree:
    return Tree("name", name=name)


def of(sign: str, *parts: Tree) -> Tree:
    return Tree(sign, parts=parts)


STEP = named("time_step")
"""No part of a delay is shorter than a step."""


def _new(hidden: dict[str, Stock]) -> str:
    return f"\0{len(hidden)}"


def _smoothed(
    signal: Tree, time: Tree, begin: Tree, order: int, hidden: dict[str, Stock]
) -> Tree:  # fmt: skip
    share = of("/", time, number(float(order)))
    for _each in range(order):
        name = _new(hidden)
        hidden[name] = Stock(of("/", of("-", signal, named(name)), share), begin)
        signal = named(name)
    return signal


def _delayed(
    signal: Tree, time: Tree, begin: Tree, order: int, hidden: dict[str, Stock]
) -> Tree:  # fmt: skip
    share = Tree("call", name="max", parts=(of("/", time, number(float(order))), STEP))
    for _each in range(order):
        name = _new(hidden)
        out = of("/", named(name), share)
        hidden[name] = Stock(of("-", signal, out), of("*", begin, share))
        signal = out
    return signal


Chain = Callable[[Tree, Tree, Tree, int, dict[str, Stock]], Tree]


def _of_order(chain: Chain, order: int) -> Turn:
    def turn(tree: Tree, hidden: dict[str, Stock]) -> Tree:
        signal, time, *more = tree.parts
        return chain(signal, time, more[0] if more else signal, order, hidden)

    return turn


def _of_any_order(chain: Chain, order_at: int) -> Turn:
    """The order stands third (XMILE) or fourth (Vensim), and must be a plain number."""

    def turn(tree: Tree, hidden: dict[str, Stock]) -> Tree:
        signal, time, *more = tree.parts
        asked = tree.parts[order_at]
        begin = [each for each in more if each is not asked]
        if asked.kind != "number" or not 1 <= asked.value <= MOST:
            raise BadFile(why=UNREAD, what=tree.name.upper())
        return chain(signal, time, begin[0] if begin else signal, int(asked.value), hidden)

    return turn


def _trend(tree: Tree, hidden: dict[str, Stock]) -> Tree:
    """How fast a signal grows, as a share of itself a unit of time."""
    signal, time, *more = tree.parts
    begin = more[0] if more else number(0.0)
    name = _new(hidden)
    first = of("/", signal, of("+", number(1.0), of("*", begin, time)))
    hidden[name] = Stock(of("/", of("-", signal, named(name)), time), first)
    grown, long = of("-", signal, named(name)), of("*", time, named(name))
    return Tree("call", name="zidz", parts=(grown, long))


def _forecast(tree: Tree, hidden: dict[str, Stock]) -> Tree:
    signal, time, ahead, *more = tree.parts
    trend = _trend(Tree("call", name="trend", parts=(signal, time, *more)), hidden)
    return of("*", signal, of("+", number(1.0), of("*", trend, ahead)))


HIDDEN: dict[str, Turn] = {
    "smooth": _of_order(_smoothed, 1), "smoothi": _of_order(_smoothed, 1),
    "smth1": _of_order(_smoothed, 1), "smooth3": _of_order(_smoothed, 3),
    "smooth3i": _of_order(_smoothed, 3), "smth3": _of_order(_smoothed, 3),
    "smooth_n": _of_any_order(_smoothed, 3), "smthn": _of_any_order(_smoothed, 2),
    "delay1": _of_order(_delayed, 1), "delay1i": _of_order(_delayed, 1),
    "delay3": _of_order(_delayed, 3), "delay3i": _of_order(_delayed, 3),
    "delay_n": _of_any_order(_delayed, 3), "delayn": _of_any_order(_delayed, 2),
    "trend": _trend, "forecast": _forecast, "forcst": _forecast,
}  # fmt: skip
