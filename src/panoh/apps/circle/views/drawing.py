"""Maps, fans and bars as SVG, in figures that a template writes out. No colour carries meaning.

A map is laid out in columns: what nothing leads to stands left, and each link leads to the right as
far as loops allow. Within a column the order follows the neighbours, to keep crossings few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.apps.circle.rules.model import Link, Map

WIDTH, HEIGHT, ACROSS, DOWN = 168, 46, 250, 62
LETTERS = 24
SWEEPS = 8


@dataclass(frozen=True, slots=True)
class Measures:
    """Of a box, from one column or row to the next, letters in a line, lines in a box, rim."""

    width: int = WIDTH
    height: int = HEIGHT
    across: int = ACROSS
    down: int = DOWN
    letters: int = LETTERS
    lines: int = 3
    rim: int = 20


SCREEN = Measures()


@dataclass(frozen=True, slots=True)
class Box:
    key: str
    x: int
    y: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """`curve`: where it begins, the two points that bend it, and where it ends."""

    link: Link
    curve: tuple[tuple[int, int], ...]
    x: int
    y: int

    @property
    def path(self) -> str:
        first, *bent = (f"{x},{y}" for x, y in self.curve)
        return f"M{first} C{' '.join(bent)}"


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def wrapped(text: str, letters: int = LETTERS, most: int = 3) -> tuple[str, ...]:
    """A label in at most three lines."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: letters - 1] + "…"]
    return tuple(lines)


def layers(of: Map) -> dict[str, int]:
    """The column of each node: one after the furthest of its causes, loops cut where they close."""
    after: dict[str, list[str]] = {each.key: [] for each in of.nodes}
    for link in of.links:
        if link.start != link.end:
            after[link.start].append(link.end)
    incoming = {each.end for each in of.links}
    order, backward = _walked(after, incoming)
    column = dict.fromkeys(after, 0)
    for key in reversed(order):
        for other in after[key]:
            if (key, other) not in backward:
                column[other] = max(column[other], column[key] + 1)
    for key, others in after.items():  # what nothing leads to stands just before what it leads to
        if key not in incoming and others:
            column[key] = max(0, min(column[each] for each in others) - 1)
    return column


def _walked(
    after: dict[str, list[str]], incoming: set[str]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Nodes in the order in which a walk leaves them, and the links that lead back into it."""
    order: list[str] = []
    inside: dict[str, bool] = {}
    backward: set[tuple[str, str]] = set()
    for first in sorted(after, key=lambda key: (key in incoming, key)):
        waiting: list[tuple[str, bool]] = [(first, False)]
        while waiting:
            key, done = waiting.pop()
            if done:
                inside[key] = False
                order.append(key)
            elif key not in inside:
                inside[key] = True
                waiting.append((key, True))
                for other in sorted(after[key], reverse=True):
                    if inside.get(other):
                        backward.add((key, other))
                    else:
                        waiting.append((other, False))
    return order, backward


def draw(of: Map, by: Measures = SCREEN) -> Drawing:
    column = layers(of)
    rows: list[list[str]] = [[] for _each in range(max(column.values(), default=0) + 1)]
    for key in sorted(column):
        rows[column[key]].append(key)
    _untangled(rows, of)
    place = {key: (at, row) for at, keys in enumerate(rows) for row, key in enumerate(keys)}
    tallest = max((len(keys) for keys in rows), default=1)
    labels = of.labels()
    boxes = {}
    for key, (at, row) in place.items():
        begin = (tallest - len(rows[at])) * by.down // 2
        x, y = by.rim + at * by.across, by.rim + 10 + begin + row * by.down
        boxes[key] = Box(key, x, y, wrapped(labels[key], by.letters, by.lines))
    arrows = tuple(_arrow(each, boxes[each.start], boxes[each.end], by) for each in of.links)
    width = 2 * by.rim + (len(rows) - 1) * by.across + by.width
    return Drawing(width, 2 * by.rim + 20 + tallest * by.down, tuple(boxes.values()), arrows)


def _untangled(rows: list[list[str]], of: Map) -> None:
    """Order each column by the middle of its neighbours in the others, some times over."""
    near: dict[str, list[str]] = {each.key: [] for each in of.nodes}
    for link in of.links:
        near[link.start].append(link.end)
        near[link.end].append(link.start)
    for _sweep in range(SWEEPS):
        at = {
            key: (row + 0.5) / max(1, len(keys))
            for keys in rows
            for row, key in enumerate(keys)
        }  # fmt: skip
        middles = {
            key: sum(at[each] for each in others) / len(others) if others else at[key]
            for key, others in near.items()
        }
        for keys in rows:
            keys.sort(key=lambda key: (middles[key], key))


def _arrow(link: Link, start: Box, end: Box, by: Measures) -> Arrow:
    if start is end:
        x, y = start.x + by.width - 30, start.y
        curve = ((x, y), (x - 10, y - 34), (x + 34, y - 34), (x + 20, y))
        return Arrow(link, curve, x + 10, y - 24)
    y1, y2 = start.y + by.height // 2, end.y + by.height // 2
    if end.x > start.x:
        x1, x2 = start.x + by.width, end.x - 4
        bend = max((by.across - by.width) // 2, (x2 - x1) // 2)
        curve = ((x1, y1), (x1 + bend, y1), (x2 - bend, y2), (x2, y2))
        x, y = (x1 + x2) // 2, (y1 + y2) // 2
        if x2 - x1 > by.across:
            x, y = _near_tip(curve, (by.across - by.width) // 2)
        return Arrow(link, curve, x, y)
    x1, x2 = start.x + by.width // 2, end.x + by.width // 2
    low = max(start.y, end.y) + by.height + by.down // 2 - 7
    y1, y2 = start.y + by.height, end.y + by.height + 4
    curve = ((x1, y1), (x1, low), (x2, low), (x2, y2))
    return Arrow(link, curve, (x1 + x2) // 2, (y1 + y2 + 6 * low) // 8)


def _near_tip(curve: Sequence[tuple[int, int]], gap: int) -> tuple[int, int]:
    """Where the sign of a long arrow stands: in the gap before its end, behind no box."""
    low, high = 0.0, 1.0
    for _each in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _on(curve, middle, 0) < curve[3][0] - gap else (low, middle)
    return round(_on(curve, low, 0)), round(_on(curve, low, 1))


def _on(curve: Sequence[tuple[int, int]], t: float, axis: int) -> float:
    a, b, c, d = (point[axis] for point in curve)
    return (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
