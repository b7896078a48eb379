"""Reads a request within bounds: looked at before it is read on, in the memory allotted to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from panoh.wire import codec, limits
from panoh.wire.problems import Problem

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

OPENING_SECONDS = 10.0
SLOWEST = 8 * limits.KIB
"""Bytes a second below which a body is given up."""
PATIENCE = 20.0
"""Seconds that any body may take, however small."""
ROOM = 32 * limits.MIB
"""Bytes of requests and pages held at one time; the longest request just fits."""
COPIES = 3
"""How often a request stands in memory at worst: as it came, as a whole, as blobs."""
LEAST_PAGE = 64 * limits.KIB
WAIT_FOR_ROOM = 15.0


class Refusal(Exception):
    """Why a request is not carried out. `hang_up` when its body was not read to the end."""

    def __init__(self, problem: Problem, detail: bytes = b"", *, hang_up: bool = False) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.detail = detail
        self.hang_up = hang_up


class Gone(Exception):
    """Nobody is there any more to answer."""


class Room:
    """A count of bytes that many share; who finds too little waits its turn."""

    def __init__(self, size: int = ROOM) -> None:
        self._left = size
        self._freed = asyncio.Condition()

    def page(self, wanted: int) -> int:
        """How long a page may be now: shorter the more are being handed out."""
        return min(wanted, max(LEAST_PAGE, self._left // 8))

    @asynccontextmanager
    async def taking(self, size: int) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(WAIT_FOR_ROOM), self._freed:
                await self._freed.wait_for(lambda: self._left >= size)
                self._left -= size
        except TimeoutError:
            raise Refusal(Problem.BUSY, (5).to_bytes(4, "big")) from None
        try:
            yield
        finally:
            async with self._freed:
                self._left += size
                self._freed.notify_all()


def declared(headers: list[tuple[bytes, bytes]]) -> int:
    """The length that a request says it has; there must be exactly one, and it bounds the rest."""
    lengths = [value for name, value in headers if name == b"content-length"]
    chunked = any(name == b"transfer-encoding" for name, _ in headers)
    if len(lengths) != 1 or chunked or not lengths[0].isdigit() or len(lengths[0]) > 9:
        raise Refusal(Problem.LENGTH, hang_up=True)
    size = int(lengths[0])
    if size > codec.PREFIX + limits.MOST_PAYLOAD:
        raise Refusal(Problem.TOO_LARGE, hang_up=True)
    if size < codec.PREFIX:
        raise Refusal(Problem.MALFORMED, hang_up=True)
    return size


class Body:
    """The body of one request, read in two steps."""

    def __init__(self, receive: Receive, size: int) -> None:
        self._receive = receive
        self._size = size
        self._parts: list[bytes] = []
        self._have = 0

    async def opening(self) -> bytes:
        """The first bytes: version, mailbox and stamp, and what came with them."""
        return await self._read(codec.OPENING, OPENING_SECONDS)

    async def whole(self) -> bytes:
        return await self._read(self._size, PATIENCE + self._size / SLOWEST)

    async def drop(self) -> None:
        """Lets the rest go by unkept, so that whoever sends it hears the answer."""
        try:
            async with asyncio.timeout(PATIENCE + self._size / SLOWEST):
                while self._have < self._size:
                    self._parts.clear()
                    await self._read_on(self._have + 1)
        except TimeoutError:
            raise Gone from None

    async def _read(self, least: int, seconds: float) -> bytes:
        if self._have < least:
            try:
                async with asyncio.timeout(seconds):
                    await self._read_on(least)
            except TimeoutError:
                raise Gone from None
        if len(self._parts) > 1:
            self._parts[:] = [b"".join(self._parts)]
        return self._parts[0]

    async def _read_on(self, least: int) -> None:
        while self._have < least:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            self._parts.append(part)
            self._have += len(part)
            if self._have < least and not message.get("more_body", False):
                raise Refusal(Problem.MALFORMED, hang_up=True)
