"""Places are found by any spelling, with the reason, and cost nothing before they are asked for."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from panoh.errors import NotFound
from panoh.lexicon import gazetteer
from tests.support import searched
from tools.build_gazetteer import build
from tools.packing import content_of

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "src/panoh/lexicon/packs/gazetteer.pack"

FOUND = [
    ("Хуҷанд", "Khujand"),
    ("худжанд", "Khujand"),
    ("Xujand", "Khujand"),
    ("Ленинабад", "Khujand"),
    ("Душанбе", "Dushanbe"),
    ("Dushambe", "Dushanbe"),
    ("دوشنبه", "Dushanbe"),
    ("Qoʻqon", "Qo‘qon"),
    ("Qo'qon", "Qo‘qon"),
    ("коканд", "Qo‘qon"),
    ("Самарканд", "Samarkand"),
    ("Samarqand", "Samarkand"),
    ("Ura-Tyube", "Istaravshan"),
    ("Фрунзе", "Bishkek"),
    ("Ош", "Osh"),
    ("Шымкент", "Shymkent"),
    ("Алма-Ата", "Almaty"),
    ("Москва", "Moscow"),
    ("Питер", "Saint Petersburg"),
    ("Екатеринбрг", "Yekaterinburg"),
    ("новосибиркс", "Novosibirsk"),
    ("стамбул", "Istanbul"),
    ("Sanliurfa", "Şanlıurfa"),
    ("کابل", "Kabul"),
    ("Talas", "Talas"),
    ("Ишим", "Ishim"),
]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_a_place_is_found_by_any_spelling(text: str, name: str) -> None:
    assert gazetteer.find_place(text)[0].name == name


def test_a_find_says_why() -> None:
    found = gazetteer.find_place("самарканд")
    assert [place.name for place in found[:2]] == ["Samarkand", "Temirtau"]
    assert all("amarkand" in place.found_by or "амарканд" in place.found_by for place in found[:2])
    assert gazetteer.find_place("Екатеринбрг")[0].found_by == "Yekaterinburg"


def test_finds_are_limited_and_of_one_country_if_asked() -> None:
    assert len(gazetteer.find_place("a", limit=3)) == 3
    assert {each.country for each in gazetteer.find_place("Talas", country="TR")} == {"TR"}


@pytest.mark.parametrize(
    "text", ["", " ", "-", "qqzzqqzz", "\n", "\0", "(?:", "*" * 10_000, "a" * 1_000_000]
)
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert gazetteer.find_place(text) == []


def test_no_limit_finds_nothing() -> None:
    assert gazetteer.find_place("Ош", limit=0) == []


def test_eight_countries() -> None:
    counts = Counter(place.country for place in gazetteer.places())
    assert set(counts) == set(gazetteer.COUNTRIES)
    assert sum(counts.values()) > 10_000
    assert counts["TJ"] > 100


def test_places_lie_where_their_country_lies() -> None:
    for place in gazetteer.places():
        assert 29 < place.north < 82
        assert 19 < place.east <= 180 or place.country == "RU"
    dushanbe = gazetteer.find_place("Душанбе")[0]
    assert (round(dushanbe.north), round(dushanbe.east)) == (39, 69)


def test_a_place_is_had_by_its_id() -> None:
    place = gazetteer.find_place("Хуҷанд")[0]
    assert gazetteer.place(place.id).name == "Khujand"
    with pytest.raises(NotFound):
        gazetteer.place("p0")


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Хуҷанд", "tg", "Хуҷанд"),
        ("Хуҷанд", "ru", "Худжанд"),
        ("Хуҷанд", "en", "Khujand"),
        ("Хуҷанд", "uz", "Khujand"),
        ("Москва", "ky", "Москва"),
        ("Шымкент", "kk", "Шымкент"),
        ("Түркістан", "kk", "Түркістан"),
        ("Түркістан", "ru", "Туркестан"),
        ("Липецк", "ru", "Липецк"),
    ],
)
def test_a_name_is_shown_in_the_letters_of_the_language(
    text: str, language: str, name: str
) -> None:
    assert gazetteer.find_place(text)[0].name_in(language) == name


def test_given_russian_names_belong_to_their_places() -> None:
    with (ROOT / "data/places/russian.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = gazetteer.place(row["id"])
            assert (place.name, place.russian) == (row["name"], row["ru"])


def test_regions_of_every_country() -> None:
    counts = {country: len(gazetteer.regions(country)) for country in gazetteer.COUNTRIES}
    assert list(counts.values()) == [5, 14, 21, 8, 6, 34, 83, 81]
    sughd = gazetteer.region("TJ", "03")
    names = [sughd.name(language) for language in ("tg", "ru", "en", "uz", "kk")]
    assert names == ["Суғд", "Согд", "Sughd", "Sughd", "Согд"]
    with pytest.raises(NotFound):
        gazetteer.regions("XX")
    with pytest.raises(NotFound):
        gazetteer.region("TJ", "99")


def test_places_name_regions_that_exist() -> None:
    known = {(c, each.code) for c in gazetteer.COUNTRIES for each in gazetteer.regions(c)}
    used = {(place.country, place.region) for place in gazetteer.places() if place.region}
    assert used == known
    without = sum(not place.region for place in gazetteer.places())
    assert without < 30


def test_country_names_in_every_language() -> None:
    from panoh.words import LANGUAGES

    for language in LANGUAGES:
        names = gazetteer.countries(language)
        assert list(names) == list(gazetteer.COUNTRIES)
        assert len(set(names.values())) == 8
    assert gazetteer.countries("tg")["UZ"] == "Ӯзбекистон"


def test_a_second_build_gives_what_ships() -> None:
    """Byte for byte before deflating: the packed form may differ between two zlibs.

    Fails too when the searched words or `data/places/` changed: python -m tools.build_gazetteer.
    """
    same = content_of(build()) == content_of(PACK.read_bytes())
    assert same, "run python -m tools.build_gazetteer and pin what it prints"


def test_the_pack_holds_none_of_the_searched_words() -> None:
    assert searched.words_in(content_of(PACK.read_bytes())) == set()


def test_the_pack_is_light_and_gives_credit() -> None:
    assert PACK.stat().st_size < 3_000_000
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "GeoNames" in notice
    content = content_of(PACK.read_bytes()).decode("utf-8", "replace")
    assert "GeoNames" in content
    assert "CC-BY-4.0" in content


def test_importing_loads_nothing_and_asking_costs_little() -> None:
    """The first page pays nothing; the first question less than 40 MB."""
    code = (
        "import tracemalloc, panoh.lexicon.gazetteer as g\n"
        "print(g._store.cache_info().currsize)\n"
        "tracemalloc.start()\n"
        "g.find_place('Екатеринбрг')\n"
        "held, most = tracemalloc.get_traced_memory()\n"
        "print(held // 2**20, most // 2**20)"
    )
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    loaded, held, most = (int(each) for each in ran.stdout.split())
    assert loaded == 0
    assert held < 16
    assert most < 40
