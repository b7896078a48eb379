"""UNHCR: people of concern, and asylum applications; one row a year, origin and country."""

from __future__ import annotations

from panoh.apps.evidence.tables.common import Table, amount, header, rows_of
from panoh.words import N_

NOT_IT = N_("it is no table of UNHCR: the columns year, coo_name and coa_name are missing")
COUNTED = {
    "refugees": "refugees",
    "asylum_seekers": "asylum seekers",
    "returned_refugees": "refugees returned",
    "idps": "internally displaced people",
    "returned_idps": "internally displaced people returned",
    "stateless": "stateless people",
    "ooc": "others of concern",
    "oip": "others in need of protection",
    "hst": "host community",
}
PROCEDURES = {"G": "government procedure", "U": "UNHCR procedure", "J": "joint procedure"}
LEVELS = {"AR": "administrative review", "FI": "first instance", "RA": "appeal", "NA": "new",
          "EO": "immigration court", "IN": "immigration service", "JR": "judicial review",
          "BL": "backlog", "CA": "cantonal regulation", "TP": "temporary protection",
          "TR": "temporary asylum", "TA": "temporary asylum", "SP": "subsidiary protection",
          "FA": "first instance and appeal"}  # fmt: skip


def read(data: bytes) -> Table:
    rows = rows_of(data)
    places = header(next(rows, []), ("year", "coo_name", "coa_name"), NOT_IT)
    asylum = "applied" in places
    name = "asylum applications" if asylum else "population figures"
    table = Table(f"UNHCR Refugee Data Finder: {name}", "UNHCR")
    for row in rows:
        said = {key: row[at] for key, at in places.items() if at < len(row)}
        if not said.get("year", "").isdigit():
            table.skipped += 1
        elif asylum:
            _application(table, said)
        else:
            _population(table, said)
    return table


def _application(table: Table, said: dict[str, str]) -> None:
    value = amount(said.get("applied", ""))
    if not value:
        table.skipped += 1
        return
    counted = "cases" if said.get("app_pc") == "C" else "persons"
    level, procedure = said.get("dec_level", ""), said.get("procedure_type", "")
    kind = {"N": "new", "R": "repeated", "A": "appeal", "NR": "new and repeated"}.get(
        said.get("app_type", ""), said.get("app_type", "")
    )
    how = [counted, kind, LEVELS.get(level, level), PROCEDURES.get(procedure, procedure)]
    table.add(
        measure="asylum applications", population=f"people from {said['coo_name']}",
        place=said["coa_name"], value=value, period_start=said["year"], period_end=said["year"],
        nature="flow", unit=counted, qualifier="exact", definition=", ".join(filter(None, how)),
        locator=f"{said['year']} {said.get('coo_iso', '')} {said.get('coa_iso', '')} {level}",
    )  # fmt: skip


def _population(table: Table, said: dict[str, str]) -> None:
    for column, measure in COUNTED.items():
        value = amount(said.get(column, ""))
        if not value or value == "0":
            table.skipped += 1  # a zero there means as often that nobody counted
            continue
        table.add(
            measure=measure, population=f"people from {said['coo_name']}", place=said["coa_name"],
            value=value, period_start=said["year"], period_end=said["year"], nature="stock",
            unit="persons", qualifier="exact", definition="UNHCR, at the end of the year",
            locator=f"{said['year']} {said.get('coo_iso', '')} {said.get('coa_iso', '')}",
        )  # fmt: skip
