"""The process that attacks: several connections at once, kept open as long as they let it."""

from __future__ import annotations

import secrets
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

from tests.soak.inputs import altered
from tests.web import hostile
from tests.web.conftest import CANARY
from tests.web.running import Client, Running

THREADS = 6
ALLOWED = {0, 303, 400, 403, 404, 405, 421, 431, 505}
_PATIENCE = 1.0


@dataclass
class Asked:
    """What the attack needs to know."""

    address: str
    cookie: str
    form_token: str
    old_cookies: list[str]
    seed: int
    seconds: float


@dataclass
class Tally:
    requests: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    heard: Counter[int] = field(default_factory=Counter)
    failures: list[tuple[str, bytes]] = field(default_factory=list)


def attack(asked: Asked, told: Any) -> None:
    """Runs in a process of its own; puts one tally when the time is over."""
    tally, lock = Tally(), threading.Lock()
    until = time.monotonic() + asked.seconds
    known, strange = requests(asked)
    work = [(number, known, strange, until) for number in range(THREADS)]
    threads = [
        threading.Thread(target=_Attacker(asked, number, tally, lock).go, args=(rest,))
        for number, *rest in work
    ]
    threads.append(threading.Thread(target=_slowly, args=(asked, tally, lock, until)))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    told.put(
        {
            "requests": tally.requests,
            "counts": dict(tally.counts),
            "heard": dict(tally.heard),
            "failures": tally.failures[:10],
        }
    )


def requests(asked: Asked) -> tuple[list[tuple[str, bytes]], list[bytes]]:
    """The known ones by name, and the same without anything secret."""
    running = Running(cast("subprocess.Popen[str]", None), asked.address)
    with_secrets = Client(running, asked.cookie, asked.form_token)
    old = asked.old_cookies[0] if asked.old_cookies else "x" * 43
    known = list(_all(with_secrets, old))
    noise = Client(running, secrets.token_urlsafe(32), secrets.token_hex(32))
    without = [raw for _, raw in _all(noise, noise.cookie[::-1]) if len(raw) < 20_000]
    good = hostile._post(noise, f"csrf={noise.form_token}&code=stolen".encode())
    without += [good, hostile._raw(hostile._get(noise))] * 5
    return known, without


def _all(client: Client, old: str) -> Iterator[tuple[str, bytes]]:
    yield from hostile.names(client)
    yield from hostile.targets(client)
    yield from hostile.origins(client)
    yield from hostile.sessions(client, old)
    yield from hostile.tokens(client, "0" * 64)
    yield from hostile.smuggling(client)


class _Attacker:
    """One connection after the other."""

    def __init__(self, asked: Asked, number: int, tally: Tally, lock: threading.Lock) -> None:
        running = Running(cast("subprocess.Popen[str]", None), asked.address)
        self._port = running.port
        self._random = Random(f"{asked.seed}/{number}")
        self._tally = tally
        self._lock = lock
        self._link: socket.socket | None = None
        self._rest = b""

    def go(self, work: list[Any]) -> None:
        known, strange, until = work
        while time.monotonic() < until and len(self._tally.failures) < 10:
            if self._random.random() < 0.25:
                name, raw = self._random.choice(known)
                kind = "known"
            else:
                raw = self._random.choice(strange)
                if self._random.random() < 0.8:
                    raw = altered(raw, self._random.choice(strange), self._random)
                name, kind = "strange", "strange"
            self._send(name, kind, raw)
        self._close()

    def _send(self, name: str, kind: str, raw: bytes) -> None:
        """Kept open where both sides can tell where a request ends; else it is closed behind it."""
        keeps = kind == "strange" and _is_whole(raw)
        if keeps:
            raw = raw.replace(b"Connection: close\r\n", b"", 1)
        answers, answered = self._talk(raw, keeps)
        with self._lock:
            self._tally.requests += 1
            self._tally.counts[kind] += 1
            for status in answers or [0]:
                self._tally.heard[status] += 1
            why = _wrong(answers, answered, kind)
            if why:
                self._tally.failures.append((f"{name}: {why} {answered[:300]!r}", raw))

    def _talk(self, raw: bytes, keeps: bool) -> tuple[list[int], bytes]:
        for fresh in (False, True):
            if fresh or self._link is None or not keeps:
                self._open()
            link = cast(socket.socket, self._link)
            try:
                link.sendall(raw)
                if not keeps:
                    link.shutdown(socket.SHUT_WR)
                answered = self._read(link, one=keeps)
            except OSError:
                answered = b""
            if not keeps:
                self._close()
            if answered or not keeps or fresh:
                return _statuses(answered), answered
        return [], b""

    def _open(self) -> None:
        self._close()
        for _ in range(50):
            try:
                link = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
            except OSError:
                time.sleep(0.02)
                continue
            self._link = link
            with self._lock:
                self._tally.counts["connections"] += 1
            return
        raise ConnectionError("nobody listens any more")

    def _close(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None

    def _read(self, link: socket.socket, one: bool) -> bytes:
        """One whole answer, or all there is until the other side closes."""
        parts = b""
        while True:
            try:
                part = link.recv(65536)
            except (TimeoutError, ConnectionError):
                part = b""
            parts += part
            if not part:
                self._close()
                return parts
            if one and _is_answered(parts):
                if b"connection: close" in parts.lower():
                    self._close()
                return parts


def _is_whole(raw: bytes) -> bool:
    """Whether it ends after its head, so that exactly one answer is to come."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    return bool(blank) and not body and head.startswith(b"GET /") and (
        b"content-length" not in head.lower() and b"transfer-encoding" not in head.lower()
    )  # fmt: skip


def _is_answered(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return body.endswith(b"0\r\n\r\n") if b"chunked" in head.lower() else True


def _statuses(answer: bytes) -> list[int]:
    found = [line for line in answer.split(b"\r\n") if b"HTTP/1.1 " in line[-60:]]
    return [int(line.rpartition(b"HTTP/1.1 ")[2][:3]) for line in found]


def _wrong(answers: list[int], answered: bytes, kind: str) -> str:
    if not set(answers) <= ALLOWED:
        return f"answered with {answers}"
    if CANARY.encode() in answered:
        return "shows what is saved"
    if b"set-cookie" in answered.lower():
        return "gives a cookie away"
    if kind == "known" and len(answers) > 1:
        return "two answers"
    return ""


def _slowly(asked: Asked, tally: Tally, lock: threading.Lock, until: float) -> None:
    """Connections that say a little and then nothing: three hundred at a time, again and again."""
    running = Running(cast("subprocess.Popen[str]", None), asked.address)
    random = Random(f"{asked.seed}/slow")
    while time.monotonic() < until:
        links = []
        for _ in range(random.choice((20, 100, 300))):
            try:
                link = socket.create_connection(("127.0.0.1", running.port), timeout=1)
                link.sendall(f"GET /sample HTTP/1.1\r\nHost: {running.site}\r\nX-".encode())
            except OSError:
                continue
            links.append(link)
        with lock:
            tally.counts["slow connections"] += len(links)
        time.sleep(min(4.0, max(0.0, until - time.monotonic())))
        for link in links:
            link.close()
