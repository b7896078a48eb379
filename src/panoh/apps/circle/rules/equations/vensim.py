"""Vensim text: `name = equation ~ units ~ comment |`, up to where the drawing begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from panoh.apps.circle.rules.equations.expression import SUBSCRIPTS, UNREAD, Tree, plain, read
from panoh.apps.circle.rules.equations.functions import VENSIM, Points
from panoh.apps.circle.rules.equations.hidden import Stock
from panoh.apps.circle.rules.equations.system import System, told, value_at_start
from panoh.errors import BadEquation, BadFile
from panoh.words import N_

_POINT = re.compile(r"\(([^(),]+),([^(),]+)\)")
_INTEG = re.compile(r"INTEG\s*\((.*)\)\s*$", re.DOTALL | re.IGNORECASE)
_LOOKUP = re.compile(r"WITH\s+LOOKUP\s*\(", re.IGNORECASE)
_REFUSED = re.compile(r":MACRO:|GET\s+(?:XLS|DIRECT|123|DATA|VDF)|TABBED\s+ARRAY", re.IGNORECASE)
_DRAWING = re.compile(r"\\{2,3}---///")


def without_drawing(text: str) -> str:
    return _DRAWING.split(text, maxsplit=1)[0]


def system(text: str) -> System:
    body = without_drawing(text).replace("{UTF-8}", "")
    if refused := _REFUSED.search(body):
        raise BadEquation(
            row=body.count("\n", 0, refused.start()) + 1, name=" ".join(refused.group().split()),
            why=N_("It holds macros or data of other files, which are not read here."),
        )  # fmt: skip
    reading = _Reading()
    line = 1
    for said, rest in _pieces(body):
        at = line + said[: len(said) - len(said.lstrip())].count("\n")
        line += said.count("\n") + rest.count("\n")
        said = said.replace("\\\n", " ").strip()
        if not said or said.startswith("****"):  # the heading of a group
            continue
        label = _label(said)
        reading.labels[label], reading.lines[label] = label, at
        try:
            reading.one(said, at)
        except BadFile as problem:
            raise told(problem, reading.made(), label) from None
    return reading.timed()


# It matches nothing too, so at any place there is a match.
_EQUATION = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^"|~])*"?')


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """Each equation, and what is said of it: a quoted name may hold any sign."""
    at = 0
    while at < len(body):
        said = body[at : _EQUATION.match(body, at).end()]  # type: ignore[union-attr]  # see there
        end = body.find("|", at + len(said))
        end = len(body) if end < 0 else end
        yield said, body[at + len(said) : end]
        at = end + 1


def _label(said: str) -> str:
    quoted = re.match(r'"(?:\\.|[^"\\])*"', said)
    raw = quoted.group() if quoted else re.split(r"[=(\[]", said, maxsplit=1)[0]
    return " ".join(raw.split())[:80] or "?"


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.stocks: dict[str, Stock] = {}
        self.values: dict[str, Tree] = {}
        self.points: dict[str, Points] = {}
        self.labels: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    def one(self, said: str, line: int) -> None:
        label, name, equation, table = _said(said)
        self.labels[name], self.lines[name] = label, line
        if table is not None:
            self.points[name] = table
            return
        equation = self._tables(equation)
        integral = _INTEG.fullmatch(equation)
        if integral:
            change, begin = _two(integral.group(1))
            self.stocks[name] = Stock(read(change, True), read(begin, True))
        else:
            self.values[name] = read(equation, True)

    def _tables(self, equation: str) -> str:
        """Tables that stand within an equation get names of their own."""
        while found := _LOOKUP.search(equation):
            end = _closing(equation, found.end())
            inner, listed = _two(equation[found.end() : end])
            name = f"table within {len(self.points)}"
            self.points[plain(name)] = _points(listed)
            equation = f"{equation[: found.start()]}{name}({inner}){equation[end + 1 :]}"
        return equation

    def made(self, begin: float = 0.0, end: float = 0.0, step: float = 1.0, every: float = 1.0) -> (
        System
    ):  # fmt: skip
        return System(
            self.stocks, self.values, self.points, {}, self.labels, self.lines, begin, end, step,
            every, functions=VENSIM,
        )  # fmt: skip

    def timed(self) -> System:
        def clock(name: str, usual: float) -> float:
            return value_at_start(self.made(), name) if name in self.values else usual

        step = clock("time_step", 1.0)
        if not step > 0:
            raise BadFile(why=UNREAD)
        begin, end = clock("initial_time", 0.0), clock("final_time", 100.0)
        return self.made(begin, end, step, clock("saveper", step))


def _closing(text: str, at: int) -> int:
    depth = 1
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise BadFile(why=UNREAD)


def _said(said: str) -> tuple[str, str, str, Points | None]:
    """(label, name, equation, table): a table has no equals sign of its own."""
    quoted = re.match(r'\s*("(?:\\.|[^"\\])*"|[^=(\[]+)', said)
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
    """Two arguments, parted by the comma that stands in no brackets and no quoted name."""
    depth, quoted = 0, False
    for at, sign in enumerate(text):
        quoted ^= sign == '"' and text[at - 1 : at] != "\\"
        if quoted:
            continue
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
