"""Shipped packs are those the source pins, whole, and packs like any other."""

from __future__ import annotations

import itertools

import pytest

from panoh.core.canonical import decode, encode
from panoh.core.packs import read_pack
from panoh.errors import NotFound, Refused
from panoh.lexicon import container, shipped


@pytest.fixture
def altered(monkeypatch: pytest.MonkeyPatch) -> bytearray:
    """The vocabulary's file, to be altered; `load` reads it from here."""
    data = bytearray(shipped.file_of("factors"))
    monkeypatch.setattr(shipped, "file_of", lambda _name: bytes(data))
    return data


@pytest.mark.parametrize("name", shipped.SHIPPED)
def test_a_shipped_pack_is_a_pack(name: str) -> None:
    """The light reader here and the full one agree, and the pin is enough to take it."""
    identity = bytes.fromhex(shipped.SHIPPED[name])
    pack = read_pack(shipped.file_of(name), pinned={identity})
    table = shipped.load(name)
    assert (pack.id.hex(), pack.name, pack.version) == (table.id, table.name, table.version)
    assert (pack.licence, pack.source, pack.made_on) == (table.licence, table.source, table.made_on)
    assert pack.columns == table.columns
    assert [list(row) for row in pack.rows] == table.rows


@pytest.mark.parametrize("name", shipped.SHIPPED)
def test_the_key_of_a_shipped_pack_is_trusted_nowhere(name: str) -> None:
    with pytest.raises(Refused):
        read_pack(shipped.file_of(name))


def test_an_unknown_pack_is_not_found() -> None:
    with pytest.raises(NotFound):
        shipped.load("../secret")


def test_another_content_is_refused(altered: bytearray) -> None:
    file = decode(bytes(altered))
    content = bytearray(container.unpack(file["packing"], file["size"], file["content"]))
    content[-1] ^= 1
    altered[:] = encode(file | {"packing": container.PLAIN, "content": bytes(content)})
    with pytest.raises(Refused, match="not the one this program knows"):
        shipped.load("factors")


def test_no_alteration_changes_a_row(altered: bytearray) -> None:
    """A flipped bit is refused; in the signature, which proves nothing here, it changes nothing."""
    whole = shipped.load("factors").rows
    step = max(1, len(altered) // 400)
    for place, bit in itertools.product(range(0, len(altered), step), (0, 7)):
        altered[place] ^= 1 << bit
        try:
            assert shipped.load("factors").rows == whole
        except Refused:
            pass  # what is wanted
        altered[place] ^= 1 << bit


def test_a_cut_file_is_refused(altered: bytearray) -> None:
    for length in (0, 1, 100, len(altered) - 1):
        data = bytes(altered)
        altered[:] = data[:length]
        with pytest.raises(Refused):
            shipped.load("factors")
        altered[:] = data


def test_a_file_too_large_is_refused(altered: bytearray) -> None:
    altered.extend(bytes(container.MAX_FILE))
    with pytest.raises(Refused, match="too large"):
        shipped.load("factors")
