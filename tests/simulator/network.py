"""Hubs and sticks that lose, repeat, tear and forget."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from random import Random

from panoh.errors import NotReached
from panoh.sync.carriers.memory import MemoryCarrier
from panoh.sync.model import Box
from panoh.wire.model import Blob, Page


class Stick(MemoryCarrier):
    """A file that goes from hand to hand; a copy of it may turn up again later."""

    def __init__(self) -> None:
        super().__init__("file", page=8 * 1024)
        self.remembers = False
        self.place = b"file"
        self.kept = copy.deepcopy(self.boxes)

    def finish(self) -> None:
        self.kept = copy.deepcopy(self.boxes)

    def leave(self) -> None:
        """Pulled out before the end, it is as it was."""
        self.boxes = copy.deepcopy(self.kept)


class Flaky:
    """A carrier behind a bad line: requests and answers get lost, requests come twice."""

    def __init__(self, inner: MemoryCarrier, random: Random, loss: float) -> None:
        self.name = inner.name
        self.remembers = inner.remembers
        self.place = inner.place
        self._inner = inner
        self._random = random
        self._loss = loss

    def _line(self) -> None:
        if self._random.random() < self._loss:
            raise NotReached(where=self.name, reason="lost")

    def greet(self) -> tuple[bytes, bytes]:
        self._line()
        return self._inner.greet()

    def fetch(self, box: Box, after: int) -> Page | None:
        self._line()
        page = self._inner.fetch(box, after)
        self._line()
        return page

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        self._line()
        if self._random.random() < self._loss:  # torn: part of it came before
            self._inner.append(box, blobs[: self._random.randint(0, len(blobs))])
        numbers = self._inner.append(box, blobs)
        if self._random.random() < self._loss:
            numbers = self._inner.append(box, blobs)
        self._line()
        return numbers

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        self._line()
        self._inner.drop(box, names)
        self._line()

    def close_box(self, box: Box, successor: bytes) -> None:
        self._line()
        self._inner.close_box(box, successor)

    def finish(self) -> None:
        self._inner.finish()

    def leave(self) -> None:
        self._inner.leave()
