"""Clients by a name however it is spelled; who may already be known; two people kept apart."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import CASE_CONTACT
from panoh.core.check import check
from panoh.core.node import Node
from panoh.errors import Invalid
from panoh.words import use_language


def codes(node: Node, text: str) -> list[str]:
    return [each.title for each in views.search(node, text)]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Rakhmonov Alisher", "same name, other script"),
        ("Рахмонов Алишер", "same name, other spelling"),
        ("Rahmonzoda Alisher", "same surname, other ending"),
        ("Alisher", "same name, other script"),
    ],
)
def test_search_finds_other_spellings_and_says_why(amina: Node, typed: str, why: str) -> None:
    code = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    commands.add_client(amina, {"names": ["Зебунисо Каримова"]})
    (found,) = views.search(amina, typed)
    assert found.title == code
    assert why in found.reason


def test_three_letters_are_enough(amina: Node) -> None:
    code = commands.add_client(amina, {"goes_by": "Гулнора"})
    assert codes(amina, "gul") == [code]


def test_an_old_name_of_a_place(amina: Node) -> None:
    code = commands.add_client(amina, {"district": "Хуҷанд"})
    (found,) = views.search(amina, "Ленинабад")
    assert found.title == code
    assert "Khujand" in found.reason


def test_what_is_like_nothing_finds_nothing(amina: Node) -> None:
    commands.add_client(amina, {"names": ["Раҳмонов Алишер"], "district": "Хуҷанд"})
    assert codes(amina, "Firdavs") == []


REGISTERED_AGAIN = ("Rakhmonov Alisher", "Алишер Рахмонов", "Alisher Rahmonzoda", "Раҳмнов Алишер")


@pytest.mark.parametrize("again", REGISTERED_AGAIN)
def test_somebody_registered_again_is_noticed(amina: Node, again: str) -> None:
    code = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    (found,) = views.alike(amina, [again])
    assert found.code == code
    assert found.reasons


def test_another_name_is_no_reason(amina: Node) -> None:
    commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    assert views.alike(amina, ["Каримов Алишер", "Раҳмонов Фирдавс", ""]) == []


def test_the_same_phone_is_a_reason(amina: Node) -> None:
    code = commands.add_client(amina, {"phone": "+992 90 011-22-33"})
    (found,) = views.alike(amina, [], ["8 (90) 0112233"])
    assert (found.code, found.reasons) == (code, ("the same phone number",))


def test_two_people_are_kept_apart(amina: Node) -> None:
    first = commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    second = commands.add_client(amina, {"names": ["Rahmonov Alisher"]})
    row = access.client(amina, second)
    assert [each.code for each in views.alike(amina, row["names"], but=row["id"])] == [first]
    record = commands.not_same(amina, second, first)
    assert views.alike(amina, row["names"], but=row["id"]) == []
    assert {access.apart(amina, record)[name] for name in ("first", "second")} == {
        access.client(amina, each)["id"] for each in (first, second)
    }
    with pytest.raises(Invalid):
        commands.not_same(amina, first, first)
    assert check(amina, rebuild=True) == []


WAYS = ("Раҳмонов Алишер", "Rakhmonov Alisher", "Rahmonzoda", "rax", "Алишер Рахмнов", "Ленинабад")


def told_of(node: Node, way: str) -> set[str]:
    """Codes that a search or the question at intake answers with."""
    found = {each.title for each in views.search(node, way)}
    return found | {each.code for each in views.alike(node, [way], ["+992 93 500 1122"])}


def test_no_candidate_is_a_child_until_the_case_is_shown(amina: Node) -> None:
    code = commands.add_child(amina, {"age_band": "6_9"})
    values = {
        "goes_by": "Раҳмонов Алишер", "names": ["Алишер Рахмонов"], "district": "Хуҷанд",
        "phone": "+992935001122",
    }  # fmt: skip
    commands.edit_client(amina, code, values)
    grown = access.client(amina, commands.add_client(amina, {"names": ["Раҳмонов Алишер"]}))
    assert not any(code in told_of(amina, way) for way in WAYS)
    assert code not in {each.code for each in views.alike_client(amina, grown)}
    child = access.client(amina, code)["id"]
    access.set_shown(amina, child, ["child"], True)
    assert all(code in told_of(amina, way) for way in WAYS)
    assert code in {each.code for each in views.alike_client(amina, grown)}


def test_no_candidate_comes_of_a_restricted_name(amina: Node) -> None:
    """Who stands in a compartment of another's case is asked about at no intake, shown or not."""
    code = commands.add_client(amina, {})
    client = access.client(amina, code)
    with amina.writing() as work:
        place = work.compartment(amina.space_id(client["space"]), "violence")
        work.put(CASE_CONTACT, place, None, {
            "client": client["id"], "channel": "in_person", "held_at": "2026-11-20T09:00",
            "state": "open", "name": ["Раҳмонов Алишер"],
        })  # fmt: skip
    assert not any(told_of(amina, way) for way in WAYS)
    access.set_shown(amina, client["id"], ["violence"], True)
    assert codes(amina, "Rakhmonov Alisher") == [code]
    assert views.alike(amina, ["Rakhmonov Alisher"]) == []


def test_reasons_are_in_the_language_of_the_pages(amina: Node) -> None:
    commands.add_client(amina, {"names": ["Раҳмонов Алишер"]})
    said = set()
    for language in ("en", "ru", "tg", "uz"):
        with use_language(language):
            (found,) = views.search(amina, "rakhmonov alish")
            (like,) = views.alike(amina, ["Rakhmonov Alisher"])
            said.add((found.reason, like.reasons))
    assert len(said) == 4


def test_a_surname_alone_and_turned_names_are_no_reason(amina: Node) -> None:
    """A son bears his father's name as surname: Ашуров Рустам, Рустамов Ашур."""
    commands.add_client(amina, {"names": ["Ашуров Рустам"]})
    commands.add_client(amina, {"names": ["Шамсиддинов Раҳим"]})
    assert views.alike(amina, ["Рустамов Ашур", "Шамсиддинов Карим"]) == []
    assert len(views.alike(amina, ["Рустам Ашурзода", "Chamsiddinov Rakhim"])) == 2


def test_another_sex_or_an_age_far_away_is_another_person(amina: Node) -> None:
    known = {"names": ["Раҳмонов Алишер"], "phone": "+992935001122", "sex": "man"}
    code = commands.add_client(amina, {**known, "age_band": "25_34"})

    def told(phones: tuple[str, ...] = (), **about: str) -> list[str]:
        found = views.alike(amina, ["Rahmonov Alisher"], phones, about=about)
        return [each.code for each in found]

    assert told(sex="man", age_band="35_49") == told(age_band="?declined") == [code]
    assert told(sex="woman") == told(sex="man", age_band="50_64") == []
    assert told(("+992 93 500 1122",), sex="woman") == [code]
