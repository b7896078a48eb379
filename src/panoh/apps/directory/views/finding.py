"""A search as somebody typed it, what it finds, and the words that say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from panoh.apps.directory import records
from panoh.apps.directory.rules import find as rules
from panoh.apps.directory.rules.age import WORDS
from panoh.apps.directory.views.catalogue import catalogue
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.lexicon import factors, languages
from panoh.lexicon.gazetteer import COUNTRIES, Place, countries, find_place
from panoh.lexicon.letters import fold
from panoh.words import N_, _, current_language

CRITERIA = (
    "factor", "words", "place", "country", "district", "language", "when", "free", "safe_for",
)  # fmt: skip
_WORDS: dict[tuple[str, str], str] = {
    ("need", rules.FITS): N_("helps with this need"),
    ("need", rules.NOT): N_("not for this need"),
    ("words", rules.FITS): N_("says these words"),
    ("place", rules.FITS): N_("near"),
    ("place", rules.UNKNOWN): N_("place not known"),
    ("place", rules.NOT): N_("far away"),
    ("district", rules.FITS): N_("in this district"),
    ("district", rules.UNKNOWN): N_("district not known"),
    ("district", rules.NOT): N_("in another district"),
    ("language", rules.FITS): N_("speaks the language"),
    ("language", rules.UNKNOWN): N_("languages not known"),
    ("language", rules.NOT): N_("does not speak the language"),
    ("time", rules.FITS): N_("open then"),
    ("time", rules.UNKNOWN): N_("opening times not known"),
    ("time", rules.NOT): N_("closed then"),
    ("cost", rules.FITS): N_("free"),
    ("cost", rules.UNKNOWN): N_("cost not known"),
    ("cost", rules.NOT): N_("costs money"),
    ("safe", rules.FITS): N_("safe for this client, as far as we know"),
    ("safe", rules.NOT): N_("not known to be safe"),
}


@dataclass(frozen=True, slots=True)
class Looked:
    wanted: rules.Wanted
    place: Place | None
    answer: rules.Answer

    def near(self) -> str:
        """Which of the places of that name was taken, in words; empty when none was asked about."""
        if self.place is None:
            return ""
        language = current_language()
        where = countries(language)[self.place.country]
        name = self.place.name_in(language)
        return _("Looked near {place}, {country}.").format(place=name, country=where)


def wanted_of(asked: Mapping[str, Any], now: datetime) -> tuple[rules.Wanted, Place | None]:
    """From texts as typed: factor (id), words, place, country, district, language, when (a moment,
    or `now`), free, safe_for. Raises Invalid where one cannot be understood."""
    given = {name: str(asked.get(name) or "").strip() for name in CRITERIA}
    country = given["country"].upper()
    problems: dict[str, str] = {}
    place = None
    if country and country not in COUNTRIES:
        problems["country"] = N_("Choose one of those offered.")
    elif given["place"]:
        found = find_place(given["place"], 1, country or None)
        place = found[0] if found else None
        if place is None:
            problems["place"] = N_("No such place is known here. Try another spelling.")
    factor = given["factor"].upper()
    if factor and factor not in factors.factors():
        problems["factor"] = N_("There is no such factor here.")
    when = None
    if given["when"]:
        try:
            when = now if given["when"] == "now" else datetime.fromisoformat(given["when"])
        except ValueError:
            problems["when"] = N_("Write the date and time as 2026-11-20T21:30.")
    if problems:
        raise Invalid(problems)
    spot = rules.Spot(place.name, place.country, place.region, "", place.north, place.east) \
        if place else None  # fmt: skip
    language = languages.known(given["language"]) or given["language"]
    return rules.Wanted(
        factor, tuple(map(fold, given["words"].split())), spot, country, fold(given["district"]),
        language, when, given["free"] in ("1", "True", "yes"), given["safe_for"],
    ), place  # fmt: skip


def districts(node: Node) -> list[str]:
    """The practice's own list: those that its places name, each in one spelling."""
    found: dict[str, str] = {}
    rows = node.all(records.LOCATION, "district <> '' ORDER BY created_at, id")
    for each in rows:
        found.setdefault(fold(str(each["district"])), str(each["district"]))
    return sorted(found.values(), key=fold)


def look(node: Node, asked: Mapping[str, Any]) -> Looked:
    wanted, place = wanted_of(asked, node.now())
    if wanted.district and wanted.district not in map(fold, districts(node)):
        raise Invalid({"district": N_("No service here names this district.")})
    answer = rules.find((each.card for each in catalogue(node)), wanted)
    return Looked(wanted, place, answer)


def why(hit: rules.Hit) -> list[tuple[str, str]]:
    """(state, words) for each reason, how old the entry is last."""
    found = []
    for each in hit.reasons:
        words = _WORDS.get((each.what, each.state))
        if words is None:
            continue
        text = _(words)
        if each.km is not None:
            text = _("{why}, {km} km").format(why=text, km=round(each.km))
        found.append((each.state, text))
    age = hit.card.age
    state = rules.FITS if not age.sinks else rules.UNKNOWN if age.sinks < 3 else rules.NOT
    return [*found, (state, _(WORDS[age.state]))]
