"""Entries by a member who means harm, or by a broken program: refused, and nothing falls over."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core import canonical
from panoh.core import work as work_module
from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log import rules
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from tests.core.forging import forged, under_header, without_body
from tests.core.support import THING, Vaults, entries, put_thing, share

RECORD = bytes(range(16))
ID = bytes(16)


@pytest.fixture
def space(amina: Node, bo: Node) -> bytes:
    """A case of Amina's in which Bo writes."""
    with amina.writing() as work:
        made = work.new_space("case")
    share(amina, bo, made)
    assert take_in(bo, entries(amina, made)).refused == ()
    return made


def _assign(values: Any, kind: Any = "toy_thing", record: Any = RECORD) -> tuple[EntryKind, Any]:
    return EntryKind.ASSIGN, {"r": [[kind, record, values]]}


def _snapshot(values: Any) -> tuple[EntryKind, Any]:
    return EntryKind.SNAPSHOT, {"r": [["toy_thing", RECORD, {"title": values}]]}


def _fact(*facts: Any) -> tuple[EntryKind, Any]:
    return EntryKind.FACT, {"facts": list(facts)}


def _malformed(bo: Node) -> list[tuple[EntryKind, Any]]:
    own = bo.person.device
    return [
        _assign([]),
        _assign({"": 1}),
        _assign({"x" * 65: 1}),
        _assign({"title": "x"}, record=b"short"),
        _assign({"title": "x"}, record="0" * 16),
        _assign({"title": "x"}, kind=7),
        (EntryKind.ASSIGN, {"r": [["toy_thing", RECORD, {"title": 1}]] * 2}),
        (EntryKind.ASSIGN, {"r": 5}),
        (EntryKind.ASSIGN, ["r"]),
        (EntryKind.ASSIGN, "r"),
        (EntryKind.ASSIGN, {"r": [], "seen": 5}),
        (EntryKind.ASSIGN, {"r": [], "seen": [5]}),
        (EntryKind.ASSIGN, {"r": [], "seen": [[own, 2**64 - 1]]}),
        (EntryKind.ASSIGN, {"r": [], "seen": [[own, 0]]}),
        (EntryKind.ASSIGN, {"r": [], "seen": [["text", 1]]}),
        (EntryKind.ASSIGN, {"r": [], "seen": [[bytes(16), 1]]}),
        (EntryKind.ASSIGN, {"r": [], "seen": [[own, 10**9]]}),
        _snapshot(5),
        _snapshot([]),
        _snapshot([5]),
        _snapshot([[own, 1, 1]]),
        _snapshot([["text", 1, 1, "x"]]),
        _snapshot([[own, "1", 1, "x"]]),
        _snapshot([[own, 2**63, 1, "x"]]),
        _snapshot([[own, 1, 2**63, "x"]]),
        _snapshot([[own, 1, -1, "x"]]),
        _snapshot([[bytes(16), 1, 1, "x"]]),
        (EntryKind.ERASE, {"e": 5}),
        (EntryKind.ERASE, {"e": [["toy_thing"]]}),
        (EntryKind.ERASE, {"e": [], "x": 5}),
        (EntryKind.ERASE, {"e": [], "x": [[]]}),
        (EntryKind.ERASE, {"e": [], "x": [b"short"]}),
    ]  # fmt: skip


def _malformed_facts(bo: Node) -> list[tuple[EntryKind, Any]]:
    cert, own = bo.person.certificate.encoded, bo.person.device
    epoch = {
        "k": "epoch",
        "id": ID,
        "number": 3,
        "commit": bytes(32),
        "for": [own],
        "sealed": [b""],
    }
    return [
        (EntryKind.FACT, {}),
        (EntryKind.FACT, []),
        (EntryKind.FACT, {"facts": 5}),
        (EntryKind.FACT, {"facts": []}),
        _fact(5),
        _fact({"k": 5}),
        _fact({"k": "later"}),
        _fact({"k": "device"}),
        _fact({"k": "device", "cert": 5}),
        _fact({"k": "device", "cert": [cert]}),
        _fact({"k": "device", "cert": b"x" * 200}),
        _fact({"k": "member", "person": bo.person.id, "role": "boss", "certs": []}),
        _fact({"k": "remove", "person": []}),
        _fact({"k": "revoke", "device": {}}),
        _fact({"k": "genesis", "cert": cert}),
        _fact(epoch),
        _fact({**epoch, "number": "3"}),
        _fact({**epoch, "number": 2**63}),
        _fact({**epoch, "commit": "x"}),
        _fact({**epoch, "for": 5}),
        _fact({**epoch, "sealed": [5]}),
        (EntryKind.BLOB, {}),
        (EntryKind.BLOB, {"b": ID, "i": 0, "n": 1, "d": bytes(2**16 + 1)}),
        (EntryKind.BLOB, {"b": ID, "i": 1, "n": 1, "d": b""}),
        (EntryKind.BLOB, {"b": ID, "i": 0, "n": 2**63, "d": b""}),
    ]  # fmt: skip


