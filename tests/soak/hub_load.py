"""The process that attacks a hub: several connections, every request wrong in some way."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from panoh.wire import codec, limits
from panoh.wire.model import Act, Blob, Fetch, Request
from tests.soak.inputs import altered

THREADS = 6
SLOW = 40
PATIENCE = 2.0


@dataclass
class Tally:
    requests: int = 0
    heard: Counter[int] = field(default_factory=Counter)


def attack(port: int, mailbox: bytes, seed: int, seconds: float, told: Any, least: int = 0) -> None:
    """Runs in a process of its own. `mailbox` is one whose name leaked, but not its key. With
    `least` it goes on until so many requests were made, however long that takes."""
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + seconds

    def over() -> bool:
        return tally.requests >= least if least else time.monotonic() >= until

    made = requests(mailbox)
    threads = [
        threading.Thread(target=_go, args=(port, made, Random(f"{seed}/{n}"), over, tally, lock))
        for n in range(THREADS)
    ]
    threads.append(threading.Thread(target=_slowly, args=(port, over)))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    told.put({"requests": tally.requests, "heard": dict(tally.heard)})


def requests(mailbox: bytes) -> list[bytes]:
    """Each refused, whoever sends it."""
    now = int(time.time())
    blob = Blob(secrets.token_bytes(355), secrets.token_bytes(700))
    append = codec.encode_append([blob])
    bodies = [
        (act, codec.encode_request(Request(box, stamp, secrets.token_bytes(64), payload)))
        for act in Act
        for box in (mailbox, secrets.token_bytes(32))
        for stamp in (now, 0, 2**64 - 1)
        for payload in (append, codec.encode_fetch(Fetch(0, limits.PAGE)), secrets.token_bytes(32))
    ]
    whole = [_post(f"/1/{act.value}", body) for act, body in bodies]
    return [
        *whole,
        b"GET /1/append HTTP/1.1\r\nHost: hub\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n",
        b"POST /1/append HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        b"POST /1/append HTTP/1.1\r\nHost: hub\r\nContent-Length: 99999999\r\n\r\n",
        b"POST /1/append HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nab",
        b"\x16\x03\x01" + secrets.token_bytes(300),
    ]


def _post(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _go(
    port: int,
    made: list[bytes],
    random: Random,
    over: Callable[[], bool],
    tally: Tally,
    lock: threading.Lock,
) -> None:
    line: socket.socket | None = None
    while not over():
        request = random.choice(made)
        if random.random() < 0.2:
            request = altered(request, random.choice(made), random)
        try:
            if line is None:
                line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            line.sendall(request)
            heard = line.recv(65536)
        except OSError:
            heard = b""
        status = int(heard[9:12]) if heard[9:12].isdigit() else 0
        if line is not None and (status in (0, 400) or b"close" in heard[:200].lower()):
            line.close()
            line = None
        with lock:
            tally.requests += 1
            tally.heard[status] += 1


def _slowly(port: int, over: Callable[[], bool]) -> None:
    """Connections that say a little and wait."""
    held: list[socket.socket] = []
    while not over():
        try:
            if len(held) < SLOW:
                line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
                line.sendall(b"POST /1/append HT")
                held.append(line)
            else:
                held.pop(0).close()
        except OSError:
            pass
        time.sleep(0.05)
    for line in held:
        line.close()
