"""A font file is read as the specification says, and a broken one is as if it were not there."""

from __future__ import annotations

import random

import pytest

from panoh.paper.fonts import installed
from panoh.paper.truetype import BadFont, Font


@pytest.fixture(scope="module")
def plain() -> bytes:
    return installed()[0][0].read_bytes()


def test_a_part_is_a_font_again_with_the_same_widths(plain: bytes) -> None:
    font = Font(plain)
    glyphs = [font.signs[ord(each)] for each in "ӣӯқғҳҷ Oʻ"]
    part = font.part(glyphs)
    assert len(part) < len(plain) / 4
    again = _with_cmap(part)
    assert [again.width(each) for each in glyphs] == [font.width(each) for each in glyphs]
    # ӣ is put together from other outlines, which come along.
    assert len(part) > len(font.part([]))


def _with_cmap(part: bytes) -> Font:
    """Reading does not need the table of signs until it is asked for one."""
    return Font(part)


def test_cut_and_broken_files_are_refused(plain: bytes) -> None:
    seen = 0
    draw = random.Random(7)
    for size in [0, 3, 11, 12, 40, 200, 5000, *(draw.randrange(len(plain)) for _ in range(30))]:
        with pytest.raises(BadFont):
            Font(plain[:size])
    for _ in range(60):
        data = bytearray(plain[:4000]) + plain[4000:]
        for _flip in range(8):
            data[draw.randrange(12, 400)] ^= draw.randrange(1, 256)
        try:
            font = Font(bytes(data))
            font.part([1, 2, 3]) if font.signs else None
        except BadFont:
            seen += 1
    assert seen > 0


def test_a_text_file_is_no_font() -> None:
    with pytest.raises(BadFont):
        Font(b"this is not a font at all, only words")
