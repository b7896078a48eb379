"""A service as one form: added, changed, verified. What was not changed keeps its rows."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from panoh.apps.directory import access, records
from panoh.apps.directory.commands.standard import put_row, record_id
from panoh.apps.directory.hsds.model import Row
from panoh.apps.directory.records.common import HOME
from panoh.apps.directory.records.form import FORM
from panoh.apps.directory.rules.hours import read_line
from panoh.apps.directory.views.catalogue import Entry, catalogue
from panoh.apps.directory.views.finding import districts
from panoh.core.node import Node, Work
from panoh.core.records.rules import clean
from panoh.errors import Invalid, NotFound
from panoh.lexicon import factors, languages
from panoh.lexicon.gazetteer import Place, find_place
from panoh.lexicon.letters import fold
from panoh.words import N_

_OWN_FIELDS = ("factors", "activities", "spoken", "cost", "safe_for", "state_risk")
_SAID = ("name", "description", "email", "url", "fees_description", "eligibility_description",
         "application_process", "wait_time", "alert", "status")  # fmt: skip
_PLACE = ("address", "town", "country", "district", "confidential", "confidential_address")
_UNIT = str(uuid.uuid5(uuid.NAMESPACE_OID, "panoh places"))


def read_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """Clean values of the form; every refused field is named at once."""
    cleaned: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, raw in values.items():
        field = FORM.field(name)
        if field is None:
            problems[name] = N_("This cannot be set here.")
            continue
        try:
            cleaned[name] = None if raw in (None, "", [], ()) else clean(field, raw)
        except ValueError as problem:
            problems[name] = str(problem)
    for each in cleaned.get("hours") or ():
        if read_line(each) is None:
            problems["hours"] = N_("Write days and hours such as 1-5 09:00-17:00; 1 is Monday.")
    if cleaned.get("factors"):
        cleaned["factors"] = _factors(cleaned["factors"], problems)
    if problems:
        raise Invalid(problems, {each.name: each.label for each in FORM.fields})
    return cleaned


def _factors(given: Iterable[str], problems: dict[str, str]) -> list[str]:
    found = [each.strip().upper() for text in given for each in text.split(",") if each.strip()]
    for each in found:
        try:
            factors.factor(each)  # Forbidden for what never describes a person
        except NotFound:
            problems["factors"] = N_("There is no such factor here.")
    return found


def flat(entry: Entry) -> dict[str, Any]:
    """A service as the form shows it."""
    row = entry.row
    said: dict[str, Any] = {name: row[name] for name in (*_SAID, *_OWN_FIELDS)}
    site = entry.sites[0] if entry.sites else None
    said.update(
        organization=entry.organization["name"] if entry.organization else None,
        phones=list(entry.phones),
        hours=[each.line() for each in entry.hours],
        documents=list(entry.documents),
        spoken=list(entry.languages),
        free_places=_free(entry),
        address=site.address.split(";")[0].rpartition(",")[0] or site.address if site else None,
        town=site.town if site else None,
        country=site.record["country"] if site else None,
        district=site.record["district"] if site else None,
        confidential=bool(site and site.record["confidential"]) or None,
        confidential_address=site.record["confidential_address"] if site else None,
    )
    return {name: value if value not in ("", [], ()) else None for name, value in said.items()}


def _free(entry: Entry) -> int | None:
    for each in entry.capacity:
        if isinstance(each.get("available"), int):
            return int(each["available"])
    return None


def add(node: Node, values: Mapping[str, Any], *, invented: bool = False) -> str:
    """A new service from the form; its record id."""
    return add_all(node, [values], invented=invented)[0]


def add_all(
    node: Node, several: Iterable[Mapping[str, Any]], *, invented: bool = False
) -> list[str]:
    """Several at once, all or none."""
    read = [read_form({"name": "", **each}) for each in several]
    if not all(each.get("name") for each in read):
        raise Invalid({"name": N_("This is needed.")}, {"name": "Name of the service"})
    names = _organizations(node)
    with node.writing() as work:
        return [_add(node, work, each, names, invented=invented) for each in read]


def _add(
    node: Node, work: Work, cleaned: Mapping[str, Any], names: dict[str, str], *, invented: bool
) -> str:
    ref = str(uuid.uuid4())
    organization = _organization(node, work, cleaned, names)
    row: Row = {"id": ref, "status": cleaned.get("status") or "active"}
    row.update({n: cleaned[n] for n in _SAID if cleaned.get(n) and n != "status"})
    row["last_modified"] = _changed_on(node)
    if organization:
        row["organization_id"] = organization
    ours = {name: cleaned[name] for name in _OWN_FIELDS if cleaned.get(name)}
    record = put_row(node, work, "service", row, invented=invented or None, **ours)
    _details(node, work, ref, cleaned, replaced=None)
    for code in cleaned.get("spoken") or ():
        name = languages.label(code)
        put_row(node, work, "language", _new({"service_id": ref, "code": code, "name": name}))
    if any(cleaned.get(name) for name in _PLACE):
        _site(node, work, ref, cleaned)
    return record


def _changed_on(node: Node) -> str:
    """The day alone: the hour somebody works is nobody's business."""
    return f"{node.today().isoformat()}T00:00:00Z"


