"""Small pictures by hand, with whatever is to stand beside them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int) -> bytes:
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"Exif\x00\x00" + tiff


def jpeg(said: Sequence[bytes], size: tuple[int, int] = (4, 3)) -> bytes:
    """Right in its structure; what is coded in it is no picture."""
    width, height = size
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    return b"".join(
        (
            b"\xff\xd8",
            *said,
            segment(0xDB, bytes(65)),
            frame,
            segment(0xC4, bytes(20)),
            segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            b"\x12\x34\xff\x00\x56\xff\xd0\x78",
            b"\xff\xd9",
        )
    )


def png(said: Sequence[tuple[bytes, bytes]], size: tuple[int, int] | None = None) -> bytes:
    """A real picture of 4 × 3 unless another size is claimed."""
    width, height = size or (4, 3)
    rows = zlib.compress(b"".join(b"\x00" + bytes(range(12)) for _ in range(3)), 9)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        *said,
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
