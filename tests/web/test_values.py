"""Two values are shown with who wrote them, and one choice settles it."""

from __future__ import annotations

from pathlib import Path

import pytest

from panoh.core.intake import take_in
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.errors import NotFound
from panoh.web.page import Again, Form, Go, Show, Visit
from panoh.web.pages import values
from tests.cast import Clock, Template
from tests.core.support import entries, share


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Node, str, str]:
    """A record on which Amina and Bo wrote different words without knowing of each other."""
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    template = Template(tmp_path / "template")
    amina, bo = (template.copy(each, tmp_path, Clock()) for each in ("Amina", "Bo"))
    space = amina.space("desk")
    rtype = next(each for each in amina.types.values() if each.home == "desk")
    field = next(each for each in rtype.fields if each.kind.value == "long")
    needed = {"when": "2026-11-20T09:30", "channel": "call"}
    with amina.writing() as work:
        record = work.put(rtype, space, None, {**_least(rtype, needed), field.name: "first"})
    share(amina, bo, space)
    take_in(bo, entries(amina, space))
    for node, words in ((amina, "by Amina"), (bo, "by Bo")):
        with node.writing() as work:
            work.put(rtype, space, record, {field.name: words})
    take_in(amina, entries(bo, space))
    bo.close()
    return amina, record, field.name


def _least(rtype: RecordType, wish: dict[str, str]) -> dict[str, str]:
    found = {}
    for field in rtype.fields:
        if field.required:
            found[field.name] = (
                field.choices[0].key if field.choices else wish.get(field.name, "2026-11-20T09:30")
            )
    return found


def test_both_are_shown_with_their_authors(two: tuple[Node, str, str]) -> None:
    node, record, name = two
    shown = values.show(Visit(node, {"id": record}))
    assert isinstance(shown, Show)
    [(field, written)] = shown.data["fields"]
    assert field.name == name
    assert {each.words for each in written} == {"by Amina", "by Bo"}
    assert "Amina" in {each.author for each in written}


def test_a_choice_settles_it(two: tuple[Node, str, str]) -> None:
    node, record, name = two
    [(_field, written)] = values.show(Visit(node, {"id": record})).data["fields"]  # type: ignore[union-attr]
    number = [each.words for each in written].index("by Bo")
    reply = values.choose(Visit(node, {"id": record}, Form({f"v-{name}": [str(number)]})))
    assert isinstance(reply, Go)
    assert node.two_values(record) == {}
    assert values.show(Visit(node, {"id": record})).data["fields"] == []  # type: ignore[union-attr]


def test_no_choice_changes_nothing(two: tuple[Node, str, str]) -> None:
    node, record, name = two
    for typed in ("", "7", "-1", "x"):
        reply = values.choose(Visit(node, {"id": record}, Form({f"v-{name}": [typed]})))
        assert isinstance(reply, Again)
    assert name in node.two_values(record)


def test_an_unknown_record_is_not_found(two: tuple[Node, str, str]) -> None:
    node, _record, _name = two
    with pytest.raises(NotFound):
        values.show(Visit(node, {"id": "0" * 32}))
