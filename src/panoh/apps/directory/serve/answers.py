"""What can be asked and what comes back: pages of records, and one record with all it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from panoh.apps.directory.hsds.model import Package, Row, link_of
from panoh.apps.directory.hsds.nested import Room, TooWide, Way, document
from panoh.apps.directory.rules.find import Spot, distance
from panoh.lexicon.letters import fold

VERSION = "3.0"
PATHS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 50
MOST_IN_ANSWER = 20_000
"""Rows of one answer, however they are nested."""
TOO_WIDE = "This answer would be too large. Ask for fewer on a page, or for less of each."
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_SEARCHED = ("name", "alternate_name", "description")
LINKS = ("taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id", "postcode")
YES_NO = ("full", "minimal", "full_service", "top_only")
TAKES: dict[str, tuple[str, ...]] = {
    "services": ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after",
                 "minimal", "full"),
    "organizations": ("search", "full", "full_service", "taxonomy_term_id", "taxonomy_id"),
    "service_at_locations": ("search", "taxonomy_term_id", "taxonomy_id", "organization_id",
                             "modified_after", "full", "postcode", "proximity"),
    "taxonomies": ("search",),
    "taxonomy_terms": ("search", "taxonomy_id", "top_only", "parent_id"),
}  # fmt: skip
OF_ONE: dict[str, tuple[str, ...]] = {"organizations": ("full_service",)}
"""What may be asked with a record's own address."""
PAGED = ("page", "per_page", "format")


class Refusal(Exception):
    """A status and a plain sentence."""

    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        self.detail = detail
        super().__init__(detail)


