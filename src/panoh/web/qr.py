"""A code as a QR picture, made here: SVG from our own small encoder.

Only what a code needs: letters and digits of the alphanumeric set, error correction M (a seventh
of the signs may be unreadable), versions 1 to 6. ISO/IEC 18004.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
QUIET = 4
"""Empty modules around the picture; readers want four."""
_M: tuple[tuple[int, int, int], ...] = (
    (1, 16, 10), (1, 28, 16), (1, 44, 26), (2, 32, 18), (2, 43, 24), (4, 27, 16),
)  # fmt: skip
"""Of versions 1 to 6: blocks, bytes of data in each, bytes of correction in each."""
_LEVEL_M = 0b00
Grid = list[list[bool]]


def svg(text: str, label: str) -> Markup:
    """The picture, black on white whatever the page's colours; `label` says what it is."""
    grid = matrix(text)
    size = len(grid) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(grid)
        for x, dark in enumerate(row)
        if dark
    )
    return Markup(
        '<svg class="qr" role="img" aria-label="{label}" viewBox="0 0 {size} {size}"'
        ' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        '<path fill="#000" d="{path}"/></svg>'
    ).format(label=label, size=size, path=path)


def matrix(text: str) -> Grid:
    """Rows of modules, True is dark. Raises ValueError for a sign outside `SIGNS` or too long."""
    version = _version_for(len(text))
    codewords = _interleaved(_data(text, version), version)
    best: Grid | None = None
    least = 0
    for mask in range(8):
        grid = _drawn(version, codewords, mask)
        cost = _penalty(grid)
        if best is None or cost < least:
            best, least = grid, cost
    if best is None:
        raise ValueError("no mask")
    return best


# ── data ────────────────────────────────────────────────────────────────────────────────────


