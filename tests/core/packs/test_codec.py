"""A pack reads back as written, and nothing else reads at all."""

from __future__ import annotations

import itertools
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panoh.core.canonical import decode, encode
from panoh.core.packs import Pack, codec, read_pack, record_id, rules, write_pack
from panoh.crypto.labels import Label
from panoh.crypto.sign import sign, verify_key
from panoh.errors import NotFound, Refused
from panoh.lexicon import container

SEED = bytes(range(32))
KEY = verify_key(SEED)
OTHER = verify_key(bytes(32))


def made(**changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "kind": "words",
        "name": "greetings",
        "version": 1,
        "licence": "MIT",
        "source": "our own",
        "made_on": "2026-11-20",
        "columns": ["id", "text", "number", "yes", "more"],
        "rows": [["a", "салом", 1, True, ["x", "y"]], ["b", "salom", -2, None, []]],
        "seed": SEED,
    }
    return write_pack(**(arguments | changes))


def resigned(seed: bytes = SEED, **changes: Any) -> bytes:
    """A file with `changes`, signed anew: what somebody with a key could make."""
    file = decode(made()) | changes
    content = file["content"]
    if file["packing"] == container.DEFLATED:
        content = zlib.decompressobj().decompress(content, 1_000_000)
    parts = codec._signed(container.pack_id(content), str(file["packing"]), file["content"])
    file["signer"] = verify_key(seed)
    file["signature"] = sign(Label.PACK, seed, *parts)
    return encode(file)


def with_content(value: Any) -> bytes:
    content = encode(value)
    return resigned(packing=container.PLAIN, size=len(content), content=content)


def content() -> dict[str, Any]:
    file = decode(made())
    value = decode(zlib.decompress(file["content"]))
    assert isinstance(value, dict)
    return value


def test_what_was_written_is_read() -> None:
    pack = read_pack(made(), {KEY})
    assert (pack.kind, pack.name, pack.version, pack.signer) == ("words", "greetings", 1, KEY)
    assert pack.row("a") == {
        "id": "a",
        "text": "салом",
        "number": 1,
        "yes": True,
        "more": ["x", "y"],
    }
    assert [row[0] for row in pack.rows] == ["a", "b"]


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert made() == made()


def test_the_id_follows_the_content_not_the_signer() -> None:
    other = made(seed=bytes(32))
    assert read_pack(made(), {KEY}).id == read_pack(other, {OTHER}).id
    assert read_pack(made(version=2), {KEY}).id != read_pack(made(), {KEY}).id


def test_record_ids_follow_pack_and_row() -> None:
    pack = read_pack(made(), {KEY})
    assert pack.record_id("a") == record_id(pack.id, "a")
    assert len(pack.record_id("a")) == 32
    assert pack.record_id("a") != pack.record_id("b")
    assert pack.record_id("a") != read_pack(made(version=2), {KEY}).record_id("a")
    with pytest.raises(NotFound):
        pack.record_id("c")
    with pytest.raises(NotFound):
        pack.row("c")


def test_every_flipped_bit_is_refused() -> None:
    data = made()
    pinned = {read_pack(data, {KEY}).id}
    for place, bit in itertools.product(range(len(data)), range(8)):
        altered = bytearray(data)
        altered[place] ^= 1 << bit
        with pytest.raises(Refused):
            read_pack(bytes(altered), {KEY}, pinned)


def test_every_cut_and_every_addition_is_refused() -> None:
    data = made()
    for length in range(len(data)):
        with pytest.raises(Refused):
            read_pack(data[:length], {KEY})
    for more in (b"\x00", b"\xff", data):
        with pytest.raises(Refused):
            read_pack(data + more, {KEY})


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_pack(data, {KEY})


def test_a_stranger_is_refused_and_a_pin_is_enough() -> None:
    data = made()
    for trusted in ((), {OTHER}):
        with pytest.raises(Refused, match="nobody this vault trusts"):
            read_pack(data, trusted)
    identity = read_pack(data, {KEY}).id
    assert read_pack(data, pinned={identity}).id == identity
    with pytest.raises(Refused):
        read_pack(made(version=2), pinned={identity})


def test_a_missing_or_foreign_signature_is_refused() -> None:
    file = decode(made())
    without = {name: part for name, part in file.items() if name != "signature"}
    for changed in (without, file | {"signature": bytes(64)}, file | {"signature": b""}):
        with pytest.raises(Refused):
            read_pack(encode(changed), {KEY})
    with pytest.raises(Refused):
        read_pack(encode(file | {"signer": OTHER}), {KEY, OTHER})


def test_other_versions_are_refused() -> None:
    with pytest.raises(Refused, match="version"):
        read_pack(resigned(v=2), {KEY})
    with pytest.raises(Refused, match="version"):
        read_pack(with_content(content() | {"v": 2}), {KEY})
    with pytest.raises(Refused, match="version"):
        read_pack(with_content(content() | {"v": True}), {KEY})


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024), 9)
    for size in (64 * 1024 * 1024, 1000, rules.MAX_CONTENT):
        file = decode(made()) | {"packing": container.DEFLATED, "size": size, "content": bomb}
        with pytest.raises(Refused, match=r"too large|size it states"):
            read_pack(encode(file), {KEY})


def test_a_file_or_a_content_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="bytes where at most"):
        read_pack(bytes(rules.MAX_FILE + 1), {KEY})
    monkeypatch.setattr(rules, "MAX_CONTENT", 100)
    with pytest.raises(Refused, match="too large"):
        made()
    monkeypatch.undo()
    data = made()
    monkeypatch.setattr(container, "MAX_CONTENT", 100)
    with pytest.raises(Refused, match="too large"):
        read_pack(data, {KEY})


def test_bytes_after_the_stream_are_refused() -> None:
    file = decode(made())
    with pytest.raises(Refused, match="size it states"):
        read_pack(resigned(content=file["content"] + b"more"), {KEY})


def test_a_second_encoding_of_the_content_is_refused() -> None:
    value = content()
    loose = b"".join([b"\xa9", *(encode(key) + encode(value[key]) for key in sorted(value))])
    assert loose != encode(value)
    with pytest.raises(Refused):
        read_pack(resigned(packing=container.PLAIN, size=len(loose), content=loose), {KEY})


def test_an_unknown_packing_is_refused() -> None:
    file = decode(made())
    for packing in ("gzip", 1, None):
        with pytest.raises(Refused):
            read_pack(encode(file | {"packing": packing}), {KEY})


def test_small_packs_need_no_packing() -> None:
    data = made(columns=["id"], rows=[], source="x", licence="y", name="n", kind="k")
    pack = read_pack(data, {KEY})
    assert isinstance(pack, Pack)
    assert pack.rows == ()
