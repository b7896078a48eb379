"""Boxes in memory: what a node serves to a neighbour, and the honest hub of the simulator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from panoh.crypto.derive import random
from panoh.sync.model import Box
from panoh.wire import codec, limits
from panoh.wire.model import Blob, Page


@dataclass(slots=True)
class Mailbox:
    """Blobs in the order they came, and where each name stands."""

    blobs: list[Blob] = field(default_factory=list)
    numbers: dict[bytes, int] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)
    closed: bool = False

    def append(self, blobs: Sequence[Blob]) -> list[int]:
        given = []
        for blob in blobs:
            name = blob.name
            if name not in self.numbers or self._completes(blob):
                self.blobs.append(blob)
                self.numbers[name] = len(self.blobs)
            given.append(self.numbers[name])
        return given

    def _completes(self, blob: Blob) -> bool:
        """A body that was lacking gets a number of its own: who read past it is told."""
        there = self.blobs[self.numbers[blob.name] - 1]
        return there.body is None and blob.body is not None and blob.name not in self.erased

    def page(self, line: bytes, after: int, most: int) -> Page:
        found: list[Blob] = []
        size = 0
        for blob in self.blobs[after : after + limits.MOST_BLOBS]:
            size += codec.size_of([blob])
            if found and size > most:
                break
            found.append(blob)
        return Page(line, len(self.blobs), self.closed, tuple(found))

    def drop(self, names: Sequence[bytes]) -> int:
        gone = 0
        for name in names:
            at = self.numbers.get(name)
            if at is None:
                continue
            self.erased.add(name)
            if self.blobs[at - 1].body is not None:
                self.blobs[at - 1] = Blob(self.blobs[at - 1].head, None)
                gone += 1
        return gone


class MemoryCarrier:
    """Honest, and forgotten when the program ends."""

    def __init__(self, name: str = "memory", *, page: int = 256 * 1024) -> None:
        self.name = name
        self.remembers = True
        self.place = b""
        self.hub, self.line = random(limits.HUB_ID), random(limits.HUB_ID)
        self.boxes: dict[bytes, Mailbox] = {}
        self._page = page

    def greet(self) -> tuple[bytes, bytes]:
        return self.hub, self.line

    def fetch(self, box: Box, after: int) -> Page | None:
        held = self.boxes.get(box.mailbox)
        return held.page(self.line, after, self._page) if held else None

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        held = self.boxes.setdefault(box.mailbox, Mailbox())
        return None if held.closed else held.append(blobs)

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        held = self.boxes.get(box.mailbox)
        if held:
            held.drop(names)

    def close_box(self, box: Box, successor: bytes) -> None:  # noqa: ARG002 - nobody asks here
        self.boxes.setdefault(box.mailbox, Mailbox()).closed = True

    def finish(self) -> None:
        """Nothing lasts here."""

    def leave(self) -> None:
        """Nothing is open."""
