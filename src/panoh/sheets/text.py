"""CSV: which encoding, which delimiter, then row by row."""

from __future__ import annotations

import csv
import io

from panoh.errors import BadTable
from panoh.sheets.model import CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Cell, Row, Table
from panoh.words import N_

ENCODINGS = ("utf-8", "utf-16", "cp1251")
"""What can be asked for; without a wish the first that fits is taken."""
DELIMITERS = (";", ",", "\t")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
TOO_LONG = N_("This cell holds more than 32,767 signs.")
_SAMPLE = 64


def read(data: bytes, encoding: str = "") -> Table:
    """Raises BadTable with the row where it stopped."""
    text, found = decoded(data, encoding)
    if "\x00" in text:
        raise BadTable(row=1 + text[: text.index("\x00")].count("\n"), why=N_("This is not text."))
    mark = delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[Row] = []
    number = 0
    before = csv.field_size_limit(len(text) + 1)
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > COLUMN_LIMIT:
                raise BadTable(row=number, why=N_("There are more than 200 columns."))
            if any(each.strip() for each in cells):
                rows.append(Row(number, tuple(map(_cell, cells))))
            if len(rows) > ROW_LIMIT + 1:
                raise BadTable(row=number, why=N_("There are more than 50,000 rows."))
    except csv.Error:
        why = N_("A quotation mark is not closed, or stands where none may stand.")
        raise BadTable(row=number + 1, why=why) from None
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise BadTable(row=1, why=N_("The table is empty."))
    heads = tuple(each.text for each in rows[0].cells)
    return Table(heads, tuple(rows[1:]), "csv", found, mark)


def _cell(text: str) -> Cell:
    stripped = text.strip()
    return Cell(refused=TOO_LONG) if len(stripped) > CELL_LIMIT else Cell(stripped)


def decoded(data: bytes, wish: str = "") -> tuple[str, str]:
    """The text and its encoding. A mark at the beginning decides, then the wish, then UTF-8; what
    is none of these is taken as the Windows code page of Cyrillic where it reads like Cyrillic."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode(data, name), name
    if wish:
        return _decode(data, wish), wish
    wide = _wide(data)
    if wide:
        return _decode(data, wide), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as problem:
        row = 1 + data[: problem.start].count(b"\n")
        text = data.decode("cp1251", "replace")
        beyond = [sign for sign in text if ord(sign) > 127]
        cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in beyond)
        if beyond and cyrillic >= 0.8 * len(beyond) and "\ufffd" not in text:
            return text, "cp1251"
        why = N_("The letters cannot be read. Save the table as CSV UTF-8.")
        raise BadTable(row=row, why=why) from None


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as problem:
        row = 1 + data[: problem.start].count(b"\n")
        why = N_("The letters cannot be read. Save the table as CSV UTF-8.")
        raise BadTable(row=row, why=why) from None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    head = data[: _SAMPLE * 2]
    if len(head) < 4 or b"\x00" not in head:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def delimiter(text: str) -> str:
    """The one that parts the first line into most cells, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for at, part in enumerate(first.split('"')) if at % 2 == 0)
    return max(DELIMITERS, key=lambda each: (bare.count(each), -DELIMITERS.index(each)))
