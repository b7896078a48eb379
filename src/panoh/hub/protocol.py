"""HTTP/1.1 with limits: whoever is slow, silent or malformed ends here.

uvicorn's own protocol waits without end. Here a head must have come within a limit and a request be
answered within another; when there are too many connections, the oldest idle one goes.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_SECONDS = 10.0
REQUEST_SECONDS = 600.0
"""The longest body at the slowest pace that is borne would take longer; it is cut off."""
CONNECTIONS = 400
HEAD_BYTES = 8 * 1024


class _Joining:
    """A transport that sends head and body of an answer together: one call, one packet."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> None:
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def _flush(self) -> None:
        if self._parts:
            self._transport.write(b"".join(self._parts))
            self._parts.clear()

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Bounded(H11Protocol):
    """One connection."""

    _timer: asyncio.TimerHandle | None = None
    began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower in the stub
        # asyncio hands a Transport to stream protocols
        super().connection_made(_Joining(transport, self.loop))  # type: ignore[arg-type]  # stands for a transport
        self.began = self.loop.time()
        self._set_timer(HEAD_SECONDS)
        if len(self.connections) > CONNECTIONS:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        busy = self.cycle
        super().handle_events()
        if self.cycle is not busy and self.cycle is not None:
            self._set_timer(REQUEST_SECONDS)

    def on_response_complete(self) -> None:
        self._stop_timer()
        super().on_response_complete()

    def _unset_keepalive_if_required(self) -> None:
        """Called whenever bytes arrive; the first ones of a next request start its clock."""
        waiting = self.timeout_keep_alive_task is not None
        super()._unset_keepalive_if_required()
        if waiting and not self.transport.is_closing():
            self._set_timer(HEAD_SECONDS)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - nothing is told to such a client
        try:
            headers = [("content-length", "0"), ("connection", "close")]
            for event in (h11.Response(status_code=400, headers=headers), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            pass  # an answer had begun already
        self.transport.close()

    def _make_room(self) -> None:
        idle = [
            each
            for each in self.connections
            if isinstance(each, Bounded) and each is not self and not each.working()
        ]
        oldest = min(idle, key=lambda each: each.began, default=self)
        oldest.transport.abort()

    def working(self) -> bool:
        """True while a request is being carried out on this connection."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _set_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
