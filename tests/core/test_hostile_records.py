"""A member who writes about what is not theirs: other spaces, other types, other people's words."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core.check import check
from panoh.core.intake import take_in
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.space.model import Role
from panoh.errors import Forbidden, NotFound
from tests.core.forging import forged
from tests.core.support import LINE, THING, Vaults, entries, put_thing, share


@pytest.fixture
def case(amina: Node) -> bytes:
    """A case of Amina's alone."""
    with amina.writing() as work:
        return work.new_space("case")


@pytest.fixture
def shared(amina: Node, bo: Node) -> bytes:
    """Another case of hers, in which Bo writes."""
    with amina.writing() as work:
        made = work.new_space("case")
    share(amina, bo, made)
    assert take_in(bo, entries(amina, made)).refused == ()
    return made


def _said(bo: Node, space: bytes, *rows: Any) -> bytes:
    return forged(bo, space, EntryKind.ASSIGN, {"r": [list(each) for each in rows]}, keep=True)


def _row(node: Node, record: str) -> dict[str, Any]:
    found = node.get(THING, record)
    assert found is not None
    return found


def test_record_of_another_space_is_not_overwritten(
    amina: Node, bo: Node, case: bytes, shared: bytes
) -> None:
    record = put_thing(amina, case, title="only Amina's")
    for _ in range(3):
        words = {"title": "Bo's words", "text": "and more of them"}
        data = _said(bo, shared, ("toy_thing", bytes.fromhex(record), words))
        assert take_in(amina, [data]).refused == ()
    assert _row(amina, record)["title"] == "only Amina's"
    assert _row(amina, record)["text"] is None
    assert amina.two_values(record) == {}
    assert amina.find_text("Bo's words") == []
    put_thing(amina, case, record, title="changed by Amina")
    assert _row(amina, record)["title"] == "changed by Amina"
    assert any("that lives in space" in each for each in check(amina, rebuild=True))


def test_record_of_another_space_is_not_erased(
    amina: Node, bo: Node, case: bytes, shared: bytes
) -> None:
    record = put_thing(amina, case, title="only Amina's to erase")
    named = [kept.id for kept in amina.log.entries(amina.spaces.row(case))]
    body = {"e": [["toy_thing", bytes.fromhex(record)]], "x": named}
    assert take_in(amina, [forged(bo, shared, EntryKind.ERASE, body)]).refused == ()
    assert _row(amina, record)["title"] == "only Amina's to erase"
    assert amina.find_text("only Amina")
    put_thing(amina, case, record, title="and still writable")
    assert check(amina, rebuild=True) == []


def test_erasing_the_own_record_leaves_no_room_for_the_other(
    amina: Node, bo: Node, case: bytes, shared: bytes
) -> None:
    record = put_thing(amina, case, title="only Amina's")
    data = _said(bo, shared, ("toy_thing", bytes.fromhex(record), {"title": "Bo's words"}))
    assert take_in(amina, [data]).refused == ()
    with amina.writing() as work:
        assert work.erase(THING, record).entries == 1
    assert amina.get(THING, record) is None
    again = _said(bo, shared, ("toy_thing", bytes.fromhex(record), {"title": "Bo's again"}))
    assert take_in(amina, [again]).refused == ()
    assert amina.get(THING, record) is None
    with pytest.raises(NotFound), amina.writing() as work:
        work.put(THING, case, record, {"title": "back"})


def test_own_program_keeps_a_record_in_its_space(amina: Node, case: bytes, shared: bytes) -> None:
    record = put_thing(amina, case, title="x")
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(THING, shared, record, {"title": "y"})
    for broken in ("ab", "zz" * 16, "", "0" * 33):
        with pytest.raises(NotFound), amina.writing() as work:
            work.put(THING, case, broken, {"title": "y"})
        with pytest.raises(NotFound), amina.writing() as work:
            work.erase(THING, broken)


def test_type_in_a_class_of_space_where_it_does_not_live_is_not_shown(
    amina: Node, bo: Node, shared: bytes
) -> None:
    with amina.writing() as work:
        work.set("lock_minutes", "5")
    setting = ("core_setting", bytes(16), {"name": "lock_minutes", "value": "600"})
    member = ("core_member", bytes(16), {"person": amina.person.id.hex(), "working_name": "Bo"})
    backup = ("core_backup", bytes(16), {"place": "/elsewhere", "made": "2026-11-20T10:00"})
    assert take_in(amina, [_said(bo, shared, setting, member, backup)]).refused == ()
    assert amina.setting("lock_minutes") == "5"
    assert amina.author(amina.person.device_no) == "Amina"
    assert amina.all(own.BACKUP) == []
    assert check(amina, rebuild=True) == []


