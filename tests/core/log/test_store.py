"""The log in a vault that somebody with the key has tampered with: what `vault check` finds."""

from __future__ import annotations

import pytest

from panoh.core import canonical
from panoh.core.check import check
from panoh.core.identity import codec as identity_codec
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.core.records import own
from panoh.core.space.rules import EPOCH_DAYS
from panoh.core.vault import anchor
from panoh.crypto.derive import derive
from panoh.crypto.labels import Label
from panoh.crypto.seal import box_public, new_box_key, open_sealed, seal
from panoh.errors import Forbidden
from tests.core.support import Vaults, backup, note_backup


@pytest.fixture
def filled(amina: Node) -> Node:
    for number in range(6):
        note_backup(amina, place=f"place number {number}")
    assert check(amina) == []
    return amina


def _positions(node: Node) -> list[int]:
    row = node.spaces.row(node.space("personal"))
    return [kept.position for kept in node.log.entries(row)]


def _unprotected(node: Node, sql: str, *params: object) -> None:
    """As somebody would who has the vault's key and an editor."""
    node.database.execute("PRAGMA foreign_keys = OFF")
    with node.database.write():
        node.database.execute(sql, params)


def test_entry_cut_from_the_end_is_found(filled: Node) -> None:
    _unprotected(filled, "DELETE FROM entry WHERE position = ?", _positions(filled)[-1])
    findings = " ".join(check(filled))
    assert "the chain ends at number 6, but 7 were written" in findings
    assert "its entries are not the ones that were written" in findings


def test_entry_and_its_head_cut_are_found_by_the_journal(filled: Node) -> None:
    positions = _positions(filled)
    _unprotected(filled, "DELETE FROM entry WHERE position = ?", positions[-1])
    _unprotected(
        filled,
        "UPDATE head SET sequence = sequence - 1, entry = (SELECT id FROM entry WHERE position = ?)"
        " WHERE space = (SELECT no FROM space WHERE home = 'personal')",
        positions[-2],
    )
    assert any("not the ones that were written" in each for each in check(filled))


def test_whole_commit_cut_is_found_by_the_anchor(filled: Node) -> None:
    filled.anchor()
    positions = _positions(filled)
    _unprotected(filled, "DELETE FROM entry WHERE position = ?", positions[-1])
    _unprotected(
        filled,
        "UPDATE head SET sequence = sequence - 1, entry = (SELECT id FROM entry WHERE position = ?)"
        " WHERE space = (SELECT no FROM space WHERE home = 'personal')",
        positions[-2],
    )
    _unprotected(filled, "DELETE FROM journal WHERE no = (SELECT max(no) FROM journal)")
    assert any("older than the one last used" in each for each in check(filled))


def test_entry_cut_from_the_middle_is_found(filled: Node) -> None:
    _unprotected(filled, "DELETE FROM entry WHERE position = ?", _positions(filled)[3])
    assert any("something between is missing" in each for each in check(filled))


def test_spliced_body_is_found(filled: Node) -> None:
    first, second = _positions(filled)[2:4]
    _unprotected(
        filled,
        "UPDATE entry SET body = (SELECT body FROM entry WHERE position = ?) WHERE position = ?",
        first, second,
    )  # fmt: skip
    assert any("not the one its author signed" in each for each in check(filled))


def test_reordered_entries_are_found(filled: Node) -> None:
    first, second = _positions(filled)[2:4]
    for old, new in ((first, -1), (second, first), (-1, second)):
        _unprotected(filled, "UPDATE entry SET position = ? WHERE position = ?", new, old)
    assert any("is missing or was put elsewhere" in each for each in check(filled))


def test_entry_put_under_another_space_is_found(filled: Node) -> None:
    _unprotected(
        filled,
        "UPDATE entry SET space = (SELECT no FROM space WHERE home = 'desk') WHERE position = ?",
        _positions(filled)[-1],
    )
    assert check(filled) != []


def test_changed_row_of_an_entry_is_found(filled: Node) -> None:
    _unprotected(
        filled, "UPDATE entry SET time = time + 1 WHERE position = ?", _positions(filled)[3]
    )
    assert any("does not match what was signed" in each for each in check(filled))


