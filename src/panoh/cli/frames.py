"""One message on the local socket: its length in four bytes, then canonical CBOR."""

from __future__ import annotations

import socket
from typing import Any

from panoh.core import canonical

VERSION = 2
REQUEST_LIMIT = 32 * 1024 * 1024
REPLY_LIMIT = 1024 * 1024
PIECE = 512 * 1024
_LENGTH = 4


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    data = canonical.encode(message)
    connection.sendall(len(data).to_bytes(_LENGTH, "big") + data)


def receive(connection: socket.socket, limit: int) -> dict[str, Any] | None:
    """The next message; None at the end. Raises Refused on one that is too long or malformed."""
    head = _exactly(connection, _LENGTH)
    if head is None:
        return None
    size = int.from_bytes(head, "big")
    if size > limit:
        return None
    data = _exactly(connection, size)
    message = None if data is None else canonical.decode(data, limit)
    return message if isinstance(message, dict) else None


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 65536))
        if not part:
            return None
        parts += part
    return bytes(parts)
