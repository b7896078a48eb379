"""One TrueType font file: which signs it has, how wide they are, and a small part of it to embed.

Reads what it needs of the OpenType specification and nothing else. A file that is not as it should
be raises `BadFont`; it is then as if it were not there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cached_property

KEPT = ("cvt ", "fpgm", "prep", "head", "hhea", "maxp", "hmtx")
"""Tables that go into the embedded part as they are; `glyf` and `loca` are made anew."""
MAGIC = 0xB1B0AFBA
_RESTRICTED = 0x0002  # OS/2 fsType: may not be embedded
_MORE, _WORDS, _SCALE, _XY, _TWO = 0x20, 0x01, 0x08, 0x40, 0x80


class BadFont(Exception):
    """Not a TrueType font that can be embedded."""


class Font:
    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._tables = self._directory()
            self._read()
        except (struct.error, IndexError, KeyError, UnicodeDecodeError) as problem:
            raise BadFont from problem

    def _directory(self) -> dict[str, tuple[int, int]]:
        kind, count = struct.unpack_from(">IH", self._data)
        if kind not in (0x00010000, 0x74727565):
            raise BadFont
        tables = {}
        for at in range(12, 12 + 16 * count, 16):
            tag, _sum, offset, length = struct.unpack_from(">4sIII", self._data, at)
            if offset + length > len(self._data):
                raise BadFont
            tables[tag.decode("ascii")] = (offset, length)
        return tables

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _read(self) -> None:
        head, hhea = self._table("head"), self._table("hhea")
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.box: tuple[int, ...] = struct.unpack_from(">4h", head, 36)
        self._long: bool = struct.unpack_from(">h", head, 50)[0] == 1
        self.ascent, self.descent = struct.unpack_from(">2h", hhea, 4)
        self._metrics: int = struct.unpack_from(">H", hhea, 34)[0]
        self._count: int = struct.unpack_from(">H", self._table("maxp"), 4)[0]
        if not self.units or not self._metrics or "glyf" not in self._tables:
            raise BadFont
        if "OS/2" in self._tables and struct.unpack_from(">H", self._table("OS/2"), 8)[0] == (
            _RESTRICTED
        ):
            raise BadFont

    # ── signs and widths ────────────────────────────────────────────────────────────────────

    @cached_property
    def signs(self) -> dict[int, int]:
        """Code point → glyph, from the widest table there is."""
        cmap = self._table("cmap")
        found: dict[int, dict[int, int]] = {}
        try:
            for at in range(struct.unpack_from(">H", cmap, 2)[0]):
                platform, _kind, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * at)
                form = struct.unpack_from(">H", cmap, offset)[0]
                if platform in (0, 3) and form in _READERS:
                    found[form] = _READERS[form](cmap, offset)
        except (struct.error, IndexError) as problem:
            raise BadFont from problem
        return found.get(12) or found.get(4) or {}

    def width(self, glyph: int) -> int:
        """In thousandths of the size."""
        at = min(glyph, self._metrics - 1) * 4
        advance: int = struct.unpack_from(">H", self._table("hmtx"), at)[0]
        return round(advance * 1000 / self.units)

    def scaled(self, value: int) -> int:
        return round(value * 1000 / self.units)

    # ── the part to embed ───────────────────────────────────────────────────────────────────

    def part(self, glyphs: Iterable[int]) -> bytes:
        """A font file with these glyphs under their own numbers; all others are empty."""
        kept = self._closed({0, *glyphs})
        outlines, places = bytearray(), []
        for glyph in range(self._count):
            places.append(len(outlines))
            if glyph in kept:
                outlines += self.outline(glyph)
                outlines += bytes(-len(outlines) % 4)
        places.append(len(outlines))
        head = bytearray(self._table("head"))
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        tables = {tag: self._table(tag) for tag in KEPT if tag in self._tables}
        tables["head"] = bytes(head)
        tables["glyf"] = bytes(outlines) or b"\0"
        tables["loca"] = struct.pack(f">{len(places)}I", *places)
        return _file(tables)

    def outline(self, glyph: int) -> bytes:
        size, form = (4, ">2I") if self._long else (2, ">2H")
        start, end = struct.unpack_from(form, self._table("loca"), glyph * size)
        if not self._long:
            start, end = start * 2, end * 2
        return self._table("glyf")[start:end]

    def _closed(self, glyphs: set[int]) -> set[int]:
        """Also the glyphs that others are put together from."""
        waiting, kept = list(glyphs), set(glyphs)
        while waiting:
            for part in _parts(self.outline(waiting.pop())):
                if part not in kept and part < self._count:
                    kept.add(part)
                    waiting.append(part)
        return kept


def _parts(outline: bytes) -> list[int]:
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    at, found = 10, []
    while True:
        flags, glyph = struct.unpack_from(">2H", outline, at)
        found.append(glyph)
        at += 4 + (4 if flags & _WORDS else 2)
        at += 2 if flags & _SCALE else 4 if flags & _XY else 8 if flags & _TWO else 0
        if not flags & _MORE:
            return found


def _format_4(cmap: bytes, offset: int) -> dict[int, int]:
    count = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
    form = f">{count}H"
    ends = struct.unpack_from(form, cmap, offset + 14)
    starts = struct.unpack_from(form, cmap, offset + 16 + 2 * count)
    deltas = struct.unpack_from(form, cmap, offset + 16 + 4 * count)
    place = offset + 16 + 6 * count
    ranges = struct.unpack_from(form, cmap, place)
    signs: dict[int, int] = {}
    for at in range(count):
        for sign in range(starts[at], min(ends[at], 0xFFFE) + 1):
            if ranges[at]:
                where = place + 2 * at + ranges[at] + 2 * (sign - starts[at])
                glyph = struct.unpack_from(">H", cmap, where)[0]
                glyph = (glyph + deltas[at]) & 0xFFFF if glyph else 0
            else:
                glyph = (sign + deltas[at]) & 0xFFFF
            if glyph:
                signs[sign] = glyph
    return signs


def _format_12(cmap: bytes, offset: int) -> dict[int, int]:
    signs: dict[int, int] = {}
    for at in range(struct.unpack_from(">I", cmap, offset + 12)[0]):
        start, end, glyph = struct.unpack_from(">3I", cmap, offset + 16 + 12 * at)
        if end > 0x10FFFF or end < start or len(signs) > 0x10FFFF:
            raise BadFont
        signs.update({sign: glyph + sign - start for sign in range(start, end + 1)})
    return signs


_READERS = {4: _format_4, 12: _format_12}


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    place = 12 + 16 * count
    directory, body = b"", b""
    for tag in sorted(tables):
        data = tables[tag]
        directory += struct.pack(">4sIII", tag.encode(), _sum(data), place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = bytearray(head + directory + body)
    at = next(n for n in range(12, place, 16) if whole[n : n + 4] == b"head")
    offset = struct.unpack_from(">I", whole, at + 8)[0]
    struct.pack_into(">I", whole, offset + 8, (MAGIC - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
