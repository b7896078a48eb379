"""Requests and answers as bytes and back: the format of docs/wire-format.md, §Hub.

request  version 1 ‖ mailbox 32 ‖ stamp 8 ‖ signature 64 ‖ payload
All parts have a fixed length or stand after their own length, so each value has one encoding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from panoh.errors import Refused
from panoh.wire import limits
from panoh.wire.model import Blob, Create, Fetch, Hello, Page, Request

VERSION = 1
SIGNATURE = 64
OPENING = 1 + limits.ID + 8
"""Version, mailbox and stamp: what a hub looks at before it reads on."""
PREFIX = OPENING + SIGNATURE
HELLO = 2 * limits.HUB_ID + 8
_PAGE = limits.HUB_ID + 8 + 1
_LENGTH = 4


# ── requests ────────────────────────────────────────────────────────────────────────────────


def encode_request(request: Request) -> bytes:
    return b"".join(
        (
            VERSION.to_bytes(1, "big"),
            request.mailbox,
            request.stamp.to_bytes(8, "big"),
            request.signature,
            request.payload,
        )
    )


def decode_opening(data: bytes) -> tuple[bytes, int]:
    """Mailbox and stamp from the first bytes of a request, before the rest has come."""
    if len(data) < OPENING or data[0] != VERSION:
        raise Refused(finding="a request of a wrong form")
    return data[1 : 1 + limits.ID], int.from_bytes(data[1 + limits.ID : OPENING], "big")


def decode_request(data: bytes) -> Request:
    mailbox, stamp = decode_opening(data)
    if not PREFIX <= len(data) <= PREFIX + limits.MOST_PAYLOAD:
        raise Refused(finding="a request of a wrong length")
    return Request(mailbox, stamp, data[OPENING:PREFIX], data[PREFIX:])


def encode_create(create: Create) -> bytes:
    return create.key + create.token


def decode_create(payload: bytes) -> Create:
    if not limits.ID <= len(payload) <= limits.ID + limits.MOST_TOKEN:
        raise Refused(finding="a request of a wrong length")
    return Create(payload[: limits.ID], payload[limits.ID :])


def encode_append(blobs: Iterable[Blob]) -> bytes:
    return b"".join(_framed(blobs))


def decode_append(payload: bytes) -> list[Blob]:
    """At least one blob, each head once."""
    blobs = _blobs(payload, 0)
    if not blobs:
        raise Refused(finding="a request without a blob")
    if len({blob.head for blob in blobs}) != len(blobs):
        raise Refused(finding="a request with one blob twice")
    return blobs


def encode_fetch(fetch: Fetch) -> bytes:
    return b"".join(
        (
            fetch.after.to_bytes(8, "big"),
            fetch.most.to_bytes(4, "big"),
            fetch.wait.to_bytes(2, "big"),
        )
    )


def decode_fetch(payload: bytes) -> Fetch:
    if len(payload) != 14:
        raise Refused(finding="a request of a wrong length")
    after = int.from_bytes(payload[:8], "big")
    most, wait = int.from_bytes(payload[8:12], "big"), int.from_bytes(payload[12:], "big")
    if after > limits.MOST_NUMBER or most > limits.PAGE or wait > limits.MOST_WAIT:
        raise Refused(finding="a number beyond its bound")
    return Fetch(after, most, wait)


def encode_drop(names: Iterable[bytes]) -> bytes:
    return b"".join(sorted(set(names)))


def decode_drop(payload: bytes) -> list[bytes]:
    """Names in rising order, each once."""
    count, rest = divmod(len(payload), limits.ID)
    if rest or not 1 <= count <= limits.MOST_NAMES:
        raise Refused(finding="a request of a wrong length")
    names = [payload[at : at + limits.ID] for at in range(0, len(payload), limits.ID)]
    if any(first >= second for first, second in pairwise(names)):
        raise Refused(finding="names out of order")
    return names


def decode_close(payload: bytes) -> bytes:
    """The verify key that may drop from now on; the payload is that key."""
    if len(payload) != limits.ID:
        raise Refused(finding="a request of a wrong length")
    return payload


# ── answers ─────────────────────────────────────────────────────────────────────────────────


def encode_hello(hello: Hello) -> bytes:
    return hello.hub + hello.line + hello.time.to_bytes(8, "big")


def decode_hello(data: bytes) -> Hello:
    if len(data) != HELLO:
        raise Refused(finding="an answer of a wrong length")
    hub, line = data[: limits.HUB_ID], data[limits.HUB_ID : 2 * limits.HUB_ID]
    return Hello(hub, line, int.from_bytes(data[2 * limits.HUB_ID :], "big"))


def encode_numbers(numbers: Iterable[int]) -> bytes:
    return b"".join([each.to_bytes(8, "big") for each in numbers])


def decode_numbers(data: bytes, count: int) -> list[int]:
    """The number of each appended blob, in the order of the request."""
    if len(data) != 8 * count:
        raise Refused(finding="an answer of a wrong length")
    numbers = [int.from_bytes(data[at : at + 8], "big") for at in range(0, len(data), 8)]
    if not all(1 <= each <= limits.MOST_NUMBER for each in numbers):
        raise Refused(finding="a number beyond its bound")
    return numbers


def encode_page(page: Page) -> bytes:
    return b"".join(
        [
            page.line,
            page.last.to_bytes(8, "big"),
            b"\x01" if page.closed else b"\x00",
            *_framed(page.blobs),
        ]
    )


def decode_page(data: bytes) -> Page:
    if len(data) < _PAGE or data[_PAGE - 1] > 1:
        raise Refused(finding="an answer of a wrong form")
    last = int.from_bytes(data[limits.HUB_ID : _PAGE - 1], "big")
    blobs = _blobs(data, _PAGE)
    if last > limits.MOST_NUMBER or last < len(blobs):
        raise Refused(finding="a number beyond its bound")
    return Page(data[: limits.HUB_ID], last, data[_PAGE - 1] == 1, tuple(blobs))


def decode_count(data: bytes) -> int:
    """How many bodies a drop took away; the rest were gone already or are not there."""
    if len(data) != 4:
        raise Refused(finding="an answer of a wrong length")
    return int.from_bytes(data, "big")


# ── blobs in a row ──────────────────────────────────────────────────────────────────────────


def _framed(blobs: Iterable[Blob]) -> list[bytes]:
    parts: list[bytes] = []
    for head, body in blobs:
        body = body or b""
        parts += (len(head).to_bytes(4, "big"), head, len(body).to_bytes(4, "big"), body)
    return parts


def size_of(blobs: Sequence[Blob]) -> int:
    """Bytes of these blobs in a request or a page."""
    return sum(2 * _LENGTH + len(blob.head) + len(blob.body or b"") for blob in blobs)


def _blobs(data: bytes, at: int) -> list[Blob]:
    blobs: list[Blob] = []
    while at < len(data):
        head, at = _part(data, at, limits.LEAST_HEAD, limits.MOST_HEAD)
        body, at = _part(data, at, 0, limits.MOST_BODY)
        blobs.append(Blob(head, body or None))
        if len(blobs) > limits.MOST_BLOBS:
            raise Refused(finding="more blobs than go at once")
    return blobs


def _part(data: bytes, at: int, least: int, most: int) -> tuple[bytes, int]:
    begin = at + _LENGTH
    length = int.from_bytes(data[at:begin], "big")
    end = begin + length
    if not least <= length <= most or end > len(data):
        raise Refused(finding="a part of a wrong length")
    return data[begin:end], end
