"""Documents as the standard's programs exchange them: a service with all that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from panoh.apps.directory.hsds.model import (
    HIDDEN,
    TABLES,
    Below,
    Package,
    Row,
    link_of,
    relations,
)
from panoh.errors import Unsound
from panoh.words import N_

DEEPEST = 12
"""Levels of rows inside rows; the standard itself needs seven."""


def kind_of(document: Row) -> str | None:
    """Which table a document is of, told by the fields that only it has."""
    keys = document.keys()
    if {"location", "service"} <= keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if "location_type" in keys:
        return "location"
    if "taxonomy_detail" in keys or "taxonomy" in keys or "term_uri" in keys or "parent_id" in keys:
        return "taxonomy_term"
    if "status" in keys or "organization" in keys:
        return "service"
    if keys & {"website", "legal_status", "tax_status", "year_incorporated", "services"}:
        return "organization"
    if "id" in keys and "name" in keys:
        return "taxonomy" if "version" in keys else "organization"
    return None


def take_in(package: Package, document: Any, path: str) -> None:
    """Every row of a document: of one record, of a page of them, or of tables by file name."""
    if isinstance(document, list):
        for number, each in enumerate(document):
            take_in(package, each, f"{path}[{number}]")
        return
    if not isinstance(document, dict):
        raise Unsound(path=path, why=N_("something that names no service, organisation or place"))
    if "contents" in document and "page_number" in document:
        take_in(package, document["contents"], f"{path}.contents")
        return
    if document and all(str(key).removesuffix(".csv") in TABLES for key in document):
        for key, rows in document.items():
            _take_table(package, TABLES[str(key).removesuffix(".csv")], rows, f"{path}.{key}")
        return
    if "openapi_url" in document:
        return  # what a service of the standard says of itself; there is nothing in it to keep
    table = kind_of(document)
    if table is None:
        raise Unsound(path=path, why=N_("something that names no service, organisation or place"))
    _take(package, table, document, path, 0)


def _take_table(package: Package, table: str, rows: Any, path: str) -> None:
    if not isinstance(rows, list):
        raise Unsound(path=path, why=N_("a list was expected here"))
    for number, row in enumerate(rows):
        _take(package, table, row, f"{path}[{number}]", 0)


def _take(package: Package, table: str, document: Any, path: str, depth: int) -> str:
    if not isinstance(document, dict):
        raise Unsound(path=path, why=N_("a record with fields was expected here"))
    if depth > DEEPEST:
        raise Unsound(path=path, why=N_("records inside records without end"))
    known = relations(table)
    ident = document.get("id")
    if not isinstance(ident, str) or not ident:
        raise Unsound(path=f"{path}.id", why=N_("every record needs an id, which is a text"))
    row: Row = {}
    for name, value in document.items():
        relation = known.get(name)
        if relation is None or value is None:
            row[str(name)] = value
        elif relation.many:
            if not isinstance(value, list):
                raise Unsound(path=f"{path}.{name}", why=N_("a list was expected here"))
            for number, each in enumerate(value):
                at = f"{path}.{name}[{number}]"
                if isinstance(each, dict):
                    each = {**each, HIDDEN + relation.link: ident}
                _take(package, relation.table, each, at, depth + 1)
        else:
            row[HIDDEN + relation.link] = _take(
                package, relation.table, value, f"{path}.{name}", depth + 1
            )
    _merge(package, table, row, path)
    return ident


def _merge(package: Package, table: str, row: Row, path: str) -> None:
    held = package.table(table).get(row["id"])
    if held is None:
        package.put(table, row)
        return
    for name, value in row.items():
        if name not in held:
            held[name] = value
        elif held[name] != value and not name.startswith(HIDDEN):
            raise Unsound(
                path=f"{path}.{name}", why=N_("the same record is given twice, in two ways")
            )


class TooWide(Exception):
    """A document repeats so many rows that it would not stay within its room."""


@dataclass(slots=True)
class Room:
    """How many rows may still be written: many records that share one with many details would be
    their product."""

    left: int

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooWide


@dataclass(slots=True)
class Way:
    """How documents are written. `reached` gets every row that was; with `once` what hangs on a row
    is written at its first place only; `short` names tables of which nothing that hangs on them
    is."""

    room: Room | None = None
    reached: set[tuple[str, str]] = field(default_factory=set)
    once: bool = False
    short: frozenset[str] = frozenset()


def document(
    below: Below,
    table: str,
    ident: str,
    way: Way | None = None,
    *,
    full: bool = True,
    seen: tuple[str, ...] = (),
) -> dict[str, Any] | None:
    """A record with all that hangs on it; without `full` only what it has one of. Raises TooWide
    when the way has no room left."""
    row = below.package.table(table).get(ident)
    if row is None:
        return None
    way = Way() if way is None else way
    if way.room is not None:
        way.room.take()
    full = full and table not in way.short and not (way.once and (table, ident) in way.reached)
    way.reached.add((table, ident))
    made: dict[str, Any] = {k: v for k, v in row.items() if not k.startswith(HIDDEN)}
    inside = (*seen, table)
    for name, relation in relations(table).items():
        if relation.table in inside:
            continue
        if relation.many:
            if not full:
                continue
            found = [
                document(below, relation.table, str(each["id"]), way, seen=inside)
                for each in below.rows(relation.table, relation.link, ident)
            ]
            if found:
                made[name] = found
        elif linked := link_of(row, relation.link):
            one = document(below, relation.table, linked, way, full=full, seen=inside)
            if one:
                made[name] = one
    return made
