"""The outlines of a font's glyphs as straight pieces, for pictures made of dots."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from panoh.paper.model import Point
from panoh.paper.truetype import BadFont, Font

Contour = list[Point]
PIECES = 4
"""Straight pieces that one curve becomes."""
DEEPEST = 5
_ON, _SHORT_X, _SHORT_Y, _AGAIN, _SAME_X, _SAME_Y = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_MORE, _WORDS, _OFFSETS, _SCALE, _XY, _TWO = 0x20, 0x01, 0x02, 0x08, 0x40, 0x80


def contours(font: Font, glyph: int, deep: int = 0) -> list[Contour]:
    """Closed contours in units of the font, y upwards; none for a blank."""
    data = font.outline(glyph)
    if len(data) < 10 or deep > DEEPEST:
        return []
    try:
        count = struct.unpack_from(">h", data)[0]
        return _simple(data, count) if count >= 0 else list(_put_together(font, data, deep))
    except (struct.error, IndexError) as problem:
        raise BadFont from problem


def _simple(data: bytes, count: int) -> list[Contour]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]
    points = ends[-1] + 1 if ends else 0
    flags: list[int] = []
    while len(flags) < points:
        flag = data[at]
        at += 1
        again = 0
        if flag & _AGAIN:
            again = data[at]
            at += 1
        flags += [flag] * (again + 1)
    xs, at = _places(data, at, flags, _SHORT_X, _SAME_X)
    ys, _at = _places(data, at, flags, _SHORT_Y, _SAME_Y)
    found, first = [], 0
    for end in ends:
        whole = [
            (xs[n], ys[n], bool(flags[n] & _ON)) for n in range(first, end + 1)
        ]  # fmt: skip
        if len(whole) > 1:
            found.append(_straight(whole))
        first = end + 1
    return found


def _places(
    data: bytes, at: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:  # fmt: skip
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


def _straight(whole: list[tuple[int, int, bool]]) -> Contour:
    """Curves between points on the outline become straight pieces; between two points beside it
    lies one on it, in their middle."""
    full: list[tuple[float, float, bool]] = []
    for here, after in zip(whole, [*whole[1:], whole[0]], strict=True):
        full.append(here)
        if not here[2] and not after[2]:
            full.append(((here[0] + after[0]) / 2, (here[1] + after[1]) / 2, True))
    first = next((n for n, each in enumerate(full) if each[2]), 0)
    full = [*full[first:], *full[: first + 1]]
    found: Contour = [full[0][:2]]
    at = 1
    while at < len(full):
        if full[at][2] or at + 1 >= len(full):
            found.append(full[at][:2])
            at += 1
            continue
        (x0, y0), (x1, y1, _), (x2, y2, _) = found[-1], full[at], full[at + 1]
        for piece in range(1, PIECES + 1):
            t = piece / PIECES
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            found.append((a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2))
        at += 2
    return found


def _put_together(font: Font, data: bytes, deep: int) -> Iterator[Contour]:
    at, more = 10, True
    while more:
        flags, glyph = struct.unpack_from(">2H", data, at)
        x, y = struct.unpack_from(">2h" if flags & _WORDS else ">2b", data, at + 4)
        at += 8 if flags & _WORDS else 6
        if not flags & _OFFSETS:
            x = y = 0
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if flags & _SCALE:
            a = d = struct.unpack_from(">h", data, at)[0] / 16384
            at += 2
        elif flags & _XY:
            a, d = (each / 16384 for each in struct.unpack_from(">2h", data, at))
            at += 4
        elif flags & _TWO:
            a, b, c, d = (each / 16384 for each in struct.unpack_from(">4h", data, at))
            at += 8
        for contour in contours(font, glyph, deep + 1):
            yield [(a * px + c * py + x, b * px + d * py + y) for px, py in contour]
        more = bool(flags & _MORE)
