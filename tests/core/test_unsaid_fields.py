"""Some fields of a record are unsaid while the record stays: here, and wherever it was carried."""

from __future__ import annotations

import pytest

from panoh.core.app import Row
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.space.model import Role
from panoh.errors import NotFound
from tests.core.forging import forged
from tests.core.support import THING, entries, put_thing, share

NAME = "Gulchehra of the bakery"
EARLIER = "Gulya as her aunt says"
PHONE = "+992 900 111 222"
STAYS = "wants her wages before winter"


@pytest.fixture
def space(amina: Node) -> bytes:
    with amina.writing() as work:
        return work.new_space("case")


def _told(node: Node, space: bytes) -> tuple[str, str]:
    """A record that said a name twice and a number, and one that shares an entry with it."""
    with node.writing() as work:
        record = work.put(THING, space, None, {"title": EARLIER, "text": STAYS, "count": 3})
        beside = work.put(THING, space, None, {"title": "stands in the same entry"})
    put_thing(node, space, record, title=NAME, phone=PHONE)
    put_thing(node, space, record, count=4)
    return record, beside


def _unsay(node: Node, record: str, *names: str) -> bool:
    with node.writing() as work:
        done = work.erase_fields(THING, record, names)
    return done.proved


def _row(node: Node, record: str) -> Row:
    found = node.get(THING, record)
    assert found is not None
    return found


def _gone(node: Node) -> bool:
    """From every page of the vault, and from every sealed body of the log."""
    words = (NAME, EARLIER, PHONE)
    bodies = [repr(node.log.open(each).body) for each in node.log.entries()]
    said = [each for each in words if any(each in body for body in bodies)]
    return not said and node.database.find_bytes([each.encode() for each in words]) == []


def test_unsaid_fields_are_gone_and_the_rest_stays(amina: Node, space: bytes) -> None:
    record, beside = _told(amina, space)
    assert not _gone(amina)
    assert _unsay(amina, record, "title", "phone")
    row = _row(amina, record)
    assert (row["title"], row["phone"], row["text"], row["count"]) == (None, None, STAYS, 4)
    assert _row(amina, beside)["title"] == "stands in the same entry"
    assert _gone(amina)
    assert amina.find_text("bakery") == []
    assert check(amina, rebuild=True) == []
    put_thing(amina, space, record, title="a new name, agreed to later")
    assert _row(amina, record)["title"] == "a new name, agreed to later"


def test_what_was_never_said_costs_no_entry(amina: Node, space: bytes) -> None:
    record = put_thing(amina, space, text=STAYS)
    before = len(entries(amina, space))
    with amina.writing() as work:
        assert work.erase_fields(THING, record, ["title", "phone"]).entries == 0
    assert len(entries(amina, space)) == before
    with pytest.raises(NotFound), amina.writing() as work:
        work.erase_fields(THING, "f" * 32, ["title"])


def test_unsaying_twice_takes_what_was_restated_too(amina: Node, space: bytes) -> None:
    record, _beside = _told(amina, space)
    assert _unsay(amina, record, "phone")
    assert _row(amina, record)["title"] == NAME
    assert _unsay(amina, record, "title")
    assert _gone(amina)
    assert check(amina, rebuild=True) == []


def test_it_is_unsaid_wherever_it_was_carried(amina: Node, bo: Node, space: bytes) -> None:
    record, beside = _told(amina, space)
    share(amina, bo, space)
    assert take_in(bo, entries(amina, space)).refused == ()
    put_thing(bo, space, record, text="changed meanwhile by Bo")
    assert _unsay(amina, record, "title", "phone")
    for _ in range(2):
        assert take_in(bo, entries(amina, space)).refused == ()
        assert take_in(amina, entries(bo, space)).refused == ()
    for node in (amina, bo):
        node.database.vacuum()
        assert _gone(node)
        assert _row(node, record)["text"] == "changed meanwhile by Bo"
        assert _row(node, record)["title"] is None
        assert _row(node, beside)["title"] == "stands in the same entry"
        assert node.two_values(record) == {}
        assert check(node, rebuild=True) == []


def test_whoever_names_entries_of_others_takes_no_live_value(
    amina: Node, bo: Node, space: bytes
) -> None:
    record, beside = _told(amina, space)
    with amina.writing() as work:
        apart = work.new_space("case")
    elsewhere = put_thing(amina, apart, title="of another space")
    share(amina, bo, space)
    assert take_in(bo, entries(amina, space)).refused == ()
    every = [each.id for one in (space, apart) for each in amina.log.entries(amina.spaces.row(one))]
    hostile = forged(bo, space, EntryKind.ERASE, {"e": [], "x": every})
    assert take_in(amina, [hostile]).refused == ()
    assert _row(amina, record)["title"] == NAME
    assert _row(amina, record)["phone"] == PHONE
    assert _row(amina, beside)["title"] == "stands in the same entry"
    assert _row(amina, elsewhere)["title"] == "of another space"
    assert check(amina, rebuild=True) == []


def test_a_reader_unsays_nothing(amina: Node, bo: Node, space: bytes) -> None:
    record, _beside = _told(amina, space)
    share(amina, bo, space, Role.READER)
    assert take_in(bo, entries(amina, space)).refused == ()
    every = [each.id for each in amina.log.entries(amina.spaces.row(space))]
    hostile = forged(bo, space, EntryKind.ERASE, {"e": [], "x": every})
    assert len(take_in(amina, [hostile]).refused) == 1
    assert _row(amina, record)["title"] == NAME
