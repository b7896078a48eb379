"""Vensim text: `name = equation ~ units ~ comment |`, up to where the drawing begins."""

from __future__ import annotations

import re

from panoh.apps.circle.rules.equations.expression import SUBSCRIPTS, UNREAD, Tree, plain, read
from panoh.apps.circle.rules.equations.functions import VENSIM, Points
from panoh.apps.circle.rules.equations.system import Stock, System, number
from panoh.errors import BadFile
from panoh.words import N_

_POINT = re.compile(r"\(([^(),]+),([^(),]+)\)")
_INTEG = re.compile(r"INTEG\s*\((.*)\)\s*$", re.DOTALL | re.IGNORECASE)
_LOOKUP = re.compile(r"WITH\s+LOOKUP\s*\((.*)\)\s*$", re.DOTALL | re.IGNORECASE)
_REFUSED = re.compile(r":MACRO:|GET\s+(?:XLS|DIRECT|123)|:SUPPLEMENTARY|TABBED ARRAY", re.I)


def system(text: str) -> System:
    body = text.split("\\\\\\---///", 1)[0].replace("{UTF-8}", "")
    if _REFUSED.search(body):
        raise BadFile(why=N_("It holds macros or data of other files, which are not read here."))
    body = body.replace("\\\n", " ")
    stocks: dict[str, Stock] = {}
    values: dict[str, Tree] = {}
    points: dict[str, Points] = {}
    through: dict[str, Points] = {}
    labels: dict[str, str] = {}
    for piece in body.split("|"):
        said = piece.split("~", 1)[0].strip()
        if not said or said.startswith("****"):  # the heading of a group
            continue
        label, name, equation, table = _said(said)
        labels[name] = label
        if table is not None:
            points[name] = table
            continue
        integral, looked = _INTEG.fullmatch(equation), _LOOKUP.fullmatch(equation)
        if integral:
            change, begin = _two(integral.group(1))
            stocks[name] = Stock(read(change, True), read(begin, True))
        elif looked:
            inner, listed = _two(looked.group(1))
            values[name] = read(inner, True)
            through[name] = _points(listed)
        else:
            values[name] = read(equation, True)
    return _timed(stocks, values, points, through, labels)


def _said(said: str) -> tuple[str, str, str, Points | None]:
    """(label, name, equation, table): a table has no equals sign of its own."""
    quoted = re.match(r'\s*("[^"]*"|[^=(\[]+)', said)
    if quoted is None:
        raise BadFile(why=UNREAD)
    label = quoted.group(1).strip()
    rest = said[quoted.end() :].lstrip()
    if rest.startswith("["):
        raise BadFile(why=SUBSCRIPTS)
    if rest.startswith("("):
        return label, plain(label), "", _points(rest)
    if rest.startswith(("=", ":=")) or not rest:
        return label, plain(label), rest.lstrip(":=").strip(), None
    raise BadFile(why=UNREAD)


def _two(text: str) -> tuple[str, str]:
    """Two arguments, parted by the comma that stands in no brackets."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            return text[:at], text[at + 1 :]
    raise BadFile(why=UNREAD)


def _points(text: str) -> Points:
    listed = re.sub(r"\[[^\[\]]*\]\s*,?", "", text)
    pairs = _POINT.findall(listed)
    try:
        found = [(float(x), float(y)) for x, y in pairs]
    except ValueError:
        raise BadFile(why=UNREAD) from None
    if not found or [x for x, _y in found] != sorted(x for x, _y in found):
        raise BadFile(why=UNREAD)
    return Points(tuple(x for x, _y in found), tuple(y for _x, y in found))


def _timed(
    stocks: dict[str, Stock], values: dict[str, Tree], points: dict[str, Points],
    through: dict[str, Points], labels: dict[str, str],
) -> System:  # fmt: skip
    def constant(name: str, usual: float) -> float:
        tree = values.get(name, number(usual))
        seen = 0
        while tree.kind == "name" and seen < 5:
            tree, seen = values.get(tree.name, number(usual)), seen + 1
        if tree.kind == "negative":
            return -tree.parts[0].value
        return tree.value if tree.kind == "number" else usual

    step = constant("time_step", 1.0)
    if not step > 0:
        raise BadFile(why=UNREAD)
    return System(
        stocks, values, points, through, labels, constant("initial_time", 0.0),
        constant("final_time", 100.0), step, constant("saveper", step), functions=VENSIM,
    )  # fmt: skip
