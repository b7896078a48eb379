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


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [*range(10), 300])
def test_how_to_turn_it_is_read_in_either_order_and_kept_where_it_means_something(
    turn: int, order: str
) -> None:
    mark = b"II" if order == "<" else b"MM"
    tiff = struct.pack(order + "2sHIH", mark, 42, 8, 2)
    tiff += struct.pack(order + "HHIHH", 0x0100, 3, 1, 6, 0)  # another tag first
    tiff += struct.pack(order + "HHIHH", 0x0112, 3, 1, turn, 0) + bytes(4)
    body = b"Exif\0\0" + tiff
    assert stripping._orientation(body) == (turn if 1 <= turn <= 8 else 0)
    found = clean(jpeg([segment(0xE1, body)])).data
    made = stripping._turn(turn if 1 <= turn <= 8 else 0)
    assert (made in found) if made else found == clean(jpeg([])).data
    assert bool(made) == (2 <= turn <= 8)
    if made:
        assert made[:2] == b"\xff\xe1"
        assert int.from_bytes(made[2:4], "big") == len(made) - 2
        assert stripping._orientation(made[4:]) == turn


def test_what_is_no_sound_exif_turns_nothing() -> None:
    for body in (
        b"", b"Exif\0\0", b"Exif\0\0XX", b"exif\0\0" + exif(6)[6:], exif(6)[:20],
        b"Exif\0\0" + struct.pack(">2sHIH", b"MM", 42, 8, 1) + bytes(3),
        b"Exif\0\0" + struct.pack(">2sHIHHHIHH", b"MM", 42, 8, 1, 0x0112, 4, 1, 6, 0),
    ):  # fmt: skip
        assert stripping._orientation(body) == 0


def test_restarts_and_stuffed_bytes_are_part_of_the_picture() -> None:
    coded = b"\x11\xff\x00\x22" + b"".join(bytes([0xFF, 0xD0 + n, n]) for n in range(8))
    assert stripping._scan(coded + b"\xff\xd9", 0) == len(coded)
    assert stripping._scan(b"\x01\xff\xcf", 0) == 1
    assert stripping._scan(b"\x01\xff\xd8", 0) == 1