def test_another_type_under_the_same_id_is_another_record(
    amina: Node, bo: Node, shared: bytes
) -> None:
    record = put_thing(amina, shared, title="a thing that stays")
    assert take_in(bo, entries(amina, shared)).refused == ()
    identity = bytes.fromhex(record)
    assert take_in(amina, [_said(bo, shared, ("toy_line", identity, {"text": "a line"}))]).new
    assert _row(amina, record)["title"] == "a thing that stays"
    line = amina.get(LINE, record)
    assert line is not None
    assert line["text"] == "a line"
    with amina.writing() as work:
        work.erase(LINE, record)
    assert amina.get(LINE, record) is None
    assert _row(amina, record)["title"] == "a thing that stays"
    with amina.writing() as work:
        work.erase(THING, record)
    assert amina.get(THING, record) is None
    assert amina.find_text("thing") == []
    assert check(amina, rebuild=True) == []


def test_what_is_written_once_is_not_changed_by_others(
    amina: Node, bo: Node, shared: bytes
) -> None:
    with amina.writing() as work:
        record = work.put(LINE, shared, None, {"text": "Amina's words"})
    assert take_in(bo, entries(amina, shared)).refused == ()
    data = _said(bo, shared, ("toy_line", bytes.fromhex(record), {"text": "put into her mouth"}))
    assert take_in(amina, [data]).refused == ()
    for node in (amina, bo):
        line = node.get(LINE, record)
        assert line is not None
        assert line["text"] == "Amina's words"
    assert check(amina, rebuild=True) == []


def test_what_is_written_once_in_two_places_apart_shows_both_everywhere(
    amina: Node, bo: Node, vaults: Vaults, shared: bytes
) -> None:
    chen = vaults.node("Chen")
    share(amina, chen, shared)
    assert take_in(bo, entries(amina, shared)).refused == ()
    with amina.writing() as work:
        record = work.put(LINE, shared, None, {"text": "Amina's words"})
    apart = _said(bo, shared, ("toy_line", bytes.fromhex(record), {"text": "Bo's, apart"}))
    assert take_in(amina, [apart]).refused == ()
    assert take_in(chen, [*entries(bo, shared), *entries(amina, shared)]).refused == ()
    for node in (amina, chen):
        line = node.get(LINE, record)
        assert line is not None
        assert line["conflicts"] == ["text"]
        assert {each.value for each in node.two_values(record)["text"]} == {
            "Amina's words", "Bo's, apart",
        }  # fmt: skip
        assert check(node, rebuild=True) == []


def test_what_is_written_once_is_not_changed_by_restating_either(
    amina: Node, bo: Node, shared: bytes
) -> None:
    with amina.writing() as work:
        record = work.put(LINE, shared, None, {"text": "Amina's words"})
    assert take_in(bo, entries(amina, shared)).refused == ()
    target = bytes.fromhex(record)
    said = _said(bo, shared, ("toy_line", target, {"text": "put into her mouth"}))
    last = list(bo.log.entries(bo.spaces.row(shared)))[-1]
    first = list(amina.log.entries(amina.spaces.row(shared)))[-1]
    theirs = [bo.person.device, last.sequence, last.time, "put into her mouth"]
    hers = [amina.person.device, first.sequence, first.time, "Amina's words"]
    assert take_in(amina, [said]).refused == ()
    for values in ([theirs], [theirs, hers], [hers]):
        body = {"r": [["toy_line", target, {"text": values}]]}
        assert take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, body, keep=True)]).new == 1
        line = amina.get(LINE, record)
        assert line is not None
        assert (line["text"], line["conflicts"]) == ("Amina's words", [])
    with amina.writing() as work:
        beside = work.put(LINE, shared, None, {"text": "beside it"})
        work.erase(LINE, beside)
    assert check(amina, rebuild=True) == []


# ── snapshots ───────────────────────────────────────────────────────────────────────────────


