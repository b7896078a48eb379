"""Two real vaults, one space, entries carried by hand."""

from __future__ import annotations

from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log import codec as log_codec
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.records import own
from tests.core.support import backup, entries, note_backup, share


def _together(amina: Node, bo: Node) -> bytes:
    space = amina.space("personal")
    share(amina, bo, space)
    assert take_in(bo, entries(amina, space)).refused == ()
    return space


def _exchange(amina: Node, bo: Node, space: bytes) -> None:
    for _ in range(2):
        assert take_in(bo, entries(amina, space)).refused == ()
        assert take_in(amina, entries(bo, space)).refused == ()


def _edit(node: Node, space: bytes, record: str, place: str) -> None:
    with node.writing() as work:
        work.put(own.BACKUP, space, record, {"place": place})


def test_edits_apart_keep_both_values_on_both_sides(amina: Node, bo: Node) -> None:
    record = note_backup(amina, place="first")
    space = _together(amina, bo)
    _edit(amina, space, record, "by Amina")
    _edit(bo, space, record, "by Bo")
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert {v.value for v in node.two_values(record)["place"]} == {"by Amina", "by Bo"}
        assert backup(node, record)["conflicts"] == ["place"]
    assert backup(amina, record)["place"] == backup(bo, record)["place"]


def test_choosing_after_seeing_both_settles_it_everywhere(amina: Node, bo: Node) -> None:
    record = note_backup(amina, place="first")
    space = _together(amina, bo)
    _edit(amina, space, record, "by Amina")
    _edit(bo, space, record, "by Bo")
    _exchange(amina, bo, space)
    _edit(bo, space, record, "chosen")
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert backup(node, record)["place"] == "chosen"
        assert node.two_values(record) == {}
        assert check(node, rebuild=True) == []


def test_write_concurrent_with_erasure_is_erased_on_arrival(amina: Node, bo: Node) -> None:
    record = note_backup(amina, place="to be unsaid")
    space = _together(amina, bo)
    _edit(bo, space, record, "written meanwhile by Bo")
    with amina.writing() as work:
        assert work.erase(own.BACKUP, record).entries == 1
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert node.get(own.BACKUP, record) is None
        assert node.database.find_bytes([b"to be unsaid", b"meanwhile by Bo"]) == []
        assert check(node, rebuild=True) == []


def test_late_entry_on_two_records_loses_only_the_erased_one(amina: Node, bo: Node) -> None:
    gone = note_backup(amina, place="will go")
    stays = note_backup(amina, place="will stay")
    space = _together(amina, bo)
    with bo.writing() as work:
        work.put(own.BACKUP, space, gone, {"place": "late words on what goes"})
        work.put(own.BACKUP, space, stays, {"place": "late words on what stays"})
    with amina.writing() as work:
        work.erase(own.BACKUP, gone)
    _exchange(amina, bo, space)
    _exchange(amina, bo, space)
    for node in (amina, bo):
        assert node.get(own.BACKUP, gone) is None
        assert backup(node, stays)["place"] == "late words on what stays"
        assert node.two_values(stays) == {}
        assert node.database.find_bytes([b"late words on what goes"]) == []
        assert check(node, rebuild=True) == []


def test_replayed_entries_change_nothing(amina: Node, bo: Node) -> None:
    note_backup(amina, place="once")
    space = _together(amina, bo)
    carried = entries(amina, space)
    taken = take_in(bo, carried)
    assert (taken.new, taken.known, taken.refused) == (0, len(carried), ())


def test_gap_is_refused_and_healed_by_what_was_missing(amina: Node, bo: Node) -> None:
    space = _together(amina, bo)
    have = len(entries(amina, space))
    for number in range(3):
        note_backup(amina, place=f"number {number}")
    carried = entries(amina, space)[have:]
    taken = take_in(bo, [carried[2], carried[1]])
    assert taken.new == 0
    assert all("missing" in why for why in taken.refused)
    assert take_in(bo, carried).new == 3


def test_entry_of_another_space_is_refused(amina: Node, bo: Node) -> None:
    space = _together(amina, bo)
    with amina.writing() as work:
        other = work.new_space("case")
    taken = take_in(bo, entries(amina, other))
    assert taken.new == 0
    assert "not held here" in taken.refused[0]
    assert take_in(bo, entries(amina, space)).new == 0


def test_two_histories_of_one_device_freeze_it(amina: Node, bo: Node) -> None:
    record = note_backup(amina, place="first")
    space = _together(amina, bo)
    row = amina.spaces.row(space)
    first, second = _forks(amina, space, row.no, record)
    assert take_in(bo, [first]).refused == ()
    assert "two different entries" in take_in(bo, [second]).refused[0]
    assert "two histories" in take_in(bo, [_after(amina, space)]).refused[0]
    assert bo.database.execute("SELECT count(*) FROM equivocation") == [(1,)]


def _forks(amina: Node, space: bytes, number: int, record: str) -> tuple[bytes, bytes]:
    """The same next number written twice, as a copied device would."""
    made = []
    body = {"r": [["core_backup", bytes.fromhex(record), {"place": "one way"}]]}
    for text in ("one way", "the other way"):
        body["r"][0][2] = {"place": text}
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
    note_backup(amina, place="later")
    return entries(amina, space)[-1]
