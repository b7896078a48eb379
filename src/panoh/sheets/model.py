"""A table as it was read: texts, and what stood in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

FILE_LIMIT = 12 * 1024 * 1024
ROW_LIMIT = 50_000
COLUMN_LIMIT = 200
CELL_LIMIT = 32_767
"""Signs in a cell, as spreadsheets have it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`number` says that a spreadsheet held it as a number: it may be a day. `refused` is a message
    key: why this cell cannot be taken."""

    text: str = ""
    number: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as the spreadsheet counts, from 1
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else Cell()


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str  # "csv" or "xlsx"
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = field(default=())
    """Names of the sheets of a workbook; the first one was read."""
    epoch_1904: bool = False
