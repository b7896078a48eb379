"""What the readers of tables share: bytes to rows within bounds, numbers, the result."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from panoh.apps.evidence.reading.model import Unreadable
from panoh.apps.evidence.reading.plain import decode
from panoh.apps.evidence.rules.figures import plain
from panoh.words import N_

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 500_000
MOST_FIGURES = 100_000
LONGEST_CELL = 4000
_NUMBER = re.compile(r"-?\d[\d,\u00a0 ]*(?:\.\d+)?(?:[eE]\+?\d{1,2})?")


class NoTable(Exception):
    """A file that is not the table it was said to be; `why` is a message key."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass
class Table:
    """`figures` are values for the fields of figures; `skipped` rows held no number."""

    title: str
    publisher: str
    figures: list[dict[str, Any]] = field(default_factory=list)
    issued: str = ""
    skipped: int = 0
    url: str = ""

    def add(self, **values: Any) -> None:
        if len(self.figures) >= MOST_FIGURES:
            raise NoTable(N_("it gives too many figures; take a part of it"))
        self.figures.append({name: value for name, value in values.items() if value})


def text_of(data: bytes) -> str:
    """The text of a table, unpacked if it came as gzip; the packing may not lie about its size."""
    if data.startswith(b"\x1f\x8b"):
        inflate = zlib.decompressobj(wbits=31)
        try:
            data = inflate.decompress(data, MOST_BYTES + 1)
        except zlib.error:
            raise NoTable(N_("it does not unpack")) from None
    if len(data) > MOST_BYTES:
        raise NoTable(N_("it is too large"))
    try:
        return decode(data)
    except Unreadable as refused:
        raise NoTable(refused.why) from None


def rows_of(data: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file; separator of comma, semicolon or tab."""
    text = text_of(data)
    head = text[:4096]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader):
            if number >= MOST_ROWS:
                raise NoTable(N_("it has too many rows"))
            yield [cell.strip()[:LONGEST_CELL] for cell in row]
    except csv.Error:
        raise NoTable(N_("it is no table that Panoh can read")) from None


def amount(cell: str) -> str:
    """A number as figures hold it; empty when none stands there."""
    said = cell.strip()
    if not _NUMBER.fullmatch(said):
        return ""
    try:
        value = Decimal(re.sub(r"[,\u00a0 ]", "", said))
    except InvalidOperation:
        return ""
    return plain(value) if abs(value) < 10**18 else ""


def header(found: list[str], wanted: tuple[str, ...], why: str) -> dict[str, int]:
    """Where each wanted column stands; NoTable with `why` when one is missing."""
    places = {name.strip().lower(): number for number, name in enumerate(found)}
    if not all(each in places for each in wanted):
        raise NoTable(why)
    return places
