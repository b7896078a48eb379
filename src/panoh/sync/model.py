"""Frozen types of sync, and what a carrier can do."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from panoh.crypto.labels import Label
from panoh.crypto.seal import Alike
from panoh.wire.model import Blob, Page


@dataclass(frozen=True, slots=True)
class Box:
    """A channel as one kind of carrier sees it: where it lies, who appends, how it is wrapped."""

    channel: int
    mailbox: bytes
    public: bytes
    seed: bytes
    wrap: bytes
    heads: Alike = field(init=False, repr=False, compare=False)
    bodies: Alike = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heads", Alike(Label.MAILBOX_HEAD, self.wrap))
        object.__setattr__(self, "bodies", Alike(Label.MAILBOX_BODY, self.wrap))


class Carrier(Protocol):
    """A place where blobs lie in boxes: a hub, a neighbour, a file. Errors are errors.NotReached,
    errors.Refused for what no honest carrier says.

    `remembers`: numbers stay, so that a cursor saves asking again. `place`: see codec.box_of.
    """

    name: str
    remembers: bool
    place: bytes

    def greet(self) -> tuple[bytes, bytes]:
        """Its identity and its line, 16 bytes each; the line changes when it was put back."""
        ...

    def fetch(self, box: Box, after: int) -> Page | None:
        """Blobs after a number; None where there is no such box."""
        ...

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        """The number of each blob, once it is safe; None where the box was closed."""
        ...

    def drop(self, box: Box, names: Sequence[bytes]) -> None: ...

    def close_box(self, box: Box, successor: bytes) -> None: ...

    def finish(self) -> None:
        """All that was appended is to last."""
        ...

    def leave(self) -> None:
        """Let go of what was opened, whatever happened."""
        ...


class What(enum.IntEnum):
    """What a blob holds, by the first byte of its head. An entry begins with its suite."""

    ENTRY = 1
    VIEW = 0xF0  # what its writer was shown of a hub's mailbox
    LETTER = 0xF1  # keys, to one device
    ANSWER = 0xF2  # to an invitation


@dataclass(frozen=True, slots=True)
class View:
    """What a device was shown: of which hub, up to which number, and a digest of it all."""

    hub: bytes
    line: bytes
    number: int
    digest: bytes


class State(enum.Enum):
    """Where a session stands."""

    GREET = "greet"
    PULL = "pull"
    SETTLE = "settle"
    PUSH = "push"
    FINISH = "finish"
    DONE = "done"


class Event(enum.Enum):
    OK = "ok"
    NEWS = "news"  # boxes or keys that were not known before
    STOP = "stop"  # somebody asked to stop


@dataclass(slots=True)
class Report:
    """What a session did. `findings` are plain words on what is wrong with the carrier."""

    received: int = 0
    sent: int = 0
    erased: int = 0
    waiting: int = 0
    joined: list[str] = field(default_factory=list)
    """Ids of spaces that opened."""
    let_in: list[str] = field(default_factory=list)
    """Ids of persons who answered an invitation and were let in."""
    findings: list[str] = field(default_factory=list)

    def find(self, text: str) -> None:
        if text not in self.findings:
            self.findings.append(text)

    @property
    def moved(self) -> int:
        return self.received + self.sent + self.erased
