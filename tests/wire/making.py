"""Panoh's own side of the frozen conversation: every byte follows from fixed keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from panoh.core.log import codec as log_codec
from panoh.crypto.derive import derive
from panoh.crypto.labels import Label
from panoh.crypto.seal import seal_alike
from panoh.crypto.sign import sign, verify_key
from panoh.wire import codec
from panoh.wire.model import Act, Blob, Page, Request, mailbox_id, signed_parts

ENTRIES = Path(__file__).parents[1] / "vectors" / "entry.json"
CHANNEL = bytes(range(64, 96))
HUB, LINE = bytes(range(16)), bytes(range(16, 32))
STAMP = 1_795_176_000


def conversation() -> dict[str, Any]:
    """Two entries are appended, the second one's body is dropped, a page is fetched."""
    examples = json.loads(ENTRIES.read_text("utf-8"))["entries"]
    entries = [bytes.fromhex(each["entry"]) for each in examples[:2]]
    wrap = derive(Label.CHANNEL, CHANNEL, b"wrap")
    mailbox = mailbox_id(verify_key(_seed()))
    blobs = [wrapped(each, wrap, mailbox) for each in entries]
    page = Page(LINE, len(blobs), False, (blobs[0], Blob(blobs[1].head, None)))
    return {
        "about": "Made once from fixed keys and kept: what reads this must never change.",
        "channel_key": CHANNEL.hex(),
        "hub": HUB.hex(),
        "line": LINE.hex(),
        "entries": [each.hex() for each in entries],
        "append": _request(Act.APPEND, codec.encode_append(blobs)).hex(),
        "drop": _request(Act.DROP, codec.encode_drop([blobs[1].name])).hex(),
        "page": codec.encode_page(page).hex(),
    }


def wrapped(data: bytes, wrap: bytes, mailbox: bytes) -> Blob:
    """An entry as a member hands it to a hub (docs/wire-format.md)."""
    body_slot = log_codec.decode(data).body_slot
    bare = data[: len(data) - len(body_slot or b"")]
    head = seal_alike(Label.MAILBOX_HEAD, wrap, bare, mailbox)
    if body_slot is None:
        return Blob(head, None)
    name = Blob(head, None).name
    return Blob(head, seal_alike(Label.MAILBOX_BODY, wrap, body_slot, mailbox, name))


def _seed() -> bytes:
    return derive(Label.CHANNEL, CHANNEL, b"append")


def _request(act: Act, payload: bytes) -> bytes:
    mailbox = mailbox_id(verify_key(_seed()))
    signature = sign(
        Label.MAILBOX_REQUEST, _seed(), *signed_parts(act, HUB, mailbox, STAMP, payload)
    )
    return codec.encode_request(Request(mailbox, STAMP, signature, payload))
