"""The tabular form: a CSV file for each table, and the datapackage that names them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from panoh.apps.directory.hsds.check import MOST_ROWS
from panoh.apps.directory.hsds.model import ALWAYS, FILES, HIDDEN, NUMBERS, TABLES, Package, Row
from panoh.errors import Unsound
from panoh.words import N_

PACKAGE_FILE = "datapackage.json"


def read_csv(package: Package, name: str, data: bytes) -> None:
    """Rows of one file into the package. `name` is the file's name without its folder."""
    table = TABLES.get(name.removesuffix(".csv"))
    if table is None:
        raise Unsound(path=name, why=N_("this is not a table of the standard"))
    try:
        text = data.decode("utf-8-sig")
        rows: list[list[str]] = []
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(rows) > MOST_ROWS:
                raise Unsound(path=name, why=N_("too many records"))
            rows.append(cells)
    except (UnicodeDecodeError, csv.Error):
        raise Unsound(path=name, why=N_("this cannot be read as a table")) from None
    heads = rows[0] if rows else []
    if "id" not in heads or len(set(heads)) != len(heads):
        raise Unsound(path=name, why=N_("the first line must name the columns, one of them id"))
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        if len(cells) > len(heads):
            raise Unsound(path=f"{name}:{number}", why=N_("there are more values than columns"))
        row = _row(table, dict(zip(heads, cells, strict=False)), f"{name}:{number}")
        if row["id"] in package.table(table):
            raise Unsound(
                path=f"{name}:{number}", why=N_("the same record is given twice, in two ways")
            )
        package.put(table, row)


def _row(table: str, said: dict[str, str], path: str) -> Row:
    if not said.get("id"):
        raise Unsound(path=f"{path}.id", why=N_("every record needs an id, which is a text"))
    numbers = NUMBERS.get(table, frozenset())
    row: Row = {}
    for name, text in said.items():
        if text == "" and name not in ALWAYS.get(table, ()):
            continue
        row[name] = _number(text, f"{path}.{name}") if name in numbers else text
    return row


def _number(text: str, path: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise Unsound(path=path, why=N_("this must be a number")) from None
    if value != value or value in (float("inf"), float("-inf")):
        raise Unsound(path=path, why=N_("this must be a number"))
    return int(value) if value == int(value) and "." not in text else value


def write_csv(package: Package) -> dict[str, bytes]:
    """File name → bytes: every table that has rows, and the datapackage."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for table, file in FILES.items():
        rows = [flat(each) for each in package.table(table).values()]
        if not rows:
            continue
        heads = list(dict.fromkeys(["id", *(name for row in rows for name in row)]))
        files[f"{file}.csv"] = _csv(heads, rows)
        resources.append(_resource(table, file, heads))
    described = {"profile": "tabular-data-package", "name": "directory", "resources": resources}
    files[PACKAGE_FILE] = json.dumps(described, ensure_ascii=False, indent=1).encode()
    return files


def flat(row: Row) -> Row:
    """Links that a nested document said by place become fields."""
    made = {name: value for name, value in row.items() if not name.startswith(HIDDEN)}
    for name, value in row.items():
        if name.startswith(HIDDEN):
            made.setdefault(name.removeprefix(HIDDEN), value)
    return made


def _csv(heads: list[str], rows: list[Row]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in heads])
    return written.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _resource(table: str, file: str, heads: list[str]) -> dict[str, Any]:
    numbers = NUMBERS.get(table, frozenset())
    fields = [{"name": name, "type": "number" if name in numbers else "string"} for name in heads]
    return {
        "name": file,
        "path": f"{file}.csv",
        "profile": "tabular-data-resource",
        "schema": {"primaryKey": "id", "fields": fields},
    }
