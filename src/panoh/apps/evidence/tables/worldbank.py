"""World Bank indicators: a mark, four lines about the file, then a column for each year."""

from __future__ import annotations

import re

from panoh.apps.evidence.tables.common import NoTable, Table, amount, rows_of
from panoh.words import N_

_YEAR = re.compile(r"(19|20)\d\d")
_SHARE = re.compile(r"%|per cent|percent|annual growth|ratio|index", re.IGNORECASE)
NOT_IT = N_("it is no table of the World Bank: a row with Country Name and years is missing")


def read(data: bytes) -> Table:
    updated, years, table = "", {}, None
    for row in rows_of(data):
        if row[:1] == ["Last Updated Date"] and len(row) > 1:
            updated = row[1]
        elif row[:1] == ["Country Name"]:
            years = {number: cell for number, cell in enumerate(row) if _YEAR.fullmatch(cell)}
            if not years or len(row) < 5:
                raise NoTable(NOT_IT)
            table = Table("World Development Indicators", "World Bank", issued=updated)
        elif table is not None and len(row) > 4:
            _row(table, row, years, updated)
    if table is None:
        raise NoTable(NOT_IT)
    if table.figures:
        table.title = f"World Development Indicators: {table.figures[0]['measure']}"
    return table


def _row(table: Table, row: list[str], years: dict[int, str], updated: str) -> None:
    country, code, indicator, indicator_code = row[:4]
    share = bool(_SHARE.search(indicator))
    measure, _comma, population = indicator.partition(", ")
    for number, year in years.items():
        value = amount(row[number]) if number < len(row) else ""
        if not value:
            table.skipped += 1
            continue
        table.add(
            measure=measure, population=population, place=country, value=value,
            period_start=year, period_end=year, as_of=updated,
            nature="share" if share else "stock", unit="percent" if "%" in indicator else "",
            qualifier="exact", definition=f"World Bank {indicator_code}",
            locator=f"{code} {indicator_code} {year}",
        )  # fmt: skip
