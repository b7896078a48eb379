"""US Customs and Border Protection, nationwide encounters; a fiscal year begins in October.

The file has tens of thousands of rows, split by state, month and title. Kept are sums by fiscal
year, citizenship and land border region; each says of how many rows.
"""

from __future__ import annotations

from collections import defaultdict

from panoh.apps.evidence.tables.common import NoTable, Table, amount, header, rows_of
from panoh.words import N_

NOT_IT = N_("it is no table of encounters: the columns Fiscal Year and Citizenship are missing")
WANTED = ("fiscal year", "citizenship", "encounter count")


def read(data: bytes) -> Table:
    rows = rows_of(data)
    places = header(next(rows, []), WANTED, NOT_IT)
    table = Table("Nationwide encounters", "US Customs and Border Protection")
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    region = places.get("land border region")
    for row in rows:
        year = row[places["fiscal year"]][:4] if row and row[0] else ""
        count = amount(row[places["encounter count"]]) if len(row) == len(places) else ""
        if not year.isdigit() or not count.isdigit():
            table.skipped += 1
            continue
        where = row[region] if region is not None else ""
        held = sums[year, row[places["citizenship"]], where]
        held[0] += int(count)
        held[1] += 1
    for (year, citizenship, where), (total, number) in sorted(sums.items()):
        fiscal = int(year)
        table.add(
            measure="border encounters", population=f"citizens of {citizenship.title()}",
            place=where or "United States", value=str(total), nature="flow", unit="encounters",
            period_start=f"{fiscal - 1}-10", period_end=f"{fiscal}-09", qualifier="exact",
            definition="encounters, not persons; fiscal year from October",
            words=f"sum of {number} rows", locator=f"FY{fiscal} {citizenship} {where}".strip(),
        )  # fmt: skip
    if not table.figures:
        raise NoTable(NOT_IT)
    return table
