"""The services with all that hangs on them, put together once and kept while nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from panoh.apps.directory import records
from panoh.apps.directory.hsds.model import Below, Package, Row, link_of
from panoh.apps.directory.rules.age import Age, age_of
from panoh.apps.directory.rules.find import Card, Spot
from panoh.apps.directory.rules.hours import Slot, slot_of
from panoh.apps.directory.views import standard
from panoh.core.node import Node
from panoh.errors import NotFound
from panoh.lexicon import gazetteer, languages
from panoh.lexicon.letters import fold

_KEPT = "directory.catalogue"
_NOT_ACTIVE = frozenset({"inactive", "defunct", "temporarily closed"})


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a service: its record, its spot, and its address unless that is confidential."""

    record: Row
    spot: Spot
    address: str

    @property
    def town(self) -> str:
        return self.spot.town or str(self.record.get("name") or "")

    @property
    def shut(self) -> bool:
        """Whether nothing about where it is may leave."""
        return bool(self.record["confidential"] or self.record["confidential_address"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One service. `row` is its record; the rest comes from rows that hang on it."""

    row: Row
    organization: Row | None
    sites: tuple[Site, ...]
    phones: tuple[str, ...]
    documents: tuple[str, ...]
    hours: tuple[Slot, ...]
    hours_said: tuple[str, ...]
    languages: tuple[str, ...]
    costs: tuple[str, ...]
    capacity: tuple[Row, ...]
    contacts: tuple[Row, ...]
    checks: tuple[Row, ...]
    translations: tuple[Row, ...]
    feedback: tuple[Row, ...]
    age: Age
    card: Card

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def name(self) -> str:
        return str(self.row["name"] or "")

    def called(self, language: str) -> str:
        """Its name in an interface language, where somebody said it in that; else its own."""
        wanted = languages.known(language)
        held = (each["name"] for each in self.translations if each["language"] == wanted)
        return next((str(each) for each in held if each), self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """What a consent may call it: the service or its organisation."""
        held = self.organization["name"] if self.organization else ""
        return tuple(each for each in (self.name, str(held or "")) if each)


@dataclass(slots=True)
class Catalogue:
    entries: dict[str, Entry] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def entry(self, record: str) -> Entry:
        if record not in self.entries:
            raise NotFound(what=record)
        return self.entries[record]


@dataclass(frozen=True, slots=True)
class _Kept:
    """`mark` changes with everything that is written, and with the day."""

    mark: tuple[object, date]
    catalogue: Catalogue


def catalogue(node: Node) -> Catalogue:
    """All services; read again only when something was written since."""
    mark = (node.log.journal(), node.today())
    held = node.session.get(_KEPT)
    if isinstance(held, _Kept) and held.mark == mark and not node.database.in_write:
        return held.catalogue
    made = _Reading(node).catalogue()
    if not node.database.in_write:
        node.session[_KEPT] = _Kept(mark, made)
    return made


class _Reading:
    def __init__(self, node: Node) -> None:
        self.today: date = node.today()
        self.package: Package = standard.whole(node)
        self.below: Below = self.package.below()
        self.services = node.all(records.SERVICE, "ref IS NOT NULL")
        self.organizations = {each["ref"]: each for each in node.all(records.ORGANIZATION)}
        self.locations = {each["ref"]: each for each in node.all(records.LOCATION)}
        order = '1 ORDER BY "on", created_at, id'
        self.checks = _by_service(node.all(records.CHECK, order))
        self.feedback = _by_service(node.all(records.FEEDBACK, order))
        self.translations = _by_service(node.all(records.TRANSLATION, "1 ORDER BY language"))

    def catalogue(self) -> Catalogue:
        made = Catalogue()
        for row in sorted(self.services, key=lambda each: fold(str(each["name"] or ""))):
            made.entries[row["id"]] = self.entry(row)
        return made

    def entry(self, row: Row) -> Entry:
        ref = str(row["ref"])
        at = self.below.rows("service_at_location", "service_id", ref)
        places = [link_of(each, "location_id") for each in at]
        sites = tuple(
            self.site(self.locations[each]) for each in dict.fromkeys(places) if each in
            self.locations
        )  # fmt: skip
        holders = [("service_id", ref)]
        holders += [("service_at_location_id", str(each["id"])) for each in at]
        open_sites = [each for each in sites if not each.record["confidential"]]
        holders += [("location_id", str(each.record["ref"])) for each in open_sites]
        organization = self.organizations.get(row["organization"])
        schedules = self.hanging("schedule", holders)
        slots = [slot for each in schedules if (slot := slot_of(each, self.today))]
        contacts = self.hanging("contact", holders)
        numbers = self.hanging("phone", holders)
        for each in contacts:
            numbers += self.below.rows("phone", "contact_id", str(each["id"]))
        if not numbers and organization:
            numbers = self.below.rows("phone", "organization_id", str(organization["ref"]))
        spoken = self.spoken(row, holders)
        checks = tuple(self.checks.get(row["id"], ()))
        age = age_of(checks, self.today)
        translations = tuple(self.translations.get(row["id"], ()))
        return Entry(
            row=row, organization=organization, sites=sites,
            phones=tuple(dict.fromkeys(str(e["number"]) for e in numbers if e.get("number"))),
            documents=_texts(self.hanging("required_document", holders), "document"),
            hours=tuple(slots), hours_said=_texts(schedules, "description"),
            languages=spoken,
            costs=_costs(self.hanging("cost_option", holders)),
            capacity=tuple(self.hanging("service_capacity", holders)),
            contacts=tuple(contacts), checks=checks, translations=translations,
            feedback=tuple(self.feedback.get(row["id"], ())), age=age,
            card=_card(row, organization, sites, slots, spoken, age, translations),
        )  # fmt: skip

    def hanging(self, table: str, holders: list[tuple[str, str]]) -> list[Row]:
        found = {
            str(row["id"]): row
            for link, ident in holders
            for row in self.below.rows(table, link, ident)
        }
        return list(found.values())

    def spoken(self, row: Row, holders: list[tuple[str, str]]) -> tuple[str, ...]:
        """What is spoken in fact; else what the provider declares."""
        if row["spoken"]:
            return tuple(row["spoken"])
        declared = self.hanging("language", holders)
        codes = [languages.known(str(each.get("code") or "")) for each in declared]
        return tuple(dict.fromkeys(each for each in codes if each))

    def site(self, record: Row) -> Site:
        ref = str(record["ref"])
        place = _town(record)
        held = self.package.table("location").get(ref, {})
        north, east = _degrees(held, "latitude", 90), _degrees(held, "longitude", 180)
        if north is None or east is None:
            north, east = (place.north, place.east) if place else (None, None)
        spot = Spot(
            town=place.name if place else "",
            country=str(record["country"] or ""),
            region=place.region if place else "",
            district=str(record["district"] or ""),
            north=north, east=east,
        )  # fmt: skip
        lines = [
            ", ".join(str(each[n]) for n in ("address_1", "city") if each.get(n))
            for each in self.below.rows("address", "location_id", ref)
        ]
        bare = Site(record, spot, "")
        return bare if bare.shut else Site(record, spot, "; ".join(filter(None, lines)))


def _town(record: Row) -> gazetteer.Place | None:
    try:
        return gazetteer.place(str(record["town"])) if record["town"] else None
    except NotFound:
        return None


def _degrees(row: Row, name: str, most: int) -> float | None:
    value = row.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= most:
        return float(value)
    return None


def _by_service(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for each in rows:
        found.setdefault(str(each["service"]), []).append(each)
    return found


def _texts(rows: list[Row], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each[name]) for each in rows if each.get(name)))


def _costs(rows: list[Row]) -> tuple[str, ...]:
    names = ("option", "amount", "currency", "amount_description")
    return tuple(
        " ".join(str(each[name]) for name in names if each.get(name) not in (None, ""))
        for each in rows
    )


def _card(
    row: Row,
    organization: Row | None,
    sites: tuple[Site, ...],
    slots: list[Slot],
    spoken: tuple[str, ...],
    age: Age,
    translations: tuple[Row, ...],
) -> Card:
    said = [row["name"], row["description"], organization["name"] if organization else ""]
    said += [each[name] for each in translations for name in ("name", "description")]
    return Card(
        record=row["id"],
        name=str(row["name"] or ""),
        age=age,
        factors=frozenset(row["factors"] or ()),
        words=" " + " ".join(fold(str(each)) for each in said if each),
        spots=tuple(each.spot for each in sites),
        languages=frozenset(spoken),
        slots=tuple(slots),
        cost=str(row["cost"] or ""),
        safe_for=frozenset(row["safe_for"] or ()),
        state_risk=str(row["state_risk"] or ""),
        active=row["status"] not in _NOT_ACTIVE,
    )
