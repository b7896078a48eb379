"""One serving process. Started by `launch` with the listening sockets and a line of JSON.

Its input stays open: when it closes, the parent is gone and so is this process. It writes no log.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from typing import Any

import uvicorn

from panoh import platform
from panoh.errors import PanohError
from panoh.hub.app import Hub
from panoh.hub.database import open_store
from panoh.hub.model import Quotas
from panoh.hub.protocol import HEAD_BYTES, Bounded

KEEP_ALIVE_SECONDS = 75
BACKLOG = 512
TIDY_SECONDS = 60.0


def main() -> None:
    """A child of `launch`; ends when told or when its parent is gone."""
    platform.no_core_dumps()
    settings = json.loads(sys.stdin.readline())
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    listening = platform.take_over(settings["sockets"])
    server = server_of()
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    asyncio.run(
        serve(
            server,
            listening,
            settings["database"],
            Quotas(**settings["quotas"]),
            token=settings["token"].encode(),
            processes=settings["processes"],
            ready=lambda: print("ready", flush=True),  # noqa: T201 - the parent listens
        )
    )


class Server(uvicorn.Server):
    """Signals belong to whoever started us, not to uvicorn."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    def stop(self) -> None:
        """From any thread or signal handler: finish what was begun, take on nothing new."""
        self.should_exit = True


def server_of() -> Server:
    logging.disable(logging.CRITICAL)  # addresses and paths have no business in a log
    return Server(
        uvicorn.Config(
            _nothing,
            http=Bounded,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=HEAD_BYTES,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=5,
            backlog=BACKLOG,
        )
    )


async def serve(
    server: Server,
    listening: list[socket.socket],
    database: str,
    quotas: Quotas,
    *,
    token: bytes,
    processes: int,
    ready: Callable[[], None],
) -> None:
    """Serves until `server.stop`. Raises what opening the database raises."""
    store = await open_store(database, quotas)
    try:
        hub = Hub(store, quotas, token=token, processes=processes)
        server.config.app = hub
        tidying = asyncio.create_task(_tidy(hub))
        gc.freeze()  # what is loaded by now stays; collections need not look at it again
        ready()
        await server.serve(sockets=listening)
        tidying.cancel()
        await hub.writer.finish()
    finally:
        await store.close()


async def _tidy(hub: Hub) -> None:
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        with contextlib.suppress(PanohError):  # the disk may be full just now; the next time
            await hub.tidy()


def _end_with_parent(server: Server) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            server.stop()
            return
    os._exit(0)


async def _nothing(*_: Any) -> None:
    return


if __name__ == "__main__":
    main()
