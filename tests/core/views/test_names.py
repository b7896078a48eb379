"""The index of names: it follows from the records, forgets with them, and is made again."""

from __future__ import annotations

import pytest

from panoh import bootstrap
from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.core.views import names
from tests.core.support import Vaults, toy_app

PERSON = RecordType(
    app="toy",
    name="person",
    label="Person",
    home="case",
    readers="whoever the case is shared with",
    fields=(
        Field("names", Kind.NAMES, "Names", open_ended=True),
        Field("called", Kind.TEXT, "Called", named=True),
        Field("other", Kind.TEXT, "Other"),
        Field("hidden", Kind.TEXT, "Hidden", named=True, sensitivity=Sensitivity.QUIET),
    ),
)


@pytest.fixture
def amina(vaults: Vaults, monkeypatch: pytest.MonkeyPatch) -> Node:
    monkeypatch.setattr(bootstrap, "apps", lambda: (toy_app(PERSON),))
    return vaults.node("Amina")


def put(node: Node, record: str | None = None, **values: object) -> str:
    with node.writing() as work:
        space = work.new_space("case") if record is None else node.space_id(
            node.rows("SELECT space FROM toy_person WHERE id = ?", (record,))[0]["space"]
        )  # fmt: skip
        return work.put(PERSON, space, record, values)


def found(node: Node, text: str) -> list[str]:
    return [each.record for each in node.find_names(text) if each.likeness > 0.8]


def test_only_declared_names_are_entered() -> None:
    named = [field.name for field in PERSON.fields if names.is_name(field)]
    assert named == ["names", "called"]
    row = {"names": '["Али", "Али"]', "called": "Ali", "other": "x", "hidden": "Камол"}
    assert names.forms(PERSON, row) == [("names", "Али"), ("called", "Ali")]


def test_found_in_any_script_with_type_field_and_form(amina: Node) -> None:
    record = put(amina, names=["Раҳмонов Алишер", "رحمانوف"], called="Alik")
    hit = amina.find_names("Rakhmonov Alisher")[0]
    assert (hit.type, hit.record, hit.field) == ("toy_person", record, "names")
    assert hit.form == "Раҳмонов Алишер"
    assert found(amina, "Алик") == [record]
    assert amina.find_names("Rakhmonov", [("toy_person", "called")]) == []


def test_quiet_and_plain_fields_are_not_found(amina: Node) -> None:
    put(amina, other="Фирдавс", hidden="Зебунисо", called="Алишер")
    assert found(amina, "Firdavs") == found(amina, "Zebuniso") == []


def test_a_changed_name_is_found_and_the_old_one_is_not(amina: Node) -> None:
    record = put(amina, names=["Давлатова Мадина"])
    put(amina, record, names=["Каримзода Сафия"])
    assert found(amina, "Safiya Karimzoda") == [record]
    assert found(amina, "Madina Davlatova") == []


def test_erasing_forgets_name_words_and_keys(amina: Node) -> None:
    kept, gone = put(amina, names=["Саидов Камол"]), put(amina, names=["Саидов Фирдавсшоҳ"])
    with amina.writing() as work:
        erased = work.erase(PERSON, gone)
    assert erased.proved
    assert found(amina, "Saidov Kamol") == [kept]
    sounds = {row["sound"] for row in amina.rows("SELECT sound FROM name_word")}
    assert not [each for each in sounds if "firdavs" in each]
    assert amina.rows("SELECT k.word FROM name_key k LEFT JOIN name_word w ON w.no = k.word"
                      " WHERE w.no IS NULL") == []  # fmt: skip
    assert not amina.database.find_bytes([b"firdavsSoh", "Фирдавсшоҳ".encode()])
    with amina.writing() as work:
        work.erase(PERSON, kept)
    for table in names.TABLES:
        assert amina.rows(f"SELECT 1 AS one FROM {table}") == [], table


def test_it_follows_from_the_log(amina: Node) -> None:
    record = put(amina, names=["Раҳмонов Алишер", "Rahmonov Alisher"], called="Шамсиддин")
    put(amina, record, called="Dzhamshid")
    put(amina, names=["Rahmonov Ali"])
    assert check(amina, rebuild=True) == []
    with amina.database.write():
        amina.database.execute("DELETE FROM name_key WHERE key LIKE '=%'")
        amina.database.execute("UPDATE name_form SET form = 'Камол' WHERE form = 'Rahmonov Ali'")
    told = " ".join(check(amina, rebuild=True))
    assert "name_key" in told
    assert "name_form" in told


def test_a_changed_rule_makes_it_again(amina: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    record = put(amina, names=["Раҳмонов Алишер"])
    with amina.database.write():
        amina.database.execute("DELETE FROM name_held")
    assert found(amina, "Rahmonov Alisher") == []
    monkeypatch.setattr(names, "rules_text", lambda: "another rule")
    with amina.database.write():
        assert amina.views.make({"toy": ""}) == ["names"]
        assert amina.views.make({"toy": ""}) == []
    assert found(amina, "Rahmonov Alisher") == [record]
    assert check(amina, rebuild=True) == []


def test_an_answer_is_no_name(amina: Node) -> None:
    put(amina, names=["?declined"], called="Али")
    assert [row["form"] for row in amina.rows("SELECT form FROM name_form")] == ["Али"]