def change(node: Node, ref: str, values: Mapping[str, Any]) -> list[str]:
    """Set fields of a service; the names of those that differ from before."""
    entry = catalogue(node).entry(access.service(node, ref)["id"])
    cleaned = read_form(values)
    before = flat(entry)
    changed = {name: value for name, value in cleaned.items() if (value or None) != before[name]}
    if changed:
        if "name" in changed and not changed["name"]:
            raise Invalid({"name": N_("This is needed.")}, {"name": "Name of the service"})
        with node.writing() as work:
            apply(node, work, entry, changed)
    return list(changed)


def apply(node: Node, work: Work, entry: Entry, changed: Mapping[str, Any]) -> None:
    space, row = node.space(HOME), entry.row
    ref = str(row["ref"])
    values = {name: changed[name] for name in (*_SAID, *_OWN_FIELDS) if name in changed}
    rest = access.rest_of(row)
    for name in values:
        rest.pop(name, None)  # what stood there as it came is not so any more
    rest["last_modified"] = _changed_on(node)
    values["rest"] = _as_rest(rest)
    if "organization" in changed:
        values["organization"] = _organization(node, work, changed, _organizations(node))
        for name in ("organization_id", "@organization_id"):
            rest.pop(name, None)
        values["rest"] = _as_rest(rest)
    if changed:
        work.put(records.SERVICE, space, row["id"], values)
    _details(node, work, ref, changed, replaced=entry)
    if any(name in changed for name in _PLACE):
        whole = {**flat(entry), **changed}
        _site(node, work, ref, whole, entry)


def _as_rest(rest: Row) -> str | None:
    return json.dumps(rest, separators=(",", ":")) if rest else None


def _organizations(node: Node) -> dict[str, str]:
    """Folded name → id of the standard; of two of one name the older."""
    found: dict[str, str] = {}
    for each in node.all(records.ORGANIZATION, "1 ORDER BY created_at, id"):
        found.setdefault(fold(str(each["name"] or "")), str(each["ref"]))
    return found


def _organization(
    node: Node, work: Work, values: Mapping[str, Any], names: dict[str, str]
) -> str | None:
    """The id of the organisation that goes by this name, made when there is none."""
    name = values.get("organization")
    if not name:
        return None
    if fold(name) not in names:
        ref = names[fold(name)] = str(uuid.uuid4())
        put_row(node, work, "organization", {"id": ref, "name": name, "description": name})
    return names[fold(name)]


def _new(row: Row) -> Row:
    return {"id": str(uuid.uuid4()), **row}


def _details(
    node: Node, work: Work, ref: str, values: Mapping[str, Any], *, replaced: Entry | None
) -> None:
    """Rows for what is a list in the form. With `replaced` the former rows of it are voided."""
    made: dict[str, list[Row]] = {}
    if "phones" in values:
        made["phone"] = [{"number": each} for each in values["phones"] or ()]
    if "documents" in values:
        made["required_document"] = [{"document": each} for each in values["documents"] or ()]
    if "hours" in values:
        slots = [read_line(each) for each in values["hours"] or ()]
        made["schedule"] = [each.schedule() for each in slots if each]
    if values.get("free_places") is not None:
        put_row(node, work, "unit", {"id": _UNIT, "name": "Places"})
        made["service_capacity"] = [
            {"unit_id": _UNIT, "available": values["free_places"],
             "updated": _changed_on(node)}
        ]  # fmt: skip
    for table, rows in made.items():
        if replaced is not None:
            _void(node, work, table, replaced)
        for each in rows:
            put_row(node, work, table, _new({"service_id": ref, **each}))


