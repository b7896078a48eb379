"""Reads what a form posts, in memory only and within limits.

Starlette's own form parser writes uploads above 1 MB to a temporary file (core.md §7), so it is
never used. Too large, too slow or malformed bodies raise `BadBody`, which carries no part of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_to_bytes

BODY_LIMIT = 1024 * 1024
FIELD_LIMIT = 500
NAME_LIMIT = 100
BODY_SECONDS = 30.0
DRAIN_LIMIT = 16 * BODY_LIMIT
"""How much of a body that is too large is read and dropped, so that the browser sees the answer."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Values = dict[str, list[str]]

_BOUNDARY = re.compile(r'multipart/form-data;\s*boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?\s*\Z')
_PART_NAME = re.compile(r'form-data;\s*name="([^"\r\n]*)"(;\s*filename="[^"\r\n]*")?\s*\Z', re.I)


class BadBody(Exception):
    """A body that is not read further; `status` is what HTTP calls it."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


async def read(receive: Receive, declared: int | None, limit: int = BODY_LIMIT) -> bytes:
    """The whole body, or `BadBody` 413 (too large), 408 (too slow), 400 (cut off)."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            if declared is not None and declared > limit:
                await _drop(receive, limit)
                raise BadBody(413)
            return await _collect(receive, limit)
    except TimeoutError:
        raise BadBody(408) from None


async def _collect(receive: Receive, limit: int) -> bytes:
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadBody(400)
        parts += message.get("body", b"")
        if len(parts) > limit:
            if message.get("more_body", False):
                await _drop(receive, limit)
            raise BadBody(413)
        if not message.get("more_body", False):
            return bytes(parts)


async def _drop(receive: Receive, limit: int) -> None:
    dropped = 0
    while dropped < max(DRAIN_LIMIT, 4 * limit):
        message = await receive()
        dropped += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


def parse(
    content_type: str, body: bytes, files: MutableMapping[str, bytes] | None = None
) -> Values:
    """Names with their values in order; `BadBody` 415 for another kind, 400 when malformed.

    Parts with a file name go into `files` as they are, without that name; where none is given they
    must be text.
    """
    kind = content_type.strip()
    if re.fullmatch(r"application/x-www-form-urlencoded(;\s*charset=utf-8)?", kind, re.I):
        return _urlencoded(body)
    boundary = _BOUNDARY.match(kind)
    if boundary:
        return _multipart(boundary.group(1).encode(), body, files)
    raise BadBody(415)


def _urlencoded(body: bytes) -> Values:
    values: Values = {}
    if not body:
        return values
    pairs = body.split(b"&", FIELD_LIMIT)
    if len(pairs) > FIELD_LIMIT:
        raise BadBody(400)
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        _add(values, _unescape(name), _unescape(value))
    return values


def _unescape(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))


def _add(values: Values, name: bytes, value: bytes) -> None:
    try:
        key, text = name.decode("utf-8"), value.decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody(400) from None
    if not key or len(key) > NAME_LIMIT or "\x00" in text:
        raise BadBody(400)
    values.setdefault(key, []).append(text.replace("\r\n", "\n"))


def _multipart(boundary: bytes, body: bytes, files: MutableMapping[str, bytes] | None) -> Values:
    values: Values = {}
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or pieces[0] not in {b"", b"\r\n"} or not pieces[-1].startswith(b"--"):
        raise BadBody(400)
    if len(pieces) - 2 > FIELD_LIMIT:
        raise BadBody(400)
    for piece in pieces[1:-1]:
        head, blank, value = piece.partition(b"\r\n\r\n")
        if not blank or not head.startswith(b"\r\n") or len(head) > 1000:
            raise BadBody(400)
        name, is_file = _part_name(head)
        if is_file and files is not None:
            files[name.decode("utf-8", "replace")[:NAME_LIMIT]] = value
        else:
            _add(values, name, value)
    return values


def _part_name(head: bytes) -> tuple[bytes, bool]:
    for line in head.split(b"\r\n"):
        key, _, rest = line.partition(b":")
        if key.strip().lower() == b"content-disposition":
            found = _PART_NAME.match(rest.strip().decode("utf-8", "replace"))
            if found:
                return found.group(1).encode(), found.group(2) is not None
    raise BadBody(400)