def test_malformed_body_is_refused_and_stops_nothing(amina: Node, bo: Node, space: bytes) -> None:
    before = amina.log.journal()
    for kind, body in (*_malformed(bo), *_malformed_facts(bo)):
        taken = take_in(amina, [forged(bo, space, kind, body)])
        assert (taken.new, taken.known, len(taken.refused)) == (0, 0, 1), (kind, body)
    assert amina.log.journal() == before
    record = put_thing(bo, space, title="an honest one")
    assert take_in(amina, entries(bo, space)).refused == ()
    assert amina.get(THING, record) is not None
    assert check(amina, rebuild=True) == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": 0}, "malformed"),
        ({"kind": True}, "malformed"),
        ({"kind": 2**16 + 1}, "malformed"),
        ({"kind": 2**63}, "malformed"),
        ({"sequence": 2**63}, "malformed"),
        ({"sequence": True, "previous": None}, "malformed"),
        ({"time": -1}, "malformed"),
        ({"time": 2**63}, "malformed"),
        ({"time": rules.LATEST + 1}, "malformed"),
        ({"time": True}, "malformed"),
        ({"seen": ((0, 2**63),)}, "malformed"),
        ({"seen": ((0, 0),)}, "malformed"),
        ({"seen": ((2**40, 1),)}, "nobody knows"),
        ({"seen": ((2, 1),)}, "nobody knows"),
        ({"seen": ((0, 10**9),)}, "builds on"),
        ({"previous": bytes(32)}, "missing"),
    ],
)
def test_header_out_of_bounds_is_refused(
    amina: Node, bo: Node, space: bytes, changed: dict[str, Any], why: str
) -> None:
    put_thing(bo, space, title="the first of Bo's chain")
    assert take_in(amina, entries(bo, space)).refused == ()
    taken = take_in(amina, [under_header(bo, space, {"r": []}, **changed)])
    assert (taken.new, len(taken.refused)) == (0, 1)
    assert why in taken.refused[0]


def test_farthest_time_allowed_keeps_the_space_writable(
    amina: Node, bo: Node, space: bytes
) -> None:
    put_thing(bo, space, title="the first of Bo's chain")
    body = {"r": [["toy_thing", RECORD, {"title": "from the year 9999"}]]}
    far = under_header(bo, space, body, time=rules.LATEST)
    assert take_in(amina, [*entries(bo, space), far]).refused == ()
    record = put_thing(amina, space, title="still written")
    assert amina.get(THING, record) is not None
    assert amina.get(THING, RECORD.hex()) is not None
    assert len(amina.history(space)) > 3
    assert check(amina, rebuild=True) == []


def test_body_held_back_on_the_way_comes_later(amina: Node, bo: Node, space: bytes) -> None:
    record = put_thing(bo, space, title="written by Bo")
    changed = put_thing(bo, space, record, title="and changed by Bo")
    carried = entries(bo, space)
    assert take_in(amina, [*carried[:-2], without_body(carried[-2])]).refused == ()
    assert amina.get(THING, record) is None
    assert any("nobody erased it" in each for each in check(amina))
    assert take_in(amina, [carried[-1], carried[-2]]).new == 2
    row = amina.get(THING, changed)
    assert row is not None
    assert row["title"] == "and changed by Bo"
    assert row["conflicts"] == []
    assert check(amina, rebuild=True) == []
    assert take_in(amina, [carried[-2], without_body(carried[-2])]).known == 2


def test_facts_and_erasures_are_refused_without_their_bodies(
    amina: Node, bo: Node, space: bytes
) -> None:
    """Else whoever carries the bytes could let a removal or an erasure disappear for good."""
    record = put_thing(amina, space, title="to be erased")
    assert take_in(bo, entries(amina, space)).refused == ()
    with amina.writing() as work:
        work.erase(THING, record)
        amina.log.state_facts(
            amina.spaces.row(space), [{"k": "remove", "person": bo.person.id}], now=1
        )
    erasure, removal = entries(amina, space)[-2:]
    taken = take_in(bo, [without_body(erasure)])
    assert "withheld" in taken.refused[0]
    assert take_in(bo, [erasure]).refused == ()
    assert "withheld" in take_in(bo, [without_body(removal)]).refused[0]
    assert take_in(bo, [removal]).refused == ()
    assert bo.get(THING, record) is None


