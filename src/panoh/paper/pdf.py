"""From pages to the bytes of a PDF. It says neither who made it, nor with what, nor when."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from panoh.paper.fonts import Face, Faces
from panoh.paper.layout import Layout, Page
from panoh.paper.locked import Lock, lock
from panoh.paper.model import Curve, Sheet

_MAP_ROWS = 100
"""Rows that one block of a character map may have."""


@dataclass(frozen=True, slots=True)
class Printed:
    """`fallen` signs were shown by another font than the first, `missing` ones as a question mark;
    `turned`: something runs from right to left and is not laid out as it should be."""

    data: bytes
    pages: int
    fallen: frozenset[str]
    missing: frozenset[str]
    turned: bool


def write(sheets: Sequence[Sheet], password: str | None = None, faces: Faces | None = None) -> (
    Printed
):  # fmt: skip
    """The PDF of a sheet, or of the same sheet in two languages side by side.

    Raises NoFont where this computer has no font to write with, ValueError on a password that no
    reader could take.
    """
    layout = Layout(faces or Faces())
    pages = layout.place(sheets)
    file = _File(lock(password) if password is not None else None)
    data = file.whole(sheets[0], pages, layout.faces.used())
    used = layout.faces
    return Printed(data, len(pages), frozenset(used.fallen), frozenset(used.missing), used.turned)


class _File:
    """Objects by number; each is written once."""

    def __init__(self, locked: Lock | None) -> None:
        self._objects: list[bytes] = []
        self._lock = locked

    def _add(self, body: bytes) -> int:
        self._objects.append(body)
        return len(self._objects)

    def _text(self, text: str) -> bytes:
        data = b"\xfe\xff" + text.encode("utf-16-be")
        return _hex(self._lock.seal(data) if self._lock else data)

    def _stream(self, data: bytes, more: bytes = b"") -> int:
        packed = zlib.compress(data, 9)
        if self._lock:
            packed = self._lock.seal(packed)
        head = b"<< /Filter /FlateDecode /Length %d %s>>" % (len(packed), more)
        return self._add(head + b"\nstream\n" + packed + b"\nendstream")

    def whole(self, sheet: Sheet, pages: list[Page], faces: list[Face]) -> bytes:
        fonts = b" ".join(b"/%s %d 0 R" % (face.name.encode(), self._font(face)) for face in faces)
        contents = [self._stream(_content(page)) for page in pages]
        tree = len(self._objects) + len(pages) + 1
        kids = [
            self._add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R"
                b" /Resources << /Font << %s >> >> >>"
                % (tree, page.width, page.height, each, fonts)
            )
            for page, each in zip(pages, contents, strict=True)
        ]
        listed = b" ".join(b"%d 0 R" % each for each in kids)
        self._add(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids)))
        tag = self._text(sheet.language.replace("_", "-"))
        root = self._add(
            b"<< /Type /Catalog /Pages %d 0 R /Lang %s"
            b" /ViewerPreferences << /DisplayDocTitle true >> >>" % (tree, tag)
        )
        title = self._add(b"<< /Title %s >>" % self._text(sheet.title))
        return self._joined(root, title)

    def _joined(self, root: int, title: int) -> bytes:
        trailer = b"/Root %d 0 R /Info %d 0 R" % (root, title)
        if self._lock:
            trailer += b" /Encrypt %d 0 R" % self._add(_encrypt(self._lock))
        made = bytearray(b"%PDF-2.0\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(made))
            made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        # From the content alone: the same sheet gives the same bytes, unless it is locked.
        mark = _hex(hashlib.sha256(made).digest()[:16])
        table = len(made)
        made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        made += b"".join(b"%010d 00000 n \n" % each for each in places)
        made += b"trailer\n<< /Size %d %s /ID [%s %s] >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1, trailer, mark, mark, table,
        )  # fmt: skip
        return bytes(made)

    # ── fonts ───────────────────────────────────────────────────────────────────────────────

    def _font(self, face: Face) -> int:
        font, name = face.font, b"/AAAAA%c+Text" % (65 + int(face.name[1:]) % 26)
        part = font.part(face.used)
        file = self._stream(part, b"/Length1 %d " % len(part))
        box = b" ".join(b"%d" % font.scaled(each) for each in font.box)
        descriptor = self._add(
            b"<< /Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [%s] /ItalicAngle 0"
            b" /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R >>"
            % (name, box, font.scaled(font.ascent), font.scaled(font.descent), 700, file)
        )
        widths = b" ".join(b"%d [%d]" % (each, font.width(each)) for each in sorted(face.used))
        below = self._add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDToGIDMap /Identity"
            b" /CIDSystemInfo << /Registry %s /Ordering %s /Supplement 0 >>"
            b" /FontDescriptor %d 0 R /DW 500 /W [%s] >>"
            % (name, self._plain(b"Adobe"), self._plain(b"Identity"), descriptor, widths)
        )
        meaning = self._stream(_meaning(face))
        return self._add(
            b"<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H"
            b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (name, below, meaning)
        )

    def _plain(self, text: bytes) -> bytes:
        return _hex(self._lock.seal(text) if self._lock else text)


def _hex(data: bytes) -> bytes:
    return b"<" + data.hex().encode() + b">"


def _content(page: Page) -> bytes:
    lines = [b"0.6 w"]
    for stroke in page.strokes:
        lines.append(b"%.2f %.2f m %.2f %.2f l S" % (stroke.x, stroke.y, stroke.x2, stroke.y2))
    lines += [_curve(each) for each in page.curves]
    lines.append(b"BT")
    for run in page.runs:
        glyphs = b"".join(b"%04x" % each for each in run.glyphs)
        lines.append(
            b"/%s %.2f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj"
            % (run.face.name.encode(), run.size, run.x, run.y, glyphs)
        )
    lines.append(b"ET")
    return b"\n".join(lines)


def _curve(each: Curve) -> bytes:
    begin, *more = each.points
    path = [b"%.2f %.2f m" % begin, *(b"%.2f %.2f l" % point for point in more)]
    look = [b"q"]
    if each.fill is not None:
        look.append(b"%.2f g" % each.fill)
    if each.line is not None:
        dash = b" ".join(b"%.2f" % length for length in each.dash)
        look.append(b"%.2f G %.2f w [%s] 0 d" % (each.line, each.width, dash))
    act = {(True, True): b"B", (True, False): b"f", (False, True): b"S"}
    how = act.get((each.fill is not None, each.line is not None), b"n")
    return b"\n".join([*look, *path, *([b"h"] if each.closed else []), how, b"Q"])


def _meaning(face: Face) -> bytes:
    """Which text each glyph stands for, so that the paper can be searched and read aloud."""
    rows = [
        b"<%04x> <%s>" % (glyph, text.encode("utf-16-be").hex().encode())
        for glyph, text in sorted(face.used.items())
    ]
    blocks = [rows[at : at + _MAP_ROWS] for at in range(0, len(rows), _MAP_ROWS)]
    body = b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(each), b"\n".join(each)) for each in blocks
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /Text def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + body
        + b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _encrypt(locked: Lock) -> bytes:
    entries = b" ".join(
        b"/%s %s" % (name.encode(), _hex(value)) for name, value in locked.entries.items()
    )
    return (
        b"<< /Filter /Standard /V 5 /R 6 /Length 256 /P %d /EncryptMetadata true"
        b" /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >>"
        b" /StmF /StdCF /StrF /StdCF %s >>" % (locked.permissions, entries)
    )