class Answers:
    """Reads one package, made once; asked as often as anybody likes."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._below = package.below()

    def root(self) -> dict[str, Any]:
        return {"version": VERSION, "profile": "https://docs.openreferral.org/",
                "openapi_url": "/openapi.json"}  # fmt: skip

    def one(self, path: str, ident: str, asked: Mapping[str, str]) -> dict[str, Any]:
        said = _read(asked, OF_ONE.get(path, ()))
        short = frozenset({"service"} if said.get("full_service") is False else ())
        try:
            way = Way(Room(MOST_IN_ANSWER), short=short)
            found = document(self._below, PATHS[path], ident, way)
        except TooWide:
            raise Refusal(400, TOO_WIDE) from None
        if found is None:
            raise Refusal(404, "There is no such record.")
        return found

    def page(self, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        said = _read(asked, (*TAKES[path], *PAGED))
        if "proximity" in said:  # of no postcode, or an unknown one, nothing is near
            said["near"] = (self._centre(said.pop("postcode", "")), said.pop("proximity"))
        table = PATHS[path]
        rows = [e for e in self._package.table(table).values() if self._fits(table, e, said)]
        size, number = said["per_page"], said["page"]
        total = max(1, -(-len(rows) // size))
        shown = rows[(number - 1) * size : number * size]
        try:
            way = Way(Room(MOST_IN_ANSWER))
            contents = [self._shown(table, each, said, way) for each in shown]
        except TooWide:
            raise Refusal(400, TOO_WIDE) from None
        return {
            "total_items": len(rows),
            "total_pages": total,
            "page_number": number,
            "size": len(shown),
            "first_page": number == 1,
            "last_page": number >= total,
            "empty": not shown,
            "contents": contents,
        }

    def _shown(self, table: str, row: Row, said: Mapping[str, Any], way: Way) -> dict[str, Any]:
        if said.get("minimal"):
            return {k: row[k] for k in ("id", "last_modified") if k in row}
        full = bool(said.get("full") or said.get("full_service"))
        return document(self._below, table, str(row["id"]), way, full=full) or {}

    def _fits(self, table: str, row: Row, said: Mapping[str, Any]) -> bool:
        return all(
            test(self, table, row, said[name]) for name, test in _TESTS.items() if said.get(name)
        )

    # ── one filter each ─────────────────────────────────────────────────────────────────────

    def _services(self, table: str, row: Row) -> list[Row]:
        """The services that a row is about."""
        if table == "service":
            return [row]
        services = self._package.table("service")
        if table == "service_at_location":
            one = services.get(link_of(row, "service_id") or "")
            return [one] if one else []
        return self._below.rows("service", "organization_id", str(row["id"]))

    def search(self, _table: str, row: Row, text: str) -> bool:
        held = fold(" ".join(str(row.get(name) or "") for name in _SEARCHED))
        if _table == "service_at_location":
            for each in self._services(_table, row):
                held += " " + fold(" ".join(str(each.get(name) or "") for name in _SEARCHED))
        return fold(text) in held

    def _terms(self, table: str, row: Row) -> set[str]:
        return {
            term
            for each in self._services(table, row)
            for attribute in self._below.rows("attribute", "link_id", str(each["id"]))
            if (term := link_of(attribute, "taxonomy_term_id"))
        }

    def term(self, table: str, row: Row, ident: str) -> bool:
        return ident in self._terms(table, row)

    def taxonomy(self, table: str, row: Row, ident: str) -> bool:
        if table == "taxonomy_term":
            return link_of(row, "taxonomy_id") == ident
        terms = self._package.table("taxonomy_term")
        return any(
            link_of(terms[each], "taxonomy_id") == ident
            for each in self._terms(table, row)
            if each in terms
        )

    def organization(self, table: str, row: Row, ident: str) -> bool:
        return any(link_of(each, "organization_id") == ident for each in self._services(table, row))

    def modified(self, table: str, row: Row, after: datetime) -> bool:
        for each in self._services(table, row):
            when = _moment(str(each.get("last_modified") or ""))
            if when is not None and when >= after:
                return True
        return False

    def postcode(self, _table: str, row: Row, code: str) -> bool:
        place = link_of(row, "location_id") or ""
        addresses = self._below.rows("address", "location_id", place)
        return any(str(each.get("postal_code") or "") == code for each in addresses)

    def _centre(self, code: str) -> Spot | None:
        """The middle of the places of this directory that have a postcode; None for no such."""
        if not code:
            return None
        found = [
            spot
            for address in self._package.table("address").values()
            if str(address.get("postal_code") or "") == code
            and (spot := self._spot(link_of(address, "location_id") or "")) is not None
        ]
        if not found:
            return None
        north = sum(each.north or 0.0 for each in found) / len(found)
        return Spot(north=north, east=sum(each.east or 0.0 for each in found) / len(found))

    def _spot(self, place: str) -> Spot | None:
        row = self._package.table("location").get(place, {})
        north, east = row.get("latitude"), row.get("longitude")
        if not (_is_degrees(north, 90) and _is_degrees(east, 180)):
            return None
        return Spot(north=north, east=east)

    def near(self, _table: str, row: Row, asked: tuple[Spot | None, int]) -> bool:
        centre, metres = asked
        spot = self._spot(link_of(row, "location_id") or "")
        if centre is None or spot is None:
            return False
        km = distance(centre, spot)
        return km is not None and km * 1000 <= metres

    def parent(self, _table: str, row: Row, ident: str) -> bool:
        return row.get("parent_id") == ident

    def top(self, _table: str, row: Row, _yes: bool) -> bool:
        return not row.get("parent_id")


_TESTS: dict[str, Callable[[Answers, str, Row, Any], bool]] = {
    "search": Answers.search,
    "taxonomy_term_id": Answers.term,
    "taxonomy_id": Answers.taxonomy,
    "organization_id": Answers.organization,
    "modified_after": Answers.modified,
    "postcode": Answers.postcode,
    "near": Answers.near,
    "parent_id": Answers.parent,
    "top_only": Answers.top,
}


def _is_degrees(value: object, most: int) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return abs(value) <= most


def _read(asked: Mapping[str, str], takes: Sequence[str]) -> dict[str, Any]:
    """Every parameter checked; one that this address does not take is refused."""
    said: dict[str, Any] = {"page": 1, "per_page": USUAL_ON_A_PAGE}
    for name, text in asked.items():
        if name not in takes:
            raise Refusal(400, "There is no such parameter here.")
        said[name] = _value(name, text)
    if said["per_page"] > MOST_ON_A_PAGE:
        raise Refusal(400, "per_page is at most 100.")
    return said


def _value(name: str, text: str) -> Any:
    if len(text) > 200:
        raise Refusal(400, f"{name} is too long.")
    if name in ("page", "per_page", "proximity"):
        if not _NUMBER.fullmatch(text):
            raise Refusal(400, f"{name} is a number from 1.")
        return int(text)
    if name in YES_NO:
        if text not in ("true", "false"):
            raise Refusal(400, f"{name} is true or false.")
        return text == "true"
    if name == "format":
        if text != "json":
            raise Refusal(400, "Only json is given here.")
        return text
    if name == "modified_after":
        when = _moment(text)
        if when is None:
            raise Refusal(400, "modified_after is a date and time.")
        return when
    return text


def _moment(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
