"""XLSX: cells of every kind; and what somebody could put into one to do harm."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile

import pytest

from panoh.errors import BadFile, BadTable
from panoh.sheets import read
from panoh.sheets import workbook as reading
from panoh.sheets.workbook import BROKEN, FORMULA, TOO_BIG
from tests.sheets.making import NS, WORKBOOK, Raw, packed, sheet, workbook


def test_cells_of_every_kind_are_read() -> None:
    rows = [
        ["name", "phone", "day", "yes", "shared", "gap"],
        ["Зулфия & <Co>", 9.92900000001e11, Raw('<c s="1"><v>46346</v></c>'),
         Raw('<c t="b"><v>1</v></c>'), Raw('<c t="s"><v>0</v></c>'),
         Raw('<c r="H2" t="inlineStr"><is><t>far</t></is></c>')],
    ]  # fmt: skip
    texts = f"<sst {NS}><si><r><t>Ма</t></r><r><t>дина</t></r><rPh><t>no</t></rPh></si></sst>"
    table = read.read(workbook(rows, xl__sharedStrings=texts))
    cells = [each.text for each in table.rows[0].cells]
    assert cells == ["Зулфия & <Co>", "992900000001", "46346", "yes", "Мадина", "", "", "far"]
    assert table.rows[0].cell(2).number
    assert table.sheets == ("One",)


def test_a_formula_is_refused_and_its_result_not_trusted() -> None:
    rows = [["name"], [Raw("<c><f>HYPERLINK(&quot;http://x&quot;)</f><v>5</v></c>")], ["ok"]]
    table = read.read(workbook(rows))
    assert table.rows[0].cell(0).refused == FORMULA
    assert table.rows[1].cell(0).text == "ok"


def test_a_long_cell_is_refused_alone() -> None:
    long = "y" * 10_000_000
    table = read.read(workbook([["a", "b"], [long, "x"], ["last", "z"]]))
    assert table.rows[0].cell(0).refused
    assert table.rows[1].cell(1).text == "z"
    texts = f"<sst {NS}><si><t>{'y' * 200_000}</t></si></sst>"
    shared = workbook([["a"], [Raw('<c t="s"><v>0</v></c>')]], xl__sharedStrings=texts)
    assert read.read(shared).rows[0].cell(0).refused


def test_a_bomb_is_stopped_before_it_is_unpacked() -> None:
    bomb = workbook(xml=f"<worksheet {NS}>" + " " * 150_000_000)
    tracemalloc.start()
    with pytest.raises(BadFile) as refused:
        read.read(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.details["why"] == TOO_BIG
    assert peak < 8_000_000


def test_many_members_and_a_bomb_in_the_texts_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "TEXTS", 20_000)
    many: dict[str, str | bytes] = {f"xl/x{n}.xml": "x" for n in range(400)}
    with pytest.raises(BadFile):
        read.read(packed({"xl/workbook.xml": WORKBOOK, **many}))
    texts = f"<sst {NS}>" + "<si><t>x</t></si>" * 20_001
    data = workbook([["a"], ["b"]], xl__sharedStrings=texts)
    with pytest.raises(BadFile):
        read.read(data)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname"><worksheet/>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><worksheet/>',
        "<worksheet><sheetData><row><c><v>1</v>",
        "no XML at all",
        "",
    ],
)
def test_expanding_outside_and_broken_xml_is_refused(xml: str) -> None:
    with pytest.raises(BadTable) as refused:
        read.read(workbook(xml=xml or " "))
    assert refused.value.details["why"] == BROKEN


def test_a_cut_or_altered_file_is_refused_and_never_crashes() -> None:
    whole = workbook([["name", "day"], *([f"person {n}", n] for n in range(200))])
    draw = random.Random(11)
    for size in [2, 30, len(whole) // 2, len(whole) - 30, *(draw.randrange(4, len(whole))
                                                          for _ in range(20))]:  # fmt: skip
        with pytest.raises(BadTable):
            read.read(whole[:size])
    for _ in range(300):
        data = bytearray(whole)
        for _flip in range(draw.randrange(1, 6)):
            data[draw.randrange(2, len(data))] ^= draw.randrange(1, 256)
        try:
            read.read(bytes(data))
        except BadTable:
            continue


def test_a_size_that_lies_is_not_believed() -> None:
    """The directory says a member is small; it unpacks to more."""
    data = bytearray(workbook(xml=f"<worksheet {NS}>" + " " * 80_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    found = data.find(struct.pack("<I", info.file_size))
    while found >= 0:
        data[found : found + 4] = struct.pack("<I", 1000)
        found = data.find(struct.pack("<I", info.file_size))
    begun = time.monotonic()
    with pytest.raises(BadTable):
        read.read(bytes(data))
    assert time.monotonic() - begun < 20


def test_endless_small_elements_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ELEMENTS", 20_000)
    with pytest.raises(BadFile) as refused:
        read.read(workbook(xml=f"<worksheet {NS}>" + "<a/>" * 20_001))
    assert refused.value.details["why"] == TOO_BIG


def test_a_row_far_out_or_a_wide_column_is_refused() -> None:
    wide = sheet([["a"], [Raw('<c r="ZZ2"><v>1</v></c>')]])
    with pytest.raises(BadTable) as refused:
        read.read(workbook(xml=wide))
    assert refused.value.details["row"] == 2
    with pytest.raises(BadTable):
        read.read(workbook([["a"], *([n] for n in range(50_002))]))


def test_a_locked_zip_and_no_workbook_are_refused() -> None:
    import pyzipper

    held = io.BytesIO()
    with pyzipper.AESZipFile(held, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"x")
        archive.writestr("xl/workbook.xml", WORKBOOK)
    for data in (held.getvalue(), packed({"word/document.xml": "<x/>"}), b"PK\x03\x04"):
        with pytest.raises(BadFile):
            read.read(data)
