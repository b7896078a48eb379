"""A directory of another program, taken in whole or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panoh.apps.directory import records
from panoh.apps.directory.hsds import check, files
from panoh.apps.directory.hsds.model import MAIN, Package, Row, link_of
from panoh.apps.directory.records.common import HOME
from panoh.apps.directory.views import standard
from panoh.core.node import Node, Work
from panoh.core.records.model import RecordType
from panoh.core.records.rules import clean
from panoh.lexicon.gazetteer import COUNTRIES, find_place


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows of each table; `loose` links point outside the package and are kept."""

    rows: Mapping[str, int]
    loose: int


def record_id(table: str, ref: str) -> str:
    """The id under which a row of the standard lives here: the same in every vault."""
    return uuid.uuid5(standard.NAMESPACE, f"{table} {ref}").hex


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sound package would bring: rows of each table, links that point outside it, and the
    names of its services, those that are new here and those that are here already."""

    package: Package
    rows: Mapping[str, int]
    loose: int
    fresh: tuple[str, ...]
    held: tuple[str, ...]


Progress = Callable[[int, int], object]
EVERY = 200


def look_at(node: Node, given: Sequence[tuple[str, bytes]]) -> Seen:
    """Files by name, read as one package and checked; nothing is written. Raises Unsound with the
    place and the reason."""
    package = Package()
    for name, data in given:
        files.read(name, data, package)
    known = {
        table: frozenset(
            str(each["ref"]) for each in node.rows(f"SELECT ref FROM {records.MAIN[table].table}")
        )
        for table in MAIN
    }
    check.check(package, known)
    services = package.table("service")
    return Seen(
        package,
        {table: len(rows) for table, rows in package.rows.items() if rows},
        check.loose_ends(package),
        tuple(str(row["name"]) for ref, row in services.items() if ref not in known["service"]),
        tuple(str(row["name"]) for ref, row in services.items() if ref in known["service"]),
    )


def bring(node: Node, given: Sequence[tuple[str, bytes]]) -> Taken:
    """Look at a package and take it, or raise Unsound; then nothing was changed."""
    return take(node, look_at(node, given))


def take(node: Node, seen: Seen, progress: Progress | None = None) -> Taken:
    """All of it in one write. A row that is here already gets the package's values; what is ours
    stays. `progress` is told how many rows of how many."""
    total = seen.package.count()
    with node.writing() as work:
        for number, (table, row) in enumerate(seen.package.each()):
            if progress is not None and number % EVERY == 0:
                progress(number, total)
            put_row(node, work, table, row)
        _with_needs(node, work, seen.package)
    return Taken(seen.rows, seen.loose)


def put_row(node: Node, work: Work, table: str, row: Row, **ours: Any) -> str:
    """One row of the standard, with fields of ours if any; its record id."""
    space, ident = node.space(HOME), record_id(table, str(row["id"]))
    if table not in MAIN:
        if standard.is_ours(table, row):
            return ident
        values = {"table": table, "ref": str(row["id"])[:200], "rest": _json(row)}
        return work.put(records.DETAIL, space, ident, values)
    rtype = records.MAIN[table]
    values = {**values_of(rtype, table, row), **ours}
    return work.put(rtype, space, ident, values)


def values_of(rtype: RecordType, table: str, row: Row) -> dict[str, Any]:
    """A row as fields, and as `rest` whatever a field would not give back as it was."""
    values: dict[str, Any] = {"ref": str(row["id"])[:200]}
    rest: Row = {}
    for name, value in row.items():
        if name == "id":
            continue
        if name in records.STANDARD[table]:
            field = rtype.field(name)
            cleaned = _cleaned(field, value)
            values[name] = cleaned
            if cleaned != value or value is None:
                rest[name] = value
        else:
            rest[name] = value
    for name in ("organization", "service", "location"):
        if rtype.field(name) is not None and (linked := link_of(row, f"{name}_id")):
            values[name] = linked[:200]
    for name in records.STANDARD[table]:
        values.setdefault(name, None)
    values["rest"] = _json(rest) if rest else None
    return values


def _cleaned(field: Any, value: Any) -> Any:
    """What the field can hold of a value: the first line of it, shortened, or nothing."""
    if not isinstance(value, str):
        return None
    try:
        return clean(field, value)
    except ValueError:
        pass
    try:
        return clean(field, " ".join(value.split())[: field.max_length])
    except ValueError:
        return None


def _json(value: Any) -> str:
    """Escaped, so that no cleaning of a text field changes a sign of it."""
    return json.dumps(value, separators=(",", ":"))


def _with_needs(node: Node, work: Work, package: Package) -> None:
    """Terms of our own taxonomies become fields; towns are looked up by their addresses."""
    space = node.space(HOME)
    said: dict[str, dict[str, set[str]]] = {}
    for row in package.table("attribute").values():
        ours, service = standard.our_code(row), link_of(row, "link_id")
        if ours and service:
            name = "factors" if ours[0] == standard.FACTORS else "activities"
            said.setdefault(service, {}).setdefault(name, set()).add(ours[1])
    for service, fields in said.items():
        if service in package.table("service"):
            values = {name: sorted(codes) for name, codes in fields.items()}
            work.put(records.SERVICE, space, record_id("service", service), values)
    for row in package.table("address").values():
        ref = link_of(row, "location_id")
        country = str(row.get("country") or "").upper()
        if ref not in package.table("location") or country not in COUNTRIES:
            continue
        town = find_place(str(row.get("city") or ""), 1, country)
        where = {"country": country, "town": town[0].id if town else None}
        work.put(records.LOCATION, space, record_id("location", str(ref)), where)