def _restated(node: Node, record: str, field: str, *values: Any) -> Any:
    return {"r": [["toy_thing", bytes.fromhex(record), {field: [list(each) for each in values]}]]}


def test_snapshot_may_not_name_what_its_author_cannot_have_seen(
    amina: Node, bo: Node, shared: bytes
) -> None:
    """Such a value could never be superseded again by anybody."""
    record = put_thing(amina, shared, title="x")
    assert take_in(bo, entries(amina, shared)).refused == ()
    device = amina.person.device
    body = _restated(bo, record, "title", (device, 10**6, 1, "for ever"))
    assert take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, body)]).new == 0
    put_thing(amina, shared, record, title="not yet at Bo's")
    last = list(amina.log.entries(amina.spaces.row(shared)))[-1]
    body = _restated(bo, record, "title", (device, last.sequence, last.time, "not yet at Bo's"))
    taken = take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, body)])
    assert "cannot have seen" in taken.refused[0]


def test_snapshot_may_not_put_words_into_somebodys_mouth(
    amina: Node, bo: Node, shared: bytes
) -> None:
    record = put_thing(amina, shared, title="what Amina said")
    put_thing(amina, shared, record, text="more of it")
    assert take_in(bo, entries(amina, shared)).refused == ()
    first, second = list(amina.log.entries(amina.spaces.row(shared)))[-2:]
    device = amina.person.device
    for field, origin, time, value in (
        ("title", first, first.time, "what she did not say"),
        ("text", first, first.time, "more of it"),
        ("text", second, first.time, "more of it"),
        ("secret", second, second.time, "never said"),
        ("title", amina.log.numbered(first.space, first.device, 1), 0, "x"),
    ):
        body = _restated(bo, record, field, (device, origin.sequence, time, value))
        taken = take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, body)])
        assert "nobody said" in taken.refused[0], field
    honest = _restated(bo, record, "title", (device, first.sequence, first.time, "what Amina said"))
    assert take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, honest)]).refused == ()
    assert check(amina, rebuild=True) == []


def test_snapshot_names_each_origin_once(amina: Node, bo: Node, shared: bytes) -> None:
    record = put_thing(bo, shared, title="x")
    last = list(bo.log.entries(bo.spaces.row(shared)))[-1]
    origin = (bo.person.device, last.sequence, last.time, "x")
    assert take_in(amina, entries(bo, shared)).refused == ()
    body = _restated(bo, record, "title", origin, origin)
    assert take_in(amina, [forged(bo, shared, EntryKind.SNAPSHOT, body)]).new == 0


# ── erasing ─────────────────────────────────────────────────────────────────────────────────


def test_erasure_that_restates_nothing_takes_nothing_else(
    amina: Node, bo: Node, shared: bytes
) -> None:
    """Bo erases one of two records of an entry, names the entry, and leaves out the other."""
    with amina.writing() as work:
        gone = work.put(THING, shared, None, {"title": "will be erased"})
        stays = work.put(THING, shared, None, {"title": "must stay"})
    assert take_in(bo, entries(amina, shared)).refused == ()
    last = list(amina.log.entries(amina.spaces.row(shared)))[-1]
    body = {"e": [["toy_thing", bytes.fromhex(gone)]], "x": [last.id]}
    assert take_in(amina, [forged(bo, shared, EntryKind.ERASE, body, keep=True)]).refused == ()
    assert amina.get(THING, gone) is None
    assert _row(amina, stays)["title"] == "must stay"
    assert check(amina, rebuild=True) == []


