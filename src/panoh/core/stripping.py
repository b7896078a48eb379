"""What a picture says besides the picture: taken out by rewriting its parts, nothing is guessed.

JPEG and PNG are taken apart and only what is needed to draw them is kept, so place, camera, time,
small previews and whatever stands behind the end go. A PDF cannot be cleaned so; that is said.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
LARGEST = 8 * 1024 * 1024
"""Bytes of one attachment."""
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB")
_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _APP15, _COM = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xEF, 0xFE,
)  # fmt: skip
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_NEEDED = frozenset({*_FRAMES, 0xC4, 0xCC, 0xDB, 0xDD, _SOS})
_ORIENTATION = 0x0112


class NotTaken(ValueError):
    """A file that is not taken; the text is one of the reasons below."""


UNKNOWN, TOO_LARGE, BROKEN, TOO_MANY_PIXELS, EMPTY = (
    "unknown", "too large", "broken", "too many pixels", "empty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clean:
    """What may be kept. `removed` is bytes that went; `cleaned` is False where nothing could."""

    kind: str
    data: bytes
    removed: int
    cleaned: bool


def clean(data: bytes) -> Clean:
    """Raises NotTaken on anything but a whole JPEG, PNG or PDF within the limits."""
    if not data:
        raise NotTaken(EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(TOO_LARGE)
    try:
        if data.startswith(_PNG_HEAD):
            kept = _png(data)
            return Clean(PNG, kept, len(data) - len(kept), cleaned=True)
        if data.startswith(b"\xff\xd8\xff"):
            kept = _jpeg(data)
            return Clean(JPEG, kept, len(data) - len(kept), cleaned=True)
    except (IndexError, struct.error):
        raise NotTaken(BROKEN) from None
    if data.startswith(b"%PDF-"):
        return Clean(PDF, data, 0, cleaned=False)
    raise NotTaken(UNKNOWN)


def _check_size(width: int, height: int) -> None:
    if not 0 < width <= LONGEST_SIDE or not 0 < height <= LONGEST_SIDE:
        raise NotTaken(TOO_MANY_PIXELS)
    if width * height > MOST_PIXELS:
        raise NotTaken(TOO_MANY_PIXELS)


# ── PNG ─────────────────────────────────────────────────────────────────────────────────────


def _png(data: bytes) -> bytes:
    made = [_PNG_HEAD]
    for name, body, whole in _chunks(data):
        if name == b"IHDR":
            _check_size(*struct.unpack(">II", body[:8]))
        elif len(made) == 1:
            raise NotTaken(BROKEN)
        if name in _PNG_KEPT:
            made.append(whole)
        elif name[:1].isupper():
            raise NotTaken(BROKEN)  # a part that must be understood and is not
        if name == b"IEND":
            return b"".join(made)
    raise NotTaken(BROKEN)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(_PNG_HEAD)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        end = at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(name + body) != struct.unpack(">I", data[end - 4 : end])[0]
        ):
            raise NotTaken(BROKEN)
        yield name, body, data[at:end]
        at = end


# ── JPEG ────────────────────────────────────────────────────────────────────────────────────


def _jpeg(data: bytes) -> bytes:
    made, at, turned, framed = [b"\xff\xd8"], 2, 0, False
    while True:
        if data[at] != 0xFF:
            raise NotTaken(BROKEN)
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == _EOI:
            if not framed:
                raise NotTaken(BROKEN)
            made.append(b"\xff\xd9")
            return b"".join([made[0], _turn(turned), *made[1:]])
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise NotTaken(BROKEN)
        part = data[at:end]
        if marker in _FRAMES:
            _check_size(*struct.unpack(">HH", part[5:9])[::-1])
            framed = True
        if marker == _APP1:
            turned = turned or _orientation(part[4:])
        if marker in _NEEDED or (marker == _APP14 and part[4:9] == b"Adobe"):
            made.append(part)
        elif not (_APP0 <= marker <= _APP15 or marker == _COM):
            raise NotTaken(BROKEN)
        at = end
        if marker == _SOS:
            stop = _scan(data, at)
            made.append(data[at:stop])
            at = stop


def _scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the next marker that is no restart and no stuffed byte."""
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at:] else len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _orientation(body: bytes) -> int:
    """How a picture is to be turned, the one thing of its Exif that is needed; 0 when unsaid."""
    if not body.startswith(b"Exif\x00\x00"):
        return 0
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[first : first + 2])
        for number in range(min(count, 64)):
            entry = tiff[first + 2 + 12 * number :][:12]
            tag, kind = struct.unpack(order + "HH", entry[:4])
            if (tag, kind) == (_ORIENTATION, 3):
                (value,) = struct.unpack(order + "H", entry[8:10])
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _turn(orientation: int) -> bytes:
    """An Exif part that says nothing but how to turn; nothing where it stands upright."""
    if orientation < 2:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body
