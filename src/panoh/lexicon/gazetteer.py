"""Places of eight countries, found by any spelling, without a network.

The countries: Tajikistan, Uzbekistan, Kazakhstan, Kyrgyzstan, Turkmenistan and Afghanistan, where
the people come from; Russia and Türkiye, where most of them work. Nothing is loaded before the
first question. A find is a candidate and says which spelling it was found by; one name is often
several places, and nothing here decides which one is meant. Regions are the finest division known;
districts are a practice's own list.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from panoh.errors import NotFound
from panoh.lexicon import shipped
from panoh.lexicon.letters import fold, loosened

COUNTRIES = ("TJ", "UZ", "KZ", "KG", "TM", "AF", "RU", "TR")
DEGREE = 10_000
LARGE = 1_000_000
LONGEST = 80  # no name is longer, and looking for slips grows with the square
_CYRILLIC = frozenset({"ru", "tg", "uz_Cyrl", "kk", "ky"})
_OWN = {"tg": "TJ", "uz": "UZ", "uz_Cyrl": "UZ", "kk": "KZ", "ky": "KG"}
_CANDIDATES = 5_000  # more than every place with one initial; a bound, not a choice


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village. `found_by` is the spelling that matched what was typed."""

    id: str
    name: str  # as GeoNames writes it, in Latin letters
    country: str
    region: str  # code; empty where GeoNames does not know
    north: float
    east: float
    people: int
    russian: str  # empty where no Russian spelling is known
    own: str  # in the Cyrillic letters of its country; empty where not known
    spellings: tuple[str, ...]
    found_by: str = ""

    def name_in(self, language: str) -> str:
        """The name in the letters of `language`, where a spelling in them is known."""
        if language not in _CYRILLIC:
            return self.name
        own = self.own if _OWN.get(language) == self.country else ""
        return own or self.russian or self.own or self.name


@dataclass(frozen=True, slots=True)
class Region:
    country: str
    code: str
    english: str
    russian: str
    own: str

    def name(self, language: str) -> str:
        """The country's own name in its own language, else Russian or English by script."""
        if _OWN.get(language) == self.country and language != "uz_Cyrl":
            return self.own
        return self.russian if language in _CYRILLIC else self.english


def countries(language: str) -> dict[str, str]:
    """Code → name of the eight countries."""
    names = _store().countries
    return {code: names[code].get(language, names[code]["en"]) for code in COUNTRIES}


def regions(country: str) -> tuple[Region, ...]:
    """The country's regions in the order of their English names."""
    if country not in COUNTRIES:
        raise NotFound(what=country)
    return _store().regions[country]


def region(country: str, code: str) -> Region:
    for each in regions(country):
        if each.code == code:
            return each
    raise NotFound(what=f"{country}-{code}")


def places() -> Iterator[Place]:
    """Every place, made one by one."""
    store = _store()
    return (store.place(number) for number in range(len(store.ids)))


def place(id_: str) -> Place:
    """The place with this id."""
    store = _store()
    try:
        return store.place(store.ids.index(id_))
    except ValueError:
        raise NotFound(what=id_) from None


def find_place(text: str, limit: int = 10, country: str | None = None) -> list[Place]:
    """Places whose name or another spelling begins so, best first; with a slip if none does."""
    key = fold(text[: LONGEST + 1])
    if not key or limit < 1 or len(text) > LONGEST:
        return []
    store = _store()
    for blob, sought in ((store.keys, [key]), (store.rough, _rough(key))):
        ranked = store.ranked(blob, sought, country)
        if ranked:
            return [store.place(number, text) for number in ranked[:limit]]
    return []


def _rough(key: str) -> list[str]:
    return [loosened(key)] if len(key) >= 3 else []


@dataclass(frozen=True, slots=True)
class _Blob:
    """Keys of all places in one text: "\\n" before each key, "\\0" after each place.

    One text of plain letters costs a byte a letter and is searched at the speed of memory, where
    a table of forty thousand small strings would cost eight times as much.
    """

    text: str
    ends: array[int]

    @classmethod
    def of(cls, text: str) -> _Blob:
        return cls(text, array("L", (each.start() for each in re.finditer("\0", text))))

    def place_at(self, position: int) -> int:
        return bisect_right(self.ends, position)

    def is_first(self, position: int) -> bool:
        """Whether the key that begins here is that of the place's own name."""
        return position == 0 or self.text[position - 1] == "\0"


