from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.records import rules
from panoh.core.records.model import Answer, Choice, Field, Kind, RecordType
from panoh.errors import Invalid
from tests.core.support import LINE, THING

_CHOICES = (Choice("a", "A"), Choice("b", "B"))


def _field(kind: Kind, **more: Any) -> Field:
    return Field("x", kind, "X", choices=_CHOICES, **more)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "  Амина ", "Амина"),
        (Kind.TEXT, "e\u0301", "é"),
        (Kind.LONG, "one\r\ntwo", "one\ntwo"),
        (Kind.CHOICE, "a", "a"),
        (Kind.CHOICES, "b, a", ["a", "b"]),
        (Kind.CHOICES, ["b"], ["b"]),
        (Kind.DATE, "2026-11-20", "2026-11-20"),
        (Kind.TIME, "2026-11-20T21:30", "2026-11-20T21:30"),
        (Kind.TIME, "2026-11-20 21:30:59", "2026-11-20T21:30"),
        (Kind.YES, "on", True),
        (Kind.YES, "no", False),
        (Kind.YES, True, True),
        (Kind.NUMBER, " 12 ", 12),
        (Kind.PHONE, "+992 (37) 221-00-00", "+992 (37) 221-00-00"),
        (Kind.LANGUAGES, "tgk rus", ["tgk", "rus"]),
        (Kind.NAMES, "Раҳмонов Ҷ.\nRahmonov J.\n\n", ["Раҳмонов Ҷ.", "Rahmonov J."]),
        (Kind.LINK, "0" * 32, "0" * 32),
        (Kind.PHONE, "\u202a+992 37 221-00-00\u202c", "+992 37 221-00-00"),
        (Kind.TEXT, "\u2067Амина\u2069 \u202egnp.exe", "Амина gnp.exe"),
        (Kind.TEXT, "می\u200cخواهم", "می\u200cخواهم"),
        (Kind.LONG, "one\u2028two", "one\ntwo"),
        (Kind.TEXT, "   ", None),
        (Kind.CHOICES, [], None),
    ],
)  # fmt: skip
def test_good_input_is_read(kind: Kind, raw: Any, value: Any) -> None:
    assert rules.clean(_field(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.TEXT, "two\nlines"),
        (Kind.TEXT, "x" * 4001),
        (Kind.TEXT, "zero\x00byte"),
        (Kind.TEXT, 5),
        (Kind.TEXT, "half a sign \udcff"),
        (Kind.TEXT, "\x1b[2J"),
        (Kind.TEXT, "\x9b2J"),
        (Kind.CHOICE, ["a", "b"]),
        (Kind.DATE, ["2026-11-20", "2026-11-21"]),
        (Kind.YES, ["yes", "no"]),
        (Kind.NAMES, "\n".join(f"name {n}" for n in range(100_000))),
        (Kind.NAMES, "x" * 3000 + "\n" + "y" * 3000),
        (Kind.LANGUAGES, [f"{a}{b}a" for a in "abcdefghijkl" for b in "abcdefghijkl"]),
        (Kind.CHOICE, "c"),
        (Kind.CHOICES, ["a", "c"]),
        (Kind.DATE, "20.11.2026"),
        (Kind.DATE, "2026-02-30"),
        (Kind.TIME, "tonight"),
        (Kind.YES, "perhaps"),
        (Kind.NUMBER, "-1"),
        (Kind.NUMBER, "many"),
        (Kind.NUMBER, "9" * 12),
        (Kind.PHONE, "none"),
        (Kind.PHONE, "1" * 40),
        (Kind.LANGUAGES, "tajik"),
        (Kind.LINK, "../../etc"),
    ],
)
def test_bad_input_is_refused_in_words(kind: Kind, raw: Any) -> None:
    with pytest.raises(ValueError, match=r".+\."):
        rules.clean(_field(kind), raw)


@pytest.mark.parametrize("answer", list(Answer))
def test_ways_of_not_answering_are_answers(answer: Answer) -> None:
    field = _field(Kind.TEXT, open_ended=True, required=True)
    assert rules.clean(field, f"?{answer.value}") is answer
    assert rules.clean(field, [f"?{answer.value}"]) is answer
    with pytest.raises(ValueError, match="left open"):
        rules.clean(_field(Kind.TEXT), answer)


@given(st.text())
def test_no_text_passes_for_an_answer_once_stored(text: str) -> None:
    assert rules.restored(rules.stored(text)) == text


def test_unknown_answer_of_a_newer_program_is_kept() -> None:
    assert rules.restored({"?": "asked_twice"}) == {"?": "asked_twice"}


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        rules.clean_all(THING, {"count": "many", "nothing": "x", "title": "fine"}, whole=True)
    assert set(caught.value.problems) == {"count", "nothing"}


def test_required_field_is_asked_for_only_when_whole() -> None:
    with pytest.raises(Invalid):
        rules.clean_all(LINE, {}, whole=True)
    assert rules.clean_all(LINE, {}, whole=False) == {}


def test_declared_refusal_applies() -> None:
    never = RecordType(
        app="toy", name="picky", label="", home="case", readers="",
        fields=(Field("x", Kind.TEXT, "X", refuse=lambda value: "Not this." if value else None),),
    )  # fmt: skip
    with pytest.raises(Invalid, match="Not this"):
        rules.clean_all(never, {"x": "anything"}, whole=True)
