"""The child process: serves every page, holds the keys after unlock, ends hard on lock.

Started by `launch` with the listening socket and one line of JSON on its standard input. That input
stays open: when it closes, the parent is gone and so is this process. Lines on its standard output
tell the parent what to hand to the next child: fingerprints, nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn

from panoh import platform
from panoh.core.vault import stick, wipe
from panoh.web.gate import HEAD_BYTES
from panoh.web.phone.doorway import Doorway
from panoh.web.protocol import Bounded
from panoh.web.session import Session
from panoh.web.shell import Held, Shell
from panoh.web.site import build

IDLE_LOOK_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 15


def main() -> None:
    platform.no_core_dumps()
    _quiet()
    settings = json.loads(sys.stdin.readline())
    listening = platform.take_over(settings["sockets"])
    _only_here(listening)
    say = _Saying()
    session = Session(settings["site"], settings["token"], settings["cookie"], say.session)
    shell = _shell(settings)
    app = build(shell, session)
    held: Held = app.state.held
    held.phones = Doorway(held, app.state.for_phones)
    # Only the first process of a launch has an unused token: after a lock nothing opens by itself.
    if shell.begins_with is not None and settings["token"] is not None:
        begins = shell.begins_with
        held.call(lambda: held.open(begins()))
    _listen_to_parent(held)
    # What a wipe began in the process before this one; nothing waits for it.
    threading.Thread(target=wipe.finish, args=(shell.home,), daemon=True).start()
    server = _Server(
        uvicorn.Config(
            app,
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
            backlog=128,
        )
    )
    asyncio.run(_serve(server, listening, held, say))


async def _serve(
    server: uvicorn.Server, listening: list[socket.socket], held: Held, say: _Saying
) -> None:
    if hasattr(signal, "SIGUSR1"):
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, held.lock)
    if held.phones is not None:
        held.phones.runs_in(asyncio.get_running_loop())
    idle = asyncio.create_task(_lock_when_idle(held))
    say.ready()
    await server.serve(sockets=listening)
    idle.cancel()


async def _lock_when_idle(held: Held) -> None:
    while True:
        await asyncio.sleep(IDLE_LOOK_SECONDS)
        if held.idle_over() or bool(await asyncio.to_thread(stick.look, held.shell.home)):
            held.lock()


def _only_here(listening: list[socket.socket]) -> None:
    """Plain HTTP stays on this computer, whoever started this process and however."""
    for each in listening:
        if not ip_address(each.getsockname()[0]).is_loopback:
            raise RuntimeError("plain pages are for this computer alone")


class _Server(uvicorn.Server):
    """Signals belong to us and to the parent, not to uvicorn."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class _Saying:
    """One JSON object a line to the parent; written before the browser hears of it."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()

    def ready(self) -> None:
        self._say({"ready": True})

    def session(self, state: dict[str, str | None]) -> None:
        self._say({"session": state})

    def _say(self, what: dict[str, Any]) -> None:
        with self._one_at_a_time:
            sys.stdout.write(json.dumps(what) + "\n")
            sys.stdout.flush()


def _quiet() -> None:
    """No log at all: paths and bodies have no business on a disk or a terminal."""
    logging.disable(logging.CRITICAL)
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))


def _shell(settings: dict[str, Any]) -> Shell:
    """`package.module:function`, called with the home folder: the shell imports nobody above it."""
    module, _, name = str(settings["shell"]).partition(":")
    make: Callable[[Path], Shell] = getattr(importlib.import_module(module), name)
    return make(Path(settings["home"]))


def _listen_to_parent(held: Held) -> None:
    """`lock` on the line locks; the end of the line is the end of the parent."""

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "lock":
                held.lock()
        held.lock()

    threading.Thread(target=listen, name="parent", daemon=True).start()


if __name__ == "__main__":
    main()