def test_signature_exchanged_under_its_seal_is_found(filled: Node) -> None:
    """Whoever has the vault's key has the keys to seal a header again; not the device's to sign."""
    kept = filled.log.at(_positions(filled)[3])
    row = filled.spaces.row_of(kept.space)
    key = derive(Label.HEADER_KEY, filled.spaces.key(row, kept.sealed.epoch))
    bound = (b"\x01", kept.sealed.space, kept.sealed.epoch)
    plain = bytearray(open_sealed(Label.HEADER, key, kept.sealed.header_slot, *bound))
    end = 2 + int.from_bytes(plain[:2], "big")
    plain[end] ^= 1
    _unprotected(
        filled,
        "UPDATE entry SET header = ? WHERE position = ?",
        seal(Label.HEADER, key, bytes(plain), *bound), kept.position,
    )  # fmt: skip
    assert any("signature does not hold" in each for each in check(filled))


def test_device_exchanged_under_its_number_is_found(filled: Node) -> None:
    own = filled.person
    other = identity_codec.certify(
        own.root_seed, own.certificate.sign_public, box_public(new_box_key()), issued=1
    )
    _unprotected(filled, "UPDATE device SET certificate = ?", other.encoded)
    assert any("under another device's name" in each for each in check(filled))


def test_altered_anchor_is_found(filled: Node) -> None:
    filled.anchor()
    where = anchor.path(filled.place)
    where.write_bytes(where.read_bytes()[:-1] + b"x")
    assert any("anchor on this computer was altered" in each for each in check(filled))


def test_changed_list_of_what_was_seen_is_found(filled: Node) -> None:
    place = _positions(filled)[3]
    more = {**filled.log.at(place).vector, 9: 9}
    _unprotected(
        filled, "UPDATE entry SET vector = ? WHERE position = ?", canonical.encode(more), place
    )
    assert any("what it had seen does not match" in each for each in check(filled))


def test_body_taken_away_without_an_erasure_is_found(filled: Node) -> None:
    _unprotected(filled, "UPDATE entry SET body = NULL WHERE position = ?", _positions(filled)[3])
    assert any("nobody erased it" in each for each in check(filled))


def test_changed_value_behind_the_log_is_found_by_rebuilding(filled: Node) -> None:
    _unprotected(filled, "UPDATE core_backup SET place = 'elsewhere' WHERE journal = 1")
    assert check(filled) == []
    assert any("do not follow from the log" in each for each in check(filled, rebuild=True))


def test_fact_taken_out_of_the_table_is_found(filled: Node) -> None:
    _unprotected(filled, "DELETE FROM fact WHERE no = (SELECT max(no) FROM fact)")
    assert any("facts are not those of its log" in each for each in check(filled))


def _stopped_halfway(node: Node) -> None:
    values = {"made": "2026-11-20T10:00", "place": "never", "journal": 1}
    with node.writing() as work:
        work.put(own.BACKUP, node.space("personal"), None, values)
        work.new_space("case")
        raise InterruptedError


def test_rolled_back_write_leaves_nothing(filled: Node) -> None:
    before = filled.log.journal(), _positions(filled)
    with pytest.raises(InterruptedError):
        _stopped_halfway(filled)
    assert (filled.log.journal(), _positions(filled)) == before
    note_backup(filled, place="after")
    assert check(filled, rebuild=True) == []


def test_key_is_renewed_at_the_first_write_after_its_term(vaults: Vaults) -> None:
    node = vaults.node()
    row = node.spaces.row(node.space("personal"))
    record = note_backup(node, place="before")
    vaults.clock.forward(days=EPOCH_DAYS + 1)
    note_backup(node, record, place="after")
    state = node.spaces.state(node.spaces.row(row.id))
    assert sorted(epoch.number for epoch in state.epochs.values()) == [1, 2]
    assert state.epochs[state.current].number == 2
    assert backup(node, record)["place"] == "after"
    assert check(node, rebuild=True) == []


def test_clock_turned_back_does_not_reorder(vaults: Vaults) -> None:
    node = vaults.node()
    record = note_backup(node, place="first")
    vaults.clock.forward(days=-3650)
    note_backup(node, record, place="second")
    assert backup(node, record)["place"] == "second"
    times = [event.time for event in node.history(node.space("personal"))]
    assert times == sorted(times)


def test_reader_cannot_append(amina: Node, bo: Node) -> None:
    from tests.core.support import share

    with amina.writing() as work:
        space = work.new_space("case")
    share(amina, bo, space)
    row = amina.spaces.row(space)
    fact = {"k": "member", "person": amina.person.id, "role": "reader", "certs": []}
    with amina.writing():
        amina.log.state_facts(row, [fact], now=1)
    with pytest.raises(Forbidden), amina.writing():
        amina.log.append(amina.spaces.row(space), EntryKind.ASSIGN, {"r": []}, now=2)
