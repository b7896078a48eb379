"""Pictures lose what they say besides the picture; what cannot be cleaned is said or refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from panoh.core import stripping
from panoh.core.stripping import NotTaken, clean
from tests.core.pictures import exif, jpeg, png, segment

SECRET = b"GPS 40.5283N 72.7985E Canon 2026:11:20"


def test_a_jpeg_keeps_the_picture_and_nothing_else() -> None:
    said = [
        segment(0xE1, exif(6) + SECRET),
        segment(0xE2, b"ICC_PROFILE\0" + SECRET),
        segment(0xED, SECRET),
        segment(0xFE, SECRET),
    ]
    whole = jpeg(said) + SECRET + jpeg([])
    found = clean(whole)
    assert found.kind == "image/jpeg"
    assert found.cleaned
    assert SECRET not in found.data
    assert b"Canon" not in found.data
    assert found.data.count(b"\xff\xd8") == 1
    assert found.data.endswith(b"\xff\xd9")
    assert found.removed == len(whole) - len(found.data)
    # Only how to turn it stays, and cleaning again changes nothing.
    assert stripping._orientation(found.data[6:]) == 6
    assert clean(found.data).data == found.data
    assert clean(jpeg([])).data == jpeg([])


def test_a_png_keeps_the_picture_and_nothing_else() -> None:
    whole = png([(b"tEXt", SECRET), (b"eXIf", SECRET), (b"iTXt", SECRET), (b"tIME", b"1234567")])
    found = clean(whole + SECRET)
    assert SECRET not in found.data
    assert found.data == png([])
    assert clean(found.data).data == found.data


def test_a_pdf_is_taken_as_it_is_and_said_so() -> None:
    found = clean(b"%PDF-1.7\n" + SECRET)
    assert (found.kind, found.cleaned, found.removed) == ("application/pdf", False, 0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", stripping.EMPTY),
        (b"GIF89a", stripping.UNKNOWN),
        (b"<svg>", stripping.UNKNOWN),
        (b"\xff\xd8\xff" + bytes(stripping.LARGEST), stripping.TOO_LARGE),
        (jpeg([])[:-2], stripping.BROKEN),
        (jpeg([])[:30], stripping.BROKEN),
        (b"\xff\xd8\xff\xd9", stripping.BROKEN),
        (png([])[:-4], stripping.BROKEN),
        (png([]).replace(b"IDAT", b"IDAU"), stripping.BROKEN),
        (png([(b"NEED", b"x")]), stripping.BROKEN),
        (png([], size=(30_000, 1)), stripping.TOO_MANY_PIXELS),
        (png([], size=(20_000, 20_000)), stripping.TOO_MANY_PIXELS),
        (jpeg([], size=(0, 5)), stripping.TOO_MANY_PIXELS),
        (jpeg([], size=(9_000, 9_000)), stripping.TOO_MANY_PIXELS),
    ],
)
def test_what_is_not_taken(data: bytes, why: str) -> None:
    with pytest.raises(NotTaken) as refused:
        clean(data)
    assert str(refused.value) == why


def test_no_cut_or_flipped_byte_brings_anything_but_a_refusal_or_a_clean_picture() -> None:
    for whole in (jpeg([segment(0xE1, exif(3) + SECRET)]), png([(b"tEXt", SECRET)])):
        for at in range(0, len(whole), 3):
            for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
                try:
                    assert SECRET not in clean(broken).data or broken.startswith(b"%PDF")
                except NotTaken:
                    continue


def test_exif_of_any_shape_breaks_nothing() -> None:
    for body in (
        b"Exif\0\0",
        b"Exif\0\0II",
        b"Exif\0\0XX*\0\0\0\0\x08",
        b"Exif\0\0MM\0*" + b"\xff" * 20,
        b"Exif\0\0" + struct.pack(">2sHIH", b"MM", 42, 8, 65535),
    ):
        clean(jpeg([segment(0xE1, body)]))
    assert zlib.crc32(b"") == 0
