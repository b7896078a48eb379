"""Attachments in the log: what was cut comes together again, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from panoh.core import attachments
from panoh.core.node import Node
from panoh.errors import NotFound, Refused, VaultDamaged

DATA = bytes(range(256)) * 600  # three pieces of 64 KiB, the last one shorter


def _space(node: Node) -> bytes:
    with node.writing() as work:
        return work.new_space("case")


def _add(node: Node, space: bytes, data: bytes) -> list[bytes]:
    with node.writing() as work:
        return attachments.add(work, space, data)


def test_what_was_attached_comes_back_whole_and_in_order(amina: Node) -> None:
    space = _space(amina)
    number = amina.spaces.row(space).no
    check = attachments.check_of(DATA)
    entries = _add(amina, space, DATA)
    assert len(entries) == 3
    assert attachments.read(amina, number, entries, check) == DATA
    exact = DATA[: 2 * attachments.PIECE]
    two = _add(amina, space, exact)
    assert len(two) == 2
    assert attachments.read(amina, number, two, attachments.check_of(exact)) == exact
    for wrong in (entries[::-1], entries[:2], [*entries, entries[0]], [*entries[:2], two[1]]):
        with pytest.raises(VaultDamaged, match="do not belong together"):
            attachments.read(amina, number, wrong, check)
    with pytest.raises(VaultDamaged, match="not what was attached"):
        attachments.read(amina, number, two, check)
    with pytest.raises(NotFound):
        attachments.read(amina, number, [bytes(16)], check)
    with pytest.raises(NotFound):  # of another space, though it is held
        attachments.read(amina, amina.spaces.row(amina.space("practice")).no, entries, check)


def test_a_piece_has_its_form(amina: Node) -> None:
    space = _space(amina)
    sound = {"b": bytes(16), "n": 1, "i": 0, "d": b"x"}
    with amina.writing() as work:
        work.append_piece(space, sound)
        work.append_piece(space, {**sound, "d": bytes(attachments.PIECE)})
    for wrong in (
        {"b": bytes(15)}, {"b": "x" * 16}, {"n": 0}, {"n": "1"}, {"n": 2**31 + 1}, {"i": 1},
        {"i": -1}, {"d": "text"}, {"d": bytes(attachments.PIECE + 1)},
    ):  # fmt: skip
        from panoh.core.log.admit import check_body
        from panoh.core.log.model import EntryKind

        with pytest.raises(Refused, match="malformed"):
            check_body(EntryKind.BLOB, {**sound, **wrong})


def test_what_was_erased_is_not_there_and_how_much_it_was_is_told(amina: Node) -> None:
    space = _space(amina)
    number = amina.spaces.row(space).no
    entries = _add(amina, space, DATA)
    with amina.writing() as work:
        assert attachments.erase(amina, work, space, [*entries, bytes(16)]) == 3
    with pytest.raises(NotFound):
        attachments.read(amina, number, entries, attachments.check_of(DATA))
    kept = amina.log.identified(number, entries[1])
    assert kept is not None
    assert kept.sealed.body_slot is None
