"""Two real vaults, one space, entries carried by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from panoh.core.app import Row
from panoh.core.check import check
from panoh.core.intake import Fate, take_each, take_in
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind, Sealed
from panoh.core.node import Node
from tests.core.support import THING, Vaults, entries, share


def _noted(node: Node, space: bytes, text: str) -> str:
    with node.writing() as work:
        return work.put(THING, space, None, {"title": text})


def _row(node: Node, record: str) -> Row:
    found = node.get(THING, record)
    assert found is not None
    return found


@pytest.fixture
def space(amina: Node) -> bytes:
    with amina.writing() as work:
        return work.new_space("case")


@pytest.fixture
def chen(vaults: Vaults) -> Node:
    return vaults.node("Chen")


def _together(amina: Node, bo: Node, space: bytes) -> None:
    share(amina, bo, space)
    assert take_in(bo, entries(amina, space)).refused == ()


def _exchange(amina: Node, bo: Node, space: bytes) -> None:
    for _ in range(2):
        assert take_in(bo, entries(amina, space)).refused == ()
        assert take_in(amina, entries(bo, space)).refused == ()


def _edit(node: Node, space: bytes, record: str, text: str) -> None:
    with node.writing() as work:
        work.put(THING, space, record, {"title": text})


def test_edits_apart_keep_both_values_on_both_sides(amina: Node, bo: Node, space: bytes) -> None:
    record = _noted(amina, space, "first")
    _together(amina, bo, space)
    _edit(amina, space, record, "by Amina")
    _edit(bo, space, record, "by Bo")
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert {v.value for v in node.two_values(record)["title"]} == {"by Amina", "by Bo"}
        assert _row(node, record)["conflicts"] == ["title"]
    assert _row(amina, record)["title"] == _row(bo, record)["title"]


def test_choosing_after_seeing_both_settles_it_everywhere(
    amina: Node, bo: Node, space: bytes
) -> None:
    record = _noted(amina, space, "first")
    _together(amina, bo, space)
    _edit(amina, space, record, "by Amina")
    _edit(bo, space, record, "by Bo")
    _exchange(amina, bo, space)
    _edit(bo, space, record, "chosen")
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert _row(node, record)["title"] == "chosen"
        assert node.two_values(record) == {}
        assert check(node, rebuild=True) == []


def test_write_concurrent_with_erasure_is_erased_on_arrival(
    amina: Node, bo: Node, space: bytes
) -> None:
    record = _noted(amina, space, "to be unsaid")
    _together(amina, bo, space)
    _edit(bo, space, record, "written meanwhile by Bo")
    with amina.writing() as work:
        assert work.erase(THING, record).entries == 1
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert node.get(THING, record) is None
        assert node.database.find_bytes([b"to be unsaid", b"meanwhile by Bo"]) == []
        assert check(node, rebuild=True) == []


def test_late_entry_on_two_records_loses_only_the_erased_one(
    amina: Node, bo: Node, space: bytes
) -> None:
    gone = _noted(amina, space, "will go")
    stays = _noted(amina, space, "will stay")
    _together(amina, bo, space)
    with bo.writing() as work:
        work.put(THING, space, gone, {"title": "late words on what goes"})
        work.put(THING, space, stays, {"title": "late words on what stays"})
    with amina.writing() as work:
        work.erase(THING, gone)
    _exchange(amina, bo, space)
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert node.get(THING, gone) is None
        assert _row(node, stays)["title"] == "late words on what stays"
        assert node.two_values(stays) == {}
        assert node.database.find_bytes([b"late words on what goes"]) == []
        assert node.database.execute("SELECT count(*) FROM owed") == [(0,)]
        assert check(node, rebuild=True) == []


def test_replayed_entries_change_nothing(amina: Node, bo: Node, space: bytes) -> None:
    _noted(amina, space, "once")
    _together(amina, bo, space)
    carried = entries(amina, space)
    taken = take_in(bo, carried)
    assert (taken.new, taken.known, taken.refused) == (0, len(carried), ())


def test_gap_is_refused_and_healed_by_what_was_missing(amina: Node, bo: Node, space: bytes) -> None:
    _together(amina, bo, space)
    have = len(entries(amina, space))
    for number in range(3):
        _noted(amina, space, f"number {number}")
    carried = entries(amina, space)[have:]
    taken = take_in(bo, [carried[2], carried[1]])
    assert taken.new == 0
    assert all("missing" in why for why in taken.refused)
    assert take_in(bo, carried).new == 3


def test_entry_of_another_space_is_refused(amina: Node, bo: Node, space: bytes) -> None:
    _together(amina, bo, space)
    with amina.writing() as work:
        other = work.new_space("case")
    taken = take_in(bo, entries(amina, other))
    assert taken.new == 0
    assert "not held here" in taken.refused[0]
    assert take_in(bo, entries(amina, space)).new == 0


def test_two_histories_of_one_device_freeze_it(amina: Node, bo: Node, space: bytes) -> None:
    record = _noted(amina, space, "first")
    _together(amina, bo, space)
    row = amina.spaces.row(space)
    first, second = _forks(amina, space, row.no, record)
    assert take_in(bo, [first]).refused == ()
    assert "two different entries" in take_in(bo, [second]).refused[0]
    assert "two histories" in take_in(bo, [_after(amina, space)]).refused[0]
    assert bo.database.execute("SELECT count(*) FROM equivocation") == [(1,)]


def _forks(amina: Node, space: bytes, number: int, record: str) -> tuple[bytes, bytes]:
    """The same next number written twice, as a copied device would."""
    made = []
    body = {"r": [["toy_thing", bytes.fromhex(record), {"title": "one way"}]]}
    for text in ("one way", "the other way"):
        body["r"][0][2] = {"title": text}
        try:
            with amina.writing():
                row = amina.spaces.row(space)
                done = amina.log.append(row, EntryKind.ASSIGN, body, now=amina.milliseconds())
                made.append(log_codec.encode(done.kept.sealed))
                raise InterruptedError
        except InterruptedError:
            continue
    assert number == amina.spaces.row(space).no
    return made[0], made[1]


def _after(amina: Node, space: bytes) -> bytes:
    _noted(amina, space, "later")
    return entries(amina, space)[-1]


def _all_of(node: Node, space: bytes) -> list[Sealed]:
    return [log_codec.decode(each) for each in entries(node, space)]


def test_what_comes_together_gives_what_it_gives_one_by_one(
    amina: Node, bo: Node, chen: Node, space: bytes
) -> None:
    """Changes of one record, words apart, an erasure, all of it in one write."""
    kept, gone = _noted(amina, space, "first"), _noted(amina, space, "goes again")
    _together(amina, bo, space)
    share(amina, chen, space)
    for number in range(4):
        _edit(amina, space, kept, f"turn {number}")
        _edit(bo, space, kept, f"apart {number}")
    with amina.writing() as work:
        work.erase(THING, gone)
    assert take_in(amina, entries(bo, space)).refused == ()
    sent = _all_of(amina, space)
    noted: list[tuple[Sealed, int]] = []
    arrived = take_each(bo, sent, noted.extend)
    assert {each.fate for each in arrived} == {Fate.NEW, Fate.KNOWN}
    assert noted == [(e, each.position) for e, each in zip(sent, arrived, strict=True)]
    theirs = [each.id for each in amina.log.entries(amina.spaces.row(space))]
    assert [bo.log.at(each.position).id for each in arrived] == theirs
    assert take_in(chen, entries(amina, space)).refused == ()
    for node in (bo, chen):
        assert node.get(THING, gone) is None
        assert {v.value for v in node.two_values(kept)["title"]} == {"turn 3", "apart 3"}
        assert _row(node, kept)["title"] == _row(amina, kept)["title"]
        assert check(node, rebuild=True) == []


def test_one_that_is_refused_takes_nothing_else_with_it(
    amina: Node, bo: Node, space: bytes
) -> None:
    _together(amina, bo, space)
    have = len(entries(amina, space))
    for number in range(9):
        _noted(amina, space, f"number {number}")
    sent = _all_of(amina, space)[have:]
    body = sent[4].body_slot
    assert body is not None
    broken = replace(sent[4], body_slot=body[:-1] + bytes([body[-1] ^ 1]))
    noted: list[tuple[Sealed, int]] = []
    fates = [each.fate for each in take_each(bo, [*sent[:4], broken, *sent[5:]], noted.extend)]
    assert fates == [*[Fate.NEW] * 4, Fate.REFUSED, *[Fate.EARLY] * 4]
    assert len(noted) == 4
    assert len(bo.all(THING)) == 4
    assert [each.fate for each in take_each(bo, sent[4:])] == [Fate.NEW] * 5
    assert check(bo, rebuild=True) == []
