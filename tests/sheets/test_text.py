"""CSV in every encoding people have, and broken ones refused by row."""

from __future__ import annotations

import pytest

from panoh.errors import BadFile, BadTable
from panoh.sheets import read
from panoh.sheets.model import FILE_LIMIT

ROWS = "Ном;Телефон\nЗулфия Раҳмонова;+992 90 000 00 01\nМадина;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_tajik_is_read_in_every_unicode(encoding: str) -> None:
    table = read.read(ROWS.encode(encoding))
    assert table.heads == ("Ном", "Телефон")
    assert table.rows[0].cell(0).text == "Зулфия Раҳмонова"
    assert table.rows[1].cell(5).text == ""


def test_windows_cyrillic_is_recognised() -> None:
    table = read.read("имя,город\nИван,Москва\n".encode("cp1251"))
    assert (table.encoding, table.rows[0].cell(1).text) == ("cp1251", "Москва")


def test_what_is_no_letters_is_refused_with_its_row() -> None:
    with pytest.raises(BadTable) as refused:
        read.read(b"name\nok\n\xa9\xae\x98\n")
    assert refused.value.details["row"] == 3
    with pytest.raises(BadTable):
        read.read("имя\nИван\n".encode("cp1251"), "utf-8")
    with pytest.raises(BadTable):
        read.read(b"name\nA\x00B\n")


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_the_delimiter_is_found(mark: str) -> None:
    text = mark.join(['"a;b,c"', "two", "three"]) + "\n" + mark.join("123")
    assert [c.text for c in read.read(text.encode()).rows[0].cells] == ["1", "2", "3"]


def test_rows_are_counted_as_a_spreadsheet_counts() -> None:
    table = read.read(b'a;b\n"two\nlines";1\n\nlast;2\n')
    assert [row.number for row in table.rows] == [2, 4]


def test_an_open_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(BadTable) as refused:
        read.read(b'a;b\nx;y\n"never closed;1\n')
    assert refused.value.details["row"] == 3


def test_a_cell_of_ten_megabytes_is_refused_alone() -> None:
    table = read.read(b"a;b\nx;" + b"y" * 10_000_000 + b"\nlast;2\n")
    assert table.rows[0].cell(1).refused
    assert table.rows[0].cell(0).text == "x"
    assert table.rows[1].cell(1).text == "2"


def test_too_much_is_refused() -> None:
    for data, kind in (
        (b"x" * (FILE_LIMIT + 1), BadFile),
        (b"a\n" + b"1\n" * 50_002, BadTable),
        (b"a\n" + b";" * 300, BadTable),
        (b"", BadTable),
        (b"\n\n", BadTable),
        (b"\xd0\xcf\x11\xe0" + bytes(600), BadFile),
    ):
        with pytest.raises(kind):
            read.read(data)


def test_a_formula_in_a_csv_is_only_text() -> None:
    assert read.read(b"a\n=1+1\n").rows[0].cell(0).text == "=1+1"
