from __future__ import annotations

import pytest

from panoh.core.check import check
from panoh.core.node import Node
from panoh.core.records.model import Answer
from panoh.errors import Forbidden, Invalid, NotFound
from tests.core.support import LINE, THING, Vaults


def _case(node: Node) -> bytes:
    with node.writing() as work:
        return work.new_space("case")


def _put_all(node: Node, space: bytes, *rows: dict[str, str]) -> None:
    with node.writing() as work:
        for values in rows:
            work.put(THING, space, None, values)


def test_everything_put_in_one_space_is_one_entry(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        for number in range(5):
            work.put(THING, space, None, {"title": f"thing {number}"})
        work.put(LINE, space, None, {"text": "a line"})
    assert len(list(amina.log.entries(amina.spaces.row(space)))) == 2


def test_values_read_back_by_their_kinds(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(THING, space, None, {
            "title": "x", "tags": ["b", "a"], "count": "7", "agreed": "yes", "text": "?not_safe",
        })  # fmt: skip
    row = amina.get(THING, record)
    assert row is not None
    assert (row["tags"], row["count"], row["agreed"]) == (["a", "b"], 7, True)
    assert row["text"] is None
    assert row["answers"] == {"text": Answer.NOT_SAFE.value}


def test_unsetting_a_field_leaves_it_empty(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "x", "count": 1})
    with amina.writing() as work:
        work.put(THING, space, record, {"count": None})
    row = amina.get(THING, record)
    assert row is not None
    assert row["count"] is None


def test_refused_field_leaves_the_vault_as_it_was(amina: Node) -> None:
    space = _case(amina)
    before = amina.log.journal()
    with pytest.raises(Invalid):
        _put_all(amina, space, {"title": "good"}, {"count": "many"})
    assert amina.log.journal() == before
    assert amina.all(THING) == []


def test_append_only_record_is_not_changed(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(LINE, space, None, {"text": "said"})
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(LINE, space, record, {"text": "unsaid"})


def test_record_does_not_live_in_another_class_of_space(amina: Node) -> None:
    with pytest.raises(Forbidden), amina.writing() as work:
        work.put(THING, amina.space("personal"), None, {"title": "x"})


def test_erased_record_is_gone_and_stays_gone(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "x", "text": "canary of a note erased"})
        other = work.put(THING, space, None, {"title": "stays", "text": "in the same entry"})
    with amina.writing() as work:
        done = work.erase(THING, record)
    assert done.proved
    assert amina.get(THING, record) is None
    assert amina.find_text("canary") == []
    assert amina.database.find_bytes([b"canary of a note erased"]) == []
    kept = amina.get(THING, other)
    assert kept is not None
    assert kept["text"] == "in the same entry"
    assert check(amina, rebuild=True) == []
    with pytest.raises(NotFound), amina.writing() as work:
        work.put(THING, space, record, {"title": "again"})


def test_erasing_restates_only_what_rests_on_the_same_entry(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        gone = work.put(THING, space, None, {"title": "goes"})
        changed = work.put(THING, space, None, {"title": "changed since"})
        rests = work.put(THING, space, None, {"title": "still rests on it"})
    with amina.writing() as work:
        work.put(THING, space, changed, {"title": "of another entry now"})
    with amina.writing() as work:
        work.erase(THING, gone)
    *_, restated, _erasure = (
        amina.log.open(kept).body for kept in amina.log.entries(amina.spaces.row(space))
    )
    assert [record.hex() for _, record, _ in restated["r"]] == [rests]
    assert check(amina, rebuild=True) == []


def test_search_finds_beginnings_in_any_script_and_phones_as_digits(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(
            THING, space, None,
            {"title": "Ҷамшед", "phone": "+992 (37) 221-00-00", "secret": "hidden"},
        )  # fmt: skip
    for query in ("Ҷам", "ҷамшед", "99237221", "992 37"):
        assert [hit.record for hit in amina.find_text(query)] == [record]
    for query in ("hidden", 'x" OR 1', "", "***"):
        assert amina.find_text(query) == []


def test_compartment_is_a_space_with_its_own_key(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        first = work.compartment(space, "self-harm")
        again = work.compartment(space, "self-harm")
        other = work.compartment(space, "detention")
    assert first == again != other
    rows = [amina.spaces.row(each) for each in (space, first)]
    keys = [amina.spaces.key(row, amina.spaces.epoch_id(row)) for row in rows]
    assert keys[0] != keys[1]
    assert amina.spaces.row(first).restricted == "self-harm"


def test_unshared_spaces_share_one_channel(amina: Node) -> None:
    for _ in range(5):
        _case(amina)
    assert amina.database.execute("SELECT count(*) FROM channel") == [(1,)]


def test_history_tells_who_changed_what_in_order(amina: Node) -> None:
    space = _case(amina)
    with amina.writing() as work:
        record = work.put(THING, space, None, {"title": "one"})
    with amina.writing() as work:
        work.put(THING, space, record, {"title": "two"})
    changes = [event.changes for event in amina.history(space) if event.kind == "assign"]
    assert changes == [{"title": "one"}, {"title": "two"}]
    assert {event.author for event in amina.history(space)} == {"Amina"}


def test_copy_put_back_is_noticed_and_goes_on_as_another_device(vaults: Vaults) -> None:
    from panoh.errors import VaultRolledBack
    from tests.core.support import note_backup

    place, key = vaults.make("Amina")
    node = vaults.open(place, key)
    note_backup(node, place="first")
    node.close()
    kept = place.database.read_bytes()
    node = vaults.open(place, key)
    note_backup(node, place="second")
    node.close()
    place.database.write_bytes(kept)
    with pytest.raises(VaultRolledBack):
        vaults.open(place, key)
    restored = vaults.open(place, key, accept_restored=True)
    assert restored.person.certificate.number == 2
    note_backup(restored, place="after the restored copy")
    assert check(restored, rebuild=True) == []
    devices = restored.database.execute("SELECT count(DISTINCT device) FROM entry")
    assert devices == [(2,)]
