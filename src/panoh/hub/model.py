"""Frozen types of the hub: its limits, what stands in its tables, what a request wants written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from panoh.wire.model import Blob
from panoh.wire.problems import Problem

GIB = 1024**3
ROW_BYTES = 96
"""What a blob costs a quota beside its own bytes: a flood of bodiless heads is no way around."""


@dataclass(frozen=True, slots=True)
class Quotas:
    """Bytes and counts; `new_mailboxes` is how many may be made in an hour, by anybody."""

    mailbox_bytes: int = 2 * GIB
    all_bytes: int = 50 * GIB
    mailboxes: int = 200_000
    new_mailboxes: int = 3_000


@dataclass(frozen=True, slots=True)
class Mailbox:
    """As stored. `successor` is the key that took over; None while it is open."""

    no: int
    id: bytes
    key: bytes
    successor: bytes | None
    last: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Held:
    """A blob without its bytes; `body` is the length of its body, 0 without one."""

    mailbox: int
    number: int
    name: bytes
    fingerprint: bytes
    body: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A blob to be stored."""

    mailbox: int
    number: int
    name: bytes
    fingerprint: bytes
    blob: Blob
    dropped: bool = False

    @property
    def size(self) -> int:
        return ROW_BYTES + len(self.blob.head) + len(self.blob.body or b"")


# ── what requests want written; `signer` is the key whose signature held ────────────────────


@dataclass(frozen=True, slots=True)
class Make:
    mailbox: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Append:
    mailbox: bytes
    blobs: Sequence[Blob]

    @property
    def size(self) -> int:
        return sum(len(blob.head) + len(blob.body or b"") for blob in self.blobs)


@dataclass(frozen=True, slots=True)
class Drop:
    mailbox: bytes
    names: Sequence[bytes]
    signer: bytes


@dataclass(frozen=True, slots=True)
class Close:
    mailbox: bytes
    successor: bytes
    signer: bytes


Wish = Make | Append | Drop | Close
Outcome = Problem | list[int] | int | None
"""Numbers of an append, count of a drop, None for the others, or why not."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an operator sees."""

    mailboxes: int
    closed: int
    blobs: int
    dropped: int
    bytes: int
