"""Draws the pictures of the shortcut on a phone: the mark of `mark.svg` on a quiet ground, as PNG.

    python tools/icons.py

Made by ourselves, so that nothing but these lines has to be believed.
"""

from __future__ import annotations

import math
import struct
import zlib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src/panoh/web/static"
SIZES = (192, 512)
GROUND, MARK = (0xF4, 0xF7, 0xF6), (0x2A, 0x7A, 0x75)
FINE = 4
"""Looks a side for each dot: an edge is drawn as the part of the dot that it covers."""


def inside(x: float, y: float) -> bool:
    """Whether a point of the 32 by 32 drawing lies in the arch, drawn at 70 of 100 for the round
    cut that phones make."""
    x, y = (x - 16) / 0.7 + 16, (y - 16) / 0.7 + 16
    if not 5 <= x <= 27 or not 4 <= y <= 28:
        return False
    outer = y >= 15 or math.hypot(x - 16, y - 15) <= 11
    inner = 11 <= x <= 21 and (y >= 16 or math.hypot(x - 16, y - 16) <= 5)
    return outer and not inner


def drawn(size: int) -> bytes:
    """The picture as PNG: sixteen shades between ground and mark, four bits a dot."""
    step = 32 / size / FINE
    offsets = [(a + 0.5) * step for a in range(FINE)]
    rows = []
    for row in range(size):
        shades = [
            sum(inside(x * 32 / size + a, row * 32 / size + b) for a in offsets for b in offsets)
            * 15 // FINE**2
            for x in range(size)
        ]  # fmt: skip
        rows.append(bytes([0, *(shades[at] << 4 | shades[at + 1] for at in range(0, size, 2))]))
    palette = b"".join(
        bytes(round(g + (m - g) * shade / 15) for g, m in zip(GROUND, MARK, strict=True))
        for shade in range(16)
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 4, 3, 0, 0, 0))
        + _chunk(b"PLTE", palette)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    for size in SIZES:
        (FOLDER / f"mark-{size}.png").write_bytes(drawn(size))
        print(f"mark-{size}.png")


if __name__ == "__main__":
    main()
