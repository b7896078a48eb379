"""A frozen conversation with a hub, read by a small reader written from docs/wire-format.md alone.

Nothing of Panoh is imported by the reader. What this example holds must read for good;
`python -m tests.wire.test_frozen` made it once, from fixed keys.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError, CryptoError

VECTORS = Path(__file__).parents[1] / "vectors"
PATH = VECTORS / "wire.json"


def _frame(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _label(purpose: str) -> bytes:
    return _frame(b"panoh/v1/" + purpose.encode())


def _digest(purpose: str, *parts: bytes) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=32).digest()


def _derive(purpose: str, key: bytes, *parts: bytes, size: int = 32) -> bytes:
    return blake2b(_label(purpose) + _frame(*parts), digest_size=size, key=key).digest()


def _open_alike(purpose: str, key: bytes, sealed: bytes, *parts: bytes) -> bytes:
    nonce, rest = sealed[:24], sealed[24:]
    plain = crypto_aead_xchacha20poly1305_ietf_decrypt(
        rest, _label(purpose) + _frame(*parts), nonce, _derive(purpose, key, b"seal")
    )
    nonce_key = _derive(purpose, key, b"nonce")
    if nonce != _derive(purpose, nonce_key, _frame(*parts), plain, size=24):
        raise ValueError("a nonce that another member would not make")
    return plain


def read_request(act: str, hub: bytes, data: bytes, key: bytes) -> bytes:
    """The payload of a signed request."""
    if data[0] != 1:
        raise ValueError("another version")
    mailbox, stamp, signature, payload = data[1:33], data[33:41], data[41:105], data[105:]
    signed = _frame(act.encode(), hub, mailbox, stamp, _digest("mailbox-payload", payload))
    crypto_sign_open(signature + _label("mailbox-request") + signed, key)
    if mailbox != _digest("mailbox", key):
        raise ValueError("another mailbox")
    return payload


def read_blobs(data: bytes) -> list[tuple[bytes, bytes]]:
    """Heads and bodies that stand one after the other."""
    parts = []
    while data:
        length = int.from_bytes(data[:4], "big")
        parts.append(data[4 : 4 + length])
        data = data[4 + length :]
    return list(zip(parts[::2], parts[1::2], strict=True))


def read_entry(head: bytes, body: bytes, wrap: bytes, mailbox: bytes) -> bytes:
    name = _digest("mailbox-name", head)
    opened = _open_alike("mailbox-head", wrap, head, mailbox)
    return opened + (_open_alike("mailbox-body", wrap, body, mailbox, name) if body else b"")


FROZEN: dict[str, Any] = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}


def _bytes(name: str) -> bytes:
    return bytes.fromhex(FROZEN[name])


def _keys() -> tuple[bytes, bytes, bytes]:
    """Verify key, wrapping key and mailbox of the frozen channel key."""
    channel = _bytes("channel_key")
    key = crypto_sign_seed_keypair(_derive("channel", channel, b"append"))[0]
    return key, _derive("channel", channel, b"wrap"), _digest("mailbox", key)


def test_append_reads_by_the_page() -> None:
    key, wrap, mailbox = _keys()
    payload = read_request("append", _bytes("hub"), _bytes("append"), key)
    found = [read_entry(head, body, wrap, mailbox).hex() for head, body in read_blobs(payload)]
    assert found == FROZEN["entries"]


def test_page_reads_by_the_page() -> None:
    _key, wrap, mailbox = _keys()
    data = _bytes("page")
    assert data[:16] == _bytes("line")
    assert int.from_bytes(data[16:24], "big") == len(FROZEN["entries"])
    assert data[24] == 0
    blobs = read_blobs(data[25:])
    assert blobs[1][1] == b""  # its body was dropped
    assert read_entry(*blobs[0], wrap, mailbox).hex() == FROZEN["entries"][0]
    whole = bytes.fromhex(FROZEN["entries"][1])
    length = 35 + int.from_bytes(whole[33:35], "big")
    assert read_entry(*blobs[1], wrap, mailbox) == whole[:length]


def test_drop_names_what_the_page_says() -> None:
    key, _wrap, _mailbox = _keys()
    head = read_blobs(read_request("append", _bytes("hub"), _bytes("append"), key))[1][0]
    payload = read_request("drop", _bytes("hub"), _bytes("drop"), key)
    assert payload == _digest("mailbox-name", head)


def test_the_reader_refuses_what_is_off() -> None:
    key, wrap, mailbox = _keys()
    data = _bytes("append")
    for at in (1, 40, 60, 105, 400, len(data) - 1):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(BadSignatureError):
            read_request("append", _bytes("hub"), changed, key)
    with pytest.raises(BadSignatureError):
        read_request("drop", _bytes("hub"), data, key)
    (first, second) = read_blobs(read_request("append", _bytes("hub"), data, key))
    with pytest.raises(CryptoError):
        read_entry(first[0], second[1], wrap, mailbox)


def test_panoh_makes_the_same_bytes_again() -> None:
    from tests.wire import making

    assert making.conversation() == FROZEN


if __name__ == "__main__":
    from tests.wire import making

    if not PATH.exists():  # made once, never again
        PATH.write_text(json.dumps(making.conversation(), indent=1) + "\n", encoding="utf-8")
