"""XMILE: stocks, flows and what else a model computes, as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from panoh.apps.circle.rules.equations.expression import UNREAD, Tree, plain, read
from panoh.apps.circle.rules.equations.functions import XMILE, Points
from panoh.apps.circle.rules.equations.hidden import Stock, named, number, of
from panoh.apps.circle.rules.equations.system import NOT_KNOWN, System, told
from panoh.apps.circle.rules.markup import children, local, xml
from panoh.apps.circle.rules.markup import number as number_of
from panoh.errors import BadEquation, BadFile
from panoh.words import N_

Clock = tuple[float, float, float, float]
SPECIAL = ("conveyor", "queue", "oven")
"""Stocks that keep count of what is where in them."""
REFUSED = ("module", "dimensions", "array")
"""Among the variables of a model; a style sheet names modules too, and means nothing by it."""


def system(text: str) -> System:
    root = xml(text)
    places = children(root, "variables") or children(root, "model")
    inside = [each for place in places for each in place]
    if any(local(e) in REFUSED or _child(e, "dimensions") is not None for e in inside) or any(
        len(each) for each in children(root, "macro")
    ):
        raise BadFile(why=N_("It holds macros or data of other files, which are not read here."))
    reading = _Reading(text)
    for each in inside:
        reading.one(each)
    if not reading.stocks and not reading.values:
        raise BadFile(why=UNREAD)
    return reading.timed(root)


class _Reading:
    """What was read so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stocks: dict[str, Stock] = {}
        self.values: dict[str, Tree] = {}
        self.points: dict[str, Points] = {}
        self.through: dict[str, Points] = {}
        self.labels: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    def one(self, each: ET.Element) -> None:
        kind, raw = local(each), each.get("name", "")
        name = plain(raw)
        if kind not in ("stock", "flow", "aux", "gf") or not name:
            return
        self.labels[name] = raw.replace("\\n", " ").strip('"')
        place = self.text.find(f'<{kind} name="{raw}"')
        self.lines[name] = self.text.count("\n", 0, place) + 1 if place >= 0 else 0
        try:
            self._read(each, kind, name)
        except BadFile as problem:
            raise told(problem, self.made(), name) from None

    def _read(self, each: ET.Element, kind: str, name: str) -> None:
        for special in SPECIAL:
            if _child(each, special) is not None:
                raise BadFile(why=NOT_KNOWN, what=special)
        table = each if kind == "gf" else _child(each, "gf")
        if kind == "stock":
            self.stocks[name] = _stock(each)
        elif table is not None and not _text(each, "eqn").strip():
            self.points[name] = _points(table)
        else:
            tree = read(_text(each, "eqn"), False)
            if kind == "flow" and _child(each, "non_negative") is not None:
                tree = Tree("call", name="max", parts=(tree, number(0.0)))
            self.values[name] = tree
            if table is not None:
                self.through[name] = _points(table)

    def made(self, clock: Clock = (0.0, 0.0, 1.0, 1.0), runge_kutta: bool = False) -> System:
        return System(
            self.stocks, self.values, self.points, self.through, self.labels, self.lines, *clock,
            runge_kutta, XMILE,
        )  # fmt: skip

    def timed(self, root: ET.Element) -> System:
        clock, method = _clock(root)
        if not method.startswith(("euler", "rk4")):
            raise BadEquation(row="?", name=method, why=NOT_KNOWN)
        return self.made(clock, method.startswith("rk4"))


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next((each for each in element if local(each) == name), None)


def _text(element: ET.Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "") if found is not None else ""


def _stock(element: ET.Element) -> Stock:
    change: Tree = number(0.0)
    for each in element:
        if local(each) in ("inflow", "outflow"):
            sign = "+" if local(each) == "inflow" else "-"
            change = of(sign, change, named(plain(each.text or "")))
    return Stock(change, read(_text(element, "eqn"), False),
                 _child(element, "non_negative") is not None)  # fmt: skip


def _points(element: ET.Element) -> Points:
    scale, ys = _child(element, "xscale"), _numbers(_text(element, "ypts"))
    xs = _numbers(_text(element, "xpts"))
    if not xs and scale is not None and len(ys) > 1:
        low, high = number_of(scale.get("min")), number_of(scale.get("max"))
        if low is None or high is None:
            raise BadFile(why=UNREAD)
        xs = [low + (high - low) * at / (len(ys) - 1) for at in range(len(ys))]
    if not xs or len(xs) != len(ys) or xs != sorted(xs):
        raise BadFile(why=UNREAD)
    return Points(tuple(xs), tuple(ys), element.get("type", "continuous").lower())


def _numbers(text: str) -> list[float]:
    try:
        return [float(each) for each in text.split(",") if each.strip()]
    except ValueError:
        raise BadFile(why=UNREAD) from None


def _clock(root: ET.Element) -> tuple[Clock, str]:
    """Begin, end, step, how often values are kept, and how steps are made."""
    specs = next(iter(children(root, "sim_specs")), None)
    if specs is None:
        raise BadFile(why=UNREAD)
    begin, end = number_of(_text(specs, "start")), number_of(_text(specs, "stop"))
    step = _child(specs, "dt")
    size = number_of(step.text) if step is not None else 1.0
    if begin is None or end is None or not size or size <= 0:
        raise BadFile(why=UNREAD)
    if step is not None and step.get("reciprocal", "").lower() == "true":
        size = 1 / size
    every = number_of(_text(specs, "savestep")) or number_of(_text(specs, "save_step")) or size
    return (begin, end, size, every), specs.get("method", "euler").lower()
