"""What a writer of a shared space sends that no Panoh would: refused plainly, nothing else harmed.

The soak's `taken-in` target tries millions of these; here stands one of each kind.
"""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.records import own
from tests.core.support import LINE, THING, entries, share

RECORD = bytes(range(16))
ERASE, ASSIGN, FACT, SNAPSHOT = (
    EntryKind.ERASE,
    EntryKind.ASSIGN,
    EntryKind.FACT,
    EntryKind.SNAPSHOT,
)


@pytest.fixture
def space(amina: Node, bo: Node) -> bytes:
    with amina.writing() as work:
        made = work.new_space("case")
    share(amina, bo, made)
    take_in(bo, entries(amina, made))
    return made


def sent(bo: Node, space: bytes, kind: EntryKind, body: Any) -> bytes:
    """An entry that Bo's own vault signs and then does not keep."""
    try:
        with bo.writing():
            row = bo.spaces.row(space)
            made = bo.log.append(row, kind, body, now=bo.milliseconds()).kept.sealed
            raise InterruptedError
    except InterruptedError:
        from panoh.core.log import codec

        return codec.encode(made)


MALFORMED: list[tuple[EntryKind, Any]] = [
    (FACT, None),
    (ASSIGN, [1]),
    *[(FACT, body) for body in ({}, {"facts": 1}, {"facts": [1]}, {"facts": [{"k": 1}]})],
    (FACT, {"facts": [{"k": "device"}]}),
    (FACT, {"facts": [{"k": "member", "person": bytes(16), "role": "?", "certs": []}]}),
    (
        FACT,
        {"facts": [{"k": "epoch", "id": 1, "number": "x", "commit": 1, "for": [], "sealed": 1}]},
    ),
    (ASSIGN, {"r": 1}),
    (ASSIGN, {"r": [["toy_thing", RECORD, {"title": "a"}], ["toy_thing", RECORD, {"title": "b"}]]}),
    (ASSIGN, {"r": [], "seen": 1}),
    (ASSIGN, {"r": [], "seen": [[1, 2]]}),
    (ASSIGN, {"r": [], "seen": [[bytes(16), 2**63]]}),
    (SNAPSHOT, {"r": [["toy_thing", RECORD, {"title": 1}]]}),
    (SNAPSHOT, {"r": [["toy_thing", RECORD, {"title": [[bytes(16), 2**63, 0, "a"]]}]]}),
    (SNAPSHOT, {"r": [["toy_thing", RECORD, {"title": [[bytes(16), 1, 2**60, "a"]]}]]}),
    (ERASE, {"e": [["toy_thing", RECORD]], "x": None}),
]


def test_malformed_entries_are_refused(amina: Node, bo: Node, space: bytes) -> None:
    before = amina.log.journal()
    for kind, body in MALFORMED:
        taken = take_in(amina, [sent(bo, space, kind, body)])
        assert (taken.new, len(taken.refused)) == (0, 1), body
    assert amina.log.journal() == before
    assert check(amina, rebuild=True) == []


def test_values_of_a_wrong_kind_are_shown_somehow(amina: Node, bo: Node, space: bytes) -> None:
    odd = (2**64 - 1, {1: 2, b"a": 3}, [1, b"x"], b"\x00", [], {})
    names = ("title", "count", "tags", "agreed", "other")
    rows = [
        ["toy_thing", bytes([place, number] * 8), {name: value}]
        for place, name in enumerate(names)
        for number, value in enumerate(odd)
    ]
    assert take_in(amina, [sent(bo, space, ASSIGN, {"r": rows})]).new == 1
    for _, record, _ in rows:
        assert amina.get(THING, record.hex()) is not None
    assert check(amina, rebuild=True) == []


def test_writer_of_a_space_has_no_say_over_records_elsewhere(
    amina: Node, bo: Node, space: bytes
) -> None:
    with amina.writing() as work:
        values = {"name": "mine", "value": "private"}
        private = work.put(own.SETTING, amina.space("personal"), None, values)
    target = bytes.fromhex(private)
    assigning = {"r": [["core_setting", target, {"value": "taken"}]]}
    take_in(amina, [sent(bo, space, ASSIGN, assigning)])
    erasing = {"e": [["core_setting", target]], "x": []}
    take_in(amina, [sent(bo, space, ERASE, erasing)])
    assert amina.setting("mine") == "private"
    assert check(amina, rebuild=True) == []


def test_erased_record_is_not_claimed_by_another_space(amina: Node, bo: Node, space: bytes) -> None:
    with amina.writing() as work:
        values = {"name": "mine", "value": "private"}
        private = work.put(own.SETTING, amina.space("personal"), None, values)
    body = {"r": [["core_setting", bytes.fromhex(private), {"name": "mine", "value": "taken"}]]}
    early = sent(bo, space, ASSIGN, body)
    assert take_in(amina, [early]).new == 1
    with amina.writing() as work:
        work.erase(own.SETTING, private)
    assert amina.setting("mine") is None
    assert check(amina, rebuild=True) == []


def test_id_used_again_under_another_type_has_one_row(amina: Node, bo: Node, space: bytes) -> None:
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "t", "text": "x"})
    take_in(bo, entries(amina, space))
    again = {"r": [["toy_line", bytes.fromhex(record), {"text": "y"}]]}
    assert take_in(amina, [sent(bo, space, ASSIGN, again)]).new == 1
    held = [amina.get(rtype, record) for rtype in (THING, LINE)]
    assert sum(each is not None for each in held) == 1
    assert check(amina, rebuild=True) == []


def test_erasure_that_hides_what_it_erases_is_refused(amina: Node, bo: Node, space: bytes) -> None:
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "t"})
    take_in(bo, entries(amina, space))
    body = {"e": [["toy_thing", bytes.fromhex(record)]], "x": []}
    assert take_in(amina, [sent(bo, space, ERASE, body)]).refused
    assert amina.get(THING, record) is not None


def test_erasure_under_a_wrong_type_leaves_no_row(amina: Node, bo: Node, space: bytes) -> None:
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "t"})
    take_in(bo, entries(amina, space))
    (named,) = amina.records.mentions(bytes.fromhex(record))
    body = {"e": [["toy_line", bytes.fromhex(record)]], "x": [amina.log.at(named).id]}
    assert take_in(amina, [sent(bo, space, ERASE, body)]).new == 1
    assert amina.get(THING, record) is None
    assert check(amina, rebuild=True) == []


def test_writing_to_what_one_knows_to_be_erased_is_refused(
    amina: Node, bo: Node, space: bytes
) -> None:
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "t"})
    with amina.writing() as work:
        work.erase(THING, record)
    take_in(bo, entries(amina, space))
    body = {"r": [["toy_thing", bytes.fromhex(record), {"title": "back"}]]}
    try:
        made = sent(bo, space, ASSIGN, body)
    except Exception:  # noqa: BLE001 - Bo's own vault may refuse to make it
        return
    assert take_in(amina, [made]).refused
    assert amina.get(THING, record) is None
