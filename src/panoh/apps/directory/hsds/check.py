"""What makes a package unsound. Nothing is repaired: it is refused whole, and says where."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

from panoh.apps.directory.hsds.model import HIDDEN, NEEDED, NUMBERS, Package, Row, link_of
from panoh.errors import Unsound
from panoh.words import N_

MOST_ROWS = 60_000
MOST_ON_ONE = 500
"""Details of one sort on one record: many records with the same many would be their product."""
LONGEST_TEXT = 40_000
"""Signs in one value."""
LONGEST_ID = 200
LONGEST_ROW = 180_000
"""Signs of a row as escaped JSON."""
HOLDING = {
    "service": (("organization", "organization_id"),),
    "service_at_location": (("service", "service_id"), ("location", "location_id")),
}
"""Links without which a record hangs in the air. Any other may point outside the package: the
standard's own examples do."""
_CHAINS = (("organization", "parent_organization_id"), ("taxonomy_term", "parent_id"))


def check(package: Package, known: Mapping[str, frozenset[str]]) -> None:
    """Raises Unsound. `known` are ids of the directory as it is, by table."""
    if package.count() > MOST_ROWS:
        largest = max(package.rows, key=lambda each: len(package.rows[each]))
        raise Unsound(path=largest, why=N_("too many records"))
    for table, row in package.each():
        _fields(table, row)
    if crowded := package.below().crowded(MOST_ON_ONE):
        raise Unsound(path=crowded, why=N_("too many records"))
    for table, links in HOLDING.items():
        for ident, row in package.table(table).items():
            for target, name in links:
                _resolves(package, known, f"{table}[{ident}].{name}", target, link_of(row, name))
    for table, name in _CHAINS:
        _no_circle(package.table(table), table, name)


def _fields(table: str, row: Row) -> None:
    try:
        json.dumps(row, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Unsound(path=table, why=N_("this cannot be read")) from None
    if not _is_name(row["id"]):
        raise Unsound(path=f"{table}.id", why=N_("this cannot be read"))
    at = f"{table}[{row['id']}]"
    for name in NEEDED.get(table, ()):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise Unsound(path=f"{at}.{name}", why=N_("this must be a text"))
    if len(json.dumps(row)) > LONGEST_ROW:
        raise Unsound(path=at, why=N_("this is too long"))
    numbers = NUMBERS.get(table, frozenset())
    for name, value in row.items():
        if name in numbers and isinstance(value, (bool, dict, list, str)):
            raise Unsound(path=f"{at}.{name}", why=N_("this must be a number"))
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise Unsound(path=f"{at}.{name}", why=N_("this is too long"))
        if name.endswith("_id") and isinstance(value, (dict, list)):
            raise Unsound(path=f"{at}.{name}", why=N_("this must be a text"))
        if name in _TEXTS and isinstance(value, (dict, list)):
            raise Unsound(path=f"{at}.{name}", why=N_("this must be a text"))


def _is_name(ident: str) -> bool:
    """Whether an id is kept as it came: a link to it would else point to nothing, and what hangs on
    a place that is confidential would not be known to hang there."""
    plain = ident.isprintable() and ident == ident.strip() and len(ident) <= LONGEST_ID
    return plain and unicodedata.is_normalized("NFC", ident)


_TEXTS = frozenset(
    {"name", "description", "status", "email", "url", "number", "city", "country", "address_1",
     "opens_at", "closes_at", "byday", "code", "document", "option"}
)  # fmt: skip


def _resolves(
    package: Package, known: Mapping[str, frozenset[str]], path: str, target: str, ident: str | None
) -> None:
    if not ident:
        if path.startswith("service["):
            return  # a service may stand without an organisation
        raise Unsound(path=path, why=N_("this points to nothing"))
    if ident not in package.table(target) and ident not in known.get(target, frozenset()):
        raise Unsound(path=path, why=N_("this points to nothing"))


def _no_circle(rows: Mapping[str, Row], table: str, name: str) -> None:
    sound: set[str] = set()
    for start in rows:
        on_the_way: set[str] = set()
        at: str | None = start
        while at is not None and at in rows and at not in sound:
            if at in on_the_way:
                raise Unsound(
                    path=f"{table}[{start}].{name}", why=N_("this goes round in a circle")
                )
            on_the_way.add(at)
            at = link_of(rows[at], name)
        sound.update(on_the_way)


def loose_ends(package: Package) -> int:
    """How many links of a package point outside it; they are kept as they are."""
    held = {table: set(rows) for table, rows in package.rows.items()}
    found = 0
    for _table, row in package.each():
        for name, value in row.items():
            target = name.removeprefix(HIDDEN).removesuffix("_id")
            if name.endswith("_id") and isinstance(value, str) and target in held:
                found += value not in held[target]
    return found
