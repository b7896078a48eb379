"""`panoh hub serve`: listens, and serves in this process or in several that it looks after."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from panoh import platform
from panoh.errors import OneProcess
from panoh.hub import database as databases
from panoh.hub.model import Quotas

BACKLOG = 512
STOP_SECONDS = 10.0
PAUSE = 0.1
FAILED_STARTS = 5
"""For each process: how many in a row may end before they serve; then the hub gives up."""


def run(
    database: str,
    address: str,
    port: int,
    *,
    processes: int = 1,
    quotas: Quotas | None = None,
    token: str = "",
    say: Callable[[str], None],
) -> int:
    """Serves until Ctrl-C or SIGTERM; says one line with the address when it does.

    Returns the exit status. Raises OSError when the port is taken and what the database raises.
    """
    platform.no_core_dumps()
    quotas = quotas or Quotas()
    if processes > 1 and not databases.is_postgres(database):
        raise OneProcess
    asyncio.run(databases.prepare(database))
    listening = listen(address, port)
    shown = f"[{address}]" if ":" in address else address
    where = f"http://{shown}:{listening.getsockname()[1]}"
    try:
        if processes == 1:
            _serve_here(listening, database, quotas, token, lambda: say(where))
            return 0
        children = Children(listening, database, quotas, token, processes)
        with platform.interrupted_once():
            try:
                return children.run(lambda: say(where))
            except KeyboardInterrupt:
                return 0
            finally:
                children.stop()
    finally:
        listening.close()


def listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Named as TCP: asyncio sends small answers at once only on sockets that say so.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        platform.keep_port(listening)
        listening.bind((address, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _serve_here(
    listening: socket.socket, database: str, quotas: Quotas, token: str, ready: Callable[[], None]
) -> None:
    from panoh.hub import serve  # the parent of several does not need the web library

    server = serve.server_of()
    with _stopping(server.stop):
        asyncio.run(
            serve.serve(
                server, [listening], database, quotas,
                token=token.encode(), processes=1, ready=ready,
            )
        )  # fmt: skip


@contextlib.contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[None]:
    numbers = [getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
    before = {each: signal.signal(each, lambda *_: stop()) for each in numbers}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


class Children:
    """Several processes on one listening socket. One that ends is replaced."""

    def __init__(
        self, listening: socket.socket, database: str, quotas: Quotas, token: str, count: int
    ) -> None:
        self._listening = listening
        self._settings: dict[str, Any] = {
            "database": database,
            "quotas": dataclasses.asdict(quotas),
            "token": token,
            "processes": count,
        }
        self._count = count
        self._children: dict[int, subprocess.Popen[str]] = {}
        self._serving: set[int] = set()
        self._heard: queue.Queue[tuple[str, int]] = queue.Queue()

    def run(self, ready: Callable[[], None]) -> int:
        """Until interrupted; 1 when children cannot begin to serve."""
        for _ in range(self._count):
            self._start()
        told, failed = False, 0
        while True:
            try:
                what, process = self._heard.get(timeout=0.5)  # short: Windows hears Ctrl-C so
            except queue.Empty:
                continue
            if what == "ready":
                failed = 0
                self._serving.add(process)
                if len(self._serving) == self._count and not told:
                    told = True
                    ready()
                continue
            del self._children[process]
            if process in self._serving:
                self._serving.discard(process)
            else:
                failed += 1
                if failed > FAILED_STARTS * self._count:
                    return 1
                time.sleep(min(failed, 10) * PAUSE)
            self._start()

    def _start(self) -> None:
        """A new process, never a fork."""
        # -P: a module in the folder somebody happens to stand in is never imported.
        child = subprocess.Popen(
            [
                sys.executable,
                *(["-O"] if sys.flags.optimize else []),
                "-P",
                "-m",
                "panoh.hub.serve",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            **platform.apart([self._listening]),
        )
        self._children[child.pid] = child
        handed = platform.hand_over([self._listening], child.pid)
        _tell(child, json.dumps({**self._settings, "sockets": handed}))
        threading.Thread(target=self._listen, args=(child,), daemon=True).start()

    def _listen(self, child: subprocess.Popen[str]) -> None:
        for line in child.stdout or ():
            if line.strip() == "ready":
                self._heard.put(("ready", child.pid))
        child.wait()
        self._heard.put(("ended", child.pid))

    def stop(self) -> None:
        """Lets every child finish what it has begun."""
        children = list(self._children.values())
        for child in children:
            _tell(child, "stop")
        until = time.monotonic() + STOP_SECONDS
        for child in children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _tell(child: subprocess.Popen[str], line: str) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):  # it is gone already; its end is heard by the listener
            child.stdin.write(line + "\n")
            child.stdin.flush()