def _version_for(length: int) -> int:
    bits = 4 + 9 + 11 * (length // 2) + 6 * (length % 2)
    for version, (blocks, data, _correction) in enumerate(_M, 1):
        if bits <= 8 * blocks * data:
            return version
    raise ValueError("too long for this QR code")


def _data(text: str, version: int) -> bytes:
    values = [SIGNS.index(each) for each in text]  # ValueError for any other sign
    bits = f"{0b0010:04b}{len(text):09b}"
    for at in range(0, len(values) - 1, 2):
        bits += f"{values[at] * 45 + values[at + 1]:011b}"
    if len(values) % 2:
        bits += f"{values[-1]:06b}"
    blocks, data, _correction = _M[version - 1]
    room = 8 * blocks * data
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    made = bytearray(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    while len(made) < blocks * data:
        made.append((0xEC, 0x11)[(len(made) - len(bits) // 8) % 2])
    return bytes(made)


def _interleaved(data: bytes, version: int) -> bytes:
    blocks, size, correction = _M[version - 1]
    parts = [data[at * size : (at + 1) * size] for at in range(blocks)]
    checks = [_correction(each, correction) for each in parts]
    mixed = [each[at] for at in range(size) for each in parts]
    return bytes(mixed + [each[at] for at in range(correction) for each in checks])


def _correction(data: bytes, count: int) -> bytes:
    """The remainder of Reed and Solomon over GF(256) with 0x11D."""
    generator = [1]
    root = 1
    for _ in range(count):
        longer = [*generator, 0]
        for at, each in enumerate(generator):
            longer[at + 1] ^= _times(each, root)
        generator, root = longer, _times(root, 2)
    rest = bytearray(count)
    for each in data:
        factor = each ^ rest[0]
        rest = bytearray([*rest[1:], 0])
        for at in range(count):
            rest[at] ^= _times(generator[at + 1], factor)
    return bytes(rest)


def _times(one: int, two: int) -> int:
    found = 0
    while two:
        found ^= one if two & 1 else 0
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        two >>= 1
    return found


# ── drawing ─────────────────────────────────────────────────────────────────────────────────


def _drawn(version: int, codewords: bytes, mask: int) -> Grid:
    size = 17 + 4 * version
    grid = [[False] * size for _ in range(size)]
    fixed = [[False] * size for _ in range(size)]

    def put(x: int, y: int, dark: bool) -> None:
        if 0 <= x < size and 0 <= y < size:
            grid[y][x], fixed[y][x] = dark, True

    for at in range(size):
        put(6, at, at % 2 == 0)
        put(at, 6, at % 2 == 0)
    for cx, cy in ((3, 3), (size - 4, 3), (3, size - 4)):
        for y in range(-4, 5):
            for x in range(-4, 5):
                put(cx + x, cy + y, max(abs(x), abs(y)) not in (2, 4))
    if version > 1:
        middle = size - 7
        for y in range(-2, 3):
            for x in range(-2, 3):
                put(middle + x, middle + y, max(abs(x), abs(y)) != 1)
    for x, y, dark in _format(size, mask):
        put(x, y, dark)
    _fill(grid, fixed, codewords, mask)
    return grid


def _format(size: int, mask: int) -> list[tuple[int, int, bool]]:
    """Level and mask, twice, with the one module that is always dark."""
    data = _LEVEL_M << 3 | mask
    rest = data
    for _ in range(10):
        rest = rest << 1 ^ (rest >> 9) * 0x537
    bits = (data << 10 | rest) ^ 0x5412
    found = [(8, size - 8, True)]
    first = [(8, y) for y in (0, 1, 2, 3, 4, 5, 7, 8)] + [(x, 8) for x in (7, 5, 4, 3, 2, 1, 0)]
    second = [(size - 1 - at, 8) for at in range(8)] + [(8, size - 7 + at) for at in range(7)]
    for places in (first, second):
        found += [(x, y, bool(bits >> at & 1)) for at, (x, y) in enumerate(places)]
    return found


_MASKS = (
    lambda x, y: (x + y) % 2,
    lambda _x, y: y % 2,
    lambda x, _y: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (x // 3 + y // 2) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
)


def _fill(grid: Grid, fixed: Grid, codewords: bytes, mask: int) -> None:
    """Two columns at a time from the right, up and down in turn."""
    size = len(grid)
    bits = iter([each >> at & 1 for each in codewords for at in range(7, -1, -1)])
    upwards = True
    for right in (x for x in range(size - 1, 0, -2)):
        columns = (right, right - 1) if right > 6 else (right - 1, right - 2)
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in columns:
                if x >= 0 and not fixed[y][x]:
                    grid[y][x] = bool(next(bits, 0)) ^ (_MASKS[mask](x, y) == 0)
        upwards = not upwards


# ── which mask reads best ───────────────────────────────────────────────────────────────────

_LIKE_FINDER = ([True, False, True, True, True, False, True], [False] * 4)


def _penalty(grid: Grid) -> int:
    columns = [list(each) for each in zip(*grid, strict=True)]
    lines = [*grid, *columns]
    cost = sum(map(_runs, lines)) + 40 * sum(map(_finders, lines))
    for upper, lower in pairwise(grid):
        for at in range(len(grid) - 1):
            if upper[at] == upper[at + 1] == lower[at] == lower[at + 1]:
                cost += 3
    dark = sum(map(sum, grid)) * 20 // len(grid) ** 2
    return cost + 10 * (abs(dark - 10) if dark < 10 else max(0, dark - 10))


def _runs(line: Sequence[bool]) -> int:
    cost, length, before = 0, 0, None
    for each in [*line, None]:
        if each == before:
            length += 1
            continue
        cost += length - 2 if length >= 5 else 0
        length, before = 1, each
    return cost


def _finders(line: Sequence[bool]) -> int:
    eye, gap = _LIKE_FINDER
    wanted = (eye + gap, gap + eye)
    return sum(list(line[at : at + 11]) in wanted for at in range(len(line) - 10))
