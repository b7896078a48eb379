"""Frozen entries, read by a small reader written from docs/wire-format.md alone.

Nothing of Panoh is imported by the reader: only a crypto library, BLAKE2b and CBOR. What these
examples hold must open for good; `python -m tests.core.log.test_frozen` adds examples, never
changes one.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import cbor2
import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_sign_open

PATH = Path(__file__).parents[2] / "vectors" / "entry.json"


def _frame(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _label(purpose: str) -> bytes:
    return _frame(b"panoh/v1/" + purpose.encode())


def _digest(purpose: str, *parts: bytes, size: int = 32) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=size).digest()


def _derive(purpose: str, key: bytes, *parts: bytes) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=32, key=key).digest()


def _open(purpose: str, key: bytes, sealed: bytes, *parts: bytes) -> bytes:
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
        sealed[24:], _label(purpose) + _frame(*parts), sealed[:24], key
    )


def read_entry(data: bytes, epoch_key: bytes, sign_public: bytes) -> dict[str, Any]:
    """An entry by the page: id, header fields and body; raises when anything is off."""
    suite, space, epoch = data[:1], data[1:17], data[17:33]
    length = int.from_bytes(data[33:35], "big")
    header_slot, body_slot = data[35 : 35 + length], data[35 + length :]
    bound = (suite, space, epoch)
    plain = _open("header", _derive("header-key", epoch_key), header_slot, *bound)
    end = 2 + int.from_bytes(plain[:2], "big")
    signed, signature = plain[:end], plain[end : end + 64]
    crypto_sign_open(signature + _label("entry") + _frame(*bound, signed), sign_public)
    kind, device, sequence, previous, seen, time, body_hash = cbor2.loads(signed[2:])
    body = None
    if body_slot:
        if _digest("body-hash", body_slot) != body_hash:
            raise ValueError("another body than was signed for")
        key = _derive("body-key", epoch_key, body_slot[:16])
        body = cbor2.loads(_open("body", key, body_slot[16:], *bound).rstrip(b"\x00")[:-1])
    return {
        "id": _digest("entry-id", *bound, signed).hex(),
        "kind": kind,
        "device": device.hex(),
        "sequence": sequence,
        "previous": previous.hex() if previous else None,
        "seen": seen,
        "time": time,
        "body": body,
    }


def _examples() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(PATH.read_text("utf-8"))["entries"]
    return found


def _plain(value: Any) -> Any:
    """Bytes as hex, so that a body compares with its JSON."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


@pytest.mark.parametrize("example", _examples(), ids=lambda each: each["name"])
def test_reader_from_the_page_opens_what_is_frozen(example: dict[str, Any]) -> None:
    data, key = bytes.fromhex(example["entry"]), bytes.fromhex(example["epoch_key"])
    read = read_entry(data, key, bytes.fromhex(example["sign_public"]))
    assert {**read, "body": _plain(read["body"])} == example["opened"]


@pytest.mark.parametrize("example", _examples(), ids=lambda each: each["name"])
def test_program_opens_what_is_frozen(example: dict[str, Any]) -> None:
    from panoh.core.log import codec

    data, key = bytes.fromhex(example["entry"]), bytes.fromhex(example["epoch_key"])
    opened = codec.open_entry(codec.decode(data), key, bytes.fromhex(example["sign_public"]))
    assert opened.id.hex() == example["opened"]["id"]
    assert _plain(opened.body) == example["opened"]["body"]
    assert codec.encode(codec.decode(data)) == data


@pytest.mark.parametrize("example", _examples(), ids=lambda each: each["name"])
def test_reader_from_the_page_refuses_an_altered_byte(example: dict[str, Any]) -> None:
    data = bytearray.fromhex(example["entry"])
    for place in range(0, len(data), 7):
        data[place] ^= 0x40
        with pytest.raises(Exception, match=r".*"):
            read_entry(
                bytes(data),
                bytes.fromhex(example["epoch_key"]),
                bytes.fromhex(example["sign_public"]),
            )
        data[place] ^= 0x40


def _freeze() -> None:
    from panoh.core.log import codec
    from panoh.core.log.model import Header

    known = json.loads(PATH.read_text("utf-8"))["entries"] if PATH.exists() else []
    seed, key = bytes(range(32)), bytes(range(32, 64))
    from panoh.crypto.sign import verify_key

    space, epoch, device = bytes(range(16)), bytes(range(16, 32)), bytes(range(64, 80))
    record = bytes(range(80, 96))
    answers = {"title": "Раҳмонов", "count": 3, "text": {"?": "not_safe"}}
    several = {"title": "O‘g‘il", "tags": ["a", "b"], "agreed": True, "text": None}
    restated = {"title": [[device, 1, 1763632800000, "x"]]}
    erased = {"e": [["toy_thing", record]], "x": [bytes(32)]}

    def about(values: dict[str, Any]) -> Any:
        return {"r": [["toy_thing", record, values]]}

    wanted: list[tuple[str, int, int, tuple[tuple[int, int], ...], Any, bool]] = [
        ("assign, first of its chain", 2, 1, (), about(answers), True),
        ("assign, having seen others", 2, 7, ((0, 3), (2, 1200)), about(several), True),
        ("snapshot", 3, 8, (), about(restated), True),
        ("erase", 4, 9, (), erased, True),
        ("assign, body erased", 2, 2, (), about({"title": "gone"}), False),
        ("assign, long", 2, 3, (), about({"text": "слово " * 900}), True),
    ]
    for name, kind, sequence, seen, body, whole in wanted:
        if any(each["name"] == name for each in known):
            continue
        previous = bytes(32) if sequence > 1 else None
        time = 1763632800000 + sequence
        header = Header(kind, device, sequence, previous, seen, time, b"")
        entry, _ = codec.make(space, epoch, key, header, body, seed)
        data = codec.encode(entry)
        if not whole:
            data = data[: 35 + len(entry.header_slot)]
        read = read_entry(data, key, verify_key(seed))
        known.append(
            {
                "name": name,
                "epoch_key": key.hex(),
                "sign_public": verify_key(seed).hex(),
                "entry": data.hex(),
                "opened": {**read, "body": _plain(read["body"])},
            }
        )
    said = "Made once by this program from fixed keys: what opens these must never change."
    text = json.dumps({"about": said, "entries": known}, ensure_ascii=False, indent=1)
    PATH.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    _freeze()
