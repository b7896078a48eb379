"""Header and slots: one form each; whatever else is refused before anything is done with it."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest

from panoh.core import canonical
from panoh.core.vault import codec, slots, trustees
from panoh.core.vault.model import Header, Slot, SlotKind
from panoh.crypto.derive import MIB, digest
from panoh.crypto.labels import Label
from panoh.errors import PanohError, VaultDamaged, VaultNewer
from tests.core.vault.conftest import Made

KINDS = list(SlotKind)
CHANGES = [*(1 << bit for bit in range(8)), 0xFF]
"""What is done to each byte: each of its bits flipped, and all of them."""


def _read_slot(data: bytes) -> Slot:
    return codec.decode_slot(data, SlotKind.PASSPHRASE)


def slot_file(made: Made, kind: SlotKind = SlotKind.PASSPHRASE) -> bytes:
    if kind is SlotKind.TRUSTEES:
        trustees.enforce(made.place, trustees.new(made.place, 2, 3, 72, 0), made.key)
    return made.place.slot(kind).read_bytes()


def rewritten(data: bytes, label: Label = Label.SLOT_CHECK, **changes: Any) -> bytes:
    """The file as a forger would make it: changed, and its check made good again."""
    fields = cbor2.loads(data)
    fields.pop("check")
    fields.update(changes)
    fields = {name: value for name, value in fields.items() if value is not ...}
    check = digest(label, canonical.encode(fields), size=16)
    return canonical.encode({**fields, "check": check})


@pytest.mark.parametrize("kind", KINDS)
def test_a_slot_reads_back_as_it_was_written(made: Made, kind: SlotKind) -> None:
    data = slot_file(made, kind)
    assert codec.encode_slot(codec.decode_slot(data, kind)) == data
    assert len(data) < codec.SLOT_LIMIT


@pytest.mark.parametrize("kind", KINDS)
def test_every_changed_byte_of_a_slot_is_refused(made: Made, kind: SlotKind) -> None:
    data = slot_file(made, kind)
    for place in range(len(data)):
        for change in CHANGES:
            changed = data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
            with pytest.raises(VaultDamaged):
                codec.decode_slot(changed, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_cut_and_addition_of_a_slot_is_refused(made: Made, kind: SlotKind) -> None:
    data = slot_file(made, kind)
    for size in range(len(data)):
        with pytest.raises(VaultDamaged):
            codec.decode_slot(data[:size], kind)
    for extra in (b"\x00", b"\xf6", data):
        with pytest.raises(VaultDamaged):
            codec.decode_slot(data + extra, kind)


@pytest.mark.parametrize("file", ["header", "slot"])
def test_a_second_encoding_is_refused(made: Made, file: str) -> None:
    data = made.place.header.read_bytes() if file == "header" else slot_file(made)
    read = codec.decode_header if file == "header" else _read_slot
    fields = cbor2.loads(data)
    reordered = dict(reversed(list(fields.items())))
    for other in (cbor2.dumps(reordered), b"\xbf" + data[1:] + b"\xff", b"\xd9\xd9\xf7" + data):
        assert other != data
        with pytest.raises(VaultDamaged):
            read(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"memory": 64 * 1024 * MIB},
        {"memory": 8 * 1024},
        {"memory": 64 * MIB + 1},
        {"memory": -(64 * MIB)},
        {"memory": 1.5},
        {"memory": "67108864"},
        {"time": 10**9},
        {"time": 2},
        {"time": True},
        {"time": None},
        {"salt": bytes(15)},
        {"salt": bytes(17)},
        {"salt": "0123456789abcdef"},
        {"sealed": bytes(71)},
        {"sealed": bytes(73)},
        {"commitment": bytes(31)},
        {"commitment": []},
        {"vault": b""},
        {"kind": "paper"},
        {"kind": "recovery"},
        {"kind": 1},
        {"v": 0},
        {"v": -1},
        {"v": True},
        {"v": "1"},
        {"v": ...},
        {"salt": ...},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_slot_that_we_would_not_write_is_refused(
    made: Made, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*given: object) -> bytes:
        pytest.fail("a phrase was stretched")

    monkeypatch.setattr(slots, "stretch", never)
    if any(isinstance(value, float) for value in changes.values()):
        with pytest.raises(PanohError):
            rewritten(slot_file(made), **changes)
        return
    with pytest.raises(VaultDamaged):
        codec.decode_slot(rewritten(slot_file(made), **changes), SlotKind.PASSPHRASE)


@pytest.mark.parametrize("changes", [{"v": 2}, {"v": 2, "salt": ..., "pepper": 1}, {"suite": 2}])
def test_a_slot_of_a_newer_panoh_is_told_from_a_damaged_one(
    made: Made, changes: dict[str, Any]
) -> None:
    with pytest.raises(VaultNewer):
        codec.decode_slot(rewritten(slot_file(made), **changes), SlotKind.PASSPHRASE)


@pytest.mark.parametrize("language", ["en", "ru", "uz_Cyrl", "kaa", "fa_AF"])
def test_a_header_reads_back_as_it_was_written(language: str) -> None:
    header = Header(b"\x01\x02\x03\x04", language)
    assert codec.decode_header(codec.encode_header(header)) == header


def test_every_changed_byte_of_a_header_is_refused(made: Made) -> None:
    data = made.place.header.read_bytes()
    for place in range(len(data)):
        for change in CHANGES:
            changed = data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
            with pytest.raises(VaultDamaged):
                codec.decode_header(changed)
    for size in range(len(data)):
        with pytest.raises(VaultDamaged):
            codec.decode_header(data[:size])


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "русский"},
        {"language": "en\n"},
        {"language": "en; rm"},
        {"language": 7},
        {"id": b"123"},
        {"id": "12345678"},
        {"name": "Amina"},
        {"id": ...},
    ],
    ids=str,
)
def test_a_header_that_we_would_not_write_is_refused(made: Made, changes: dict[str, Any]) -> None:
    data = rewritten(made.place.header.read_bytes(), Label.VAULT_HEADER, **changes)
    with pytest.raises(VaultDamaged):
        codec.decode_header(data)


def test_a_header_of_a_newer_panoh_is_told(made: Made) -> None:
    data = rewritten(made.place.header.read_bytes(), Label.VAULT_HEADER, v=2, more=True)
    with pytest.raises(VaultNewer):
        codec.decode_header(data)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xa0", b"\x80", b"\xf6", b"\xff", b"\xa1" * 600])
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(VaultDamaged):
        codec.decode_slot(data, SlotKind.PASSPHRASE)
    with pytest.raises(VaultDamaged):
        codec.decode_header(data)
