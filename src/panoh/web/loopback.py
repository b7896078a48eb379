"""Listening on this computer alone, for what is read by other programs and needs no vault."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Generator
from typing import Any

import uvicorn

from panoh import platform
from panoh.web.protocol import Bounded

ADDRESS = "127.0.0.1"
BACKLOG = 64


class _Server(uvicorn.Server):
    """Signals belong to whoever started us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def run(app: Any, port: int, say: Callable[[str], None]) -> int:
    """Serves an ASGI application until Ctrl-C, without a log; says one line with its address.

    Returns the exit status. Raises OSError when the port is taken.
    """
    platform.no_core_dumps()
    logging.disable(logging.CRITICAL)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    with listening:
        platform.keep_port(listening)
        listening.bind((ADDRESS, port))
        listening.listen(BACKLOG)
        say(f"http://{ADDRESS}:{listening.getsockname()[1]}")
        config = uvicorn.Config(
            app,
            http=Bounded,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(_Server(config), listening))
    return 0


async def _serve(server: _Server, listening: socket.socket) -> None:
    def stop() -> None:
        server.should_exit = True
        server.force_exit = True  # a connection that is kept open does not keep the program

    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # not on Windows; Ctrl-C ends it there
            asyncio.get_running_loop().add_signal_handler(each, stop)
    await server.serve(sockets=[listening])
