"""The records as rows of the standard: all of them, or only what may leave."""

from __future__ import annotations

import uuid
from typing import Any

from panoh.apps.directory import records
from panoh.apps.directory.access import rest_of
from panoh.apps.directory.hsds.model import MAIN, Package, Row, link_of
from panoh.core.node import Node
from panoh.lexicon import factors
from panoh.words import current_language

NAMESPACE = uuid.UUID("5c5f5a3e-6d0c-4d57-9a27-0f5b8a2d9c11")
"""Of the ids that are made here, so that the same thing has the same id in every vault."""
FACTORS = str(uuid.uuid5(NAMESPACE, "taxonomy factors"))
ACTIVITIES = str(uuid.uuid5(NAMESPACE, "taxonomy activities"))
_LINKS: dict[str, tuple[str, ...]] = {
    "service": ("organization",),
    "location": ("organization",),
    "service_at_location": ("service", "location"),
}


def row_of(table: str, record: dict[str, Any]) -> Row:
    """One record as it stands in the standard: no field of ours is among its own."""
    row: Row = {"id": record["ref"]}
    held = rest_of(record)
    for name in records.STANDARD[table]:
        if record.get(name) not in (None, "") and name not in held:
            row[name] = record[name]
    for name in _LINKS.get(table, ()):
        if record.get(name) and f"{name}_id" not in held and f"@{name}_id" not in held:
            row[f"{name}_id"] = record[name]
    row.update(held)
    row["id"] = record["ref"]
    return row


def whole(node: Node) -> Package:
    """Every row, confidential ones too: for use inside the vault only."""
    package = Package()
    for table in MAIN:
        for each in node.all(records.MAIN[table], "ref IS NOT NULL ORDER BY created_at, id"):
            package.put(table, row_of(table, each))
    for each in node.all(records.DETAIL, "rest IS NOT NULL ORDER BY created_at, id"):
        held = rest_of(each)
        if held.get("id"):
            package.put(str(each["table"]), held)
    return package


def public(node: Node) -> Package:
    """What may leave: no confidential place or anything that hangs on one, nothing of our own."""
    package = whole(node)
    shut = {
        str(each["ref"])
        for each in node.all(records.LOCATION, "confidential = 1 OR confidential_address <> ''")
    }
    for ref in shut:
        package.put("location", {"id": ref, "location_type": "physical"})
    gone = {("location", ref) for ref in shut}
    for row in list(package.table("service_at_location").values()):
        place = link_of(row, "location_id")
        if place in shut:  # that they belong together is all that may be known of it
            ident = str(row["id"])
            gone.add(("service_at_location", ident))
            package.put("service_at_location", {
                "id": ident, "service_id": link_of(row, "service_id"), "location_id": place,
            })  # fmt: skip
    # What was said of a row that was taken out since, such as how its address was before.
    voided = node.all(records.DETAIL, "rest IS NULL")
    gone |= {(str(each["table"]), str(each["ref"])) for each in voided}
    _without(package, gone)
    _with_terms(node, package)
    return package


_PARENTS = {
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "link_id": "",
    "resource_id": "",
}


def _without(package: Package, gone: set[tuple[str, str]]) -> None:
    """Take out every detail that hangs on something shut, and what hangs on that."""
    refs = {ref for _table, ref in gone}
    while True:
        found = [
            (table, str(row["id"]))
            for table, row in package.each()
            if table not in MAIN and _hangs(row, gone, refs)
        ]
        if not found:
            return
        for table, ident in found:
            del package.rows[table][ident]
            gone.add((table, ident))
            refs.add(ident)


def _hangs(row: Row, gone: set[tuple[str, str]], refs: set[str]) -> bool:
    for name, table in _PARENTS.items():
        for link in {row.get(name), row.get("@" + name)}:
            if isinstance(link, str) and ((table, link) in gone if table else link in refs):
                return True
    return False


def _with_terms(node: Node, package: Package) -> None:
    """Needs and kinds of work as terms of two taxonomies."""
    held: set[tuple[str, str, str]] = set()
    for each in node.all(records.SERVICE, "ref IS NOT NULL ORDER BY created_at, id"):
        known = factors.factors()
        for code in each["factors"] or ():
            if code in known:
                held.add((FACTORS, str(code), factors.label(code, current_language())))
                _attribute(package, str(each["ref"]), FACTORS, str(code))
        for code in each["activities"] or ():
            held.add((ACTIVITIES, str(code), _ACTIVITY[code]))
            _attribute(package, str(each["ref"]), ACTIVITIES, str(code))
    names = {FACTORS: "Needs and strengths", ACTIVITIES: "IASC 4Ws activity codes"}
    for taxonomy in sorted({each[0] for each in held}):
        name = names[taxonomy]
        row: Row = {"id": taxonomy, "name": name, "description": name, "version": "1"}
        package.put("taxonomy", row)
    for taxonomy, code, label in sorted(held):
        package.put(
            "taxonomy_term",
            {"id": term_id(taxonomy, code), "code": code, "name": label, "description": label,
             "taxonomy_id": taxonomy},
        )  # fmt: skip


_ACTIVITY = {each.key: each.label for each in records.entry.ACTIVITIES}


def term_id(taxonomy: str, code: str) -> str:
    return str(uuid.uuid5(NAMESPACE, f"term {taxonomy} {code}"))


def _attribute(package: Package, service: str, taxonomy: str, code: str) -> None:
    package.put(
        "attribute",
        {
            "id": str(uuid.uuid5(NAMESPACE, f"attribute {service} {taxonomy} {code}")),
            "link_id": service,
            "link_entity": "service",
            "taxonomy_term_id": term_id(taxonomy, code),
        },
    )


def is_ours(table: str, row: Row) -> bool:
    """Whether a row only says what the fields of ours say; it is not kept twice."""
    if table == "taxonomy":
        return row["id"] in (FACTORS, ACTIVITIES)
    if table == "taxonomy_term":
        return row["id"] in _ours()
    return table == "attribute" and our_code(row) is not None


def our_code(row: Row) -> tuple[str, str] | None:
    """The taxonomy and code of an attribute that names one of our terms."""
    return _ours().get(link_of(row, "taxonomy_term_id") or "")


def _ours() -> dict[str, tuple[str, str]]:
    if not _made:
        _made.update({term_id(FACTORS, each): (FACTORS, each) for each in factors.factors()})
        _made.update({term_id(ACTIVITIES, each): (ACTIVITIES, each) for each in _ACTIVITY})
    return _made


_made: dict[str, tuple[str, str]] = {}
