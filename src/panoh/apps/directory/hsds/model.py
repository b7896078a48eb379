"""The tables of the standard and how they hang together; a package of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
HIDDEN = "@"
"""Begins the name of a link that a nested document said by its place and not by a field."""

FILES: dict[str, str] = {
    "organization": "organizations",
    "program": "programs",
    "service": "services",
    "attribute": "attributes",
    "service_at_location": "service_at_location",
    "location": "locations",
    "phone": "phones",
    "contact": "contacts",
    "address": "addresses",
    "schedule": "schedules",
    "funding": "funding",
    "service_area": "service_areas",
    "required_document": "required_documents",
    "language": "languages",
    "accessibility": "accessibility",
    "taxonomy_term": "taxonomy_terms",
    "metadata": "metadata",
    "meta_table_description": "meta_table_descriptions",
    "cost_option": "cost_options",
    "organization_identifier": "organization_identifiers",
    "taxonomy": "taxonomies",
    "service_capacity": "service_capacity",
    "unit": "units",
    "url": "url",
}
"""Table → the name of its CSV file."""
TABLES = {file: table for table, file in FILES.items()}

MAIN = ("organization", "service", "location", "service_at_location")
"""Tables that are records of their own here; rows of the others are details."""

NUMBERS: dict[str, frozenset[str]] = {
    "organization": frozenset({"year_incorporated"}),
    "service": frozenset({"minimum_age", "maximum_age"}),
    "location": frozenset({"latitude", "longitude"}),
    "phone": frozenset({"extension"}),
    "cost_option": frozenset({"amount"}),
    "schedule": frozenset({"timezone", "count", "interval"}),
    "service_capacity": frozenset({"available", "maximum"}),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "service": ("name",),
    "organization": ("name",),
    "taxonomy_term": ("name",),
    "taxonomy": ("name",),
}
"""Fields that must be a text; `id` always."""

ALWAYS: dict[str, frozenset[str]] = {
    "address": frozenset({"address_1", "city", "state_province", "postal_code", "country"}),
}
"""Fields that the standard wants even where there is nothing to say: empty in a table is a text."""


@dataclass(frozen=True, slots=True)
class Relation:
    """`many`: rows of `table` whose `link` names the parent. Else the parent's `link` names one."""

    table: str
    link: str
    many: bool = True


def _many(table: str, link: str) -> Relation:
    return Relation(table, link)


def _one(table: str, link: str) -> Relation:
    return Relation(table, link, many=False)


_EVERYWHERE = {
    "attributes": _many("attribute", "link_id"),
    "metadata": _many("metadata", "resource_id"),
}
RELATIONS: dict[str, dict[str, Relation]] = {
    "service": {
        "additional_urls": _many("url", "service_id"),
        "phones": _many("phone", "service_id"),
        "schedules": _many("schedule", "service_id"),
        "service_areas": _many("service_area", "service_id"),
        "service_at_locations": _many("service_at_location", "service_id"),
        "languages": _many("language", "service_id"),
        "organization": _one("organization", "organization_id"),
        "funding": _many("funding", "service_id"),
        "cost_options": _many("cost_option", "service_id"),
        "program": _one("program", "program_id"),
        "required_documents": _many("required_document", "service_id"),
        "contacts": _many("contact", "service_id"),
        "capacities": _many("service_capacity", "service_id"),
        **_EVERYWHERE,
    },
    "organization": {
        "additional_websites": _many("url", "organization_id"),
        "funding": _many("funding", "organization_id"),
        "contacts": _many("contact", "organization_id"),
        "phones": _many("phone", "organization_id"),
        "locations": _many("location", "organization_id"),
        "programs": _many("program", "organization_id"),
        "organization_identifiers": _many("organization_identifier", "organization_id"),
        "services": _many("service", "organization_id"),
        **_EVERYWHERE,
    },
    "service_at_location": {
        "service_areas": _many("service_area", "service_at_location_id"),
        "contacts": _many("contact", "service_at_location_id"),
        "phones": _many("phone", "service_at_location_id"),
        "schedules": _many("schedule", "service_at_location_id"),
        "location": _one("location", "location_id"),
        "service": _one("service", "service_id"),
        **_EVERYWHERE,
    },
    "location": {
        "languages": _many("language", "location_id"),
        "addresses": _many("address", "location_id"),
        "contacts": _many("contact", "location_id"),
        "accessibility": _many("accessibility", "location_id"),
        "phones": _many("phone", "location_id"),
        "schedules": _many("schedule", "location_id"),
        **_EVERYWHERE,
    },
    "contact": {"phones": _many("phone", "contact_id"), **_EVERYWHERE},
    "phone": {"languages": _many("language", "phone_id"), **_EVERYWHERE},
    "service_capacity": {"unit": _one("unit", "unit_id"), **_EVERYWHERE},
    "attribute": {
        "taxonomy_term": _one("taxonomy_term", "taxonomy_term_id"),
        "metadata": _EVERYWHERE["metadata"],
    },
    "taxonomy_term": {
        "taxonomy_detail": _one("taxonomy", "taxonomy_id"),
        "metadata": _EVERYWHERE["metadata"],
    },
    "metadata": {},
}


def relations(table: str) -> dict[str, Relation]:
    return RELATIONS.get(table, _EVERYWHERE)


def link_of(row: Row, name: str) -> str | None:
    """What a row's link names: by its place in a document, else by its field."""
    found = row.get(HIDDEN + name) or row.get(name)
    return found if isinstance(found, str) else None


@dataclass(slots=True)
class Package:
    """Rows by table and id, in the order in which they came."""

    rows: dict[str, dict[str, Row]] = field(default_factory=dict)

    def table(self, name: str) -> dict[str, Row]:
        return self.rows.get(name, {})

    def put(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, {})[str(row["id"])] = row

    def each(self) -> Iterator[tuple[str, Row]]:
        for table, rows in self.rows.items():
            for row in rows.values():
                yield table, row

    def count(self) -> int:
        return sum(map(len, self.rows.values()))

    def below(self) -> Below:
        """An index by link, for writing documents."""
        return Below(self)


class Below:
    """Which rows name which parent."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._found: dict[tuple[str, str, str], list[Row]] = {}
        links = {
            (relation.table, relation.link)
            for held in (*RELATIONS.values(), _EVERYWHERE)
            for relation in held.values()
            if relation.many
        }
        for table, link in sorted(links):
            for row in package.table(table).values():
                for name in {row.get(HIDDEN + link), row.get(link)}:
                    if isinstance(name, str):
                        self._found.setdefault((table, link, name), []).append(row)

    def crowded(self, most: int) -> str:
        """The first sort of detail of which more than `most` hang on one record; empty if none."""
        for (table, _link, parent), rows in self._found.items():
            if table not in MAIN and len(rows) > most:
                return f"{table}[{parent}]"
        return ""

    def rows(self, table: str, link: str, parent: str) -> list[Row]:
        return self._found.get((table, link, parent), [])
