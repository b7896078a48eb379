"""HTTP/1.1 with limits: slow, large and malformed clients end here, with our headers.

uvicorn's own protocol waits without end for the rest of a request. Here a request must have arrived
and been answered within a limit, a connection that says nothing is closed, and when there are too
many connections the oldest idle one goes, so that a crowd of slow ones cannot keep the owner out.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from panoh.web.answer import refused

HEAD_SECONDS = 10.0
REQUEST_SECONDS = 120.0
CONNECTIONS = 200


class Bounded(H11Protocol):
    """One connection."""

    _timer: asyncio.TimerHandle | None = None
    began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower in the stub
        super().connection_made(transport)  # asyncio hands a Transport to stream protocols
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
        answer = refused(400)
        try:
            for event in (
                h11.Response(status_code=400, headers=answer.headers(), reason=b"Bad Request"),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:
            pass  # an answer had begun already
        if self.cycle is not None:
            self.cycle.disconnected = True  # the page being made has nobody to answer
        self.transport.close()

    def _make_room(self) -> None:
        idle = [
            each
            for each in self.connections
            if isinstance(each, Bounded) and each is not self and not each.working()
        ]
        # The set of connections has no order; whoever came last has not yet had time to ask.
        oldest = min(idle, key=lambda each: each.began, default=self)
        oldest.transport.abort()

    def working(self) -> bool:
        """True while a page is being made for this connection."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _set_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