def test_erasure_that_names_too_little_is_completed_by_whoever_may_write(
    amina: Node, bo: Node, vaults: Vaults, shared: bytes
) -> None:
    chen = vaults.node("Chen")
    share(amina, chen, shared, Role.READER)
    record = put_thing(amina, shared, title="words to be erased")
    carried = entries(amina, shared)
    for node in (bo, chen):
        assert take_in(node, carried).refused == ()
    body = {"e": [["toy_thing", bytes.fromhex(record)]], "x": []}
    erasure = forged(bo, shared, EntryKind.ERASE, body)
    for node in (amina, chen):
        assert take_in(node, [erasure]).refused == ()
        assert node.get(THING, record) is None
        assert check(node, rebuild=True) == []
    assert amina.log.at(len(list(amina.log.entries())) - 1).sealed.body_slot is not None
    assert take_in(chen, entries(amina, shared)).refused == ()
    last = carried[-1]
    for node in (amina, chen):
        assert last not in entries(node, shared)
        assert last[: len(last) // 2][:300] in [each[:300] for each in entries(node, shared)]
        assert check(node, rebuild=True) == []


def test_reader_takes_in_an_erasure_without_writing(amina: Node, bo: Node) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        gone = work.put(THING, space, None, {"title": "words that will go"})
    share(amina, bo, space)
    assert take_in(bo, entries(amina, space)).refused == ()
    with bo.writing() as work:
        work.put(THING, space, gone, {"title": "late words on what goes"})
        stays = work.put(THING, space, None, {"title": "must stay"})
    with amina.writing() as work:
        fact = {"k": "member", "person": bo.person.id, "role": Role.READER.value, "certs": []}
        amina.log.state_facts(amina.spaces.row(space), [fact], now=amina.milliseconds())
    with amina.writing() as work:
        work.erase(THING, gone)
    assert take_in(bo, entries(amina, space)).refused == ()
    assert bo.get(THING, gone) is None
    assert _row(bo, stays)["title"] == "must stay"
    assert bo.database.find_bytes([b"late words on what goes"]) == []
    assert check(bo, rebuild=True) == []
    assert take_in(amina, entries(bo, space)).refused == ()
    assert take_in(bo, entries(amina, space)).refused == ()
    for node in (amina, bo):
        assert _row(node, stays)["title"] == "must stay"
        assert check(node, rebuild=True) == []


def test_reader_may_not_erase(amina: Node, bo: Node) -> None:
    with amina.writing() as work:
        space = work.new_space("case")
        record = work.put(THING, space, None, {"title": "stays"})
    share(amina, bo, space, Role.READER)
    assert take_in(bo, entries(amina, space)).refused == ()
    body = {"e": [["toy_thing", bytes.fromhex(record)]], "x": []}
    for kind, content in (
        (EntryKind.ERASE, body),
        (EntryKind.ASSIGN, {"r": []}),
        (EntryKind.SNAPSHOT, {"r": []}),
        (EntryKind.BLOB, {"b": bytes(16), "i": 0, "n": 1, "d": b""}),
    ):
        taken = take_in(amina, [forged(bo, space, kind, content)])
        assert "may not write" in taken.refused[0]
    assert _row(amina, record)["title"] == "stays"


def test_writing_about_what_one_knows_to_be_erased_is_refused(
    amina: Node, bo: Node, vaults: Vaults, shared: bytes
) -> None:
    """Whichever of two erasures made apart came first here, and whichever of them was known."""
    chen = vaults.node("Chen")
    share(amina, chen, shared)
    record = put_thing(amina, shared, title="x")
    for node in (bo, chen):
        assert take_in(node, entries(amina, shared)).refused == ()
    late = forged(bo, shared, *_about(record))
    with chen.writing() as work:
        work.erase(THING, record)
    assert take_in(bo, entries(chen, shared)).refused == ()
    knowing = forged(bo, shared, *_about(record))
    with amina.writing() as work:
        work.erase(THING, record)
    assert take_in(amina, [knowing]).new == 0
    assert take_in(amina, entries(chen, shared)).refused == ()
    assert "knew to be erased" in take_in(amina, [knowing]).refused[0]
    assert take_in(amina, [late]).refused == ()
    assert amina.get(THING, record) is None
    assert check(amina, rebuild=True) == []


def _about(record: str) -> tuple[EntryKind, Any]:
    return EntryKind.ASSIGN, {"r": [["toy_thing", bytes.fromhex(record), {"title": "back"}]]}


def test_erasure_under_another_type_erases_nothing(amina: Node, bo: Node, shared: bytes) -> None:
    record = put_thing(amina, shared, title="stays")
    assert take_in(bo, entries(amina, shared)).refused == ()
    last = list(amina.log.entries(amina.spaces.row(shared)))[-1]
    body = {"e": [["toy_line", bytes.fromhex(record)]], "x": [last.id]}
    assert take_in(amina, [forged(bo, shared, EntryKind.ERASE, body)]).refused == ()
    assert _row(amina, record)["title"] == "stays"
    assert check(amina, rebuild=True) == []
