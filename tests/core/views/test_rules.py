from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.records.merge import Value
from panoh.core.records.model import Answer
from panoh.core.records.rules import stored
from panoh.core.views import rules
from tests.core.support import LINE, THING

DEVICES = {1: b"a" * 16, 2: b"b" * 16}
NOON = 1_763_632_800_000


def _value(value: Any, device: int = 1, time: int = NOON) -> Value:
    return Value((device, 1), stored(value), time, {device: 1}, 1)


def _row(**fields: Any) -> dict[str, Any]:
    values = {
        name: each if isinstance(each, tuple) else (_value(each),) for name, each in fields.items()
    }
    return rules.row(THING, bytes(16), 7, values, DEVICES)


def test_table_has_a_column_for_every_field() -> None:
    database = sqlite3.connect(":memory:")
    for statement in rules.table_sql(THING):
        database.execute(statement)
    columns = {row[1] for row in database.execute("PRAGMA table_info(toy_thing)")}
    assert columns == {*rules.FIXED, *(field.name for field in THING.fields)}


def test_fingerprint_changes_with_the_declaration() -> None:
    assert rules.fingerprint(THING) != rules.fingerprint(LINE)
    assert rules.fingerprint(THING) == rules.fingerprint(THING)


def test_kinds_become_columns_and_come_back() -> None:
    made = _row(title="Ҷ", tags=["a", "b"], count=3, agreed=True, phone="+992 1")
    assert (made["tags"], made["count"], made["agreed"]) == ('["a", "b"]', 3, 1)
    read = rules.decoded(THING, made)
    assert (read["tags"], read["agreed"], read["title"]) == (["a", "b"], True, "Ҷ")


def test_answer_is_told_from_a_text() -> None:
    made = _row(text=Answer.DECLINED, title="declined")
    assert (made["text"], made["title"]) == (None, "declined")
    assert json.loads(made["answers"]) == {"text": "declined"}


def test_two_values_are_named_and_one_is_shown() -> None:
    both = (_value("one"), _value("two", device=2, time=NOON + 1))
    made = _row(title=both, text=(_value("same"), _value("same", device=2)))
    assert made["title"] == "two"
    assert json.loads(made["conflicts"]) == ["title"]


def test_field_of_a_newer_program_is_named_and_kept_out_of_the_way() -> None:
    made = _row(title="x", mood="calm")
    assert json.loads(made["newer"]) == ["mood"]
    assert "mood" not in made


def test_value_of_an_unexpected_type_does_not_break_the_row() -> None:
    made = _row(title=["a", {"b": 1}], count="many", agreed="perhaps", tags="single", phone="123")
    assert [made[name] for name in ("title", "count", "agreed", "tags")] == [None] * 4
    assert made["phone"] == "123"
    assert json.loads(made["newer"]) == ["agreed", "count", "tags", "title"]


@given(st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.binary(), inner),
    max_leaves=8,
))  # fmt: skip
def test_any_value_in_any_field_makes_a_row_that_a_table_can_hold(value: Any) -> None:
    made = _row(**{field.name: value for field in THING.fields})
    assert all(type(each) in (str, int, type(None)) for each in made.values())
    assert all(abs(each) < 2**63 for each in made.values() if type(each) is int)
    rules.decoded(THING, made)
    rules.search_text(THING, made)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("day", "2026-11-20", "2026-11-20T10:00"),
        ("hour", "2026-11-20T10:00", "2026-11-20T10:00+05:00"),
        ("hour", "2026-11-20T10:00", "2026-11-20T10:00:01"),
        ("other", "0" * 32, "0" * 31),
        ("count", 2**53 - 1, 2**53),
        ("count", 0, -1),
        ("names", ["a"], ["a", 1]),
        ("title", "x", "\ud800"),
    ],
)
def test_bounds_of_what_a_field_can_hold(field: str, good: Any, bad: Any) -> None:
    declared = THING.field(field)
    assert declared is not None
    assert rules.fits(declared, good)
    assert not rules.fits(declared, bad)


def test_class_of_space_and_version_of_the_rules_are_part_of_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rules.fingerprint(THING)
    assert rules.fingerprint(replace(THING, home="desk")) != before
    monkeypatch.setattr(rules, "VERSION", rules.VERSION + 1)
    assert rules.fingerprint(THING) != before


def test_search_text_has_searched_fields_and_digits_but_nothing_quiet() -> None:
    words = rules.search_text(THING, _row(title="Ҷамшед", phone="+992 (37) 1", secret="hidden"))
    assert "Ҷамшед" in words
    assert "992371" in words
    assert "hidden" not in words


def test_time_is_told_in_utc() -> None:
    assert rules.moment(NOON) == "2025-11-20T10:00:00.000+00:00"