def _void(node: Node, work: Work, table: str, entry: Entry) -> None:
    """Take rows of one sort out of a service: those that hang on it or on its place here."""
    at = {str(entry.row["ref"]), *(str(each.record["ref"]) for each in entry.sites)}
    at |= {str(each["ref"]) for each in node.all(records.AT, "service = ?", (entry.row["ref"],))}
    if entry.organization and table == "phone":
        at.discard(str(entry.organization["ref"]))
    for each in node.all(records.DETAIL, '"table" = ? AND rest IS NOT NULL', (table,)):
        held = access.rest_of(each)
        links = {held.get(p + n) for p in ("", "@") for n in
                 ("service_id", "service_at_location_id", "location_id")}  # fmt: skip
        if links & at:
            work.put(records.DETAIL, node.space(HOME), each["id"], {"rest": None})


def _site(
    node: Node, work: Work, ref: str, values: Mapping[str, Any], entry: Entry | None = None
) -> None:
    """Where it is. A confidential address is kept with the place and never as an address row."""
    town = _town(values)
    shut = bool(values.get("confidential") or values.get("confidential_address"))
    typed = values.get("address")
    secret = values.get("confidential_address") or (typed if shut else None)
    ours = {
        "town": town.id if town else None,
        "country": values.get("country") or (town.country if town else None),
        "district": _district(node, values.get("district")),
        "confidential": shut or None,
        "confidential_address": secret if shut else None,
    }
    if entry is not None and entry.sites:
        site = entry.sites[0].record
        place = str(site["ref"])
        work.put(records.LOCATION, node.space(HOME), site["id"], ours)
        for other in entry.sites[1:] if shut else ():  # the form knows one place; none stays open
            work.put(records.LOCATION, node.space(HOME), other.record["id"], {"confidential": True})
    else:
        place = str(uuid.uuid4())
        row: Row = {"id": place, "location_type": "physical"}
        put_row(
            node, work, "location", row, **{**ours, "name": None if shut else town and town.name}
        )
        put_row(node, work, "service_at_location",
                _new({"service_id": ref, "location_id": place}))  # fmt: skip
    if entry is not None and entry.sites:
        for each in node.all(records.DETAIL, '"table" = ? AND rest IS NOT NULL', ("address",)):
            held = access.rest_of(each)
            if place in (held.get("location_id"), held.get("@location_id")):
                work.put(records.DETAIL, node.space(HOME), each["id"], {"rest": None})
    if not shut and (typed or town or values.get("town")):
        country = ours["country"] or ""
        address = {
            "location_id": place, "address_1": typed or "", "address_type": "physical",
            "city": town.name if town else values.get("town") or "",
            "state_province": town.region if town else "", "postal_code": "", "country": country,
        }  # fmt: skip
        put_row(node, work, "address", _new(address))


def _district(node: Node, typed: Any) -> str | None:
    """In the spelling of the practice's own list, where it is there already."""
    held = {fold(each): each for each in districts(node)}
    return held.get(fold(str(typed)), str(typed)) if typed else None


def _town(values: Mapping[str, Any]) -> Place | None:
    name = values.get("town")
    found = find_place(str(name), 1, values.get("country") or None) if name else []
    return found[0] if found else None


# ── verified ────────────────────────────────────────────────────────────────────────────────


def verify(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """Somebody looked whether it is still right: `how`, `result`, `by`, `on` (today), `note`."""
    row = access.service(node, ref)
    given = {name: value for name, value in values.items() if value not in (None, "")}
    given.setdefault("on", node.today().isoformat())
    given.setdefault("by", node.author(node.person.device_no) or None)
    if str(given["on"]) > node.today().isoformat():
        raise Invalid({"on": N_("This day is still to come.")})
    with node.writing() as work:
        space = node.space(HOME)
        made = work.put(records.CHECK, space, None, {**given, "service": row["id"]})
        if given.get("result") == "closed":
            work.put(records.SERVICE, space, row["id"], {"status": "defunct"})
    return made


def translate(node: Node, ref: str, values: Mapping[str, Any]) -> str:
    """The name and description in another language; the same language again replaces it."""
    row = access.service(node, ref)
    language = str(values.get("language") or "")
    held = node.all(records.TRANSLATION, "service = ? AND language = ?", (row["id"], language))
    with node.writing() as work:
        record = held[0]["id"] if held else None
        return work.put(records.TRANSLATION, node.space(HOME), record,
                        {**values, "service": row["id"]})  # fmt: skip


__all__ = [
    "add",
    "add_all",
    "apply",
    "change",
    "flat",
    "read_form",
    "record_id",
    "translate",
    "verify",
]
