"""Drawings on paper: in the PDF as lines, in other files as dots, and nothing of them lost."""

from __future__ import annotations

import struct
import zlib

import pypdfium2

from panoh.paper import pdf
from panoh.paper.model import LYING, Curve, Label, Picture, Section, Sheet, Text
from panoh.paper.raster import DOTS, filled, png
from panoh.paper.svg import svg
from tests.paper.reading import dark, read

SQUARE = Curve(((10, 10), (60, 10), (60, 60), (10, 60)), True, 0.0, None)


def picture(wide: float = 100, *curves: Curve) -> Picture:
    return Picture(wide, 80, curves or (SQUARE,), (Label(5, 75, "Ёж & <b>", 9, True),), "A square")


def dots(data: bytes) -> tuple[int, int, list[bytes]]:
    wide, high = struct.unpack_from(">2I", data, 16)
    at = data.index(b"IDAT") - 4
    length = struct.unpack_from(">I", data, at)[0]
    plain = zlib.decompress(data[at + 8 : at + 8 + length])
    return wide, high, [plain[n * (wide + 1) + 1 : (n + 1) * (wide + 1)] for n in range(high)]


def test_a_picture_stands_in_the_pdf_with_its_words() -> None:
    sheet = Sheet("T", "", "en", (Section("S", (Text("before"), picture(), Text("after"))),))
    made = pdf.write([sheet]).data
    text = read(made).text
    assert text.index("before") < text.index("after")
    assert "Ёж & <b>" in text
    assert dark(made) > 50 * 50 / (595 * 842) * 0.9
    assert "A square" in sheet.texts()


def test_what_is_too_wide_lies_on_its_side_on_a_page_of_its_own() -> None:
    wide = picture(900, Curve(((0, 40), (900, 40)), width=3))
    sheet = Sheet("T", "", "en", (Section("S", (Text("before"), wide, Text("after"))),))
    made = pypdfium2.PdfDocument(pdf.write([sheet]).data)
    sizes = [tuple(round(each) for each in page.get_size()) for page in made]
    assert sizes == [(595, 842), (842, 595), (595, 842)]
    assert wide.fitting().width == LYING
    alone = Sheet("T", "", "en", (Section("S", (wide,)),))
    assert len(pypdfium2.PdfDocument(pdf.write([alone]).data)) == 2


def test_dots_are_black_within_white_without_and_dashed_between() -> None:
    line = Curve(((0, 5), (100, 5)), width=1.0, dash=(10.0, 10.0))
    wide, high, rows = dots(png(picture(100, SQUARE, line)))
    assert (wide, high) == (417, 334)
    assert rows[round(35 * DOTS)][round(35 * DOTS)] == 0
    assert rows[round(35 * DOTS)][round(80 * DOTS)] == 255
    dashes = rows[round(5 * DOTS)]
    assert dashes[round(5 * DOTS)] == 0
    assert dashes[round(15 * DOTS)] == 255
    letters = b"".join(rows[round(67 * DOTS) : round(76 * DOTS)])
    assert 0.01 < letters.count(0) / len(letters) < 0.2


def test_a_hole_in_a_letter_stays_open() -> None:
    ring = [[(0, 0), (9, 0), (9, 9), (0, 9)], [(3, 3), (3, 6), (6, 6), (6, 3)]]
    covered = {(row, x) for row, begin, end in filled(ring) for x in range(begin, end)}
    assert (4, 1) in covered
    assert (4, 4) not in covered


def test_svg_holds_the_same_and_escapes_its_words() -> None:
    made = svg(picture())
    assert made.count("<polygon") == 1
    assert "Ёж &amp; &lt;b&gt;" in made