def test_erased_body_that_arrives_again_stays_erased(amina: Node, bo: Node, space: bytes) -> None:
    record = put_thing(bo, space, title="a text to be unsaid")
    carried = entries(bo, space)
    assert take_in(amina, carried).refused == ()
    with amina.writing() as work:
        work.erase(THING, record)
    before = amina.log.journal()
    assert take_in(amina, carried).new == 0
    assert amina.log.journal() == before
    assert amina.database.find_bytes([b"a text to be unsaid"]) == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", [5, 2**64 - 1, True, ["x"], {"?": 5}, {1: 2, "b": 3, b"c": 4}, b"x", [{}]]),
        ("tags", ["a", 5, {"a": 1}, [1], ["a", {}], [["a"]], {"?": []}]),
        ("count", ["5", -1, 2**63, 2**64 - 1, -(2**63), True, [], {"x": b"y"}]),
        ("agreed", [1, "yes", 2**64 - 1, []]),
        ("day", ["tomorrow", "2026-02-30", "20261120", "0000-01-01", 5, [], "2026-11-20T10:00"]),
        ("hour", ["2026-11-20", "2026-11-20T25:00", "2026-11-20T10:00+05:00", 5]),
        ("other", ["../../etc", "x" * 32, 5, bytes(16)]),
        ("names", ["one", [1], {"a": 2}]),
        ("tongues", ["tgk", [None]]),
    ],
)
def test_value_that_its_field_cannot_hold_is_kept_and_said_to_need_a_newer_panoh(
    amina: Node, bo: Node, space: bytes, field: str, values: list[Any]
) -> None:
    for value in values:
        record = put_thing(amina, space, title="x", phone="123")
        assert take_in(bo, entries(amina, space)).refused == ()
        body = {"r": [["toy_thing", bytes.fromhex(record), {field: value}]]}
        assert take_in(amina, [forged(bo, space, EntryKind.ASSIGN, body, keep=True)]).refused == ()
        row = amina.get(THING, record)
        assert row is not None
        assert (row[field], row["newer"]) == (None, [field]), value
        assert row["phone"] == "123"
    assert len(amina.history(space)) > len(values)
    assert check(amina, rebuild=True) == []


def test_unreadable_value_does_not_hide_the_one_beside_it(
    amina: Node, bo: Node, space: bytes, vaults: Vaults
) -> None:
    record = put_thing(amina, space, count="1")
    assert take_in(bo, entries(amina, space)).refused == ()
    put_thing(amina, space, record, count="2")
    vaults.clock.forward(hours=1)
    body = {"r": [["toy_thing", bytes.fromhex(record), {"count": "many"}]]}
    assert take_in(amina, [forged(bo, space, EntryKind.ASSIGN, body)]).refused == ()
    row = amina.get(THING, record)
    assert row is not None
    assert (row["count"], row["conflicts"], row["newer"]) == (2, ["count"], ["count"])
    assert [each.value for each in amina.two_values(record)["count"]] == [2]


def test_value_that_could_not_be_stated_again_is_refused(
    amina: Node, bo: Node, space: bytes
) -> None:
    """Else no record beside it in its entry could be erased any more."""
    deep: Any = "x"
    for _ in range(9):
        deep = [deep]
    for value in (deep, "x" * (256 * 1024), {"a": deep}):
        kind, body = _assign({"title": value})
        assert "carried on" in take_in(amina, [forged(bo, space, kind, body)]).refused[0]
    for value in (deep[0], "x" * (255 * 1024)):
        gone = put_thing(bo, space, title="beside it")
        rows = [["toy_thing", bytes.fromhex(gone), {"text": "y"}]]
        rows.append(["toy_thing", bytes([len(str(value)) % 256] * 16), {"title": value}])
        data = forged(bo, space, EntryKind.ASSIGN, {"r": rows}, keep=True)
        assert take_in(amina, [*entries(bo, space), data]).refused == ()
        with amina.writing() as work:
            work.erase(THING, gone)
    assert check(amina, rebuild=True) == []


def test_record_of_very_many_fields_is_stated_again_in_parts(
    amina: Node, bo: Node, space: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = put_thing(bo, space, title="beside it")
    rows = [["toy_thing", bytes.fromhex(gone), {"text": "y"}]]
    rows.append(["toy_thing", RECORD, {f"field{number}": number for number in range(800)}])
    data = forged(bo, space, EntryKind.ASSIGN, {"r": rows}, keep=True)
    assert take_in(amina, [*entries(bo, space), data]).refused == ()
    monkeypatch.setattr(work_module, "_PIECE", 4 * 1024)
    before = len(list(amina.log.entries()))
    with amina.writing() as work:
        work.erase(THING, gone)
    assert len(list(amina.log.entries())) - before > 5
    row = amina.get(THING, RECORD.hex())
    assert row is not None
    assert len(row["newer"]) == 800
    assert check(amina, rebuild=True) == []


def test_endless_nesting_and_lengths_are_refused_quickly() -> None:
    for data in (
        b"\x81" * 100_000,
        b"\x9b" + b"\xff" * 8,
        b"\xbb" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
    ):
        with pytest.raises(canonical.Refused):
            canonical.decode(data)
