"""A picture as PNG, for files that cannot hold a drawing: grey dots, fine enough to print.

Lines are at least two dots wide. Nothing is smoothed: at this many dots whoever shows it does that.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

from panoh.paper.fonts import Face, Faces
from panoh.paper.model import Curve, Label, Picture, Point
from panoh.paper.outline import contours

DOTS = 300 / 72
"""Dots a point."""
THINNEST = 2.0
Spans = list[tuple[int, int, int]]
"""Row, and columns from and to."""


def png(picture: Picture, faces: Faces | None = None) -> bytes:
    wide, high = math.ceil(picture.width * DOTS), math.ceil(picture.height * DOTS)
    canvas = _Canvas(wide, high, faces or Faces())
    for each in picture.curves:
        canvas.curve(each)
    for label in picture.labels:
        canvas.label(label)
    return _file(wide, high, canvas.rows)


class _Canvas:
    def __init__(self, wide: int, high: int, faces: Faces) -> None:
        self.wide, self.high, self.faces = wide, high, faces
        self.rows = [bytearray(b"\xff" * wide) for _row in range(high)]
        self._glyphs: dict[tuple[str, int, float], Spans] = {}

    def _put(self, spans: Spans, grey: int, x: int = 0, y: int = 0) -> None:
        for row, begin, end in spans:
            if 0 <= row + y < self.high:
                first, last = max(0, begin + x), min(self.wide, end + x)
                if first < last:
                    self.rows[row + y][first:last] = bytes([grey]) * (last - first)

    def curve(self, each: Curve) -> None:
        points = [(x * DOTS, y * DOTS) for x, y in each.points]
        if each.fill is not None:
            self._put(filled([points]), _grey(each.fill))
        if each.line is not None:
            whole = [*points, points[0]] if each.closed else points
            wide = max(THINNEST, each.width * DOTS)
            for piece in _dashed(whole, [length * DOTS for length in each.dash]):
                for one, other in pairwise(piece):
                    self._put(filled([_bar(one, other, wide)]), _grey(each.line))

    def label(self, each: Label) -> None:
        x, y = each.x * DOTS, round(each.y * DOTS)
        for face, glyph in self.faces.glyphs(each.text, each.strong):
            self._put(self._glyph(face, glyph, each.size), 0, round(x), y)
            x += face.font.width(glyph) * each.size * DOTS / 1000

    def _glyph(self, face: Face, glyph: int, size: float) -> Spans:
        key = (face.name, glyph, size)
        if key not in self._glyphs:
            by = size * DOTS / face.font.units
            shape = [[(x * by, -y * by) for x, y in each] for each in contours(face.font, glyph)]
            self._glyphs[key] = filled(shape)
        return self._glyphs[key]


def _grey(value: float) -> int:
    return round(255 * min(1.0, max(0.0, value)))


def filled(shape: Sequence[Sequence[Point]]) -> Spans:
    """What lies within closed contours; where they go round the same way twice, it is within."""
    edges = [
        (one, other) if one[1] < other[1] else (other, one)
        for contour in shape
        for one, other in zip(contour, [*contour[1:], *contour[:1]], strict=True)
        if one[1] != other[1]
    ]
    ways = [
        1 if one[1] < other[1] else -1
        for contour in shape
        for one, other in zip(contour, [*contour[1:], *contour[:1]], strict=True)
        if one[1] != other[1]
    ]
    crossings: dict[int, list[tuple[float, int]]] = {}
    for ((x, y), (x2, y2)), way in zip(edges, ways, strict=True):
        slope = (x2 - x) / (y2 - y)
        for row in range(math.ceil(y - 0.5), math.ceil(y2 - 0.5)):
            crossings.setdefault(row, []).append((x + (row + 0.5 - y) * slope, way))
    spans: Spans = []
    for row, met in crossings.items():
        turns = 0
        met.sort()
        for (begin, way), (end, _way) in pairwise(met):
            turns += way
            if turns:
                spans.append((row, round(begin), max(round(begin) + 1, round(end))))
    return spans


def _bar(one: Point, other: Point, wide: float) -> list[Point]:
    """A straight piece as wide as a line, a little longer so that pieces meet."""
    long = math.hypot(other[0] - one[0], other[1] - one[1]) or 1.0
    dx, dy = (other[0] - one[0]) / long * wide / 2, (other[1] - one[1]) / long * wide / 2
    x, y, x2, y2 = one[0] - dx / 2, one[1] - dy / 2, other[0] + dx / 2, other[1] + dy / 2
    return [(x - dy, y + dx), (x2 - dy, y2 + dx), (x2 + dy, y2 - dx), (x + dy, y - dx)]


def _dashed(points: list[Point], dash: list[float]) -> Iterable[list[Point]]:
    """The pieces of a line that are drawn."""
    if not dash:
        return [points]
    found: list[list[Point]] = []
    on, left, at = True, dash[0], 0
    piece = [points[0]]
    for one, other in pairwise(points):
        here, rest = one, math.dist(one, other)
        while rest > left:
            share = left / rest
            here = (here[0] + (other[0] - here[0]) * share, here[1] + (other[1] - here[1]) * share)
            rest -= left
            if on:
                found.append([*piece, here])
            on, at, piece = not on, at + 1, [here]
            left = max(0.1, dash[at % len(dash)])
        left -= rest
        piece.append(other)
    return [*found, piece] if on and len(piece) > 1 else found


def _file(wide: int, high: int, rows: list[bytearray]) -> bytes:
    """Grey, eight bits a dot, with how large a dot is."""
    metre = round(DOTS * 72 / 0.0254)
    packed = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">2I5B", wide, high, 8, 0, 0, 0, 0)),
            (b"pHYs", struct.pack(">2IB", metre, metre, 1)),
            (b"IDAT", packed),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
