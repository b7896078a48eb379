"""Frozen types of the wire. Nothing here knows what a blob holds."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from panoh.crypto.derive import digest
from panoh.crypto.labels import Label


class Act(enum.StrEnum):
    """What a request asks for; also the last part of its path."""

    CREATE = "create"  # a mailbox that does not exist yet
    APPEND = "append"  # blobs, each once
    FETCH = "fetch"  # the page after a number
    DROP = "drop"  # bodies, by the names of their blobs
    CLOSE = "close"  # no more appends; who may drop from now on


class Blob(NamedTuple):
    """A head and its body; None where the body was dropped or never came."""

    head: bytes
    body: bytes | None

    @property
    def name(self) -> bytes:
        """32 bytes. Blobs with one head have one name, whatever their bodies."""
        return digest(Label.MAILBOX_NAME, self.head)

    @property
    def fingerprint(self) -> bytes:
        """16 bytes over both parts: tells whether two blobs of one name are the same."""
        return digest(Label.MAILBOX_NAME, self.head, self.body or b"", size=16)


@dataclass(frozen=True, slots=True)
class Request:
    """A signed request. `stamp` is seconds since 1970 by the *hub's* clock."""

    mailbox: bytes
    stamp: int
    signature: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Create:
    """`token` is what the hub's operator gave to those who may make mailboxes; else empty."""

    key: bytes
    token: bytes = b""


@dataclass(frozen=True, slots=True)
class Fetch:
    """`after` is the number of the last blob already held; `most` bounds the page in bytes.

    `wait` asks the hub to hold an empty answer back for that many seconds; it need not.
    """

    after: int
    most: int
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Blobs of the numbers after + 1, after + 2, …; `last` is the mailbox's greatest number."""

    line: bytes
    last: int
    closed: bool
    blobs: tuple[Blob, ...]


@dataclass(frozen=True, slots=True)
class Hello:
    """Who a hub is. `line` changes when the hub was put back from a copy: numbers begin anew."""

    hub: bytes
    line: bytes
    time: int


def mailbox_id(key: bytes) -> bytes:
    """The mailbox of a verify key: nobody can take its place with another key."""
    return digest(Label.MAILBOX, key)


def signed_parts(act: Act, hub: bytes, mailbox: bytes, stamp: int, payload: bytes) -> list[bytes]:
    """What the signature of a request covers, under Label.MAILBOX_REQUEST."""
    return [
        act.value.encode("ascii"),
        hub,
        mailbox,
        stamp.to_bytes(8, "big"),
        digest(Label.MAILBOX_PAYLOAD, payload),
    ]
