"""The parent process of `panoh start`: keeps the address alive and never sees a key.

It holds the listening socket, the fingerprint of the session's cookie, and nothing else, and
imports nothing heavy. The child that serves the pages ends hard on lock; the parent then starts a
fresh one on the same socket: the address stays, the page shows Unlock.
"""

from __future__ import annotations

import contextlib
import errno
import json
import queue
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from panoh import platform
from panoh.web.session import fingerprint, new_secret

SHELL = "panoh.bootstrap:shell"
BIND_ATTEMPTS = 20
BACKLOG = 128
START_SECONDS = 30.0
STOP_SECONDS = 2.0
FAILED_STARTS = 3
_LABEL_BYTES = 10


@dataclass
class Parent:
    home: Path
    listening: list[socket.socket]
    shell: str = SHELL
    token: str | None = None  # fingerprint, None once used
    cookie: str | None = None  # fingerprint
    site: str = field(init=False)
    child: subprocess.Popen[str] | None = None
    heard: queue.Queue[dict[str, Any]] = field(default_factory=queue.Queue)
    stopping: bool = False

    def __post_init__(self) -> None:
        port = self.listening[0].getsockname()[1]
        self.site = f"{secrets.token_hex(_LABEL_BYTES)}.localhost:{port}"

    def start_child(self) -> None:
        """A new process, never a fork: nothing of an old one's memory lives on in it."""
        # -P: a module in the folder somebody happens to stand in is never imported.
        self.child = subprocess.Popen(
            [
                sys.executable,
                *(["-O"] if sys.flags.optimize else []),
                "-P",
                "-m",
                "panoh.web.serve",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            **platform.apart(self.listening),
        )
        settings: dict[str, Any] = {
            "home": str(self.home),
            "site": self.site,
            "shell": self.shell,
            "token": self.token,
            "cookie": self.cookie,
        }
        settings["sockets"] = platform.hand_over(self.listening, self.child.pid)
        self._write(json.dumps(settings))
        threading.Thread(target=self._listen, args=(self.child,), daemon=True).start()

    def _write(self, line: str) -> None:
        if self.child is not None and self.child.stdin is not None:
            try:
                self.child.stdin.write(line + "\n")
                self.child.stdin.flush()
            except OSError:
                return  # it is gone already; its end is heard by the listener

    def _listen(self, child: subprocess.Popen[str]) -> None:
        for line in child.stdout or ():
            try:
                said = json.loads(line)
            except ValueError:
                continue  # something a library printed: not said to us
            if isinstance(said, dict):
                self.heard.put(said)
        child.wait()
        self.heard.put({"ended": child.pid})

    def run(self, ready: Callable[[], None]) -> int:
        """Until stopped: 0; 1 when the child cannot be started."""
        failed = 0
        self.start_child()
        started = time.monotonic()
        while not self.stopping:
            try:
                said = self.heard.get(timeout=0.5)  # short, so that Windows hears Ctrl-C
            except queue.Empty:
                continue
            if "session" in said:
                self.token, self.cookie = said["session"]["token"], said["session"]["cookie"]
            elif "ready" in said:
                failed, ready_now = 0, ready
                ready = _nothing
                ready_now()
            elif "ended" in said and not self.stopping:
                failed = failed + 1 if time.monotonic() - started < START_SECONDS else 1
                if failed > FAILED_STARTS:
                    return 1
                started = time.monotonic()
                self.start_child()
        return 0

    def lock(self) -> None:
        """Ends the child at once, whatever it is doing."""
        if self.child is not None:
            self.child.kill()

    def stop(self) -> None:
        self.stopping = True
        for each in self.listening:
            each.close()
        if self.child is None:
            return
        if self.child.stdin is not None:
            self.child.stdin.close()  # the child closes its vault and ends
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def listen(port: int) -> list[socket.socket]:
    """Loopback only, in both its spellings: a browser asks ::1 for a `.localhost` name too, and
    another account of the machine must not be the one that answers there."""
    for attempt in range(BIND_ATTEMPTS):
        first = _listen(socket.AF_INET, "127.0.0.1", port)
        try:
            second = _listen(socket.AF_INET6, "::1", first.getsockname()[1])
        except OSError as error:
            if error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT}:
                return [first]  # this machine has no IPv6: nobody can answer there
            first.close()
            if port or attempt == BIND_ATTEMPTS - 1:
                raise
        else:
            return [first, second]
    raise OSError(errno.EADDRINUSE, "no free port")


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        platform.keep_port(listening)
        listening.bind((address, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def start(
    home: Path,
    *,
    port: int = 0,
    browser: bool = True,
    shell: str = SHELL,
    say: Callable[[str], None] = print,
) -> int:
    """`panoh start`: says one line with the address, serves until Ctrl-C, returns the exit status.

    Raises OSError when the port is taken.
    """
    platform.no_core_dumps()
    token = new_secret()
    parent = Parent(home, listen(port), shell, token=fingerprint(token))
    address = f"http://{parent.site}/open/{token}"

    def ready() -> None:
        say(address)
        if browser:
            threading.Thread(target=_show, args=(address,), daemon=True).start()

    with platform.interrupted_once(), _lock_when_told(parent):
        try:
            return parent.run(ready)
        except KeyboardInterrupt:
            return 0
        finally:
            parent.stop()


@contextlib.contextmanager
def _lock_when_told(parent: Parent) -> Iterator[None]:
    """SIGUSR1 locks, where there is such a signal."""
    if not hasattr(signal, "SIGUSR1"):
        yield
        return
    before = signal.signal(signal.SIGUSR1, lambda *_: parent.lock())
    try:
        yield
    finally:
        signal.signal(signal.SIGUSR1, before)


def _show(address: str) -> None:
    if platform.has_windows():
        webbrowser.open(address)


def _nothing() -> None:
    return
