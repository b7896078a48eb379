"""XLSX: a zip of XML, opened in memory, member by member, within limits.

Nothing but the first sheet's cells is looked at. A formula is never carried out nor is its last
result trusted: the cell is refused by row. A document type declaration, which is where expanding
entities come from, ends the reading.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from panoh.errors import BadFile, BadTable
from panoh.sheets.model import CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Cell, Row, Table
from panoh.sheets.text import TOO_LONG
from panoh.words import N_

MEMBERS = 300
MEMBER_LIMIT = 64 * 1024 * 1024
TOTAL_LIMIT = 128 * 1024 * 1024
ELEMENTS = 6_000_000
"""XML elements in one member: 50,000 rows of 40 cells."""
TEXTS = 1_000_000
"""Shared texts that a workbook may hold."""
_PIECE = 256 * 1024
FORMULA = N_("This cell holds a formula. Copy the column and paste it as values only.")
BROKEN = N_("The file is damaged or is not a workbook. Save it again as XLSX or as CSV.")
TOO_BIG = N_("The file unpacks to more than a list of people needs. Save it as CSV.")
_DAY_FORMATS = frozenset({14, 15, 16, 17, 22})


_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, struct.error, OSError,
           ValueError, OverflowError, RuntimeError, expat.ExpatError)  # fmt: skip
"""What a damaged archive makes its reader raise."""


class _Stop(Exception):
    """Raised inside a parser to end it early."""


def read(data: bytes) -> Table:
    """The first sheet. Raises BadTable with the row where it stopped."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Book(archive).table()
    except _BROKEN:
        raise BadFile(why=BROKEN) from None


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._unpacked = 0
        if len(archive.infolist()) > MEMBERS:
            raise BadFile(why=TOO_BIG)

    def table(self) -> Table:
        names, first, early = self._sheets()
        reader = _Sheet(self._texts(), self._day_styles())
        self._parse(first, reader.start, reader.end, reader.text, lambda: reader.number)
        rows = [row for row in reader.rows if any(cell.text or cell.refused for cell in row.cells)]
        if not rows:
            raise BadTable(row=1, why=N_("The table is empty."))
        heads = tuple(each.text for each in rows[0].cells)
        return Table(heads, tuple(rows[1:]), "xlsx", sheets=names, epoch_1904=early)

    # ── members ─────────────────────────────────────────────────────────────────────────────

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A member bit by bit; what it says of its own size is not believed."""
        taken = 0
        if self._archive.getinfo(name).compress_type not in _METHODS:
            raise BadFile(why=BROKEN)
        with self._archive.open(name) as member:
            while piece := member.read(_PIECE):
                taken += len(piece)
                self._unpacked += len(piece)
                if taken > MEMBER_LIMIT or self._unpacked > TOTAL_LIMIT:
                    raise BadFile(why=TOO_BIG)
                yield piece

    def _parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        row: Callable[[], int] = lambda: 0,
    ) -> None:
        parser = expat.ParserCreate(namespace_separator=None)
        parser.buffer_text = True

        def refuse(*_of: Any) -> None:
            raise _broken(row())

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        left = ELEMENTS

        def begin(tag: str, has: dict[str, str]) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise BadFile(why=TOO_BIG)
            start(tag.rpartition(":")[2], has)

        parser.StartElementHandler = begin
        if end is not None:
            close = end
            parser.EndElementHandler = lambda tag: close(tag.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            for piece in self._pieces(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except _Stop:
            return
        except (expat.ExpatError, zlib.error, EOFError, zipfile.BadZipFile):
            raise _broken(row()) from None

    def _has(self, name: str) -> bool:
        return name in self._archive.namelist()

    # ── the parts of a workbook ─────────────────────────────────────────────────────────────

    def _sheets(self) -> tuple[tuple[str, ...], str, bool]:
        names: list[tuple[str, str]] = []
        early = False

        def start(tag: str, has: dict[str, str]) -> None:
            nonlocal early
            if tag == "sheet":
                link = next((v for k, v in has.items() if k.endswith(":id") or k == "id"), "")
                names.append((has.get("name", ""), link))
            elif tag == "workbookPr":
                early = has.get("date1904") in ("1", "true")

        self._parse("xl/workbook.xml", start)
        targets: dict[str, str] = {}

        def link(tag: str, has: dict[str, str]) -> None:
            if tag == "Relationship":
                targets[has.get("Id", "")] = has.get("Target", "")

        if self._has("xl/_rels/workbook.xml.rels"):
            self._parse("xl/_rels/workbook.xml.rels", link)
        if not names:
            raise BadFile(why=BROKEN)
        target = targets.get(names[0][1], "worksheets/sheet1.xml")
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target
        return tuple(name for name, _link in names), path, early

    def _texts(self) -> list[str]:
        texts: list[str] = []
        parts: list[str] = []
        inside, aside, length = False, False, 0

        def start(tag: str, _has: dict[str, str]) -> None:
            nonlocal inside, aside, length
            if tag == "si":
                parts.clear()
                length = 0
            aside = aside or tag == "rPh"
            inside = tag == "t" and not aside

        def end(tag: str) -> None:
            nonlocal inside, aside
            inside = False
            if tag == "rPh":
                aside = False
            if tag == "si":
                texts.append("".join(parts))
                if len(texts) > TEXTS:
                    raise BadFile(why=TOO_BIG)

        def text(piece: str) -> None:
            nonlocal length
            if inside and length <= CELL_LIMIT:
                parts.append(piece)
                length += len(piece)

        if self._has("xl/sharedStrings.xml"):
            self._parse("xl/sharedStrings.xml", start, end, text)
        return texts

    def _day_styles(self) -> set[int]:
        """Numbers of the cell styles that show a number as a day."""
        own: dict[int, str] = {}
        styles: list[int] = []
        inside = False

        def start(tag: str, has: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                own[int(has.get("numFmtId", "0"))] = has.get("formatCode", "")
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                styles.append(int(has.get("numFmtId", "0")))

        def end(tag: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        if self._has("xl/styles.xml"):
            try:
                self._parse("xl/styles.xml", start, end)
            except ValueError:
                raise BadFile(why=BROKEN) from None
        return {at for at, form in enumerate(styles) if _shows_day(form, own.get(form, ""))}


def _broken(row: int) -> BadTable:
    return BadTable(row=row, why=BROKEN) if row else BadFile(why=BROKEN)


def _shows_day(form: int, code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    return form in _DAY_FORMATS or ("y" in bare or "d" in bare)


class _Sheet:
    """Takes the events of a sheet's XML and keeps rows."""

    def __init__(self, texts: list[str], day_styles: set[int]) -> None:
        self._texts = texts
        self._days = day_styles
        self.rows: list[Row] = []
        self.number = 0
        self._cells: list[Cell] = []
        self._column = 0
        self._kind = self._style = ""
        self._formula = self._inside = self._cut = False
        self._parts: list[str] = []
        self._length = 0

    def start(self, tag: str, has: dict[str, str]) -> None:
        if tag == "row":
            said = has.get("r", "")
            self.number = int(said) if said.isdigit() and len(said) < 8 else self.number + 1
            self._cells = []
        elif tag == "c":
            self._begin(has)
        elif tag == "f":
            self._formula = True
        self._inside = tag in ("v", "t")

    def _begin(self, has: dict[str, str]) -> None:
        letters = re.match(r"[A-Z]{1,3}", has.get("r", ""))
        self._column = _column(letters.group()) if letters else len(self._cells)
        if self._column >= COLUMN_LIMIT:
            raise BadTable(row=self.number, why=N_("There are more than 200 columns."))
        self._kind, self._style = has.get("t", "n"), has.get("s", "")
        self._formula = self._cut = False
        self._parts, self._length = [], 0

    def text(self, piece: str) -> None:
        if not self._inside:
            return
        self._length += len(piece)
        if self._length > CELL_LIMIT:
            self._cut = True
        else:
            self._parts.append(piece)

    def end(self, tag: str) -> None:
        self._inside = False
        if tag == "c":
            self._cells += [Cell()] * (self._column + 1 - len(self._cells))
            self._cells[self._column] = self._cell()
        elif tag == "row":
            self.rows.append(Row(self.number, tuple(self._cells)))
            if len(self.rows) > ROW_LIMIT + 1:
                raise BadTable(row=self.number, why=N_("There are more than 50,000 rows."))
        elif tag == "sheetData":
            raise _Stop

    def _cell(self) -> Cell:
        if self._formula:
            return Cell(refused=FORMULA)
        if self._cut:
            return Cell(refused=TOO_LONG)
        text = "".join(self._parts).strip()
        if self._kind == "s":
            at = int(text) if text.isdigit() and len(text) < 9 else -1
            if not 0 <= at < len(self._texts):
                return Cell(refused=BROKEN)
            text = self._texts[at].strip()
            return Cell(refused=TOO_LONG) if len(text) > CELL_LIMIT else Cell(text)
        if self._kind == "e":
            return Cell(refused=N_("This cell shows a fault of the spreadsheet."))
        if self._kind == "b":
            return Cell({"1": "yes", "0": "no"}.get(text, text))
        number = self._kind == "n" and bool(text)
        return Cell(_plain(text) if number else text, number=number)


def _column(letters: str) -> int:
    found = 0
    for each in letters:
        found = found * 26 + ord(each) - 64
    return found - 1


def _plain(text: str) -> str:
    """A number as a person would write it: telephone numbers come as 9.92E+11."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else text