class _Store:
    """The columns of the pack as they are searched."""

    def __init__(self, table: shipped.Table) -> None:
        self.countries: dict[str, dict[str, str]] = {}
        found: dict[str, list[Region]] = {country: [] for country in COUNTRIES}
        self.ids: list[str] = []
        self._rows: list[tuple[str, str, str, int, int, str, str, str]] = []
        self.people = array("L")
        keys = []
        same: dict[str, str] = {}  # one object for each code, not ten thousand
        for id_, name, country, code, north, east, people, russian, own, others, key in table.rows:
            if id_[0] == "p":
                self.ids.append(id_)
                codes = (same.setdefault(country, country), same.setdefault(code, code))
                self._rows.append((name, *codes, north, east, russian, own, others))
                self.people.append(people)
                keys.append(f"\n{key}\0")
            elif id_[0] == "r":
                found[country].append(Region(country, code, *_named(others).values()))
            else:
                self.countries[country] = _named(others)
        self.regions = {
            country: tuple(sorted(each, key=lambda region: region.english))
            for country, each in found.items()
        }
        self.keys = _Blob.of("".join(keys))
        self._rough: _Blob | None = None

    @property
    def rough(self) -> _Blob:
        """The coarser keys, made when a name is first not found."""
        if self._rough is None:
            self._rough = _Blob.of(loosened(self.keys.text))
        return self._rough

    def place(self, number: int, typed: str = "") -> Place:
        name, country, code, north, east, russian, own, joined = self._rows[number]
        spellings = tuple(joined.split("\n")) if joined else ()
        found_by = _found_by(typed, name, (name, *spellings)) if typed else ""
        where = (country, code, north / DEGREE, east / DEGREE, self.people[number])
        return Place(self.ids[number], name, *where, russian, own, spellings, found_by)

    def ranked(self, blob: _Blob, sought: list[str], country: str | None) -> list[int]:
        """Numbers of places, whole names before beginnings, own names before other spellings."""
        best: dict[int, int] = {}
        for key in sought:
            for rank, number in _matches(blob, key):
                if country is None or self._rows[number][1] == country:
                    # Moscow is Moskva before any village of that name is.
                    rank -= rank in (1, 3) and self.people[number] >= LARGE
                    best[number] = min(rank, best.get(number, rank))
        if not best and blob is self._rough:
            best = dict.fromkeys(self._slipped(blob, sought, country), 0)
        return sorted(best, key=lambda number: (best[number], -self.people[number], number))

    def _slipped(self, blob: _Blob, sought: list[str], country: str | None) -> Iterator[int]:
        """Places whose key begins as typed but for one letter."""
        for key in sought:
            if len(key) < 4:
                continue
            for found in _one_slip(key).finditer(blob.text):
                number = blob.place_at(found.start())
                if country is None or self._rows[number][1] == country:
                    yield number


def _named(joined: str) -> dict[str, str]:
    """ "en Osh\\nru Ош" as a mapping."""
    return {code: name for code, _, name in (line.partition(" ") for line in joined.split("\n"))}


def _matches(blob: _Blob, key: str) -> Iterator[tuple[int, int]]:
    """(rank, place) for every key that is, begins with, or has a later word beginning with it."""
    seen = 0
    for before in ("\n", " "):
        position = blob.text.find(before + key)
        while position >= 0 and seen < _CANDIDATES:
            seen += 1
            whole = blob.text[position + 1 + len(key)] in "\n\0"
            if before == " ":
                rank = 4
            else:
                rank = (0 if whole else 2) + (not blob.is_first(position))
            yield rank, blob.place_at(position)
            position = blob.text.find(before + key, position + 1)


def _one_slip(key: str) -> re.Pattern[str]:
    """One letter wrong, missing, too many or swapped with the next; never the first."""
    forms = set()
    for i in range(1, len(key)):
        head, tail = re.escape(key[:i]), re.escape(key[i + 1 :])
        forms |= {f"{head}.{tail}", f"{head}{tail}", f"{head}.{re.escape(key[i:])}"}
        if i + 1 < len(key):
            forms.add(head + re.escape(key[i + 1] + key[i]) + re.escape(key[i + 2 :]))
    return re.compile("\n(?:" + "|".join(sorted(forms)) + ")")


def _found_by(typed: str, name: str, spellings: tuple[str, ...]) -> str:
    """The spelling to show as the reason; the name itself if only a slip led here."""
    plain, key, script = typed.strip().lower(), fold(typed), _script(typed)
    spellings = tuple(sorted(spellings, key=lambda each: _script(each) != script))
    as_typed = [(each.lower(), each) for each in spellings]
    folded = [(fold(each), each) for each in spellings]
    for sought, among in ((plain, as_typed), (key, folded)):
        for fits in (str.__eq__, str.startswith):
            for written, spelling in among:
                if fits(written, sought):
                    return spelling
    return next((each for written, each in folded if f" {key}" in written), name)


def _script(text: str) -> str:
    """The script of the first letter, by the first letters of its name."""
    return unicodedata.name(text.strip()[:1] or " ", "")[:5]


@cache
def _store() -> _Store:
    return _Store(shipped.load("gazetteer"))
