"""XMILE: stocks, flows and what else a model computes, as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from panoh.apps.circle.rules.equations.expression import UNREAD, Tree, plain, read
from panoh.apps.circle.rules.equations.functions import XMILE, Points
from panoh.apps.circle.rules.equations.system import Stock, System, named, number, of
from panoh.apps.circle.rules.markup import children, local, xml
from panoh.apps.circle.rules.markup import number as number_of
from panoh.errors import BadFile
from panoh.words import N_

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
    stocks: dict[str, Stock] = {}
    values: dict[str, Tree] = {}
    points: dict[str, Points] = {}
    through: dict[str, Points] = {}
    labels: dict[str, str] = {}
    for each in inside:
        kind = local(each)
        name = plain(each.get("name", ""))
        if kind not in ("stock", "flow", "aux", "gf") or not name:
            continue
        labels[name] = each.get("name", "").replace("\\n", " ").strip('"')
        table = each if kind == "gf" else _child(each, "gf")
        if kind == "stock":
            stocks[name] = _stock(each)
        elif table is not None and not _text(each, "eqn").strip():
            points[name] = _points(table)
        else:
            values[name] = read(_text(each, "eqn"), False)
            if table is not None:
                through[name] = _points(table)
    if not stocks and not values:
        raise BadFile(why=UNREAD)
    return _timed(root, stocks, values, points, through, labels)


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


def _timed(
    root: ET.Element, stocks: dict[str, Stock], values: dict[str, Tree],
    points: dict[str, Points], through: dict[str, Points], labels: dict[str, str],
) -> System:  # fmt: skip
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
    method = specs.get("method", "euler").lower()
    return System(
        stocks, values, points, through, labels, begin, end, size, every,
        method.startswith("rk4"), XMILE,
    )  # fmt: skip
