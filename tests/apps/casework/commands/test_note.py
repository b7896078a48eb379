"""Notes: written once, amended, erased."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands, views
from panoh.apps.casework.records import NOTE
from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, NotFound
from tests.cast import Clock

SAID = "the neighbour from the third floor drove her to the clinic"


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def test_a_note_is_amended_never_edited(amina: Node, code: str, clock: Clock) -> None:
    note = commands.add_note(amina, code, {"text": SAID})
    clock.pass_days(1)
    second = commands.amend_note(amina, note, "it was the fourth floor")
    clock.pass_days(1)
    third = commands.amend_note(amina, second, "no, the second")
    (thread,) = access.case(amina, code).notes
    assert thread.row["text"] == SAID
    assert [each["id"] for each in thread.amendments] == [second, third]
    row = access.note(amina, note)
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(NOTE, amina.space_id(row["space"]), note, {"text": "changed"})


def test_an_empty_note_is_refused(amina: Node, code: str) -> None:
    for values in ({}, {"text": ""}, {"text": " \n "}):
        with pytest.raises(Invalid) as refused:
            commands.add_note(amina, code, values)
        assert set(refused.value.problems) == {"text"}


def test_an_erased_note_is_gone_from_everywhere(amina: Node, code: str) -> None:
    kept = commands.add_note(amina, code, {"text": "a note that stays where it is"})
    note = commands.add_note(amina, code, {"text": SAID})
    assert views.search(amina, "neighbour clinic")
    erased = commands.erase_note(amina, note)
    assert erased.proved
    assert erased.backups == ()
    with pytest.raises(NotFound):
        access.note(amina, note)
    assert views.search(amina, "neighbour clinic") == []
    assert SAID not in repr(access.as_data(amina, code))
    assert amina.database.find_bytes([SAID.encode()]) == []
    assert access.note(amina, kept)["text"] == "a note that stays where it is"
    with pytest.raises(NotFound):
        commands.erase_note(amina, note)


def test_what_amends_an_erased_note_stays(amina: Node, code: str) -> None:
    note = commands.add_note(amina, code, {"text": SAID})
    second = commands.amend_note(amina, note, "what remains true of it")
    commands.erase_note(amina, note)
    (thread,) = access.case(amina, code).notes
    assert thread.row["id"] == second
