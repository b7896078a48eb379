"""The hub over ASGI: seven paths, bytes in, bytes out. Nothing of a request is kept or told."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from hmac import compare_digest
from typing import Any, Protocol

from panoh.crypto.labels import Label
from panoh.crypto.sign import verify
from panoh.errors import PanohError, Refused
from panoh.hub import intake
from panoh.hub.intake import Body, Gone, Receive, Refusal, Room
from panoh.hub.model import Append, Close, Drop, Mailbox, Make, Outcome, Quotas, Wish
from panoh.hub.rules import Pace
from panoh.hub.store import Store
from panoh.hub.writer import Writer
from panoh.wire import codec, limits
from panoh.wire.model import Act, Fetch, Hello, Request, mailbox_id, signed_parts
from panoh.wire.problems import Problem, encode_problem

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

REMEMBERED = 20_000
"""Mailboxes whose keys are kept in memory."""
LOOK_AGAIN = 2.0
"""Seconds between looks for something new while a fetch waits."""
PIECE = 64 * limits.KIB
_PATHS = {f"/1/{act.value}": act for act in Act}


class Clock(Protocol):
    """Seconds since 1970."""

    def __call__(self) -> float: ...


class Hub:
    """The ASGI application."""

    def __init__(
        self,
        store: Store,
        quotas: Quotas,
        *,
        token: bytes = b"",
        processes: int = 1,
        clock: Clock = time.time,
    ) -> None:
        self._store = store
        self._quotas = quotas
        self._token = token
        self._clock = clock
        self.writer = Writer(store)
        self._pace = Pace(max(1, quotas.new_mailboxes // processes))
        self._room = Room()
        self._known: OrderedDict[bytes, Mailbox] = OrderedDict()

    async def tidy(self) -> None:
        await self._store.tidy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._answer(scope, receive, send)
        except Refusal as refusal:
            await _send(
                send,
                refusal.problem.status,
                encode_problem(refusal.problem, refusal.detail),
                hang_up=refusal.hang_up,
            )
        except Gone:
            return  # uvicorn ends the connection
        except PanohError:
            # The database did not take it: nothing was kept, and it may do better in a moment.
            await _send(send, Problem.BUSY.status, encode_problem(Problem.BUSY, _seconds(5)))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if method == "GET" and path == "/1/hello":
            await _send(send, 200, self._hello())
        elif method == "GET" and path == "/health":
            await self._store.count()
            await _send(send, 200, b"ok\n", kind=b"text/plain")
        elif method == "POST" and path in _PATHS:
            size = intake.declared(scope["headers"])
            await self._act(_PATHS[path], Body(receive, size), size, send)
        else:
            raise Refusal(Problem.UNKNOWN, hang_up=method != "GET")

    def _hello(self) -> bytes:
        hello = Hello(self._store.hub, self._store.line, int(self._clock()))
        return codec.encode_hello(hello)

    # ── one request, step by step: nothing dear is done for a stranger ──────────────────────

    async def _act(self, act: Act, body: Body, size: int, send: Send) -> None:
        opening = await body.opening()
        try:
            mailbox = await self._look(act, opening, size)
            taking = self._room.taking(intake.COPIES * size)
            await taking.__aenter__()
        except Refusal:
            await body.drop()
            raise
        try:
            request = _decoded(codec.decode_request, await body.whole())
            answer = await self._carry_out(act, mailbox, request)
        finally:
            await taking.__aexit__(None, None, None)
        if isinstance(answer, Fetch):
            await self._fetch(request.mailbox, answer, send)
        else:
            await _send(send, 200, answer)

    async def _look(self, act: Act, opening: bytes, size: int) -> Mailbox | None:
        """The mailbox, before its request is read on. Its id is known to its members alone."""
        try:
            mailbox, stamp = codec.decode_opening(opening)
        except Refused:
            raise Refusal(Problem.MALFORMED) from None
        if abs(stamp - self._clock()) > limits.FRESH_SECONDS:
            raise Refusal(Problem.STALE, self._hello())
        if act is Act.CREATE:
            if size > codec.PREFIX + limits.ID + limits.MOST_TOKEN:
                raise Refusal(Problem.TOO_LARGE)
            return None
        found = await self._mailbox(mailbox)
        if found is None:
            raise Refusal(Problem.UNKNOWN)
        return found

    async def _mailbox(self, mailbox: bytes, *, fresh: bool = False) -> Mailbox | None:
        """Keys of a mailbox never change but by closing, so they may come from memory."""
        found = None if fresh else self._known.get(mailbox)
        if found is None:
            found = await self._store.mailbox(mailbox)
            if found is None:
                return None
            self._known[mailbox] = found
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found

    async def _carry_out(
        self, act: Act, mailbox: Mailbox | None, request: Request
    ) -> bytes | Fetch:
        """The answer; a fetch is answered once the room its request took is free again."""
        if mailbox is None:
            return await self._create(request)
        signer = await self._signer(act, mailbox, request)
        if act is Act.FETCH:
            return _decoded(codec.decode_fetch, request.payload)  # type: ignore[no-any-return]
        if act is Act.APPEND:
            blobs = _decoded(codec.decode_append, request.payload)
            return codec.encode_numbers(await self._numbers(Append(request.mailbox, blobs)))
        if act is Act.DROP:
            names = _decoded(codec.decode_drop, request.payload)
            count = await self._write(Drop(request.mailbox, names, signer))
            return (count if isinstance(count, int) else 0).to_bytes(4, "big")
        successor = _decoded(codec.decode_close, request.payload)
        await self._write(Close(request.mailbox, successor, signer))
        self._known.pop(request.mailbox, None)
        return b""

    async def _signer(self, act: Act, mailbox: Mailbox, request: Request) -> bytes:
        """Whose signature it is: the mailbox's key or its successor's."""
        parts = signed_parts(act, self._store.hub, request.mailbox, request.stamp, request.payload)
        for candidate in (mailbox, None):
            if candidate is None:  # another process may have heard of a successor
                candidate = await self._mailbox(request.mailbox, fresh=True)
                if candidate is None or candidate.successor == mailbox.successor:
                    break
            for key in filter(None, (candidate.key, candidate.successor)):
                if _holds(key, request.signature, parts):
                    return key
        raise Refusal(Problem.SIGNATURE, self._hello())

    async def _create(self, request: Request) -> bytes:
        create = _decoded(codec.decode_create, request.payload)
        parts = signed_parts(
            Act.CREATE, self._store.hub, request.mailbox, request.stamp, request.payload
        )
        if request.mailbox != mailbox_id(create.key):
            raise Refusal(Problem.MALFORMED)
        if not _holds(create.key, request.signature, parts):
            raise Refusal(Problem.SIGNATURE, self._hello())
        if await self._mailbox(request.mailbox) is not None:
            return b""
        if not compare_digest(create.token, self._token):
            raise Refusal(Problem.TOKEN)
        mailboxes, size = await self._store.count()
        if mailboxes >= self._quotas.mailboxes or size >= self._quotas.all_bytes:
            raise Refusal(Problem.FULL)
        wait = self._pace.take()
        if wait:
            raise Refusal(Problem.SLOW_DOWN, _seconds(wait))
        await self._write(Make(request.mailbox, create.key))
        return b""

    async def _fetch(self, mailbox: bytes, fetch: Fetch, send: Send) -> None:
        until = time.monotonic() + fetch.wait
        while True:
            most = self._room.page(fetch.most)
            async with self._room.taking(most):
                page = await self._store.page(mailbox, fetch.after, most)
                if page is None:
                    raise Refusal(Problem.UNKNOWN)
                left = until - time.monotonic()
                if page.last != fetch.after or page.closed or left <= 0:
                    await _send(send, 200, codec.encode_page(page))
                    return
            await asyncio.sleep(min(LOOK_AGAIN, left))

    async def _numbers(self, wish: Append) -> list[int]:
        outcome = await self._write(wish)
        return outcome if isinstance(outcome, list) else []

    async def _write(self, wish: Wish) -> Outcome:
        outcome = await self.writer.write(wish)
        if isinstance(outcome, Problem):
            detail = self._hello() if outcome is Problem.SIGNATURE else b""
            raise Refusal(outcome, detail)
        return outcome


def _holds(key: bytes, signature: bytes, parts: list[bytes]) -> bool:
    try:
        verify(Label.MAILBOX_REQUEST, key, signature, *parts)
    except Refused:
        return False
    return True


def _decoded(decode: Callable[[bytes], Any], data: bytes) -> Any:
    try:
        return decode(data)
    except Refused:
        raise Refusal(Problem.MALFORMED) from None


def _seconds(seconds: int) -> bytes:
    return min(seconds, 2**32 - 1).to_bytes(4, "big")


async def _send(
    send: Send,
    status: int,
    body: bytes,
    *,
    kind: bytes = b"application/octet-stream",
    hang_up: bool = False,
) -> None:
    headers = [(b"content-length", str(len(body)).encode())]
    if status == 200 and kind != b"application/octet-stream":
        headers.append((b"content-type", kind))
    if hang_up:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    # Piece by piece: each waits until the one before has left, so that what is held is counted.
    for at in range(0, max(len(body), 1), PIECE):
        more = at + PIECE < len(body)
        piece = body[at : at + PIECE]
        await send({"type": "http.response.body", "body": piece, "more_body": more})
