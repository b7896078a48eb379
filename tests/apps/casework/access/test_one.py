"""One record at a time: absent and not open look alike, quiet fields stay away."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.records import ALL, CLIENT, NOTE
from panoh.core.node import Node
from panoh.errors import NotFound
from tests.cast import Clock, hub_sees


def test_a_client_is_found_by_code_as_typed_and_by_id(amina: Node) -> None:
    code = commands.add_client(amina, {})
    row = access.client(amina, code.lower().replace("-", " "))
    assert row["code"] == code
    assert access.client(amina, row["id"]) == row
    assert row["created_by"] == "Amina"


def test_a_code_used_twice_leads_to_neither_of_the_two(amina: Node) -> None:
    """Whoever writes in a shared case could put the code of another client there: what is then
    noted under that code would be read in the shared case."""
    code, other = (commands.add_client(amina, {}) for _ in range(2))
    records = {each: access.client(amina, each) for each in (code, other)}
    with amina.writing() as work:
        shared = records[other]
        work.put(CLIENT, amina.space_id(shared["space"]), shared["id"], {"code": code})
    with pytest.raises(NotFound):
        commands.add_note(amina, code, {"text": "for the eyes of one case only"})
    assert access.client(amina, records[code]["id"])["id"] == records[code]["id"]


@pytest.mark.parametrize("ref", ["", "CCC-CCC", "nothing", "0" * 32, "00", "%", "' OR 1"])
def test_what_is_absent_is_not_found(amina: Node, ref: str) -> None:
    commands.add_client(amina, {})
    for read in (access.client, access.contact, access.need, access.note):
        with pytest.raises(NotFound):
            read(amina, ref)


def test_the_beginning_of_an_id_is_enough_and_two_beginnings_alike_are_not(amina: Node) -> None:
    code = commands.add_client(amina, {})
    note = commands.add_note(amina, code, {"text": "spoke about the papers"})
    assert access.note(amina, note[:8])["id"] == note
    with pytest.raises(NotFound):
        access.note(amina, note[:5])


def test_another_keeper_sees_nothing_of_it(amina: Node, chen: Node) -> None:
    code = commands.add_client(amina, {"goes_by": "Zafar the plumber"})
    record = access.client(amina, code)["id"]
    for ref in (code, record):
        with pytest.raises(NotFound):
            access.client(chen, ref)
    words = b"Zafar the plumber"
    assert all(words not in each and record.encode() not in each for each in hub_sees(amina))


def test_quiet_fields_are_in_no_row(amina: Node) -> None:
    code = commands.add_client(amina, {"programme": "former_prisoner", "programme_agreed": True})
    row = access.client(amina, code)
    assert not [name for name in row if name.startswith("programme")]
    assert "former_prisoner" not in repr(row)


def test_a_programme_is_given_until_it_lapses(amina: Node, clock: Clock) -> None:
    values = {"programme": "returnee", "programme_agreed": True, "programme_until": "2026-12-01"}
    code = commands.add_client(amina, values)
    assert access.programme(amina, code) == access.Programme("returnee", "2026-12-01")
    clock.pass_days(12)
    assert access.programme(amina, code) is None


def test_every_type_has_its_access_function(amina: Node) -> None:
    for rtype in ALL:
        with pytest.raises(NotFound):
            amina.read(rtype.table, "0" * 32)
    code = commands.add_client(amina, {})
    note = commands.add_note(amina, code, {"text": "read through the owner"})
    assert amina.read(NOTE.table, note)["text"] == "read through the owner"


def test_answers_that_are_answers_are_kept(amina: Node) -> None:
    code = commands.add_client(amina, {"languages": "?declined", "danger_tonight": "?not_safe"})
    answers = access.client(amina, code)["answers"]
    assert answers == {"languages": "declined", "danger_tonight": "not_safe"}
