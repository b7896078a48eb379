"""Attachments: in pieces, cleaned, restricted where the case is, erased for good."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.records import ATTACHMENT
from panoh.core import attachments as pieces
from panoh.core.check import check
from panoh.core.log.model import EntryKind
from panoh.core.node import Node
from panoh.errors import Invalid, NotFound, VaultDamaged
from tests.cast import CODE_ONLY
from tests.core.pictures import exif, jpeg, png, segment

SAID = b"GPS 40.5283N 72.7985E of a phone by nobody"


@pytest.fixture
def code(amina: Node) -> str:
    return commands.add_client(amina, {})


def _large() -> bytes:
    """A picture of more than three pieces."""
    return png([(b"tRNS", os.urandom(200_000))])


def test_it_is_cleaned_cut_and_put_together_again(amina: Node, code: str) -> None:
    data = _large()
    said = data[:33] + png([(b"tEXt", SAID)])[33 : 33 + 12 + len(SAID)] + data[33:]
    record = commands.add_attachment(amina, code, said, {"title": "work contract"})
    (row,) = access.attachments(amina, code)
    assert (row["id"], row["media"], row["size"]) == (record, "image/png", len(data))
    assert access.attachment_bytes(amina, record) == data
    held, _ = access.entries_of(amina, record)
    assert len(held) == -(-len(data) // pieces.PIECE) == 4
    assert not {"check", "pieces"} & row.keys()
    assert check(amina, rebuild=True) == []
    (place,) = [amina.place.folder]
    for each in place.rglob("*"):  # neither what it said nor the picture is readable on the disk
        if each.is_file():
            content = each.read_bytes()
            assert SAID not in content
            assert data[1000:1064] not in content


def test_a_restricted_one_lies_in_its_compartment_and_is_hidden(amina: Node, code: str) -> None:
    values = {"title": "letter", "restricted": "violence"}
    record = commands.add_attachment(amina, code, png([]), values)
    client = access.client(amina, code)
    row = access.attachment(amina, record)
    space = amina.spaces.row_of(row["space"])
    assert space.restricted == "violence"
    assert space.parent == client["space"]
    assert access.is_hidden(amina, row)
    kinds = [each.kind for each in amina.log.entries(space)]
    assert EntryKind.BLOB in kinds
    main = [each.kind for each in amina.log.entries(amina.spaces.row_of(client["space"]))]
    assert EntryKind.BLOB not in main


def test_an_erased_one_is_gone_from_the_log(amina: Node, code: str) -> None:
    record = commands.add_attachment(amina, code, _large(), {"title": "passport page"})
    held, _ = access.entries_of(amina, record)
    other = commands.add_attachment(amina, code, png([]), {"title": "another"})
    space = access.client(amina, code)["space"]
    done = commands.erase_attachment(amina, record)
    assert done.proved
    for each in held:
        kept = amina.log.identified(space, each)
        assert kept is not None
        assert kept.sealed.body_slot is None
    with pytest.raises(NotFound):
        access.attachment(amina, record)
    assert access.attachment_bytes(amina, other) == png([])
    assert check(amina, rebuild=True) == []


def test_with_the_client_it_goes_too(amina: Node, code: str) -> None:
    record = commands.add_attachment(amina, code, _large(), {"title": "passport page"})
    held, _ = access.entries_of(amina, record)
    space = access.client(amina, code)["space"]
    done = commands.erase_client(amina, code, prove=True)
    assert done.proof is not None
    assert done.proof.holds
    assert all(amina.log.identified(space, each).sealed.body_slot is None for each in held)  # type: ignore[union-attr]


def test_what_is_not_taken_is_said_beside_the_file(amina: Node, code: str) -> None:
    for data in (b"", b"GIF89a", b"%!PS", bytes(9_000_000)):
        with pytest.raises(Invalid) as refused:
            commands.add_attachment(amina, code, data, {"title": "x"})
        assert set(refused.value.problems) == {"file"}
    with pytest.raises(Invalid) as refused:
        commands.add_attachment(amina, code, png([]), {})
    assert set(refused.value.problems) == {"title"}
    assert access.attachments(amina, code) == []


def test_under_a_code_only_no_picture_is_taken(amina: Node) -> None:
    code = commands.add_client(amina, {}, keeping=CODE_ONLY)
    with pytest.raises(Invalid) as refused:
        commands.add_attachment(amina, code, png([]), {"title": "passport"})
    assert "code" in refused.value.problems["file"]


def test_exchanged_pieces_are_noticed(amina: Node, code: str) -> None:
    one = commands.add_attachment(amina, code, _large(), {"title": "one"})
    two = commands.add_attachment(amina, code, _large(), {"title": "two"})
    (first, check_of), (second, _) = (access.entries_of(amina, each) for each in (one, two))
    space = access.client(amina, code)["space"]
    for wrong in (second, [*first[:-1], second[-1]], first[::-1], first[:-1]):
        with pytest.raises(VaultDamaged):
            pieces.read(amina, space, wrong, check_of)
    with pytest.raises(NotFound):
        pieces.read(amina, space, [*first[:-1], bytes(32)], check_of)
    assert amina.get(ATTACHMENT, one)


def test_taking_it_out_is_noted_in_the_case(amina: Node, code: str) -> None:
    record = commands.add_attachment(amina, code, jpeg([segment(0xE1, exif(6))]), {"title": "x"})
    commands.note_attachment_out(amina, record)
    (noted,) = access.case(amina, code).taken_out
    assert (noted["what"], noted["form"]) == ("attachment", "file")


def test_no_file_is_made_beside_the_vault(amina: Node, code: str, tmp_path: Path) -> None:
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    record = commands.add_attachment(amina, code, _large(), {"title": "x"})
    access.attachment_bytes(amina, record)
    after = {each for each in tmp_path.rglob("*") if each.is_file()}
    assert {each.name for each in after - before} <= {"vault.db-wal", "vault.db-shm"}
