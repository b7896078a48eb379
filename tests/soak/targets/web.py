"""What a browser, or somebody else on this computer, sends to the port."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from uvicorn.server import ServerState

from panoh.web import body, session
from panoh.web.body import BadBody
from panoh.web.protocol import Bounded
from panoh.web.session import Session
from panoh.web.site import build
from tests.soak.targets.model import Target, same
from tests.web.shells import shell

FORM = "application/x-www-form-urlencoded"
EDGE = "xX--unlikely--Xx"
SITE = "0123456789abcdef.localhost:43210"
COOKIE = "k" * 43
_ALLOWED = {200, 303, 400, 403, 404, 405, 413, 421, 431, 505, 204}


def targets(folder: Path) -> list[Target]:
    pairs = [("code", "салом"), ("story", "a\nb&c=d%"), ("csrf", "0" * 64), ("topics", "1")]
    forms = [urlencode(pairs[:n]).encode() for n in range(5)]
    parts = [_multipart(pairs[:n]) for n in range(5)]
    kinds = [FORM, f"{FORM}; charset=UTF-8", f"multipart/form-data; boundary={EDGE}"]
    cookies = [f"{session.COOKIE}={COOKIE}", f"a=b; {session.COOKIE}={COOKIE}; c=d", ";;="]
    served = Served(folder)
    return [
        Target("form", forms, lambda data: _parsed(FORM, data)),
        Target("form-in-parts", parts, lambda data: _parsed(kinds[2], data)),
        Target("content-type", [each.encode() for each in kinds], _kind),
        Target("body", [b"\x04\x01" + each for each in forms], _body),
        Target("cookie", [each.encode() for each in cookies], _cookie),
        Target("request", served.valid(), served.feed, finish=served.finish),
    ]


def _multipart(pairs: list[tuple[str, str]]) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--{EDGE}\r\n{head.format(name)}\r\n\r\n{value}\r\n" for name, value in pairs]
    return ("".join(parts) + f"--{EDGE}--\r\n").encode()


def _parsed(kind: str, data: bytes) -> bool:
    try:
        values = body.parse(kind, data)
    except BadBody as bad:
        same(bad.status in (400, 415), True, "a status")
        return False
    for name, texts in values.items():
        same(0 < len(name) <= body.NAME_LIMIT, True, "a name's length")
        same([text for text in texts if "\x00" in text], [], "a zero byte")
    again = urlencode([(name, text) for name, each in values.items() for text in each])
    if "\r" not in "".join(text for each in values.values() for text in each):
        same(body.parse(FORM, again.encode()), values, "a form")
    return True


def _kind(data: bytes) -> bool:
    return _parsed(data.decode("latin-1"), b"")


def _body(data: bytes) -> bool:
    """The first byte says where the pieces end, the second what was declared."""
    if len(data) < 2:
        return False
    step, declared, rest = data[0] + 1, data[1], data[2:]
    pieces = [rest[at : at + step] for at in range(0, len(rest), step)] or [b""]
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": each, "more_body": number < len(pieces) - 1}
        for number, each in enumerate(pieces)
    ]
    if declared % 5 == 0:
        messages.pop()
    waiting = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(waiting, {"type": "http.disconnect"})

    try:
        read = _run(body.read(receive, declared, limit=200))
    except BadBody as bad:
        same(bad.status in (400, 413), True, "a status")
        return False
    same(read, rest, "a body")
    return True


def _run(waited: Any) -> Any:
    global _loop
    if _loop is None:
        _loop = asyncio.new_event_loop()
    return _loop.run_until_complete(waited)


_loop: asyncio.AbstractEventLoop | None = None


def _cookie(data: bytes) -> bool:
    value = session.read_cookie(data.decode("latin-1").split("\n"))
    session.form_token_fits(COOKIE, value or "")
    return value == COOKIE


# ── whole requests, through the protocol and the site, without a socket ─────────────────────


class _Wire(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 5), "sockname": ("127.0.0.1", 43210)})
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Served:
    """The site without a vault, one session open."""

    def __init__(self, folder: Path) -> None:
        logging.disable(logging.CRITICAL)
        home = folder / "served"
        home.mkdir(parents=True, exist_ok=True)
        opened = Session(SITE, None, session.fingerprint(COOKIE), lambda _state: None)
        app = build(shell(home), opened)
        app.state.held.leave = lambda: None
        self._config = uvicorn.Config(app, http=Bounded, ws="none", lifespan="off",
                                      log_config=None, access_log=False,
                                      server_header=False, date_header=False)  # fmt: skip
        self._config.load()
        self._troubles: list[str] = []

    def valid(self) -> list[bytes]:
        head = f"Host: {SITE}\r\nCookie: {session.COOKIE}={COOKIE}\r\nSec-Fetch-Site: same-origin"
        got = [f"GET {path} HTTP/1.1\r\n{head}\r\n\r\n" for path in _PATHS]
        form = urlencode({"csrf": session.form_token(COOKIE), "language": "ru", "then": "make"})
        origin = f"Origin: http://{SITE}\r\nSec-Fetch-Mode: navigate\r\nContent-Type: {FORM}"
        posted = [
            f"POST {path} HTTP/1.1\r\n{head}\r\n{origin}\r\n"
            f"Content-Length: {len(form)}\r\n\r\n{form}"
            for path in ("/language", "/safety", "/sample")
        ]
        chunks = f"{len(form):x}\r\n{form}\r\n0\r\n\r\n"
        posted.append(
            f"POST /language HTTP/1.1\r\n{head}\r\n{origin}\r\n"
            f"Transfer-Encoding: chunked\r\n\r\n{chunks}"
        )
        return [each.encode() for each in (*got, *posted, got[0] + posted[0])]

    def feed(self, data: bytes) -> bool:
        return bool(_run(self._one(data)))

    async def _one(self, data: bytes) -> bool:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, what: self._troubles.append(str(what)))
        state = ServerState()
        protocol = Bounded(self._config, state, {}, loop)
        wire = _Wire()
        protocol.connection_made(wire)
        half = len(data) // 2 if data and data[0] % 2 else 0
        for piece in (data[:half], data[half:]):
            if piece and not wire.closed:
                protocol.data_received(piece)
                await _settle(state, protocol.working)
        if not wire.closed:
            protocol.eof_received()
        protocol.connection_lost(None)
        await _settle(state, lambda: bool(state.tasks))
        troubles, self._troubles = self._troubles, []
        same(troubles, [], "an error nobody caught")
        statuses = {int(each) for each in re.findall(rb"^HTTP/1\.1 (\d{3}) ", wire.written, re.M)}
        same(statuses - _ALLOWED, set(), "an answer")
        return 200 in statuses or 303 in statuses

    def finish(self) -> list[str]:
        return []


async def _settle(state: ServerState, working: Callable[[], bool]) -> None:
    """Until the answer is made, or it waits for more."""
    for _ in range(200):
        await asyncio.sleep(0)
        if not working() or not state.tasks:
            return
    await asyncio.wait(list(state.tasks), timeout=0.02)


_PATHS = ("/", "/safety", "/language", "/unlock/00000000", "/static/panoh.css", "/sample/seen",
          "/sample/seen?f=abc_-&s=00", "/told/0123456789abcdef0123456789abcdef", "/open/AAAA",
          "/awake", "/vault/new?s=1")  # fmt: skip
